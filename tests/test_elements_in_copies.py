"""What an element's answer comes to in a copy: a private competency is one that was never answered, and a private answer on the
whole speaks for nothing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from building import a_profile, a_register, a_round, an_entry, changed, rated
from conftest import examples
from gap_records import no_chance, not_applicable, standard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reports import copy_of, report_of
from strategies_gaps import RandomRecord, records

from cswo_eval.analysis.results import GapAnalysis
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.formats.json import report_values
from cswo_eval.formats.terminal.plain import plain_text
from cswo_eval.record.models import Answer

READERS = ("self", "coach", "portfolio", "employer")


def a_record(answers: Mapping[str, Answer]) -> WholeRecord:
    """A record of one round and one entry that bears on something else."""
    return WholeRecord(
        standard(), a_profile(), a_round(standard(), answers), a_register([an_entry(1, "WO1.3")]), None, ()
    )


def copied(answers: Mapping[str, Answer], reader: str = "coach") -> GapAnalysis:
    """The analysis of a copy of it."""
    return copy_of(a_record(answers), reader).analysis


@settings(
    max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(record=records(), data=st.data())
def test_a_copy_is_as_if_the_private_answers_had_never_been_given(record: RandomRecord, data: st.DataObject) -> None:
    """Of competencies and of elements, for any reader: every figure, need, place and check of it."""
    answers = dict(record.round.answers)
    if not answers:
        return
    private = data.draw(st.sets(st.sampled_from(sorted(answers)), max_size=8))
    marked = {name: changed(one, private=name in private) for name, one in answers.items()}
    never = {name: one for name, one in answers.items() if name not in private}
    reader = data.draw(st.sampled_from(READERS))

    def analysis(given_answers: Mapping[str, Answer]) -> GapAnalysis:
        round_ = record.with_answers(dict(given_answers)).round
        return copy_of(WholeRecord(standard(), record.profile, round_, a_register(), None, ()), reader).analysis

    assert analysis(marked) == analysis(never)


def test_where_a_competency_is_private_the_answer_on_the_whole_speaks_for_it() -> None:
    """SD3 at 1, its three competencies at 4, one of them private: in the copy (4 + 4 + 1) ÷ 3 = 3, with SD3's own need."""
    answers = {"SD3": rated(1), "SD3.1": rated(4), "SD3.2": rated(4), "SD3.3": rated(4, private=True)}
    analysis = copied(answers)
    found = analysis.element("SD3")
    assert found is not None
    assert (found.basis, found.mean, found.rated, found.from_whole) == ("both", 3, 2, 1)
    assert [one.id for one in analysis.needs] == ["SD3"]


def test_a_private_answer_on_the_whole_speaks_for_nothing() -> None:
    """AO1 at 1, marked private, and AO1.1 at 3: in the copy one of four, no mean and no need."""
    analysis = copied({"AO1": rated(1, private=True), "AO1.1": rated(3)})
    found = analysis.element("AO1")
    assert found is not None
    assert (found.basis, found.mean, found.covered) == ("competencies", None, 1)
    assert (analysis.needs, analysis.element_items) == ((), ())


@pytest.mark.parametrize("reader", ["self", "coach"])
def test_a_check_of_many_names_nothing_private_and_counts_only_what_is_left(reader: str) -> None:
    """Ten high levels without evidence, the third of them private: nine, and its id stands nowhere in the report."""
    names = list(standard().competencies)[:10]
    hidden = names[2]
    whole = a_record({name: rated(4, private=name == hidden) for name in names})
    report = report_of(whole, reader, sections=("checks",))
    (check,) = (one for one in report.analysis.checks if one.code == "high-level-without-evidence")
    assert check.items == tuple(name for name in names if name != hidden)
    assert check.reason.startswith("9 ratings of 4 or 5 have nothing")
    assert check.reason.endswith("and 1 more.")
    assert hidden not in plain_text(report.document, 100)
    assert hidden not in str(report_values(report))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", ["AO1", "AO1.2"])
def test_not_applicable_counts_also_for_who_is_not_told_the_reason(reader: str, name: str) -> None:
    """An employer reads no reasons, and gets the figures of everybody else."""
    answers = {"AO1.1": rated(3), "AO1.3": rated(3), "AO1.4": rated(3), name: not_applicable()}
    found = copied(answers, reader).element("AO1")
    assert found is not None
    assert (found.applicable, found.not_applicable) == (3, 1)


@pytest.mark.parametrize("reader", READERS)
def test_not_applicable_without_a_reason_is_no_answer_in_a_copy(reader: str) -> None:
    """A file edited by hand: not in the figures, and in no list of answers as not applicable."""
    answers = {"AO1.1": rated(3), "AO1.2": not_applicable(" "), "AO1.3": no_chance()}
    copy = copy_of(a_record(answers), reader)
    assert (copy.analysis.coverage.answered, copy.analysis.coverage.not_applicable) == (2, 0)
    assert copy.record.round is not None
    assert copy.record.round.answers["AO1.2"].standing is None
