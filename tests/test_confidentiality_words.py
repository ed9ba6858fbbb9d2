"""People, streets and combinations: what no check digit tells, and the owner's own lists of names and public items."""

from __future__ import annotations

import re

import pytest
from identifiers import seen

from cswo_eval.confidentiality.all_rules import findings_in
from cswo_eval.confidentiality.finding_words import described, outcome
from cswo_eval.confidentiality.findings import Finding
from cswo_eval.confidentiality.masks import masked
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.portfolio_models import Confidentiality

KINDS = {
    "chi", "nhs", "candidate-number", "national-insurance", "phone", "email", "postcode", "postcode-district", "birth-date",
    "vehicle", "case-reference", "court-reference", "police-reference", "reporter-reference", "other-number", "titled-name",
    "street", "rare-combination", "name-again", "account-name", "table-name", "file-author", "tracked-change", "file-comment",
}  # fmt: skip


@pytest.fixture(scope="session")
def rules(framework: Framework) -> Confidentiality:
    """The rules that come with the program."""
    return framework.confidentiality


# --- names with a title -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I rang Mr Smith twice", "Mr Smith"),
        ("Dr. Ahmed came", "Dr. Ahmed"),
        ("Cllr M. MacLeod spoke", "Cllr M. MacLeod"),
        ("Mrs O’Neil’s letter", "Mrs O’Neil"),
        ("MRS SMITH", "MRS SMITH"),
        ("mr smith rang", "mr smith"),
        ("Mr\nSmith", "Mr\nSmith"),
        ("Ms Jean Mary Brown told us", "Ms Jean Mary Brown"),
        ("Prof J. van der Berg wrote", "Prof J. van der Berg"),
        ("Mx Þórsdóttir", "Mx Þórsdóttir"),
        ("Miss Màiri NicDhòmhnaill, of", "Miss Màiri NicDhòmhnaill"),
        ("Sheriff Brown agreed", "Sheriff Brown"),
        ("Mr. J Smith-Jones", "Mr. J Smith-Jones"),
        ("and Ms B. Mr Smith rang", "Mr Smith"),
    ],
)
def test_a_name_after_a_title_is_a_warning(text: str, name: str, rules: Confidentiality) -> None:
    assert seen(text, rules) == [("titled-name", False, name)]


@pytest.mark.parametrize(
    "text",
    ["the Dr came", "Miss out the coffee", "Do not miss This", "Ms B rang Mr X.", "Child A and Ms C’s aunt", "Dr A. Then we met",
     "the Sheriff Court", "the Sheriff Principal", "Mr and", "Father was told", "Lady", "a sister service", "Sister Services",
     "5 ms Later", "the provost", "Mr", "Nurse Director"],
)  # fmt: skip
def test_a_title_without_a_name_is_nothing(text: str, rules: Confidentiality) -> None:
    assert seen(text, rules) == []


# --- streets ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "certain", "street"),
    [
        ("lives at 12 High Street now", True, "12 High Street"),
        ("at 4 Bonnington Loan", True, "4 Bonnington Loan"),
        ("7b Wallace Place", True, "7b Wallace Place"),
        ("Flat 3, 20 Skye Wynd", True, "20 Skye Wynd"),
        ("3/2 Glen Crescent", True, "3/2 Glen Crescent"),
        ("14\u00a0Mary’s Close", True, "14\u00a0Mary’s Close"),
        ("2 St Ninian's Road", True, "2 St Ninian's Road"),
        ("16 THISTLE STREET", True, "16 THISTLE STREET"),
        ("a house in Wallace Road, I think", False, "Wallace Road"),
        ("home,14 High Street", True, "14 High Street"),
        ("near St Ninian's Crescent", False, "St Ninian's Crescent"),
    ],
)
def test_a_street(text: str, certain: bool, street: str, rules: Confidentiality) -> None:
    """Certain with a house number, a warning without."""
    assert seen(text, rules) == [("street", certain, street)]


@pytest.mark.parametrize(
    "text",
    ["shops in the High Street", "a Place for everyone", "A Place to stay", "a student loan", "Student Loan", "Safe Place",
     "In 2024 Market Place shut", "3 Court cases", "2 Sheriff Court referrals", "The Way forward", "Main Street", "the Road to here",
     "12 Place", "Street work", "Glasgow Sheriff Court", "4 Care Home places", "£12 Park House", "Table 3 The Way ahead"],
)  # fmt: skip
def test_street_words_in_prose_are_nothing(text: str, rules: Confidentiality) -> None:
    assert seen(text, rules) == []


