"""The report as a Word document: real styles, so that a coach can edit it and comment in it."""

from __future__ import annotations

from cswo_eval.formats.registry import Wishes
from cswo_eval.formats.word.body import BodyWriter, WordFile
from cswo_eval.pages.printed import Printed
from cswo_eval.pages.report import Report


def write_report(report: Report, wishes: Wishes) -> dict[str, bytes]:
    """Return the one file of a report, as `registry.py` asks for it."""
    return {"": word_bytes(report, wishes.template)}


def word_bytes(report: Printed, template: bytes | None = None) -> bytes:
    """Return the report as a .docx file, in the styles, headers and page of a template where one is given.

    The same report and template give the same bytes. Raises NotATemplate or TemplateTooLarge, each a CswoEvalError.
    What is not taken of the template, `template_parts.left_out_of_template` says in a sentence.
    """
    levels = tuple((one.level, one.name) for one in report.framework.levels.levels)
    file = _file(template)
    body = BodyWriter(report.document, file, levels).body()
    return file.written(body, report.document.title, report.document.subtitle or report.document.title, report.made)


def _file(template: bytes | None) -> WordFile:
    if template is None:
        from cswo_eval.formats.word.own_file import OwnFile

        return OwnFile()
    from cswo_eval.formats.word.template_file import TemplateFile

    return TemplateFile(template)
