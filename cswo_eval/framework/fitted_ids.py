"""What became of an id that an older version of the Standard had: renamed, divided, or taken out; never guessed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple, Protocol

from cswo_eval.framework.models import Renamed
from cswo_eval.text.words import listed_with_and

NO_SUCH_ID = "The Standard in use has no such id."


class HasIds(Protocol):
    """What is asked of a Standard here."""

    @property
    def ids(self) -> Collection[str]:
        """The ids of all its aspects, elements and competencies."""

    @property
    def renamed(self) -> Mapping[str, Renamed]:
        """What became of older ids, by the older id."""


class Fitting(NamedTuple):
    """What became of one id that the Standard in use does not have.

    `now` is the id that takes over what was said of it (only for a plain rename), None where that would be a guess.
    `successors` are the ids that it is asked as now; `reason` is the Standard's own sentence on why.
    """

    was: str
    now: str | None
    successors: tuple[str, ...]
    reason: str

    @property
    def is_former(self) -> bool:
        """Whether the Standard says what became of it: else it may be a slip of the pen, or another Standard's."""
        return self.reason != NO_SUCH_ID

    @property
    def became(self) -> str:
        """What became of it, as the end of a sentence that begins with the id."""
        if not self.is_former:
            return "is not in the Standard in use"
        if self.now is not None:
            return f"is called {self.now} in the Standard now"
        if not self.successors:
            return "was taken out of the Standard"
        return f"was divided into {listed_with_and(self.successors)}" + (
            ", and part of it was taken out" if len(self.successors) == 1 else ""
        )


def fit_ids(given: Iterable[str], standard: HasIds) -> dict[str, Fitting]:
    """Return a Fitting for every id that the Standard in use does not have. A split is kept aside: which half was meant?"""
    return {name: fitting_of(name, standard) for name in given if name not in standard.ids}


def fitting_of(name: str, standard: HasIds) -> Fitting:
    """Return what became of an id that the Standard in use does not have, followed over every version since."""
    if name not in standard.renamed:
        return Fitting(name, None, (), NO_SUCH_ID)
    followed = _Followed(standard)
    followed.follow(name, ())
    found = tuple(followed.successors)
    now = found[0] if len(found) == 1 and not followed.lost else None
    return Fitting(name, now, found, " ".join(followed.reasons))


def circle_from(name: str, renamed: Mapping[str, Renamed]) -> tuple[str, ...]:
    """Return the older ids by which a rename comes back to where it began, first and last the same; () where it does not."""
    waiting: list[tuple[str, ...]] = [(name,)]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        for after in renamed[path[-1]].now if path[-1] in renamed else ():
            if after == name:
                return (*path, name)
            if after not in seen:
                seen.add(after)
                waiting.append((*path, after))
    return ()


class _Followed:
    """Where the renames lead from one id: what it is asked as now, whether part of it was taken out, and why."""

    def __init__(self, standard: HasIds) -> None:
        self._standard = standard
        self.successors: dict[str, None] = {}
        self.reasons: dict[str, None] = {}
        self.lost = False

    def follow(self, name: str, before: tuple[str, ...]) -> None:
        """Take in what an id became. A circle, which a check of the standards refuses, leads nowhere."""
        if name in self._standard.ids:
            self.successors[name] = None
        elif name in before or name not in self._standard.renamed:
            self.lost = True
        else:
            entry = self._standard.renamed[name]
            self.reasons[entry.reason] = None
            self.lost = self.lost or not entry.now
            for after in entry.now:
                self.follow(after, (*before, name))
