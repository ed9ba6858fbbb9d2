"""The radar: what is laid over the newest round, what its table says, and what stays out of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from building import NOW, a_profile, a_round, rated
from conftest import Finished, examples
from gap_records import changed, standard
from hypothesis import given, settings
from hypothesis import strategies as st
from reports import FULL, Owner, report_of, sample_owner, squeezed, words_of

from cswo_eval.analysis.gaps import analyse
from cswo_eval.analysis.results import one_decimal
from cswo_eval.disclosure.earlier_rounds import overlaid
from cswo_eval.formats.html import html_bytes
from cswo_eval.formats.terminal.page import page_of
from cswo_eval.formats.word import word_bytes
from cswo_eval.pages.blocks import Picture, RadarData, Table
from cswo_eval.pages.report import Report
from cswo_eval.record.models import EvidenceRegister, Round
from cswo_eval.record.store import Record

TODAY = date(2027, 10, 1)
DAYS = (date(2026, 8, 31), date(2026, 12, 10), date(2027, 2, 1))
NAMES = ("Baseline (31 August 2026)", "Round 2 (10 December 2026)", "Round 3 (1 February 2027)")
ASPECT = ("SD1", "SD2", "SD3", "SD4", "SD5")


def a_number(text: str) -> int:
    """A number that stays the same from one start of Python to the next."""
    return sum(map(ord, text))


@cache
def rounds() -> tuple[Round, ...]:
    """Three earlier rounds: the sample's, one of other levels, one that has not come to an aspect."""
    base = changed(
        sample_owner().round,
        set_aside=(),
        answers={name: changed(one, private=False) for name, one in sample_owner().round.answers.items()},
    )
    made = []
    for number, day in enumerate(DAYS):
        answers = {
            name: changed(one, level=1 + (a_number(name) * (number + 1)) % 5) if one.level and number else one
            for name, one in base.answers.items()
            if number < 2 or not name.startswith(ASPECT)
        }
        title = "Baseline" if not number else f"Round {number + 1}"
        made.append(changed(base, title=title, started=day, answers=answers))
    return tuple(made)


def owner() -> Owner:
    """The sample's owner a year on, with nothing private in the newest round."""
    newest = changed(rounds()[0], title="Round 4", started=date(2027, 9, 1))
    return sample_owner()._replace(round=newest)


def report(earlier: Iterable[Round] = (), audience: str = "self", who: Owner | None = None, **given: Any) -> Report:
    """The report of an owner with these earlier rounds."""
    whole = (who or owner()).whole._replace(earlier_rounds=tuple(earlier))
    return report_of(whole, audience, today=TODAY, **given)


def radar_of(made: Report) -> Picture | None:
    """The radar of a report, if it has one."""
    blocks = [block for section in made.document.sections for block in section.blocks]
    return next((one for one in blocks if isinstance(one, Picture) and one.kind == "radar"), None)


def the_radar(made: Report) -> Picture:
    """The radar of a report that has one."""
    found = radar_of(made)
    assert found is not None
    return found


def series_of(made: Report) -> dict[str, tuple[float | None, ...]]:
    """The lines of the radar by their names, in order."""
    data = the_radar(made).data
    assert isinstance(data, RadarData)
    return dict(data.series)


def column_of(table: Table, heading: str) -> list[Any]:
    """The cells below a heading."""
    place = [column.heading for column in table.columns].index(heading)
    return [row[place] for row in table.rows]


# --- which rounds -----------------------------------------------------------------------------------------------------


def test_without_an_earlier_round_there_are_two_lines() -> None:
    assert list(series_of(report())) == ["Self", "Target"]


def test_one_earlier_round_is_one_line_more() -> None:
    assert list(series_of(report(rounds()[:1]))) == ["Self", "Target", NAMES[0]]


def test_of_three_earlier_rounds_the_first_and_the_last_are_laid_over() -> None:
    """The baseline, and the one before the newest."""
    assert list(series_of(report(rounds()))) == ["Self", "Target", NAMES[0], NAMES[2]]


@given(st.lists(st.integers(), max_size=8))
def test_choosing_again_from_what_was_chosen_changes_nothing(earlier: list[int]) -> None:
    assert overlaid(overlaid(earlier)) == overlaid(earlier)


def test_rounds_of_one_title_are_told_apart_by_their_days() -> None:
    same = [changed(one, title="Again") for one in rounds()]
    assert list(series_of(report(same)))[2:] == ["Again (31 August 2026)", "Again (1 February 2027)"]


def test_a_round_without_a_title_is_named_by_its_day() -> None:
    assert list(series_of(report([changed(rounds()[0], title=" ")])))[2:] == ["31 August 2026"]


def test_a_long_title_is_shortened_in_the_legend_and_stands_whole_in_the_method() -> None:
    title = "After the winter, " * 400
    made = report([changed(rounds()[0], title=title)])
    assert all(len(name) <= 44 for name in series_of(made))
    assert f"{title}, begun 31 August 2026" in str(next(one for one in made.document.sections if one.id == "method"))


