"""How far the owner has come and how long the rest is likely to take. "Have I finished?", never "how good am I?"."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import Depth, Round

LONGEST_PAUSE = 900
"""Seconds: longer at one item was a pause, not thought."""
LEAST_FOR_PACE = 5
"""From this many answered items the owner's own pace is used."""


class Progress(NamedTuple):
    """Of `total` items, `answered` have a level or are set apart; `minutes_left` is a rounded estimate for the rest."""

    title: str
    total: int
    answered: int
    minutes_left: int

    @property
    def complete(self) -> bool:
        """Return whether nothing is left."""
        return self.answered == self.total


def seconds_each(framework: Framework, round_: Round | None, depth: Depth) -> int:
    """Return the time one item is likely to take: the median of the owner's own, else the constant for the depth."""
    own = [
        min(answer.seconds, LONGEST_PAUSE)
        for name, answer in (round_.answers.items() if round_ is not None else ())
        if answer.standing is not None and answer.seconds > 0 and ("." not in name) == (depth == "element")
    ]
    same_depth = round_ is not None and (round_.depth == depth or depth == "element")
    method = framework.method
    usual = {
        "usual": method.seconds_usual,
        "full": method.seconds_full,
        "quick": method.seconds_quick,
        "element": method.seconds_element,
    }[depth]
    if len(own) >= LEAST_FOR_PACE and same_depth:
        return max(round(median(own)), usual // 4)  # a quick start is no promise of the rest
    return usual


def progress_of(framework: Framework, round_: Round | None, items: Sequence[str], depth: Depth, title: str) -> Progress:
    """Return the progress over `items` (ids of competencies or elements)."""
    answers = round_.answers if round_ is not None else {}
    answered = sum(1 for item in items if item in answers and answers[item].standing is not None)
    return Progress(
        title, len(items), answered, rounded_minutes((len(items) - answered) * seconds_each(framework, round_, depth))
    )


def rounded_minutes(seconds: int) -> int:
    """Return minutes, rounded up, to five above a quarter of an hour: an estimate should not look exact."""
    minutes = -(-seconds // 60)
    return minutes if minutes <= 15 else -(-minutes // 5) * 5


def said_minutes(minutes: int) -> str:
    """Return '40 minutes' or '2 h 15 min'."""
    if minutes < 60:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h" + (f" {rest} min" if rest else "")
