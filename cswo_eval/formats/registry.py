"""The formats that a report can be written in, by the name that --format takes.

A new one is a package beside these and a line here, and nothing else: the command, its help and the tests of every format
ask this list. Its package has `write_report(report, wishes)`, which gives the files by name, '' for the one file that there
is; one that does not tell the whole document has `words_written(report)` besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from cswo_eval.pages.report import Report

if TYPE_CHECKING:
    from cswo_eval.formats.ics.revisions import CalendarFile

Wish = Literal["open", "template", "todos"]
"""What somebody can ask of one format only: to see it at once, in the styles of a Word file, with to-dos."""


class Format(NamedTuple):
    """A way to write a report: its package, how the names of its files end ('' for a folder of them), and what it tells."""

    package: str
    ending: str
    called: str
    """As a sentence says it."""
    tells: Literal["document", "rows", "plan"]
    """The whole document; the record as rows and values, with texts that no page has; or the plan alone."""
    other_endings: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    grants: Wish | None = None


FORMATS: Mapping[str, Format] = {
    "html": Format("html", ".html", "HTML reports", "document", other_endings=(".htm",), grants="open"),
    "docx": Format("word", ".docx", "Word reports", "document", other_names=("word",), grants="template"),
    "pdf": Format("pdf", ".pdf", "PDF reports", "document"),
    "markdown": Format("markdown", ".md", "Markdown", "document", other_endings=(".markdown",), other_names=("md",)),
    "csv": Format("csv", "", "CSV files", "rows"),
    "xlsx": Format("xlsx", ".xlsx", "workbooks", "rows", other_names=("excel",)),
    "json": Format("json", ".json", "JSON files", "rows"),
    "ics": Format("ics", ".ics", "calendar files", "plan", other_names=("calendar",), grants="todos"),
}
USUAL = "html"
"""The format where nothing says which."""
BY_ENDING = {ending: name for name, one in FORMATS.items() for ending in (one.ending, *one.other_endings) if ending}
BY_OTHER_NAME = {called: name for name, one in FORMATS.items() for called in one.other_names}


class Wishes(NamedTuple):
    """What was asked of a format: the bytes of a Word file whose styles to take, and whether to-dos are wanted."""

    template: bytes | None = None
    todos: bool = False
    calendar: CalendarFile | None = None
    """What a calendar file is to hold, where it follows on those that left before."""


def write_report(name: str, report: Report, wishes: Wishes) -> dict[str, bytes]:
    """Return the files of a report by name: one under '', or several. The format's package is imported now.

    Raises CswoEvalError where the report holds nothing that this format could write, or an extra is not installed.
    """
    files: dict[str, bytes] = _package(name).write_report(report, wishes)
    return files


def words_written(name: str, report: Report) -> str:
    """Return all words that the files of a report will hold: as its package says, else those of the whole document."""
    written = getattr(_package(name), "words_written", None)
    return str(written(report)) if written is not None else "\n".join(_texts_in(report.document))


def _package(name: str) -> Any:
    return import_module(f"cswo_eval.formats.{FORMATS[name].package}")


def _texts_in(value: object) -> Iterator[str]:
    """Give every text in blocks, which are tuples within tuples, titles and headings among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts_in(one)
