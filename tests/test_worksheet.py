"""The worksheet: out as a workbook and as a Word document, filled in by other programs, and back in, whole or not at all."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from building import AWKWARD_TEXTS, NOW, TODAY, a_profile, a_register, a_round, an_entry, rated
from gap_records import changed, standard
from processes import run_here
from worksheets import (
    KINDS,
    PLACE,
    Filling,
    applied,
    docx,
    field_beside,
    filled,
    made,
    openpyxl,
    problems_of,
    question_in,
    read,
    repacked,
    row_of,
    saved,
)

from cswo_eval.disclosure.private_things import private_things
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.exchange.worksheet.columns import COLUMNS, UNHOLDABLE
from cswo_eval.exchange.worksheet.stages import WorksheetRow
from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import Answer, Round
from cswo_eval.record.sample import write_sample
from cswo_eval.record.store import Record
from cswo_eval.text.problems import CswoEvalError, ProblemsFound

HOSTILE = (
    '=HYPERLINK("http://example.org","x")',
    "+1",
    "@SUM(A1)",
    "-2",
    "<script>x</script> ]]> &amp;",
    "{{7*7}} $ #raw",
)

# --- out --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("elements", "count"), [(True, 18), (False, 80)])
def test_every_question_comes_back_once_in_order(kind: str, elements: bool, count: int) -> None:
    framework = standard()
    sheet = read(kind, made(kind, None, elements))
    assert [one.item for one in sheet.rows] == list(framework.elements if elements else framework.competencies)
    assert (len(sheet.rows), sheet.round, sheet.elements) == (count, None, elements)
    assert all(one[2:9] == ("",) * 7 for one in sheet.rows)


@pytest.mark.parametrize("kind", KINDS)
def test_an_aspect_alone_has_only_its_own_questions(kind: str) -> None:
    sheet = read(kind, made(kind, None, aspect="sd"))
    assert [one.item for one in sheet.rows] == [one for one in standard().elements if one.startswith("SD")]
    with pytest.raises(CswoEvalError, match="not an aspect"):
        made(kind, None, aspect="SD1")


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_answers_give_the_same_bytes(kind: str, framework: Framework) -> None:
    round_ = a_round(framework, {"SD1": rated(3)})
    assert made(kind, round_) == made(kind, round_)


def test_the_workbook_shows_statement_and_both_illustrations_and_hides_its_first_line(framework: Framework) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made("xlsx", None)))["Worksheet"]
    element = framework.elements["SD1"]
    assert [cell.value for cell in sheet[2]] == [column.heading for column in COLUMNS]
    assert [cell.value for cell in sheet[4]][:4] == ["SD1", element.statement, element.weak, element.strong]
    assert sheet.row_dimensions[1].hidden
    assert str(sheet["A1"].value).startswith("cswo-eval/worksheet 2 ")


def test_level_importance_and_confidence_are_chosen_from_lists() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made("xlsx", None)))["Worksheet"]
    lists = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert lists == {"F3:F20": '"1,2,3,4,5,n,x"', "G3:G20": '"1,2,3"', "H3:H20": '"low,medium,high"'}


# --- letter for letter ------------------------------------------------------------------------------------------


TEXTS = {what: AWKWARD_TEXTS.get(what, what) for what in (*AWKWARD_TEXTS, *HOSTILE)}


def can_be_held(kind: str, text: str) -> bool:
    """Whether a file of this kind has a place for every character of a text."""
    return not UNHOLDABLE.search(text) and (kind == "docx" or len(text) <= 32_767)


@pytest.fixture(scope="module")
def came_back(framework: Framework) -> dict[tuple[str, str], WorksheetRow]:
    """For each kind of file and each text that it can hold, the row in which it came back: as many in a file as it has rows."""
    rows = {}
    for kind in KINDS:
        left = [what for what, text in TEXTS.items() if text.strip() and can_be_held(kind, text)]
        while left:
            items = dict(zip(framework.elements, left, strict=False))
            answers = {item: rated(4, opposite=TEXTS[what], learning=TEXTS[what]) for item, what in items.items()}
            sheet = read(kind, made(kind, a_round(framework, answers)))
            rows |= {(kind, what): row_of(sheet, item) for item, what in items.items()}
            left = left[len(items) :]
    return rows


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("what", TEXTS)
def test_a_text_comes_back_letter_for_letter_or_is_refused_in_words(
    kind: str, what: str, framework: Framework, came_back: dict[tuple[str, str], WorksheetRow]
) -> None:
    text = TEXTS[what]
    if not text.strip():
        pytest.skip("says nothing")
    if not can_be_held(kind, text):
        with pytest.raises(ProblemsFound, match="SD1, 'What someone who disagrees") as refused:
            made(kind, a_round(framework, {"SD1": rated(4, opposite=text, learning=text)}))
        assert len(refused.value.problems) == 2
        return
    row = came_back[kind, what]
    assert (row.level, row.opposite, row.learning) == ("4", text, text)


@pytest.mark.parametrize("text", ["_x000D_", "_x005F_x000D_", "_X0041_"])
def test_the_codes_of_a_workbook_are_refused_there_and_kept_in_word(text: str, framework: Framework) -> None:
    round_ = a_round(framework, {"SD1": rated(4, learning=text)})
    with pytest.raises(ProblemsFound, match="--format docx"):
        made("xlsx", round_)
    assert row_of(read("docx", made("docx", round_)), "SD1").learning == text
    assert problems_of("xlsx", filled("xlsx", made("xlsx", None), {"SD1": {"opposite": text}}))


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_is_run(kind: str, framework: Framework) -> None:
    """No formula and no link stands in the file."""
    answers = dict(zip(framework.elements, (rated(2, learning=text) for text in HOSTILE), strict=False))
    with zipfile.ZipFile(io.BytesIO(made(kind, a_round(framework, answers)))) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        parts = "".join(archive.read(name).decode() for name in names)
    assert not re.search(r"<f[ >]|<hyperlink|<w:hyperlink|instrText|<script", parts)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", HOSTILE)
def test_what_another_program_wrote_is_text(kind: str, text: str) -> None:
    row = row_of(read(kind, filled(kind, made(kind, None), {"SD1": {"opposite": text, "level": "n"}})), "SD1")
    assert (row.opposite, row.level) == (text, "n")


@pytest.mark.parametrize("kind", KINDS)
def test_private_answers_stay_out_unless_asked_for(kind: str, framework: Framework) -> None:
    round_ = a_round(framework, {"SD1": rated(4, learning="mine alone", private=True)})
    assert row_of(read(kind, made(kind, round_)), "SD1")[2:9] == ("",) * 7
    assert row_of(read(kind, made(kind, round_, include_private=True)), "SD1").learning == "mine alone"


# --- problems ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_problem_is_listed_by_row(kind: str) -> None:
    filling: Filling = {
        "SD1": {"level": "7"},
        "SD2": {"level": "x"},
        "SD3": {"id": "SD99"} if kind == "xlsx" else {"confidence": "sure"},
        "AO1": {"reason": "because", "level": 3},
        "AO2": {"importance": "4"},
    }
    found = problems_of(kind, filled(kind, made(kind, None), filling))
    rows = {item: place for place, item in enumerate(standard().elements, start=3 if kind == "xlsx" else 1)}
    word = "row" if kind == "xlsx" else "question"
    expected = [
        (rows[item], part)
        for item, part in (
            ("SD1", "'7' is none of 1, 2, 3, 4, 5, n, x"),
            ("SD2", "needs a reason"),
            ("SD3", "no element 'SD99'. Did you mean" if kind == "xlsx" else "what stands there is none of low"),
            ("AO1", "the level is not x"),
            ("AO2", "'4' is none of 1, 2, 3"),
        )
    ]
    assert len(found) == len(expected)
    for number, part in expected:
        assert any(one.startswith(f"w.{kind}, {word} {number}: ") and part in one for one in found), part


SECRET = "John Smith of 3 High Street"


def with_id(kind: str, was: str, now: str) -> bytes:
    """A worksheet in which another text stands in the place of an id."""
    if kind == "xlsx":
        return filled(
            kind, made(kind, None), {was: {"id": now, "level": "J Smith", "evidence": "None.", "reason": "x"}}
        )
    document = docx.Document(io.BytesIO(filled(kind, made(kind, None), {was: {"level": "J Smith", "reason": "x"}})))
    question_in(document, was).cell(0, 0).text = now
    return saved(document)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", [SECRET, f"MV1 {SECRET}", "J Smith", "NOTE", "3 High"])
def test_no_problem_repeats_words_of_the_owner(kind: str, text: str) -> None:
    found = " ".join(problems_of(kind, with_id(kind, "MV1", text))).casefold()
    assert [word for word in ("john", "smith", "street", "3 high", "'note") if word in found] == []
    assert ("'id' column" in found) == (kind == "xlsx")
    assert ("where its id was" in found) == (kind == "docx")
    assert ("than the id mv1" in found) == text.startswith("MV1 ")


def test_a_note_below_the_questions_is_told_by_its_row_alone() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", None)))
    book["Worksheet"]["A900"] = "Note far below"
    (found,) = problems_of("xlsx", saved(book))
    assert found.startswith("w.xlsx, row 900: what stands in the 'Id' column is not the id of an element, such as MV1.")


@pytest.mark.parametrize(
    ("text", "shown"), [("7", "'7'"), ("3.5", "'3.5'"), ("mv1.1", "'mv1.1'"), ("AB-12-34", "what")]
)
def test_of_a_wrong_choice_only_an_id_or_a_number_is_repeated(text: str, shown: str) -> None:
    (found,) = problems_of("docx", filled("docx", made("docx", None), {"SD1": {"level": text}}))
    assert f"SD1, 'Level (1 to 5, n, x)': {shown}" in found
    assert ("AB-12" in found) is False


@pytest.mark.parametrize("kind", KINDS)
def test_an_item_that_stands_twice_is_named_at_both(kind: str) -> None:
    stream = io.BytesIO()
    if kind == "xlsx":
        data = filled(kind, made(kind, None), {"SD2": {"id": "sd1"}})
    else:
        document = docx.Document(io.BytesIO(made(kind, None)))
        question_in(document, "SD2").cell(0, 0).text = "sd1"
        document.save(stream)
        data = stream.getvalue()
    places = "4, 5" if kind == "xlsx" else "2, 3"
    assert [one.partition(": ")[2] for one in problems_of(kind, data)] == [
        f"SD1 stands here more than once ({places})."
    ] * 2


@pytest.mark.parametrize("kind", KINDS)
def test_another_records_worksheet_is_refused(kind: str) -> None:
    assert "made from another record" in problems_of(kind, made(kind, None), "fedcba9876543210")[0]


@pytest.mark.parametrize("kind", KINDS)
def test_any_other_workbook_or_document_is_no_worksheet(kind: str) -> None:
    stream = io.BytesIO()
    (openpyxl.Workbook() if kind == "xlsx" else docx.Document()).save(stream)
    assert "not a worksheet of this program" in problems_of(kind, stream.getvalue())[0]


@pytest.mark.parametrize("kind", KINDS)
def test_an_older_form_of_the_worksheet_is_refused_by_its_version(kind: str) -> None:
    data = repacked(made(kind, None), lambda _, text: text.replace("cswo-eval/worksheet 2 ", "cswo-eval/worksheet 1 "))
    assert "it has version 1 of the worksheet" in problems_of(kind, data)[0]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (date(2026, 3, 4), "number or a date"),
        (1.1, "number or a date"),
        (True, "number or a date"),
        (time(9, 30), "number or a date"),
        ("=1+1", "formula"),
        ("#REF!", "error"),
    ],
)
def test_what_a_spreadsheet_made_of_a_text_is_named(value: object, said: str) -> None:
    found = problems_of("xlsx", filled("xlsx", made("xlsx", None), {"SD1": {"learning": value}}))
    assert len(found) == 1
    assert said in found[0]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (3.5, "a number with decimals"),
        (True, "TRUE or FALSE"),
        ("=1+2", "a formula"),
        (date(2026, 3, 4), "a date"),
        ("#REF!", "an error of the spreadsheet"),
    ],
)
def test_what_is_no_choice_is_answered_with_the_choices_and_not_with_an_apostrophe(value: object, said: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", None)))
    book["Worksheet"].cell(3, PLACE["level"]).value = value
    (found,) = problems_of("xlsx", saved(book))
    assert f"'Level (1 to 5, n, x)': what stands there is {said}" in found
    assert found.endswith("Write one of 1, 2, 3, 4, 5, n, x.")
    assert "apostrophe" not in found


def test_words_in_a_column_or_row_of_their_own_are_not_lost_in_silence() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", None)))
    book["Worksheet"].cell(5, 20).value = "a note of mine"
    book["Worksheet"].cell(40, PLACE["evidence"]).value = "and more"
    stream = io.BytesIO()
    book.save(stream)
    found = problems_of("xlsx", stream.getvalue())
    assert ["row 5: SD2: column T" in found[0], "row 40: there are words here, but no id" in found[1]] == [True, True]


def test_a_missing_column_is_named() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", None)))
    book["Worksheet"].cell(2, PLACE["level"]).value = "Mark"
    stream = io.BytesIO()
    book.save(stream)
    assert "'Level (1 to 5, n, x)' is missing" in problems_of("xlsx", stream.getvalue())[0]


def test_a_tracked_change_in_word_is_not_lost_in_silence() -> None:
    data = made("docx", None)
    document = docx.Document(io.BytesIO(filled("docx", data, {"SD1": {"evidence": "I led the review."}})))
    run = field_beside(question_in(document, "SD1"), "evidence").paragraphs[0].runs[-1]._r
    inserted = docx.oxml.parse_xml(
        '<w:ins xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:id="1" w:author="a">'
        "<w:r><w:t>And more.</w:t></w:r></w:ins>"
    )
    run.addnext(inserted)
    stream = io.BytesIO()
    document.save(stream)
    assert "tracked change" in problems_of("docx", stream.getvalue())[0]


# --- what it changes --------------------------------------------------------------------------------------------


def test_a_row_is_taken_in_as_if_it_had_been_typed(framework: Framework) -> None:
    row = WorksheetRow(3, "SD1", "I led the review.\nTwice.", "4", "3", "high", "The audit.", "Ask the board.")
    done = applied([row], a_round(framework))
    answer = done.round.answers["SD1"]
    assert (answer.standing, answer.level, answer.importance, answer.confidence) == ("rated", 4, 3, "high")
    assert (answer.opposite, answer.learning, answer.changed) == ("The audit.", "Ask the board.", NOW)
    assert set(answer.passed) == {"evidence", "level", "importance", "opposite", "confidence", "learning"}
    (entry,) = done.register.entries
    assert (entry.id, entry.shows, entry.title) == ("E1", "I led the review.\nTwice.", "I led the review.")
    assert [(link.item, link.bearing) for link in entry.links] == [("SD1", "supports")]
    assert (done.answered, done.added, done.conflicts) == (("SD1",), ("E1",), ())


def test_nothing_is_taken_in_twice(framework: Framework) -> None:
    rows = [WorksheetRow(3, "SD1", "I led the review.", "4"), WorksheetRow(4, "SD2", level="x", reason="No such duty.")]
    once = applied(rows, a_round(framework))
    twice = applied(rows, once.round, once.register)
    assert (twice.round, twice.register) == (once.round, once.register)
    assert (twice.answered, twice.added, twice.conflicts) == ((), (), ())


def test_the_same_text_for_two_questions_is_one_entry_with_two_links(framework: Framework) -> None:
    done = applied([WorksheetRow(3, "SD1", "The review."), WorksheetRow(4, "SD2", "The review.")], a_round(framework))
    (entry,) = done.register.entries
    assert [link.item for link in entry.links] == ["SD1", "SD2"]
    assert all(link.reason for link in entry.links)


def test_the_id_of_an_entry_links_it_and_an_unknown_one_is_a_problem(framework: Framework) -> None:
    register = a_register([an_entry(4, "SD2")])
    done = applied([WorksheetRow(3, "SD1", "e4")], a_round(framework), register)
    assert [link.item for link in done.register.entries[0].links] == ["SD2", "SD1"]
    assert (done.linked, done.added) == (("E4",), ())
    unknown = "row 3: SD1: There is no E9 in your register; `cswo-eval evidence list` shows what there is"
    with pytest.raises(ProblemsFound, match=unknown):
        applied([WorksheetRow(3, "SD1", " e9 ")], a_round(framework), register)


@pytest.mark.parametrize(
    "text", ["E4, E5", "e4 and E5.", "E4;E5", "E4 E5", "E4\nE5", "E4, and E5", "see E4, E5", " E5 , E4 . "]
)
def test_ids_of_entries_that_stand_alone_link_each_of_them(framework: Framework, text: str) -> None:
    register = a_register([an_entry(4, "SD2"), an_entry(5, "SD2")])
    done = applied([WorksheetRow(3, "SD1", text)], a_round(framework), register)
    assert [[link.item for link in entry.links] for entry in done.register.entries] == [["SD2", "SD1"]] * 2
    assert all(entry.links[1].reason for entry in done.register.entries)
    assert (set(done.linked), done.added) == ({"E4", "E5"}, ())


@pytest.mark.parametrize("text", ["E4.", "see E4", "E4,"])
def test_an_id_with_a_full_stop_or_see_is_that_entry(framework: Framework, text: str) -> None:
    done = applied([WorksheetRow(3, "SD1", text)], a_round(framework), a_register([an_entry(4, "SD2")]))
    assert (done.linked, done.added) == (("E4",), ())


def test_each_unknown_id_of_several_is_told_and_none_is_linked(framework: Framework) -> None:
    with pytest.raises(ProblemsFound, match="row 3: SD1: There is no E8 or E9 in your register; `cswo-eval evidence"):
        applied([WorksheetRow(3, "SD1", "E4, E8 and E9.")], a_round(framework), a_register([an_entry(4, "SD2")]))


@pytest.mark.parametrize("text", ["E4, which I led", "E4 or E5", "The E4 review", "E4E5"])
def test_any_other_text_with_an_id_in_it_is_an_entry_of_its_own(framework: Framework, text: str) -> None:
    done = applied([WorksheetRow(3, "SD1", text)], a_round(framework), a_register([an_entry(4, "SD2")]))
    assert [entry.shows for entry in done.register.entries if entry.id in done.added] == [text]


def test_an_entry_that_was_taken_out_does_not_come_back(framework: Framework) -> None:
    register = a_register([an_entry(1, "SD1", shows="The review.", removed=NOW)])
    done = applied([WorksheetRow(3, "SD1", "The review.")], a_round(framework), register)
    assert (done.register, done.added, done.removed_before) == (register, (), ("E1",))


def test_an_answer_that_differs_is_listed_and_kept(framework: Framework) -> None:
    """With a level that is not taken over, what is said of that level is not either; the rest is."""
    before = a_round(framework, {"SD1": rated(2, importance=2)})
    row = WorksheetRow(3, "SD1", level="4", importance="2", confidence="high", learning="Ask.")
    done = applied([row], before)
    assert [(one.row, one.item, one.field, one.present, one.given) for one in done.conflicts] == [
        (3, "SD1", "level", "2", "4"),
        (3, "SD1", "confidence", "", "high"),
    ]
    answer = done.round.answers["SD1"]
    assert (answer.level, answer.confidence, answer.learning) == (2, None, "Ask.")


def test_replace_takes_the_worksheets_and_an_empty_field_takes_nothing_away(framework: Framework) -> None:
    before = a_round(framework, {"SD1": rated(2, importance=2, learning="Mine.")})
    done = applied([WorksheetRow(3, "SD1", level="n", importance="3")], before, replace=True)
    answer = done.round.answers["SD1"]
    assert (answer.standing, answer.level, answer.importance, answer.learning) == ("no-chance", None, 3, "Mine.")
    assert [one.field for one in done.conflicts] == ["level", "importance"]


def test_new_evidence_for_a_private_answer_is_covered_by_it_and_carries_no_mark(framework: Framework) -> None:
    before = a_round(framework, {"SD1": Answer(private=True)})
    done = applied([WorksheetRow(3, "SD1", "The review.")], before)
    assert [entry.private for entry in done.register.entries] == [False]
    whole = WholeRecord(framework, a_profile(), done.round, done.register)
    assert private_things(whole).covered == {done.added[0]: ("SD1",)}


# --- the commands -----------------------------------------------------------------------------------------------


@pytest.fixture
def sample(tmp_path: Path) -> Record:
    """The sample record in a folder of its own."""
    return write_sample(tmp_path / "record", standard(), lambda: NOW)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, sample: Record) -> Callable[..., Any]:
    """Run the program on the sample."""
    return partial(run_here, monkeypatch, "worksheet", record=sample.folder)


def files_of(record: Record) -> dict[str, bytes]:
    """Every file that the owner's words stand in: not the history, which an export is noted in."""
    paths = sorted(record.folder.rglob("*.yaml"))
    return {str(path): path.read_bytes() for path in paths if path.parent.name != "history"}


