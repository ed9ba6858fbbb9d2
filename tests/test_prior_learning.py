"""Claims for prior learning: given by options or asked, changed, taken out, brought back, and shown in the portfolio."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from building import AWKWARD_TEXTS, a_register, a_round
from conftest import Finished
from gap_records import standard
from portfolios import PRIVATE, a_student, an_evidenced, claims, entries, files_in
from processes import on_posix, run_here
from reports import squeezed, words_of

from cswo_eval.pages.blocks import Entry
from cswo_eval.pages.portfolio.accounts import claim_texts, claims_section
from cswo_eval.record.models import Evidence
from cswo_eval.record.portfolio_models import PriorLearning, PriorLearningClaim
from cswo_eval.record.store import Record

Claim = Callable[..., Finished]


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A student's record without a claim."""
    return a_student(tmp_path / "record", prior=PriorLearning())


@pytest.fixture
def claim(monkeypatch: pytest.MonkeyPatch, record: Path) -> Claim:
    """`portfolio claim`."""

    def run(*options: str, typed: str = "") -> Finished:
        return run_here(monkeypatch, "portfolio", "claim", *options, record=record, columns=200, typed=typed.encode())

    return run


def kept(record: Path) -> tuple[PriorLearningClaim, ...]:
    """The claims in the record."""
    return Record(record).prior_learning().claims


WHOLE = (
    "--title", "Weighing liberty", "--learned", "To weigh liberty and safety.", "--where", "A course",
    "--when", "2019 to 2021", "--for", "ao4.2", "--for", "SD1.3", "--evidence", "e3",
)  # fmt: skip


def test_options_give_a_whole_claim(claim: Claim, record: Path) -> None:
    done = claim(*WHOLE)
    assert done.status == 0
    (made,) = kept(record)
    assert (made.id, made.title, made.learned) == ("L1", "Weighing liberty", "To weigh liberty and safety.")
    assert (made.where, made.when, made.items, made.evidence) == (
        "A course",
        "2019 to 2021",
        ("AO4.2", "SD1.3"),
        ("E3",),
    )
    assert "Kept as L1" in done.stderr


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_kept(claim: Claim, record: Path) -> None:
    before = files_in(record)
    done = claim("--title", "T", "--learned", "L", "--for", "SD9.9", "--for", "XX", "--evidence", "E99")
    assert done.status == 1
    for wrong in ("SD9.9", "XX", "E99"):
        assert wrong in done.stderr
    assert files_in(record) == before


def test_what_is_said_later_is_added_to_what_is_there(claim: Claim, record: Path) -> None:
    claim(*WHOLE)
    assert claim("L1", "--for", "SL1.2", "--evidence", "E1", "--title", "New").status == 0
    (made,) = kept(record)
    assert (made.title, made.items, made.evidence) == ("New", ("AO4.2", "SD1.3", "SL1.2"), ("E3", "E1"))
    assert made.learned == "To weigh liberty and safety."


def test_a_claim_is_untied_from_a_competency(claim: Claim, record: Path) -> None:
    claim(*WHOLE)
    assert claim("L1", "--not-for", "ao4.2").status == 0
    assert kept(record)[0].items == ("SD1.3",)


def test_a_claim_that_is_taken_out_stays_and_comes_back(claim: Claim, record: Path) -> None:
    claim(*WHOLE)
    assert claim("l1", "--remove").status == 0
    assert kept(record)[0].removed is not None
    assert "Weighing liberty" not in claim("--list").stdout
    assert claim("L1", "--bring-back").status == 0
    assert kept(record)[0].removed is None
    assert "Weighing liberty" in claim("--list").stdout


