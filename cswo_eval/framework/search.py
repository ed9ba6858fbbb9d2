"""Find words in the Standard, the guidance, the practice examples and the activity catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cswo_eval.framework.framework import Framework


class Hit(NamedTuple):
    """One place where every word was found: the kind of entry, its id and title, and the sentence with a word in it."""

    kind: str
    id: str
    title: str
    excerpt: str


def search(framework: Framework, query: str) -> list[Hit]:
    """Return every entry that holds all the words of `query` (any case, beginnings of words), titles first."""
    words = [re.compile(rf"(?<!\w){re.escape(word)}", re.IGNORECASE) for word in query.split()]
    if not words:
        return []
    in_title: list[Hit] = []
    in_text: list[Hit] = []
    for kind, identifier, title, texts in _entries(framework):
        whole = " ".join((identifier, title, *texts))
        if not all(word.search(whole) for word in words):
            continue
        titled = all(word.search(f"{identifier} {title}") for word in words)
        hit = Hit(kind, identifier, title, _sentence(texts, words))
        (in_title if titled else in_text).append(hit)
    return in_title + in_text


def _entries(framework: Framework) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    for aspect in framework.aspects:
        yield "aspect", aspect.id, aspect.title, (aspect.summary,)
        for element in aspect.elements:
            yield (
                "element",
                element.id,
                element.title,
                (element.statement, element.meaning, element.weak, element.strong, element.question),
            )
            for item in element.competencies:
                yield (
                    "competency",
                    item.id,
                    item.title,
                    (item.statement, item.meaning, item.weak, item.strong, *item.evidence, item.question),
                )
    for entry in framework.guidance.entries:
        yield "guidance", entry.id, entry.title, (entry.text, entry.changed_2016 or "")
    for example in framework.practice_examples.examples:
        yield "practice example", example.id, example.title, (example.text,)
    for activity in framework.activities.values():
        yield (
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
    sentences = [sentence for text in texts for sentence in re.split(r"(?<=[.?!])\s+", text) if sentence]
    return next(
        (one for one in sentences if any(word.search(one) for word in words)), sentences[0] if sentences else ""
    )
