"""The lists that the owner keeps for the guard: names with what stands for them, and what is public."""

from __future__ import annotations

from collections.abc import Sequence

from cswo_eval.confidentiality.pseudonyms import with_pseudonyms
from cswo_eval.record.portfolio_models import Pseudonym
from cswo_eval.text.problems import CswoEvalError

LONGEST_ENTRY = 200
"""Characters of a name, of what stands for it and of a public item, as `record/portfolio_models.py` has it."""


def owners_entry(text: str) -> str:
    """Return what was typed for one of the owner's lists. Raises CswoEvalError where it is nothing or too long."""

    if not text.strip():
        raise CswoEvalError("That is empty, so nothing was changed.")
    if len(text.strip()) > LONGEST_ENTRY:
        raise CswoEvalError(f"That is longer than {LONGEST_ENTRY} characters, so nothing was changed.")
    return text.strip()


def refuse_names_in(table: Sequence[Pseudonym]) -> None:
    """Raise CswoEvalError where what stands for a name holds a name of the table: it would leave the record after all."""

    blanks = [one._replace(instead="") for one in table]
    if any(with_pseudonyms(one.instead, blanks) != one.instead for one in table):
        raise CswoEvalError(
            "What stands for a name cannot hold a name of the table: that name would be read by everyone. Nothing was changed."
        )
