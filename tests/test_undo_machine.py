"""Any commands in any order, with undo and redo between them: every file comes back byte for byte, and no id is given twice."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import Finished, clean_environment
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from processes import run_here

from cswo_eval.record.history.sittings import read_history
from cswo_eval.record.layout import CONTENTS, SENT
from cswo_eval.record.store import Record
from cswo_eval.record.survey import all_faults, faults_of

pytestmark = pytest.mark.long

TODAY = "2026-10-02"
ITEMS = ("SD1.3", "AO4.3", "MV1.2", "SL3")
WORDS = (
    "A line of words",
    "# no comment: a title",
    "“quoted” and ending in a space ",
    "second\nline\n\n- and more",
    "No",
    "…",
)
Files = dict[str, bytes]


def files_of(folder: Path) -> Files:
    """Every file of the record byte for byte, its history and lock apart."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.name not in (".lock", ".sent-lock", ".checked")
        and not path.is_relative_to(folder / "history")
    }


class Commands(RuleBasedStateMachine):
    """The sample record, changed by commands. What each step left is remembered, and where undo and redo must lead."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp(prefix="cswo-eval-undo-"))
        self.folder = self.base / "record"
        self.patch = pytest.MonkeyPatch()
        self.back: list[tuple[int, Files]] = []
        """The number of the sitting of each step that stands, and the files before it."""
        self.forth: list[list[tuple[int, Files, Files]]] = []
        """For each undo that can be brought again: the steps it took back, the files before and after each."""
        self.seen: dict[str, str] = {}
        """Every id that was ever given, with what it was given to."""
        self.steps = 0

    def teardown(self) -> None:
        self.patch.undo()
        shutil.rmtree(self.base, ignore_errors=True)

    @initialize()
    def a_record(self) -> None:
        for name, value in clean_environment(self.base).items():
            self.patch.setenv(name, value)
        for number in (1, 2):
            (self.base / f"file-{number}.txt").write_text("The same bytes in both.", encoding="utf-8")
        (self.base / "file-3.txt").write_text("Other bytes.", encoding="utf-8")
        assert run_here(self.patch, "demo", record=self.folder).status == 0
        self.steps = self._steps()
        self._see_ids()

    # --- running one ---------------------------------------------------------------------------------------------

    def _run(self, *arguments: str | Path, typed: str = "") -> Finished:
        return run_here(self.patch, *arguments, record=self.folder, typed=typed.encode(), environment={"TZ": "UTC"})

    def _steps(self) -> int:
        return sum(1 for _ in read_history(self.folder).steps())

    def _do(self, *arguments: str | Path, typed: str = "") -> Finished:
        """Run a command that changes something, or is refused in words and changes nothing."""
        states = [files_of(self.folder)]
        with watching_steps(self.folder, states):
            done = self._run(*arguments, "--today", TODAY, typed=typed)
        assert done.status in (0, 1), done.stderr
        assert "Something went wrong" not in done.stderr, done.stderr
        count = self._steps() - self.steps
        self.steps += count
        assert count == len(states) - 1, (arguments, count, len(states))
        if not count:
            assert files_of(self.folder) == states[0], arguments
            return done
        taken = list(read_history(self.folder).steps())[-count:]
        for step, before in zip(taken, states, strict=False):
            self.back.append((step.id.sitting, before) if step.about else (-step.id.sitting, before))
        self.forth.clear()
        self._see_ids()
        return done

    def _see_ids(self) -> None:
        """Remember each id with the moment it was made: the same id is never another thing's."""
        record = Record(self.folder)
        for entry in record.register().entries:
            self._same(entry.id, entry.recorded)
            for one in entry.attachments:
                self._same(f"{entry.id}/{one.id}", one.sha256)
        for account in record.reflections():
            self._same(account.id, account.written)
        for claim in record.prior_learning().claims:
            self._same(claim.id, claim.recorded)
        for start in record.plan_days():
            for action in record.plan(start).actions:
                self._same(f"{start}/{action.id}", action.activity or action.title)
                self._same(action.id, f"of the plan {start}")

    def _same(self, given: str, what: str) -> None:
        assert self.seen.setdefault(given, what) == what, f"{given} was given twice"

    # --- commands ------------------------------------------------------------------------------------------------

    @rule(
        title=st.sampled_from(WORDS),
        item=st.sampled_from(ITEMS),
        file=st.sampled_from((0, 1, 2, 3)),
        private=st.booleans(),
    )
    def evidence_add(self, title: str, item: str, file: int, private: bool) -> None:
        given = ["--attach", self.base / f"file-{file}.txt"] if file else []
        given += ["--private"] if private else []
        self._do("evidence", "add", title, "--kind", "document", "--date", "1/9/2026", "--for", item, "--why", "it shows it",
                 *given, "--no-questions")  # fmt: skip

    def _entries(self) -> list[str]:
        return [entry.id for entry in Record(self.folder).register().entries]

    @rule(data=st.data(), words=st.sampled_from(WORDS), file=st.sampled_from((0, 1, 2, 3)))
    def evidence_edit(self, data: st.DataObject, words: str, file: int) -> None:
        entry = data.draw(st.sampled_from(self._entries()[-4:]))
        given = ["--attach", self.base / f"file-{file}.txt"] if file else []
        self._do("evidence", "edit", entry, "--shows", words, *given)

    @rule(data=st.data(), back=st.booleans())
    def evidence_remove(self, data: st.DataObject, back: bool) -> None:
        entry = data.draw(st.sampled_from(self._entries()[-4:]))
        self._do("evidence", "remove", entry, *(["--bring-back"] if back else []))

    @rule(data=st.data(), item=st.sampled_from(ITEMS), off=st.booleans())
    def evidence_link(self, data: st.DataObject, item: str, off: bool) -> None:
        entry = data.draw(st.sampled_from([*self._entries()[-4:], "R1"]))
        self._do("evidence", "link", entry, item, *(["--remove"] if off else ["--why", "so"]))

    @rule(level=st.sampled_from("1245"), item=st.sampled_from(ITEMS), words=st.sampled_from(("What I did", "")))
    def assess(self, level: str, item: str, words: str) -> None:
        typed = f"{words}\n.\n" if words else "\n"
        self._do("assess", "--go", item, typed=f"{typed}{level}\n2\nthey would say\n.\nhigh\nprivate\n")

    @rule(hours=st.sampled_from(("2", "3", "5")))
    def plan_make(self, hours: str) -> None:
        self._do("plan", "make", "--hours", hours)

    def _actions(self) -> list[str]:
        plan = Record(self.folder).latest_plan()
        assert plan is not None
        return [action.id for action in plan.actions]

    @rule(data=st.data(), how=st.sampled_from(("done", "drop", "defer", "edit", "reopen")))
    def plan_change(self, data: st.DataObject, how: str) -> None:
        action = data.draw(st.sampled_from(self._actions()))
        given = {
            "done": ("done", action, "--note", "went well", "--no-questions"),
            "drop": ("drop", action, "--reason", "no time"),
            "defer": ("defer", action, "--until", "2/11/2026"),
            "edit": ("edit", action, "--note", "remember", "--private"),
            "reopen": ("edit", action, "--reopen"),
        }[how]
        self._do("plan", *given)

    @rule(item=st.sampled_from(ITEMS), words=st.sampled_from(WORDS))
    def plan_add(self, item: str, words: str) -> None:
        self._do("plan", "add", words, "--for", item, "--hours", "1")

    @rule(words=st.sampled_from(WORDS[:3]))
    def reflect(self, words: str) -> None:
        self._do(
            "evidence",
            "reflect",
            "--model",
            "driscoll",
            "--title",
            words,
            "--date",
            "1/9/2026",
            typed=f"{words}\n.\nmore\n.\n",
        )

    @rule(words=st.sampled_from(WORDS), item=st.sampled_from(ITEMS[:3]))
    def claim(self, words: str, item: str) -> None:
        self._do(
            "portfolio",
            "claim",
            "--title",
            words,
            "--learned",
            words,
            "--where",
            "a post",
            "--when",
            "2019",
            "--for",
            item,
        )

    @rule(remove=st.booleans(), name=st.sampled_from(("Anna Smith", "Bo Lee")))
    def guard(self, remove: bool, name: str) -> None:
        self._do("guard", "pseudonym", name, *(["--remove"] if remove else ["the team leader"]))
        self._do("guard", "allow", name, *(["--remove"] if remove else []))

    @rule(words=st.sampled_from(WORDS), words_most=st.sampled_from(("4000", "none")))
    def portfolio_set(self, words: str, words_most: str) -> None:
        self._do("portfolio", "set", "--student", words, "--limit", f"whole={words_most}")

    @rule(name=st.sampled_from(("mine", "short")), audience=st.sampled_from(("self", "coach")))
    def report_profile(self, name: str, audience: str) -> None:
        self._do(
            "report",
            "--for",
            audience,
            "--sections",
            "summary",
            "--save-profile",
            name,
            "--output",
            self.base / "report.html",
            "--force",
        )

    @rule(number=st.sampled_from(("30", "60")), words=st.sampled_from(WORDS[:2]))
    def plan_review(self, number: str, words: str) -> None:
        self._do("plan", "review", number, typed=f"{words}\n.\nmore\n.\n")

    @rule()
    def worksheet(self) -> None:
        file = self.base / "worksheet.xlsx"
        self._run("worksheet", "export", "--output", file, "--force", "--findings", "keep", "--today", TODAY)
        if file.exists():
            self._do("worksheet", "import", file)

    # --- going back ----------------------------------------------------------------------------------------------

    @rule()
    def undo(self) -> None:
        self._take_back(sitting=False)

    @rule()
    def undo_sitting(self) -> None:
        self._take_back(sitting=True)

    def _take_back(self, sitting: bool) -> None:
        present = files_of(self.folder)
        done = self._run("undo", *(["--sitting"] if sitting else []))
        self.steps = self._steps()
        if not self.back:
            assert done.status == 1
            assert "nothing to take back" in done.stderr
            assert files_of(self.folder) == present
            return
        assert done.status == 0, done.stderr
        assert "Taken back" in done.stderr
        number = abs(self.back[-1][0])
        taken: list[tuple[int, Files, Files]] = []
        after = present
        while self.back and abs(self.back[-1][0]) == number:
            if taken and not sitting and any(one[0] > 0 for one in taken):
                break
            which, before = self.back.pop()
            taken.append((which, before, after))
            after = before
        assert_same(files_of(self.folder), after)
        self.forth.append(taken)
        self._see_ids()

    @precondition(lambda self: self.forth)
    @rule()
    def redo(self) -> None:
        done = self._run("redo")
        self.steps = self._steps()
        assert done.status == 0, done.stderr
        taken = self.forth.pop()
        assert_same(files_of(self.folder), taken[0][2])
        self.back += [(which, before) for which, before, _ in reversed(taken)]
        self._see_ids()

    @precondition(lambda self: not self.forth)
    @rule()
    def nothing_to_redo(self) -> None:
        present = files_of(self.folder)
        assert self._run("redo").status == 1
        assert files_of(self.folder) == present

    @invariant()
    def the_record_is_whole(self) -> None:
        if not hasattr(self, "steps") or not self.folder.exists():
            return
        record = Record(self.folder)
        assert faults_of(record) == []
        assert all_faults(record) == []
        log = {SENT} if (self.folder / SENT).exists() else set()
        held = {name for name in files_of(self.folder) if name.endswith(".yaml")}
        assert set(record.contents.files) == held | log
        assert CONTENTS not in record.contents.files


