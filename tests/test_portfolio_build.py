"""`portfolio build`: what is in the folder and the zip, in every section and both formats, and what is refused."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import docx
import html5lib
import lxml.html
import pytest
from building import AWKWARD_TEXTS, NOW, a_profile, a_register, a_round
from conftest import Finished
from docx.oxml.ns import qn
from gap_records import changed, standard
from portfolios import (
    DETAILS,
    MY_PART,
    PRIVATE,
    TODAY,
    WHY,
    a_file,
    a_student,
    a_students_plan,
    a_zip,
    an_evidenced,
    answers,
    attach,
    claims,
    entries,
    files_in,
    manifest_of,
    reflections,
    xml_of,
    zipped,
)
from processes import Program, run_here
from reports import HOSTILE, squeezed, text_of, with_texts, words_of

from cswo_eval.record.attachments import path_of
from cswo_eval.record.models import Link
from cswo_eval.record.portfolio_models import GuardDecisions, Pseudonym
from cswo_eval.record.store import Record
from cswo_eval.text.visible import visible

Build = Callable[..., Finished]
PARTS = {
    "award": [
        "statements", "self-evaluation", "learning-contract", "prior-learning", "evidence-matrix", "competencies",
        "reflective-accounts", "appendices", "word-counts",
    ],
    "work-based-module": [
        "statements", "learning-contract", "self-evaluation", "evidence-matrix", "competencies", "reflective-accounts",
        "discussion-brief", "word-counts",
    ],
    "employer-file": ["statements", "learning-contract", "evidence-matrix", "appendices"],
}  # fmt: skip
"""The parts of each profile that comes with the program, in order, without title page and contents."""


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> Build:
    """`portfolio build` of a record into a folder."""

    def run(record: Path, target: Path, *options: str, today: str = TODAY) -> Finished:
        return run_here(
            monkeypatch,
            "portfolio",
            "build",
            "--today",
            today,
            "--output",
            target,
            *options,
            record=record,
            columns=200,
        )

    return run


def built(build: Build, record: Path, target: Path, *options: str) -> dict[str, bytes]:
    """The files of a portfolio that was built without a fault."""
    done = build(record, target, *options)
    assert (done.status, done.stdout) == (0, ""), done.stderr
    return files_in(target)


@pytest.fixture(scope="module", params=sorted(PARTS))
def made(
    request: pytest.FixtureRequest, program: Program, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, dict[str, bytes]]:
    """The student's portfolio under each profile, with a plan and two files."""
    folder = tmp_path_factory.mktemp("student")
    files = {"E1": [a_file(folder, "One of two.txt", "One.")], "E2": [a_file(folder, "Aithisg.txt", "Dhà.")]}
    record = a_student(folder / "record", plan=a_students_plan(), files=files)
    options = ("--today", TODAY, "--profile", request.param, "--output", folder / "out")
    done = program("portfolio", "build", *options, record=record)
    assert done.status == 0, done.stderr
    return request.param, files_in(folder / "out")


def headings(document: bytes, level: int) -> list[str]:
    """The headings of a level in a Word file."""
    return [
        one.text
        for one in docx.Document(io.BytesIO(document)).paragraphs
        if one.style and one.style.name == f"Heading {level}"
    ]


def page_of(files: dict[str, bytes]) -> lxml.html.HtmlElement:
    """The web page."""
    return lxml.html.document_fromstring(files["portfolio.html"].decode("utf-8"))


def words(files: dict[str, bytes]) -> dict[str, str]:
    """The words of the whole portfolio in both formats, without white space."""
    return {"html": words_of("html", files["portfolio.html"]), "word": words_of("word", files["portfolio.docx"])}


# --- what is in it ------------------------------------------------------------------------------------------------------


def test_every_part_of_the_profile_is_there_in_its_order_in_word_and_html(made: tuple[str, dict[str, bytes]]) -> None:
    profile, files = made
    sections = {one.id: one.title for one in standard().portfolio_profiles.sections}
    wanted = [f"{number} {sections[name]}" for number, name in enumerate(PARTS[profile], start=1)]
    inner = re.compile(r"\d+\.\d+ ")
    assert [one for one in headings(files["portfolio.docx"], 1) if not inner.match(one)] == wanted
    told = ["".join(one.itertext()) for one in page_of(files).iter("h2")]
    assert [one for one in told if not inner.match(one) and one != "Contents"] == wanted


def test_each_part_is_a_document_of_its_own_under_the_same_number(made: tuple[str, dict[str, bytes]]) -> None:
    profile, files = made
    names = sorted(name for name in files if name.startswith("parts/"))
    assert names == [f"parts/{number:02}-{name}.docx" for number, name in enumerate(PARTS[profile], start=1)]
    sections = {one.id: one.title for one in standard().portfolio_profiles.sections}
    for name, part in zip(names, PARTS[profile], strict=True):
        assert headings(files[name], 1)[0] == sections[part]


def test_the_title_page_is_a_page_of_its_own_and_the_contents_come_after_it(made: tuple[str, dict[str, bytes]]) -> None:
    _, files = made
    body = docx.Document(io.BytesIO(files["portfolio.docx"])).paragraphs
    texts = [one.text for one in body]
    contents = texts.index("Contents")
    assert any("A Student" in text for text in texts[:contents])
    assert body[contents].paragraph_format.page_break_before
    statements = next(one for one in body if one.style and one.style.name == "Heading 1")
    assert statements.paragraph_format.page_break_before