@pytest.mark.parametrize("kind", KINDS)
def test_out_and_in_again_changes_nothing(kind: str, here: Callable[..., Any], sample: Record, tmp_path: Path) -> None:
    before = files_of(sample)
    out = here("export", "--format", kind, "--output", tmp_path / f"w.{kind}")
    assert (out.status, out.stdout) == (0, "")
    back = here("import", tmp_path / f"w.{kind}")
    assert (back.status, back.stderr) == (0, "Nothing new in it: the record is as it was.\n")
    assert files_of(sample) == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_filled_worksheet_comes_in_once(kind: str, here: Callable[..., Any], sample: Record, tmp_path: Path) -> None:
    path, framework = tmp_path / f"w.{kind}", standard()
    assert here("export", "--output", path).status == 0
    item = next(iter(framework.competencies))
    text = '=HYPERLINK("http://example.org")'
    path.write_bytes(filled(kind, path.read_bytes(), {item: {"evidence": text}}))
    count = len(sample.register().entries)
    first = here("import", path)
    assert (first.status, "1 new entry" in first.stderr) == (0, True)
    assert sample.register().entries[-1].shows == text
    files = files_of(sample)
    assert "Nothing new" in here("import", path).stderr
    assert (len(sample.register().entries), files_of(sample)) == (count + 1, files)


