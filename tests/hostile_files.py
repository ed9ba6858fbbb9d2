"""Files as people attach them, with a word planted wherever a file tells something beside its content."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import docx
import openpyxl
import pypdf
from docx.shared import Inches
from openpyxl.comments import Comment
from PIL import ExifTags, Image, PngImagePlugin
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

PLANTED = "quillwort"
"""Stands in everything that a cleaned copy must not hold, in any form of writing."""
KEPT = "What the paper says"
"""Stands in what every document says."""
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MICROSOFT = "http://schemas.microsoft.com/office"


def picture(size: tuple[int, int] = (48, 32)) -> Image.Image:
    """A picture whose points tell which way it lies."""
    made = Image.new("RGB", size)
    made.putdata([(x * 5 % 256, y * 7 % 256, (x * y) % 256) for y in range(size[1]) for x in range(size[0])])
    return made


def exif(turned: int = 1) -> Image.Exif:
    """Properties of a photograph: who took it, where, with what, and how it is turned."""
    made = Image.Exif()
    made[ExifTags.Base.Artist] = f"{PLANTED} artist"
    made[ExifTags.Base.Copyright] = f"{PLANTED} copyright"
    made[ExifTags.Base.Orientation] = turned
    made[ExifTags.Base.XPAuthor] = f"{PLANTED} author".encode("utf-16-le")
    made[ExifTags.IFD.Exif] = {
        ExifTags.Base.CameraOwnerName: f"{PLANTED} owner",
        ExifTags.Base.MakerNote: f"{PLANTED} maker".encode(),
        ExifTags.Base.UserComment: b"ASCII\0\0\0" + f"{PLANTED} remark".encode(),
    }
    made[ExifTags.IFD.GPSInfo] = {
        ExifTags.GPS.GPSLatitudeRef: "N",
        ExifTags.GPS.GPSLatitude: (57.0, 28.0, 0.0),
        ExifTags.GPS.GPSAreaInformation: f"{PLANTED} place".encode(),
    }
    return made


def segment(marker: int, data: bytes) -> bytes:
    """A piece of a JPEG."""
    return bytes((0xFF, marker)) + (len(data) + 2).to_bytes(2, "big") + data


def photograph(turned: int = 1, size: tuple[int, int] = (48, 32), **saved: Any) -> bytes:
    """A JPEG with everything that a telephone writes into one, and a film behind it."""
    written = io.BytesIO()
    shown = picture(size)
    if mode := saved.pop("mode", None):
        shown = shown.convert(mode)
    shown.save(written, "JPEG", exif=exif(turned), comment=f"{PLANTED} comment", quality=90, **saved)
    data = written.getvalue()
    xmp = f'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x="adobe:ns:meta/">{PLANTED} xmp</x:xmpmeta>'.encode()
    more = segment(0xE1, xmp) + segment(0xED, f"Photoshop 3.0\0{PLANTED} caption".encode())
    more += segment(0xE2, f"FPXR\0{PLANTED}".encode()) + segment(0xE0, f"JFXX\0\x10{PLANTED} small".encode())
    more += segment(0xEB, f"{PLANTED} of a program".encode())
    begins = 20 if data[2:4] == b"\xff\xe0" else 2
    return data[:begins] + more + data[begins:] + f"....ftypmp42 {PLANTED} film".encode()


def with_small_picture(data: bytes) -> bytes:
    """A photograph with a thumbnail among its properties, marked by a remark of its own."""
    small = io.BytesIO()
    picture((8, 8)).save(small, "JPEG", comment=f"{PLANTED} thumbnail")
    held = small.getvalue()
    words = b"\x00\x02" + b"\x02\x01\x00\x04\x00\x00\x00\x01" + (26 + 12).to_bytes(4, "big")
    words += b"\x02\x02\x00\x04\x00\x00\x00\x01" + len(held).to_bytes(4, "big") + bytes(4)
    block = b"Exif\0\0MM\x00*\x00\x00\x00\x08" + b"\x00\x00" + b"\x00\x00\x00\x0e" + words
    block = block[: 6 + 14] + words + held
    return data[:2] + segment(0xE1, block) + data[2:]


def png(**saved: Any) -> bytes:
    """A PNG with texts, properties, a private chunk, and the rest of a picture that was cut behind its end."""
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", f"{PLANTED} author")
    texts.add_text("Comment", f"{PLANTED} packed", zip=True)
    texts.add_itxt("XML:com.adobe.xmp", f"{PLANTED} xmp")
    texts.add(b"prVt", f"{PLANTED} private".encode())
    written = io.BytesIO()
    picture().save(written, "PNG", pnginfo=texts, exif=exif(), **saved)
    return written.getvalue() + f"{PLANTED} rest".encode()


def gif() -> bytes:
    """A moving GIF with a remark."""
    written = io.BytesIO()
    first, second = picture().convert("P"), picture().rotate(180).convert("P")
    first.save(written, "GIF", save_all=True, append_images=[second], loop=0, comment=f"{PLANTED} remark")
    return written.getvalue() + PLANTED.encode()


def webp(turned: int = 1) -> bytes:
    """A WebP picture with properties."""
    written = io.BytesIO()
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{PLANTED}</x:xmpmeta>'.encode()
    picture().save(written, "WEBP", lossless=True, exif=exif(turned), xmp=xmp)
    return written.getvalue()


# --- Office -----------------------------------------------------------------------------------------------------


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of an archive, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive_of(parts: Mapping[str, bytes]) -> bytes:
    """An archive of these parts, in this order."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return made.getvalue()


