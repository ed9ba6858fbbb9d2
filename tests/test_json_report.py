"""The exchange format: valid by its own published schema as an independent validator reads it, complete and stable."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import jsonschema
import pytest
from building import AWKWARD_TEXTS, typed_texts
from conftest import examples
from gap_records import changed
from hypothesis import given, settings
from pydantic import ValidationError
from reports import AUDIENCES, HOSTILE, hostile_report, in_every_field, sample_owner, sample_report

from cswo_eval import __version__
from cswo_eval.formats.json import json_bytes, report_schema, report_values
from cswo_eval.formats.json.report_shapes import ReportFile

pytestmark = pytest.mark.installed


@cache
def validator() -> Any:
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(report_schema(), format_checker=checker)


@cache
def sample(audience: str = "self") -> dict[str, Any]:
    values: dict[str, Any] = json.loads(json_bytes(sample_report(audience)))
    return values


# --- the schema ---------------------------------------------------------------------------------------------------------


def test_the_schema_is_one_and_names_its_version() -> None:
    schema = report_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == "urn:cswo-eval:report:2"
    assert schema["properties"]["format"]["const"] == "cswo-eval/report"
    assert schema["properties"]["format_version"]["const"] == 2


def test_the_schema_asks_for_what_every_reader_needs() -> None:
    needed = {
        "format",
        "format_version",
        "program",
        "record_id",
        "made",
        "audience",
        "standard",
        "analysis",
    }
    assert needed <= set(report_schema()["required"])


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_report_fits_it(audience: str) -> None:
    validator().validate(sample(audience))
    validator().validate(json.loads(json_bytes(hostile_report(audience))))


def test_an_empty_record_fits_it() -> None:
    owner = sample_owner()._replace(round=None, plan=None, reviews=())  # type: ignore[arg-type]
    owner = owner._replace(register=changed(owner.register, entries=()))
    values = json.loads(json_bytes(owner.report()))
    validator().validate(values)
    assert (values["round"], values["plan"], values["evidence"]) == (None, None, [])
    assert len(values["analysis"]["items"]) == 80


SPOILT: dict[str, Callable[[dict[str, Any]], object]] = {
    "another format": lambda one: one.update(format="cswo-eval/profile"),
    "a later version": lambda one: one.update(format_version=3),
    "an unknown field": lambda one: one.update(surprise=1),
    "an unknown field within": lambda one: one["evidence"][0].update(surprise=1),
    "no record": lambda one: one.pop("record_id"),
    "a level of 6": lambda one: one["round"]["answers"]["SD1.1"].update(level=6),
    "a level that is true": lambda one: one["round"]["answers"]["SD1.1"].update(level=True),
    "a level in words": lambda one: one["round"]["answers"]["SD1.1"].update(level="3"),
    "no date": lambda one: one.update(made="2026-13-01"),
    "an id of no competency": lambda one: one["plan"]["actions"][0].update(goal="nothing"),
    "an id of no evidence": lambda one: one["evidence"][0].update(id="F1"),
    "a standing of no kind": lambda one: one["analysis"]["items"][0].update(standing="fine"),
    "an extension that is no object": lambda one: one["extensions"].update(coach=1),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_file_does_not_fit_it(name: str) -> None:
    values = copy.deepcopy(sample())
    SPOILT[name](values)
    with pytest.raises(jsonschema.ValidationError):
        validator().validate(values)


def test_a_report_that_does_not_fit_is_not_written() -> None:
    """It is checked as it is written."""
    owner = sample_owner()
    wrong = owner._replace(profile=changed(owner.profile, record_id="short"))
    with pytest.raises(ValidationError, match="record_id"):
        json_bytes(wrong.report())


def test_what_does_not_fit_is_refused_without_repeating_private_words() -> None:
    owner = in_every_field(lambda _: "secret words")
    wrong = owner._replace(profile=changed(owner.profile, record_id="short"))
    with pytest.raises(ValidationError) as refused:
        json_bytes(wrong.report())
    assert "secret words" not in str(refused.value)


# --- what it holds ------------------------------------------------------------------------------------------------------


def test_it_says_what_it_is_of_whom_and_for_whom() -> None:
    values = sample("coach")
    report = sample_report("coach")
    assert (values["format"], values["format_version"]) == ("cswo-eval/report", 2)
    assert values["program"] == {"name": "cswo-eval", "version": __version__}
    assert values["record_id"] == report.profile.record_id
    assert values["made"] == "2026-10-02"
    assert values["standard"]["content_hash"] == report.framework.content_hash
    assert values["audience"]["id"] == "coach"
    assert values["audience"]["sections"] == [section.id for section in report.document.sections]
    assert "left_out" not in values
    assert values["extensions"] == {}


def test_every_answer_entry_action_and_review_is_in_it_under_its_own_id() -> None:
    report, values = sample_report(), sample()
    assert report.round is not None
    assert report.plan is not None
    assert list(values["round"]["answers"]) == list(report.round.answers)
    assert len(values["round"]["answers"]) > 70
    assert [one["id"] for one in values["evidence"]] == [one.id for one in report.register.present()]
    assert [one["id"] for one in values["plan"]["actions"]] == [one.id for one in report.plan.actions]
    assert [one["number"] for one in values["reviews"]] == [one.number for one in report.reviews] == [30]
    assert values["round"]["set_aside"][0]["answer"]["learning"] == "Still to see."
    file = {"id": "T1", "name": "minute.pdf", "sha256": "0" * 64, "size": 9, "private": False}
    assert values["evidence"][0]["attachments"] == [file]


def test_no_field_of_an_answer_entry_or_action_is_forgotten() -> None:
    """Every field of the record is in it, but those that only the walk or the folder needs."""
    report, values = sample_report(), sample()
    assert report.round is not None
    assert report.plan is not None
    answer, entry, action = report.round.answers["SD1.1"], report.register.entries[0], report.plan.actions[0]
    assert set(answer._types) - set(values["round"]["answers"]["SD1.1"]) == {"passed", "seconds", "first_answered"}
    assert set(entry._types) - set(values["evidence"][0]) == {"recorded", "removed", "left_by", "may_leave"}
    assert set(action._types) - set(values["plan"]["actions"][0]) == {"marked_done"}
    missing = {"format", "format_version", "made", "leave", "local_holidays"}
    assert set(report.plan._types) - set(values["plan"]) == missing
    assert set(report.reviews[0]._types) - set(values["reviews"][0]) == {"format", "format_version"}


def test_numbers_are_those_of_the_analysis() -> None:
    report, values = sample_report(), sample()
    for item in values["analysis"]["items"]:
        own = report.analysis.item(item["id"])
        assert own is not None
        assert (item["level"], item["gap"], item["need"], item["band"]) == (own.level, own.gap, own.need, own.band)
    assert values["analysis"]["needs"] == [one.id for one in report.analysis.needs]
    first = values["analysis"]["aspects"][0]
    assert first["mean"] == {"exact": "10/3", "rounded": "3.3"}


def test_the_same_report_gives_the_same_bytes() -> None:
    assert json_bytes(hostile_report()) == json_bytes(hostile_report())


def test_an_entry_that_was_taken_out_is_not_in_it() -> None:
    owner = sample_owner()
    first, *others = owner.register.entries
    gone = changed(first, removed="2026-09-30T09:00:00Z", title="Taken out again")
    report = owner._replace(register=changed(owner.register, entries=(gone, *others))).report()
    assert b"Taken out again" not in json_bytes(report)


# --- what an audience sees ------------------------------------------------------------------------------------------------


def test_an_employer_has_no_answer_no_register_and_no_number_of_a_single_competency() -> None:
    values = sample("employer")
    assert values["round"]["answers"] == {}
    assert values["evidence"] == []
    assert values["accounts"] == values["prior_learning"] == []
    assert values["analysis"]["items"] == values["analysis"]["needs"] == values["analysis"]["checks"] == []
    assert [one["elements"] for one in values["analysis"]["aspects"]] == [[]] * 5
    assert values["analysis"]["aspects"][0]["mean"] is None
    assert values["analysis"]["aspects"][0]["band"] == "2.5 to 3.5"
    assert all("why" not in one and "note" not in one for one in values["plan"]["actions"])
    assert all("ratings" not in one for one in values["reviews"])
    assert values["plan"].keys() & {"left_out", "remarks"} == set()


def test_sections_that_were_not_chosen_are_not_in_it() -> None:
    values = json.loads(json_bytes(sample_owner().report("coach", sections=["summary"])))
    validator().validate(values)
    assert (values["round"]["answers"], values["evidence"], values["plan"], values["reviews"]) == ({}, [], None, [])
    assert values["analysis"]["items"] == values["analysis"]["checks"] == []


# --- texts --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*HOSTILE.values(), *AWKWARD_TEXTS.values()], ids=[*HOSTILE, *AWKWARD_TEXTS])
def test_a_text_arrives_as_it_was_written(text: str) -> None:
    owner = sample_owner()
    first, *others = owner.register.entries
    owner = owner._replace(register=changed(owner.register, entries=(changed(first, shows=text), *others)))
    values = json.loads(json_bytes(owner.report(sections=["evidence"])))
    assert values["evidence"][0]["shows"] == text


@settings(max_examples=examples(60), deadline=None)
@given(typed_texts())
def test_any_text_in_every_field_arrives_and_fits(text: str) -> None:
    report = in_every_field(lambda _: text).report("self", include_private=True)
    values = json.loads(json_bytes(report))
    assert values["round"]["answers"]["SD1.1"]["reason"] == text
    assert {one["title"] for one in values["plan"]["actions"]} == {text}


def test_nothing_that_a_terminal_would_obey_is_in_it() -> None:
    text = json_bytes(hostile_report()).decode()
    assert "\\u001b" in text
    assert re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]", text) == []


def test_the_shape_and_the_values_name_the_same_fields() -> None:
    assert list(report_values(sample_report())) == list(ReportFile._types)
