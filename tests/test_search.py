"""`standard search` finds every entry that holds the words, wherever in it they stand."""

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
from cswo_eval.framework.search import search
from cswo_eval.framework.standards_folder import own_standards_folder

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
def test_every_hit_holds_all_the_words(framework: Framework, data: st.DataObject) -> None:
    """In any case, at the beginning of a word."""
    some = ["social", "duty", "budget", "board", "night", "carer", "law", "vot", "union", "island", "SSSC", "child"]
    words = data.draw(st.lists(st.sampled_from(some), min_size=1, max_size=3, unique=True))
    for hit in search(framework, " ".join(words)):
        whole = " ".join(
            " ".join(one) if isinstance(one, list) else one for key, one in entries()[hit.id].items() if key in READ
        )
        assert all(re.search(rf"(?<!\w){word}", whole, re.IGNORECASE) for word in words), (words, hit)


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
    assert set(values[0]) == {"kind", "id", "title", "excerpt"}


def test_a_search_that_finds_nothing_says_what_to_try(monkeypatch: pytest.MonkeyPatch) -> None:
    done = run_here(monkeypatch, "standard", "search", "xylophone", "--plain")
    assert done.status == 0
    assert "Nothing holds all these words." in done.stdout
    assert "Fewer words" in done.stdout