def test_a_conflict_is_told_and_only_replace_changes_it(
    here: Callable[..., Any], sample: Record, tmp_path: Path
) -> None:
    """Rated 3 when it was exported, 2 in the record since, and 5 in the worksheet."""
    path, item = tmp_path / "w.xlsx", answered_in(sample, level=3)
    here("export", "--output", path)
    path.write_bytes(filled("xlsx", path.read_bytes(), {item: {"level": 5}}))
    give(sample, item, level=2)
    before = files_of(sample)
    told = here("import", path)
    assert told.status == 0
    assert "the record says 2, the worksheet 5; the record's is kept" in " ".join(told.stderr.split())
    assert files_of(sample) == before
    assert "replaced" in here("import", path, "--replace").stderr
    assert level_in(sample, item) == 5


def test_what_was_changed_in_the_worksheet_alone_is_taken_and_said(
    here: Callable[..., Any], sample: Record, tmp_path: Path
) -> None:
    path, item = tmp_path / "w.xlsx", answered_in(sample, level=3)
    here("export", "--output", path)
    path.write_bytes(filled("xlsx", path.read_bytes(), {item: {"level": 5}}))
    told = " ".join(here("import", path).stderr.split())
    assert f"{item}, 'Level (1 to 5, n, x)': 3 before, 5 now." in told
    assert level_in(sample, item) == 5


