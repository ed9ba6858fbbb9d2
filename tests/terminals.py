"""The program in a real terminal (a pty): what is typed, what is seen, and which question is on the table."""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import pexpect
from conftest import clean_environment

CONTROL_CODES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
PROMPT = re.compile(r"\x1b\[\?2004h(> |\. ends > |… |\. > )")
"""Where the line editor waits; it switches bracketed paste on first, which no text that is shown can do."""
BARE_PROMPT = re.compile(r"(?:\A|\n)(> |\. ends > |… |\. > )\Z")
"""The same on a terminal that has no bracketed paste."""

QUESTIONS = {
    "evidence": "What have you done, lately, that shows this?",
    "evidence-more": "Anything else that shows it, or speaks against it?",
    "evidence-kind": ": what kind of evidence is it?",
    "evidence-date": ": when did it happen?",
    "evidence-part": ": what was your own part in it?",
    "evidence-confirmer": ": who could confirm it? By role, not by name.",
    "evidence-bearing": ": does it speak for you here, or against?",
    "evidence-reason": ": why does it bear on ",
    "level": "Which level describes you now?",
    "reason": "Why can it not arise in your post?",
    "importance": "How much does it matter in your post this year?",
    "opposite": "What would someone who disagrees with that level point to?",
    "confidence": "How sure are you of this level?",
    "learning": "What do you need to learn, see or try next for this?",
    "occasion": "What occasion would you look for?",
    "note": "Anything else you want to remember about this?",
    "agreed": "Fill in what has been agreed on help, time and an end date",
    "with help": "With whose help will you learn, and with what?",
    "fill in": "Fill these in now, one question at a time?",
    "student": "Your name, as it should stand on the title page?",
    "in post": "How long have you held the post of CSWO?",
    "services": "Which services does the other half of your job cover?",
    "deputy": "Is somebody named who acts as CSWO while you are away?",
    "own hours": "How many hours a week can you keep for your own learning, honestly?",
    "own leave": "Any leave in the next 100 days?",
    "cases": "Read them now?",
    "guess": "Which level would you give?",
    "begin": "Where would you like to begin?",
    "plan": "That is enough for a first 100-day plan. Make it now?",
    "hours": "How many hours a week can you keep for it, honestly?",
    "start": "From which day?",
    "leave": "Any leave in the 100 days?",
    "left": "What evidence did it leave?",
    "confirmer": "Who could confirm it, by role?",
    "early": "Hold it now?",
    "worked": "What worked, and what would you keep?",
    "in the way": "What got in the way?",
    "people": "What is different for people who use services, or for staff? How do you know?",
    "next": "What is the one next step?",
    "title": "What is it, in a line?",
    "title again": "What is it called?",
    "date": "When did it happen?",
    "kind": "What kind of evidence is it?",
    "shows": "What does it show?",
    "my part": "What was your own part in it?",
    "confirms": "Who could confirm it? By role, not by name.",
    "links": "What does it bear on?",
    "why": "Why does it bear on ",
    "file": "A file to keep with it?",
    "account title": "What do you want to reflect on, in a line?",
    "model": "Under which model of reflection?",
    "limit": "How many words may it have?",
    "deeper": "Go on with the prompts at SCQF level 11?",
    "part 1": "(part 1 of ",
    "part 2": "(part 2 of ",
    "part 3": "(part 3 of ",
    "claim title": "What do you call it, in a few words?",
    "learned": "What did you learn, and what can you do because of it?",
    "where": "Where and how did you learn it?",
    "when": "When was that?",
    "go on": "Go on with R",
    "take back": "Take back ",
    "name": "Which name?",
    "instead": "What should stand for it?",
    "mend": "What is to be done?",
    "a word?": "stands alone on a line. Is it meant for the program?",
    "text?": "Is this part of your text?",
    "drop?": "Drop this?",
}
"""Each question by a name, with words that are seen when it is put."""
_HEADING = re.compile(r"^== ([A-Z]{2}\d{1,2}(?:\.\d{1,2})?) ", re.MULTILINE)
PATIENCE = 60
"""Seconds after which the program is taken to hang; nothing waits that long otherwise."""

MOST_TYPED = 1500


