"""The published JSON Schemas, read by an independent validator: each fits our files and refuses spoilt ones."""

from __future__ import annotations

import copy
import datetime
import json
import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
import yaml
from conftest import Finished, examples
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from made_up_tools import MINE
from processes import run_here
from record_files import at, places_in, spoilt

from cswo_eval.files.shape_check import fits, kind_at, repeated
from cswo_eval.framework.schema import DIALECT, SUBJECTS, schema_of, schema_of_shape
from cswo_eval.framework.standards_folder import own_standards_folder
from cswo_eval.record.kinds import RECORD_KINDS
from cswo_eval.record.sample import sample_folder
from cswo_eval.text.problems import UnknownId

pytestmark = pytest.mark.installed

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def as_json(value: Any) -> Any:
    """A value of a YAML file as JSON has it: dates are texts."""
    return json.loads(json.dumps(value, default=datetime.date.isoformat))


@cache
def files_of(subject: str) -> tuple[tuple[str, Any], ...]:
    """Our files of one kind, with their values."""
    folder = own_standards_folder()
    if subject == "companion":  # we have none yet
        return (("companions/mine.yaml", as_json(yaml.load(MINE, Loader=_Loader))),)
    pattern = SUBJECTS[subject][1].replace("<name>", "*").replace("<ASPECT>", "[A-Z][A-Z]")
    return tuple(
        (path.relative_to(folder).as_posix(), as_json(yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)))
        for path in sorted(folder.glob(pattern))
    )