def test_the_title_page_says_who_what_and_when(made: tuple[str, dict[str, bytes]]) -> None:
    _, files = made
    for told in words(files).values():
        for text in ("A Student", "Postgraduate Diploma", "Module 3", "A tutor", "21 November 2026"):
            assert squeezed(text) in told


def test_the_statements_have_room_to_sign_and_say_what_the_search_came_to(made: tuple[str, dict[str, bytes]]) -> None:
    _, files = made
    for told in words(files).values():
        assert squeezed("My signature, with the date") in told
        assert squeezed("Second reader, by role, with the date") in told
        assert squeezed("Search by rule") in told


def test_the_learning_contract_has_a_place_for_each_signature(made: tuple[str, dict[str, bytes]]) -> None:
    _, files = made
    for told in words(files).values():
        for who in ("Student", "Academic adviser or mentor", "Line manager"):
            assert squeezed(f"{who}: name, signature, date") in told


def test_every_title_of_the_evidence_and_every_competency_is_there(made: tuple[str, dict[str, bytes]]) -> None:
    _, files = made
    for told in words(files).values():
        for entry in entries()[:5]:
            assert squeezed(f"{entry.title}") in told
        for competency in standard().competencies.values():
            if competency.id != "SD1.6":  # not applicable
                assert squeezed(f"{competency.title}") in told


def test_what_is_private_or_taken_out_is_in_no_file(made: tuple[str, dict[str, bytes]]) -> None:
    _, files = made
    for name, data in files.items():
        text = text_of(name.rpartition(".")[2], data)
        assert PRIVATE not in text, name
        for gone in ("Seven is gone", "Three is gone", "Gone too"):
            assert gone not in text, name
    assert "SL1.2" in text_of("docx", files["portfolio.docx"])  # its words are private, its name is not


def test_no_day_of_an_event_is_told_its_month_is(made: tuple[str, dict[str, bytes]]) -> None:
    _, files = made
    for told in words(files).values():
        for days in ("17 March", "19 May", "23 April", "2026-03-17", "2026-05-19", "2021-04-23"):
            assert squeezed(days) not in told.replace("2026March", "")
        for month in ("March 2026", "May 2026", "April 2021"):
            assert squeezed(month) in told


def test_an_employers_file_shows_no_level(made: tuple[str, dict[str, bytes]]) -> None:
    profile, files = made
    shown = [bool(re.search(r"level[1-5]|target\w*[1-5]|aim[1-5]", told)) for told in words(files).values()]
    assert shown == [profile != "employer-file"] * 2


def test_the_manifest_names_every_file_with_its_true_size_and_hash(made: tuple[str, dict[str, bytes]]) -> None:
    _, files = made
    listed = {one["name"]: (one["size"], one["sha256"]) for one in manifest_of(files)["files"]}
    true = {
        name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in files.items() if name != "manifest.json"
    }
    assert listed == true
    assert len(true) > 7


def test_a_strict_parser_finds_no_error_in_the_page(made: tuple[str, dict[str, bytes]]) -> None:
    _, files = made
    html5lib.HTMLParser(strict=True).parse(files["portfolio.html"].decode("utf-8"))
    levels = [int(one.tag[1]) for one in page_of(files).iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_every_word_file_has_headings_in_order_header_rows_descriptions_and_british_english(
    made: tuple[str, dict[str, bytes]],
) -> None:
    _, files = made
    documents = {name: data for name, data in files.items() if name.endswith(".docx")}
    assert len(documents) > 4
    for name, data in documents.items():
        read = docx.Document(io.BytesIO(data))
        levels = [int(one.style.name[-1]) for one in read.paragraphs if one.style and one.style.name[:8] == "Heading "]
        assert levels[0] == 1, name
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels)), name
        for table in read.tables:
            properties = table._tbl.tblPr
            assert properties.find(qn("w:tblCaption")).get(qn("w:val")).strip(), name
            rows = table._tbl.findall(qn("w:tr"))
            marked = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
            assert marked == [len(rows) > 1, *[False] * (len(rows) - 1)], name
        assert all(one.get("descr") for one in read.element.body.iter(qn("wp:docPr"))), name
        assert 'w:lang w:val="en-GB"' in xml_of(data, "word/styles.xml"), name


def test_a_column_always_has_a_heading(made: tuple[str, dict[str, bytes]]) -> None:
    """But for the first of the self-evaluation's own table of aspects, which the report has so."""
    _, files = made
    bare = [one for one in page_of(files).iter("th") if not "".join(one.itertext()).strip()]
    assert len(bare) <= 1


def test_each_competency_tells_its_claim_its_evidence_and_why(build: Build, tmp_path: Path) -> None:
    files = built(build, a_student(tmp_path / "record"), tmp_path / "out")
    told = words_of("word", files["parts/06-competencies.docx"])
    own = told.partition("SD1.3Councillors")[2].partition("AO4.2")[0]
    for text in (
        "level 4, Strong; how sure: high", "What entry 1 tells (March 2026)", f"Why: {WHY}", f"My part: {MY_PART}",
        "Who could confirm it: A team manager", "Account R1", "The papers came late.",
    ):  # fmt: skip
        assert squeezed(text) in own, text
    assert squeezed("Prior learning L1") in told
    assert squeezed("Evidence E4, against") in told


