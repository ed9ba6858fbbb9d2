"""The one door: every word of a record is exactly where the table of fields says, for every audience, in every format.

Told by a record in which every text is a word of its own, and by two records that differ only in what is private.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, get_args

import pytest
from conftest import examples
from gap_records import changed, standard
from hypothesis import given, settings
from hypothesis import strategies as st
from planted import AGREED_END, Words, marked, never, places, planted, with_everything
from reports import (
    AUDIENCES,
    DAY,
    FORMATS,
    Owner,
    copy_of,
    in_every_field,
    report_of,
    sample_owner,
    with_texts,
    words_of,
)

from cswo_eval.confidentiality import all_rules
from cswo_eval.confidentiality.guard import Guard
from cswo_eval.confidentiality.record_texts import holds_text
from cswo_eval.disclosure.door import DisclosedCopy, Wanted, disclosed, looked_at
from cswo_eval.disclosure.preview import preview_of
from cswo_eval.disclosure.watch import Watch
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.files.shapes import Shape, all_fields
from cswo_eval.formats.terminal.plain import plain_text
from cswo_eval.pages.preview_sections import preview_document
from cswo_eval.pages.report import Report, audience_of, build_report, chosen_sections
from cswo_eval.record.fields import KINDS, NEVER_LEAVES, READERS
from cswo_eval.record.kinds import RECORD_KINDS
from cswo_eval.record.models import Contents
from cswo_eval.record.portfolio_models import GuardDecisions
from cswo_eval.text.problems import CswoEvalError

QUICK = ("html", "csv", "json", "ics")
"""A page, tables, values and a calendar: the other formats write the same document or the same rows, and take longer."""
EACH = [
    pytest.param(name, audience, marks=() if name in QUICK else pytest.mark.long)
    for name in FORMATS
    for audience in AUDIENCES
]


def report_for(name: str, owner: Owner, audience: str, **asked: Any) -> Report:
    """What is written in a format: a calendar tells the plan, whatever the audience's sections are."""
    if name == "ics":
        wanted = Wanted(audience_of(standard(), audience), ("calendar",), DAY, "keep")
        return build_report(disclosed(owner.whole, wanted, a_watch(owner.whole)).copy)
    return owner.report(audience, **asked)


def a_watch(whole: WholeRecord) -> Watch:
    """The guard of a record of which nothing was decided yet."""
    guard = Guard(standard().confidentiality, GuardDecisions(), whole.profile.record_id, whole.profile.name, memory={})
    return Watch(guard, frozenset())


@cache
def said(name: str, audience: str) -> str:
    """What a format says to an audience of the record in which every text is a word of its own."""
    return words_of(name, FORMATS[name](report_for(name, planted()[0], audience)))


def says_the_end_of_the_contract(text: str) -> bool:
    """Whether the day on which the learning contract ends is in a text: no word is planted in a day."""
    return any(one in text for one in (f"{AGREED_END:%Y%m%d}", "9July2031", "9Jul2031"))


# --- the table ------------------------------------------------------------------------------------------------------------


def shapes_within(kind: Any) -> Iterator[type[Shape]]:
    """Every shape that a field of this type may hold, and those within it."""
    if isinstance(kind, type) and issubclass(kind, Shape):
        yield kind
        for one in kind._types.values():
            yield from shapes_within(one)
    for one in get_args(kind):
        yield from shapes_within(one)


def test_every_field_of_every_kind_has_one_row_in_the_table() -> None:
    for shape, kind in KINDS.items():
        assert Counter(field.name for field in kind.fields) == Counter(list(shape._types)), shape.__name__


def test_every_kind_of_thing_in_a_record_that_holds_words_is_in_the_table_or_never_leaves() -> None:
    """Every file of a record and everything within it: a new kind must say for whom it is."""
    kinds = [shape for shape, _ in RECORD_KINDS.values()]
    held = {one for shape in kinds for one in shapes_within(shape) if holds_text(one)}
    assert held - KINDS.keys() - set(NEVER_LEAVES) - {Contents} == set()


def test_the_readers_and_sections_that_the_table_names_are_those_there_are() -> None:
    """A slip in a name would hide a field from everybody without a word."""
    profiles = standard().portfolio_profiles
    parts = {one.id for one in profiles.sections} | {"portfolio-competencies"}
    known = {*standard().report_profiles.sections, *parts, "worksheet", "calendar"}
    for shape, kind in KINDS.items():
        assert kind.listed_in <= known, shape.__name__
        for field in kind.fields:
            assert field.readers <= set(READERS), field.name
            assert field.where <= known, field.name
    assert set(AUDIENCES) <= set(READERS)


# --- words ----------------------------------------------------------------------------------------------------------------


