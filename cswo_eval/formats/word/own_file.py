"""A report in a document of the project's own: A4, its styles, its lists. Written without python-docx, which takes longer to load."""

from __future__ import annotations

from datetime import date
from html import escape

from cswo_eval.files.office_archive import packed
from cswo_eval.formats.word.charts import CHART_TYPE, WORKBOOK_RELATION, WORKBOOK_TYPE, Chart
from cswo_eval.formats.word.markup import NAMESPACES, TAB, clean, field, joined, paragraph, run
from cswo_eval.formats.word.styles import STYLES_PART, StyleIds, own_ids

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

BULLETS, NUMBERS = 1, 2
"""The abstract lists of a report's own."""

LISTS = f"""
<w:abstractNum xmlns:w="{_WORD}" w:abstractNumId="{BULLETS}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">
<w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>
<w:pPr><w:ind w:left="397" w:hanging="397"/></w:pPr></w:lvl></w:abstractNum>
<w:abstractNum xmlns:w="{_WORD}" w:abstractNumId="{NUMBERS}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">
<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>
<w:pPr><w:ind w:left="397" w:hanging="397"/></w:pPr></w:lvl></w:abstractNum>
"""

SECTION = f"""<w:sectPr xmlns:w="{_WORD}"><w:pgSz w:w="11906" w:h="16838"/>
<w:pgMar w:top="1020" w:right="1134" w:bottom="1077" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>
<w:cols w:space="567"/></w:sectPr>"""

_MAIN = {
    "document.xml": (f"{_TYPE}.document.main+xml", ""),
    "styles.xml": (f"{_TYPE}.styles+xml", "styles"),
    "settings.xml": (f"{_TYPE}.settings+xml", "settings"),
    "numbering.xml": (f"{_TYPE}.numbering+xml", "numbering"),
    "footer1.xml": (f"{_TYPE}.footer+xml", "footer"),
}
"""The parts in the folder word, with their types and what each is to the document."""
_SETTINGS = f"""{_HEAD}<w:settings xmlns:w="{_WORD}"><w:zoom w:percent="100"/>
<w:defaultTabStop w:val="567"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:themeFontLang w:val="en-GB"/></w:settings>"""
_WIDTH = 11906 - 2 * 1134
_PROPERTY = 255
"""The longest text that a core property may hold."""
_FOOTER_NUMBER, _FOOTER_CHARACTER = 1500, 90
"""Twips that 'Page 100 of 100' takes at the foot of a page, and an average character there."""


def property_text(text: str) -> str:
    """Return a text as a property of the file holds it."""
    return " ".join(clean(text).split())[:_PROPERTY]


def footer_line(foot: str, styles: StyleIds, width: int) -> str:
    """Return the line of the footer: what the document is, cut to what fits beside it, and the page."""
    short = " ".join(clean(foot).split())
    room = max((width - _FOOTER_NUMBER) // _FOOTER_CHARACTER, 1)
    short = short if len(short) <= room else short[: room - 1].rstrip() + "…"
    stops = "".join(f'<w:tab w:val="{kind}" w:pos="{place}"/>' for kind, place in _stops(width))
    content = (
        (run(short) if short else "") + TAB + run("Page ") + field("PAGE", "1") + run(" of ") + field("NUMPAGES", "1")
    )
    return paragraph(styles["Report Footer"], content, f"<w:tabs>{stops}</w:tabs>")


def _stops(width: int) -> list[tuple[str, int]]:
    """The usual stops of a footer cleared, and one at the right edge."""
    return [("clear", place) for place in (4513, 9026) if place != width] + [("right", width)]


class OwnFile:
    """A file of the project's own."""

    def __init__(self) -> None:
        self.styles = own_ids()
        self.width = _WIDTH
        self.bullets = ""
        self._lists = 2
        self._charts: list[Chart] = []

    def new_numbered(self) -> str:
        """Return the numbering of one more list, which begins at 1."""
        self._lists += 1
        return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{self._lists}"/></w:numPr>'

    def add_chart(self, chart: Chart) -> str:
        """Add a chart to the file and return the name by which the body shows it."""
        self._charts.append(chart)
        return f"chart{len(self._charts)}"

    def written(self, body: str, title: str, foot: str, made: date) -> bytes:
        """Return the file with this body; `foot` stands at the foot of every page."""
        footer = footer_line(foot, self.styles, self.width)
        charts = {f"charts/chart{number}.xml": chart.part for number, chart in enumerate(self._charts, start=1)}
        parts = {
            "document.xml": f"{_HEAD}<w:document {NAMESPACES}><w:body>{body}{_SECTION}</w:body></w:document>",
            "styles.xml": STYLES_PART,
            "settings.xml": _SETTINGS,
            "numbering.xml": self._numbering(),
            "footer1.xml": f"{_HEAD}<w:ftr {NAMESPACES}>{footer}</w:ftr>",
            **charts,
        }
        types = {f"/word/{name}": kind for name, (kind, _) in _MAIN.items()}
        types |= {f"/word/{name}": CHART_TYPE for name in charts}
        types["/docProps/core.xml"] = _CORE_TYPE
        relations = [(kind, kind, name) for name, (_, kind) in _MAIN.items() if kind]
        relations += [(f"chart{number}", "chart", name) for number, name in enumerate(charts, start=1)]
        return packed(
            {
                "[Content_Types].xml": _content_types(types),
                "_rels/.rels": _ROOT,
                "docProps/core.xml": _core(title, made),
                "word/_rels/document.xml.rels": _relations(relations),
                **{f"word/{name}": content for name, content in parts.items()},
                **self._workbooks(),
            },
            made,
        )

    def _workbooks(self) -> dict[str, str | bytes]:
        """The figures of the charts, and which chart each belongs to."""
        parts: dict[str, str | bytes] = {}
        for number, chart in enumerate(self._charts, start=1):
            name = f"embeddings/Microsoft_Excel_Sheet{number}.xlsx"
            parts[f"word/{name}"] = chart.workbook
            parts[f"word/charts/_rels/chart{number}.xml.rels"] = _relations(
                [(WORKBOOK_RELATION, "package", f"../{name}")]
            )
        return parts

    def _numbering(self) -> str:
        """The two lists that the styles use, and one that begins again for each numbered list."""
        again = joined(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{NUMBERS}"/><w:lvlOverride w:ilvl="0">'
            '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            for number in range(3, self._lists + 1)
        )
        return (
            f'{_HEAD}<w:numbering xmlns:w="{_WORD}">{LISTS}<w:num w:numId="1"><w:abstractNumId w:val="{BULLETS}"/></w:num>'
            f'<w:num w:numId="2"><w:abstractNumId w:val="{NUMBERS}"/></w:num>{again}</w:numbering>'
        )


def _content_types(types: dict[str, str]) -> str:
    named = joined(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types.items())
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="xlsx" ContentType="{WORKBOOK_TYPE}"/>{named}</Types>'
    )


def _relations(relations: list[tuple[str, str, str]]) -> str:
    lines = joined(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for name, kind, target in relations
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_ROOT = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>"""
_SECTION = SECTION.replace("<w:pgSz", '<w:footerReference w:type="default" r:id="footer"/><w:pgSz', 1)


def _core(title: str, made: date) -> str:
    moment = f"{made.isoformat()}T00:00:00Z"
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(property_text(title), quote=False)}</dc:title><dc:creator>cswo-eval</dc:creator>"
        "<cp:lastModifiedBy>cswo-eval</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified><dc:language>en-GB</dc:language>'
        "</cp:coreProperties>"
    )
