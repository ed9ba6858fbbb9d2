"""Write a long text in the owner's own editor."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cswo_eval.cli.interviews.keyboard import PROMPT_OF_LINE, EndOfInput, Keyboard
from cswo_eval.files.whole_files import could_not_write
from cswo_eval.record.layout import UNFINISHED_TEXT
from cswo_eval.text.problems import CswoEvalError

AT_ONCE = 3
"""Seconds within which nobody writes anything: an editor that ended sooner may only have handed the text to another window."""
TIME_TO_SAVE = 2
"""Seconds that an editor has to put its text somewhere when the program is stopped."""
_STILL_OPEN = """
Your editor came back at once, with nothing changed. If it is still open in
another window, write there and save it, and then press Enter here. If it is
not, press Enter.
"""


def text_from_editor(present: str, folder: Path) -> str:
    """Return the text as left in $VISUAL or $EDITOR, beginning from `present`.

    Only the line end that editors add is taken off, and the line ends of Windows are made those of the record. The text lies
    inside the record, since it is as private. It is removed once it is taken; where it was changed and could not be taken, it stays,
    is named by the error, and by `check`. Raises CswoEvalError.
    """
    command = (os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "")).strip()
    if not command:
        raise CswoEvalError("No editor is named: set EDITOR, for example EDITOR=nano, or type the text here.")
    # Notepad keeps UTF-8 where a file says that it is UTF-8, and may write another encoding where it does not.
    begun = present.encode("utf-8-sig" if os.name == "nt" else "utf-8")
    try:
        place = Path(tempfile.mkdtemp(prefix=UNFINISHED_TEXT, dir=folder))
        file = place / "text.txt"
        file.write_bytes(begun)
    except OSError as error:
        raise CswoEvalError(could_not_write(folder, error)) from None
    taken = False
    try:
        _let_write(command, file, begun)
        text = _read(file)
        taken = True
    except CswoEvalError as problem:
        kept = f" What you wrote is kept in {file}." if _holds_more(place, file, begun) else ""
        raise CswoEvalError(f"{problem}{kept}") from None
    finally:
        if taken or not _holds_more(place, file, begun):
            shutil.rmtree(place, ignore_errors=True)
    if os.name == "nt" or "\r" not in present:
        text = text.replace("\r\n", "\n")
    return text.removesuffix("\n")


def _let_write(command: str, file: Path, begun: bytes) -> None:
    """Run the editor until it ends. Raises CswoEvalError where it could not do its work; KeyboardInterrupt."""
    started = time.monotonic()
    with _ctrl_c_left_to_it():
        try:
            editor = subprocess.Popen(_call(command, file))
        except OSError as error:
            raise CswoEvalError(f"The editor '{command}' could not be started ({error.strerror}).") from None
        try:
            status = editor.wait()
        except BaseException:  # a closed window, a stopped program: the editor may still put its text somewhere
            editor.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                editor.wait(TIME_TO_SAVE)
            raise
    if status != 0:
        raise CswoEvalError("The editor ended with an error, so its text was not taken.")
    if time.monotonic() - started < AT_ONCE and _same(file, begun) and sys.stdin is not None and sys.stdin.isatty():
        sys.stderr.write(_STILL_OPEN)
        with contextlib.suppress(EndOfInput):
            Keyboard().typed(PROMPT_OF_LINE)


def _call(command: str, file: Path) -> str | list[str]:
    if os.name == "nt":  # Windows divides a command into words itself, and by rules of its own
        return f"{command} {subprocess.list2cmdline([str(file)])}"
    try:
        return [*shlex.split(command), str(file)]
    except ValueError:
        raise CswoEvalError(
            f"The editor is named as {command}, where a quotation mark has no other. Set EDITOR again."
        ) from None


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CswoEvalError("The editor saved it in an encoding other than UTF-8, so it was not taken.") from None
    except OSError as error:
        raise CswoEvalError(f"What the editor left could not be read ({error.strerror}).") from None


def _same(file: Path, begun: bytes) -> bool:
    try:
        return file.read_bytes() == begun
    except OSError:
        return False


def _holds_more(place: Path, file: Path, begun: bytes) -> bool:
    """Return whether something was written: in the text, or in what an editor that was stopped put beside it."""
    try:
        names = os.listdir(place)
    except OSError:
        return False
    return any(name != file.name for name in names) or (file.name in names and not _same(file, begun))


@contextmanager
def _ctrl_c_left_to_it() -> Iterator[None]:
    """Let Ctrl-C be a key of the editor's while this lasts, as it is in most: the program itself is not at work."""

    def pass_over(_number: int, _frame: object) -> None:
        """Do nothing. A handler, for what is ignored would be ignored by the editor too."""

    before = {}
    for name in ("SIGINT", "SIGQUIT"):
        number = getattr(signal, name, None)
        if number is not None:
            with contextlib.suppress(ValueError):  # only the main thread may
                before[number] = signal.signal(number, pass_over)
    try:
        yield
    finally:
        for number, handler in before.items():
            if signal.getsignal(number) is pass_over:
                signal.signal(number, handler)