def test_an_entry_is_told_whole_once_and_by_its_title_afterwards(build: Build, tmp_path: Path) -> None:
    files = built(build, a_student(tmp_path / "record"), tmp_path / "out")
    told = words_of("word", files["parts/06-competencies.docx"])
    assert told.count(squeezed("That I listened.")) == 1
    assert told.count(squeezed("What entry 2 tells")) == 2


def test_a_level_of_the_element_as_a_whole_is_told_as_such(build: Build, tmp_path: Path) -> None:
    register = a_register([an_evidenced(1, "MV1.1")])
    files = built(build, a_student(tmp_path / "record", register=register), tmp_path / "out")
    assert squeezed("level 3, Dependable, for MV1 as a whole") in words_of("word", files["parts/06-competencies.docx"])


def test_the_five_tests_stand_nowhere_in_it(made: tuple[str, dict[str, bytes]]) -> None:
    """'Not yet authentic' reads as an accusation; the tests are for the author, in `portfolio check`."""
    _, files = made
    for told in words(files).values():
        for text in ("five tests", "authentic:", "not yet authentic", "not yet reliable", "of 5 met", "all met"):
            assert squeezed(text) not in told.replace("Fivetestsandtheir", ""), text


def test_what_is_tied_to_an_element_stands_in_the_matrix_and_in_the_index_with_its_reason(
    build: Build, tmp_path: Path
) -> None:
    entry = an_evidenced(1, "SD1.3")._replace(
        links=(Link(item="SL4", reason="I went back and asked."), Link(item="SD1.3", reason=WHY))
    )
    files = built(build, a_student(tmp_path / "record", register=a_register([entry])), tmp_path / "out")
    whole = f"SL4 {standard().elements['SL4'].title}, as a whole"
    index = words_of("word", files["parts/06-competencies.docx"])
    own = index.partition(squeezed(whole))[2].partition("SL4.1")[0]
    assert squeezed("Why: I went back and asked.") in own
    assert squeezed(whole) + "S" in words_of("word", files["parts/05-evidence-matrix.docx"])


def test_an_account_of_an_element_stands_in_the_index(build: Build, tmp_path: Path) -> None:
    account = changed(reflections()[0], links=(Link(item="WO4", reason="It was theirs too."),))
    files = built(build, a_student(tmp_path / "record", accounts=[account]), tmp_path / "out")
    index = words_of("word", files["parts/06-competencies.docx"])
    whole = f"WO4 {standard().elements['WO4'].title}, as a whole"
    assert squeezed("Why: It was theirs too.") in index.partition(squeezed(whole))[2]


# --- words against limits -----------------------------------------------------------------------------------------------


def test_words_are_counted_by_section_against_the_owners_limits_and_what_is_over_is_said(
    build: Build, tmp_path: Path
) -> None:
    """The account has five words: at its limit it is not over, one below it is."""
    for limit, said in ((5, "no"), (4, "by 1")):
        details = changed(DETAILS, limits={"reflective-accounts": limit})
        done = build(a_student(tmp_path / f"record{limit}", details=details), tmp_path / f"out{limit}")
        over = f"Reflective accounts: 5 words, 1 over the limit of {limit}." in done.stderr
        assert over == (limit == 4)
        counts = docx.Document(tmp_path / f"out{limit}" / "parts" / "09-word-counts.docx").tables[0]
        rows = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in counts.rows}
        assert rows["Reflective accounts"] == ["5", str(limit), said]
        assert rows["Learning contract"][1] == "none set"


def test_the_whole_has_a_limit_of_its_own(build: Build, tmp_path: Path) -> None:
    done = build(a_student(tmp_path / "record", details=changed(DETAILS, limits={"whole": 10})), tmp_path / "out")
    assert done.status == 0
    assert "The whole: " in done.stderr
    assert "over the limit of 10." in done.stderr


def test_only_the_owners_words_that_stand_in_a_section_are_counted(build: Build, tmp_path: Path) -> None:
    """A note of an answer stands nowhere in a portfolio; a need's learning stands in the self-evaluation."""
    said = {
        "SD1.3": changed(answers()["AO4.2"], learning="one two three", note="a note that is not shown"),
    }
    record = a_student(
        tmp_path / "record",
        round_=a_round(standard(), said),
        register=a_register(),
        accounts=(),
        prior=changed(claims(), claims=()),
    )
    built(build, record, tmp_path / "out")
    counts = docx.Document(tmp_path / "out" / "parts" / "09-word-counts.docx").tables[0]
    rows = {row.cells[0].text: row.cells[1].text for row in counts.rows}
    assert rows["Self-evaluation against the Standard"] == "3"
    assert rows["Evidence by competency"] == "0"


# --- appendices ---------------------------------------------------------------------------------------------------------


