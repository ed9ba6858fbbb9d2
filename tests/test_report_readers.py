"""A report speaks to whoever reads it: to its owner with commands, to others of its owner; and of a first hour not in blanks."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pytest
import reports
from building import NOW, a_profile, a_round, rated
from gap_records import changed, evidence, standard
from reports import AUDIENCES, sample_owner, sample_report
from test_report_parity import texts_of

from cswo_eval.analysis.gaps import analyse
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.pages.blocks import Field, Scale, Table
from cswo_eval.pages.report import Report
from cswo_eval.planning.changes import add, defer, drop
from cswo_eval.planning.new_plan import make_plan
from cswo_eval.record.models import Answer, EvidenceRegister, Round
from cswo_eval.record.plan_models import Plan

DAY = date(2026, 11, 21)
OTHERS = tuple(name for name in AUDIENCES if name != "self")
ADDRESSED = re.compile(
    r"in your role|your evidence|Your own (?:idea for|target)|[Ii]n your words|Set by you|[Yy]ou (?:look for|dropped|put|rated)"
    r"|you are not sure|you keep your answer|closer to what you need|How you will know|working day for you|your target"
)
"""How the program addresses the owner in sentences of its own; words of the catalogue and of the owner are not meant."""
COMMAND = re.compile(r"cswo-eval [a-z]")


def said(report: Report) -> str:
    """Every text of a report, a line each."""
    blocks = [block for section in report.document.sections for block in section.blocks]
    return "\n".join(text for block in blocks for text in texts_of(block))


def first_hour() -> Round:
    """Every element answered as a whole, at different levels, and no competency."""
    levels = (1, 2, 3, 2, 4)
    answers = {name: rated(levels[place % 5]) for place, name in enumerate(standard().elements)}
    return a_round(standard(), answers, depth="element")


@cache
def changed_plan() -> Plan:
    """A plan of that first hour with one action dropped, one put off and one of the owner's own."""
    framework, round_ = standard(), first_hour()
    analysis = analyse(framework, a_profile(), round_, EvidenceRegister(), DAY)
    plan = make_plan(
        framework,
        analysis,
        round_.started,
        start=date(2026, 11, 23),
        hours_per_week=1.0,
        leave=(),
        local_holidays=(date(2027, 1, 6),),
        today=DAY,
        now=NOW,
    )
    plan = drop(framework, plan, "A1", "")
    plan = defer(framework, plan, "A2", None, "", DAY)
    return add(
        framework,
        plan,
        title="Mine",
        item="WO4",
        hours=1.0,
        start=None,
        due=None,
        fields={"measure": "It is."},
        today=DAY,
    )


def report_of(
    audience: str, answers: dict[str, Answer] | None = None, register: EvidenceRegister | None = None, **given: object
) -> Report:
    """The report of the first hour, with further answers."""
    round_ = first_hour()
    round_ = changed(round_, answers={**round_.answers, **(answers or {})})
    return reports.report_of(
        WholeRecord(standard(), a_profile(), round_, register or EvidenceRegister(), changed_plan(), ()),
        audience,
        today=DAY,
        **given,
    )


# --- who is spoken to ---------------------------------------------------------------------------------------------------


def test_the_owner_is_addressed_and_told_the_commands() -> None:
    """So that finding neither below says something."""
    for report in (report_of("self"), sample_report("self")):
        assert len(set(ADDRESSED.findall(said(report)))) > 3
        assert len(COMMAND.findall(said(report))) > 3


@pytest.mark.parametrize("audience", OTHERS)
def test_others_are_told_no_command_and_are_not_taken_for_the_owner(audience: str) -> None:
    for report in (report_of(audience), sample_report(audience)):
        assert ADDRESSED.findall(said(report)) == []
        assert COMMAND.findall(said(report)) == []


def test_to_others_a_mean_that_is_partly_from_the_answer_on_the_whole_is_told_of_the_owner() -> None:
    coach, own = (said(report_of(audience, {"SL1.1": rated(3)})) for audience in ("coach", "self"))
    assert "The mean of SL1 is partly from the owner's answer on the whole." in coach
    assert "The mean of SL1 is partly from your answer on the whole." in own
    assert "from your answer" not in coach


