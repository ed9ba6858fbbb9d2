"""The styles of a report, and how they are found in a template or added to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

INK = "17375E"
QUIET = "4D5866"
RULE = "B8C2CE"
HEAD_FILL = "E6ECF3"

_NAMED = re.compile(r'w:styleId="(\w+)"><w:name w:val="([^"]+)"')
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _paragraph_style(
    style_id: str, name: str, paragraph: str = "", run: str = "", *, based: str = "Normal", following: str = ""
) -> str:
    own = "" if style_id[:6] != "Report" else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{style_id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based}"/>{f"""<w:next w:val="{following}"/>""" if following else ""}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _heading(level: int, before: int, after: int, size: int) -> str:
    return _paragraph_style(
        f"Heading{level}",
        f"heading {level}",
        f'<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="{after}"/>'
        f'<w:outlineLvl w:val="{level - 1}"/>',
        f'<w:b/><w:bCs/><w:color w:val="{INK}"/>{_size(size)}',
        following="Normal",
    )


_BASE = f"""
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>
<w:pPr><w:spacing w:after="100" w:line="257" w:lineRule="auto"/></w:pPr></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>
<w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>
<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>
<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>
</w:tblPr></w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:uiPriority w:val="99"/>
<w:rPr><w:color w:val="1F5C99"/><w:u w:val="single"/></w:rPr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="ReportTable"><w:name w:val="Report Table"/>
<w:basedOn w:val="TableNormal"/><w:qFormat/>
<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="{INK}"/>
<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{INK}"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/></w:tblBorders>
<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="100" w:type="dxa"/><w:bottom w:w="30" w:type="dxa"/>
<w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders>
<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{INK}"/></w:tcBorders>
<w:shd w:val="clear" w:color="auto" w:fill="{HEAD_FILL}"/></w:tcPr></w:tblStylePr>
<w:tblStylePr w:type="firstCol"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr></w:style>
"""

OWN_STYLES = "".join(
    (
        _BASE,
        _heading(1, 320, 110, 32),
        _heading(2, 220, 40, 23),
        _heading(3, 180, 40, 21),
        _paragraph_style(
            "Title",
            "Title",
            '<w:keepNext/><w:spacing w:before="0" w:after="60" w:line="240" w:lineRule="auto"/>',
            f'<w:b/><w:bCs/><w:color w:val="{INK}"/>{_size(46)}',
            following="Subtitle",
        ),
        _paragraph_style(
            "Subtitle",
            "Subtitle",
            f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="6" w:color="{INK}"/></w:pBdr><w:spacing w:after="160"/>',
            f'<w:color w:val="{QUIET}"/>{_size(24)}',
            following="Normal",
        ),
        _paragraph_style(
            "ListBullet",
            "List Bullet",
            '<w:numPr><w:numId w:val="1"/></w:numPr><w:spacing w:after="60"/><w:ind w:left="397" w:hanging="397"/>',
        ),
        _paragraph_style(
            "ListNumber",
            "List Number",
            '<w:numPr><w:numId w:val="2"/></w:numPr><w:spacing w:after="80"/><w:ind w:left="397" w:hanging="397"/>',
        ),
        _paragraph_style(
            "Caption",
            "caption",
            '<w:keepNext/><w:keepLines/><w:spacing w:before="160" w:after="70"/>',
            f'<w:b/><w:bCs/><w:color w:val="{INK}"/>{_size(21)}',
        ),
        _paragraph_style(
            "TOCHeading",
            "TOC Heading",
            '<w:keepNext/><w:keepLines/><w:spacing w:before="200" w:after="60"/>',
            f'<w:b/><w:bCs/><w:color w:val="{INK}"/>{_size(22)}',
        ),
        _paragraph_style(
            "TOC1",
            "toc 1",
            '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9600"/></w:tabs><w:spacing w:after="10" w:line="247" w:lineRule="auto"/>',
            _size(19),
        ),
        _paragraph_style("Footer", "footer", '<w:spacing w:after="0"/>', f'<w:color w:val="{QUIET}"/>{_size(17)}'),
        _paragraph_style("ReportFooter", "Report Footer", "", _size(17), based="Footer"),
        _paragraph_style("ReportLead", "Report Lead", '<w:keepNext/><w:spacing w:after="70"/>', "<w:i/><w:iCs/>"),
        _paragraph_style(
            "ReportPair", "Report Pair", '<w:spacing w:after="40" w:line="250" w:lineRule="auto"/>', _size(20)
        ),
        _paragraph_style(
            "ReportQuiet", "Report Quiet", '<w:spacing w:after="90"/>', f'<w:color w:val="{QUIET}"/>{_size(20)}'
        ),
        _paragraph_style(
            "ReportWarning",
            "Report Warning",
            '<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="B45309"/></w:pBdr><w:ind w:left="227"/>',
        ),
        _paragraph_style(
            "ReportStrong", "Report Strong", '<w:keepNext/><w:spacing w:before="160" w:after="70"/>', "<w:b/><w:bCs/>"
        ),
        _paragraph_style(
            "ReportCell",
            "Report Cell",
            '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>',
            _size(19),
        ),
        _paragraph_style("ReportSmall", "Report Small", "", _size(16), based="ReportCell"),
        _paragraph_style(
            "ReportBar",
            "Report Bar",
            '<w:spacing w:before="20" w:after="20" w:line="80" w:lineRule="exact"/>',
            _size(4),
            based="ReportCell",
        ),
        _paragraph_style(
            "ReportGap",
            "Report Gap",
            '<w:spacing w:before="0" w:after="0" w:line="140" w:lineRule="exact"/>',
            _size(8),
        ),
        _paragraph_style(
            "ReportFieldLabel",
            "Report Field Label",
            '<w:keepNext/><w:spacing w:before="0" w:after="20"/>',
            f'<w:b/><w:bCs/><w:color w:val="{QUIET}"/>{_size(18)}',
        ),
    )
)

STYLES_PART = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles {_WORD}><w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/>{_size(21)}
<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr/></w:pPrDefault></w:docDefaults>{OWN_STYLES}</w:styles>"""


