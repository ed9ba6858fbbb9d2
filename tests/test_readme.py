"""The README is true: its commands run, and what it shows is what comes."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Finished

from cswo_eval.cli.commands import COMMANDS
from cswo_eval.record.sample import sample_folder

pytestmark = pytest.mark.installed

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


FIRST = {
    "undo": (("evidence", "remove", "E5"),),
    "redo": (("evidence", "remove", "E5"), ("undo",)),
    "restore": (("backup", "my-record.zip"),),
}
"""What has to be done before a command of the README has something to do."""


def blocks(kind: str) -> list[str]:
    """The README's fenced blocks of one kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """Every cswo-eval command that the README shows, without its comment; those that need a person are left out."""
    shown = [line.split(" #")[0].strip() for block in blocks("sh") for line in block.splitlines()]
    return [line for line in shown if line.startswith("cswo-eval")]


@pytest.fixture
def run(run_inside: Callable[..., Finished]) -> Callable[..., Finished]:
    """Run the program within this process: one of its own would prove no more here."""
    return run_inside


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A fresh copy of the sample record."""
    return Path(shutil.copytree(sample_folder(), tmp_path / "sample"))


def test_the_readme_shows_every_command() -> None:
    """Nothing that the program offers is missing from the README's list, and the list is not empty."""
    first_words = {line.split()[1] for line in commands() if len(line.split()) > 1}
    assert first_words == set(COMMANDS) - {"demo"}
    assert len(commands()) >= 15
    assert "cswo-eval demo" in README


@pytest.mark.parametrize("line", commands())
def test_a_command_of_the_readme_runs(line: str, run: Callable[..., Finished], sample: Path, tmp_path: Path) -> None:
    """Each command line of the README ends with status 0 on the sample record, on a day of its plan."""
    arguments = shlex.split(line)[1:]
    # The README's plan begins in December 2026; the actions it names are those of the sample's own plan.
    named = ("--today", "2026-10-02") if arguments[:2] != ["plan", "make"] else ("--today", "2026-12-01")
    own = [] if arguments[:1] == ["standard"] else ["--record", str(sample)]
    dateless = arguments[:1] in (["standard"], ["guard"]) or arguments[:2] == ["portfolio", "set"]
    days = [] if dateless else list(named)
    line_of_dates = {"2027-01-18": "2026-11-09", "2027-02-12": "2026-11-27"}
    arguments = [line_of_dates.get(one, one) for one in arguments]
    if arguments[:2] == ["plan", "done"]:
        arguments[2] = "A6"  # A1 is done in the sample
    if arguments[:2] in (["plan", "defer"], ["plan", "edit"]):
        arguments[2] = "A9"
    for before in FIRST.get(" ".join(arguments[:1]), ()):
        assert run(*before, "--record", sample, folder=tmp_path).status == 0
    if arguments[:1] == ["restore"]:
        own, days = ["--record", str(tmp_path / "new")], []
    if arguments[:1] == ["forget"]:
        arguments.append("--yes")  # it asks a person twice
    done = run(*arguments, *own, *days, folder=tmp_path)
    assert done.status == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_the_session_shown_is_what_comes(run: Callable[..., Finished], sample: Path) -> None:
    """The README's session is the program's own output on the sample record, character by character."""
    shown = blocks("console")
    assert len(shown) == 1
    line, _, expected = shown[0].partition("\n")
    arguments = shlex.split(line.removeprefix("$ "))[1:]
    done = run(*arguments, "--record", sample)
    assert done.stdout.strip() == expected.strip()


def test_contributing_names_every_room() -> None:
    """The tour in CONTRIBUTING lists each room of the package, and no file that is not there."""
    tour = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    import cswo_eval

    package = Path(cswo_eval.__file__).parent
    rooms = {path.parent.name for path in package.glob("*/__init__.py")}
    assert len(rooms) >= 7
    for room in rooms:
        assert f"`cswo_eval/{room}/`" in tour


def test_the_tool_that_the_readme_shows_is_a_whole_one_and_is_asked(
    run: Callable[..., Finished], tmp_path: Path
) -> None:
    """Somebody who writes no code begins from it."""
    (shown,) = blocks("yaml")
    folder = tmp_path / "my-standards"
    (folder / "companions").mkdir(parents=True)
    (folder / "companions" / "week.yaml").write_text(shown, encoding="utf-8")
    assert run("standard", "check", folder).status == 0
    typed = "The budget.\n.\nabout 50 hours\nBad\nThe evenings.\n.\n"
    done = run("tool", "run", "week", "--standards", folder, "--record", tmp_path / "record", typed=typed)
    assert (done.status, "answered to its end" in done.stderr) == (0, True), done.stderr
