"""Find words in the Standard, the guidance, the practice examples and the activity catalogue."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from cswo_eval.framework.framework import Framework
from cswo_eval.text.word_forms import SMALL_WORDS, roots_of, words_in

_OF_THE_STANDARD = ("element", "competency")
"""The kinds that somebody can answer for. Where none of these holds all the words, those that hold some are found too."""
_MOST_NEAR = 10
"""Entries with only some of the words that are shown, of the Standard and as many besides it."""
_NEAR_ENOUGH = 3
"""What counts for less than this part of the nearest is not shown: a common word or two."""
_TITLE, _STATEMENT, _MEANING, _ELSEWHERE = 4, 3, 2, 1
"""What a word counts for by where it stands."""
_A_WORD = re.compile(r"[^\W_]+(?:[-–/'’][^\W_]+)*['’]?")


class Hit(NamedTuple):
    """One place where words were found: the kind of entry, its id and title, and the sentence with a word in it."""

    kind: str
    id: str
    title: str
    excerpt: str
    missing: tuple[str, ...] = ()
    """The words that are nowhere in it, small ones such as 'the' apart; none where it holds all."""


class _Entry(NamedTuple):
    """Something that can be found; the first of the `texts` of an element or competency are its statement and its meaning."""

    kind: str
    id: str
    title: str
    texts: tuple[str, ...]


def search(framework: Framework, query: str) -> list[Hit]:
    """Return every entry that holds all the words of `query` (any case, beginnings of words), titles first.

    Where no element or competency holds them all, or the query is a phrase with small words in it such as 'the', the nearest
    follow: those that hold some of the words in any form, the rarest and those in titles and statements first.
    """
    entries = tuple(_entries(framework))
    whole = _with_all_words(entries, query)
    is_phrase = any(word in SMALL_WORDS for word in words_in(query))
    if any(hit.kind in _OF_THE_STANDARD for hit in whole) and not is_phrase:
        return whole
    near = _with_some_words(entries, query, {hit.id for hit in whole})
    of_standard = [hit for hit in near if hit.kind in _OF_THE_STANDARD][:_MOST_NEAR]
    others = [] if whole else [hit for hit in near if hit.kind not in _OF_THE_STANDARD][:_MOST_NEAR]
    return whole + [hit for hit in near if hit in of_standard or hit in others]


def _with_all_words(entries: Sequence[_Entry], query: str) -> list[Hit]:
    words = [re.compile(rf"(?<!\w){re.escape(word)}", re.IGNORECASE) for word in query.split()]
    if not words:
        return []
    in_title: list[Hit] = []
    in_text: list[Hit] = []
    for kind, identifier, title, texts in entries:
        whole = " ".join((identifier, title, *texts))
        if not all(word.search(whole) for word in words):
            continue
        titled = all(word.search(f"{identifier} {title}") for word in words)
        hit = Hit(kind, identifier, title, _sentence(texts, words))
        (in_title if titled else in_text).append(hit)
    return in_title + in_text


# --- some of the words, in any form -----------------------------------------------------------------------------


def _with_some_words(entries: Sequence[_Entry], query: str, but: Collection[str]) -> list[Hit]:
    """Return the entries that hold any of the words, the nearest first, but for those with these ids."""
    wanted = _telling_words(query)
    places = [_places(entry) for entry in entries]
    meant = {
        word: found
        for word in set().union(*places)
        if (found := [one for one in wanted if word.startswith(one) or wanted[one] & roots_of(word)])
    }
    held = [_held(of_entry, meant) for of_entry in places]
    in_how_many = Counter(word for one in held for word in one)
    rarity = {word: math.log((len(entries) + 1) / (count + 0.5)) for word, count in in_how_many.items()}
    scored = [
        (sum(rarity[word] * place for word, place in one.items()), entry, one)
        for entry, one in zip(entries, held, strict=True)
        if one and entry.id not in but
    ]
    scored.sort(key=lambda one: -one[0])  # of equals, the order of the Standard stays
    enough = scored[0][0] / _NEAR_ENOUGH if scored else 0
    return [
        Hit(
            entry.kind,
            entry.id,
            entry.title,
            _telling_sentence(entry.texts, meant, rarity),
            tuple(word for word in wanted if word not in one),
        )
        for score, entry, one in scored
        if score >= enough
    ]


def _telling_words(query: str) -> dict[str, frozenset[str]]:
    """Return the words of a query that say what is looked for, each with its roots. What holds other signs is no word."""
    words = (
        word
        for given in query.split()
        if _A_WORD.fullmatch(bare := given.strip(".,;:!?()[]{}<>*\"“”‘'\\"))
        for word in words_in(bare)
    )
    return {word: roots_of(word) for word in words if len(word) > 1 and word not in SMALL_WORDS}


def _places(entry: _Entry) -> dict[str, int]:
    """Return the words of an entry, each with what the best place counts for in which it stands."""
    by_place = [_ELSEWHERE] * len(entry.texts)
    if entry.kind in _OF_THE_STANDARD:
        by_place[:2] = [_STATEMENT, _MEANING]
    places: dict[str, int] = {}
    for place, text in ((_TITLE, f"{entry.id} {entry.title}"), *zip(by_place, entry.texts, strict=True)):
        for word in words_in(text):
            places[word] = max(place, places.get(word, 0))
    return places


def _held(places: Mapping[str, int], meant: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return the words of the query that an entry holds in some form, each with what its best place counts for."""
    held: dict[str, int] = {}
    for word in places.keys() & meant.keys():
        for one in meant[word]:
            held[one] = max(places[word], held.get(one, 0))
    return held


def _telling_sentence(texts: tuple[str, ...], meant: Mapping[str, Sequence[str]], rarity: Mapping[str, float]) -> str:
    def tells(sentence: str) -> float:
        return sum(rarity[one] for one in {one for word in words_in(sentence) for one in meant.get(word, ())})

    return max(_sentences(texts), key=tells, default="")


# --- what can be found ------------------------------------------------------------------------------------------


def _entries(framework: Framework) -> Iterator[_Entry]:
    for aspect in framework.aspects:
        yield _Entry("aspect", aspect.id, aspect.title, (aspect.summary,))
        for element in aspect.elements:
            yield _Entry(
                "element",
                element.id,
                element.title,
                (element.statement, element.meaning, element.weak, element.strong, element.question),
            )
            for item in element.competencies:
                yield _Entry(
                    "competency",
                    item.id,
                    item.title,
                    (item.statement, item.meaning, item.weak, item.strong, *item.evidence, item.question),
                )
    for entry in framework.guidance.entries:
        yield _Entry("guidance", entry.id, entry.title, (entry.text, entry.changed_2016 or ""))
    for example in framework.practice_examples.examples:
        yield _Entry("practice example", example.id, example.title, (example.text,))
    for activity in framework.activities.values():
        yield _Entry(
            "activity",
            activity.id,
            activity.title,
            (
                activity.first_step,
                activity.cue,
                *activity.helpers,
                activity.measure,
                activity.benefit,
                activity.barrier,
                activity.answer,
                activity.ethical_check,
                activity.evidence_left,
            ),
        )


def _sentence(texts: tuple[str, ...], words: list[re.Pattern[str]]) -> str:
    sentences = _sentences(texts)
    return next(
        (one for one in sentences if any(word.search(one) for word in words)), sentences[0] if sentences else ""
    )


def _sentences(texts: tuple[str, ...]) -> list[str]:
    return [sentence for text in texts for sentence in re.split(r"(?<=[.?!])\s+", text) if sentence]
