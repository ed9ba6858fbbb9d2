"""Facts about the content: complete, consistent, in our own plain British words. Read from the files as any reader would."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import combinations

import holidays
import pytest
from standards_folders import shown
from standards_texts import competencies, elements, files, prose, texts

from cswo_eval.framework.framework import Framework
from cswo_eval.framework.load import check_folder
from cswo_eval.framework.standards_folder import own_standards_folder

# How many competencies each element has (domain facts, 1.2).
SIZES = {
    "MV1": 6,
    "SD1": 6, "SD2": 4, "SD3": 3, "SD4": 3, "SD5": 5,
    "AO1": 4, "AO2": 4, "AO3": 3, "AO4": 7,
    "SL1": 6, "SL2": 4, "SL3": 5, "SL4": 6,
    "WO1": 3, "WO2": 4, "WO3": 4, "WO4": 3,
}  # fmt: skip

GUIDANCE = [
    "9.1", "9.2",
    *(f"9.3{letter}" for letter in "abcdefghijklmno"),
    *(f"9.4{letter}" for letter in "abcd"),
    *(f"9.5{letter}" for letter in "abcde"),
    *(f"10{letter}" for letter in "abcdefgh"),
    *(f"PGF{number}" for number in range(1, 6)),
    "SI-child-protection", "SI-adult-protection", "SI-criminal-justice", "SI-mental-health-incapacity", "SI-cswo",
]  # fmt: skip


def test_these_tests_look_at_every_file_and_at_much_text() -> None:
    """Twenty files or more, and thousands of texts: what is not there could not be found wanting."""
    assert len(files()) >= 20
    assert len(prose()) > 3000
    assert sum(len(text.split()) for _, text in prose()) > 50_000


def test_the_check_finds_no_problem() -> None:
    _, problems = check_folder(None)
    assert [shown(one, own_standards_folder()) for one in problems] == []


# --- the Standard -----------------------------------------------------------------------------------------------


def test_five_aspects_eighteen_elements_eighty_competencies() -> None:
    assert files()["standard/standard.yaml"]["aspects"] == ["MV", "SD", "AO", "SL", "WO"]
    assert len(elements()) == 18
    assert len(competencies()) == 80


def test_the_ids_are_those_of_the_design() -> None:
    """Each element has its number of competencies, counted from 1."""
    assert [element["id"] for element in elements()] == list(SIZES)
    expected = [f"{name}.{number}" for name, size in SIZES.items() for number in range(1, size + 1)]
    assert [one["id"] for one in competencies()] == expected


@pytest.mark.parametrize("field", ["title", "statement", "meaning", "weak", "strong", "question"])
def test_every_element_and_competency_has_its_text(field: str) -> None:
    short = [one["id"] for one in [*elements(), *competencies()] if len(one[field]) < (3 if field == "title" else 20)]
    assert short == []


def test_every_competency_names_two_or_more_kinds_of_evidence_each_told_in_words() -> None:
    for one in competencies():
        assert len(one["evidence"]) >= 2, one["id"]
        assert len(set(one["evidence"])) == len(one["evidence"])
        assert all(len(kind.split()) >= 3 for kind in one["evidence"]), one["id"]


def test_every_element_links_to_guidance_and_every_item_says_where_it_comes_from() -> None:
    assert [one["id"] for one in elements() if not one["guidance"]] == []
    assert [one["id"] for one in [*elements(), *competencies()] if not one["source"].get("place")] == []


def test_every_statement_is_said_by_the_owner() -> None:
    """It begins with I, or I stands in it."""
    wrong = [
        one["id"]
        for one in [*elements(), *competencies()]
        if not one["statement"].startswith("I ") and " I " not in one["statement"]
    ]
    assert wrong == []


@pytest.mark.parametrize("field", ["meaning", "weak", "strong"])
def test_what_explains_a_statement_never_speaks_as_the_owner(field: str) -> None:
    """Only the statement is the owner's own sentence; all else speaks to 'you' (quoted speech apart)."""
    quoted = re.compile(r"(?<!\w)'.*?'(?!\w)|\".*?\"")
    wrong = [
        one["id"] for one in [*elements(), *competencies()] if re.search(r"\b(I|my)\b", quoted.sub("", one[field]))
    ]
    assert wrong == []


