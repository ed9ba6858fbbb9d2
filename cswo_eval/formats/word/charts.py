"""The radar as a chart of Word's own: its lines told apart by dashes and markers as well as by colour.

Beside it goes a workbook of the same figures, which Word opens when somebody chooses Edit Data.
"""

from __future__ import annotations

import io
from datetime import datetime
from html import escape
from typing import NamedTuple

from cswo_eval.formats.word.markup import attribute, clean, joined
from cswo_eval.pages.blocks import RadarData

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKBOOK_RELATION = "rId1"
"""The name by which a chart knows its workbook."""
_SHEET = "Radar"
_LONGEST = 255
"""Letters in a cell of the workbook and in the legend: the table below the chart has the whole text."""
_TWIP = 635
"""English Metric Units in a twip: drawings are measured in the one, text in the other."""
_WIDEST = 13.2 * 360000
_SHAPE = 0.7
_LINES = (
    ("1F5C99", 28575, "solid", "circle"),
    ("B45309", 22225, "dash", "diamond"),
    ("6B4C9A", 22225, "sysDot", "triangle"),
    ("2E7D5B", 22225, "lgDashDot", "square"),
    ("8C1D4F", 22225, "lgDash", "x"),
)
"""Colour, width, dashes and marker of each series; a sixth begins again."""


class Chart(NamedTuple):
    """The part of the file that holds a chart, and the workbook of its figures."""

    part: str
    workbook: bytes


def radar_chart(data: RadarData) -> Chart:
    """Return the chart and its workbook. The part says every figure too, so that it is shown without opening the other."""
    return Chart(_part(data), _workbook(data))


def _workbook(data: RadarData) -> bytes:
    """Return a workbook of one sheet: a row a code, a column a series, an empty cell where there is no value."""
    import xlsxwriter  # type: ignore[import-untyped]  # only where a chart is drawn

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"author": "cswo-eval", "created": datetime(1980, 1, 1)})  # the same bytes whenever it is made
    sheet = book.add_worksheet(_SHEET)
    sheet.set_column(0, len(data.series), 16)
    for row, code in enumerate(data.codes, start=1):
        sheet.write_string(row, 0, _text(code))
    for column, (name, values) in enumerate(data.series, start=1):
        sheet.write_string(0, column, _text(name))
        for row, value in enumerate(values, start=1):
            if value is not None:
                sheet.write_number(row, column, float(_figure(value)))
    book.close()
    return stream.getvalue()


def _part(data: RadarData) -> str:
    series = joined(_series(position, name, values, data.codes) for position, (name, values) in enumerate(data.series))
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" \
xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" \
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><c:date1904 val="0"/>\
<c:lang val="en-GB"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>\
<c:radarChart><c:radarStyle val="marker"/><c:varyColors val="0"/>{series}<c:axId val="1001"/><c:axId val="1002"/>\
</c:radarChart><c:catAx><c:axId val="1001"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>\
<c:axPos val="b"/><c:majorGridlines><c:spPr>{_line("D5DBE2", 6350)}</c:spPr></c:majorGridlines>\
<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>\
<c:tickLblPos val="nextTo"/>{_letters(900, True)}<c:crossAx val="1002"/><c:crosses val="autoZero"/></c:catAx>\
<c:valAx><c:axId val="1002"/><c:scaling><c:orientation val="minMax"/><c:max val="5"/><c:min val="0"/></c:scaling>\
<c:delete val="0"/><c:axPos val="l"/><c:majorGridlines><c:spPr>{_line("D5DBE2", 6350)}</c:spPr></c:majorGridlines>\
<c:numFmt formatCode="0" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>\
<c:tickLblPos val="nextTo"/><c:spPr>{_line("D5DBE2", 6350)}</c:spPr>{_letters(800, False)}<c:crossAx val="1001"/>\
<c:crosses val="autoZero"/><c:crossBetween val="between"/><c:majorUnit val="1"/></c:valAx></c:plotArea>\
<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_letters(950, False)}</c:legend><c:plotVisOnly val="1"/>\
<c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:externalData r:id="{WORKBOOK_RELATION}">\
<c:autoUpdate val="0"/></c:externalData></c:chartSpace>"""


def drawing(relation: str, number: int, title: str, description: str, width: int) -> str:
    """Return a run that shows the chart, with its alternative text, in text of `width` twips."""
    across = round(min(_WIDEST, width * _TWIP))
    down = round(across * _SHAPE)
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{across}" cy="{down}"/>'
        f'<wp:docPr id="{9000 + number}" name="Chart {number}" descr={attribute(description)} title={attribute(title)}/>'
        '<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def _series(position: int, name: str, values: tuple[float | None, ...], codes: tuple[str, ...]) -> str:
    colour, width, dash, marker = _LINES[position % len(_LINES)]
    last, letter = len(codes) + 1, _letter(position + 1)
    points = joined(
        f'<c:pt idx="{place}"><c:v>{_figure(value)}</c:v></c:pt>'
        for place, value in enumerate(values)
        if value is not None
    )
    return (
        f'<c:ser><c:idx val="{position}"/><c:order val="{position}"/><c:tx>{_strings(f"${letter}$1", (name,))}</c:tx>'
        f"<c:spPr>{_line(colour, width, dash)}</c:spPr>"
        f'<c:marker><c:symbol val="{marker}"/><c:size val="6"/><c:spPr>{_fill(colour)}{_line(colour, 6350)}</c:spPr>'
        f"</c:marker><c:cat>{_strings(f'$A$2:$A${last}', codes)}</c:cat>"
        f"<c:val><c:numRef><c:f>{_SHEET}!${letter}$2:${letter}${last}</c:f><c:numCache>"
        f'<c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
        "</c:val></c:ser>"
    )


def _strings(cells: str, texts: tuple[str, ...]) -> str:
    """Texts of the workbook: where they stand in it, and what they are."""
    points = joined(
        f'<c:pt idx="{place}"><c:v>{escape(_text(text), quote=False)}</c:v></c:pt>' for place, text in enumerate(texts)
    )
    return (
        f"<c:strRef><c:f>{_SHEET}!{cells}</c:f><c:strCache>"
        f'<c:ptCount val="{len(texts)}"/>{points}</c:strCache></c:strRef>'
    )


def _letter(column: int) -> str:
    """Return the letters of a column of a sheet, the first being 0."""
    more, last = divmod(column, 26)
    return (_letter(more - 1) if more else "") + chr(ord("A") + last)


def _text(text: str) -> str:
    line = " ".join(clean(text[: 4 * _LONGEST]).split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _figure(value: float) -> str:
    return f"{value:g}"


def _fill(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def _line(colour: str, width: int, dash: str = "solid") -> str:
    return f'<a:ln w="{width}" cap="rnd">{_fill(colour)}<a:prstDash val="{dash}"/><a:round/></a:ln>'


def _letters(size: int, bold: bool) -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}" b="{int(bold)}">{_fill("333F4D")}</a:defRPr>'
        '</a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
    )