def test_a_file_is_an_appendix_under_a_number_and_none_of_its_own_name(build: Build, tmp_path: Path) -> None:
    record = a_student(tmp_path / "record", files={"E2": [a_file(tmp_path, "Minute about somebody.txt", "Words.")]})
    files = built(build, record, tmp_path / "out")
    assert files["appendices/appendix-01-E2-T1.txt"] == b"Words."
    assert "Minute about somebody" not in text_of("docx", files["portfolio.docx"])
    assert squeezed("Appendix 1") in words_of("word", files["parts/06-competencies.docx"])


def test_numbers_stay_when_a_file_is_added_and_a_revision_takes_over_its_number(build: Build, tmp_path: Path) -> None:
    record = a_student(tmp_path / "record")
    attach(record, "E2", a_file(tmp_path, "a.txt", "First."), "2026-11-03T09:00:00Z")
    attach(record, "E3", a_file(tmp_path, "b.txt", "Second."), "2026-11-04T09:00:00Z")
    before = set(built(build, record, tmp_path / "before"))
    attach(record, "E1", a_file(tmp_path, "c.txt", "Third."), "2026-11-05T09:00:00Z")
    attach(record, "E2", a_file(tmp_path, "d.txt", "First, again."), "2026-11-06T09:00:00Z", replaces="T1")
    after = built(build, record, tmp_path / "after")
    assert {"appendices/appendix-01-E2-T1.txt", "appendices/appendix-02-E3-T1.txt"} <= before
    appendices = {name: data for name, data in after.items() if name.startswith("appendices/")}
    assert appendices == {
        "appendices/appendix-01-E2-T1.txt": b"First, again.",
        "appendices/appendix-02-E3-T1.txt": b"Second.",
        "appendices/appendix-03-E1-T1.txt": b"Third.",
    }


def test_the_file_of_a_private_entry_is_no_appendix(build: Build, tmp_path: Path) -> None:
    record = a_student(tmp_path / "record", files={"E6": [a_file(tmp_path, "a.txt", "Hidden.")]})
    files = built(build, record, tmp_path / "out")
    assert not any(name.startswith("appendices/") for name in files)
    assert b"Hidden." not in b"".join(files.values())


def test_a_file_that_is_gone_stops_it_in_words_and_nothing_is_written(build: Build, tmp_path: Path) -> None:
    record = a_student(tmp_path / "record", files={"E1": [a_file(tmp_path, "a.txt", "Words.")]})
    path_of(Record(record), Record(record).register().present()[0].attachments[0]).unlink()
    done = build(record, tmp_path / "out")
    assert done.status == 1
    assert "a.txt" in done.stderr
    assert "no longer in the record" in done.stderr
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.txt", "record"]


def test_a_file_that_changes_while_it_is_copied_stops_it(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cswo_eval.exchange.portfolio import portfolio_files

    record = a_student(tmp_path / "record", files={"E1": [a_file(tmp_path, "a.txt", "Words.")]})
    stored = path_of(Record(record), Record(record).register().present()[0].attachments[0])
    write = portfolio_files.write_portfolio

    def late(*given: object) -> Path:
        stored.write_text("Other.")
        return write(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("cswo_eval.cli.built_portfolio.write_portfolio", late)
    done = build(record, tmp_path / "out")
    assert done.status == 1
    assert "was changed or taken away while it was being copied" in done.stderr
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.txt", "record"]


# --- the guard ----------------------------------------------------------------------------------------------------------


def test_a_postcode_stops_it_and_once_it_is_mended_it_is_built(build: Build, tmp_path: Path) -> None:
    first, *others = entries()
    told = changed(first, shows="We met at EH99 1SP on the day.")
    record = a_student(tmp_path / "record", register=a_register([told, *others]))
    done = build(record, tmp_path / "out")
    assert done.status == 1
    assert "E1, what it shows" in done.stderr
    assert "a postcode" in done.stderr
    assert "EH99" not in done.stderr
    assert not (tmp_path / "out").exists()
    with Record(record).changing("test", lambda: NOW) as writer:
        writer.record.register()
        writer.save_register(a_register(entries()))
    assert build(record, tmp_path / "out").status == 0


def test_a_postcode_in_an_attached_file_stops_it_too(build: Build, tmp_path: Path) -> None:
    record = a_student(tmp_path / "record", files={"E1": [a_file(tmp_path, "a.txt", "Home: EH99 1SP")]})
    done = build(record, tmp_path / "out")
    assert done.status == 1
    assert "E1, " in done.stderr
    assert "a postcode" in done.stderr
    assert not (tmp_path / "out").exists()


def test_taken_out_it_is_built_with_a_mask_and_the_file_is_left_out_in_words(build: Build, tmp_path: Path) -> None:
    first, *others = entries()
    told = changed(first, shows="We met at EH99 1SP on the day.")
    files = {"E1": [a_file(tmp_path, "a.txt", "Home: EH99 1SP")], "E2": [a_file(tmp_path, "b.txt", "Fine.")]}
    record = a_student(tmp_path / "record", register=a_register([told, *others]), files=files)
    made = built(build, record, tmp_path / "out", "--findings", "take-out")
    assert b"EH99" not in b"".join(made.values())
    text = words_of("word", made["portfolio.docx"])
    assert "EH99" not in text
    assert squeezed("held back by the author") in text
    assert squeezed("may identify somebody") not in text
    assert squeezed("something was taken out in 1 place, and a word such as [name] put there") in text
    assert [name for name in made if name.startswith("appendices/")] == ["appendices/appendix-02-E2-T1.txt"]


def test_the_number_of_places_is_that_which_the_author_is_told(build: Build, tmp_path: Path) -> None:
    """Six things in one text, and one in another, are two places."""
    first, second, *others = entries()
    six = " ".join(f"EH99 {number}SP." for number in range(1, 7))
    told = [changed(first, shows=six), changed(second, shows="At EH99 1SP."), *others]
    record = a_student(tmp_path / "record", register=a_register(told))
    done = build(record, tmp_path / "out", "--findings", "take-out")
    assert "In 2 places of this copy" in done.stderr
    assert squeezed("taken out in 2 places") in words_of("html", (tmp_path / "out" / "portfolio.html").read_bytes())


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((), "names were not looked for unless a title stood before them"),
        (("Morag Ross",), "no name of a private list was found; other names were not looked for unless a title"),
        (("entry 1", "Morag Ross"), "1 name of a private list was replaced; other names were not looked for unless"),
        (("entry 1", "entry 2", "quillwort"), "2 names of a private list were replaced; other names were not looked"),
    ],
)
def test_the_declaration_says_how_many_names_were_replaced_and_that_others_were_not_looked_for(
    build: Build, tmp_path: Path, names: tuple[str, ...], said: str
) -> None:
    """A name that stands in what is private only was not replaced in the portfolio."""
    record = a_student(tmp_path / "record")
    table = tuple(Pseudonym(name=name, instead=f"Ms {letter}") for name, letter in zip(names, "ABC", strict=False))
    with Record(record).changing("test", lambda: NOW) as writer:
        writer.save_guard_decisions(GuardDecisions(pseudonyms=table))
    for told in words(built(build, record, tmp_path / "out")).values():
        assert squeezed(said) in told
        assert squeezed("names are replaced") not in told


