"""A record in which every text that its owner can write is a word of its own, so that it can be looked for anywhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from gap_records import changed
from reports import DAY, Owner, in_every_field, sample_owner

from cswo_eval.files.shapes import Shape
from cswo_eval.record.fields import KINDS, Field
from cswo_eval.record.models import Link
from cswo_eval.record.portfolio_models import PortfolioDetails, PriorLearning, PriorLearningClaim, Reflection

PlantedAt = tuple[type[Shape], Field]


class Words:
    """A word for each field of each kind, the same whenever it is asked for."""

    def __init__(self, mark: str) -> None:
        self._mark = mark
        self._given: dict[str, str] = {}

    def __call__(self, place: str) -> str:
        """The word of a field: 'Evidence.shows'. No format breaks it, and it is in no other."""
        return self._given.setdefault(place, f"Zq{self._mark}{len(self._given):03}jx")

    def of(self, shape: type[Shape], field: Field) -> str | None:
        """The word of a field, None where it has none: it is no text, or stands in a kind that holds others."""
        return self._given.get(f"{shape.__name__}.{field.name}")

    @property
    def all(self) -> list[str]:
        """Every word that was given."""
        return list(self._given.values())


def with_everything() -> Owner:
    """The sample, nothing of it private, with what it lacks: an account, a claim, a title page."""
    owner = sample_owner()
    account = Reflection(
        id="R1",
        title="An account",
        model="gibbs",
        effective=DAY,
        written="2026-09-01T09:00:00Z",
        parts={"description": "What happened."},
        links=(Link(item="SD1.5", reason="It shows it."),),
        evidence=("E2",),
    )
    claim = PriorLearningClaim(
        id="L1",
        title="A claim",
        learned="That.",
        where="There.",
        when="Then.",
        items=("SD1.5",),
        evidence=("E2",),
        recorded="2026-09-01T09:00:00Z",
    )
    return opened(
        owner._replace(
            accounts=(account,),
            claims=PriorLearning(claims=(claim,)),
            details=PortfolioDetails(student="Who", programme="What", module="Which", adviser="Whose"),
        )
    )


def opened(owner: Owner) -> Owner:
    """The owner with nothing private."""
    return marked(owner, lambda _: False)


def marked(owner: Owner, is_private: Callable[[str], bool]) -> Owner:
    """The owner with those things private of which the id is given: 'SD1.5', 'E7', 'A3', 'day-30', 'R1', 'L1'."""

    def one(value: Any, name: str) -> Any:
        return changed(value, private=is_private(name))

    answers = {name: one(answer, name) for name, answer in owner.round.answers.items()}
    return owner._replace(
        round=changed(owner.round, answers=answers),
        register=changed(owner.register, entries=tuple(one(entry, entry.id) for entry in owner.register.entries)),
        plan=changed(owner.plan, actions=tuple(one(action, action.id) for action in owner.plan.actions)),
        reviews=tuple(one(review, f"day-{review.number}") for review in owner.reviews),
        accounts=tuple(one(account, account.id) for account in owner.accounts),
        claims=changed(owner.claims, claims=tuple(one(claim, claim.id) for claim in owner.claims.claims)),
    )


@cache
def planted() -> tuple[Owner, Words]:
    """The owner with a word in every text, and the words."""
    words = Words("x")
    return opened(in_every_field(words, with_everything())), words


def places() -> list[PlantedAt]:
    """Every field of every kind."""
    return [(shape, field) for shape, kind in KINDS.items() for field in kind.fields]
