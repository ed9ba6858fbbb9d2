"""A worksheet that meets a record which has changed since: what each keeps, what is told, and ids that a newer Standard renamed."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from building import a_round, rated, typed_texts
from conftest import examples
from gap_records import changed, not_applicable, standard
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from standards_folders import copy_of_ours, rename_everywhere, say_renamed, take_out_everywhere
from worksheets import KINDS, RECORD, Filling, applied, filled, made, openpyxl, problems_of, read, repacked, saved

from cswo_eval.exchange.worksheet.columns import FILLED, UNHOLDABLE, WORKBOOK_ESCAPE, said
from cswo_eval.exchange.worksheet.marks import field_mark, marks_from, row_marks
from cswo_eval.exchange.worksheet.merged import Applied, Difference
from cswo_eval.exchange.worksheet.stages import WorksheetRow
from cswo_eval.exchange.worksheet.told import emptied_in_words
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.load import load_framework
from cswo_eval.record.models import Answer, Round
from cswo_eval.text.says_nothing import kind_of_nothing

pytestmark = pytest.mark.installed

LAW = settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def merged(kind: str, before: Round, filling: Filling, now: Round, replace: bool = False) -> Applied:
    """Export a round, fill in the worksheet, change the round meanwhile, and take the worksheet in."""
    return applied(read(kind, filled(kind, made(kind, before), filling)).rows, now, replace=replace)


def sd1(framework: Framework, **fields: Any) -> Round:
    """A round with an answer to SD1 alone."""
    return a_round(framework, {"SD1": rated(fields.pop("level", 3), **fields)})


# --- three ways -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_that_nobody_touched_keeps_the_newer_answer_of_the_record(kind: str, framework: Framework) -> None:
    now = sd1(framework, level=4, learning="Something newer.", importance=1)
    done = merged(kind, sd1(framework, level=3, learning="Ask the board.", importance=2), {}, now)
    assert done.round == now
    assert (done.answered, done.conflicts, done.replaced) == ((), (), ())


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_changed_in_the_worksheet_alone_is_taken_and_listed(kind: str, framework: Framework) -> None:
    before = sd1(framework, learning="Ask the board.")
    done = merged(kind, before, {"SD1": {"level": "4", "learning": "Ask them twice."}}, before)
    assert (done.round.answers["SD1"].level, done.round.answers["SD1"].learning) == (4, "Ask them twice.")
    assert [(one.field, one.present, one.given) for one in done.replaced] == [("level", "3", "4"), ("learning", "", "")]
    assert done.conflicts == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_changed_in_both_is_a_conflict_and_the_records_is_kept(kind: str, framework: Framework) -> None:
    before, now = sd1(framework, importance=1), sd1(framework, importance=2)
    done = merged(kind, before, {"SD1": {"importance": "3"}}, now)
    assert done.round == now
    assert [(one.item, one.field, one.present, one.given) for one in done.conflicts] == [
        ("SD1", "importance", "2", "3")
    ]
    assert merged(kind, before, {"SD1": {"importance": "3"}}, now, replace=True).round.answers["SD1"].importance == 3


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_change_in_both_is_no_conflict(kind: str, framework: Framework) -> None:
    now = sd1(framework, importance=2)
    done = merged(kind, sd1(framework, importance=1), {"SD1": {"importance": "2"}}, now)
    assert (done.round, done.conflicts) == (now, ())


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_that_was_emptied_takes_nothing_away_and_is_listed(kind: str, framework: Framework) -> None:
    before = sd1(framework, learning="Ask the board.")
    done = merged(kind, before, {"SD1": {"learning": ""}}, before)
    assert done.round == before
    assert [(one.item, one.field) for one in done.emptied] == [("SD1", "learning")]


@pytest.mark.parametrize(
    ("count", "said"), [(0, ""), (1, "One field"), (2, "2 fields in 2 rows"), (80, "80 fields in 80 rows")]
)
def test_fields_that_came_back_empty_are_told_at_once_with_the_first_few(count: int, said: str) -> None:
    emptied = [Difference(row, "SD1.1", "level", "3", "") for row in range(3, 3 + count)]
    told = emptied_in_words(emptied, "w.xlsx")
    assert told.startswith(said)
    assert [f"row {row}, SD1.1, 'Level (1 to 5, n, x)'" in told for row in (3, 4, 5, 6)] == [
        count > 0,
        count > 1,
        count > 2,
        False,
    ]
    assert ("; and 77 more)" in told) == (count == 80)
    assert ("`cswo-eval assess --go SD1.1`" in told) == (count > 0)


def test_what_is_said_of_a_level_that_the_record_has_left_is_a_conflict(framework: Framework) -> None:
    now = sd1(framework, level=5)
    done = merged("xlsx", sd1(framework, level=2), {"SD1": {"opposite": "The audit.", "learning": "Ask."}}, now)
    assert [one.field for one in done.conflicts] == ["opposite"]
    assert (done.round.answers["SD1"].opposite, done.round.answers["SD1"].learning) == ("", "Ask.")


@pytest.mark.parametrize("kind", KINDS)
def test_a_private_answer_that_was_left_out_is_not_given_up_unasked(kind: str, framework: Framework) -> None:
    before = a_round(framework, {"SD1": rated(2, private=True)})
    done = merged(kind, before, {"SD1": {"level": "4"}}, before)
    assert done.round == before
    assert [one.field for one in done.conflicts] == ["level"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_reason_left_standing_when_the_level_was_changed_is_no_problem(kind: str, framework: Framework) -> None:
    before = a_round(framework, {"SD1": not_applicable("The board has this duty.")})
    done = merged(kind, before, {"SD1": {"level": "3"}}, before)
    assert (done.round.answers["SD1"].standing, done.round.answers["SD1"].level) == ("rated", 3)


@pytest.mark.parametrize("kind", KINDS)
def test_where_the_marks_were_lost_every_difference_is_a_conflict(kind: str, framework: Framework) -> None:
    before = sd1(framework, level=3)

    data = filled(kind, made(kind, before), {"SD1": {"level": "5"}})
    if kind == "xlsx":
        book = openpyxl.load_workbook(BytesIO(data))
        del book["cswo-eval"]
        data = saved(book)
    else:
        data = repacked(data, lambda name, text: None if name.startswith("customXml/") else text)
    done = applied(read(kind, data).rows, before)
    assert (done.round, [one.field for one in done.conflicts]) == (before, ["level"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_worksheet_that_is_taken_in_again_after_the_answer_changed_does_not_win(
    kind: str, framework: Framework
) -> None:
    before = sd1(framework, level=3)
    data = filled(kind, made(kind, before), {"SD1": {"level": "4"}})
    once = applied(read(kind, data).rows, before)
    later = changed(once.round, answers={"SD1": changed(once.round.answers["SD1"], level=5)})
    again = applied(read(kind, data).rows, later)
    assert (again.round, [one.present for one in again.conflicts]) == (later, ["5"])


# --- marks ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_id_of_the_record_that_keys_the_marks_is_not_in_the_file(kind: str, framework: Framework) -> None:
    with zipfile.ZipFile(BytesIO(made(kind, sd1(framework)))) as archive:
        assert [name for name in archive.namelist() if RECORD.encode() in archive.read(name)] == []


def test_a_mark_tells_the_place_the_text_and_the_record_apart() -> None:
    marks = {
        field_mark(record, item, column, text)
        for record in (RECORD, "fedcba9876543210")
        for item in ("SD1", "SD2")
        for column in ("level", "importance")
        for text in ("", "3")
    }
    assert len(marks) == 16


@given(st.dictionaries(st.sampled_from(FILLED), typed_texts()))
@LAW
def test_the_marks_of_a_row_are_those_of_its_fields(fields: dict[str, str]) -> None:
    expected = {column: field_mark(RECORD, "SD1", column, fields.get(column, "")) for column in FILLED}
    assert marks_from(row_marks(RECORD, "SD1", fields)) == expected


# --- laws -------------------------------------------------------------------------------------------------------

LEVELS = st.sampled_from(["", "1", "2", "3", "4", "5", "n"])


def with_level(level: str) -> Answer:
    """An answer of which the level alone has been given."""
    if level == "n":
        return Answer(standing="no-chance")
    return rated(int(level)) if level else Answer()


@given(LEVELS, LEVELS, LEVELS, st.booleans())
@settings(deadline=None)
def test_of_three_the_one_that_changed_wins(exported: str, worksheet: str, record: str, replace: bool) -> None:
    """The record's, unless the worksheet says something else than was exported, and the record still says that."""
    marks = marks_from(row_marks(RECORD, "SD1", {"level": exported}))
    row = WorksheetRow(3, "SD1", level=worksheet, marks=marks)
    done = applied([row], a_round(standard(), {"SD1": with_level(record)}), replace=replace)
    takes = worksheet not in ("", exported, record)
    conflict = takes and record != exported
    assert said(done.round.answers["SD1"])["level"] == (worksheet if takes and (replace or not conflict) else record)
    assert bool(done.conflicts) == conflict
    assert bool(done.replaced) == (takes and not conflict and record != "")
    assert bool(done.emptied) == (not worksheet and record == exported != "")