def test_every_text_of_the_table_is_planted() -> None:
    """So that what is found, or not, below says something."""
    _, words = planted()
    texts = {
        (shape, field.name)
        for shape, field in places()
        if holds_text(shape._types[field.name]) and not any(shapes_within(shape._types[field.name]))
    }
    assert {(shape, field.name) for shape, field in places() if words.of(shape, field)} >= texts
    assert len(words.all) >= 40


@pytest.mark.parametrize(("name", "audience"), EACH)
def test_each_word_is_exactly_where_the_table_says(name: str, audience: str) -> None:
    owner, words = planted()
    asking, text = report_for(name, owner, audience).copy.asking, said(name, audience)
    wrong = []
    for shape, field in places():
        word = words.of(shape, field)
        if word is not None and (word in text) != (asking.is_listed(shape) and asking.is_told(field)):
            wrong.append(f"{shape.__name__}.{field.name}{' is not' if word not in text else ' is'} in it")
    assert wrong == []
    assert not says_the_end_of_the_contract(text)
    assert never()
    assert [word for word in never() if word in text] == []


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(one, marks=() if one == "json" else pytest.mark.long)
        for one in FORMATS
        if one not in ("pdf", "ics")
    ],
)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_section_by_itself_says_more_than_the_table_lets_it(name: str, audience: str) -> None:
    """Each section asked for alone, also where the audience's own report lacks it."""
    owner, words = planted()
    for section in standard().report_profiles.sections:
        report = owner.report(audience, sections=[section])
        text = words_of(name, FORMATS[name](report))
        asking = report.copy.asking
        told = [
            f"{section}: {shape.__name__}.{field.name}"
            for shape, field in places()
            if (word := words.of(shape, field)) is not None and word in text and not asking.is_told(field)
        ]
        assert told == []
        assert [word for word in never() if word in text] == []


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_copy_itself_holds_no_word_that_the_table_does_not_let_out(audience: str) -> None:
    """Whatever a format may come to write."""
    owner, words = planted()
    copy = copy_of(owner.whole, audience)
    held = "\n".join(texts_in((copy.record._replace(framework=None), copy.listed._replace(framework=None))))  # type: ignore[arg-type]
    asking = copy.asking
    assert [
        f"{shape.__name__}.{field.name}"
        for shape, field in places()
        if (word := words.of(shape, field)) is not None and word in held and not asking.is_told(field)
    ] == []
    assert [word for word in never() if word in held] == []


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts_in(one)
    elif isinstance(value, Shape):
        yield from texts_in(all_fields(value))


# --- private --------------------------------------------------------------------------------------------------------------

PRIVATE = ("SD1.5", "AO1.3", "SD1", "E1", "E8", "A2", "A7", "day-30", "R1", "L1", "mine.story")
"""One or two of every kind."""


@cache
def kept_private(mark: str = "p") -> tuple[Owner, Words]:
    """The record with some of it private, and other words in those things."""
    words = Words(mark)
    other = in_every_field(words, with_everything())
    open_ = planted()[0]

    def chosen(ours: Any, theirs: Any, name: str) -> Any:
        return theirs if name in PRIVATE else ours

    def several(ours: tuple[Any, ...], theirs: tuple[Any, ...], called: str = "{0.id}") -> tuple[Any, ...]:
        return tuple(chosen(a, b, called.format(a)) for a, b in zip(ours, theirs, strict=True))

    answers = {name: chosen(one, other.round.answers[name], name) for name, one in open_.round.answers.items()}
    owner = open_._replace(
        round=changed(open_.round, answers=answers),
        register=changed(open_.register, entries=several(open_.register.entries, other.register.entries)),
        plan=changed(open_.plan, actions=several(open_.plan.actions, other.plan.actions)),
        reviews=several(open_.reviews, other.reviews, "day-{0.number}"),
        accounts=several(open_.accounts, other.accounts),
        claims=changed(open_.claims, claims=several(open_.claims.claims, other.claims.claims)),
        tool_runs=other.tool_runs,
    )
    return marked(owner, lambda name: name in PRIVATE), words


@pytest.mark.parametrize(("name", "audience"), EACH)
def test_no_word_of_what_is_private_is_in_any_format_for_anybody(name: str, audience: str) -> None:
    owner, words = kept_private()
    text = words_of(name, FORMATS[name](report_for(name, owner, audience)))
    assert [word for word in words.all if word in text] == []


def test_asked_for_they_are_all_there_for_the_owner() -> None:
    """So that not finding them above says something; and the first page says that they are."""
    owner, words = kept_private()
    report = owner.report("self", include_private=True)
    text = words_of("html", FORMATS["html"](report))
    assert len([word for word in words.all if word in text]) > 25
    assert [word for word in words.of_kinds(NEVER_LEAVES) if word in text] == []
    assert "This copy also holds what is marked private." in report.document.subtitle


