"""A folder with nothing in it but what the system puts there is empty: something can be begun or written in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from processes import run_here

from cswo_eval.record.sample import sample_folder

SYSTEMS = [
    "desktop.ini",
    "Desktop.ini",
    "Thumbs.db",
    "ehthumbs.db",
    ".DS_Store",
    "Icon\r",
    ".directory",
    "~$notes.docx",
    "._x",
]
COMMANDS = {
    "a record that is begun": ("assess", "--depth", "quick", "--record", "{folder}"),
    "the sample": ("demo", "--record", "{folder}"),
    "a portfolio": ("portfolio", "build", "--findings", "keep", "--output", "{folder}", "--record", "{record}"),
    "tables": ("report", "--format", "csv", "--findings", "keep", "--output", "{folder}", "--record", "{record}"),
}


def begun_beside(name: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """The status and the words of a command that is to begin in a folder that holds a file of this name."""
    record = tmp_path / "record"
    shutil.copytree(sample_folder(), record, dirs_exist_ok=True)
    folder = tmp_path / "folder"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / name).write_bytes(b"x")
    asked = [one.format(folder=folder, record=record) for one in COMMANDS[command]]
    done = run_here(monkeypatch, *asked, typed=b"save\n")
    return done.status, done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_what_a_system_puts_there_is_no_hindrance(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One name at the command in full, and each name at the first of them."""
    names = SYSTEMS if command == "a record that is begun" else SYSTEMS[:1]
    for name in names:
        status, said = begun_beside(name, command, tmp_path, monkeypatch)
        assert status == 0, (name, said)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_of_somebodys_is(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("budget.xlsx", "desktop.ini.txt"):
        status, said = begun_beside(name, command, tmp_path, monkeypatch)
        assert (status, (tmp_path / "folder" / name).read_bytes()) == (1, b"x"), said


def test_a_portfolio_does_not_replace_a_folder_with_something_hidden_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes the folder's place, so what is hidden in it would be lost."""
    assert begun_beside(".kept", "a portfolio", tmp_path, monkeypatch)[0] == 1
    assert (tmp_path / "folder" / ".kept").read_bytes() == b"x"