# --- its figures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [0, 2])
def test_each_column_says_the_means_of_its_round_analysed_by_itself(place: int) -> None:
    """Against the targets of now, as of the round's own day."""
    table = the_radar(report(rounds())).table
    alone = analyse(standard(), owner().profile, rounds()[place], EvidenceRegister(), DAYS[place])
    means = [element.mean for aspect in alone.aspects for element in aspect.elements]
    assert column_of(table, NAMES[place]) == ["-" if one is None else one_decimal(one) for one in means]


def test_the_table_has_the_column_of_every_line_with_the_figures_drawn() -> None:
    made = report(rounds())
    table = the_radar(made).table
    assert [column.heading for column in table.columns][2:] == list(series_of(made))
    for name, values in series_of(made).items():
        for said, value in zip(column_of(table, name), values, strict=True):
            assert (said == "-") == (value is None)
            assert value is None or abs(float(said) - value) <= 0.05 + 1e-9


def test_a_mean_below_half_coverage_is_neither_drawn_nor_said() -> None:
    """Of an earlier round too: two of the six competencies of SD1 have a level."""
    left = ("SD1.1", "SD1.5")
    few = {name: one for name, one in rounds()[0].answers.items() if name[:3] != "SD1" or name in left}
    made = report([changed(rounds()[0], answers=few)])
    place = column_of(the_radar(made).table, "Element").index("SD1")
    assert series_of(made)[NAMES[0]][place] is None
    assert column_of(the_radar(made).table, NAMES[0])[place] == "-"
    assert series_of(made)["Self"][place] is not None


def test_a_mean_that_is_partly_from_the_answer_on_the_whole_is_said_to_be() -> None:
    """Of this round and of an earlier one, each by its own name; a mean from competencies alone is not among them."""
    partly = {"SD1": rated(2), "SD1.1": rated(4), "SD3": rated(2), "WO1": rated(2)}
    others = {name: one for name, one in rounds()[0].answers.items() if name[:3] not in ("SD1", "SD3", "WO1")}
    whole = {name: rated(3) for name in ("WO1.1", "WO1.2", "WO1.3")}
    made = report([changed(rounds()[0], answers={**others, **partly, **whole}), *rounds()[1:]])
    assert f"{NAMES[0]}, partly from whole answers: SD1." in the_radar(made).description


def test_the_words_count_what_went_up_and_down_as_the_table_prints_it() -> None:
    made = report(rounds())
    table = the_radar(made).table
    own, other = column_of(table, "Self"), column_of(table, NAMES[2])
    moved = [float(now) - float(then) for now, then in zip(own, other, strict=True) if "-" not in (now, then)]
    up, down = sum(one > 0 for one in moved), sum(one < 0 for one in moved)
    assert up
    assert down
    said = f"Against {NAMES[2]}: {up} higher, {down} lower, {len(moved) - up - down} the same."
    assert said in the_radar(made).description


# --- records with little in them --------------------------------------------------------------------------------------


def test_an_empty_record_has_no_radar_but_its_table_of_aspects() -> None:
    empty = owner()._replace(round=None, plan=None, reviews=())  # type: ignore[arg-type]
    made = report(who=empty)
    assert radar_of(made) is None
    assert any(section.id == "aspects" and section.blocks for section in made.document.sections)


def test_a_round_just_begun_shows_the_one_before_it() -> None:
    made = report(rounds()[:1], who=owner()._replace(round=a_round(standard(), title="Round 2", started=TODAY)))
    assert set(series_of(made)["Self"]) == {None}
    assert "None of them has a mean in this round yet." in the_radar(made).description
    assert any(series_of(made)[NAMES[0]])


def test_answers_to_elements_only_are_drawn_as_they_are() -> None:
    answers = {name: rated(1 + number % 5) for number, name in enumerate(standard().elements)}
    whole = Owner(a_profile(), a_round(standard(), answers, depth="element"), EvidenceRegister(), None, ())  # type: ignore[arg-type]
    assert series_of(report(who=whole))["Self"] == tuple(float(1 + number % 5) for number in range(18))


def test_the_words_say_how_many_elements_have_a_mean() -> None:
    some = {"SD1": rated(2), "SD2": rated(4), "AO1": rated(1)}
    who = owner()._replace(round=a_round(standard(), some, depth="element"))
    said = "3 have a mean; 2 of these lie below their target: SD1, AO1."
    assert said in the_radar(report(who=who)).description


# --- what is private --------------------------------------------------------------------------------------------------


def with_private(round_: Round, items: Iterable[str], level: int | None = None) -> Round:
    """The round with these answers private, at another level where one is given."""
    items = set(items)
    answers = {
        name: changed(one, private=True, level=level or one.level) if name in items and one.level else one
        for name, one in round_.answers.items()
    }
    return changed(round_, answers=answers)


@settings(max_examples=examples(25), deadline=None)
@given(
    st.sets(st.sampled_from(sorted(standard().competencies)), min_size=1, max_size=30),
    st.integers(1, 5),
    st.sampled_from(["self", "coach", "portfolio", "employer"]),
)
def test_a_private_answer_of_an_earlier_round_moves_nothing(items: set[str], level: int, audience: str) -> None:
    """Whatever level it was given."""
    one = report([with_private(rounds()[0], items)], audience)
    other = report([with_private(rounds()[0], items, level)], audience)
    assert one.document == other.document


