"""`editor`: what the owner writes in an editor of their own is taken letter for letter, or kept where they are told, and never lost."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from building import NOW, a_profile
from conftest import Finished

from cswo_eval.cli.interviews.editor import text_from_editor
from cswo_eval.record.history.emptied import empty_history, left_of_what_was
from cswo_eval.record.holdings import holdings_of
from cswo_eval.record.layout import UNFINISHED_TEXT
from cswo_eval.record.store import Record
from cswo_eval.record.survey import all_faults
from cswo_eval.text.problems import CswoEvalError

TODAY = "2026-11-21"
CTRL_C = "\x03"
on_posix = pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals on Windows")

Editing = Callable[[str], str]


@pytest.fixture
def editing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editing:
    """Makes a few lines of Python the editor; `path` is the text's. Returns how the editor is named."""
    monkeypatch.delenv("VISUAL", raising=False)

    def name_editor(script: str) -> str:
        place = tmp_path / "my editor.py"
        place.write_text(f"import os, sys, time\npath = sys.argv[-1]\n{script}\n", encoding="utf-8")
        named = f'"{sys.executable}" "{place}"'
        monkeypatch.setenv("EDITOR", named)
        return named

    return name_editor


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a record that is begun."""
    folder = tmp_path / "record"
    with Record(folder).changing("test", lambda: NOW) as writer:
        writer.save_profile(a_profile())
    return folder


def left_in(folder: Path) -> list[str]:
    """What lies in the record of texts that an editor had open."""
    return [path.name for one in folder.glob(f"{UNFINISHED_TEXT}*") for path in one.iterdir()]


def written(data: bytes) -> str:
    """The script of an editor that saves these bytes."""
    return f"open(path, 'wb').write({data!r})"


@pytest.mark.parametrize(
    ("present", "data", "text"),
    [
        ("", b"one\ntwo\n", "one\ntwo"),
        ("", b"\n\n back \n.\n= \xc3\xa9 \xf0\x9f\x98\x80\n\n", "\n\n back \n.\n= é 😀\n"),
        ("", b"\xef\xbb\xbfone", "one"),
        ("one", b"one\r\ntwo\r\n", "one\ntwo"),
        ("", b"", ""),
        ("", "a\x85b\u2028c\x00\x0c\r\n".encode(), "a\x85b\u2028c\x00\x0c"),
        pytest.param("one\r\ntwo", b"one\r\ntwo\n", "one\r\ntwo", marks=on_posix),
    ],
)
def test_what_an_editor_saved_is_taken_and_its_files_are_gone(
    editing: Editing, folder: Path, present: str, data: bytes, text: str
) -> None:
    """Letter for letter but for the line ends of Windows, where the text had none before; a backup copy of the editor's goes too."""
    editing(f"{written(data)}; open(path + '~', 'w').write('before')")
    assert text_from_editor(present, folder) == text
    assert left_in(folder) == []