def a_word_file(path: Path, author: str) -> Path:
    """A Word file by somebody."""
    document = docx.Document()
    document.core_properties.author = author
    document.core_properties.last_modified_by = author
    document.add_paragraph("Words.")
    document.save(str(path))
    return path


@pytest.mark.parametrize("author", ["a student", "Name In Profile", "Somebody Else"])
def test_a_file_is_an_appendix_whoever_its_author_is_and_does_not_name_them(
    build: Build, tmp_path: Path, author: str
) -> None:
    """What leaves is a cleaned copy, so there is nothing to hold back."""
    files = {"E1": [a_word_file(tmp_path / "a.docx", author)]}
    record = a_student(tmp_path / "record", profile=a_profile(name="Name In Profile"), files=files)
    made = built(build, record, tmp_path / "out")
    copy = docx.Document(io.BytesIO(made["appendices/appendix-01-E1-T1.docx"]))
    assert [one.text for one in copy.paragraphs] == ["Words."]
    assert author not in (copy.core_properties.author, copy.core_properties.last_modified_by)


def test_that_something_is_private_is_told_to_the_author_and_to_nobody_else(build: Build, tmp_path: Path) -> None:
    """An answer, an entry, an account and a claim."""
    done = build(a_student(tmp_path / "record"), tmp_path / "out")
    assert "4 private things are left out" in done.stderr
    for told in words(files_in(tmp_path / "out")).values():
        assert squeezed("marked private") not in told


def test_a_name_of_the_private_table_is_replaced_everywhere(build: Build, tmp_path: Path) -> None:
    register = a_register([an_evidenced(1, "SD1.3", title="What Morag Ross said to us", shows="Morag Ross was heard.")])
    record = a_student(tmp_path / "record", register=register)
    with Record(record).changing("test", lambda: NOW) as writer:
        writer.save_guard_decisions(GuardDecisions(pseudonyms=(Pseudonym(name="Morag Ross", instead="Ms A"),)))
    for told in words(built(build, record, tmp_path / "out")).values():
        assert "MoragRoss" not in told
        assert squeezed("What Ms A said to us") in told


# --- where it is written ------------------------------------------------------------------------------------------------


def test_the_zip_holds_the_same_as_the_folder(build: Build, tmp_path: Path) -> None:
    record = a_student(tmp_path / "record", files={"E1": [a_file(tmp_path, "a.txt", "Words.")]})
    files = built(build, record, tmp_path / "out")
    assert zipped(tmp_path / "out.zip") == files


def test_the_same_record_and_day_give_the_same_bytes(build: Build, tmp_path: Path) -> None:
    record = a_student(tmp_path / "record", plan=a_students_plan(), files={"E1": [a_file(tmp_path, "a.txt", "Words.")]})
    one = built(build, record, tmp_path / "one")
    two = built(build, record, tmp_path / "two")
    assert one == two
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


@pytest.mark.parametrize("name", ["My portfolio (final)", "Àrd-Oifigear – dearbhadh", "a'b & c"])
def test_a_path_with_spaces_accents_and_signs(build: Build, tmp_path: Path, name: str) -> None:
    record = a_student(tmp_path / f"record {name}")
    assert built(build, record, tmp_path / name)
    assert (tmp_path / f"{name}.zip").is_file()


