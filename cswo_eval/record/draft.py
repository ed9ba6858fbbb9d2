"""The shape of what is being typed: kept line by line while it is, and there after a crash."""

from typing import Literal

from cswo_eval.record.models import EvidenceId, ItemId, RecordFile, Text


class Draft(RecordFile):
    """The lines of a text that was being typed: there only while it is, or after a crash."""

    format: Literal["cswo-eval/draft"] = "cswo-eval/draft"
    form: str = "assess"
    """The interview."""
    subject: str = ""
    """What that was about: an entry, an account, an action or a review with its plan."""
    item: ItemId | None = None
    question: str
    evidence: EvidenceId | None = None
    text: Text
    private: bool = False
    """Whether the answer that it becomes is marked."""


def with_lines(present: str, lines: str) -> str:
    """Return an answer with the lines that were being typed when it broke off: behind what is there, and never twice.

    They stand in it already where it broke off between the answer saved and the lines let go; and they begin with it where they were
    being added to it.
    """
    if f"\n{lines}\n" in f"\n{present}\n":
        return present
    return lines if not present or lines.startswith(f"{present}\n") else f"{present}\n\n{lines}"
