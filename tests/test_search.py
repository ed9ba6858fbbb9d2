"""`standard search` finds every entry that holds the words, wherever in it they stand; of a phrase, the nearest."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
import yaml
from conftest import Finished, examples
from hypothesis import given, settings
from hypothesis import strategies as st
from processes import run_here

from cswo_eval.framework.framework import Framework
from cswo_eval.framework.search import Hit, search
from cswo_eval.framework.standards_folder import own_standards_folder
from cswo_eval.text.word_forms import roots_of, words_in

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def found(framework: Framework, query: str) -> list[str]:
    """The ids of what a search finds, in its order."""
    return [hit.id for hit in search(framework, query)]


@cache
def entries() -> dict[str, dict[str, Any]]:
    """Every entry that can be found, by its id, as its file has it (an element without its competencies)."""
    folder = own_standards_folder()
    every = {}
    for path in sorted(folder.rglob("*.yaml")):
        value = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
        if path.parent.name == "standard" and path.stem != "standard":
            every[value["id"]] = {key: one for key, one in value.items() if key != "elements"}
            for element in value["elements"]:
                every[element["id"]] = {key: one for key, one in element.items() if key != "competencies"}
                every.update({one["id"]: one for one in element["competencies"]})
        elif path.parent.name == "activities":
            every.update({one["id"]: one for one in value["activities"]})
        elif path.stem in ("guidance", "practice-examples"):
            every.update({one["id"]: one for one in value.get("entries", value.get("examples"))})
    return every


READ = (
    "id", "title", "summary", "statement", "meaning", "weak", "strong", "evidence", "question", "text", "changed_2016",
    "first_step", "cue", "helpers", "barrier", "answer", "measure", "benefit", "ethical_check", "evidence_left",
)  # fmt: skip
"""Every field that is written for a reader."""


def test_there_is_much_to_find() -> None:
    """5 aspects, 18 elements, 80 competencies, the guidance, the examples and the activities."""
    assert len(entries()) >= 5 + 18 + 80 + 44 + 45 + 90


@settings(deadline=None, max_examples=examples(80))
@given(st.data())
def test_any_word_of_any_text_of_an_entry_finds_it(framework: Framework, data: st.DataObject) -> None:
    """Whatever a reader remembers of an entry, from any of its texts, leads back to it."""
    name = data.draw(st.sampled_from(sorted(entries())), label="entry")
    field = data.draw(st.sampled_from([one for one in READ if entries()[name].get(one)]), label="field")
    value = entries()[name][field]
    text = data.draw(st.sampled_from(value)) if isinstance(value, list) else value
    word = data.draw(st.sampled_from(re.findall(r"[A-Za-z0-9]+", text)), label="word")
    assert name in found(framework, word)


@settings(deadline=None, max_examples=examples(60))
@given(st.data())
def test_every_hit_holds_all_the_words_or_says_which_it_is_without(framework: Framework, data: st.DataObject) -> None:
    """In any case, at the beginning of a word. Only where no element or competency holds all, some do."""
    some = ["social", "duty", "budget", "board", "night", "carer", "law", "vot", "union", "island", "SSSC", "child"]
    words = data.draw(st.lists(st.sampled_from(some), min_size=1, max_size=3, unique=True))
    hits = search(framework, " ".join(words))
    for hit in hits:
        whole = " ".join(
            " ".join(one) if isinstance(one, list) else one for key, one in entries()[hit.id].items() if key in READ
        )
        not_in_it = {word.lower() for word in words if not re.search(rf"(?<!\w){word}", whole, re.IGNORECASE)}
        assert set(hit.missing) <= not_in_it, (words, hit)
        assert hit.missing or not not_in_it or _another_form_holds(whole, not_in_it), (words, hit)
    whole_ones = [hit for hit in hits if hit.kind in ("element", "competency") and not hit.missing]
    assert not (whole_ones and any(hit.missing for hit in hits)) or not _holds_literally(whole_ones, words)


def _another_form_holds(text: str, words: set[str]) -> bool:
    return all(any(roots_of(word) & roots_of(one) for one in words_in(text)) for word in words)


def _holds_literally(hits: list[Hit], words: list[str]) -> bool:
    return any(
        all(re.search(rf"(?<!\w){word}", str(entries()[hit.id]), re.IGNORECASE) for word in words) for hit in hits
    )


def test_capitals_make_no_difference(framework: Framework) -> None:
    assert found(framework, "MENTAL Health OFFICER") == found(framework, "mental health officer") != []


def test_the_beginning_of_a_word_is_enough_and_its_middle_is_not(framework: Framework) -> None:
    beginning, middle = found(framework, "guardian"), found(framework, "uardian")
    assert "guardianship" in " ".join(hit.excerpt for hit in search(framework, "guardian"))
    assert beginning
    assert not middle


def test_one_more_word_never_finds_more(framework: Framework) -> None:
    assert set(found(framework, "health board")) < set(found(framework, "health"))


def test_entries_with_the_words_in_their_title_come_first(framework: Framework) -> None:
    hits = search(framework, "risk")
    titled = ["risk" in hit.title.lower() for hit in hits]
    assert any(titled)
    assert not all(titled)
    assert titled == sorted(titled, reverse=True)


def test_an_id_finds_its_entry_first(framework: Framework) -> None:
    assert found(framework, "sd1.3")[0] == "SD1.3"
    assert found(framework, "9.3l")[0] == "9.3l"
    assert found(framework, "EX07")[0] == "EX07"


def test_the_excerpt_is_a_sentence_with_one_of_the_words(framework: Framework) -> None:
    hits = [hit for hit in search(framework, "councillors") if "councillors" not in hit.title.lower()]
    assert hits
    assert all("councillors" in hit.excerpt.lower() for hit in hits)
    assert all(len(hit.excerpt) < 600 for hit in hits)


def test_every_kind_of_entry_can_be_found(framework: Framework) -> None:
    kinds = {hit.kind for word in ("social", "risk", "staff") for hit in search(framework, word)}
    assert kinds == {"aspect", "element", "competency", "guidance", "practice example", "activity"}


def test_no_entry_is_found_twice(framework: Framework) -> None:
    every = found(framework, "a")
    assert len(every) > 100
    assert len(set(every)) == len(every)


@pytest.mark.parametrize("query", ["", "   ", "\n"])
def test_no_words_find_nothing(framework: Framework, query: str) -> None:
    assert search(framework, query) == []


@settings(deadline=None, max_examples=examples(60))
@given(st.text(max_size=20))
def test_any_text_at_all_can_be_searched_for(framework: Framework, query: str) -> None:
    """Signs that mean something to a search machine are taken as they stand."""
    assert isinstance(search(framework, query), list)


@pytest.mark.parametrize("query", [".*", "[a-z]", "(", "\\w", "carer|board"])
def test_signs_stand_for_themselves(framework: Framework, query: str) -> None:
    assert all(query in " ".join(map(str, entries()[name].values())) for name in found(framework, query))


# --- a phrase of somebody's own ---------------------------------------------------------------------------------

PHRASES = (
    ("knowing the law on kinship", "AO4.2"),
    ("who may sign off spending on a placement", "AO1.1"),
    ("what I did when I made a mistake", "SL4.2"),
    ("supervising frontline workers who carry risk", "AO4.4"),
    ("working well with councillors", "SD1.3"),
    ("speaking up for people nobody hears", "MV1.5"),
    ("evaluating our own service before an inspection", "AO3.3"),
    ("moving money held by the IJB", "AO1.4"),
    ("commissioning strategies and best value", "AO1.3"),
    ("chairing adult protection committees", "AO4.1"),
    ("writing a guardianship report", "SL2.3"),
    ("planning years ahead for mental health officers", "SD1.2"),
    ("protected learning time for newly qualified social workers", "AO2.3"),
    ("safer recruitment and registering staff with the SSSC", "AO2.1"),
    ("union concerns about change", "SD5.5"),
    ("explaining why we have to reorganise", "SD5.1"),
    ("keeping up my CPD record", "SL4.3"),
    ("building trusting relationships with partners", "WO3"),
    ("disagreements between partners about who pays the bill", "WO2.4"),
    ("making decisions without all the information", "AO4.7"),
    ("wearing two hats in the partnership", "WO2.1"),
    ("telling families bad news honestly", "SL3.2"),
    ("looking after myself under pressure", "SL2"),
    ("carers taking part in partnership meetings", "WO4.1"),
    ("asking for feedback on how I am doing", "SL1.5"),
    ("declaring a conflict of interest", "SL3.1"),
    ("going to the chief executive over something unethical", "SL3.5"),
    ("leading networks between agencies", "WO1"),
    ("getting in early on the council's plans", "SD1.4"),
    ("conflicting duties", "MV1.6"),
    ("my deputy covering when I am on leave", "SL2.2"),
    ("night staff knowing our vision", "SD4.2"),
    ("students and practice educators", "AO2.3"),
    ("adults' right to make their own choices", "WO2.3"),
    ("questioning the figures in the performance report", "AO3.1"),
    ("how I come across to others", "SL1.5"),
    ("prejudice and emotion in decisions", "SL1.4"),
    ("influencing national policy", "SD1.6"),
    ("budget pressures coming next year", "SD1.5"),
    ("equalities and discrimination", "SL3.3"),
    ("stopping a service that does not work", "AO1.2"),
    ("learning reviews after something goes wrong", "AO3.2"),
    ("leadership supervision", "SL1.6"),
    ("keeping promises", "SL2.2"),
)
"""What a CSWO may type, and the element or competency that is meant."""


@pytest.mark.parametrize(("phrase", "meant"), PHRASES)
def test_a_phrase_leads_to_what_is_meant_among_the_first_five(framework: Framework, phrase: str, meant: str) -> None:
    assert meant in found(framework, phrase)[:5]


def test_a_phrase_finds_elements_and_competencies_whatever_else_it_finds(framework: Framework) -> None:
    """An interview asks for these alone: other entries must not take their places."""
    for phrase, meant in PHRASES:
        of_the_standard = [hit.id for hit in search(framework, phrase) if hit.kind in ("element", "competency")]
        assert meant in of_the_standard[:5], phrase


@pytest.mark.parametrize(
    ("typed", "stands_there"),
    [
        ("supervising", "supervision"), ("carer's", "carers"), ("carers'", "carer"), ("knew", "knows"), ("knowledge", "knowing"),
        ("deciding", "decision"), ("duties", "duty"), ("policy", "policies"), ("planned", "plan"), ("managing", "management"),
        ("unethical", "ethics"), ("children", "child"), ("confident", "confidence"), ("vulnerable", "vulnerability"),
        ("telling", "tells"), ("addresses", "address"), ("agreement", "agreed"), ("arrangements", "arranging"),
    ],
)  # fmt: skip
def test_forms_of_a_word_are_one(typed: str, stands_there: str) -> None:
    (word,) = words_in(typed)
    assert roots_of(word) & roots_of(stands_there)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("care", "carer"), ("carry", "care"), ("police", "policy"), ("council", "councillor"), ("part", "party"),
        ("moral", "more"), ("law", "lawn"), ("company", "companion"), ("county", "count"), ("form", "formula"),
    ],
)  # fmt: skip
def test_words_that_only_begin_alike_are_not(one: str, other: str) -> None:
    assert not roots_of(one) & roots_of(other)


@settings(deadline=None, max_examples=examples(80))
@given(st.text(max_size=30))
def test_every_word_is_a_form_of_itself(text: str) -> None:
    """Of three letters and more; shorter ones are found by their beginning alone."""
    assert all(roots_of(word) for word in words_in(text) if len(word) > 2)


def test_small_words_find_nothing_by_themselves_and_hinder_nothing(framework: Framework) -> None:
    assert found(framework, "kinship payments")[:3] == found(framework, "the kinship and of my payments")[:3]


def test_where_an_element_or_competency_holds_all_the_words_nothing_else_is_added(framework: Framework) -> None:
    hits = search(framework, "councillors communities")
    assert hits
    assert not any(hit.missing for hit in hits)


def test_no_word_of_a_phrase_may_be_known_at_all(framework: Framework) -> None:
    assert found(framework, "xylophone quaternions in zanzibar") == []


def test_what_is_near_is_a_short_list(framework: Framework) -> None:
    assert 0 < len([hit for hit in search(framework, "social work decisions budget xylophone") if hit.missing]) <= 20


# --- the command ------------------------------------------------------------------------------------------------


def test_the_command_shows_where_each_word_stands(run: Callable[..., Finished], framework: Framework) -> None:
    done = run("standard", "search", "Mental", "Welfare", "--plain")
    assert (done.status, done.stderr) == (0, ""), done
    hits = search(framework, "mental welfare")
    assert hits
    assert f"{len(hits)} entr" in done.stdout
    for hit in hits:
        assert hit.id in done.stdout
        assert " ".join(hit.excerpt.split())[:30] in " ".join(done.stdout.split())


def test_several_words_on_the_line_are_all_wanted(monkeypatch: pytest.MonkeyPatch, framework: Framework) -> None:
    done = run_here(monkeypatch, "standard", "search", "chief", "executive", "minute", "--json")
    values = json.loads(done.stdout)
    assert [one["id"] for one in values] == found(framework, "chief executive minute") != []
    assert set(values[0]) == {"kind", "id", "title", "excerpt", "missing"}


def test_a_search_that_finds_nothing_says_what_to_try(monkeypatch: pytest.MonkeyPatch) -> None:
    done = run_here(monkeypatch, "standard", "search", "xylophone", "--plain")
    assert done.status == 0
    assert "Nothing holds any of these words." in done.stdout
    assert "Other words" in done.stdout


def test_what_holds_only_some_of_the_words_says_so_and_which_are_not_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    done = run_here(monkeypatch, "standard", "search", "knowing", "the", "law", "on", "kinship", "--plain")
    assert done.status == 0
    said = " ".join(done.stdout.split())
    assert "Nothing holds all these words. These hold some of them" in said
    assert "Without: kinship" in said or "Without kinship" in said


def test_what_holds_all_the_words_is_shown_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    done = run_here(monkeypatch, "standard", "search", "Mental", "Welfare", "--plain")
    assert "only some" not in done.stdout
    assert "Without" not in done.stdout


def test_json_names_the_words_that_are_not_in_an_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    done = run_here(monkeypatch, "standard", "search", "knowing", "the", "law", "on", "kinship", "--json")
    values = json.loads(done.stdout)
    assert (values[0]["id"], values[0]["missing"]) == ("AO4.2", ["kinship"])
