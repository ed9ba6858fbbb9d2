"""What is wrong with a file of a record is said with file, line and what to do, and without a word that stands in it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from processes import run_here
from record_files import at, full_files, places_in, sealed, values_of

from cswo_eval.files.yaml_text import dump_yaml
from cswo_eval.record.kinds import RECORD_KINDS, kind_of
from cswo_eval.record.models import Contents, RecordFile, Round
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.sample import sample_folder
from cswo_eval.record.store import Record
from cswo_eval.text.problems import Problem, ProblemsFound

SHAPES = [shape for shape, _ in RECORD_KINDS.values()]
by_kind = pytest.mark.parametrize("shape", SHAPES, ids=list(RECORD_KINDS))

SECRET = "Fearchar"

SPOILT_LINES = {
    "an unknown name": "{indent}{secret}: x",
    "words that became a name": "{indent}and then {secret} said: no",
    "a name with nothing behind it": "{indent}{secret}:",
    "a name twice": "{indent}{secret}: x\n{indent}{secret}: y",
    "words without a name": "{indent}{secret} went home",
    "an entry of a list": "{indent}- {secret}",
    "a tab before it": "\t{secret}: x",
    "indented further": "{indent}   {secret}: x",
    "not indented": "{secret}: x",
    "a second document": "--- {secret}\n{secret}: x",
    "a directive": "%{secret} x",
    "a name that is a list": "{indent}? [{secret}]\n{indent}: x",
    "a value": "{indent}{key}: {secret}",
    "a number that is none": "{indent}{key}: 0777_{secret_number}",
    "a date that is none": "{indent}{key}: 2026-02-30",
    "a list": "{indent}{key}: [{secret}]",
    "parts": "{indent}{key}: {{{secret}: {secret}}}",
    "parts within parts": "{indent}{key}: {{x: {{{secret}: {secret}}}}}",
    "a tag": "{indent}{key}: !{secret} x",
    "a long tag": "{indent}{key}: !<{secret}> x",
    "a tag of YAML's": "{indent}{key}: !!{secret} x",
    "a handle": "{indent}{key}: !{secret}!x y",
    "an anchor": "{indent}{key}: &{secret} x",
    "an anchor twice": "{indent}{key}: [&{secret} x, &{secret} y]",
    "an alias": "{indent}{key}: *{secret}",
    "an anchor and its alias": "{indent}{key}: [&{secret} x, *{secret}]",
    "a quotation mark never closed": '{indent}{key}: "{secret}',
    "an apostrophe never closed": "{indent}{key}: '{secret}",
    "words behind a quotation mark": '{indent}{key}: "x" {secret}',
    "a backslash in quotation marks": '{indent}{key}: "\\{secret}"',
    "a colon in bare words": "{indent}{key}: {secret}: more",
    "an at sign": "{indent}{key}: @{secret}",
    "a backtick": "{indent}{key}: `{secret}`",
    "a percent sign": "{indent}{key}: %{secret}",
    "an odd character": "{indent}{key}: \x07{secret}",
    "a bracket never closed": "{indent}{key}: [{secret}",
    "a brace never closed": "{indent}{key}: {{{secret}",
    "words behind a bar": "{indent}{key}: | {secret}",
    "a remark that cuts": "{indent}{key}: {secret} x #{secret}",
    "a merge": "{indent}<<: {{{secret}: x}}",
}
"""Each line of a file in turn becomes one of these."""


def problems_with(folder: Path, shape: type[RecordFile], text: str) -> list[Problem]:
    """What is said of a record of which one file holds this text."""
    name = full_files()[shape][1]
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(text.encode() + b"\n...\n")
    record = Record(folder)
    record.contents = Contents(files=(name,))
    try:
        record._read(name, shape)
    except ProblemsFound as found:
        return list(found.problems)
    return []


def short_values(shape: type[RecordFile]) -> dict[str, object]:
    """A full file of this kind with at most two entries in each list."""
    value = values_of(shape)
    for path in sorted(places_in(value), key=len):
        try:
            inside = at(value, path)
        except (IndexError, KeyError):
            continue
        if isinstance(inside, list):
            del inside[2:]
        elif isinstance(inside, dict) and len(inside) > 8 and len(path) == 1:
            for name in list(inside)[2:]:
                del inside[name]
    return value


@by_kind
def test_no_word_that_stands_in_a_file_stands_in_what_is_said_of_it(shape: type[RecordFile], tmp_path: Path) -> None:
    """A secret word in every form that breaks a file, at the first line of one field in four; the next form at the next ones."""
    text = dump_yaml(short_values(shape))
    lines = text.splitlines()
    places: dict[str, int] = {}
    for number, line in enumerate(lines):
        if match := re.match(r"[ -]*([A-Za-z_.0-9]+):", line):
            places.setdefault(match[1], number)
    refused = 0
    for turn, (key, number) in enumerate(places.items()):
        indent = re.match(r"[ -]*", lines[number])[0]  # type: ignore[index]
        for form in list(SPOILT_LINES.values())[turn % 4 :: 4]:
            spoilt = form.format(indent=indent, key=key, secret=SECRET, secret_number="4321")
            found = problems_with(tmp_path, shape, "\n".join([*lines[:number], spoilt, *lines[number + 1 :], ""]))
            refused += bool(found)
            for one in found:
                said = f"{one.what} {one.remedy}"
                assert SECRET not in said, (key, form, said)
                assert "4321" not in said, (key, form, said)
                assert 0 <= one.line <= len(lines) + 3, (key, form, one)
                assert one.what.endswith((".", ")")), one
                assert one.remedy, one
    assert refused > len(places) * len(SPOILT_LINES) // 8


@by_kind
def test_what_is_said_names_the_field_where_it_is_one_of_ours(shape: type[RecordFile], tmp_path: Path) -> None:
    (one,) = problems_with(tmp_path, shape, dump_yaml({**values_of(shape), "format_version": "one"}))
    assert (one.line, one.what) == (2, "'format_version' must be a whole number, without quotation marks.")


@by_kind
def test_a_file_of_another_kind_is_said_without_its_words(shape: type[RecordFile], tmp_path: Path) -> None:
    (one,) = problems_with(tmp_path, shape, dump_yaml({**values_of(shape), "format": SECRET}))
    assert one.line == 1
    assert SECRET not in one.what
    assert shape.default_of("format") in one.what


def test_ids_of_ours_are_named(tmp_path: Path) -> None:
    value = values_of(Round)
    value["answers"]["SD1.3"]["level"] = 9
    (one,) = problems_with(tmp_path, Round, dump_yaml(value))
    assert one.what == "'answers.SD1.3.level' must be 5 or less."


# --- every message points to a schema that there is ------------------------------------------------------------------------


@by_kind
def test_a_wrong_form_points_to_the_schema_of_that_kind(
    shape: type[RecordFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = problems_with(tmp_path, shape, dump_yaml({**values_of(shape), SECRET: "x"}))
    (command,) = {match for one in found for match in re.findall(r"`cswo-eval ([^`]*)`", one.remedy)}
    assert command == f"standard schema --of {kind_of(shape)}"
    assert run_here(monkeypatch, *command.split()).status == 0


# --- ids that stand twice ------------------------------------------------------------------------------------------------

TWICE: list[tuple[str, tuple[str | int, ...], str]] = [
    ("record/evidence", ("entries", 3), "E4 stands here twice"),
    ("record/evidence", ("entries", 2, "attachments", 0), "T1 stands here twice"),
    ("record/plan", ("actions", 2), "A3 stands here twice"),
    ("record/plan", ("goals", 0), " stands here twice"),
    ("record/plan", ("reviews", 0), "the same number stands here twice"),
    ("record/prior-learning", ("claims", 0), "L1 stands here twice"),
    ("record/guard", ("accepted", 0), "F0123abcd stands here twice"),
    ("record/guard", ("pseudonyms", 0), "the same name stands here twice"),
    ("record/report-profiles", ("profiles", 0), "the same name stands here twice"),
]


@pytest.mark.parametrize("seal", [True, False], ids=["sealed", "edited"])
@pytest.mark.parametrize(("kind", "path", "words"), TWICE, ids=[f"{one[0]} {one[1][0]}" for one in TWICE])
def test_an_id_that_stands_twice_is_said_with_both_lines(
    kind: str, path: tuple[str | int, ...], words: str, seal: bool, tmp_path: Path
) -> None:
    shape = RECORD_KINDS[kind][0]
    value = values_of(shape)
    entries = at(value, path[:-1])
    entries.append(dict(entries[path[-1]]))
    text = sealed(value) if seal else dump_yaml(value)
    (one,) = problems_with(tmp_path, shape, text)
    assert words in one.what
    lines = [int(line) for line in re.findall(r"\d+", one.what.rpartition("on lines")[2])]
    assert len(lines) == 2
    written = text.splitlines()
    assert written[lines[0] - 1] == written[lines[1] - 1]
    assert one.line == lines[1]
    assert one.remedy == "`cswo-eval check --mend` asks which is meant."


def test_an_id_that_stands_three_times_is_one_problem_with_three_lines_beside_the_others(tmp_path: Path) -> None:
    """All problems at once: another field of the file is wrong too."""
    value = values_of(Plan)
    value["actions"] += [dict(value["actions"][0]), dict(value["actions"][0])]
    value["hours_per_week"] = "three"
    found = problems_with(tmp_path, Plan, dump_yaml(value))
    assert len(found) == 2
    assert any(re.search(r"A1 stands here 3 times, on lines \d+, \d+ and \d+\.", one.what) for one in found)


UNKNOWN_TO_THE_STANDARDS: list[tuple[str, tuple[str | int, ...], tuple[str, ...]]] = [
    ("record/profile", ("target_profile",), ("gaps",)),
    ("record/portfolio", ("profile",), ("portfolio", "build", "--output", "x")),
    ("record/reflection", ("model",), ("evidence", "reflect", "R1")),
    ("record/report-profiles", ("profiles", 0, "audience"), ("report", "--profile", "For Ann")),
    ("record/report-profiles", ("profiles", 0, "sections", 0), ("report", "--profile", "For Ann")),
]


@pytest.mark.parametrize(("kind", "path", "command"), UNKNOWN_TO_THE_STANDARDS, ids=lambda one: str(one))
def test_a_name_that_the_standards_do_not_have_is_said_without_repeating_it(
    kind: str, path: tuple[str | int, ...], command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text that slipped one line up is such a name: its form is right, so the file reads."""
    monkeypatch.chdir(tmp_path)
    record = shutil.copytree(sample_folder(), tmp_path / "record")
    shape = RECORD_KINDS[kind][0]
    value = values_of(shape)
    at(value, path[:-1])[path[-1]] = SECRET
    (record / full_files()[shape][1]).write_text(f"{dump_yaml(value)}...\n", encoding="utf-8")
    done = run_here(monkeypatch, *command, record=record)
    assert done.status == 1
    assert "There are" in done.stderr or "one of" in done.stderr or "there are" in done.stderr, done.stderr
    assert SECRET not in done.stdout + done.stderr


def test_an_unfinished_text_that_does_not_read_stops_no_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = shutil.copytree(sample_folder(), tmp_path / "record")
    (record / ".unfinished.yaml").write_text(f"{SECRET}: [", encoding="utf-8")
    done = run_here(monkeypatch, "evidence", "list", record=record)
    assert done.status == 0
    assert SECRET not in done.stdout + done.stderr