def test_to_others_own_targets_are_told_of_the_owner() -> None:
    """Of one target and of several, in the third person."""
    for names in (["SL1.1"], ["SL1.1", "SL1.2"]):
        profile = a_profile(targets=dict.fromkeys(names, 2))
        whole = WholeRecord(
            standard(), profile, a_round(standard(), {name: rated(3) for name in names}), EvidenceRegister()
        )
        told = said(reports.report_of(whole, "coach", today=DAY))
        assert "that the owner gives" in told
        assert "own target" in told
        assert ADDRESSED.findall(told) == []


@pytest.mark.parametrize("audience", ["self", "coach", "portfolio"])
def test_the_scale_and_what_it_is_measured_against_are_explained(audience: str) -> None:
    """Each level, importance and confidence in the words in which it was chosen, and the profile of the targets."""
    section = next(one for one in report_of(audience).document.sections if one.id == "reading")
    text = "\n".join(text for block in section.blocks for text in texts_of(block))
    levels = standard().levels
    for one in (*levels.levels, *levels.importance, *levels.confidence, levels.no_chance):
        assert one.name in text
        assert one.description in text
    assert "'New in post'" in text


@pytest.mark.parametrize("audience", ["self", "coach"])
def test_the_groups_of_importance_and_level_say_what_they_mean_to_the_reader(audience: str) -> None:
    section = next(one for one in report_of(audience).document.sections if one.id == "quadrants")
    text = "\n".join(text for block in section.blocks for text in texts_of(block))
    for group in standard().method.quadrants:
        assert (group.advice in text, group.to_others in text) == (audience == "self", audience != "self")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_others_are_told_who_is_meant_by_i_and_you_in_an_action(audience: str) -> None:
    assert ("'I', 'my' and 'you' in it are the owner" in said(report_of(audience))) == (audience != "self")


def test_an_agenda_names_what_it_asks_about() -> None:
    """No competency by its number alone."""
    for report in (
        report_of("coach", {"SL1.1": rated(5), "SL1.2": rated(2, confidence="low")}),
        sample_report("coach"),
    ):
        section = next(one for one in report.document.sections if one.id == "agenda")
        text = "\n".join(text for block in section.blocks for text in texts_of(block))
        titles = {**standard().elements, **standard().competencies}
        named = re.findall(r"\b[A-Z]{2}\d(?:\.\d)?\b", text)
        assert len(named) > 3
        assert all(f"{name} {titles[name].title}" in text for name in named)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_before_anything_is_answered_no_report_says_that_there_are_no_needs(audience: str) -> None:
    """An entry of the register alone is told; no table of dashes, and no level that lies below nothing."""
    report = reports.report_of(
        WholeRecord(standard(), a_profile(), None, evidenced("AO4.2"), None, ()), audience, today=DAY
    )
    ids = {one.id for one in report.document.sections}
    assert ids & {"reading", "quadrants", "needs", "strengths", "map", "exposure"} == set()
    assert {"limits", "summary", "method"} <= ids
    assert "evidence" in ids or audience == "employer"
    assert "No level lies below its target" not in said(report)


# --- hours --------------------------------------------------------------------------------------------------------------


def hours_by_week(report: Report) -> list[str]:
    """What the table of hours says of each week."""
    section = next(one for one in report.document.sections if one.id == "load")
    table = next(block for block in section.blocks if isinstance(block, Table))
    return [cell.said for row in table.rows for cell in row if isinstance(cell, Scale)]


def test_a_week_over_its_hours_says_by_how_much() -> None:
    owner = sample_owner()
    full = next(one for one in owner.plan.actions if one.status == "planned" and not one.private)
    more = changed(full.sittings[0], hours=full.sittings[0].hours + 6)
    plan = owner.plan.with_action(changed(full, sittings=(more, *full.sittings[1:])))
    before = hours_by_week(owner.report("self"))
    after = hours_by_week(owner._replace(plan=plan).report("self"))
    assert [(one, other) for one, other in zip(before, after, strict=True) if one != other] == [
        ("3 h of 3 h", "9 h of 3 h, 6 h over")
    ]


def test_a_week_away_says_that_it_has_no_hours() -> None:
    assert "no hours this week" in hours_by_week(sample_report("self"))


# --- what is private and what is unanswered -----------------------------------------------------------------------------


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_copy_without_a_private_answer_is_that_of_a_record_without_the_answer(audience: str) -> None:
    """It looks like one that was not given: in every check and list, and in no word."""
    private = {"SL1.2": changed(rated(2), private=True)}
    kept, never = (report_of(audience, {"SL1.1": rated(3), **more}) for more in (private, {}))
    assert kept.document == never.document