# --- combinations -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("A woman aged 83 from Tobermory with dementia was moved.", "aged 83"),
        ("We met a seven-year-old in Lerwick. His father had overdosed on heroin.", "seven-year-old"),
        ("She is deaf. At age 14 she left the island.", "age 14"),
        ("A 15 year old was pregnant. The village knew.", "15 year old"),
        ("a 3-month-old twin near Ullapool", "3-month-old"),
    ],
)
def test_an_age_a_place_and_a_condition_together_are_a_warning(text: str, age: str, rules: Confidentiality) -> None:
    """The match is the age: taking it out breaks the combination."""
    assert seen(text, rules) == [("rare-combination", False, age)]


@pytest.mark.parametrize(
    "text",
    [
        "A woman aged 83 with dementia was moved.",
        "A woman aged 83 came from Tobermory.",
        "People aged 65 and over in Fife with dementia.",
        "Children aged 12 in Fife with autism wait longest.",
        "Young people aged 16 to 24 in Fife who are homeless.",
        "A boy aged 9 with autism waited in Scotland in March.",
        "aged 65+ in Fife with dementia",
        "She was aged 83. The bus was late. Nobody had rung. In Tobermory dementia is common.",
        "A 10 year old policy on dementia is in force",
    ],
)
def test_two_of_the_three_or_a_group_of_people_are_nothing(text: str, rules: Confidentiality) -> None:
    assert seen(text, rules) == []


# --- the owner's own lists --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["Morag Bell", "MORAG BELL", "morag  bell", "Morag\nBell", "Morag\u00a0Bell", "Mo\u200brag Bell", "Morag-Bell"],
)
def test_a_name_of_the_private_table_is_certain(written: str, rules: Confidentiality) -> None:
    assert seen(f"I met {written} then.", rules, names=["Morag Bell"]) == [("table-name", True, written)]


def test_a_name_in_an_address_is_said_once(rules: Confidentiality) -> None:
    text = "morag.bell@example.org and Mrs Bell"
    assert seen(text, rules, names=["Bell", "Morag"]) == [
        ("email", True, "morag.bell@example.org"),
        ("table-name", True, "Bell"),
    ]


@pytest.mark.parametrize(
    ("public", "text"),
    [
        ("0131 496 0000", "Ring 01314960000, +44 131 496 0000 or (0131) 496-0000."),
        ("EH1 1AA", "at eh11aa"),
        ("Council House, 12 High Street, EH1 1AA", "We met at Council House, 12  High Street,\nEH1 1AA."),
        ("enquiries@example.org", "Write to Enquiries@example.org."),
        ("M. MacLeod", "Cllr M. MacLeod, the convener"),
        ("Cllr MacLeod", "Cllr MacLeod’s motion"),
    ],
)
def test_what_the_owner_calls_public_is_no_finding(public: str, text: str, rules: Confidentiality) -> None:
    assert seen(text, rules) != []
    assert seen(text, rules, public_items=[public]) == []


def test_what_is_public_does_not_hide_what_is_longer(rules: Confidentiality) -> None:
    assert seen("Cllr MacLeod-Bell", rules, public_items=["MacLeod"]) != []
    assert seen("0131 496 0001", rules, public_items=["0131 496 000"]) != []


def test_the_rules_may_name_public_items_too(rules: Confidentiality) -> None:
    mine = rules._replace(public_items=("EH1 1AA",))
    assert findings_in("EH1 1AA", mine) == ()


# --- dates beside a name, addresses in words, accounts --------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Mr John Smith (03/04/1987)", "03/04/1987"),
        ("Mr John Smith of this parish, 03/04/1987", "03/04/1987"),
        ("Mrs Smith, 3 April 1987, came", "3 April 1987"),
        ("Jane Smith (03/04/1987) came", "03/04/1987"),
        ("Smith (3rd April 1987)", "3rd April 1987"),
        ("SWIS 1234567, 1987-04-03", "1987-04-03"),
    ],
)
def test_a_whole_date_beside_a_name_or_a_number_is_perhaps_of_a_birth(
    text: str, date: str, rules: Confidentiality
) -> None:
    assert ("birth-date", False, date) in seen(text, rules)


@pytest.mark.parametrize(
    "text",
    ["I met Mr Smith on 03/04/2024", "Mrs Smith rang 03/04/2024", "Mr Smith. On 03/04/2024", "the committee (03/04/2024)",
     "Social Work Committee (12/03/2024)", "Audit Scotland (12/03/2024)", "Minutes (12 March 2024)", "Smith (2019)", "Smith (April 2019)",
     "Mr Smith and others of the team agreed 12 March 2024"],
)  # fmt: skip
def test_the_day_of_something_else_is_no_birthday(text: str, rules: Confidentiality) -> None:
    assert "birth-date" not in [kind for kind, _, _ in seen(text, rules)]


@pytest.mark.parametrize("text", ["SWIS number 123456", "SWIS 1234567", "swis no. 123456"])
def test_a_number_of_the_social_work_system_is_found(text: str, rules: Confidentiality) -> None:
    assert [(kind, certain) for kind, certain, _ in seen(text, rules)] == [("case-reference", True)]


