"""What of a round before the newest may leave a record: its levels without words, and nothing that is private then or now."""

from __future__ import annotations

from collections.abc import Set
from typing import NamedTuple

from cswo_eval.disclosure.sharing_copy import round_without_private
from cswo_eval.record.models import Round


class OpenRound(NamedTuple):
    """A round without what is private, and how many of its answers were marked so."""

    round: Round
    left_out: int


def open_round(round_: Round, private_now: Set[str]) -> OpenRound:
    """Return an earlier round without its private answers and without those to items that are private now.

    What an item was then would tell what it is: who marks an answer private may have left an older one open.
    """
    copy = round_without_private(round_)
    answers = {name: answer for name, answer in copy.answers.items() if name not in private_now}
    return OpenRound(copy._replace(answers=answers), len(round_.answers) - len(copy.answers))


def without_words(round_: Round) -> Round:
    """Return a round without the owner's words in its answers: what is laid over the radar needs none of them."""
    bare = {"reason": "", "opposite": "", "learning": "", "note": ""}
    answers = {name: answer._replace(**bare) for name, answer in round_.answers.items()}
    return round_._replace(answers=answers, set_aside=())