@pytest.mark.parametrize("audience", [one for one in AUDIENCES if one != "self"])
def test_nobody_else_gets_what_is_private_whoever_asks(audience: str) -> None:
    with pytest.raises(CswoEvalError, match="for you alone"):
        kept_private()[0].report(audience, include_private=True)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_preview_holds_no_word_of_the_owners_at_all(audience: str) -> None:
    owner, words = kept_private()
    reader = audience_of(standard(), audience)
    wanted = Wanted(reader, chosen_sections(standard(), reader, ()), DAY)
    found = looked_at(owner.whole, wanted, a_watch(owner.whole))
    text = plain_text(preview_document(standard(), preview_of(owner.whole, wanted, found), "report"), 100)
    assert [word for word in (*words.all, *planted()[1].all) if word in text] == []
    assert "SD1.5" in text


@pytest.mark.parametrize(("name", "audience"), EACH)
def test_records_that_differ_only_in_what_is_private_give_the_same_bytes(name: str, audience: str) -> None:
    one, other = (FORMATS[name](report_for(name, kept_private(mark)[0], audience)) for mark in ("p", "q"))
    assert one == other


def without(owner: Owner) -> Owner:
    """The record in which the private things were never said, and nothing in the plan was made for them."""
    private = set(PRIVATE)
    answers = {name: one for name, one in owner.round.answers.items() if name not in private}
    gone = {one.id for one in owner.plan.actions if one.id in private or one.goal in private}
    plan = owner.plan
    return owner._replace(
        round=changed(owner.round, answers=answers),
        register=changed(owner.register, entries=tuple(one for one in owner.register.entries if one.id not in private)),
        plan=changed(
            plan,
            goals=tuple(
                changed(one, members=tuple(name for name in one.members if name not in private))
                for one in plan.goals
                if one.item not in private
            ),
            actions=tuple(
                changed(one, serves=tuple(name for name in one.serves if name not in private))
                for one in plan.actions
                if one.id not in gone
            ),
            left_out=tuple(one for one in plan.left_out if one.item not in private),
        ),
        reviews=(),
        accounts=(),
        claims=changed(owner.claims, claims=()),
    )


@cache
def decided() -> Owner:
    """The record with some of it private, and every entry that bears on something open told to leave all the same."""
    owner = kept_private()[0]
    entries = tuple(changed(one, may_leave=not one.private) for one in owner.register.entries)
    serving = {
        one.id for one in entries if one.links and all(link.item in PRIVATE for link in one.links) and not one.private
    }
    kept = tuple(one for one in entries if one.id not in serving)
    return owner._replace(register=changed(owner.register, entries=kept))


@pytest.mark.parametrize(
    ("name", "audience"),
    [
        pytest.param(name, audience, marks=() if name in QUICK else pytest.mark.long)
        for name in FORMATS
        for audience in ("portfolio", "employer")
        if name != "pdf"
    ],
)
def test_a_copy_with_numbers_of_its_own_is_that_of_a_record_without_the_private_things(
    name: str, audience: str
) -> None:
    kept, never = (FORMATS[name](report_for(name, one, audience)) for one in (decided(), without(decided())))
    assert kept == never


@pytest.mark.parametrize("audience", ["self", "coach"])
def test_a_coachs_copy_differs_from_one_without_them_by_no_number_even(audience: str) -> None:
    """The record's ids stay: here those of the things that are gone were the record's own, so they stay empty in both."""
    kept, never = (one.report(audience) for one in (decided(), without(decided())))
    assert kept.document == never.document
    assert FORMATS["json"](kept) == FORMATS["json"](never)
    assert FORMATS["csv"](kept) == FORMATS["csv"](never)


THINGS = [
    *standard().competencies,
    *standard().elements,
    *(one.id for one in sample_owner().register.entries),
    *(one.id for one in sample_owner().plan.actions),
    *("day-30", "R1", "L1"),
]


@settings(max_examples=examples(20), deadline=None)
@given(st.sets(st.sampled_from(THINGS), max_size=25), st.sampled_from(AUDIENCES))
def test_whatever_is_private_no_word_of_it_is_in_the_copy(names: set[str], audience: str) -> None:
    """Any choice of answers, entries, actions, accounts: the words of each are its own."""
    owner = with_texts_of_their_own(frozenset(names))
    copy = copy_of(owner.whole, audience)
    held = "\n".join(texts_in((copy.record._replace(framework=None), copy.analysis, build_report(copy).document)))  # type: ignore[arg-type]
    assert [name for name in names if f"Zq{name}jx" in held] == []