@pytest.mark.parametrize("name", [name for name in FULL if name != "pdf"])
def test_no_format_differs_by_a_private_answer_of_an_earlier_round(name: str) -> None:
    items = ("SD1.5", "AO1.3", "SL2.1")
    one, other = (FULL[name](report([with_private(rounds()[0], items, level)], "coach")) for level in (1, 5))
    assert one == other


def test_a_private_answer_is_left_out_as_if_it_had_not_been_given() -> None:
    """The mean is that of the others."""
    items = {"SD1.5", "AO1.3"}
    none = changed(rounds()[0], answers={name: one for name, one in rounds()[0].answers.items() if name not in items})
    assert the_radar(report([with_private(rounds()[0], items)])) == the_radar(report([none]))


def test_what_is_private_now_is_left_out_of_earlier_rounds_too() -> None:
    """Where it was open then: it would tell what the owner now keeps to themself."""
    now = owner()._replace(round=with_private(owner().round, {"SD1.5"}))
    then = [changed(rounds()[0], answers={**rounds()[0].answers, "SD1.5": rated(level)}) for level in (1, 5)]
    one, other = (report([round_], who=now) for round_ in then)
    assert one.document == other.document
    assert the_radar(report([then[0]])) != the_radar(report([then[1]]))


def test_asked_for_private_answers_of_earlier_rounds_count() -> None:
    items = ("SD1.5", "AO1.3", "SL2.1")
    one, other = (report([with_private(rounds()[0], items, level)], include_private=True) for level in (1, 5))
    assert the_radar(one) != the_radar(other)


def test_who_sees_no_levels_sees_no_earlier_round() -> None:
    assert report(rounds(), "employer").document == report((), "employer").document


# --- in the formats ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FULL)
def test_every_format_names_each_line(name: str) -> None:
    text = words_of(name, FULL[name](report(rounds(), sections=["aspects"])))
    if name == "terminal, wide":  # the heading is wrapped between other headings
        text = text.replace("2026)(1February2027)", "(1February2027)")
        assert all(squeezed(word) in text for one in (NAMES[0], NAMES[2]) for word in one.split())
    else:
        assert all(squeezed(one) in text for one in ("Self", "Target", NAMES[0], NAMES[2]))


def test_the_web_page_draws_each_line_with_dashes_and_marks_of_its_own() -> None:
    page = html_bytes(report(rounds(), sections=["aspects"])).decode()
    drawn = page[page.index("<svg") : page.index("</svg>")]
    for number, name in enumerate(series_of(report(rounds()))):
        assert f'class="s s{number}"' in drawn
        assert f"class=k{number} " in drawn
        assert f">{name}<" in drawn


def test_word_draws_each_line() -> None:
    with zipfile.ZipFile(io.BytesIO(word_bytes(report(rounds(), sections=["aspects"])))) as parts:
        chart = parts.read("word/charts/chart1.xml").decode()
    assert chart.count("<c:ser>") == 4
    assert all(f"<c:v>{name}</c:v>" in chart for name in series_of(report(rounds())))


@pytest.mark.parametrize("width", [68, 80, 120])
def test_two_earlier_rounds_still_make_a_table_on_a_terminal(width: int) -> None:
    """A row an element: headings take more lines before the table becomes a list."""
    lines = page_of(report(rounds(), sections=["aspects"]).document, width, True).text().splitlines()
    [row] = [line for line in lines if line.startswith("SD1 ") and "Reading" in line and line.split()[-1] == "-"]
    table = the_radar(report(rounds())).table
    place = column_of(table, "Element").index("SD1")
    assert row.split()[-4:] == [*table.rows[place][2:]]


# --- as a process -----------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A record of four rounds."""
    with Record(tmp_path / "record").changing("test", lambda: NOW) as writer:
        writer.save_profile(a_profile())
        for one in (*rounds(), owner().round):
            writer.save_round(one)
    return tmp_path / "record"


def test_the_command_reads_the_earlier_rounds_of_the_record(run: Any, folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.md"
    done: Finished = run(
        "report", "--record", folder, "--format", "markdown", "--today", "2027-10-01", "--output", target
    )
    assert done.status == 0
    text = target.read_text(encoding="utf-8")
    assert "| Element | Title" in text
    assert all(name in text for name in (NAMES[0], NAMES[2]))
    assert NAMES[1] not in text


def test_an_earlier_round_that_does_not_read_is_named_and_nothing_is_written(
    run: Any, folder: Path, tmp_path: Path
) -> None:
    (folder / "assessments" / f"{DAYS[2]}.yaml").write_text("title: [", encoding="utf-8")
    target = tmp_path / "report.html"
    done: Finished = run("report", "--record", folder, "--output", target)
    assert done.status == 1
    assert f"{DAYS[2]}.yaml" in done.stderr
    assert "Traceback" not in done.stderr
    assert not target.exists()
