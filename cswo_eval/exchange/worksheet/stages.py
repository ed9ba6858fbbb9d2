"""What a worksheet is at each stage of being taken in: as the file has it, as it is understood, and its problems."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from cswo_eval.text.problems import Problem
from cswo_eval.text.says_nothing import Nothing

GO_ON = "Mend that and import again; nothing was changed."


class RowProblem(Problem):
    """A problem of one row of a workbook, or of one question of a Word document."""

    def __str__(self) -> str:
        place = f"{self.file}, {row_word(self.file)} {self.line}" if self.line else self.file
        return f"{place}: {self.what} {self.remedy}".rstrip()


def row_word(name: str) -> str:
    """Return what the rows of a file are called: 'question' in a Word document, else 'row'."""
    return "question" if name.lower().endswith((".docx", ".docm")) else "row"


class RawRow(NamedTuple):
    """The fields of a row as text, by column, with what is wrong with single ones."""

    number: int
    """Its row in the workbook, or its question in the Word document, from 1."""
    fields: Mapping[str, str]
    wrong: tuple[str, ...] = ()
    not_text: tuple[str, ...] = ()
    """Columns from which nothing is taken in, and that hold something else than text."""


class Beside(NamedTuple):
    """A text that stands in a Word document outside the questions."""

    after: int
    """The question that it comes after; 0 before the first."""
    text: str


class Elsewhere(NamedTuple):
    """A cell of a workbook that is no field of its questions, and holds something."""

    row: int
    """Of the worksheet; 0 where it stands on another sheet."""
    where: str
    """The place as a sentence names it: 'beside the headings', 'on another sheet'."""
    text: str


class RawWorksheet(NamedTuple):
    """A file as it was read, before anything in it was understood."""

    head: tuple[str, ...]
    """The parts of the line by which a worksheet is known; empty where there is no such line."""
    rows: tuple[RawRow, ...]
    marks: Mapping[str, str]
    """The marks of what each row was when it was exported, by item; empty where they were lost."""
    printed: frozenset[str] = frozenset()
    """The marks of all words that were exported besides the answers; empty where they were lost."""
    beside: tuple[Beside, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()


class WorksheetRow(NamedTuple):
    """What one row says. Empty text says nothing."""

    number: int
    item: str
    evidence: str = ""
    level: str = ""
    """1 to 5, n, x."""
    importance: str = ""
    confidence: str = ""
    opposite: str = ""
    learning: str = ""
    reason: str = ""
    was: str = ""
    """The id under which it was exported, where the Standard in use has another."""
    nothing: Mapping[str, Nothing] = MappingProxyType({})
    """By column, how something said nothing that was written there; the field itself is empty then."""
    marks: Mapping[str, str] = MappingProxyType({})
    """By column, the mark of what was exported; empty where that is not known."""

    @property
    def exported_as(self) -> str:
        """The id that its marks were made with."""
        return self.was or self.item


class FilledWorksheet(NamedTuple):
    """A worksheet as it is understood."""

    id: str
    round: date | None
    """The round it was made for, by its first day; None where it was made before the first."""
    elements: bool
    rows: tuple[WorksheetRow, ...]
    comments: bool = False
    """Whether the file holds comments beside the text: they are not taken in."""