def with_part(
    parts: dict[str, bytes], owner: str, name: str, kind: str, content: str, data: bytes, number: str = "rId900"
) -> None:
    """Add a part that another ('' for the file as a whole) names by a relation of this type."""
    parts[name] = data
    listed = f"{owner.rpartition('/')[0]}/_rels/{owner.rpartition('/')[2]}.rels".lstrip("/")
    present = parts.get(
        listed, b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    )
    relation = f'<Relationship Id="{number}" Type="{kind}" Target="/{name}"/>'.encode()
    if present.rstrip().endswith(b"/>"):
        present = present.rstrip()[:-2] + b"></Relationships>"
    parts[listed] = present.replace(b"</Relationships>", relation + b"</Relationships>")
    types = parts["[Content_Types].xml"]
    override = f'<Override PartName="/{name}" ContentType="{content}"/>'.encode()
    parts["[Content_Types].xml"] = types.replace(b"</Types>", override + b"</Types>")


def outside(parts: dict[str, bytes], owner: str, kind: str, target: str, number: str) -> None:
    """Add a relation to something that is no part of the file."""
    listed = f"{owner.rpartition('/')[0]}/_rels/{owner.rpartition('/')[2]}.rels"
    relation = f'<Relationship Id="{number}" Type="{kind}" Target="{target}" TargetMode="External"/>'.encode()
    parts[listed] = parts[listed].replace(b"</Relationships>", relation + b"</Relationships>")


def _who(number: int) -> str:
    return f'w:id="{number}" w:author="{PLANTED} reviewer" w:date="2026-01-01T00:00:00Z"'