@cache
def validator(subject: str) -> Any:
    """An independent validator for one kind of file."""
    return jsonschema.Draft202012Validator(
        schema_of(subject), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


def a_file(subject: str) -> Any:
    """A copy of one of our files of this kind, to spoil."""
    return copy.deepcopy(files_of(subject)[0][1])


def test_every_file_of_ours_has_a_schema() -> None:
    """Each file in the folder is of exactly one kind, and every kind has a file."""
    folder = own_standards_folder()
    covered = [name for subject in SUBJECTS if subject != "companion" for name, _ in files_of(subject)]
    assert sorted(covered) == sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml"))
    assert all(files_of(subject) for subject in SUBJECTS)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_schema_is_itself_valid_and_names_its_dialect_and_its_file(subject: str) -> None:
    schema = schema_of(subject)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$comment"] == f"standards/{SUBJECTS[subject][1]}"


@pytest.mark.parametrize("subject", SUBJECTS)
def test_our_files_fit_their_schema(subject: str) -> None:
    for name, value in files_of(subject):
        assert [f"{name}: {error.message}" for error in validator(subject).iter_errors(value)] == []


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_file_of_one_kind_does_not_fit_the_schema_of_another(subject: str) -> None:
    """Two kinds of the same shape, such as two lists of headings, are the same to a schema."""
    for other in SUBJECTS:
        if SUBJECTS[other][0] is not SUBJECTS[subject][0]:
            assert not validator(other).is_valid(a_file(subject)), other


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("field", ["id", "version", "title", "source"])
def test_a_file_without_one_of_its_first_lines_is_refused(subject: str, field: str) -> None:
    value = a_file(subject)
    del value[field]
    assert [error.message for error in validator(subject).iter_errors(value)] == [f"'{field}' is a required property"]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_name_that_does_not_belong_is_refused_at_every_depth(subject: str) -> None:
    """In the file itself and in every mapping within it, but those whose keys are ids."""
    value = a_file(subject)
    before = 0
    for found in mappings_in(value):
        if not any(re.fullmatch(r"[A-Z]{2}\d\.\d", key) for key in found):
            before += 1
            found["surprise"] = "x"
            assert not validator(subject).is_valid(value), found
            del found["surprise"]
        if before > 40:
            break
    assert before >= 2


def mappings_in(value: Any) -> list[dict[str, Any]]:
    """Every mapping within a value, itself included."""
    if isinstance(value, dict):
        return [value, *(found for one in value.values() for found in mappings_in(one))]
    if isinstance(value, list):
        return [found for one in value for found in mappings_in(one)]
    return []


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("wrong", ["", "   ", "x" * 300, 3, None, ["A title"], True])
def test_a_title_that_is_empty_too_long_or_no_text_is_refused(subject: str, wrong: object) -> None:
    value = a_file(subject)
    value["title"] = wrong
    assert [list(error.path) for error in validator(subject).iter_errors(value)] == [["title"]] * max(
        1, len(list(validator(subject).iter_errors(value)))
    )
    assert not validator(subject).is_valid(value)


@pytest.mark.parametrize("wrong", [0, -1, "1", 1.5, True, None])
def test_a_version_that_is_no_number_from_1_is_refused(wrong: object) -> None:
    value = a_file("levels")
    value["version"] = wrong
    assert not validator("levels").is_valid(value)


REFUSED: list[tuple[str, str, Callable[[Any], None]]] = [
    ("aspect", "an id in small letters", lambda one: one.update(id="mv")),
    ("aspect", "an element without competencies", lambda one: one["elements"][0].update(competencies=[])),
    ("aspect", "one kind of evidence", lambda one: one["elements"][0]["competencies"][0].update(evidence=["A paper"])),
    (
        "aspect",
        "a competency id without its number",
        lambda one: one["elements"][0]["competencies"][0].update(id="MV1"),
    ),
    ("aspect", "no strong illustration", lambda one: one["elements"][0]["competencies"][0].pop("strong")),
    ("activities", "a kind that is not one", lambda one: one["activities"][0].update(kind="by-post")),
    ("activities", "no hours at all", lambda one: one["activities"][0].update(hours=0)),
    ("activities", "hours in words", lambda one: one["activities"][0].update(hours="two")),
    (
        "activities",
        "a list that does not say what it is mainly for",
        lambda one: one["activities"][0].update(builds=["SD1.1"]),
    ),
    ("activities", "nothing that it is mainly for", lambda one: one["activities"][0]["builds"].update(mainly=[])),
    (
        "activities",
        "four that it is mainly for",
        lambda one: one["activities"][0]["builds"].update(mainly=["SD1.1", "SD1.2", "SD1.3", "SD1.4"]),
    ),
    ("activities", "whole sittings as a word", lambda one: one["activities"][0].update(whole_sitting="yes")),
    ("activities", "no word on whole sittings", lambda one: one["activities"][0].pop("whole_sitting")),
    ("activities", "a span of no days", lambda one: one["activities"][0].update(span_days=0)),
    ("activities", "a span in words", lambda one: one["activities"][0].update(span_days="six weeks")),
    ("activities", "no day between two sittings", lambda one: one["activities"][0].update(days_between=0)),
    ("activities", "a day after the hundredth", lambda one: one["activities"][0].update(latest_day=101)),
    ("activities", "a day before the first", lambda one: one["activities"][0].update(earliest_day=0)),
    ("activities", "a starter as a number", lambda one: one["activities"][0].update(starter=1)),
    ("activities", "no word on starters", lambda one: one["activities"][0].pop("starter")),
    ("activities", "helpers who gain time", lambda one: one["activities"][0].update(helpers_hours=-1)),
    ("activities", "a measure read before the end", lambda one: one["activities"][0].update(measure_after_days=-1)),
    ("activities", "finding out as a word", lambda one: one["activities"][0].update(finds_out="yes")),
    ("levels", "four levels", lambda one: one["levels"].pop()),
    ("levels", "a sixth level", lambda one: one["levels"][4].update(level=6)),
    ("targets", "a level of 7", lambda one: one["profiles"][0].update(level=7)),
    ("importance", "an importance of 4", lambda one: one["presets"][0]["levels"].update({"MV1.1": 4})),
    ("importance", "an importance of half", lambda one: one["presets"][0]["levels"].update({"MV1.1": 2.5})),
    ("guidance", "an edition that is perhaps in force", lambda one: one["editions"][0].update(status="perhaps")),
    ("guidance", "no entries", lambda one: one.update(entries=[])),
    ("practice-examples", "an example of no element", lambda one: one["examples"][0].update(elements=[])),
    ("worked-cases", "one case", lambda one: one.update(cases=one["cases"][:1])),
    ("bank-holidays", "a day that does not exist", lambda one: one["holidays"][0].update(date="2026-02-30")),
    ("bank-holidays", "a day in words", lambda one: one["holidays"][0].update(date="Hogmanay")),
    ("evidence-kinds", "a kind without a name", lambda one: one["kinds"][0].update(name="")),
    ("sources", "a document without a title", lambda one: one["documents"][0].pop("title")),
    ("method", "three phases", lambda one: one["plan"]["phases"].pop()),
    ("method", "a coverage above all", lambda one: one.update(least_coverage=1.5)),
    ("report-profiles", "an audience without sections", lambda one: one["audiences"][0].update(sections=[])),
    ("cpl-headings", "no headings", lambda one: one.update(headings=[])),
    ("annual-report-headings", "a purpose of no kind", lambda one: one.update(purpose="monthly-report")),
    ("reflection-models", "a stage without prompts", lambda one: one["models"][0]["stages"][0].update(prompts=[])),
    ("sufficiency", "four tests", lambda one: one["tests"].pop()),
    ("sufficiency", "days in words", lambda one: one.update(current_days="a year")),
    ("portfolio-profiles", "a question for a state of no kind", lambda one: one["discussion"][0].update(when="never")),
    ("confidentiality", "a kind without a mask", lambda one: one["kinds"][0].pop("mask")),
    ("form", "a kind of answer that is none", lambda one: one["fields"][0].update(kind="colour")),
    ("form", "a question without a kind", lambda one: one["fields"][0].pop("kind")),
    ("companion", "no questions", lambda one: one.update(fields=[])),
    ("companion", "ids of nothing there is", lambda one: one["fields"][0].update(kind="ids", of="people")),
    ("standard", "an aspect of three letters", lambda one: one.update(aspects=["MVX"])),
]


@pytest.mark.parametrize(("subject", "what", "spoil"), REFUSED, ids=[f"{one[0]}: {one[1]}" for one in REFUSED])
def test_a_schema_refuses(subject: str, what: str, spoil: Callable[[Any], None]) -> None:
    """What the check refuses, the schema refuses too: an editor that knows it warns while one writes."""
    value = a_file(subject)
    assert validator(subject).is_valid(value)
    spoil(value)
    assert not validator(subject).is_valid(value), what


def test_every_kind_of_file_has_something_that_its_schema_refuses() -> None:
    assert {one[0] for one in REFUSED} == set(SUBJECTS)


def test_an_unknown_kind_of_file_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownId, match=r"no kind of file 'activity'\. Did you mean activities\?.*standard schema"):
        schema_of("activity")