def with_texts_of_their_own(private: frozenset[str]) -> Owner:
    """The record in which every text of a thing is its id, with these things private."""
    owner = with_everything()

    def own(value: Any, name: str) -> Any:
        return with_texts(value, lambda _: f"Zq{name}jx")

    return marked(
        owner._replace(
            round=changed(owner.round, answers={name: own(one, name) for name, one in owner.round.answers.items()}),
            register=changed(owner.register, entries=tuple(own(one, one.id) for one in owner.register.entries)),
            plan=changed(owner.plan, actions=tuple(own(one, one.id) for one in owner.plan.actions)),
            reviews=tuple(own(one, f"day-{one.number}") for one in owner.reviews),
            accounts=tuple(own(one, one.id) for one in owner.accounts),
            claims=changed(owner.claims, claims=tuple(own(one, one.id) for one in owner.claims.claims)),
        ),
        lambda name: name in private,
    )


# --- numbers --------------------------------------------------------------------------------------------------------------


def numbers_in(copy: DisclosedCopy) -> list[list[int]]:
    """The numbers of entries, of the files of each, of actions, accounts and claims."""
    record = copy.record
    actions = record.plan.actions if record.plan is not None else ()
    several = [record.register.entries, actions, record.accounts, record.claims.claims]
    several += [entry.attachments for entry in record.register.entries]
    return [sorted(int(one.id[1:]) for one in things) for things in several]  # type: ignore[attr-defined]


@pytest.mark.parametrize("audience", ["portfolio", "employer"])
def test_a_copy_for_a_stranger_counts_without_gaps(audience: str) -> None:
    found = numbers_in(copy_of(kept_private()[0].whole, audience))
    assert all(one == list(range(1, len(one) + 1)) for one in found)
    assert any(found)


def test_a_coachs_copy_keeps_the_numbers_of_the_record() -> None:
    entries = {one.id for one in copy_of(kept_private()[0].whole, "coach").record.register.entries}
    assert entries == {one.id for one in sample_owner().register.entries} - {"E1", "E8"} - covered()


def covered() -> set[str]:
    """The entries of the sample that serve something private."""
    return {one.id for one in sample_owner().register.entries if any(link.item in PRIVATE for link in one.links)}


def test_a_coachs_copy_says_in_every_record_alike_that_numbers_stay_empty() -> None:
    with_private, never = (
        str(one.report("coach").document.sections[0]) for one in (kept_private()[0], without(decided()))
    )
    assert with_private == never
    assert "stay empty" in never


# --- the guard ------------------------------------------------------------------------------------------------------------


def test_the_guard_looks_at_no_text_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though the copy is asked for as it is written and as it leaves, and something is found in it."""
    looked: Counter[str] = Counter()
    by_rules = all_rules.findings_in

    def counting(text: str, *given: Any) -> Any:
        looked[text] += 1
        return by_rules(text, *given)

    monkeypatch.setattr(all_rules, "findings_in", counting)
    owner = with_everything()
    first, *others = owner.register.entries
    told = changed(first, shows="Call 07700 900123 or write to mary.fenwick@example.org about Mr Angus Fenwick.")
    owner = owner._replace(register=changed(owner.register, entries=(told, *others)))
    reader = audience_of(standard(), "coach")
    wanted = Wanted(reader, chosen_sections(standard(), reader, ()), DAY, "take-out")
    found = disclosed(owner.whole, wanted, a_watch(owner.whole), lambda copy: str(build_report(copy).document))
    assert found.taken_out
    assert len(looked) > 200
    assert [text for text, times in looked.items() if times > 1] == []


# --- no terminal ----------------------------------------------------------------------------------------------------------

WITHOUT_A_TERMINAL = """
import sys
from datetime import date
from cswo_eval.disclosure.door import Wanted, disclosed
from cswo_eval.disclosure.watch import watch_over
from cswo_eval.disclosure.whole_record import whole_record
from cswo_eval.formats.registry import Wishes, write_report
from cswo_eval.framework.load import load_framework
from cswo_eval.pages.report import audience_of, build_report
from cswo_eval.record.sample import sample_folder
from cswo_eval.record.store import Record

framework = load_framework()
record = Record(sample_folder(), framework)
whole = whole_record(record, framework)
coach = audience_of(framework, "coach")
wanted = Wanted(coach, coach.sections, date(2026, 10, 2))
copy = disclosed(whole, wanted, watch_over(record, whole)).copy
page = write_report("html", build_report(copy), Wishes())[""]
assert b"For a coach or mentor" in page and len(page) > 100_000
print([one for one in sys.modules if one.startswith(("cswo_eval.cli", "typer", "rich"))])
"""


def test_a_coachs_report_comes_through_the_door_without_a_terminal() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_A_TERMINAL], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_is_measured_is_measured_on_the_day_that_is_asked_for() -> None:
    copy = copy_of(with_everything().whole, "coach", today=date(2029, 1, 1))
    assert any(one.code == "evidence-out-of-date" for one in copy.analysis.checks)
    assert report_of(with_everything().whole, "coach", today=date(2029, 1, 1)).made == date(2029, 1, 1)
