"""The first section of a template: its page, in one column, with those of its headers and footers that are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cswo_eval.formats.word.template_elements import drop
from cswo_eval.formats.word.template_markup import MAIN, RELATION

_NOT_OF_THE_PAGE = ("type", "vAlign", "formProt", "paperSrc", "printerSettings", "footnotePr", "endnotePr")
"""How a section follows another, how a cover is centred, which tray of a printer, what is in its own notes."""


def first_section(root: Any) -> tuple[Any, bool]:
    """Take the first section's properties out of a document and return them, None where there are none; and whether it has others."""
    sections = [one for one in root.iter(f"{MAIN}sectPr") if one.getparent().tag in (f"{MAIN}pPr", f"{MAIN}body")]
    if not sections:
        return None, False
    sections[0].getparent().remove(sections[0])
    return sections[0], len(sections) > 1


def keep_page(section: Any) -> None:
    """Leave of a section what is of its page, in one column."""
    for one in [child for name in _NOT_OF_THE_PAGE for child in section.findall(f"{MAIN}{name}")]:
        drop(one)
    for columns in section.findall(f"{MAIN}cols"):
        for column in list(columns):
            drop(column)
        columns.attrib.clear()
        columns.set(f"{MAIN}space", "567")


def keep_shown(section: Any, settings: Any, kinds: Mapping[str, str]) -> None:
    """Leave of a section's headers and footers those that are shown. `kinds`: what each id points at, such as 'header'."""
    shown = {"default"}
    if _is_on(section.find(f"{MAIN}titlePg")):
        shown.add("first")
    if settings is not None and _is_on(settings.find(f"{MAIN}evenAndOddHeaders")):
        shown.add("even")
    for reference in references(section):
        rightly = f"{MAIN}{kinds.get(reference.get(f'{RELATION}id'))}Reference" == reference.tag
        if not rightly or reference.get(f"{MAIN}type") not in shown:
            drop(reference)


def references(section: Any) -> list[Any]:
    """Return what names a section's headers and footers."""
    return [*section.findall(f"{MAIN}headerReference"), *section.findall(f"{MAIN}footerReference")]


def _is_on(switch: Any) -> bool:
    return switch is not None and switch.get(f"{MAIN}val", "1") not in ("0", "false", "off")