class Window:
    """One run of the program in a terminal window of its own. What is seen is kept in `seen`, without its colours."""

    def __init__(
        self,
        home: Path,
        *arguments: str | Path,
        term: str = "xterm-256color",
        columns: int = 80,
        environment: Mapping[str, str] | None = None,
        shell: str = "",
        script: Path | None = None,
    ) -> None:
        """`shell`, where given, is a command line in which {} stands for the program. `script` is run in the program's place."""
        home.mkdir(parents=True, exist_ok=True)
        given = {
            **clean_environment(home),
            "TERM": term,
            "LC_ALL": "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8",
            **(environment or {}),
        }
        program = [sys.executable, *(["-m", "cswo_eval"] if script is None else [str(script)]), *map(str, arguments)]
        if shell:
            command, words = "/bin/sh", ["-c", shell.replace("{}", " ".join(f"'{one}'" for one in program))]
        else:
            command, words = program[0], program[1:]
        self._prompt = PROMPT if term != "dumb" and not shell else BARE_PROMPT
        self.child = pexpect.spawn(
            command,
            words,
            env=given,
            cwd=str(home),
            encoding="utf-8",
            codec_errors="replace",  # what the kernel echoes may fall between the bytes of a letter that the program writes
            timeout=PATIENCE,
            dimensions=(24, columns),
            maxread=65536,
            searchwindowsize=200,
        )
        self.child.delaybeforesend = None
        self.child.delayafterread = None
        self.raw = ""
        """All that the terminal was sent, colours included."""
        self.seen = ""
        """What is seen since the last line that was typed."""
        self.kind: str | None = ""
        """The prompt that waits: '> ' for a line, '. ends > ', '… ' or '. > ' for a text; None after the end."""
        self._typed = 0
        self._question = ""
        self.item = ""
        """The competency or element of the last heading."""
        self.wait()

    def wait(self) -> str:
        """Wait for the next prompt or the end. Returns what is seen since the last line was typed."""
        assert self.kind is not None, "the program has ended"
        ended = self.child.expect([self._prompt, pexpect.EOF])
        self.kind = self.child.match.group(1) if ended == 0 else None
        self.raw += self.child.before + (self.child.after if ended == 0 else "")
        self.seen = CONTROL_CODES.sub("", self.child.before).replace("\r\n", "\n").replace("\r", "")
        places = {name: self.seen.rfind(words) for name, words in QUESTIONS.items()}
        name = max(places, key=lambda one: places[one])
        self._question = name if places[name] >= 0 else self._question
        headings = _HEADING.findall(self.seen)
        self.item = headings[-1] if headings else self.item
        return self.seen

    def send(self, text: str) -> None:
        """Send keys, as fast as the program takes them: it may write while we do."""
        data = text.encode("utf-8")
        if len(data) < 1000:
            self.child.send(text)
            return
        writer = threading.Thread(target=_write_all, args=(self.child.child_fd, data))
        writer.start()
        self.wait()
        writer.join(PATIENCE)
        assert not writer.is_alive(), "the program stopped reading"

    def type(self, line: str) -> str:
        """Type one line and Enter, and wait. Returns what is seen then."""
        self._typed += 1
        assert self._typed < MOST_TYPED, "the walk does not come to an end"
        if len(line.encode("utf-8")) < 1000:
            self.child.send(f"{line}\r")
            return self.wait()
        self.send(f"{line}\r")
        return self.seen

    def paste(self, text: str) -> str:
        """Paste into a terminal that marks pastes (bracketed paste), and press Enter."""
        text = text.replace("\n", "\r")
        return self.type(f"\x1b[200~{text}\x1b[201~")

    def press(self, key: str) -> str:
        """Press one key without Enter, such as Ctrl-C, and wait."""
        self._settle()
        self.child.send(key)
        return self.wait()

    @property
    def question(self) -> str:
        """The name of the question on the table: the one that was put last. A refusal does not put it again."""
        return "learning" if self._question == "occasion" else self._question

    def killed(self) -> None:
        """Kill it at once, as a machine that is switched off does."""
        self.child.kill(signal.SIGKILL)
        self.wait()

    def status(self) -> int:
        """Wait for the end. Returns the exit status."""
        assert self.kind is None, f"the program still asks:\n{self.seen[-1500:]}"
        self.child.close()
        assert self.child.signalstatus is None, f"ended by signal {self.child.signalstatus}"
        return int(self.child.exitstatus)

    def hang_up(self) -> int:
        """Close the window, as a killed terminal does: the system sends SIGHUP. Returns the exit status."""
        self.child.ptyproc.fileobj.close()
        _, status = os.waitpid(self.child.pid, 0)
        self.child.ptyproc.closed = self.child.closed = True
        self.child.ptyproc.terminated = self.child.terminated = True
        self.child.ptyproc.fd = self.child.child_fd = -1
        assert os.WIFEXITED(status), f"ended by signal {os.WTERMSIG(status)}"
        return os.waitstatus_to_exitcode(status)

    def told(self, number: signal.Signals) -> str:
        """Send the program a signal, and wait. Returns what is seen then."""
        self._settle()
        os.kill(self.child.pid, number)
        return self.wait()

    def _settle(self) -> None:
        """Wait until the program waits for a key: CPython misses a Ctrl-C in the instant before, which no person hits."""
        time.sleep(0.05)
        state = Path(f"/proc/{self.child.pid}/stat")
        while state.exists() and state.read_text().rpartition(")")[2].split()[0] == "R":
            time.sleep(0.01)

    def end(self) -> None:
        """Leave nothing running, whatever became of the test."""
        if not self.child.closed:
            self.child.close(force=True)


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view[:4096]) :]