def test_the_command_prints_the_schema_and_nothing_else(run: Callable[..., Finished]) -> None:
    done = run("standard", "schema", "--of", "aspect")
    assert (done.status, done.stderr) == (0, ""), done
    assert json.loads(done.stdout) == as_json(schema_of("aspect"))


def test_the_command_lists_every_kind_and_where_its_file_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = run_here(monkeypatch, "standard", "schema", "--plain")
    listed = json.loads(run_here(monkeypatch, "standard", "schema", "--json").stdout)
    files = {subject: f"standards/{file}" for subject, (_, file) in SUBJECTS.items()}
    of_record = {kind: place for kind, (_, place) in RECORD_KINDS.items()}
    assert listed == {**files, **of_record, "report": "cswo-eval report --format json"}
    assert all(subject in shown.stdout and file in shown.stdout for subject, file in listed.items())


def test_the_command_refuses_an_unknown_kind_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    done = run_here(monkeypatch, "standard", "schema", "--of", "levls")
    assert (done.status, done.stdout) == (1, "")
    assert "There is no kind of file 'levls'. Did you mean levels?" in done.stderr


# --- the files of a record ------------------------------------------------------------------------------------------------

by_record_kind = pytest.mark.parametrize("kind", RECORD_KINDS)


@cache
def record_validator(kind: str) -> Any:
    """An independent validator for one kind of a record's files."""
    schema = schema_of_shape(*RECORD_KINDS[kind])
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


@by_record_kind
def test_a_records_schema_is_itself_valid_and_says_where_the_file_lies(kind: str) -> None:
    schema = schema_of_shape(*RECORD_KINDS[kind])
    jsonschema.Draft202012Validator.check_schema(schema)
    assert (schema["$schema"], schema["$comment"]) == (DIALECT, RECORD_KINDS[kind][1])


