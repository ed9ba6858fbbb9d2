"""The shapes of a form: an interview as data, a file each in `standards/forms/` or `standards/companions/`."""

from typing import Annotated, Literal

from annotated_types import Len, MinLen

from cswo_eval.files.shapes import Pattern, Shape, UniqueIds
from cswo_eval.framework.models import Identifier, Line, Passage, StandardsFile

AnswerKind = Literal["line", "text", "date", "level", "choice", "ids", "yes-no", "number", "days", "file"]
"""What an answer is: one line; a text of any length; a day, month or year; a level of the Standard; one of several; ids, one or
many; yes or no; a number; stretches of days such as leave; a file to keep."""
Reader = Literal["self", "coach", "portfolio", "employer", "successor", "raters", "cohort"]
ChoiceSource = Literal[
    "evidence-kinds",
    "importance",
    "confidence",
    "bearing",
    "reflection-models",
    "target-profiles",
    "portfolio-profiles",
]
"""Choices that stand elsewhere in the standards."""
CONTROL_WORDS = ("?", "??", "help", "back", "skip", "save", "quit", "exit", "private", "public", "list", "editor", "go")
"""What any prompt takes as a word to the program, so that it can neither be an answer to choose nor the name of a field."""
AFTER_A_LEVEL = ("reason", "opposite", "confidence")
"""The fields of the walk's own form that follow a level, in their order: why it does not apply, what somebody who disagrees would
point to, how sure. Each is `<level's id>-<name>` where another form asks a level."""
IdKind = Literal["standard", "competencies", "evidence", "headings", "services"]
"""What ids are of: competencies and elements; competencies only; entries of the register; headings of CPL and annual report;
services that the other half of the job may cover."""


MOST_FIELDS = 500
"""Fields of one form: more than anybody answers, and few enough to look each over beside every other."""


class FormChoice(Shape):
    """One of the answers to choose from: what to type, what it is called, what it means."""

    key: Annotated[str, Len(1, 20)]
    name: Line
    description: Passage | None = None


class AskedWhen(Shape):
    """When a field is asked: where another has one of these answers, or a number (a level) of at least so much.

    With neither: where the other has any answer at all. Numbers and yes or no are written as they would be typed.
    """

    field: Identifier
    is_one_of: tuple[Annotated[str, Len(1, 60)], ...] = ()
    at_least: float | None = None


class FormField(Shape):
    """One question of a form. `{…}` in its words stands for what the interview fills in, such as the id that is asked about."""

    id: Identifier
    kind: AnswerKind
    like: Annotated[str, Pattern(r"^[a-z0-9-]+\.[A-Za-z0-9_-]+$")] | None = None
    """A field of another form, such as 'evidence.date', whose words hold where none stand here: a wording stands in one place."""
    wording: Line = ""
    """The question. It may be missing only where `like` names another."""
    again: Line | None = None
    """The question where something has been answered already."""
    hint: Line | None = None
    """Shown beneath the question while nothing is answered."""
    help: Passage = ""
    """What `?` says: what is meant, and what makes a good answer. It may be missing only where `like` names another."""
    needed: Line | None = None
    """What is said where Enter alone is no answer; none: Enter passes."""
    enter: Annotated[str, Len(1, 60)] | None = None
    """The answer that Enter alone stands for."""
    choices: Annotated[tuple[FormChoice, ...], UniqueIds("key")] = ()
    choices_from: ChoiceSource | None = None
    of: IdKind | None = None
    more: bool = False
    """Whether it is asked again until Enter: for ids and files."""
    for_each: Identifier | None = None
    """The field of ids for each of which this is asked."""
    least: float | None = None
    most: float | None = None
    past: bool = False
    """Whether a date must have come already."""
    one_line: bool = False
    """Whether a line may not hold several, as a title may not."""
    when: AskedWhen | None = None
    readers: Annotated[tuple[Reader, ...], MinLen(1)] = ("self",)
    """For whom the answer is, where the record's own table of fields does not say it."""

    def worded_like(self, other: "FormField") -> "FormField":
        """Return the field with the words of another where it has none of its own."""
        return self._replace(
            wording=self.wording or other.wording,
            again=self.again if self.again is not None or self.wording else other.again,
            hint=self.hint if self.hint is not None else other.hint,
            help=self.help or other.help,
            needed=self.needed if self.needed is not None else other.needed,
        )


class Form(StandardsFile):
    """An interview: its fields in the order in which they are asked."""

    about: Passage | None = None
    """What it is for, said before the first question."""
    asked_by: Line | None = None
    """The command that asks it; none: `tool run` does."""
    private: Line | None = None
    """What `private` answers where there is nothing to mark: why none of it leaves."""
    facts: tuple[Identifier, ...] = ()
    """What the interview knows without asking, and `when` may rest on."""
    fields: Annotated[tuple[FormField, ...], Len(1, MOST_FIELDS), UniqueIds()]