def evidenced(*items: str) -> EvidenceRegister:
    """A register of one entry that supports these."""
    return EvidenceRegister(entries=(evidence("E1", supports=items),))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_is_private_is_told_as_what_is_unanswered(audience: str) -> None:
    """With one of two answers private and the other never given, a copy does not tell which is which."""
    from cswo_eval.formats.csv import csv_files
    from cswo_eval.formats.json import json_bytes

    private = changed(rated(2), private=True)
    register = evidenced("SL2.1", "SL2.2")
    one = report_of(audience, {"SL2.3": rated(3), "SL2.1": private}, register)
    other = report_of(audience, {"SL2.3": rated(3), "SL2.2": private}, register)
    assert one.document == other.document
    assert json_bytes(one) == json_bytes(other)
    assert csv_files(one) == csv_files(other)


def test_what_is_not_answered_is_called_so() -> None:
    assert "not answered" in said(report_of("coach", register=evidenced("SL2.1")))


# --- a first hour -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", ["self", "coach", "portfolio"])
def test_a_first_hour_has_no_map_of_empty_cells(audience: str) -> None:
    assert "map" not in [one.id for one in report_of(audience).document.sections]
    quarter = dict.fromkeys(list(standard().competencies)[:20], rated(3))
    assert "map" in [one.id for one in report_of(audience, quarter).document.sections]
    del quarter["MV1.1"]
    assert "map" not in [one.id for one in report_of(audience, quarter).document.sections]


def test_competencies_of_which_nothing_is_said_stand_in_one_list() -> None:
    """Each with its id and title; a coach's question and room only beside what is told."""
    section = next(one for one in report_of("coach").document.sections if one.id == "competencies")
    last = next(iter(texts_of(section.blocks[-1])))
    assert last.startswith("Not answered yet: MV1.1 ")
    for one in standard().competencies.values():
        assert f"{one.id} {one.title}" in last
    assert sum(isinstance(block, Field) for block in section.blocks) == len(standard().elements)


@pytest.mark.parametrize(
    ("answer", "register"),
    [
        (rated(2), None),
        (Answer(standing="no-chance"), None),
        (Answer(standing="not-applicable", reason="-"), None),
        (Answer(note="Ask about it."), None),
        (None, evidenced("SL1.1")),
    ],
)
def test_what_has_a_level_a_standing_words_or_evidence_is_told_in_full(
    answer: Answer | None, register: EvidenceRegister | None
) -> None:
    report = report_of("coach", {"SL1.1": answer} if answer else None, register)
    section = next(one for one in report.document.sections if one.id == "competencies")
    title = f"SL1.1 {standard().competencies['SL1.1'].title}"
    assert title in [next(iter(texts_of(block))) for block in section.blocks]
    assert title not in next(iter(texts_of(section.blocks[-1])))


# --- the summary --------------------------------------------------------------------------------------------------------


def test_needs_that_tie_with_others_are_said_to() -> None:
    """The three that are shown, of how many, and what put them first."""
    answers = dict.fromkeys(standard().competencies, rated(1, importance=3))
    text = said(report_of("self", answers))
    assert "80 needs weigh the same; these 3 come first by importance, evidence against" in text


def test_a_few_needs_as_great_as_those_shown_are_named() -> None:
    """Whoever reads three of five would ask for the others."""
    five = dict.fromkeys(list(standard().competencies)[:5], rated(1, importance=3))
    text = said(report_of("self", dict.fromkeys(standard().competencies, rated(5)) | five))
    others = "; ".join(f"{name} {standard().competencies[name].title}" for name in list(five)[3:])
    assert f"5 needs weigh the same; the others are {others}." in text


def test_needs_that_do_not_tie_are_not() -> None:
    answers = {name: rated(3, importance=2) for name in standard().competencies}
    answers.update({name: rated(1, importance=3) for name in ("SL1.1", "SL1.2", "SL1.3")})
    assert " come first by" not in said(report_of("self", answers))


def test_how_sure_is_a_sentence() -> None:
    answers = {"SL1.1": rated(2, confidence="high"), "SL1.2": rated(2, confidence="low"), "SL1.3": rated(3)}
    assert "asked about 2 of 21 ratings: sure of 1, fairly sure of 0, unsure of 1" in said(report_of("self", answers))
