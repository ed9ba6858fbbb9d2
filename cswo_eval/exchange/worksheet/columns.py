"""What a worksheet asks: its columns, the short answers that some of them take, and an answer as they hold it."""

from __future__ import annotations

import re
from typing import NamedTuple

from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import Answer

LEVEL_CHOICES = ("1", "2", "3", "4", "5", "n", "x")
IMPORTANCE_CHOICES = ("1", "2", "3")
CONFIDENCE_CHOICES = ("low", "medium", "high")
CHOICES = {"level": LEVEL_CHOICES, "importance": IMPORTANCE_CHOICES, "confidence": CONFIDENCE_CHOICES}
CHOOSE = "choose"
"""What stands in a list of the Word document until something is chosen."""
MOST_IN_CELL = 32_767
"""Units of UTF-16 that a cell of a workbook holds."""
# What XML 1.0 has no way to write, and the carriage return, which both formats read back as another character.
UNHOLDABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
# In a workbook these letters are an escape, and programs differ in how they read it.
WORKBOOK_ESCAPE = re.compile("_x[0-9A-F]{4}_", re.IGNORECASE)
_BETWEEN = re.compile(r"\s[-–—](?=\s)|[.,;](?=\s)|:")
"""What may stand between a choice and its name."""
# Word processors put these round what is typed, and a full stop after it.
_ROUND_A_CHOICE = " \t\n\xa0'\"‘’‚“”„`.…"


class WorksheetColumn(NamedTuple):
    """A column of the workbook, or a field of the table in Word: its name here, its heading, its width in characters."""

    name: str
    heading: str
    width: float
    asks: bool


COLUMNS = (
    WorksheetColumn("id", "Id", 7, False),
    WorksheetColumn("statement", "Statement", 22, False),
    WorksheetColumn("weak", "What level 2 looks like", 25, False),
    WorksheetColumn("strong", "What level 4 looks like", 31, False),
    WorksheetColumn("evidence", "What you did, lately, that shows this", 32, True),
    WorksheetColumn("level", "Level (1 to 5, n, x)", 8, True),
    WorksheetColumn("importance", "Importance (1 to 3)", 11.5, True),
    WorksheetColumn("confidence", "Confidence (low, medium, high)", 11.5, True),
    WorksheetColumn("opposite", "What someone who disagrees would point to", 22, True),
    WorksheetColumn("learning", "What to learn, see or try next", 22, True),
    WorksheetColumn("reason", "Reason if not applicable (x)", 14, True),
)
ASKED = tuple(column for column in COLUMNS if column.asks)
GIVEN = tuple(column for column in COLUMNS if not column.asks and column.name != "id")
"""The columns that hold the Standard's own words: nothing is taken in from them."""
FILLED = tuple(column.name for column in ASKED if column.name != "evidence")
"""The columns that are exported with what the record says. Entries of the register are not: the evidence is always new."""
HEADING_OF = {column.name: column.heading for column in COLUMNS}


def said(answer: Answer) -> dict[str, str]:
    """Return what an answer says, by column; empty text where it says nothing."""
    return {
        "level": _level(answer),
        "importance": str(answer.importance or ""),
        "confidence": answer.confidence or "",
        "opposite": answer.opposite,
        "learning": answer.learning,
        "reason": answer.reason if answer.standing == "not-applicable" else "",
    }


def _level(answer: Answer) -> str:
    if answer.standing == "no-chance":
        return "n"
    if answer.standing == "not-applicable":
        return "x"
    return str(answer.level) if answer.level is not None else ""


def choice_labels(framework: Framework, column: str) -> dict[str, str]:
    """Return each choice of a column with the words that a list shows for it, such as '3 Dependable'."""
    levels = framework.levels
    names = {
        "level": {
            **{str(one.level): one.name for one in levels.levels},
            "n": levels.no_chance.name,
            "x": levels.not_applicable.name,
        },
        "importance": {one.id: one.name for one in levels.importance},
        "confidence": {one.id: "" for one in levels.confidence},
    }[column]
    return {choice: f"{choice} {names.get(choice, '')}".strip() for choice in CHOICES[column]}


def choice_from(framework: Framework, column: str, text: str) -> str | None:
    """Return the choice that a text means, '' where it says nothing, None where it is none of them.

    Capitals, spaces, quotation marks and a full stop do not matter. A choice may be written alone, with its name or by its
    name, and with the word of its column before it: '3', '3 Dependable', 'Dependable', 'Level 3', 'Level 3: Dependable'.
    """
    given = _bare(text)
    if given in ("", _bare(CHOOSE), _bare("choose an item")):  # the last is Word's own, where a choice was taken back
        return ""
    for choice, label in choice_labels(framework, column).items():
        name = label.removeprefix(choice)
        if given in {_bare(form) for form in (choice, label, name, column + choice, column + label)}:
            return choice
    return None


def _bare(text: str) -> str:
    """A short answer without what does not matter in it."""
    return "".join(_BETWEEN.sub(" ", text.strip(_ROUND_A_CHOICE)).split()).casefold()
