"""The report as a Word document: real styles, so that a coach can edit it and comment in it."""

from __future__ import annotations

from functools import partial

from cswo_eval.report.report import Report
from cswo_eval.report.word.body import BodyWriter, Surroundings
from cswo_eval.report.word.numbering import Numbering
from cswo_eval.report.word.package import (
    add_chart,
    add_page_numbers,
    empty_document,
    fill,
    saved,
    set_properties,
    template_document,
    text_width,
)
from cswo_eval.report.word.styles import adopt_styles


def word_bytes(report: Report, template: bytes | None = None) -> bytes:
    """Return the report as a .docx file, in the styles, headers and page of a template where one is given.

    The same report and template give the same bytes. Raises NotATemplate, a CswoEvalError.
    """
    document = empty_document() if template is None else template_document(template)
    styles = adopt_styles(document)
    numbering = Numbering(document, styles)
    width = text_width(document)
    title = report.document.title
    add_page_numbers(document, title, styles, width)
    set_properties(document, title, report.made)
    around = Surroundings(
        styles=styles,
        width=width,
        levels=tuple((one.level, one.name) for one in report.framework.levels.levels),
        bullets=numbering.bullets,
        new_numbered=numbering.new_numbered,
        add_chart=partial(add_chart, document),
    )
    fill(document, BodyWriter(report.document, around).body())
    return saved(document, report.made)