def test_nothing_is_written_over_without_force_and_with_it_the_portfolio_is_new(build: Build, tmp_path: Path) -> None:
    record = a_student(tmp_path / "record")
    before = built(build, record, tmp_path / "out")
    done = build(record, tmp_path / "out")
    assert done.status == 1
    assert "--force" in done.stderr
    assert files_in(tmp_path / "out") == before
    attach(record, "E1", a_file(tmp_path, "a.txt", "Words."))
    after = built(build, record, tmp_path / "out", "--force")
    assert "appendices/appendix-01-E1-T1.txt" in after
    assert zipped(tmp_path / "out.zip") == after


def test_an_empty_folder_is_a_place_to_write_to(build: Build, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert built(build, a_student(tmp_path / "record"), tmp_path / "out")


def not_ours(kind: str, folder: Path) -> None:
    """Put something where the portfolio would be written that is none."""
    out, beside = folder / "out", folder / "out.zip"
    if kind == "a file":
        out.write_text("Mine.")
    elif kind == "a folder of files":
        out.mkdir()
        (out / "mine.txt").write_text("Mine.")
    elif kind == "a folder with a manifest of something else":
        out.mkdir()
        (out / "manifest.json").write_text('{"name": "an extension"}')
    elif kind == "another zip":
        a_zip(beside, {"mine.txt": b"Mine."})
    elif kind == "no zip at all":
        beside.write_bytes(b"PK, but not really")
    else:
        (folder / "elsewhere").mkdir()
        out.symlink_to(folder / "elsewhere")


@pytest.mark.parametrize(
    "kind",
    [
        "a file", "a folder of files", "a folder with a manifest of something else", "another zip", "no zip at all",
        pytest.param("a link", marks=pytest.mark.skipif(os.name != "posix", reason="making links needs rights there")),
    ],
)  # fmt: skip
def test_force_writes_over_a_portfolio_only(build: Build, tmp_path: Path, kind: str) -> None:
    record = a_student(tmp_path / "record")
    not_ours(kind, tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.glob("out*") if path.is_file()}
    done = build(record, tmp_path / "out", "--force")
    assert done.status == 1
    assert "is no portfolio of ours" in done.stderr
    assert {path: path.read_bytes() for path in tmp_path.glob("out*") if path.is_file()} == before


def test_force_loses_no_file_that_somebody_put_beside_the_portfolios_own(build: Build, tmp_path: Path) -> None:
    record = a_student(tmp_path / "record")
    built(build, record, tmp_path / "out")
    (tmp_path / "out" / "parts" / "my notes.docx").write_text("Mine.")
    done = build(record, tmp_path / "out", "--force")
    assert done.status == 1
    assert "parts/my notes.docx" in done.stderr
    assert (tmp_path / "out" / "parts" / "my notes.docx").read_text() == "Mine."


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "~$rtfolio.docx"])
def test_what_a_system_or_word_leaves_in_the_folder_is_no_hindrance(build: Build, tmp_path: Path, name: str) -> None:
    record = a_student(tmp_path / "record")
    built(build, record, tmp_path / "out")
    (tmp_path / "out" / name).write_bytes(b"x")
    assert name not in built(build, record, tmp_path / "out", "--force")


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_where_a_move_fails_all_is_as_before(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    """The old folder aside, the new one in its place, the new zip over the old: whichever fails."""
    record = a_student(tmp_path / "record")
    before = built(build, record, tmp_path / "out")
    archive = (tmp_path / "out.zip").read_bytes()
    attach(record, "E1", a_file(tmp_path, "a.txt", "Words."))
    real, calls = os.replace, iter(range(1, 99))

    def replace(source: str | Path, target: str | Path) -> None:
        if "out" in Path(source).name + Path(target).name and next(calls) == failing:
            raise PermissionError(13, "Permission denied")
        real(source, target)

    monkeypatch.setattr("cswo_eval.exchange.portfolio.portfolio_files.os.replace", replace)
    done = build(record, tmp_path / "out", "--force")
    monkeypatch.undo()
    assert done.status == 1
    assert "Traceback" not in done.stderr
    assert files_in(tmp_path / "out") == before
    assert (tmp_path / "out.zip").read_bytes() == archive
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.txt", "out", "out.zip", "record"]


def test_a_folder_that_is_not_there_is_said(build: Build, tmp_path: Path) -> None:
    done = build(a_student(tmp_path / "record"), tmp_path / "no" / "out")
    assert done.status == 1
    assert "There is no folder" in done.stderr


def test_an_unknown_profile_is_refused_with_those_there_are(build: Build, tmp_path: Path) -> None:
    done = build(a_student(tmp_path / "record"), tmp_path / "out", "--profile", "awards")
    assert done.status == 1
    assert "award, work-based-module, employer-file" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_profile_that_was_set_is_used(build: Build, tmp_path: Path) -> None:
    record = a_student(tmp_path / "record", details=changed(DETAILS, profile="employer-file"))
    assert "parts/04-appendices.docx" in built(build, record, tmp_path / "out")


def test_a_record_with_nothing_in_it_gives_a_portfolio_that_says_so(build: Build, tmp_path: Path) -> None:
    record = a_student(
        tmp_path / "record", profile=a_profile(), round_=a_round(standard()), register=a_register(), accounts=(),
        prior=changed(claims(), claims=()), details=changed(DETAILS, student="", programme="", module="", adviser=""),
    )  # fmt: skip
    for told in words(built(build, record, tmp_path / "out")).values():
        assert squeezed("No evidence is recorded yet.") in told
        assert squeezed("Nothing is claimed for prior learning.") in told
        assert squeezed("No plan is part of this portfolio.") in told
        assert squeezed("No self-evaluation is part of this portfolio.") in told
        assert squeezed("No reflective account is part of this portfolio.") in told
        assert squeezed("A Chief Social Work Officer") in told


def test_what_is_empty_is_said_to_the_author_with_the_command_that_fills_it_and_no_command_is_handed_in(
    build: Build, tmp_path: Path
) -> None:
    record = a_student(
        tmp_path / "record", round_=a_round(standard()), register=a_register(), accounts=(),
        prior=changed(claims(), claims=()),
    )  # fmt: skip
    done = build(record, tmp_path / "out")
    for command in (
        "assess", "plan make", "portfolio claim", "evidence add", "evidence link", "evidence reflect", "evidence edit",
    ):  # fmt: skip
        assert f": cswo-eval {command}" in " ".join(done.stderr.split())
    for told in words(files_in(tmp_path / "out")).values():
        assert re.findall(r"cswo-eval(?!0|\d)", told) == []


def test_what_is_not_empty_is_not_said_to_be(build: Build, tmp_path: Path) -> None:
    files = {"E1": [a_file(tmp_path, "a.txt", "Words.")]}
    done = build(a_student(tmp_path / "record", plan=a_students_plan(), files=files), tmp_path / "out")
    assert "Not filled yet" not in done.stderr


def test_the_read_me_names_appendices_only_where_there_are_some(build: Build, tmp_path: Path) -> None:
    record = a_student(tmp_path / "record")
    assert b"appendices" not in built(build, record, tmp_path / "without")["READ-ME.txt"]
    attach(record, "E1", a_file(tmp_path, "a.txt", "Words."))
    assert b"appendices" in built(build, record, tmp_path / "with")["READ-ME.txt"]


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights in another way")
def test_nobody_else_may_read_what_was_built(build: Build, tmp_path: Path) -> None:
    record = a_student(tmp_path / "record", files={"E1": [a_file(tmp_path, "a.txt", "Words.")]})
    built(build, record, tmp_path / "out")
    paths = [tmp_path / "out", tmp_path / "out.zip", *(tmp_path / "out").rglob("*")]
    assert len(paths) > 10
    for path in paths:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


def test_the_top_of_a_disk_is_refused_in_words(build: Build, tmp_path: Path) -> None:
    done = build(a_student(tmp_path / "record"), Path(tmp_path.anchor))
    assert done.status == 1
    assert "is the top of a disk" in done.stderr
    assert "went wrong" not in done.stderr


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("whole=0", "A limit for whole is from 1 to 1,000,000 words"),
        ("whole=2000000", "A limit for whole is from 1 to 1,000,000 words"),
        ("whole=many", "names no number of words"),
        ("whole=,", "names no number of words"),
        ("reflective=4000", "There is no section 'reflective'. Did you mean reflective-accounts?"),
        ("reflectiv-acounts=4000", "Did you mean reflective-accounts?"),
        ("appendices=4000", "'appendices' has no words of your own to count"),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, limit: str, said: str
) -> None:
    record = a_student(tmp_path / "record")
    before = files_in(record)
    done = run_here(monkeypatch, "portfolio", "set", "--limit", limit, record=record, columns=300)
    assert done.status == 1
    assert said in done.stderr
    assert files_in(record) == before