def test_what_was_changed_in_the_record_alone_stays_without_a_word(
    here: Callable[..., Any], sample: Record, tmp_path: Path
) -> None:
    path, item = tmp_path / "w.xlsx", answered_in(sample, level=3)
    here("export", "--output", path)
    give(sample, item, level=2)
    assert here("import", path).stderr == "Nothing new in it: the record is as it was.\n"
    assert level_in(sample, item) == 2


def answered_in(record: Record, level: int) -> str:
    """A competency that the record rates with this level and does not keep private."""
    answers = newest(record).answers
    return next(one for one, said in answers.items() if "." in one and said.level == level and not said.private)


def newest(record: Record) -> Round:
    round_ = record.latest_round(standard())
    assert round_ is not None
    return round_


def level_in(record: Record, item: str) -> int | None:
    return newest(record).answers[item].level


def give(record: Record, item: str, **fields: Any) -> None:
    """Change an answer of the record, as the walk would."""
    round_ = newest(record)
    answers = {**round_.answers, item: changed(round_.answers[item], **fields)}
    with record.changing("test", lambda: NOW) as writer:
        writer.save_round(changed(round_, answers=answers))


def test_a_problem_anywhere_changes_nothing(here: Callable[..., Any], sample: Record, tmp_path: Path) -> None:
    path, items = tmp_path / "w.xlsx", list(standard().competencies)
    here("export", "--output", path)
    path.write_bytes(filled("xlsx", path.read_bytes(), {items[0]: {"evidence": "Good."}, items[1]: {"level": 7}}))
    before = files_of(sample)
    done = here("import", path)
    assert (done.status, "row 4" in done.stderr, files_of(sample) == before) == (1, True, True)


