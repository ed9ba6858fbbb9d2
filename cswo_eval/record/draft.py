"""The shape of what is being typed: kept line by line while it is, and there after a crash."""

from datetime import date
from typing import Literal

from cswo_eval.record.models import EvidenceId, ItemId, RecordFile, Text
from cswo_eval.text.problems import CswoEvalError

NOT_FINISHED = (
    "a text is being typed in another window, or was when a command broke off. The next command that asks you for words puts it "
    "where it belongs, and says where."
)
"""What is said where there is one."""


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

    @property
    def about(self) -> frozenset[str]:
        """What of the record it is of: the thing itself, and the entry or the part of the Standard that is asked about."""
        return frozenset(filter(None, (self.subject, self.item, self.evidence, self.question.partition("/")[2])))

    def day_and_name(self) -> tuple[date, str]:
        """Return the day of the plan or run, and the name of what in it the text is of. Raises CswoEvalError."""
        day, _, name = self.subject.partition("/")
        try:
            return date.fromisoformat(day), name
        except ValueError:
            raise CswoEvalError("The unfinished text does not say what it is of.") from None


def with_lines(present: str, lines: str) -> str:
    """Return an answer with the lines that were being typed when it broke off: behind what is there, and never twice.

    They stand in it already where it broke off between the answer saved and the lines let go; and they begin with it where they were
    being added to it.
    """
    if f"\n{lines}\n" in f"\n{present}\n":
        return present
    return lines if not present or lines.startswith(f"{present}\n") else f"{present}\n\n{lines}"