# --- any text that a user can type --------------------------------------------------------------------------------------

LONG_NOTE = ("A note of a hundred thousand characters, with a “quote”: " * 2000)[:100_000]
TEXTS = {**HOSTILE, **{f"awkward: {name}": text for name, text in AWKWARD_TEXTS.items() if "fifty" not in name}}


def in_every_field(record: Path, text_for: Callable[[str], str]) -> Path:
    """A student's record with a text in every field that is the owner's."""
    count = iter(range(10_000))

    def text(place: str) -> str:
        return f"{next(count)} {text_for(place)}" if place.endswith(".stored") else text_for(place)

    return a_student(
        record,
        profile=a_profile(name=text("Profile.name")),
        round_=with_texts(a_round(standard(), answers()), text),
        register=with_texts(a_register(entries()), text),
        plan=with_texts(a_students_plan(), text),
        accounts=[
            with_texts(changed(one, parts=dict.fromkeys(one.parts, text("part"))), text) for one in reflections()
        ],
        prior=with_texts(claims(), text),
        details=with_texts(DETAILS, text),
    )


def test_hostile_texts_in_every_field_stay_texts(build: Build, tmp_path: Path) -> None:
    """Each field another one: a script, controls, direction marks, ends of markup, formulas."""
    texts = [text for name, text in TEXTS.items() if name != "a long word"]
    count = iter(range(100_000))
    record = in_every_field(tmp_path / "record", lambda _: texts[next(count) % len(texts)])
    files = built(build, record, tmp_path / "out", "--findings", "keep")
    page = page_of(files)
    assert not list(page.iter("script", "img", "iframe", "link", "form"))
    assert not page.xpath("//@src | //@*[starts-with(name(), 'on')]")
    html5lib.HTMLParser(strict=True).parse(files["portfolio.html"].decode("utf-8"))
    for name, data in files.items():
        if name.endswith(".docx"):
            assert docx.Document(io.BytesIO(data)).paragraphs, name
            for sign in re.findall(
                r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", xml_of(data)
            ):
                pytest.fail(f"{name} holds U+{ord(sign):04X}")