def test_a_save_that_fails_half_way_is_taken_back(
    here: Callable[..., Any], sample: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cswo_eval.record.writer import RecordWriter

    path, item = tmp_path / "w.xlsx", next(iter(standard().competencies))
    here("export", "--output", path)
    path.write_bytes(filled("xlsx", path.read_bytes(), {item: {"evidence": "Something new.", "learning": "New."}}))

    def full(*_: object) -> None:
        raise CswoEvalError("The disk is full.")

    before = files_of(sample)
    monkeypatch.setattr(RecordWriter, "save_round", full)
    register, done = sample.register(), here("import", path, "--replace")
    assert (done.status, sample.register()) == (1, register)
    changed_files = [
        name for name, data in files_of(sample).items() if not name.startswith("history/") and before.get(name) != data
    ]
    assert [name for name in changed_files if not name.endswith("evidence.yaml")] == []


def test_no_file_is_written_over_without_force(here: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    path.write_text("mine")
    refused = here("export", "--output", path)
    assert (refused.status, path.read_text()) == (1, "mine")
    assert here("export", "--output", path, "--force").status == 0
    assert path.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    "given",
    [
        ("export", "--format", "pdf"),
        ("export", "--format", "docx", "--output", "w.xlsx"),
        ("export", "--output", "no/such/folder/w.xlsx"),
        ("export", "--aspect", "QQ"),
        ("import", "not-there.xlsx"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_status_1(given: tuple[str, ...], here: Callable[..., Any]) -> None:
    done = here(*given)
    assert (done.status, done.stdout, "Traceback" in done.stderr) == (1, "", False)
    assert done.stderr


def test_a_worksheet_of_an_earlier_round_is_refused(here: Callable[..., Any], sample: Record, tmp_path: Path) -> None:
    path, framework = tmp_path / "w.xlsx", standard()
    here("export", "--output", path)
    round_ = sample.latest_round(framework)
    assert round_ is not None
    with sample.changing("test", lambda: NOW) as writer:
        writer.save_round(changed(round_, started=date(2027, 3, 1), title="Round 2"))
    done = here("import", path)
    assert (done.status, "Export a new worksheet" in done.stderr) == (1, True)


def test_a_record_without_a_round_gets_its_first_from_a_worksheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from building import a_profile

    record, path = Record(tmp_path / "record"), tmp_path / "w.docx"
    with record.changing("test", lambda: NOW) as writer:
        writer.save_profile(a_profile())
    here = partial(run_here, monkeypatch, "worksheet", record=record.folder)
    assert here("export", "--elements", "--output", path).status == 0
    path.write_bytes(filled("docx", path.read_bytes(), {"SD1": {"level": "3", "evidence": "The review."}}))
    for _ in range(2):
        assert here("import", path, "--today", "2026-11-21").status == 0
    round_ = record.latest_round(standard())
    assert round_ is not None
    assert (round_.started, round_.depth, round_.answers["SD1"].level) == (TODAY, "element", 3)
    assert len(record.register().entries) == 1
