"""Nothing that its owner keeps private leaves in a report: not a word of it, not a level, not a number that rests on it.

Two ways of looking: a mark planted in every text of what is private is looked for in every byte; and two records that
differ only in what is private must give the same bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

import pytest
from conftest import examples
from gap_records import changed, no_chance, not_applicable, standard
from hypothesis import given, settings
from hypothesis import strategies as st
from reports import AUDIENCES, FORMATS, Owner, sample_owner, text_of, with_texts

from cswo_eval.files.shapes import Shape, all_fields
from cswo_eval.formats.csv import csv_files
from cswo_eval.formats.json import json_bytes
from cswo_eval.pages.report import Report
from cswo_eval.record.models import Answer, Link, Rating, Round, SetAside
from cswo_eval.record.plan_models import LeftOut

MARK = b"Zqxj0Private"
"""Occurs in no text of ours; no space or hyphen in it, so that no format breaks it."""
ITEMS = ("SD1.5", "AO1.3", "WO2.1", "AO4.5", "SD1")
"""Answers to keep private: needs that the plan works on, one within a goal of its element, a strength, an element."""
ENTRIES = ("E1", "E8", "E20")
ACTIONS = ("A2", "A7", "A14")


@cache
def open_owner() -> Owner:
    """The sample with nothing private, a review more and a need left out for each item that will be."""
    owner = sample_owner()
    answers = {name: changed(one, private=False) for name, one in owner.round.answers.items()}
    aside = (*owner.round.set_aside, SetAside(id="ZZ2.2", reason="It is gone.", answer=Answer(note="n", learning="l")))
    entries = tuple(changed(one, private=False) for one in owner.register.entries)
    actions = tuple(changed(one, private=False) for one in owner.plan.actions)
    left_out = tuple(LeftOut(item=name, title="A need", band="high", reason="No room.") for name in ITEMS)
    review = owner.reviews[0]
    ratings = tuple(Rating(item=name, before=1, now=2) for name in (*ITEMS, "SD1.1"))
    return owner._replace(
        round=changed(owner.round, answers=answers, set_aside=aside),
        register=changed(owner.register, entries=entries),
        plan=changed(owner.plan, actions=actions, left_out=(*owner.plan.left_out, *left_out)),
        reviews=(changed(review, ratings=ratings), changed(review, number=60)),
    )


def with_private(
    owner: Owner,
    change: Callable[[Any], Any],
    items: Iterable[str] = ITEMS,
    entries: Iterable[str] = ENTRIES,
    actions: Iterable[str] = ACTIONS,
) -> Owner:
    """The owner with these marked private, and each of them changed: answers, entries, actions, the second review."""

    def private(value: Any) -> Any:
        return changed(change(value), private=True)

    answers = {name: private(one) if name in items else one for name, one in owner.round.answers.items()}
    first, second = owner.round.set_aside
    aside = (first, changed(second, answer=private(second.answer)))
    return owner._replace(
        round=changed(owner.round, answers=answers, set_aside=aside),
        register=changed(
            owner.register, entries=tuple(private(one) if one.id in entries else one for one in owner.register.entries)
        ),
        plan=changed(
            owner.plan, actions=tuple(private(one) if one.id in actions else one for one in owner.plan.actions)
        ),
        reviews=(owner.reviews[0], private(owner.reviews[1])),
    )


@cache
def marked_owner() -> Owner:
    """What is private has the mark in every text that an owner can write."""
    return with_private(open_owner(), lambda value: with_texts(value, lambda _: f"{MARK.decode()} of mine"))


def everything_in(name: str, data: bytes) -> bytes:
    """All text in a file, and all its bytes, with what is packed in them unpacked."""
    parts = [text_of(name, data).encode(), data]
    for part in data.split(b"stream\n")[1:] if name == "pdf" else ():
        try:
            parts.append(zlib.decompressobj().decompress(part))
        except zlib.error:  # a stream that is not packed: its bytes are there already
            continue
    return b"\n".join(parts)


@cache
def written(owner: Callable[[], Owner], audience: str, name: str) -> bytes:
    """What a format says of an owner to an audience: made once."""
    return FORMATS[name](owner().report(audience))


# --- words --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.long if name == "pdf" else ()) for name in FORMATS]
)
def test_the_mark_is_found_where_it_was_asked_for(name: str) -> None:
    """So that not finding it below says something."""
    report = marked_owner().report("self", include_private=True)
    found = MARK in everything_in(name, FORMATS[name](report))
    assert found == (name != "ics")  # a diary has no private action whatever was asked for


EACH = [
    (name, audience) for name in FORMATS for audience in AUDIENCES if name != "pdf" or audience in ("coach", "employer")
]
"""Every format for every audience; of PDF, slow to read, the one with the most and the one with the least in it."""


@pytest.mark.parametrize(("name", "audience"), EACH)
def test_no_word_of_what_is_private_is_in_any_format_for_anybody(name: str, audience: str) -> None:
    assert MARK not in everything_in(name, written(marked_owner, audience, name))


def test_the_report_itself_holds_none_of_it() -> None:
    """Whatever a renderer may come to write."""
    for audience in AUDIENCES:
        report = marked_owner().report(audience)
        held = (report.document, report.round, report.register, report.plan, report.reviews, report.analysis)
        texts = list(texts_in(held))
        assert len(texts) > 1000
        assert [text for text in texts if MARK.decode() in text] == []


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts_in(one)
    elif isinstance(value, Shape):
        yield from texts_in(all_fields(value))


# --- levels and numbers -------------------------------------------------------------------------------------------------


def otherwise(value: Any) -> Any:
    """The same kind of thing, told quite otherwise."""
    if isinstance(value, Answer):
        level = 6 - value.level if value.level else None
        return changed(
            value, level=level, importance=1, confidence="low", note="other", learning="other", opposite="other"
        )
    if hasattr(value, "effective"):
        links = (Link(item="MV1.2", bearing="contradicts"), Link(item="SL4.1"))
        return changed(
            value, links=links, effective=value.effective.replace(year=2020), title="other", kind="reflection"
        )
    if hasattr(value, "hours"):
        return changed(value, hours=1.0, title="other", why="other", status="planned", serves=("SL4.2",))
    return changed(value, what_worked="other", ratings=())


@cache
def kept_private() -> Owner:
    """The owner who keeps some things private."""
    return with_private(open_owner(), lambda value: value)


@cache
def kept_private_told_otherwise() -> Owner:
    """The same owner, who said something else in private."""
    return with_private(open_owner(), otherwise)


@pytest.mark.parametrize(("name", "audience"), EACH)
def test_two_records_that_differ_only_in_what_is_private_give_the_same_bytes(name: str, audience: str) -> None:
    """Levels, importance, evidence and hours of private things move no number and no order."""
    assert written(kept_private, audience, name) == written(kept_private_told_otherwise, audience, name)


def test_told_otherwise_and_not_private_they_would_differ() -> None:
    both = (kept_private(), kept_private_told_otherwise())
    for name in ("markdown", "csv", "json"):
        one, other = (FORMATS[name](owner.report("self", include_private=True)) for owner in both)
        assert one != other


_OTHER_ANSWERS = st.one_of(
    st.builds(
        lambda level, importance: Answer(standing="rated", level=level, importance=importance),
        st.integers(1, 5),
        st.integers(1, 3),
    ),
    st.just(no_chance()),
    st.just(not_applicable("other")),
    st.just(Answer(passed=("evidence",))),
)


@settings(max_examples=examples(25), deadline=None)
@given(
    items=st.sets(st.sampled_from([*standard().competencies, *standard().elements]), max_size=20),
    entries=st.sets(st.sampled_from([one.id for one in sample_owner().register.entries]), max_size=12),
    actions=st.sets(st.sampled_from([one.id for one in sample_owner().plan.actions]), max_size=6),
    answer=_OTHER_ANSWERS,
    audience=st.sampled_from(AUDIENCES),
)
def test_whatever_is_private_may_be_anything(
    items: set[str], entries: set[str], actions: set[str], answer: Answer, audience: str
) -> None:
    """Any answers, entries and actions kept private, told in any way: the report is the same."""

    def change(value: Any) -> Any:
        return answer if isinstance(value, Answer) else otherwise(value)

    one = with_private(open_owner(), lambda value: value, items, entries, actions).report(audience)
    other = with_private(open_owner(), change, items, entries, actions).report(audience)
    assert one.document == other.document
    assert json_bytes(one) == json_bytes(other)
    assert csv_files(one) == csv_files(other)


# --- a plan that was made while the answer was open -----------------------------------------------------------------------


def sentences_about(name: str) -> list[str]:
    """What the plan and the checks say of an answer's level."""
    return [f"{name} is at ", f"{name} is rated "]


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("name", ["markdown", "json", "csv", "ics"])
def test_a_plan_made_before_does_not_tell_a_level_that_is_private_now(name: str, audience: str) -> None:
    """Of goals, of goals for several, and of actions that serve it under another's goal."""
    told = [text for item in ITEMS for text in sentences_about(item)]
    before = written(open_owner, "self", name).decode()
    assert name == "ics" or [text for text in told if text in before]
    after = written(kept_private, audience, name).decode()
    assert [text for text in told if text in after] == []


