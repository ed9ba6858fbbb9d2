"""Laws of the guard, for any text: what is found, where, what a mask leaves, and how long it takes on a hostile text."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from identifiers import (
    BLANKS,
    DASHES,
    WORDS,
    assert_in_order,
    chi,
    disguised,
    first_nine_of_chi,
    grouped,
    nhs_number,
    sizes_of,
)

from cswo_eval.confidentiality.all_rules import findings_in
from cswo_eval.confidentiality.findings import Finding
from cswo_eval.confidentiality.guard import MOST_PASSES
from cswo_eval.confidentiality.known_names import places_of_names
from cswo_eval.confidentiality.masks import masked
from cswo_eval.confidentiality.plain_form import normalised
from cswo_eval.confidentiality.pseudonyms import with_pseudonyms
from cswo_eval.framework.load import load_framework
from cswo_eval.record.portfolio_models import Pseudonym

RULES = load_framework().confidentiality
GAPS = st.sampled_from([*BLANKS, *DASHES, ".", "\n", "-\n"])


@given(WORDS, WORDS, chi(), GAPS, st.data())
def test_a_computed_chi_number_is_found_in_any_grouping(
    before: str, after: str, number: str, gap: str, data: st.DataObject
) -> None:
    """In any figures, with characters that cannot be seen, within any prose, at its very place."""
    if "\n" in gap:  # a number goes over the end of one line, not of many
        place = data.draw(st.integers(1, 9))
        sizes: tuple[int, ...] = (place, 10 - place)
    else:
        sizes = data.draw(sizes_of(10))
    written = data.draw(disguised(grouped(number, sizes, gap)))
    text = f"{before} {written} {after}"
    found = findings_in(text, RULES)
    assert_in_order(text, found)
    certain = "\n" in gap or sizes in {(10,), (6, 4), (3, 3, 4), (2, 2, 2, 4), (5, 5)}
    place = len(before) + 1
    whole = Finding("chi", certain, place, place + len(written), written)
    numbers = [one for one in found if one.kind == "chi"]
    if number[0] == "0" and sizes[0] == 1 and not certain:
        # Set apart from its leading zero it may be certain without it, which goes before a warning of the whole.
        assert [one.end for one in numbers] == [whole.end]
    else:
        assert numbers == [whole]


@given(
    WORDS,
    WORDS,
    st.from_regex(r"[4-9][0-9]{8}", fullmatch=True).map(nhs_number),
    st.sampled_from(["", *BLANKS, *DASHES]),
)
def test_a_computed_nhs_number_is_found_in_its_groups(before: str, after: str, number: str | None, gap: str) -> None:
    if number is None or len(set(number)) == 1:
        return
    written = grouped(number, (3, 3, 4), gap)
    text = f"{before} {written} {after}"
    found = [one for one in findings_in(text, RULES) if one.certain and one.start <= text.index(written) < one.end]
    assert [one.found for one in found] == [written]


IDENTIFIERS = st.one_of(
    chi(),
    first_nine_of_chi().map(lambda nine: f"{nine[:6]} {nine[6:]}5"),
    st.sampled_from(
        ["EH1 1AA", "07700 900123", "0131-496-0000", "AB 12 34 56 C", "x.y@example.org", "943 476 5919", "12 Skye Wynd",
         "DOB 12/03/2014", "Mosaic 1234567", "Mr Smith", "EH11", "SF19 KLM", "SCN 110203047"]
    ),
)  # fmt: skip


@given(st.lists(st.tuples(WORDS, IDENTIFIERS), max_size=6))
def test_a_masked_text_has_nothing_certain_left_to_find(parts: list[tuple[str, str]]) -> None:
    """A mask may say 'CHI number', and so be the word that makes a warning of other figures beside it.

    What had overlapped something more telling may be found when that is gone, so a copy is masked until nothing is left.
    """
    text = " then ".join(f"{words} {identifier}" for words, identifier in parts)
    found = findings_in(text, RULES)
    assert_in_order(text, found)
    copy = masked(text, found, RULES)
    for _ in range(MOST_PASSES):
        copy = masked(copy, findings_in(copy, RULES), RULES)
    assert [one for one in findings_in(copy, RULES) if one.certain] == []
    for one in found:
        assert one.found not in copy or one.kind == "titled-name"


ANY_TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("0123456789 -./()+@\n\r\u200b\u00a0\u0301ABEHab’£,٣"),
        st.sampled_from(("Mr ", "born ", "CHI ", "EH1 1AA", "tel ", "0131 496 0000", "Mosaic ", "aged 9 ")),
    )
    .map(str)
    .filter(lambda one: len(one) == 1),
    max_size=60,
) | st.lists(
    st.sampled_from(("Mr ", "born ", "CHI ", "EH1", " 1AA", "tel ", "0131 ", "496 ", "0000", "Mosaic ", "aged 9 ", "\n", "0101011237", "@", "a.b", ".com", "12 ", "High ", "Street ")),
    max_size=30,
).map("".join)  # fmt: skip


@given(ANY_TEXT)
def test_any_text_at_all_gives_findings_in_order(text: str) -> None:
    found = findings_in(text, RULES, names=["Mr", "é", "1A"])
    assert_in_order(text, found)
    masked(text, found, RULES)


@given(ANY_TEXT)
def test_a_text_can_be_followed_back_from_its_plain_form(text: str) -> None:
    """Every character of the plain form has a place in the text, and the places never go back."""
    for folded in (False, True):
        view = normalised(text, folded)
        assert len(view.text) == len(view.starts) == len(view.ends)
        assert all(0 <= start < end <= len(text) for start, end in zip(view.starts, view.ends, strict=True))
        assert list(view.starts) == sorted(view.starts)
        assert list(view.ends) == sorted(view.ends)


# --- pseudonyms -------------------------------------------------------------------------------------------------


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    """The text with these names replaced."""
    return with_pseudonyms(text, [Pseudonym(name=name, instead=instead) for name, instead in pairs])


@pytest.mark.parametrize(
    "written",
    ["Morag Bell", "morag bell", "MORAG BELL", "Morag  Bell", "Morag\u00a0Bell", "Morag\nBell", "Mo\u200brag Bell", "Mòrag Bell",
     "Mo\u0300rag Bell", "Morag-Bell", "Morag – Bell", "Ｍorag Bell", "Mo\u00adrag Bell", "Morag, Bell"],
)  # fmt: skip
@pytest.mark.parametrize(
    "frame", ["{}", "I met {}.", "({})", "“{}”", "{}’s aunt", "{}'s aunt", "_{}_", "{}1", "x/{}/y", "{}\u200b!"]
)
def test_a_name_is_replaced_however_it_is_written(written: str, frame: str) -> None:
    assert replaced(frame.format(written), ("Morag Bell", "Child A")) == frame.format("Child A")


@pytest.mark.parametrize(
    ("name", "written"),
    [("Mary-Anne O'Neil", "Mary Anne O’Neil"), ("Mary-Anne O'Neil", "maryanne oneil"), ("Mary–Anne O’Neil", "Mary-Anne O`Neil"),
     ("ONeil", "O’Neil"), ("MacDonald", "Mac Donald"), ("Mc Donald", "McDonald"), ("José", "Jose\u0301"), ("Jose\u0301", "José"),
     ("D'Souza", "Dsouza"), ("Straße", "STRASSE"), ("Siân", "SIAN"), ("Anne Marie", "AnneMarie")],
)  # fmt: skip
def test_a_name_is_replaced_whatever_signs_are_in_it(name: str, written: str) -> None:
    assert replaced(f"I met {written} then", (name, "Ms B")) == "I met Ms B then"


@pytest.mark.parametrize(
    ("name", "text"),
    [("Ann", "Annual planning"), ("Ann", "Joann"), ("Neil", "O'Neil"), ("Ian", "Christian Iancu"), ("Bell", "Bells"), ("Ann", "Anné"),
     ("Flat 1", "Flat 12"), ("Will Ng", "willing"), ("Ann", "日Ann本"), ("R2", "CR2")],
)  # fmt: skip
def test_a_name_inside_another_word_stays(name: str, text: str) -> None:
    assert replaced(text, (name, "X")) == text


def test_the_longest_name_goes_first_whatever_the_order_of_the_table() -> None:
    table = [("Bell", "the family"), ("Morag", "the girl"), ("Morag Bell", "Child A")]
    for pairs in (table, table[::-1]):
        assert replaced("Morag Bell, Morag and Mrs Bell", *pairs) == "Child A, the girl and Mrs the family"


def test_a_pseudonym_is_not_replaced_again() -> None:
    assert replaced("Ann met Jean.", ("Ann", "Jean"), ("Jean", "Ann")) == "Jean met Ann."


def test_a_pseudonym_is_put_in_letter_for_letter() -> None:
    assert replaced("Ann.", ("Ann", r"\1 \g<0> $&")) == r"\1 \g<0> $&."


def test_a_name_of_signs_alone_is_replaced_as_it_stands() -> None:
    assert replaced("the ★ one", ("★", "X")) == "the X one"
    assert replaced("nothing", ("\u200b", "X")) == "nothing"


NAMES = st.lists(st.sampled_from(["Morag", "Morag Bell", "Bell", "O'Neil", "Siân", "Mary-Anne", "Ali", "Ng", "Åse", "Flat 3"]), min_size=1, max_size=5, unique=True)  # fmt: skip


@given(NAMES, st.lists(st.sampled_from(["Morag", "BELL", "o’neil’s", "Sia\u0302n", "mary anne", "Ali,", "Ng.", "ÅSE", "flat 3", "alien", "and", "\n", "(", "—", "bells", "Mo\u200brag"]), max_size=20))  # fmt: skip
def test_no_name_is_left(names: list[str], words: list[str]) -> None:
    """What is left of the text holds none of the names, and all that is no name is as it was."""
    text = " ".join(words)
    table = [Pseudonym(name=name, instead=f"Person {chr(97 + number)}") for number, name in enumerate(names)]
    result = with_pseudonyms(text, table)
    assert list(places_of_names(normalised(result, folded=True), names)) == []
    if not list(places_of_names(normalised(text, folded=True), names)):
        assert result == text


@given(ANY_TEXT)
def test_a_text_without_the_names_is_not_changed(text: str) -> None:
    assert replaced(text, ("Zzyzx Quux", "X")) == text


# --- hostile texts ----------------------------------------------------------------------------------------------

HOSTILE = {
    "one long word": "a",
    "one long word in capitals": "A",
    "figures": "1",
    "figures apart": "1 ",
    "noughts apart": "0 ",
    "groups that never end": "0131 496 ",
    "at signs": "a@",
    "an address that never ends": "a.b@c.",
    "blanks": " ",
    "line ends": "1\n",
    "words for birth": "born ",
    "dates of birth": "DOB 12/03/2014 ",
    "names of systems": "Mosaic ref no ",
    "titles": "Mr ",
    "titles and initials": "Mr A B ",
    "capitals before a street": "Aa ",
    "ages": "aged 9 in Fife ",
    "whole combinations": "a boy aged 9 in Fife with autism ",
    "characters without width": "\u200b",
    "accents": "\u0301",
    "pluses": "+",
    "brackets": "(0) ",
    "postcodes": "EH1 1AA ",
    "words for telephones": "tel ",
    "parts of a name": "Morag-",
    "apostrophes": "o'",
}
LENGTH = 200_000
PROGRAM = """
import sys
from cswo_eval.confidentiality.pseudonyms import with_pseudonyms
from cswo_eval.confidentiality.all_rules import findings_in
from cswo_eval.framework.load import load_framework
from cswo_eval.record.portfolio_models import Pseudonym

text = (sys.argv[1] * int(sys.argv[2]))[: int(sys.argv[2])]
findings_in(text, load_framework().confidentiality, ["EH1 1AB"], ["Morag Bell"])
with_pseudonyms(text, [Pseudonym(name="Morag Bell", instead="A"), Pseudonym(name="e-e e'e", instead="B")])
"""


USUAL = ("figures", "an address that never ends", "blanks", "titles", "whole combinations", "parts of a name")
"""Of each kind of rule one: each such text takes a process of its own, and a second."""


@pytest.mark.parametrize(
    "unit",
    [pytest.param(unit, id=name, marks=() if name in USUAL else pytest.mark.long) for name, unit in HOSTILE.items()],
)
def test_a_long_hostile_text_comes_to_an_end(unit: str) -> None:
    """A minute is no measure of speed: a rule that goes back over such a text for every character of it needs hours."""
    subprocess.run([sys.executable, "-c", PROGRAM, unit, str(LENGTH)], check=True, timeout=60)
