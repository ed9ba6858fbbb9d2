"""What of the rounds before the newest may leave a record: the levels of those that the radar shows, and no words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from cswo_eval.record.models import Round

Kind = TypeVar("Kind")


def overlaid(earlier: Sequence[Kind]) -> tuple[Kind, ...]:
    """Return which of all earlier rounds, oldest first, are laid over: the baseline and the one before the newest."""
    return (*earlier[:1], *earlier[1:][-1:])


def without_words(round_: Round) -> Round:
    """Return a round without the owner's words in its answers: what is laid over the radar needs none of them."""
    bare = {"reason": "", "opposite": "", "learning": "", "note": ""}
    answers = {name: answer._replace(**bare) for name, answer in round_.answers.items()}
    return round_._replace(answers=answers, set_aside=())
