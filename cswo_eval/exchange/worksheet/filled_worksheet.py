"""From the bytes of a filled worksheet to what it says."""

from __future__ import annotations

from cswo_eval.exchange.worksheet.opened_file import in_words, opened
from cswo_eval.exchange.worksheet.rows_of_document import read_word
from cswo_eval.exchange.worksheet.rows_of_workbook import read_workbook
from cswo_eval.exchange.worksheet.stages import FilledWorksheet
from cswo_eval.exchange.worksheet.understood_rows import understood
from cswo_eval.files.xml_parts import Refused
from cswo_eval.framework.framework import Framework


def read_worksheet(data: bytes, name: str, framework: Framework, record_id: str) -> FilledWorksheet:
    """Return what a filled worksheet says. `name` is the file's. Raises ProblemsFound with all problems, by row."""
    try:
        file = opened(data, name)
        raw = read_workbook(file, name) if file.kind == "workbook" else read_word(file)
    except Refused as refused:
        raise in_words(refused, name) from None
    return understood(raw, name, framework, record_id)._replace(comments=file.has_comments())
