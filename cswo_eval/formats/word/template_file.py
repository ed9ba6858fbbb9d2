"""A report in an organisation's own document: its styles, headers, footers and page, without its text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from cswo_eval.formats.word.charts import CHART_TYPE, WORKBOOK_TYPE, Chart
from cswo_eval.formats.word.lists import Numbering
from cswo_eval.formats.word.own_file import footer_line
from cswo_eval.formats.word.python_docx import (
    add_page_numbers,
    fill,
    saved,
    set_properties,
    template_document,
    text_width,
)
from cswo_eval.formats.word.styles import adopt_styles
from cswo_eval.formats.word.template_parts import NotATemplate


@contextmanager
def _as_read() -> Iterator[None]:
    """Raise NotATemplate for what python-docx finds only on use: a number that is none, an attribute that is missing."""
    from docx.exceptions import PythonDocxError
    from docx.oxml.exceptions import XmlchemyError

    try:
        yield
    except (ValueError, KeyError, AttributeError, TypeError, PythonDocxError, XmlchemyError) as wrong:
        raise NotATemplate from wrong


class TemplateFile:
    """A file made from a template, by python-docx. Raises NotATemplate, TemplateTooLarge."""

    def __init__(self, template: bytes) -> None:
        with _as_read():
            self._document = template_document(template)
            self.styles = adopt_styles(self._document)
            self.width = text_width(self._document)
            self._numbering = Numbering(self._document, self.styles)
        self.bullets = self._numbering.bullets

    def new_numbered(self) -> str:
        """Return the numbering of one more list."""
        return self._numbering.new_numbered()

    def add_chart(self, chart: Chart) -> str:
        """Add a chart to the file and return the name by which the body shows it."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.part import Part

        package = self._document.part.package
        part = Part(package.next_partname("/word/charts/chart%d.xml"), CHART_TYPE, chart.part.encode(), package)
        name = package.next_partname("/word/embeddings/Microsoft_Excel_Sheet%d.xlsx")
        part.relate_to(Part(name, WORKBOOK_TYPE, chart.workbook, package), RELATIONSHIP_TYPE.PACKAGE)
        return self._document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)

    def written(self, body: str, title: str, foot: str, made: date) -> bytes:
        """Return the file with this body; `foot` stands at the foot of pages that have no number yet."""
        fill(self._document, body)
        with _as_read():
            add_page_numbers(self._document, footer_line(foot, self.styles, self.width))
        set_properties(self._document, title, made)
        return saved(self._document, made)