class StyleIds:
    """The id that each style has in this document, by its own name: a template may call it by another id."""

    def __init__(self, ids: dict[str, str]) -> None:
        self._ids = ids

    def __getitem__(self, name: str) -> str:
        return self._ids[name.lower()]


def own_ids() -> StyleIds:
    """Return the ids of our own styles."""
    return StyleIds({name.lower(): style_id for style_id, name in _NAMED.findall(OWN_STYLES)})


def adopt_styles(document: WordDocument) -> StyleIds:
    """Use the styles that the document has and add those that it lacks; return their ids. Sets British English."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import parse_xml

    styles: Any = document.styles.element
    name_of, id_of, type_of = qn("w:name"), qn("w:styleId"), qn("w:type")

    def key(style: Any) -> tuple[str, str]:
        named = style.find(name_of)
        name = named.get(qn("w:val")) if named is not None else ""
        return str(style.get(type_of, "paragraph")), str(name).lower()

    present = {key(style): str(style.get(id_of)) for style in styles.findall(qn("w:style"))}
    taken, defaults = set(present.values()), {style[0] for style in _defaults(styles)}
    renamed: dict[str, str] = {}
    added: list[Any] = []
    ids: dict[str, str] = {}
    for style in parse_xml(f"<w:styles {_WORD}>{OWN_STYLES}</w:styles>").findall(qn("w:style")):
        own_id, (kind, name) = str(style.get(id_of)), key(style)
        if (kind, name) in present:
            renamed[own_id] = ids[name] = present[kind, name]
            continue
        new_id = own_id
        while new_id in taken:
            new_id = f"Cswo{new_id}"
        taken.add(new_id)
        style.set(id_of, new_id)
        renamed[own_id] = ids[name] = new_id
        if kind in defaults:  # the template has a default of its own under another name
            style.attrib.pop(qn("w:default"), None)
        added.append(style)
    for style in added:
        for link in (*style.findall(qn("w:basedOn")), *style.findall(qn("w:next"))):
            link.set(qn("w:val"), renamed.get(str(link.get(qn("w:val"))), str(link.get(qn("w:val")))))
        styles.append(style)
    _set_language(styles)
    return StyleIds(ids)


def _defaults(styles: Any) -> list[tuple[str, str]]:
    """The kinds of style that have a default, with its id."""
    from docx.oxml.ns import qn

    return [
        (str(style.get(qn("w:type"), "paragraph")), str(style.get(qn("w:styleId"))))
        for style in styles.findall(qn("w:style"))
        if style.get(qn("w:default")) in ("1", "true", "on")
    ]


def _set_language(styles: Any) -> None:
    """British English in the defaults, and wherever a style names a language of its own."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    parent: Any = styles
    for position, name in enumerate(("w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang")):
        child = parent.find(qn(name))
        if child is None:
            child = OxmlElement(name)
            if position < 2:
                parent.insert(0, child)
            else:
                parent.append(child)
        parent = child
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
