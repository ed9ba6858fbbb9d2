"""The radar as a chart of Word's own: its lines told apart by dashes and markers as well as by colour."""

from __future__ import annotations

from html import escape

from cswo_eval.report.blocks import RadarData
from cswo_eval.report.word.markup import attribute, clean, joined

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_TWIP = 635
"""English Metric Units in a twip: drawings are measured in the one, text in the other."""
_WIDEST = 14.5 * 360000
_SHAPE = 0.72
_LINES = (
    ("1F5C99", 28575, "solid", "circle"),
    ("B45309", 22225, "dash", "none"),
    ("2E7D5B", 22225, "sysDot", "triangle"),
    ("6B4C9A", 22225, "lgDashDot", "square"),
)
"""Colour, width, dashes and marker of each series; a fifth begins again."""


def radar_part(data: RadarData) -> str:
    """Return the part of the file that holds the chart."""
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
<c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:chartSpace>"""


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
    labels = joined(f'<c:pt idx="{place}"><c:v>{_text(code)}</c:v></c:pt>' for place, code in enumerate(codes))
    points = joined(
        f'<c:pt idx="{place}"><c:v>{value:g}</c:v></c:pt>' for place, value in enumerate(values) if value is not None
    )
    size = f'<c:size val="6"/><c:spPr>{_fill(colour)}{_line(colour, 6350)}</c:spPr>' if marker != "none" else ""
    return (
        f'<c:ser><c:idx val="{position}"/><c:order val="{position}"/><c:tx><c:v>{_text(name)}</c:v></c:tx>'
        f"<c:spPr>{_line(colour, width, dash)}</c:spPr>"
        f'<c:marker><c:symbol val="{marker}"/>{size}</c:marker>'
        f'<c:cat><c:strLit><c:ptCount val="{len(codes)}"/>{labels}</c:strLit></c:cat>'
        f'<c:val><c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>{points}</c:numLit>'
        "</c:val></c:ser>"
    )


def _text(text: str) -> str:
    return escape(" ".join(clean(text).split()), quote=False)


def _fill(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def _line(colour: str, width: int, dash: str = "solid") -> str:
    return f'<a:ln w="{width}" cap="rnd">{_fill(colour)}<a:prstDash val="{dash}"/><a:round/></a:ln>'


def _letters(size: int, bold: bool) -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}" b="{int(bold)}">{_fill("333F4D")}</a:defRPr>'
        '</a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
    )
