"""Texts that tell of something private, and are not private themselves: an account of a private entry. Pointed out, never marked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from cswo_eval.confidentiality.record_texts import bare_texts
from cswo_eval.disclosure.named_things import NamedThing
from cswo_eval.disclosure.private_marks import Private
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.record.fields import own_words
from cswo_eval.record.models import Answer, Evidence, Link
from cswo_eval.record.plan_models import Action

_OWN_WORDS = ("note", "reason")
"""The fields of an action that are always the owner's."""


class Telling(NamedTuple):
    """One thing that is not private, with the private things that it names: as what it is about, or in its words."""

    thing: NamedThing
    names: tuple[str, ...]


def telling_texts(
    whole: WholeRecord, private: Iterable[Private], of: Collection[str] | None = None
) -> tuple[Telling, ...]:
    """Return what tells of private things, in the order of the record; `of`: of these alone (None: of any)."""
    private = tuple(private)
    things = {one.thing for one in private}
    ids = [one.thing.id for one in private if of is None or one.thing.id in of]
    if not ids:
        return ()
    said = re.compile(rf"(?<![\w.])(?:{'|'.join(map(_as_said, ids))})(?!\w|\.\d)")

    def named(value: object, about: Iterable[str]) -> tuple[str, ...]:
        by_words = (found[0].removeprefix("action ") for text in bare_texts(value) for found in said.finditer(text))
        return tuple(dict.fromkeys((*(one for one in about if one in ids), *by_words)))

    found = ((thing, named(value, about)) for thing, value, about in _told(whole) if thing not in things)
    return tuple(Telling(thing, names) for thing, names in found if names)


def _as_said(name: str) -> str:
    """Return how an id stands in a text: 'A3' alone may be a sheet of paper."""
    _, slash, action = name.partition("/")
    return re.escape(f"action {action}" if slash and action.startswith("A") else name)


def _told(whole: WholeRecord) -> Iterator[tuple[NamedThing, object, tuple[str, ...]]]:
    """Give each thing that words stand in, those words, and what it is about by its own fields."""
    if whole.round is not None:
        for name, answer in whole.round.answers.items():
            yield NamedThing("answer", name), _words_of_answer(answer), ()
    for entry in whole.register.present():
        yield NamedThing("entry", entry.id), _words_of_entry(entry), ()
    for action in whole.plan.actions if whole.plan is not None else ():
        yield NamedThing("action", f"{whole.plan.start}/{action.id}"), _words_of_action(action), ()  # type: ignore[union-attr]
    for account in whole.accounts:
        if account.removed is None:
            about = (*account.evidence, *(link.item for link in account.links))
            words = (account.title, account.parts, *_own_reasons(account.links))
            yield NamedThing("account", account.id), words, about
    for claim in whole.claims.present():
        yield NamedThing("claim", claim.id), claim, (*claim.evidence, *claim.items)
    for review in whole.reviews:
        rated = tuple(one.item for one in review.ratings)
        yield NamedThing("review", f"{review.plan}/day-{review.number}"), review, rated


def _words_of_answer(answer: Answer) -> tuple[str, ...]:
    return tuple(getattr(answer, name) for name in own_words(Answer))


def _words_of_entry(entry: Evidence) -> tuple[str, ...]:
    return *(getattr(entry, name) for name in own_words(Evidence)), *_own_reasons(entry.links)


def _own_reasons(links: Iterable[Link]) -> tuple[str, ...]:
    return tuple(link.own_reason for link in links)


def _words_of_action(action: Action) -> tuple[object, ...]:
    """Return the owner's words on an action: the planner's own sentences are taken out at the door where they tell of something private."""
    if action.activity is None:
        return (action,)
    return tuple(getattr(action, name) for name in dict.fromkeys((*_OWN_WORDS, *action.own_fields)))