# --- an employer --------------------------------------------------------------------------------------------------------


def with_levels_swapped(owner: Owner, first: str, second: str) -> Owner:
    """The owner with the levels of two answers changed for one another: in one element, its mean stays."""
    answers = dict(owner.round.answers)
    one, other = answers[first], answers[second]
    assert one.level != other.level
    answers[first], answers[second] = changed(one, level=other.level), changed(other, level=one.level)
    return owner._replace(round=changed(owner.round, answers=answers))


def told_otherwise(round_: Round) -> Round:
    """The round with every word, importance and confidence changed, and no level."""
    answers = {
        name: changed(one, importance=2, confidence="low", note="x", learning="y", opposite="z")
        for name, one in round_.answers.items()
    }
    return changed(round_, answers=answers)


@cache
def owner_swapped() -> Owner:
    """The owner with several levels changed for others within their elements."""
    owner = open_owner()
    for pair in (("SD1.5", "SD1.4"), ("AO4.1", "AO4.2"), ("SL4.1", "SL4.2")):
        owner = with_levels_swapped(owner, *pair)
    return owner


@pytest.mark.parametrize("name", FORMATS)
def test_an_employer_cannot_tell_which_of_two_levels_is_which(name: str) -> None:
    assert name == "ics" or written(open_owner, "self", name) != written(owner_swapped, "self", name)
    assert written(open_owner, "employer", name) == written(owner_swapped, "employer", name)


