"""Consoles with few characters (Windows: cp1252, cp437): every page is shown, with the nearest signs, and says the same."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from building import a_round, rated
from conftest import Finished
from gap_records import standard, write_record
from processes import Program, run_here, together

from cswo_eval.framework.standards_folder import own_standards_folder
from cswo_eval.record.sample import sample_folder

pytestmark = pytest.mark.installed

CODE_PAGES = ("cp1252", "cp437")

# Written out here and not taken from the product: what each sign becomes where the code page has none for it.
NEAREST = {
    "×": "x", "−": "-", "–": "-", "—": "-", "…": "...", "²": "^2", "’": "'", "‘": "'", "“": '"', "”": '"', "→": "->",
    "÷": "/", "≥": ">=", "≤": "<=", "·": "-", "•": "-",
}  # fmt: skip
DRAWN = {"─": "-", "●": "#", "○": "."}
"""Signs that pages are drawn with: outside UTF-8 always the plain ones."""

COMMANDS: dict[str, tuple[str, ...]] = {
    "home": (),
    "gaps": ("gaps",),
    "gaps --plain": ("gaps", "--plain"),
    "explain a competency": ("gaps", "--explain", "SD1.5"),
    "check": ("check",),
    "plan show": ("plan", "show"),
    "plan show --plain": ("plan", "show", "--plain"),
    "plan show A1": ("plan", "show", "A1"),
    "standard list": ("standard", "list", "--full"),
    "standard show": ("standard", "show", "AO4"),
    "standard search": ("standard", "search", "risk"),
    "standard check": ("standard", "check"),
    "evidence list": ("evidence", "list"),
    "evidence by heading": ("evidence", "list", "--by", "cpl"),
    "evidence show": ("evidence", "show", "E3"),
    "an account": ("evidence", "show", "R1"),
    "portfolio check": ("portfolio", "check"),
    "learning contract": ("portfolio", "contract"),
    "discussion brief": ("portfolio", "brief"),
    "guard check": ("guard", "check"),
}
AS_PROCESSES = ("gaps", "explain a competency")
NEEDS_NO_RECORD = "standard"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample record with a plan."""
    folder = tmp_path_factory.mktemp("pages") / "sample"
    shutil.copytree(sample_folder(), folder)
    with pytest.MonkeyPatch.context() as patch:
        assert run_here(patch, "plan", "make", record=folder).status == 0
    return folder


@pytest.fixture(scope="module")
def processes(program: Program, record: Path) -> dict[tuple[str, str], Finished]:
    """Some commands in each code page as processes, their streams strict: PYTHONIOENCODING=cp437."""
    keys = [(name, encoding) for name in AS_PROCESSES for encoding in CODE_PAGES]
    calls = [
        lambda name=name, encoding=encoding: program(*COMMANDS[name], record=record, columns=80, encoding=encoding)
        for name, encoding in keys
    ]
    return dict(zip(keys, together(calls), strict=True))


def as_shown(text: str, encoding: str) -> str:
    """What a page in UTF-8 becomes in a code page, white space taken out."""
    for sign, drawn in DRAWN.items():
        text = text.replace(sign, drawn)
    said = []
    for character in text:
        try:
            character.encode(encoding)
            said.append(character)
        except UnicodeEncodeError:
            said.append(NEAREST.get(character, "?"))
    return "".join("".join(said).split())


def run_in(name: str, record: Path, encoding: str) -> Finished:
    needed = not COMMANDS[name] or COMMANDS[name][0] != NEEDS_NO_RECORD
    with pytest.MonkeyPatch.context() as patch:
        return run_here(patch, *COMMANDS[name], record=record if needed else None, encoding=encoding)


@pytest.fixture(scope="module")
def usual(record: Path) -> dict[str, Finished]:
    """Every page in UTF-8."""
    return {name: run_in(name, record, "utf-8") for name in COMMANDS}


@pytest.mark.parametrize("encoding", CODE_PAGES)
@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in AS_PROCESSES])
def test_a_page_says_the_same_in_a_code_page(
    usual: dict[str, Finished], record: Path, name: str, encoding: str
) -> None:
    """Status 0, and letter for letter the page in UTF-8 with the nearest signs for those that the code page lacks."""
    here = run_in(name, record, encoding)
    assert (usual[name].status, here.status, here.stderr) == (0, 0, usual[name].stderr)
    assert len(usual[name].stdout) > 200
    assert "".join(here.stdout.split()) == as_shown(usual[name].stdout, encoding)


