"""From the bytes of a filled worksheet to what it says."""

from __future__ import annotations

from dataclasses import replace

from cswo_eval.confidentiality.documents.xml_parts import Refused
from cswo_eval.framework.loading import Framework
from cswo_eval.sharing.worksheet.opening import in_words, opened
from cswo_eval.sharing.worksheet.rows import understood
from cswo_eval.sharing.worksheet.shapes import FilledWorksheet
from cswo_eval.sharing.worksheet.spreadsheet_reading import read_workbook
from cswo_eval.sharing.worksheet.word_reading import read_word


def read_worksheet(data: bytes, name: str, framework: Framework, record_id: str) -> FilledWorksheet:
    """Return what a filled worksheet says. `name` is the file's. Raises ProblemsFound with all problems, by row."""
    try:
        file = opened(data, name)
        raw = read_workbook(file, name) if file.kind == "workbook" else read_word(file)
    except Refused as refused:
        raise in_words(refused, name) from None
    return replace(understood(raw, name, framework, record_id), comments=file.has_comments())
