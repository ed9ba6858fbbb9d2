"""The report as CSV files, one for each kind of thing. A spreadsheet takes none of its texts for a formula."""

from __future__ import annotations

import csv
import io
from datetime import date

from cswo_eval.formats.registry import Wishes
from cswo_eval.pages.report import Report
from cswo_eval.pages.rows import CellValue, RowTable, row_tables, row_words
from cswo_eval.text.visible import visible

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell must not begin with: some programs run what follows. The wide ones count in East Asian settings."""


def words_written(report: Report) -> str:
    """Return all words of the tables of a report."""
    return row_words(report)


def write_report(report: Report, _wishes: Wishes) -> dict[str, bytes]:
    """Return the files of a report by name, as `registry.py` asks for it."""
    return csv_files(report)


def csv_files(report: Report) -> dict[str, bytes]:
    """Return competencies.csv, evidence.csv, actions.csv and what else the report tells: UTF-8 with a mark that Excel needs to see that it is.

    Dates are ISO, numbers have a point. A text that begins like a formula has ' before it.
    """
    return {
        f"{table.name.lower().replace(' ', '-')}.csv": _csv(table).encode("utf-8-sig") for table in row_tables(report)
    }


def _csv(table: RowTable) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    for row in table.rows:
        writer.writerow(map(_written, row))
    return stream.getvalue()


def _written(value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return f"{value:g}"
    # White space before the sign does not help: some programs drop it.
    opening = value.lstrip(" \u00a0\u3000")
    return ("'" if opening.startswith(FORMULA_SIGNS) else "") + visible(value)