@pytest.mark.parametrize(
    "address",
    ["jsmith at example.org", "name (at) example dot org", "j.smith[at]example[dot]org", "jsmith (at) example.org",
     "jsmith at example dot co dot uk"],
)  # fmt: skip
def test_an_address_spelled_out_is_perhaps_one(address: str, rules: Confidentiality) -> None:
    assert seen(f"Write to {address}, please.", rules) == [("email", False, address)]


@pytest.mark.parametrize(
    "text",
    ["available at example.org", "look at www.example.org/a", "jsmith at www.example.org", "met at home. dot the i", "at example.org",
     "It is at example.org/papers"],
)  # fmt: skip
def test_a_site_is_no_address_of_a_person(text: str, rules: Confidentiality) -> None:
    assert seen(text, rules) == []


def test_an_account_name_is_perhaps_somebody(rules: Confidentiality) -> None:
    assert seen("(@jsmith87) wrote", rules) == [("account-name", False, "@jsmith87")]


# --- masks and words --------------------------------------------------------------------------------------------


def test_every_kind_has_its_words_and_a_mask_of_its_own(rules: Confidentiality) -> None:
    assert {kind.id for kind in rules.kinds} == KINDS
    for kind in rules.kinds:
        assert re.fullmatch(r"\[[A-Za-z' -]+\]", kind.mask)
        assert kind.name.split()[0] in ("a", "an", "the")
        assert not re.search(r"\bsafe\b", f"{kind.name} {kind.why}")


def test_every_word_of_the_lists_is_in_small_letters_and_stands_there_once(rules: Confidentiality) -> None:
    for name in type(rules.words)._types:
        listed = getattr(rules.words, name)
        assert [word for word in listed if word != word.lower() or listed.count(word) > 1] == [], name


def test_no_word_that_is_offered_instead_is_a_finding(rules: Confidentiality) -> None:
    """Nor is a mask: a copy that was masked is checked again."""
    for kind in rules.kinds:
        assert seen(f"{kind.instead} {kind.mask}", rules) == []


def test_a_masked_text_keeps_everything_else(rules: Confidentiality) -> None:
    text = "At EH1 1AA\u200b I rang  07700 900123;\r\nMr Smith answered."
    assert masked(text, findings_in(text, rules), rules) == (
        "At [postcode]\u200b I rang  [telephone number];\r\n[name] answered."
    )


def test_findings_may_come_in_any_order_and_overlap(rules: Confidentiality) -> None:
    found = [Finding("chi", True, 6, 9, "ghi"), Finding("phone", True, 2, 4, "cd"), Finding("nhs", True, 3, 5, "de")]
    assert masked("abcdefghij", found, rules) == "ab[telephone number]f[CHI number]j"


def test_a_kind_that_the_rules_lack_is_masked_and_described_by_its_name(rules: Confidentiality) -> None:
    finding = Finding("badge", True, 0, 3, "abc")
    assert masked("abc", [finding], rules) == "[badge]"
    assert described(finding, rules).name == "badge"


def test_a_warning_of_a_certain_kind_says_perhaps(rules: Confidentiality) -> None:
    sure, unsure = findings_in("EH1 1AA and AB 123456 E for NI and QQ123456C", rules)[:2]
    assert described(sure, rules).name == "a postcode"
    assert described(unsure, rules).name == "perhaps a National Insurance number"
    assert described(Finding("titled-name", False, 0, 1, "x"), rules).name == "a name with a title"


def test_the_outcome_says_found_or_not_found_and_never_safe(rules: Confidentiality) -> None:
    assert outcome(findings_in("EH1 1AA, EH1 1AB, x@example.org", rules), rules) == (
        "Found: a postcode (2 times); an e-mail address."
    )
    assert outcome((), rules).startswith("Not found")
    assert "safe" not in outcome((), rules)


def test_a_folder_of_standards_may_turn_a_kind_into_a_warning_or_off(rules: Confidentiality) -> None:
    softer = tuple(kind._replace(certain=False) for kind in rules.kinds)
    assert [one.certain for one in findings_in("EH1 1AA", rules._replace(kinds=softer))] == [False]
    without = tuple(kind for kind in rules.kinds if not kind.id.startswith("postcode"))
    assert findings_in("EH1 1AA", rules._replace(kinds=without)) == ()


def test_empty_word_lists_find_no_words(rules: Confidentiality) -> None:
    nothing = rules.words._replace(**dict.fromkeys(type(rules.words)._types, ()))
    bare = rules._replace(words=nothing)
    assert [one.kind for one in findings_in("Mr Smith, 12 High Street, Mosaic 1234567, EH1 1AA", bare)] == ["postcode"]