def test_the_number_of_a_claim_that_was_taken_out_is_not_given_again(claim: Claim, record: Path) -> None:
    claim(*WHOLE)
    claim("L1", "--remove")
    claim("--title", "Next", "--learned", "More.", "--where", "Here")
    assert [one.id for one in kept(record)] == ["L1", "L2"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("L9", "--remove"), "L9"), (("L1",), "Say what to change"), (("L1", "--remove", "--bring-back"), "give one of them"),
        (("L1", "--not-for", "MV1.1"), "L1 is not tied to MV1.1"), (("--not-for", "SD1.3"), "name it"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(claim: Claim, options: tuple[str, ...], said: str) -> None:
    claim(*WHOLE)
    done = claim(*options)
    assert done.status == 1
    assert said in done.stderr


def test_what_is_not_given_is_asked(claim: Claim, record: Path) -> None:
    typed = "Chairing\nTo hear everyone.\nAnd to decide.\n.\nA team.\n.\n2015\nSD1.3 ao4.2\n"
    assert claim(typed=typed).status == 0
    (made,) = kept(record)
    assert made.title == "Chairing"
    assert made.learned == "To hear everyone.\nAnd to decide."
    assert (made.where, made.when, made.items) == ("A team.", "2015", ("SD1.3", "AO4.2"))


def test_what_was_said_is_kept_where_the_input_ends(claim: Claim, record: Path) -> None:
    claim(typed="Chairing\nTo hear everyone.\n")
    (made,) = kept(record)
    assert (made.title, made.learned) == ("Chairing", "To hear everyone.")


def test_nothing_said_keeps_nothing(claim: Claim, record: Path) -> None:
    assert claim(typed="\n.\n.\n\n\n").status == 0
    assert kept(record) == ()


@pytest.mark.parametrize("name", [name for name in AWKWARD_TEXTS if "fifty" not in name and "NUL" not in name])
def test_the_owners_words_are_kept_letter_for_letter(claim: Claim, record: Path, name: str) -> None:
    text = AWKWARD_TEXTS[name]
    done = claim("--title", "T", "--learned", text, "--where", "W")
    assert done.status == 0
    assert kept(record)[0].learned == text


def test_what_may_identify_somebody_is_said_as_it_is_kept(claim: Claim, record: Path) -> None:
    done = claim("--title", "T", "--learned", "I learned it at EH99 1SP.", "--where", "W")
    assert done.status == 0
    assert "postcode" in done.stderr
    assert kept(record)[0].learned == "I learned it at EH99 1SP."


def test_an_element_is_said_to_be_one(claim: Claim, record: Path) -> None:
    """A claim is for competencies."""
    done = claim("--title", "T", "--learned", "L", "--for", "SD1")
    assert done.status == 1
    assert "SD1 is an element" in done.stderr
    assert kept(record) == ()


def test_the_right_ids_of_a_line_are_kept_where_another_is_wrong(claim: Claim, record: Path) -> None:
    """Through a pipe it ends there, with the line's number."""
    done = claim(typed="Chairing\nTo hear.\n.\n\n\nSD1.3 SD9.9\n")
    assert done.status == 1
    assert "Line 6" in done.stderr
    assert kept(record)[0].items == ("SD1.3",)


def test_competencies_are_found_by_a_word(claim: Claim, record: Path) -> None:
    """The search shows competencies only, and the question is put again."""
    done = claim(typed="Chairing\n\n\n\nkinship\nSD1.3\n\n")
    assert "SL2.4" in done.stderr
    assert kept(record)[0].items == ("SD1.3",)


def test_evidence_is_asked_for(claim: Claim, record: Path) -> None:
    """Ids of the register, in any case."""
    claim(typed="Chairing\n\n\n\n\ne3\n\n")
    assert kept(record)[0].evidence == ("E3",)


def test_a_claim_alone_is_gone_through_question_by_question(claim: Claim, record: Path) -> None:
    """Enter keeps what is there; back goes back."""
    claim(*WHOLE)
    before = kept(record)
    assert "L1 is as it was" in claim("l1", typed="\n\n\n\n\n\n").stderr
    assert kept(record) == before
    claim("L1", typed="\nback\nNew title\n\nAnother course\n.\n")
    (made,) = kept(record)
    assert (made.title, made.learned, made.where) == ("New title", "To weigh liberty and safety.", "Another course")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("Chairing",), ("Chairing", "")),
        (("Chairing", "To hear everyone", "."), ("Chairing", "To hear everyone")),
        (("Chairing", "To hear everyone", "and"), ("Chairing", "To hear everyone\nand")),
    ],
)
def test_ctrl_c_keeps_every_answer_and_the_lines_of_a_text(
    record: Path, tmp_path: Path, typed: tuple[str, ...], expected: tuple[str, str]
) -> None:
    """At a terminal, wherever it is pressed; the command that goes on is named."""
    if not on_posix():
        pytest.skip("needs a pseudo-terminal")
    from terminals import Window

    window = Window(tmp_path / "home", "portfolio", "claim", "--record", record)
    try:
        for line in typed:
            window.type(line)
        window.press("\x03")
        assert "cswo-eval portfolio claim L1" in window.seen
        assert window.status() == 130
    finally:
        window.end()
    (made,) = kept(record)
    assert (made.title, made.learned) == expected


# --- the section --------------------------------------------------------------------------------------------------------


def section_entries(register: tuple[Evidence, ...] = entries()) -> list[Entry]:
    section = claims_section(standard(), claims().present(), a_register(register), ("A lead.",))
    return [block for block in section.blocks if isinstance(block, Entry)]


def test_a_claim_is_shown_with_what_where_when_competencies_and_evidence_by_title() -> None:
    first = section_entries()[0]
    assert first.heading == "L1 Weighing liberty"
    pairs = dict(first.pairs)
    assert pairs["What was learned"] == "To weigh liberty and safety."
    assert (pairs["Where"], pairs["When"]) == ("A course", "2019 to 2021")
    assert pairs["Competencies"] == f"AO4.2 {standard().title_of('AO4.2')}"
    assert pairs["Evidence"] == f"E3 What entry 3 tells\nE6 {PRIVATE} 6"


def test_evidence_that_is_not_in_the_copy_is_not_named() -> None:
    """The register of a copy that leaves has no private entry."""
    open_entries = tuple(one for one in entries() if not one.private)
    assert dict(section_entries(open_entries)[0].pairs)["Evidence"] == "E3 What entry 3 tells"


def test_the_words_of_claims_are_those_of_the_owner() -> None:
    assert claim_texts(claims().claims[:1]) == ("To weigh liberty and safety.", "A course")


def test_a_claim_counts_for_its_competency_in_the_portfolio(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    record = a_student(
        tmp_path / "other", round_=a_round(standard()), register=a_register([an_evidenced(1, "MV1.1")]), accounts=()
    )
    done = run_here(monkeypatch, "portfolio", "build", "--output", tmp_path / "out", record=record)
    assert done.status == 0
    told = words_of("html", (tmp_path / "out" / "portfolio.html").read_bytes())
    assert squeezed("Prior learning L1") in told