def changes() -> bytes:
    """Paragraphs with tracked changes of every kind; with them accepted they read 'One kept.' to 'Six kept.'."""
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    gone = f"<w:r><w:delText>{PLANTED} deleted</w:delText></w:r>"
    return "".join(
        (
            f"<w:p><w:ins {_who(1)}>{run.format('One ')}</w:ins><w:del {_who(2)}>{gone}</w:del>{run.format('kept.')}</w:p>",
            f"<w:p><w:pPr><w:rPr><w:del {_who(3)}/></w:rPr></w:pPr>{run.format('Two ')}</w:p>",
            f"<w:p><w:pPr><w:jc w:val='right'/><w:pPrChange {_who(4)}><w:pPr><w:pStyle w:val='{PLANTED}'/></w:pPr></w:pPrChange></w:pPr>{run.format('kept.')}</w:p>",
            f"<w:moveFromRangeStart {_who(5)} w:name='{PLANTED} move'/><w:p><w:pPr><w:rPr><w:moveFrom {_who(6)}/></w:rPr></w:pPr><w:moveFrom {_who(7)}>{run.format(PLANTED + ' moved')}</w:moveFrom></w:p><w:moveFromRangeEnd w:id='5'/>",
            f"<w:p><w:moveTo {_who(8)}>{run.format('Three kept.')}</w:moveTo></w:p>",
            f"<w:p><w:r><w:rPr><w:b/><w:rPrChange {_who(9)}><w:rPr><w:rFonts w:ascii='{PLANTED}'/></w:rPr></w:rPrChange></w:rPr><w:t>Four kept.</w:t></w:r></w:p>",
            f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='900'/></w:tblGrid><w:tr><w:trPr><w:del {_who(10)}/></w:trPr><w:tc><w:p>{run.format(PLANTED + ' row')}</w:p></w:tc></w:tr>"
            f"<w:tr><w:trPr><w:ins {_who(11)}/></w:trPr><w:tc><w:tcPr><w:cellIns {_who(12)}/></w:tcPr><w:p>{run.format('Five kept.')}</w:p></w:tc></w:tr></w:tbl>",
            f"<w:p w:rsidR='00ABCDEF'><w:permStart w:id='77' w:ed='{PLANTED}@example.org'/>{run.format('Six kept.')}<w:permEnd w:id='77'/></w:p>",
            f'<w:p><w:r><w:instrText>INCLUDEPICTURE "C:\\\\Users\\\\{PLANTED}\\\\x.png"</w:instrText></w:r></w:p>',
        )
    ).encode()