def test_titles_are_short_and_no_two_alike() -> None:
    titles = [one["title"].casefold() for one in competencies()]
    assert [title for title, times in Counter(titles).items() if times > 1] == []
    assert [title for title in titles if len(title) > 45] == []


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters."""
    return re.findall(r"[a-z']+", text.lower())


def steps_between(one: list[str], other: list[str]) -> int:
    """How many words must be changed, put in or taken out to make one list of words of the other."""
    row = list(range(len(other) + 1))
    for first, word in enumerate(one, start=1):
        previous, row[0] = row[0], first
        for second, there in enumerate(other, start=1):
            previous, row[second] = row[second], min(
                row[second] + 1, row[second - 1] + 1, previous + (word != there)
            )  # fmt: skip
    return row[-1]


def test_the_measure_of_likeness_counts_words() -> None:
    assert steps_between(["i", "listen", "to", "staff"], ["i", "listen", "to", "carers"]) == 1
    assert steps_between(["i", "listen"], ["i", "always", "listen"]) == 1
    assert steps_between(["i", "listen", "to", "staff"], ["staff", "listen", "to", "me"]) == 2


@pytest.mark.parametrize("field", ["statement", "question", "weak", "strong"])
def test_no_two_texts_are_one_sentence_with_a_word_changed(field: str) -> None:
    every = [(one["id"], words_of(one[field])) for one in [*elements(), *competencies()]]
    alike = [
        (first, second)
        for (first, one), (second, other) in combinations(every, 2)
        if abs(len(one) - len(other)) <= 1 and len(set(one) ^ set(other)) <= 2 and steps_between(one, other) <= 1
    ]
    assert alike == []


def test_no_long_sentence_stands_in_two_places() -> None:
    """Eight words or more, anywhere; only a reason for an importance may hold in two presets, and a gap be said again."""
    seen: dict[str, str] = {}
    twice = []
    for place, text in prose():
        if place.startswith("importance") or place.endswith("changed_2016"):
            continue
        for sentence in {" ".join(words_of(one)) for one in re.split(r"(?<=[.?!])\s+", text)}:
            if len(sentence.split()) >= 8 and seen.setdefault(sentence, place) != place:
                twice.append((seen[sentence], place, sentence))
    assert twice == []


def test_the_weak_and_the_strong_illustration_differ() -> None:
    alike = [
        one["id"]
        for one in [*elements(), *competencies()]
        if len(set(words_of(one["weak"])) & set(words_of(one["strong"]))) > 0.7 * len(set(words_of(one["weak"])))
    ]
    assert alike == []


def test_the_first_page_says_whose_the_division_is() -> None:
    """The SSSC's text is the authority; the 80, their numbers and wording are this project's."""
    standing = " ".join(files()["standard/standard.yaml"]["standing"])
    for words in ("Scottish Social Services Council", "authority", "80", "this project's", "not the SSSC's"):
        assert words in standing


# --- what goes with it ------------------------------------------------------------------------------------------


def test_the_scale_has_five_named_levels_each_with_a_description() -> None:
    levels = files()["levels.yaml"]
    names = {one["level"]: one["name"] for one in levels["levels"]}
    assert names == {1: "Not yet", 2: "Beginning", 3: "Dependable", 4: "Strong", 5: "Others learn from it"}
    assert [one["id"] for one in levels["confidence"]] == ["low", "medium", "high"]
    assert [one["id"] for one in levels["importance"]] == ["1", "2", "3"]


def test_the_target_profiles_are_those_of_the_design() -> None:
    profiles = files()["targets.yaml"]["profiles"]
    assert {one["id"]: one["level"] for one in profiles} == {"new-in-post": 3, "established": 4, "diploma": 4}


def test_every_preset_gives_each_element_and_competency_an_importance_from_1_to_3() -> None:
    presets = files()["importance.yaml"]["presets"]
    assert len(presets) == 3
    for preset in presets:
        names = [name for one in elements() for name in (one["id"], *(each["id"] for each in one["competencies"]))]
        assert list(preset["levels"]) == names
        assert set(preset["levels"].values()) <= {1, 2, 3}


def test_importance_is_2_unless_there_is_a_reason_and_a_reason_is_given() -> None:
    """Every 3 and every 1 has its reason in words, no 2 needs one, and most are 2."""
    for preset in files()["importance.yaml"]["presets"]:
        other = {name for name, importance in preset["levels"].items() if importance != 2}
        assert set(preset["reasons"]) == other
        assert all(len(reason.split()) >= 4 for reason in preset["reasons"].values())
        threes = [name for name, importance in preset["levels"].items() if importance == 3]
        assert 10 <= sum("." in name for name in threes) <= 18
        assert 3 <= sum("." not in name for name in threes) <= 6


def test_a_reason_for_an_element_is_its_own() -> None:
    """No preset, circumstance or competency says it too."""
    importance = files()["importance.yaml"]
    reasons = [
        (name, " ".join(words_of(why)))
        for one in (*importance["presets"], *importance["circumstances"])
        for name, why in (one.get("reasons") or one["raises"]).items()
    ]
    texts = [why for _, why in reasons]
    assert [(name, why) for name, why in reasons if "." not in name and texts.count(why) > 1] == []


def test_importance_is_3_only_where_guidance_names_the_duty() -> None:
    """Each such element and competency links to guidance."""
    links = {one["id"]: one["guidance"] for one in [*elements(), *competencies()]}
    threes = [
        name
        for preset in files()["importance.yaml"]["presets"]
        for name, importance in preset["levels"].items()
        if importance == 3
    ]
    assert threes
    assert [name for name in threes if not links[name]] == []


def test_the_guidance_has_every_entry_of_the_sources_and_no_other() -> None:
    """9.1 to 9.5, 10, the five areas of the Practice Governance Framework and the reserved interventions."""
    entries = files()["guidance.yaml"]["entries"]
    assert sorted(one["id"] for one in entries) == sorted(GUIDANCE)


def test_every_guidance_entry_says_its_edition_and_the_superseded_ones_are_said_to_be() -> None:
    guidance = files()["guidance.yaml"]
    status = {one["id"]: one["status"] for one in guidance["editions"]}
    assert status == {"2009": "superseded", "2011": "superseded", "2016": "current"}
    assert {one["edition"] for one in guidance["entries"]} <= set(status)


@pytest.mark.parametrize("name", ["9.3e", "9.3l", "SI-child-protection", "SI-cswo"])
def test_functions_that_are_reserved_are_marked(name: str) -> None:
    entry = next(one for one in files()["guidance.yaml"]["entries"] if one["id"] == name)
    assert entry["reserved"] is True


def test_all_guidance_but_what_binds_the_council_is_used_by_an_element() -> None:
    """10f and 10g are about appointing and removing the CSWO, not about what one can do."""
    used = {link for one in [*elements(), *competencies()] for link in one["guidance"]}
    assert set(GUIDANCE) - used <= {"10f", "10g"}


def test_a_significant_case_review_is_only_named_as_the_old_word_for_a_learning_review() -> None:
    naming = [(place, text) for place, text in prose() if re.search("significant case review", text, re.IGNORECASE)]
    assert [place for place, text in naming if "learning review" not in text] == []


def test_there_are_25_appendix_examples_and_20_themed_sections() -> None:
    ids = [one["id"] for one in files()["practice-examples.yaml"]["examples"]]
    themed = {"MV": 4, "SD": 3, "AO": 4, "SL": 5, "WO": 4}
    expected = [f"EX{number:02}" for number in range(1, 26)]
    expected += [f"{aspect}-T{number}" for aspect, size in themed.items() for number in range(1, size + 1)]
    assert sorted(ids) == sorted(expected)


def test_every_element_has_a_practice_example_and_every_example_an_element() -> None:
    examples = files()["practice-examples.yaml"]["examples"]
    assert all(one["elements"] and len(one["text"].split()) >= 20 for one in examples)
    assert {name for one in examples for name in one["elements"]} == set(SIZES)


def test_two_worked_cases_one_rated_low_and_one_high() -> None:
    cases = files()["worked-cases.yaml"]["cases"]
    assert len(cases) == 2
    low, high = sorted(one["level"] for one in cases)
    assert low <= 2
    assert high >= 4


def test_the_bank_holidays_are_those_of_an_independent_calendar() -> None:
    """Every weekday that `holidays` has for Scotland in the years covered, and no other."""
    table = files()["bank-holidays.yaml"]
    assert len(table["years"]) >= 3
    theirs = holidays.country_holidays("GB", subdiv="SCT", years=table["years"])
    weekdays = sorted(day for day in theirs if day.weekday() < 5)
    assert [one["date"] for one in table["holidays"]] == weekdays


def test_the_extra_day_of_2026_is_there() -> None:
    assert date(2026, 6, 15) in [one["date"] for one in files()["bank-holidays.yaml"]["holidays"]]


def test_every_source_document_is_used_and_described() -> None:
    used = {text for value in files().values() for place, text in texts(value) if place.endswith("source/document")}
    known = {one["id"] for one in files()["sources.yaml"]["documents"]}
    assert used <= known
    assert used


# --- language ---------------------------------------------------------------------------------------------------

AVOIDED = [
    r"robust\w*", r"leverag\w*", r"stakeholders?", r"ensur(e|es|ed|ing)", r"facilitat\w*", r"effective(ly|ness)?",
    r"appropriate(ly|ness)?", r"best practice", r"going forward", r"journeys?", r"synerg\w*", r"holistic\w*",
    r"paradigm\w*", r"world-class", r"cutting[- ]edge", r"deep dives?", r"touch base", r"low-hanging", r"proactive(ly)?",
    r"utilis\w+", r"impactful", r"passionate", r"drives? (change|forward|improvement|performance)", r"deliver\w*",
    r"key",
    r"service users?", r"demonstrates? (leadership|commitment)",
]  # fmt: skip

AMERICAN = [
    r"\w+iz(e|es|ed|ing|ation|ations|er|ers)", r"\w*lyz(e|es|ed|ing)", r"behavior\w*", r"color(s|ed|ful)?",
    r"favor(s|ed|ite|able)?", r"honor(s|ed|able)?", r"labor(s|ed)?", r"neighbor\w*", r"rumors?", r"harbor(s|ed)?", r"humor",
    r"endeavor\w*", r"center(s|ed)?", r"theaters?", r"meager", r"defense", r"offense", r"pretense", r"licens(e|es)(?= (to|of|for))",
    r"programs?", r"judgments?", r"acknowledgments?", r"fulfill(s|ment)?", r"enroll(s|ment)?", r"skillful\w*", r"install?ment",
    r"travel(ed|ing|er)\w*", r"cancel(ed|ing)", r"counsel(ed|ing|or)\w*", r"model(ed|ing)", r"label(ed|ing)", r"signal(ed|ing)",
    r"total(ed|ing)", r"quarrel(ed|ing)", r"channel(ed|ing)", r"gray", r"gotten", r"toward", r"afterward", r"pediatric\w*",
    r"catalogs?", r"dialogs?", r"analog", r"aging", r"skeptic\w*", r"mom(s)?", r"math", r"vacation", r"parking lots?", r"cell ?phones?",
    r"sidewalks?", r"seniors?(?= citizens)", r"learned", r"spelled", r"check(s)?(?= for £)", r"practic(ed|ing)", r"esthetic\w*",
    r"maneuver\w*", r"plow\w*", r"tire(?=s? of the car)", r"zip codes?", r"district attorney", r"county jail", r"fall(?= of \d{4})",
]  # fmt: skip
# Caught by the patterns, and British: 'size' and its like, 'citizen', and past forms that are both.
BRITISH = {
    "size", "sizes", "sized", "sizing", "prize", "prizes", "seize", "seizes", "seized", "seizing", "citizen", "citizens",
    "learned", "spelled",
}  # fmt: skip


@pytest.mark.parametrize("pattern", AVOIDED)
def test_no_word_to_avoid_stands_in_the_content(pattern: str) -> None:
    found = re.compile(rf"\b{pattern}\b", re.IGNORECASE)
    assert [(place, hit.group()) for place, text in prose() if (hit := found.search(text))] == []


def test_the_spelling_is_british() -> None:
    found = re.compile(rf"\b({'|'.join(AMERICAN)})\b", re.IGNORECASE)
    hits = [(place, hit.group()) for place, text in prose() for hit in found.finditer(text)]
    assert [hit for hit in hits if hit[1].lower() not in BRITISH] == []


@pytest.mark.parametrize(
    "word", ["organize", "analyzed", "color", "centers", "modeling", "program", "toward", "judgment"]
)
def test_the_search_for_american_spelling_finds_it(word: str) -> None:
    assert re.search(rf"\b({'|'.join(AMERICAN)})\b", f"They {word} here.", re.IGNORECASE)


@pytest.mark.parametrize(
    "mark",
    [
        r"\[[KIS]\d?\]",
        r"\[W\d+\]",
        r"\bTODO\b",
        r"\bTBC\b",
        r"\bFIXME\b",
        r"\bXXX\b",
        "unconfirmed",
        "lorem ipsum",
        r"\?\?\?",
    ],
)
def test_nothing_is_marked_as_unconfirmed_or_unfinished(mark: str) -> None:
    """In the files as they stand, remarks and all."""
    folder = own_standards_folder()
    assert [
        path.name
        for path in folder.rglob("*.yaml")
        if re.search(mark, path.read_text(encoding="utf-8"), 0 if mark.isupper() else re.IGNORECASE)
    ] == []


@pytest.mark.parametrize("mark", ["—", "–", "“", "”", "‘", "’", "…", "**", "`", "](", "<", "\u00a0", "&amp;", "  "])
def test_texts_are_plain(mark: str) -> None:
    """No markup, no typographic signs that a console may lack, no double blanks."""
    assert [place for place, text in prose() if mark in text.strip()] == []


def test_no_text_begins_or_ends_with_a_blank() -> None:
    assert [place for place, text in prose() if text != text.strip()] == []


def test_every_sentence_ends() -> None:
    """A passage ends with a full stop, a question mark or a closing quotation mark; a question asks."""
    for one in [*elements(), *competencies()]:
        assert one["question"].rstrip("'\"").endswith("?"), one["id"]
        for field in ("statement", "meaning", "weak", "strong"):
            assert one[field].rstrip("'\")")[-1] in ".?!", (one["id"], field)


def test_quotation_marks_and_brackets_are_closed() -> None:
    wrong = [
        place for place, text in prose() if text.count('"') % 2 or text.count("(") != text.count(")")
    ]  # fmt: skip
    assert wrong == []


@pytest.mark.parametrize(
    "council",
    ["Aberdeen", "Angus", "Argyll", "Clackmannan", "Dumfries", "Dundee", "Ayrshire", "Dunbartonshire", "Lothian", "Renfrew",
     "Edinburgh", "Falkirk", "Fife", "Glasgow", "Inverclyde", "Midlothian", "Moray", "Lanarkshire", "Orkney", "Perth",
     "Scottish Borders", "Shetland", "Stirling", "Eilean Siar", "Western Isles"],
)  # fmt: skip
def test_no_real_council_stands_in_a_scene(council: str) -> None:
    """The illustrations, cases and activities are nobody's in particular."""
    scenes = [(place, text) for place, text in prose() if not place.startswith(("sources", "guidance"))]
    assert [place for place, text in scenes if re.search(rf"\b{council}\b", text)] == []


def test_the_world_of_the_post_is_in_the_content(framework: Framework) -> None:
    """What a serving CSWO would look for first."""
    whole = " ".join(text for place, text in prose() if place.startswith(("standard/", "activities/"))).lower()
    for name in ("councillor", "chief executive", "ijb", "chief officers' group", "protection committee",
                 "care inspectorate", "sssc", "mental health officer", "justice social work", "children's hearing", "reporter",
                 "secure accommodation", "guardianship", "out of hours", "advocacy", "carer", "trade union", "newly qualified",
                 "deputy", "annual report", "learning review", "provider", "mappa", "community planning"):  # fmt: skip
        assert name in whole, name
    assert len(framework.competencies) == 80
