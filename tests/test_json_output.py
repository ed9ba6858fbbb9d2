"""Every command with --json writes one valid JSON document to standard output and nothing else there."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from building import a_profile, a_register, a_round, rated
from conftest import Finished
from gap_records import evidence, no_chance, not_applicable, standard, write_record
from made_up_tools import folder_of_tools
from processes import Program, run_here, together, whole_command

from cswo_eval.framework.schema import SUBJECTS
from cswo_eval.record.sample import sample_folder

RUNS: dict[str, tuple[str, ...]] = {
    "home": ("--json", "--record", "RECORD"),
    "home without a record": ("--json", "--record", "NOWHERE"),
    "gaps": ("gaps", "--json", "--record", "RECORD"),
    "gaps --explain a competency": ("gaps", "--explain", "SD1.5", "--json", "--record", "RECORD"),
    "gaps --explain an aspect": ("gaps", "--explain", "WO", "--json", "--record", "RECORD"),
    "gaps of nothing": ("gaps", "--json", "--record", "EMPTY"),
    "plan make": ("plan", "make", "--json", "--record", "OTHER"),
    "history": ("history", "--json", "--record", "OTHER"),
    "history of one thing": ("history", "A5", "--json", "--record", "OTHER"),
    "undo": ("undo", "--json", "--record", "OTHER"),
    "redo": ("redo", "--json", "--record", "OTHER"),
    "plan show": ("plan", "show", "--json", "--record", "RECORD"),
    "plan show an action": ("plan", "show", "A1", "--json", "--record", "RECORD"),
    "check": ("check", "--json", "--record", "RECORD"),
    "evidence list": ("evidence", "list", "--json", "--record", "RECORD"),
    "evidence list by heading": ("evidence", "list", "--by", "cpl", "--json", "--record", "RECORD"),
    "evidence show": ("evidence", "show", "E3", "--json", "--record", "RECORD"),
    "evidence show an account": ("evidence", "show", "R1", "--json", "--record", "RECORD"),
    "evidence reflect list": ("evidence", "reflect", "--list", "--json", "--record", "RECORD"),
    "evidence purge": ("evidence", "purge", "E36", "--yes", "--json", "--record", "OTHER"),
    "portfolio check": ("portfolio", "check", "--json", "--record", "RECORD"),
    "portfolio verify": ("portfolio", "verify", "PORTFOLIO", "--json"),
    "history of what has left": ("history", "--sent", "--json", "--record", "OTHER"),
    "tool list": ("tool", "list", "--json", "--standards", "TOOLS", "--record", "RECORD"),
    "tool show": ("tool", "show", "mine", "--json", "--standards", "TOOLS", "--record", "RECORD"),
    "private list": ("private", "list", "--json", "--record", "RECORD"),
    "private list of nothing": ("private", "list", "--json", "--record", "EMPTY"),
    "private set": ("private", "set", "SD1.3", "E7", "--yes", "--json", "--record", "OTHER"),
    "private unset": ("private", "unset", "SD1.3", "--yes", "--json", "--record", "OTHER"),
    "guard check": ("guard", "check", "--json", "--record", "RECORD"),
    "guard list": ("guard", "list", "--json", "--record", "RECORD"),
    "backup": ("backup", "ZIP", "--json", "--record", "RECORD"),
    "restore": ("restore", "ZIP", "--json", "--record", "RESTORED"),
    "forget": ("forget", "--yes", "--json", "--record", "RESTORED"),
    "standard list": ("standard", "list", "--json"),
    "standard show": ("standard", "show", "SD1.3", "--json"),
    "standard search": ("standard", "search", "councillor", "--json"),
    "standard search finds nothing": ("standard", "search", "xylophone", "--json"),
    "standard check": ("standard", "check", "--json"),
    "standard schema": ("standard", "schema", "--json"),
    "standard schema of a kind": ("standard", "schema", "--of", next(iter(SUBJECTS)), "--json"),
}


def no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def read_json(text: str) -> Any:
    """The one document that the text is. NaN and Infinity, which Python reads and JSON has not, are refused."""
    return json.loads(text, parse_constant=no_constant)


def with_json(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command that has --json, by its words."""
    if any("--json" in param.opts for param in command.params):
        yield words
    for name, one in getattr(command, "commands", {}).items():
        yield from with_json(one, (*words, name))


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample record with a plan."""
    folder = tmp_path_factory.mktemp("json") / "sample"
    shutil.copytree(sample_folder(), folder)
    with pytest.MonkeyPatch.context() as patch:
        assert run_here(patch, "plan", "make", record=folder).status == 0
    return folder


AS_PROCESSES = ("home", "gaps", "standard list")


@pytest.fixture(scope="module")
def results(program: Program, record: Path) -> dict[str, Finished]:
    """Every command once: some as processes, the others within this one, which is quicker."""
    other, empty = record.parent / "other", record.parent / "empty"
    shutil.copytree(sample_folder(), other)
    write_record(empty)
    portfolio = record.parent / "portfolio"
    with pytest.MonkeyPatch.context() as patch:
        assert run_here(patch, "portfolio", "build", "--output", str(portfolio), record=record).status == 0
    places = {
        "PORTFOLIO": portfolio,
        "RECORD": record,
        "OTHER": other,
        "EMPTY": empty,
        "ZIP": record.parent / "backup.zip",
        "RESTORED": record.parent / "restored",
        "TOOLS": folder_of_tools(record.parent / "tools"),
        "NOWHERE": record.parent / "nowhere",
    }
    given = {name: [str(places.get(word, word)) for word in words] for name, words in RUNS.items()}
    processes = together([lambda name=name: program(*given[name]) for name in AS_PROCESSES])
    done = dict(zip(AS_PROCESSES, processes, strict=True))
    with pytest.MonkeyPatch.context() as patch:
        for name, words in given.items():
            if name not in done:
                done[name] = run_here(patch, *words)
    return done


def test_every_command_that_has_json_is_tried() -> None:
    """The runs above name each command that offers --json, and no other."""
    offered = set(with_json(whole_command()))
    tried = set()
    for words in RUNS.values():
        commands = words[: next(place for place, word in enumerate(words) if word.startswith("-"))]
        tried.add(next(commands[:size] for size in (2, 1, 0) if commands[:size] in offered))
    assert len(offered) >= 9
    assert tried == offered


@pytest.mark.parametrize("name", RUNS)
def test_standard_output_is_one_json_document_and_nothing_else(results: dict[str, Finished], name: str) -> None:
    """It ends with status 0, the whole of standard output parses, and standard error is empty."""
    done = results[name]
    assert (done.status, done.stderr) == (0, "")
    assert isinstance(read_json(done.stdout), dict | list)
    assert done.stdout.endswith(("}\n", "]\n"))


def test_numbers_are_numbers_means_exact_and_dates_iso(results: dict[str, Finished]) -> None:
    """A level is a number, a mean a fraction and its rounding, a day YYYY-MM-DD."""
    gaps, plan = read_json(results["gaps"].stdout), read_json(results["plan show"].stdout)
    need = gaps["needs"][0]
    assert (type(need["level"]), type(need["need"])) == (int, int)
    means = [aspect["mean"] for aspect in gaps["aspects"]]
    assert all(set(mean) == {"exact", "rounded"} for mean in means)
    assert date.fromisoformat(plan["start"]) <= date.fromisoformat(plan["actions"][0]["due"])


@pytest.fixture(scope="module")
def page(record: Path) -> str:
    """The gap analysis of the same record, plain, white space folded."""
    with pytest.MonkeyPatch.context() as patch:
        return " ".join(run_here(patch, "gaps", "--plain", record=record).stdout.split())


def test_the_page_gives_every_need_with_all_its_numbers_in_order(results: dict[str, Finished], page: str) -> None:
    """Id, title, level, target, importance, need, band and confidence of each need, as the JSON has them, greatest
    first."""
    needs = read_json(results["gaps"].stdout)["needs"]
    place = page.index(" Needs -----")
    assert len(needs) > 10
    for need in needs:
        sure = need["confidence"] or "not asked"
        numbers = (need["level"], need["target"], need["importance"], f"{need['need']} {need['band']}", sure)
        said = rf"\b{need['id']} (?:What: )?{re.escape(need['title'])}" + "".join(
            rf" [A-Z]\w+: {one}" for one in numbers
        )
        found = re.compile(said).search(page, place)
        assert found, said
        place = found.end()


def test_the_page_gives_every_mean_with_its_coverage_and_its_lowest(results: dict[str, Finished], page: str) -> None:
    """An average never stands alone: beside each are how many are rated of those that apply, and the lowest level."""
    aspects = read_json(results["gaps"].stdout)["aspects"]
    place = page.index(" Aspects and elements -----")
    for one in (item for aspect in aspects for item in (aspect, *aspect["elements"])):
        said = (
            rf"\b{one['id']} .*?{re.escape(one['title'])} Mean: {one['mean']['rounded']} "
            rf"Rated: {one['rated']} of {one['applicable']} Lowest: {one['lowest_level']}: {one['lowest'][0]}\b"
        )
        found = re.compile(said, re.IGNORECASE).match(page, page.index(f" {one['id']} ", place) + 1)
        assert found, said
        place = found.end()


def test_a_plan_remade_for_json_is_the_plan_that_is_kept(
    results: dict[str, Finished], program: Program, record: Path
) -> None:
    """`plan make --json` prints the plan it saved: `plan show --json` prints the same."""
    shown = program("plan", "show", "--json", record=record.parent / "other")
    assert read_json(shown.stdout) == read_json(results["plan make"].stdout)


# --- private words ----------------------------------------------------------------------------------------------------

SECRET = "Strathsecret"
WORDS = f"About {SECRET}: [bold]nobody[/bold] may read this."


@pytest.fixture(scope="module")
def private_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record in which each free text is secret and private, beside one answer of each kind that is open."""
    said = {"learning": WORDS, "opposite": WORDS, "note": WORDS}
    answers = {
        "SD1.3": rated(1, importance=3, private=True, **said),
        "SD1.4": rated(5, confidence="low", private=True, **said),
        "SD1.5": no_chance(private=True, **said),
        "SD1.6": not_applicable(WORDS, private=True, **said),
        "WO1": rated(2, private=True, **said),
        "WO2.1": rated(1, importance=3, learning="The open words."),
        "WO2.2": not_applicable("The open reason."),
    }  # fmt: skip
    entry = evidence("E1", ["SD1.3"], ["SD1.4"], title=WORDS, my_part=WORDS, shows=WORDS, confirmer=WORDS, private=True)
    folder = tmp_path_factory.mktemp("private") / "record"
    return write_record(folder, profile=a_profile(), round_=a_round(standard(), answers), register=a_register([entry]))