def word_file(**more: bytes) -> bytes:
    """A Word file with everything that such files hold beside what they say. `more`: further embedded files, by name."""
    made = docx.Document()
    made.add_paragraph(KEPT)
    made.add_picture(io.BytesIO(photograph()), Inches(1))
    made.sections[0].header.paragraphs[0].text = "In the header"
    for name in ("author", "last_modified_by", "title", "comments", "keywords"):
        setattr(made.core_properties, name, f"{PLANTED} {name}")
    saved = io.BytesIO()
    made.save(saved)
    parts = parts_of(saved.getvalue())
    document = "word/document.xml"
    remark = (
        f"<w:comments xmlns:w='{W}'><w:comment w:id='0' w:author='{PLANTED} author' w:initials='{PLANTED}'>"
        f"<w:p><w:r><w:annotationRef/></w:r><w:r><w:t>{PLANTED} comment</w:t></w:r></w:p></w:comment></w:comments>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    with_part(parts, document, "word/comments.xml", f"{_RELATIONS}/comments", kind, remark.encode(), "rId900")
    marked = (
        b"<w:commentRangeStart w:id='0'/>%b<w:commentRangeEnd w:id='0'/><w:r><w:commentReference w:id='0'/></w:r></w:p>"
    )
    said = f"<w:r><w:t>{KEPT}</w:t></w:r>".encode()
    parts[document] = parts[document].replace(said + b"</w:p>", marked % said, 1)
    parts[document] = parts[document].replace(b"<w:sectPr", changes() + b"<w:sectPr", 1)
    header = next(name for name in parts if name.startswith("word/header"))
    parts[header] = parts[header].replace(b"</w:hdr>", changes() + b"</w:hdr>")
    settings = (
        f"<w:attachedTemplate xmlns:r='{_RELATIONS}' r:id='rId801'/><w:rsids><w:rsidRoot w:val='00ABCDEF'/></w:rsids>"
        f"<w:docVars><w:docVar w:name='x' w:val='{PLANTED} variable'/></w:docVars>"
    ).encode()
    parts["word/settings.xml"] = parts["word/settings.xml"].replace(b"</w:settings>", settings + b"</w:settings>")
    parts.setdefault(
        "word/_rels/settings.xml.rels",
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>',
    )
    outside(
        parts, "word/settings.xml", f"{_RELATIONS}/attachedTemplate", f"file:///C:/Users/{PLANTED}/own.dotx", "rId801"
    )
    people = f'<w15:people xmlns:w15="{_MICROSOFT}/word/2012/wordml"><w15:person w15:author="{PLANTED}"/></w15:people>'
    with_part(
        parts,
        document,
        "word/people.xml",
        f"{_MICROSOFT}/2011/relationships/people",
        "application/xml",
        people.encode(),
        "rId901",
    )
    custom = f"<Properties><property name='{PLANTED}'>{PLANTED} custom</property></Properties>"
    with_part(
        parts,
        "",
        "docProps/custom.xml",
        f"{_RELATIONS}/custom-properties",
        "application/xml",
        custom.encode(),
        "rId902",
    )
    with_part(
        parts, "", "docProps/thumbnail.jpeg", f"{_RELATIONS}/metadata/thumbnail", "image/jpeg", photograph(), "rId903"
    )
    with_part(
        parts,
        document,
        "customXml/item1.xml",
        f"{_RELATIONS}/customXml",
        "application/xml",
        f"<x>{PLANTED} data</x>".encode(),
        "rId904",
    )
    embedded = {"book.xlsx": workbook(), **more}
    for number, (name, data) in enumerate(embedded.items()):
        with_part(
            parts,
            document,
            f"word/embeddings/{name}",
            f"{_RELATIONS}/package",
            "application/octet-stream",
            data,
            f"rId91{number}",
        )
    return archive_of(parts)


def workbook() -> bytes:
    """A workbook with everything that such files hold beside their cells."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Figures"
    sheet["A1"], sheet["A2"] = KEPT, 42
    sheet["A1"].comment = Comment(f"{PLANTED} comment", f"{PLANTED} author")
    sheet.add_table(openpyxl.worksheet.table.Table(displayName="Figures1", ref="A1:A2"))
    made.properties.creator = f"{PLANTED} creator"
    made.properties.lastModifiedBy = f"{PLANTED} saved"
    saved = io.BytesIO()
    made.save(saved)
    parts = parts_of(saved.getvalue())
    book, page = "xl/workbook.xml", "xl/worksheets/sheet1.xml"
    path = (
        f'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x15">'
        f'<x15ac:absPath xmlns:x15ac="{_MICROSOFT}/spreadsheetml/2010/11/ac" url="C:\\Users\\{PLANTED}\\Desktop\\"/></mc:Choice></mc:AlternateContent>'
        f"<fileSharing userName='{PLANTED}'/>"
    ).encode()
    parts[book] = parts[book].replace(b"<bookViews", path + b"<bookViews")
    views = f"<customWorkbookViews><customWorkbookView name='{PLANTED}' guid='{{0}}' windowWidth='1' windowHeight='1' activeSheetId='1'/></customWorkbookViews>"
    parts[book] = parts[book].replace(b"</workbook>", views.encode() + b"</workbook>")
    sheets = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strings = f"<sst xmlns='{sheets}'><si><t>{PLANTED} deleted from a cell</t></si><si><t>From the list</t></si></sst>"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    with_part(parts, book, "xl/sharedStrings.xml", f"{_RELATIONS}/sharedStrings", kind, strings.encode(), "rId905")
    parts[page] = parts[page].replace(b"</sheetData>", b'<row r="3"><c r="A3" t="s"><v>1</v></c></row></sheetData>')
    threaded = f"<ThreadedComments><threadedComment ref='A1' personId='{{1}}'><text>{PLANTED} thread</text></threadedComment></ThreadedComments>"
    with_part(
        parts,
        page,
        "xl/threadedComments/threadedComment1.xml",
        f"{_MICROSOFT}/2017/10/relationships/threadedComment",
        "application/xml",
        threaded.encode(),
        "rId901",
    )
    person = f"<personList><person displayName='{PLANTED}' id='{{1}}' userId='{PLANTED}@example.org'/></personList>"
    with_part(
        parts,
        book,
        "xl/persons/person.xml",
        f"{_MICROSOFT}/2017/10/relationships/person",
        "application/xml",
        person.encode(),
        "rId902",
    )
    with_part(
        parts,
        page,
        "xl/printerSettings/printerSettings1.bin",
        f"{_RELATIONS}/printerSettings",
        "application/octet-stream",
        PLANTED.encode("utf-16-le"),
        "rId903",
    )
    setup = f'<pageSetup xmlns:r="{_RELATIONS}" orientation="landscape" r:id="rId903"/><legacyDrawing'.encode()
    parts[page] = parts[page].replace(b"<legacyDrawing", setup, 1)
    users = f"<users><userInfo name='{PLANTED}'/></users>"
    with_part(
        parts,
        book,
        "xl/revisions/userNames.xml",
        f"{_RELATIONS}/usernames",
        "application/xml",
        users.encode(),
        "rId904",
    )
    return archive_of(parts)


def slides() -> bytes:
    """A small presentation with authors, comments of both kinds, notes and tags."""
    p = "http://schemas.openxmlformats.org/presentationml/2006/main"
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"
    parts: dict[str, bytes] = {
        "[Content_Types].xml": (
            b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            b'<Default Extension="xml" ContentType="application/xml"/></Types>'
        )
    }
    kind = "application/vnd.openxmlformats-officedocument.presentationml"
    show = f"<p:presentation xmlns:p='{p}' xmlns:r='{_RELATIONS}'><p:sldIdLst><p:sldId id='256' r:id='rId1'/></p:sldIdLst><p:sldSz cx='9144000' cy='6858000'/><p:notesSz cx='6858000' cy='9144000'/></p:presentation>"
    with_part(
        parts,
        "",
        "ppt/presentation.xml",
        f"{_RELATIONS}/officeDocument",
        f"{kind}.presentation.main+xml",
        show.encode(),
        "rId1",
    )
    slide = (
        f"<p:sld xmlns:p='{p}' xmlns:a='{a}' xmlns:r='{_RELATIONS}'><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id='1' name=''/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>"
        f"<p:sp><p:nvSpPr><p:cNvPr id='2' name='Title' descr='C:\\Users\\{PLANTED}\\x.png'/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>{KEPT}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree>"
        f"<p:custDataLst><p:tags r:id='rId903'/></p:custDataLst></p:cSld>"
        f"<p:extLst><p:ext uri='{{6950BFC3}}'><p188:commentRel xmlns:p188='urn:p188' r:id='rId902'/></p:ext></p:extLst></p:sld>"
    )
    with_part(
        parts,
        "ppt/presentation.xml",
        "ppt/slides/slide1.xml",
        f"{_RELATIONS}/slide",
        f"{kind}.slide+xml",
        slide.encode(),
        "rId1",
    )
    authors = f"<p:cmAuthorLst xmlns:p='{p}'><p:cmAuthor id='0' name='{PLANTED}' initials='{PLANTED}'/></p:cmAuthorLst>"
    with_part(
        parts,
        "ppt/presentation.xml",
        "ppt/commentAuthors.xml",
        f"{_RELATIONS}/commentAuthors",
        "application/xml",
        authors.encode(),
        "rId901",
    )
    newer = f"<p188:authorLst xmlns:p188='urn:p188'><p188:author name='{PLANTED}' userId='{PLANTED}'/></p188:authorLst>"
    with_part(
        parts,
        "ppt/presentation.xml",
        "ppt/authors.xml",
        f"{_MICROSOFT}/2018/10/relationships/authors",
        "application/xml",
        newer.encode(),
        "rId904",
    )
    old = f"<p:cmLst xmlns:p='{p}'><p:cm authorId='0'><p:text>{PLANTED} remark</p:text></p:cm></p:cmLst>"
    with_part(
        parts,
        "ppt/slides/slide1.xml",
        "ppt/comments/comment1.xml",
        f"{_RELATIONS}/comments",
        "application/xml",
        old.encode(),
        "rId901",
    )
    with_part(
        parts,
        "ppt/slides/slide1.xml",
        "ppt/comments/modernComment_1.xml",
        f"{_MICROSOFT}/2018/10/relationships/comments",
        "application/xml",
        f"<x>{PLANTED}</x>".encode(),
        "rId902",
    )
    with_part(
        parts,
        "ppt/slides/slide1.xml",
        "ppt/tags/tag1.xml",
        f"{_RELATIONS}/tags",
        "application/xml",
        f"<x>{PLANTED}</x>".encode(),
        "rId903",
    )
    core = f"<cp:coreProperties xmlns:cp='urn:cp' xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:creator>{PLANTED}</dc:creator></cp:coreProperties>"
    with_part(
        parts,
        "",
        "docProps/core.xml",
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
        "application/xml",
        core.encode(),
        "rId2",
    )
    return archive_of(parts)


def open_document() -> bytes:
    """An OpenDocument text with an author, a comment, a tracked deletion, a small picture of it and a photograph."""
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0"'
    )
    who = f"<dc:creator>{PLANTED}</dc:creator><dc:date>2026-01-01T00:00:00</dc:date>"
    body = (
        f"<text:tracked-changes><text:changed-region text:id='c1'><text:deletion><office:change-info>{who}</office:change-info>"
        f"<text:p>{PLANTED} deleted</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        f"<text:p>What<office:annotation>{who}<text:p>{PLANTED} remark</text:p></office:annotation> the paper<text:change text:change-id='c1'/> says</text:p>"
        "<text:p><draw:frame svg:width='2cm' svg:height='2cm'><draw:image xlink:href='Pictures/1.jpg'/></draw:frame></text:p>"
    )
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {names} office:version='1.3'><office:body><office:text>{body}</office:text></office:body></office:document-content>".encode(),
        "meta.xml": f"<office:document-meta {names}><office:meta><meta:initial-creator>{PLANTED}</meta:initial-creator></office:meta></office:document-meta>".encode(),
        "settings.xml": f"<office:document-settings {names}><office:settings><config:config-item-set config:name='ooo:configuration-settings'><config:config-item config:name='PrinterName' config:type='string'>{PLANTED}</config:config-item></config:config-item-set></office:settings></office:document-settings>".encode(),
        "Thumbnails/thumbnail.png": png(),
        "Pictures/1.jpg": photograph(),
    }
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{"text/xml" if name.endswith(".xml") else ""}"/>'
        for name in parts
        if name != "mimetype"
    )
    parts["META-INF/manifest.xml"] = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>{listed}</manifest:manifest>'
    ).encode()
    return archive_of(parts)


# --- PDF --------------------------------------------------------------------------------------------------------


def _stream(text: bytes, **entries: Any) -> StreamObject:
    made = DecodedStreamObject()
    made.set_data(text)
    for name, value in entries.items():
        made[NameObject(f"/{name}")] = value
    return made


def pdf(*, author: str = f"{PLANTED} author") -> bytes:
    """A PDF with everything that such files hold beside their pages, and an earlier state of it within."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(300, 200)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    shown = StreamObject()
    shown._data = photograph()
    for name, value in (
        ("Type", NameObject("/XObject")), ("Subtype", NameObject("/Image")), ("Width", NumberObject(48)), ("Height", NumberObject(32)),
        ("ColorSpace", NameObject("/DeviceRGB")), ("BitsPerComponent", NumberObject(8)), ("Filter", NameObject("/DCTDecode")),
        ("Metadata", writer._add_object(_stream(f"<x>{PLANTED} of the picture</x>".encode()))),
    ):  # fmt: skip
        shown[NameObject(f"/{name}")] = value
    page[NameObject("/Resources")] = DictionaryObject(
        {
            NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)}),
            NameObject("/XObject"): DictionaryObject({NameObject("/I1"): writer._add_object(shown)}),
        }
    )
    text = f"BT /F1 12 Tf 20 150 Td ({KEPT}) Tj ET q 48 0 0 32 20 20 cm /I1 Do Q"
    page[NameObject("/Contents")] = writer._add_object(_stream(text.encode()))
    page[NameObject("/PieceInfo")] = DictionaryObject({NameObject("/Program"): TextStringObject(f"{PLANTED} piece")})
    page[NameObject("/Thumb")] = writer._add_object(_stream(f"{PLANTED} thumb".encode()))
    corner = ArrayObject([FloatObject(one) for one in (10, 10, 90, 30)])
    remarks = ArrayObject()
    for kind, more in (
        ("/Text", {"/Contents": f"{PLANTED} remark", "/T": f"{PLANTED} who"}),
        ("/FreeText", {"/Contents": f"{PLANTED} typed on it"}),
        ("/Popup", {"/Contents": f"{PLANTED} popup"}),
        ("/Link", {"/Contents": f"{PLANTED} of the link", "/T": PLANTED}),
    ):
        remark = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject(kind),
                NameObject("/Rect"): corner,
            }
        )
        for name, value in more.items():
            remark[NameObject(name)] = TextStringObject(value)
        if kind == "/Link":
            remark[NameObject("/A")] = DictionaryObject(
                {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject("https://example.org/kept")}
            )
        remarks.append(writer._add_object(remark))
    page[NameObject("/Annots")] = remarks
    writer.add_metadata({"/Author": author, "/Title": f"{PLANTED} title", "/Company": f"{PLANTED} company"})
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{PLANTED} xmp</x:xmpmeta>'.encode()
    writer.root_object[NameObject("/Metadata")] = writer._add_object(
        _stream(xmp, Type=NameObject("/Metadata"), Subtype=NameObject("/XML"))
    )
    writer.add_attachment(f"{PLANTED}.txt", f"{PLANTED} within".encode())
    first = io.BytesIO()
    writer.write(first)
    again = pypdf.PdfWriter(io.BytesIO(first.getvalue()), incremental=True)
    again.add_metadata({"/Subject": f"{PLANTED} later"})
    last = io.BytesIO()
    again.write(last)
    return last.getvalue()