def holdable(text: str) -> bool:
    """Whether both formats can hold a text: the others are refused in words, which other tests look at."""
    return not UNHOLDABLE.search(text) and not WORKBOOK_ESCAPE.search(text) and len(text) < 16_000


texts = typed_texts().filter(holdable)
answers = st.one_of(
    st.builds(
        rated,
        st.integers(1, 5),
        importance=st.sampled_from([None, 1, 2, 3]),
        confidence=st.sampled_from([None, "low", "medium", "high"]),
        opposite=texts,
        learning=texts,
        private=st.booleans(),
    ),
    st.builds(lambda reason: Answer(standing="not-applicable", reason=reason), texts.filter(str.strip)),
    st.builds(lambda learning: Answer(standing="no-chance", learning=learning), texts),
    st.builds(lambda importance: Answer(importance=importance), st.sampled_from([1, 2, 3])),
)
rounds = st.dictionaries(st.sampled_from([one for one in standard().elements if one.startswith("SD")]), answers)


@pytest.mark.parametrize("kind", KINDS)
@given(given_answers=rounds, include_private=st.booleans())
@example(given_answers={"SD1": rated(3, opposite=" \n", learning="\n\n words \n\n")}, include_private=True)
@LAW
def test_out_and_in_again_changes_nothing_whatever_the_answers(
    kind: str, given_answers: dict[str, Answer], include_private: bool
) -> None:
    round_ = a_round(standard(), given_answers)
    data = made(kind, round_, aspect="SD", include_private=include_private)
    done = applied(read(kind, data).rows, round_)
    assert done.round == round_
    assert (done.register.entries, done.conflicts, done.replaced, done.emptied) == ((), (), (), ())