def test_the_private_words_are_there_to_leak(monkeypatch: pytest.MonkeyPatch, private_record: Path) -> None:
    """On the owner's own screen they are shown: the tests below look for something that could be found."""
    assert SECRET in run_here(monkeypatch, "gaps", "--plain", record=private_record).stdout


@pytest.mark.parametrize(
    "words",
    [
        ("gaps", "--json"),
        ("gaps", "--explain", "SD1.3", "--json"),
        ("gaps", "--explain", "SD1.6", "--json"),
        ("check", "--json"),
        ("--json",),
        ("plan", "make", "--json"),
        ("plan", "show", "--json"),
        ("plan", "show", "A1", "--json"),
    ],
    ids=" ".join,
)
def test_private_words_are_in_no_json(
    monkeypatch: pytest.MonkeyPatch, private_record: Path, words: tuple[str, ...]
) -> None:
    """What was said in private, in an answer or in the register, does not travel; the numbers do."""
    if "show" in words:
        run_here(monkeypatch, "plan", "make", record=private_record)
    done = run_here(monkeypatch, *words, record=private_record)
    assert done.status == 0, done
    assert read_json(done.stdout)
    assert SECRET not in done.stdout + done.stderr


def test_open_words_and_private_numbers_are_in_it(monkeypatch: pytest.MonkeyPatch, private_record: Path) -> None:
    """Only the words of a private answer are left out: its level and need stay, and what is open is given."""
    gaps = read_json(run_here(monkeypatch, "gaps", "--json", record=private_record).stdout)
    by_id = {one["id"]: one for one in gaps["items"]}
    assert (by_id["SD1.3"]["level"], by_id["SD1.3"]["need"], by_id["SD1.3"]["learning"]) == (1, 24, None)
    assert by_id["WO2.1"]["learning"] == "The open words."
    assert by_id["WO2.2"]["reason"] == "The open reason."