# --- what is in them --------------------------------------------------------------------------------------------


def everything_in(data: bytes) -> Iterator[bytes]:
    """All bytes of a file: of itself, of each part of an archive however deep, of each unpacked piece of a PDF or picture."""
    yield data
    if data[:2] == b"PK":
        for name, part in parts_of(data).items():
            yield name.encode()
            yield from everything_in(part)
    elif data[:5] == b"%PDF-":
        reader = pypdf.PdfReader(io.BytesIO(data))
        for number in range(1, int(reader.trailer["/Size"])):
            one = reader.get_object(number)
            yield repr(one).encode("utf-8", "replace")
            if isinstance(one, StreamObject):
                yield one._data
                if one.get("/Filter") != "/DCTDecode":
                    yield one.get_data()
    elif data[:4] == b"\x89PNG":
        at = 8
        while at + 8 <= len(data):
            size = int.from_bytes(data[at : at + 4], "big")
            held = data[at + 8 : at + 8 + size]
            if data[at + 4 : at + 8] in (b"zTXt", b"iCCP"):
                yield zlib.decompress(held.partition(b"\0")[2][1:])
            at += 12 + size


def planted_in(data: bytes) -> list[bytes]:
    """Every piece of a file in which the planted word stands, in any of its forms of writing."""
    forms = [PLANTED.encode(one) for one in ("utf-8", "utf-16-le", "utf-16-be")]
    return [
        piece[max(0, piece.find(form) - 60) :][:160] for piece in everything_in(data) for form in forms if form in piece
    ]