@pytest.mark.parametrize("kind", KINDS)
@given(text=texts.filter(str.strip))
@LAW
def test_any_text_that_another_program_writes_comes_in_letter_for_letter(kind: str, text: str) -> None:
    openpyxl_refuses = kind == "xlsx" and openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.search(text)
    if openpyxl_refuses or kind_of_nothing(text) in ("sign", "none", "later", "elsewhere") or text.startswith("="):
        return
    data = filled(kind, made(kind, None, aspect="MV"), {"MV1": {"opposite": text}})
    done = applied(read(kind, data).rows, a_round(standard()))
    assert done.round.answers["MV1"].opposite == text


# --- a newer Standard -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Framework:
    """A second version: MV1.5 is MV1.9, SD2.1 was split, SL2.4 retired, and AO1.4 is part of AO1.3."""
    folder: Path = copy_of_ours(tmp_path_factory.mktemp("newer") / "standards")
    rename_everywhere(folder, "MV1.5", "MV1.9")
    for gone in ("SD2.1", "SL2.4", "AO1.4"):
        take_out_everywhere(folder, gone)
    say_renamed(
        folder,
        ("MV1.5", ["MV1.9"], "It was counted anew."),
        ("SD2.1", ["SD2.2", "SD2.3"], "It is two things."),
        ("SL2.4", [], "Nobody could say what it was about."),
        ("AO1.4", ["AO1.3"], "They were one thing."),
    )
    return load_framework(folder)


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_that_was_renamed_is_carried_and_said(kind: str, newer: Framework, framework: Framework) -> None:
    before = a_round(framework, {"MV1.5": rated(3), "MV1.4": rated(2)})
    data = filled(kind, made(kind, before, elements=False), {"MV1.5": {"level": "4", "evidence": "The review."}})
    now = a_round(newer, {"MV1.9": rated(3), "MV1.4": rated(2)})
    done = applied(read(kind, data, framework=newer).rows, now, framework=newer)
    assert (done.round.answers["MV1.9"].level, done.answered, done.conflicts) == (4, ("MV1.9",), ())
    assert [(was, item) for _, was, item in done.carried] == [("MV1.5", "MV1.9")]
    assert done.register.linked_to("MV1.9")


@pytest.mark.parametrize("kind", KINDS)
def test_rows_that_are_no_longer_asked_and_nobody_wrote_in_do_not_stand_in_the_way(
    kind: str, newer: Framework, framework: Framework
) -> None:
    before = a_round(framework, {"SL2.4": rated(3, learning="Old."), "AO1.4": rated(2)})
    rows = read(kind, made(kind, before, elements=False), framework=newer).rows
    assert {"SD2.1", "SL2.4", "AO1.4"} & {one.item for one in rows} == set()
    assert len(rows) == 77


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("item", "what"),
    [
        ("SD2.1", "SD2.1 is now asked as SD2.2 and SD2.3: It is two things. Write it there, and empty this row."),
        ("SL2.4", "SL2.4 is no longer asked: Nobody could say what it was about. Keep what you wrote elsewhere"),
        ("AO1.4", "AO1.4 is part of AO1.3 now, which has a row of its own here."),
    ],
)
def test_words_in_a_row_that_is_no_longer_asked_are_reported_by_row(
    kind: str, item: str, what: str, newer: Framework
) -> None:
    data = filled(kind, made(kind, None, elements=False), {item: {"learning": "Mine."}})
    (problem,) = problems_of(kind, data, framework=newer)
    assert what in problem
    assert re.match(rf"w\.{kind}, (row|question) [0-9]+: ", problem)