# --- form -------------------------------------------------------------------------------------------------------------

ODD = 'She said "no"\\ \x1b[31m\x07 \u202eevil \u2028 tab\t 👩‍👩‍👧 à\r\nend'


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "cp437"])
def test_odd_text_comes_back_letter_for_letter_in_any_code_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, encoding: str
) -> None:
    """Escapes, emoji, Gaelic and line ends of an open answer survive JSON, also where the console has few characters."""
    folder = write_record(tmp_path / "r", round_=a_round(standard(), {"SD1.3": rated(1, learning=ODD)}))
    done = run_here(monkeypatch, "gaps", "--json", record=folder, encoding=encoding)
    assert done.status == 0
    gaps = read_json(done.stdout)
    assert next(one for one in gaps["items"] if one["id"] == "SD1.3")["learning"] == ODD


def test_a_record_that_does_not_read_is_told_as_json_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`check --json` of a broken file: the problems as JSON with file and line, status 1, and the words on standard error."""
    folder = write_record(tmp_path / "r", round_=a_round(standard(), {"SD1.3": rated(1)}))
    (folder / "profile.yaml").write_text("format: cswo-eval/profile\nrecord_id: [\n...\n", encoding="utf-8")
    done = run_here(monkeypatch, "check", "--json", record=folder)
    assert done.status == 1
    (problem,) = read_json(done.stdout)["problems"]
    assert problem["file"].endswith("profile.yaml")
    assert problem["line"] in (2, 3)
    assert "profile.yaml" in done.stderr
