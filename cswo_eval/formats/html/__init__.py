"""The report as one web page: no request, no script, light and dark, and fit to print.

`writing` writes the blocks, `charts` draws, the style sheet in this folder says how it looks.
Written without a template engine: loading one takes as long as everything else here together.
"""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

from cswo_eval.formats.html.body import BlockWriter
from cswo_eval.formats.html.markup import Markup, filled, joined
from cswo_eval.formats.html.places import Places
from cswo_eval.formats.registry import Wishes
from cswo_eval.pages.blocks import Section
from cswo_eval.pages.printed import Printed
from cswo_eval.pages.report import LANGUAGE, Report

_PAGE = """<!DOCTYPE html>
<html lang="{}"><head><meta charset="utf-8"><title>{}</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{}">
<style>{}</style></head>
<body><a class=skip href="#main">Skip to the report</a>
<header><h1>{}</h1>{}</header>
<main id=main tabindex=-1>
{}<nav aria-labelledby=contents><h2 id=contents>Contents</h2><ol>{}</ol></nav>
<div>{}</div></main></body></html>
"""
_FIRST = ("title-page", "limits", "summary")
"""What stands before the contents: on a telephone nobody should have to go past a list to learn what this says."""
_POLICY = "default-src 'none';style-src 'unsafe-inline';base-uri 'none';form-action 'none'"
"""Told to the browser too: nothing is fetched and nothing is run, whatever the page held."""


def write_report(report: Report, _wishes: Wishes) -> dict[str, bytes]:
    """Return the one file of a report, as `registry.py` asks for it."""
    return {"": html_bytes(report)}


def html_bytes(report: Printed) -> bytes:
    """Return the report as one self-contained web page, in UTF-8. The same report gives the same bytes."""
    document = report.document
    places = Places(document)
    writer = BlockWriter(places)
    written = [_section(name, one, writer) for name, one in places.sections]
    first = len(list(takewhile(lambda one: one.id in _FIRST, document.sections)))
    page = filled(
        _PAGE,
        LANGUAGE,
        document.title,
        _POLICY,
        _style(),
        document.title,
        filled("<p>{}", document.subtitle) if document.subtitle else "",
        filled("<div>{}</div>\n", joined(written[:first])) if first else "",
        joined(filled("<li><a href=#{}>{}</a>", name, one.title) for name, one in places.sections if one.title),
        joined(written[first:]),
    )
    # Between two tags of ours a line break says nothing: in a text "<" is written otherwise.
    return page.replace(">\n<", "><").encode("utf-8")


def _section(place: str, section: Section, writer: BlockWriter) -> Markup:
    blocks = writer.blocks(section.blocks, place)
    if not section.title:
        return filled("<section id={}>{}</section>\n", place, blocks)
    kind = Markup(" class=u" if section.id == "summary" else "")
    return filled("<section{}><h2 id={}>{}</h2>{}</section>\n", kind, place, section.title, blocks)


def _style() -> Markup:
    """Return the style sheet, our own file, without its comments and line breaks."""
    lines = (Path(__file__).parent / "style.css").read_text(encoding="utf-8").splitlines()
    return Markup("".join(line for line in lines if not line.startswith("/*")))
