"""A record in which every text that its owner can write is a word of its own, so that it can be looked for anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gap_records import changed
from reports import DAY, Owner, in_every_field, sample_owner

from cswo_eval.files.shapes import Shape
from cswo_eval.record.draft import Draft
from cswo_eval.record.fields import KINDS, NEVER_LEAVES, Field
from cswo_eval.record.layout import UNFINISHED_TEXT
from cswo_eval.record.mending.set_aside import keep_aside
from cswo_eval.record.models import Link
from cswo_eval.record.portfolio_models import PortfolioDetails, PriorLearning, PriorLearningClaim, Reflection
from cswo_eval.record.store import Record
from cswo_eval.record.tool_models import ToolAnswer, ToolRun

AGREED_END = date(2031, 7, 9)
"""The end of the learning contract: the one day that is told there and nowhere else."""
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

    def of_kinds(self, shapes: Iterable[type[Shape]]) -> list[str]:
        """Every word in things of these kinds."""
        names = {one.__name__ for one in shapes}
        return [word for place, word in self._given.items() if place.partition(".")[0] in names]

    @property
    def all(self) -> list[str]:
        """Every word that was given."""
        return list(self._given.values())


def with_everything() -> Owner:
    """The sample, nothing of it private, with what it lacks: an account, a claim, a title page, a run of a tool."""
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
    answers = {"story": ToolAnswer(said="What happened."), "items": ToolAnswer(several=("SD1.3", "E2"))}
    run = ToolRun(tool="mine", version=1, begun=DAY, changed="2026-09-01T09:00:00Z", answers=answers)
    return opened(
        owner._replace(
            profile=changed(owner.profile, in_post="under-a-year", services=("children",), has_deputy=False),
            accounts=(account,),
            claims=PriorLearning(claims=(claim,)),
            details=PortfolioDetails(
                student="Who", programme="What", module="Which", adviser="Whose", contract_ends=AGREED_END
            ),
            tool_runs=(run,),
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
        tool_runs=tuple(
            changed(run, answers={key: one(answer, f"{run.tool}.{key}") for key, answer in run.answers.items()})
            for run in owner.tool_runs
        ),
    )


@cache
def planted() -> tuple[Owner, Words]:
    """The owner with a word in every text, and the words."""
    words = Words("x")
    return opened(in_every_field(words, with_everything())), words


def never() -> list[str]:
    """Every planted word in what stays in the record whole."""
    return planted()[1].of_kinds(NEVER_LEAVES)


def leave_beside(folder: Path, text: str) -> None:
    """Lay a text wherever a record keeps one that is no answer: being typed, left by an editor, kept aside."""
    with Record(folder).changing("test", lambda: "2026-09-01T09:00:00Z") as writer:
        writer.save_draft(Draft(item="SD1.5", question="note", text=text))
        keep_aside(folder, "unfinished-lines.txt", "2026-09-01T09:00:00Z", text.encode())
    editor = folder / f"{UNFINISHED_TEXT}x1"
    editor.mkdir()
    (editor / "text.txt").write_text(text, encoding="utf-8")


def places() -> list[PlantedAt]:
    """Every field of every kind."""
    return [(shape, field) for shape, kind in KINDS.items() for field in kind.fields]