def test_an_editor_is_named_with_words_of_its_own(
    editing: Editing, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """$VISUAL stands before $EDITOR; a path with spaces is in quotation marks."""
    named = editing("open(path, 'w').write(repr(sys.argv[1:-1]))")
    monkeypatch.setenv("EDITOR", "no-such-editor")
    monkeypatch.setenv("VISUAL", f'{named} --wait "a b"')
    assert text_from_editor("", folder) == "['--wait', 'a b']"


@pytest.mark.parametrize(
    ("named", "told"),
    [
        pytest.param("", "No editor is named: set EDITOR", marks=on_posix),
        pytest.param("  ", "No editor is named: set EDITOR", marks=on_posix),
        ("no-such-editor-here", "could not be started"),
        pytest.param("'unended", "a quotation mark has no other", marks=on_posix),
    ],
)
def test_what_is_no_editor_is_told(monkeypatch: pytest.MonkeyPatch, folder: Path, named: str, told: str) -> None:
    """The sentence says what to do, and nothing is left in the record."""
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", named)
    with pytest.raises(CswoEvalError, match=told):
        text_from_editor("present", folder)
    assert left_in(folder) == []


NOT_TAKEN = {
    "Latin-1": (written(b"caf\xe9"), "an encoding other than UTF-8", b"caf\xe9"),
    "UTF-16": (written("é".encode("utf-16")), "an encoding other than UTF-8", "é".encode("utf-16")),
    "an error after saving": (f"{written(b'caf')}; sys.exit(1)", "ended with an error", b"caf"),
}


@pytest.mark.parametrize("how", NOT_TAKEN)
def test_what_cannot_be_taken_is_kept_and_the_owner_is_told_where(editing: Editing, folder: Path, how: str) -> None:
    """The error names the file, which holds what the editor saved; `check` tells of it until it is set aside."""
    script, told, kept = NOT_TAKEN[how]
    editing(script)
    with pytest.raises(CswoEvalError, match=told) as refused:
        text_from_editor("present", folder)
    (place,) = folder.glob(f"{UNFINISHED_TEXT}*/text.txt")
    assert str(refused.value).endswith(f"What you wrote is kept in {place}.")
    assert place.read_bytes() == kept
    (fault,) = all_faults(Record(folder))
    assert fault.name == place.parent.name
    assert "a text that you wrote in your editor" in fault.problems[0].what


@pytest.mark.parametrize("script", ["sys.exit(1)", "os.unlink(path); sys.exit(1)", "os.unlink(path)"])
def test_where_nothing_was_written_nothing_is_left(editing: Editing, folder: Path, script: str) -> None:
    """An editor that fails, or that takes the text away: told, and no file stays for the owner to wonder at."""
    editing(script)
    with pytest.raises(CswoEvalError) as refused:
        text_from_editor("present", folder)
    assert "kept" not in str(refused.value)
    assert left_in(folder) == []


@pytest.fixture
def not_taken(editing: Editing, folder: Path) -> Path:
    """The folder of a text that could not be taken, in `folder`."""
    editing(written(b"caf\xe9"))
    with pytest.raises(CswoEvalError):
        text_from_editor("", folder)
    (place,) = folder.glob(f"{UNFINISHED_TEXT}*")
    return place


def test_a_text_that_was_not_taken_outlasts_the_next_sitting(folder: Path, not_taken: Path) -> None:
    """What an interrupted save left is swept away; this is not."""
    with Record(folder).changing("test", lambda: NOW):
        pass
    assert (not_taken / "text.txt").read_bytes() == b"caf\xe9"


def test_a_text_that_was_not_taken_is_the_records_own(folder: Path, not_taken: Path) -> None:
    """A backup takes it along, `forget` deletes it, and what is destroyed for good takes it too: it may hold the same words."""
    found = holdings_of(Record(folder))
    assert f"{not_taken.name}/text.txt" in found.own
    assert not_taken.name in found.folders
    assert left_of_what_was(folder) == (not_taken.name,)
    empty_history(folder)
    assert not not_taken.exists()


# --- at a terminal -----------------------------------------------------------------------------------------------------


@pytest.fixture
def walking(tmp_path: Path, folder: Path) -> Iterator[Callable[[str], Any]]:
    """Opens a window at the first question, with an editor, and types `editor`."""
    from terminals import Window

    opened: list[Window] = []

    def open_walk(named: str) -> Window:
        words = ("assess", "--go", "MV1.1", "--depth", "usual", "--record", folder, "--today", TODAY)
        opened.append(Window(tmp_path / "home", *words, environment={"EDITOR": named}))
        assert opened[-1].question == "evidence"
        opened[-1].child.send("editor\r")
        return opened[-1]

    yield open_walk
    for window in opened:
        window.end()


def kept_words(folder: Path) -> list[str]:
    """What each entry of the register shows."""
    register = folder / "evidence.yaml"
    return [one["shows"] for one in yaml.safe_load(register.read_bytes())["entries"]] if register.exists() else []


WAITS = (
    "import signal\n"
    "def end(*_): open(path, 'w').write('saved in time'); sys.exit({status})\n"
    "signal.signal(signal.{name}, end)\n"
    "print('editor is open', flush=True)\n"
    "time.sleep(60)"
)


@on_posix
@pytest.mark.parametrize("status", [0, 1])
def test_ctrl_c_is_the_editors_key(editing: Editing, folder: Path, walking: Callable[[str], Any], status: int) -> None:
    """It does not stop the program: what the editor makes of it counts, and if it ends with an error its text is kept."""
    window = walking(editing(WAITS.format(status=status, name="SIGINT")))
    window.child.expect_exact("editor is open")
    window.press(CTRL_C)
    if status == 0:
        assert window.question == "evidence-date"
        assert kept_words(folder) == ["saved in time"]
        assert left_in(folder) == []
    else:
        assert "What you wrote is kept in" in " ".join(window.seen.split())
        assert window.question == "evidence"
        (place,) = folder.glob(f"{UNFINISHED_TEXT}*/text.txt")
        assert place.read_text() == "saved in time"
    window.press(CTRL_C)
    assert window.status() == 130


@on_posix
def test_a_stopped_program_lets_the_editor_save(
    editing: Editing, folder: Path, walking: Callable[[str], Any], run: Callable[..., Finished]
) -> None:
    """The editor is told to end, what it saves stays, and `check` tells of it the next time."""
    window = walking(editing(WAITS.format(status=0, name="SIGTERM")))
    window.child.expect_exact("editor is open")
    window.told(signal.SIGTERM)
    assert window.status() == 130
    (place,) = folder.glob(f"{UNFINISHED_TEXT}*/text.txt")
    assert place.read_text() == "saved in time"
    told = run("check", "--record", folder, "--today", TODAY)
    assert "a text that you wrote in your editor" in told.stderr
    assert told.status == 1


@on_posix
def test_an_editor_that_hands_the_text_to_another_window_is_waited_for(
    editing: Editing, folder: Path, walking: Callable[[str], Any]
) -> None:
    """It ended at once with nothing changed: the text is read once the owner presses Enter."""
    window = walking(editing("pass"))
    assert "If it is still open in another window" in " ".join(window.wait().split())
    (place,) = folder.glob(f"{UNFINISHED_TEXT}*/text.txt")
    place.write_text("from another window\n", encoding="utf-8")
    window.type("")
    assert kept_words(folder) == ["from another window"]
    assert left_in(folder) == []


@on_posix
def test_set_aside_it_is_told_no_more(folder: Path, not_taken: Path, tmp_path: Path) -> None:
    """`check --mend` takes the whole folder out of the way, with what was written in it."""
    from terminals import Window

    window = Window(tmp_path / "home", "check", "--mend", "--record", folder, "--today", TODAY)
    try:
        assert "a text that you wrote in your editor" in " ".join(window.seen.split()).lower()
        window.type("1")
        while window.kind is not None:
            window.type("")
    finally:
        window.end()
    assert not not_taken.exists()
    (kept,) = folder.glob(f"history/set-aside/*/{not_taken.name}/text.txt")
    assert kept.read_bytes() == b"caf\xe9"
    assert all_faults(Record(folder)) == []