@pytest.mark.parametrize("name", ["markdown", "json", "csv"])
def test_an_employer_cannot_tell_the_level_of_a_strength_by_its_place(name: str) -> None:
    other = with_levels_swapped(open_owner(), "AO4.5", "AO4.4")
    assert written(open_owner, "employer", name) == FORMATS[name](other.report("employer"))


@pytest.mark.parametrize("name", FORMATS)
def test_an_employer_sees_no_evidence_and_no_word_about_a_competency(name: str) -> None:
    """Other entries and other words give the same report."""
    owner = open_owner()
    answers = {key: changed(one, importance=2) for key, one in owner.round.answers.items()}
    owner = owner._replace(round=changed(owner.round, answers=answers))
    entries = tuple(changed(one, title="other", shows="other", links=()) for one in owner.register.entries[:9])
    other = owner._replace(round=told_otherwise(owner.round), register=changed(owner.register, entries=entries))
    assert FORMATS[name](owner.report("employer")) == FORMATS[name](other.report("employer"))


@pytest.mark.parametrize("name", ["markdown", "json", "csv"])
def test_a_coach_can_be_sent_a_report_without_levels(name: str) -> None:
    """The owner's own choice for one report."""
    owner = open_owner()
    other = with_levels_swapped(owner, "SD1.5", "SD1.4")

    def made(one: Owner) -> Report:
        return one.report("coach", levels=False)

    assert FORMATS[name](made(owner)) == FORMATS[name](made(other))
    assert b"SD1.5 is at 1" not in FORMATS[name](made(owner))