@pytest.mark.parametrize("name", ["a script", "direction", "controls", "an unclosed comment"])
def test_one_hostile_text_in_every_field_is_shown_as_it_was_typed(build: Build, tmp_path: Path, name: str) -> None:
    record = in_every_field(tmp_path / "record", lambda _: HOSTILE[name])
    files = built(build, record, tmp_path / "out", "--findings", "keep")
    html = "".join(page_of(files).itertext())
    assert squeezed(visible(HOSTILE[name])) in squeezed(html) or name in ("controls", "direction")
    assert docx.Document(io.BytesIO(files["portfolio.docx"])).tables
    assert "<script>alert" not in xml_of(files["portfolio.docx"])


def test_a_note_of_a_hundred_thousand_characters_is_there_whole(build: Build, tmp_path: Path) -> None:
    register = a_register([an_evidenced(1, "SD1.3", shows=LONG_NOTE)])
    files = built(build, a_student(tmp_path / "record", register=register), tmp_path / "out")
    for told in words(files).values():
        assert squeezed(LONG_NOTE) in told


def test_bytes_that_are_no_text_are_refused_by_the_command_that_would_keep_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    record = a_student(tmp_path / "record")
    before = files_in(record)
    done = run_here(monkeypatch, "portfolio", "set", "--student", "A \udcff", record=record)
    assert done.status == 1
    assert "could not be read as text" in done.stderr
    assert files_in(record) == before


# --- other programs open it ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def converted(program: Program, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What LibreOffice shows of the whole and of each part, as text, where it is installed."""
    office, reader = shutil.which("soffice"), shutil.which("pdftotext")
    if office is None or reader is None:
        pytest.skip("LibreOffice or pdftotext is not installed: apt-get install libreoffice-writer poppler-utils")
    folder = tmp_path_factory.mktemp("office")
    # One file of every text that is hard for a word processor, so that one start of it proves them all.
    texts = [text for name, text in TEXTS.items() if name != "a long word"]
    count = iter(range(100_000))
    hard = in_every_field(folder / "hard record", lambda _: texts[next(count) % len(texts)])
    plain = a_student(folder / "plain record", plan=a_students_plan())
    long = a_student(folder / "long record", register=a_register([an_evidenced(1, "SD1.3", shows=LONG_NOTE)]))
    for record, name in ((plain, "plain"), (hard, "hard"), (long, "long")):
        options = ("--today", TODAY, "--output", folder / name, "--findings", "keep")
        done = program("portfolio", "build", *options, record=record)
        assert done.status == 0, done.stderr
    given = []
    for name in ("plain", "hard", "long"):
        shutil.copy(folder / name / "portfolio.docx", folder / f"{name}.docx")
        given.append(folder / f"{name}.docx")
    given += sorted((folder / "plain" / "parts").glob("*.docx"))
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    command = [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(folder / "pdf"), *map(str, given)]
    subprocess.run(command, capture_output=True, check=True, timeout=300)
    shown = {}
    for path in given:
        pages = [reader, "-raw", str(folder / "pdf" / f"{path.stem}.pdf"), "-"]
        shown[path.stem] = subprocess.run(pages, capture_output=True, text=True, check=True, timeout=60).stdout
    return shown


@pytest.mark.long
def test_libreoffice_opens_the_whole_and_every_part(converted: dict[str, str]) -> None:
    assert len(converted) == 3 + len(PARTS["award"])
    for stem in converted:
        assert len(converted[stem]) > 100, stem
    whole = squeezed(converted["plain"])
    for section in ("Authenticity and anonymisation", "Learning contract", "Evidence matrix", "Word counts"):
        assert squeezed(section) in whole
    assert squeezed("What entry 1 tells") in whole


@pytest.mark.long
def test_libreoffice_shows_a_note_of_a_hundred_thousand_characters_whole(
    converted: dict[str, str],
) -> None:
    assert converted["long"].count("quote") == LONG_NOTE.count("quote")  # one word, which no page's foot can split


@pytest.mark.long
def test_a_page_of_evidence_takes_no_more_pages_than_it_must(converted: dict[str, str]) -> None:
    """A student with a handful of entries hands in some twenty pages, not fifty."""
    assert 8 <= converted["plain"].count("\f") <= 30


def test_the_day_that_is_told_is_the_one_given_by_today(build: Build, tmp_path: Path) -> None:
    done = build(a_student(tmp_path / "record"), tmp_path / "out", today="2027-01-04")
    assert done.status == 0
    assert manifest_of(files_in(tmp_path / "out"))["made"] == "2027-01-04"
