"""The shape of what was answered in a tool: a file each run.

What a tool asks stands in the standards (`framework/form_models.py`); here only what was said, by the names of its fields.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from annotated_types import Ge, Len

from cswo_eval.files.shapes import Pattern, Shape, fresh
from cswo_eval.framework.models import Day
from cswo_eval.record.models import Moment, RecordFile, Text

ToolId = Annotated[str, Pattern(r"^[a-z][a-z0-9-]{0,39}$")]
AnswerKey = Annotated[str, Len(1, 200), Pattern(r"^[A-Za-z0-9][A-Za-z0-9._-]*(/[^\s/]+)?$")]
"""The field that was answered: 'shows'; 'reason/SD1.3' where it is asked for each of several ids."""
_ENTRY = re.compile(r"E\d{1,6}")
_ITEM = re.compile(r"[A-Z]{2}\d{1,2}(\.\d{1,2})?")


class ToolAnswer(Shape):
    """What was said in answer to one question, as it would be typed. Without words it only carries a mark."""

    said: Text = ""
    several: tuple[Text, ...] = ()
    """Ids that it names, or stretches of days."""
    private: bool = False

    @property
    def says(self) -> bool:
        """Whether anything was said."""
        return bool(self.said or self.several)


class ToolRun(RecordFile):
    """One run of a tool, from its first question to its last: the answers, as far as they go."""

    format: Literal["cswo-eval/companion"] = "cswo-eval/companion"
    tool: ToolId
    version: Annotated[int, Ge(1)]
    """Of the tool's form, when the last answer was given."""
    begun: Day
    changed: Moment
    finished: Moment | None = None
    """When the last of its questions was answered or passed for the first time."""
    position: AnswerKey | None = None
    """Where the owner stopped."""
    answers: dict[AnswerKey, ToolAnswer] = fresh(dict)

    def said_id(self, key: str) -> str:
        """Return how the record names the answer to one of its questions: '2026-09-07/influence.12'."""
        return f"{self.begun}/{self.tool}.{key}"

    def with_answer(self, key: str, answer: ToolAnswer) -> "ToolRun":
        """Return the run with this answer; one that says nothing and carries no mark is taken out."""
        answers = {**self.answers, key: answer}
        if answer == ToolAnswer():
            del answers[key]
        return self._replace(answers=answers)

    def entries(self) -> tuple[str, ...]:
        """Return the entries of the register that its answers name, or are on."""
        return tuple(name for name in self._named() if _ENTRY.fullmatch(name))

    def items(self) -> tuple[str, ...]:
        """Return what of the Standard its answers name, or are on."""
        return tuple(name for name in self._named() if _ITEM.fullmatch(name))

    def _named(self) -> Iterable[str]:
        of_keys = (key.partition("/")[2] for key in self.answers)
        return dict.fromkeys((*of_keys, *(name for one in self.answers.values() for name in one.several)))


def without_entries(run: ToolRun, going: Iterable[str]) -> ToolRun:
    """Return a run that no longer names these entries, nor holds what was asked about each of them alone."""
    gone = frozenset(going)
    answers = {
        key: one._replace(several=tuple(name for name in one.several if name not in gone))
        for key, one in run.answers.items()
        if key.partition("/")[2] not in gone
    }
    position = run.position if (run.position or "").partition("/")[2] not in gone else None
    answers = {key: one for key, one in answers.items() if one != ToolAnswer()}
    return (
        run if (answers, position) == (run.answers, run.position) else run._replace(answers=answers, position=position)
    )


def carried(run: ToolRun, now: Mapping[str, str]) -> ToolRun:
    """Return a run with ids of the Standard by what they are called now. Where two are one now, what was said on the second
    stays under its old id.
    """
    answers: dict[str, ToolAnswer] = {}
    for key, one in run.answers.items():
        field, _, of = key.partition("/")
        new = f"{field}/{now[of]}" if of in now else key
        several = tuple(dict.fromkeys(now.get(name, name) for name in one.several))
        answers[new if new == key or new not in {*run.answers, *answers} else key] = one._replace(several=several)
    field, _, of = (run.position or "").partition("/")
    return run._replace(answers=answers, position=f"{field}/{now[of]}" if of in now else run.position)