@pytest.mark.parametrize("encoding", CODE_PAGES)
@pytest.mark.parametrize("name", AS_PROCESSES)
def test_a_process_with_that_code_page_says_the_same(
    usual: dict[str, Finished], processes: dict[tuple[str, str], Finished], name: str, encoding: str
) -> None:
    """The same of a process of its own, its streams strict in that code page."""
    done = processes[name, encoding]
    assert (done.status, done.stderr) == (0, "")
    assert len(done.stdout) > 200
    assert "".join(done.stdout.split()) == as_shown(usual[name].stdout, encoding)


@pytest.mark.parametrize("encoding", CODE_PAGES)
def test_the_sums_stay_readable(processes: dict[tuple[str, str], Finished], encoding: str) -> None:
    """Times, minus and square are there as signs or as x, - and ^2: never as question marks."""
    page = " ".join(processes["explain a competency", encoding].stdout.split())
    assert re.search(r"Gap \d - \d = \d\.", page)
    assert re.search(r"Need \d (x|×) \(\(1 \+ \d\)(²|\^2) - 1\) = \d (x|×) \(\d+ - 1\) = \d+\.", page)
    assert "?" not in page


def test_where_there_is_nothing_but_ascii_the_sums_are_still_sums(
    monkeypatch: pytest.MonkeyPatch, record: Path
) -> None:
    """x for times, - for minus, ^2 for the square."""
    done = run_here(monkeypatch, "gaps", "--explain", "SD1.5", record=record, encoding="ascii")
    assert done.status == 0
    page = " ".join(done.stdout.split())
    assert re.search(r"Need \d x \(\(1 \+ \d\)\^2 - 1\) = \d x \(\d+ - 1\) = \d+\.", page)


@pytest.mark.parametrize("encoding", CODE_PAGES)
def test_every_character_of_our_own_content_has_a_sign(encoding: str) -> None:
    """Nothing in the Standard, its companions or the sample record would become a question mark."""
    files = [*own_standards_folder().rglob("*.yaml"), *sample_folder().rglob("*.yaml")]
    characters = set("".join(path.read_text(encoding="utf-8") for path in files))
    assert len(files) > 20
    assert len(characters) > 60
    signs = {*NEAREST, *DRAWN}
    lacking = {one for one in characters - signs if one.encode(encoding, errors="replace") == b"?" and one != "?"}
    assert lacking == set()


@pytest.mark.parametrize("encoding", CODE_PAGES)
@pytest.mark.parametrize("look", [(), ("--plain",)], ids=["rich", "plain"])
def test_words_that_the_code_page_lacks_do_not_stop_a_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, encoding: str, look: tuple[str, ...]
) -> None:
    """Emoji, Chinese and marks in the owner's words become question marks there; all around them arrives."""
    words = "Before 社会 👩‍👩‍👧 ✓ → ‘quoted’ à é \x1b[31m after."
    folder = write_record(tmp_path / "r", round_=a_round(standard(), {"SD1.3": rated(1, importance=3, learning=words)}))
    done = run_here(monkeypatch, "gaps", *look, record=folder, encoding=encoding)
    assert done.status == 0
    page = " ".join(done.stdout.split())
    assert re.search(r"Before \?\? \?+ v -> .quoted. à é \?\[31m after\.", page)


def test_demo_runs_in_a_code_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The first thing a new user tries, in the oldest console."""
    done = run_here(monkeypatch, "demo", record=tmp_path / "demo", encoding="cp437")
    assert done.status == 0
    assert "Gap analysis" in done.stdout
    assert (tmp_path / "demo" / "profile.yaml").exists()


@pytest.mark.parametrize("encoding", CODE_PAGES)
def test_an_error_is_said_in_a_code_page_too(monkeypatch: pytest.MonkeyPatch, record: Path, encoding: str) -> None:
    """An unknown id with characters that the code page lacks: a sentence, status 1."""
    done = run_here(monkeypatch, "gaps", "--explain", "SD1.３→社", record=record, encoding=encoding)
    assert done.status == 1
    assert "There is no aspect, element or competency 'SD1.?->?'" in done.stderr
