"""Every kind of number that identifies somebody: all the ways it is written, and what only looks like it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from identifiers import (
    BLANKS,
    DASHES,
    LINE_ENDS,
    WITHOUT_WIDTH,
    ZEROS,
    chi_numbers,
    first_nine_of_chi,
    grouped,
    in_other_figures,
    nhs_number,
    seen,
)
from stdnum import luhn
from stdnum.gb import nhs

from cswo_eval.confidentiality.check_digits import candidate_digit, is_candidate_number, is_chi, is_nhs
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.portfolio_models import Confidentiality

CHI = "0101011237"  # passes both checks (Public Health Scotland's published example)
CHI_ELEVEN = next(number for number in chi_numbers("311299001") if nhs.is_valid(number))
CHI_TEN = "0101200038"  # no modulus 11 number begins with its first nine
NHS = "9434765919"  # the published example
SCN = "110203047"
NINO = "AB123456C"


@pytest.fixture(scope="session")
def rules(framework: Framework) -> Confidentiality:
    """The rules that come with the program."""
    return framework.confidentiality


def assert_found(
    written: str, kind: str, certain: bool, rules: Confidentiality, frame: str = "We noted {} then."
) -> None:
    """Exactly this is found in a sentence that holds it."""
    assert seen(frame.format(written), rules) == [(kind, certain, written)]


# --- CHI --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [CHI, CHI_ELEVEN, CHI_TEN])
@pytest.mark.parametrize("sizes", [(10,), (6, 4), (3, 3, 4), (2, 2, 2, 4), (5, 5)])
@pytest.mark.parametrize("gap", [*BLANKS, *DASHES, "."])
def test_a_chi_number_is_found_in_every_grouping(
    number: str, sizes: tuple[int, ...], gap: str, rules: Confidentiality
) -> None:
    assert_found(grouped(number, sizes, gap), "chi", True, rules)


@pytest.mark.parametrize("sizes", [(1,) * 10, (2,) * 5, (4, 6), (1, 9), (4, 3, 3), (6, 2, 2)])
@pytest.mark.parametrize("gap", [*BLANKS, *DASHES, "."])
def test_a_chi_number_in_other_groups_is_certain_where_a_word_says_so(
    sizes: tuple[int, ...], gap: str, rules: Confidentiality
) -> None:
    """Else it is a warning: a row of five scores looks the same."""
    assert_found(grouped(CHI, sizes, gap), "chi", False, rules)
    assert_found(grouped(CHI, sizes, gap), "chi", True, rules, "CHI {} then.")


@pytest.mark.parametrize("zero", ZEROS)
@pytest.mark.parametrize("sign", ["", *WITHOUT_WIDTH])
def test_a_chi_number_is_found_in_figures_of_any_script(zero: str, sign: str, rules: Confidentiality) -> None:
    """With and without a character that cannot be seen in the middle of it."""
    shown = in_other_figures(CHI, zero)
    assert_found(shown[:4] + sign + shown[4:], "chi", True, rules)


@pytest.mark.parametrize("line_end", LINE_ENDS)
@pytest.mark.parametrize("hyphen", ["", "-", " "])
@pytest.mark.parametrize("place", range(1, 10))
def test_a_chi_number_is_found_where_a_line_ends_within_it(
    line_end: str, hyphen: str, place: int, rules: Confidentiality
) -> None:
    assert_found(CHI[:place] + hyphen + line_end + CHI[place:], "chi", True, rules)


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("CHI 101011237", True),
        ("10101 1237", True),
        ("10 101 1237", True),
        ("The order 101011237 came.", False),
    ],
)
def test_a_chi_number_without_its_leading_zero(text: str, certain: bool, rules: Confidentiality) -> None:
    """A spreadsheet takes it off. Certain where a word or the grouping shows what it is, else a warning."""
    assert [(kind, sure) for kind, sure, _ in seen(text, rules)] == [("chi", certain)]


@pytest.mark.parametrize("word", ["CHI", "chi no.", "CHI number:", "Patient", "Community Health Index"])
def test_a_number_that_fails_its_check_is_a_warning_where_a_word_says_what_it_is(
    word: str, rules: Confidentiality
) -> None:
    assert_found("0101011238", "chi", False, rules, f"{word} {{}} was given.")


@pytest.mark.parametrize(
    "text",
    [
        "0101011238",
        "3213011237 is no date",
        "3002011237 neither",
        "2902011230 nor this",
        "£0101011237",
        "1,010,101,123",
    ],
)
def test_what_only_looks_like_a_chi_number_is_not_found(text: str, rules: Confidentiality) -> None:
    assert [kind for kind, _, _ in seen(text, rules) if kind == "chi"] == []


def test_a_date_with_a_time_after_it_is_never_certain(rules: Confidentiality) -> None:
    """12/03/21 and 1430 have ten figures, and one in six of such pairs passes a check."""
    for minute in range(60):
        found = seen(f"met on 12/03/21 14{minute:02} and on 12.03.21 09{minute:02} again", rules)
        assert not [one for one in found if one[1]]


@given(st.from_regex(r"[0-9]{10}", fullmatch=True))
def test_chi_check_digits_agree_with_another_library(figures: str) -> None:
    """python-stdnum's NHS check is modulus 11, its card check modulus 10; the date is Python's own."""
    from datetime import datetime

    def is_date(century: str) -> bool:
        try:
            datetime.strptime(f"{figures[:4]}{century}{figures[4:6]}", "%d%m%Y")
        except ValueError:
            return False
        return True

    wanted = (is_date("19") or is_date("20")) and (nhs.is_valid(figures) or luhn.is_valid(figures))
    assert is_chi(figures) == wanted


@given(first_nine_of_chi())
def test_every_chi_number_that_can_be_issued_passes(first_nine: str) -> None:
    assert all(is_chi(number) for number in chi_numbers(first_nine))


@pytest.mark.parametrize(
    "frame",
    [
        "CHI{}",
        "_{}_",
        "**{}**",
        "x,{},123,y",
        "/{}/2",
        "[{}](x)",
        "{}.pdf",
        "7 {} 7",
        "on 12/03/2024 {}",
        "“{}”",
        "{}a",
        "é{}",
        "1.{}",
        "²{}¹",
    ],
)
@pytest.mark.parametrize("number", [CHI, "010101 1237"])
def test_a_chi_number_is_found_whatever_stands_beside_it(frame: str, number: str, rules: Confidentiality) -> None:
    assert_found(number, "chi", True, rules, frame)


# --- NHS --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sizes", [(10,), (3, 3, 4)])
@pytest.mark.parametrize("gap", [*BLANKS, *DASHES, "."])
def test_an_nhs_number_is_found_in_its_groups(sizes: tuple[int, ...], gap: str, rules: Confidentiality) -> None:
    assert_found(grouped(NHS, sizes, gap), "nhs", True, rules)


@pytest.mark.parametrize("line_end", LINE_ENDS)
def test_an_nhs_number_is_found_over_two_lines(line_end: str, rules: Confidentiality) -> None:
    assert_found(f"943 476{line_end}5919", "nhs", True, rules)
    assert_found(f"94347{line_end}65919", "nhs", True, rules)


@pytest.mark.parametrize(("sizes", "certain"), [((5, 5), False), ((4, 3, 3), False), ((1,) * 10, False)])
def test_an_nhs_number_in_other_groups_is_a_warning(
    sizes: tuple[int, ...], certain: bool, rules: Confidentiality
) -> None:
    """Certain only where the text says that it is one."""
    written = grouped(NHS, sizes, " ")
    assert_found(written, "nhs", certain, rules)
    assert_found(written, "nhs", True, rules, "NHS number {} was given.")


def test_an_nhs_number_that_fails_its_check_is_never_certain(rules: Confidentiality) -> None:
    assert_found("9434765918", "nhs", False, rules, "NHS no {} was given.")
    assert seen("We noted 9434765918 then.", rules) == []


def test_a_book_is_nobody(rules: Confidentiality) -> None:
    """An ISBN of ten figures has the check of an NHS number."""
    assert nhs.is_valid("0755997344") or seen("ISBN 0-7559-9734-4", rules) == []
    assert seen("ISBN 9434765919 and ISBN-10: 943 476 5919", rules) == []


@given(st.from_regex(r"[0-9]{10}", fullmatch=True).filter(lambda figures: len(set(figures)) > 1))
def test_the_nhs_check_agrees_with_another_library(figures: str) -> None:
    assert is_nhs(figures) == nhs.is_valid(figures)


@given(st.from_regex(r"[0-9]{9}", fullmatch=True).filter(lambda figures: len(set(figures)) > 1))
def test_every_nhs_number_that_can_be_issued_passes(first_nine: str) -> None:
    number = nhs_number(first_nine)
    assert number is None or is_nhs(number)


# --- Scottish Candidate Number ----------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["SCN", "scn:", "Candidate number", "the pupil", "candidate no."])
@pytest.mark.parametrize("gap", ["", " ", "-", "\u00a0"])
def test_a_candidate_number_is_certain_near_its_word(word: str, gap: str, rules: Confidentiality) -> None:
    assert_found(grouped(SCN, (3, 3, 3), gap), "candidate-number", True, rules, f"{word} {{}} passed.")


def test_a_candidate_number_that_fails_its_check_is_a_warning(rules: Confidentiality) -> None:
    assert_found("110203048", "candidate-number", False, rules, "SCN {} was given.")


def test_nine_figures_alone_are_no_candidate_number(rules: Confidentiality) -> None:
    """One in eleven of all would pass."""
    assert seen(f"Invoice {SCN} was paid.", rules) == []


def test_the_candidate_check_is_the_published_one() -> None:
    """11020304 gives 7 (HESA C07051, worked by hand); a remainder of 0 gives 0; of 1 none."""
    assert candidate_digit("11020304") == 7
    for first in range(10000000, 10002000):
        weighed = sum(int(a) * b for a, b in zip(str(first), (3, 2, 7, 6, 5, 4, 3, 2), strict=True))
        fitting = [digit for digit in range(10) if (weighed + digit) % 11 == 0]
        assert ([candidate_digit(str(first))] if fitting else [None]) == (fitting or [None])
        assert [digit for digit in range(10) if is_candidate_number(f"{first}{digit}")] == fitting


# --- National Insurance -----------------------------------------------------------------------------------------

# The pattern of HMRC's rules as the facts of the domain give it.
HMRC = re.compile(
    r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]"
)


@pytest.mark.parametrize("gap", ["", *BLANKS, *DASHES, "."])
@pytest.mark.parametrize("number", [NINO, NINO.lower(), "Ab123456c", "CE987654A", "yz102030D"])
def test_a_national_insurance_number_is_found(number: str, gap: str, rules: Confidentiality) -> None:
    written = gap.join((number[:2], number[2:4], number[4:6], number[6:8], number[8]))
    assert_found(written, "national-insurance", True, rules)


@pytest.mark.parametrize(
    "written",
    [
        "AB 123456 C",
        "AB123456 C",
        "AB12\u200b3456C",
        "AB١٢٣٤٥٦C",
        "ＡＢ１２３４５６Ｃ",
        "AB1234\n56C",
        "AB 12 34\n56 C",
    ],
)
def test_a_national_insurance_number_is_found_in_other_dress(written: str, rules: Confidentiality) -> None:
    assert_found(written, "national-insurance", True, rules)


@pytest.mark.parametrize(
    "prefix", ["QQ", "BG", "GB", "KN", "NK", "NT", "TN", "ZZ", "DA", "AD", "FA", "IA", "AO", "UA", "AV"]
)
def test_a_prefix_that_is_not_given_out_is_a_warning(prefix: str, rules: Confidentiality) -> None:
    assert_found(f"{prefix}123456C", "national-insurance", False, rules)


def test_every_prefix_is_judged_as_hmrc_does(rules: Confidentiality) -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for first in letters:
        for second in letters:
            number = f"{first}{second}123456A"
            assert seen(number, rules) == [("national-insurance", HMRC.fullmatch(number) is not None, number)]


@pytest.mark.parametrize("text", ["NI number {}", "National Insurance: {}", "his nino is {}"])
@pytest.mark.parametrize("number", ["AB 12 34 56", "AB123456", "AB123456E", "11 A1 11 11"])
def test_part_of_a_number_is_a_warning_near_its_word(text: str, number: str, rules: Confidentiality) -> None:
    assert seen(text.format(number), rules) == [("national-insurance", False, number)]


@pytest.mark.parametrize(
    "text", ["AB123456", "AB1234567C", "XAB123456C", "By 2016-17 a new team", "in 2019/20 a paper", "AB123456E"]
)
def test_what_only_looks_like_a_national_insurance_number(text: str, rules: Confidentiality) -> None:
    assert seen(text, rules) == []


# --- postcodes --------------------------------------------------------------------------------------------------

FORMS = ["M1 1AA", "M60 1NW", "EH1 1AA", "ZE2 9XX", "KW17 2ZZ", "SL1 2AB", "W1A 1HQ", "N1P 1AA", "EC1A 1BB", "GIR 0AA"]


@pytest.mark.parametrize("postcode", FORMS)
@pytest.mark.parametrize("gap", ["", "-", *BLANKS])
@pytest.mark.parametrize("capitals", [True, False])
def test_a_postcode_of_every_form_is_found(postcode: str, gap: str, capitals: bool, rules: Confidentiality) -> None:
    written = postcode.replace(" ", gap)
    assert_found(written if capitals else written.lower(), "postcode", True, rules)


@pytest.mark.parametrize(
    "written", ["EH1\n1AA", "EH\u200b1 1A\u200bA", "ＥＨ１ １ＡＡ", "EH\u0661 \u0661AA", "EH1 1\nAA"]
)
def test_a_postcode_is_found_in_other_dress(written: str, rules: Confidentiality) -> None:
    assert_found(written, "postcode", True, rules)


@pytest.mark.parametrize(
    "text",
    ["QA1 1AA", "VA1 1AA", "XA1 1AA", "AI1 1AA", "AJ1 1AA", "AZ1 1AA", "A1L 1AA", "AA1C 1AA",
     "EH1 1CA", "EH1 1IA", "EH1 1KA", "EH1 1MA", "EH1 1OA", "EH1 1VA", "EH1 1AC", "EH1 AAA", "EH123 1AA"],
)  # fmt: skip
def test_a_postcode_with_a_letter_that_none_has_is_not_certain(text: str, rules: Confidentiality) -> None:
    assert [kind for kind, certain, _ in seen(text, rules) if certain] == []


@pytest.mark.parametrize(
    "text", ["SL1.2", "SD1.3 and AO4.7", "E12 1st draft", "A3 2nd go", "R1 4th", "E12, A3, R1 and L2", "MV1, SL4, WO2",
             "S1 to S6", "the M8 and the A9", "the G7", "PM2.5", "9.3.a", "level 4", "P1 pupils", "A3 2 hours"],
)  # fmt: skip
def test_our_own_ids_and_roads_are_no_postcode(text: str, rules: Confidentiality) -> None:
    assert seen(text, rules) == []


@pytest.mark.parametrize("text", ["in EH11", "around ZE2", "postcode SL1", "the postcode area G51"])
def test_the_first_half_of_a_postcode_is_a_warning(text: str, rules: Confidentiality) -> None:
    assert seen(text, rules) == [("postcode-district", False, text.split()[-1])]


# --- telephone numbers ------------------------------------------------------------------------------------------

PHONES = ["0131 496 0000", "(0131) 496 0000", "0131-496-0000", "0131.496.0000", "01314960000", "0131 4960000",
          "01632 960123", "01632 960 123", "(01632) 960123", "07700 900123", "07700900123", "07700 900 123", "020 7946 0000",
          "+44 7700 900123", "+447700900123", "+44 (0)7700 900123", "+44 (0) 131 496 0000", "0044 131 496 0000",
          "+44 131 496 0000", "+44 (131) 496 0000", "(+44) 7700 900123", "+353 1 496 0000", "+1 212 555 0199"]  # fmt: skip


@pytest.mark.parametrize("number", PHONES)
def test_a_telephone_number_is_found(number: str, rules: Confidentiality) -> None:
    assert_found(number, "phone", True, rules)


@pytest.mark.parametrize("frame", ["Tel.{}", "home,{},x", "tel/{}", "({})", "{}/1", "{}, ext 12", "tel:{}"])
def test_a_telephone_number_is_found_whatever_stands_beside_it(frame: str, rules: Confidentiality) -> None:
    assert_found("0131 496 0000", "phone", True, rules, frame)


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("number", [number for number in PHONES if " " in number])
def test_a_telephone_number_is_found_with_any_blank(number: str, blank: str, rules: Confidentiality) -> None:
    assert_found(number.replace(" ", blank), "phone", True, rules)


@pytest.mark.parametrize(
    "written",
    ["07700\n900123", "0770\n0900123", "0131–496–0000", "٠٧٧٠٠ ٩٠٠١٢٣", "07\u200b700 900123", "０７７００９００１２３"],
)
def test_a_telephone_number_is_found_in_other_dress(written: str, rules: Confidentiality) -> None:
    assert_found(written, "phone", True, rules)


@pytest.mark.parametrize("written", ["07 70 09 00 12 3", "0 7 7 0 0 9 0 0 1 2 3"])
def test_a_telephone_number_in_other_groups_is_a_warning(written: str, rules: Confidentiality) -> None:
    assert_found(written, "phone", False, rules)


def test_a_number_without_its_area_is_a_warning_after_a_word_for_it(rules: Confidentiality) -> None:
    assert_found("496 0123", "phone", False, rules, "Tel: {} at home.")
    assert seen("The gap of 496 0123 remains.", rules) == []


@pytest.mark.parametrize(
    "number",
    [
        "0800 1111",
        "0800 811 505",
        "0300 123 4567",
        "0345 600 9527",
        "+44 300 123 4567",
        "0808 802 0060",
        "101",
        "111",
        "999",
        "116 123",
        "112",
    ],
)
def test_public_lines_are_no_finding(number: str, rules: Confidentiality) -> None:
    assert seen(f"Ring {number} at any hour, or call {number}.", rules) == []


# --- dates of birth ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "date",
    ["12/03/2014", "12-03-14", "12.3.14", "12 03 2014", "2014-03-12", "12 March 2014", "12th March 2014", "12th of March, 2014",
     "12 Mar 14", "March 12, 2014", "12March2014", "120314", "12032014", "12–03–2014", "12/\u200b03/2014", "١٢/٠٣/٢٠١٤", "12\u00a0March\u00a02014"],
)  # fmt: skip
@pytest.mark.parametrize(
    "frame", ["born {}", "born on {}", "DOB: {}", "d.o.b. {}", "Date of birth {}", "{} (DOB)", "his birthday is {}"]
)
def test_a_date_near_a_word_for_birth_is_certain(date: str, frame: str, rules: Confidentiality) -> None:
    assert_found(date, "birth-date", True, rules, frame)


@pytest.mark.parametrize(
    "text",
    ["The board met on 12 March 2024.", "He was born. On 3 May 2020 the board met.", "children born after 1 April 2023",
     "babies born before 31 March 2024", "born 31/02/2014", "DOB 45/13/2014", "children aged 12 at 31 March 2024",
     "born in 2010\n12 of them", "since 1 April 2023, babies born here", "We called 2019-2020 hard", "Born of anger. The paper of 3 May 2021 followed.", "new-born babies"],
)  # fmt: skip
def test_other_dates_are_nobodys(text: str, rules: Confidentiality) -> None:
    assert seen(text, rules) == []


@pytest.mark.parametrize(
    "text",
    [
        "born at Raigmore on 12/03/2014",
        "DOB12/03/2014",
        "(b) was born 12/03/2014",
        "Date of birth (as we were told): 12/03/2014",
        "12/03/2014 was her birthday",
    ],
)
def test_a_date_of_birth_with_other_words_about_it(text: str, rules: Confidentiality) -> None:
    assert seen(text, rules) == [("birth-date", True, "12/03/2014")]


def test_a_date_near_an_age_is_a_warning(rules: Confidentiality) -> None:
    """It may be the birthday, or the day of the placement."""
    assert_found("12 March 2024", "birth-date", False, rules, "a girl aged 14, placed on {}")


def test_a_month_and_year_of_birth_is_a_warning(rules: Confidentiality) -> None:
    assert_found("March 2014", "birth-date", False, rules, "born in {} at home")


# --- e-mail, vehicles, references -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["a.b@example.org", "AB+C@EXAMPLE.ORG.UK", "o'neil_1@a-b.example", "josé@example.org", "a.b＠example.org"],
)
@pytest.mark.parametrize("frame", ["Write to {}.", "({})", "<{}>", "mailto:{}?subject=x", "'{}'", "at {}, please"])
def test_an_email_address_is_found(address: str, frame: str, rules: Confidentiality) -> None:
    assert_found(address, "email", True, rules, frame)


@pytest.mark.parametrize("text", ["met @ 10.30", "@SSSC on the web", "a@b", "x @ y. Then", "three @ £4.50"])
def test_a_lone_at_sign_is_no_address(text: str, rules: Confidentiality) -> None:
    assert seen(text, rules) == []


@pytest.mark.parametrize(
    ("text", "plate", "certain"),
    [("his car SF19 KLM stood there", "SF19 KLM", True), ("registration sf19klm", "sf19klm", True), ("SF19 KLM", "SF19 KLM", False),
     ("the van, A123 BCD,", "A123 BCD", True), ("drove ABC 123D", "ABC 123D", True)],
)  # fmt: skip
def test_a_vehicle_registration(text: str, plate: str, certain: bool, rules: Confidentiality) -> None:
    assert seen(text, rules) == [("vehicle", certain, plate)]


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("Mosaic 1234567", "case-reference", "1234567"),
        ("Mosaic ID: 12345", "case-reference", "12345"),
        ("CareFirst no. 44321", "case-reference", "44321"),
        ("Swift number 123456", "case-reference", "123456"),
        ("LiquidLogic person ID 998877", "case-reference", "998877"),
        ("UPRN 906123456789", "case-reference", "906123456789"),
        ("case ref: AB/1234", "case-reference", "AB/1234"),
        ("sheriff court reference GLW-CA12-22", "court-reference", "GLW-CA12-22"),
        ("process number A123/22", "court-reference", "A123/22"),
        ("crime number PS-20240101-1234", "police-reference", "PS-20240101-1234"),
        ("PNC ID 12/345678A", "police-reference", "12/345678A"),
        ("SCRA ref 123456", "reporter-reference", "123456"),
        ("Reporter's reference AB-4512", "reporter-reference", "AB-4512"),
        ("passport number 123456789", "other-number", "123456789"),
        ("Home Office ref. S1234567", "other-number", "S1234567"),
        ("driving licence MORGA657054SM9IJ", "other-number", "MORGA657054SM9IJ"),
    ],
)
def test_a_reference_is_known_by_the_word_before_it(text: str, kind: str, number: str, rules: Confidentiality) -> None:
    assert seen(text, rules) == [(kind, True, number)]


@pytest.mark.parametrize(
    "text",
    ["We moved from Swift 2016 to Mosaic 2021.", "Mosaic records 45,000 cases", "Swift in 2019-20", "Eclipse 4", "PNC checks on 12/03/2024",
     "the police number 1,200 officers", "Court case 12", "Storm 2024", "Swift 2016\n12 people", "Eclipse was 365 days late", "the police number 420 here", "Mosaic. 12 people", "case number 12"],
)  # fmt: skip
def test_the_name_of_a_system_alone_is_nothing(text: str, rules: Confidentiality) -> None:
    assert seen(text, rules) == []


# --- what ordinary papers are full of ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["s.25 of the 1995 Act", "asp 9", "SSI 2021/12", "£1,234,567", "1,234,567 people", "on 12 March 2024", "report 24/0117", "para 9.3.a",
     "ISBN 978-0-7559-9734-3", "2019 2020 2021 2022", "35.5% of 1,200", "4 118 4 402", "14:30 to 16:00", "Regulation (EU) 2016/679",
     "https://www.gov.scot/publications/2016/07/1234567/", "F0a1b2c3d4", "version 3.11.2", "10.00-12.30", "0-18 years", "00:15"],
)  # fmt: skip
def test_figures_of_an_ordinary_paper_are_no_finding(text: str, rules: Confidentiality) -> None:
    assert seen(text, rules) == []


def test_the_most_telling_name_wins(rules: Confidentiality) -> None:
    """A CHI number passes the NHS check too, and ten figures that begin with 0 could be dialled."""
    assert nhs.is_valid(CHI)
    assert_found(CHI, "chi", True, rules)
    assert_found(CHI, "chi", True, rules, "NHS number {} given.")