def assert_same(found: Files, expected: Files) -> None:
    """Say which files differ, and how, where one does."""
    differing = {name for name in {*found, *expected} if found.get(name) != expected.get(name)}
    assert not differing, {name: (found.get(name), expected.get(name)) for name in sorted(differing)[:1]}


@contextmanager
def watching_steps(folder: Path, states: list[Files]) -> Iterator[None]:
    """Add the files of the record to `states` after each step that is taken in it."""
    from cswo_eval.record import writer

    real = writer.take_step

    def watched(*given: Any, **named: Any) -> None:
        real(*given, **named)
        states.append(files_of(folder))

    writer.take_step = watched
    try:
        yield
    finally:
        writer.take_step = real


def courses(number: int, length: int) -> settings:
    """So many courses of so many commands; not made shorter where one fails, which takes minutes."""
    return settings(
        max_examples=number,
        stateful_step_count=length,
        deadline=None,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
        report_multiple_bugs=False,
        suppress_health_check=tuple(HealthCheck),
    )


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)


def test_a_few_courses_of_commands_and_undos_bring_every_file_back() -> None:
    run_state_machine_as_test(Commands, settings=courses(4, 15))


@pytest.mark.long
def test_many_courses_of_commands_and_undos_bring_every_file_back() -> None:
    run_state_machine_as_test(Commands, settings=courses(20, 30))