def test_every_file_of_the_sample_record_fits_the_schema_of_its_kind_and_no_other() -> None:
    """The kind by what the file itself says it is."""
    files = sorted(sample_folder().rglob("*.yaml"))
    assert len(files) >= 8
    for path in files:
        value = as_json(yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader))
        kind = value["format"].replace("cswo-eval/", "record/")
        assert [error.message for error in record_validator(kind).iter_errors(value)] == [], path
        assert not any(record_validator(other).is_valid(value) for other in RECORD_KINDS if other != kind)


@by_record_kind
@settings(max_examples=examples(100))
@given(data=st.data())
def test_what_the_check_refuses_by_form_the_schema_refuses_and_the_other_way(kind: str, data: st.DataObject) -> None:
    """But what JSON cannot say: a date is a text there, 1e300 is a whole number, and of what stands twice it knows nothing."""
    shape = RECORD_KINDS[kind][0]
    value = data.draw(spoilt(shape))
    places = {path: at(value, path) for path in places_in(value)}
    assume(not any(repeated(shape, value)) and "2026-02-30" not in str(value) and 1e300 not in places.values())
    assume(
        all(not re.search(r"\n$|[\x1c\u00a0]", text) for text in texts_in(value))
    )  # how its readers differ on a pattern
    assume(all(takes_a_date(kind_at(shape, path)[0]) for path, one in places.items() if type(one) is datetime.date))
    assert record_validator(kind).is_valid(as_json(value)) == fits(shape, value)


def takes_a_date(kind: Any) -> bool:
    """Whether a date, by itself or beside a month and a year, may stand where this type is meant."""
    return kind is datetime.date or any(takes_a_date(one) for one in get_args(kind))


def texts_in(value: Any) -> list[str]:
    """Every text within a value, names included."""
    if isinstance(value, dict):
        return [*value, *(text for one in value.values() for text in texts_in(one))]
    if isinstance(value, list):
        return [text for one in value for text in texts_in(one)]
    return [value] if isinstance(value, str) else []


@by_record_kind
def test_the_command_prints_the_schema_of_a_records_file(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = run_here(monkeypatch, "standard", "schema", "--of", kind)
    assert json.loads(shown.stdout) == as_json(schema_of_shape(*RECORD_KINDS[kind]))


def test_a_kind_of_a_records_file_that_is_mistyped_is_answered_with_the_nearest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refused = run_here(monkeypatch, "standard", "schema", "--of", "record/evidense")
    assert (refused.status, refused.stdout) == (1, "")
    assert "Did you mean record/evidence?" in refused.stderr


def test_a_schema_says_in_words_that_ids_are_unique() -> None:
    entries = schema_of_shape(*RECORD_KINDS["record/evidence"])["properties"]["entries"]
    assert entries["description"] == "No two entries have the same id."


# --- the JSON report, which the program writes itself ---------------------------------------------------------------------


def test_the_command_prints_the_schema_of_the_json_report_with_its_version(run: Callable[..., Finished]) -> None:
    done = run("standard", "schema", "--of", "report")
    assert (done.status, done.stderr) == (0, ""), done
    schema = json.loads(done.stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert (schema["$id"], schema["$schema"]) == ("urn:cswo-eval:report:2", DIALECT)


@pytest.mark.parametrize("audience", ["self", "coach", "portfolio", "employer"])
def test_the_json_report_of_the_sample_fits_what_the_command_prints(
    audience: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Both as a user gets them."""
    schema = json.loads(run_here(monkeypatch, "standard", "schema", "--of", "report").stdout)
    file = tmp_path / "report.json"
    sample = shutil.copytree(sample_folder(), tmp_path / "sample")
    asked = ("--format", "json", "--for", audience, "--output", file)
    assert run_here(monkeypatch, "report", *asked, record=sample).status == 0
    report = json.loads(file.read_text(encoding="utf-8"))
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    reader = jsonschema.Draft202012Validator(schema, format_checker=checker)
    assert [error.message for error in reader.iter_errors(report)] == []
    del report["record_id"]
    assert not reader.is_valid(report)


def test_the_help_and_the_refusal_name_the_json_report(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "'report'" in run_here(monkeypatch, "standard", "schema", "--help").stdout
    refused = run_here(monkeypatch, "standard", "schema", "--of", "reprt")
    assert (refused.status, refused.stdout) == (1, "")
    assert "Did you mean report?" in refused.stderr
