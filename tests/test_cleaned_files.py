"""Cleaned copies of attached files: nothing beside the content is left in any byte of any part, and the content is."""

from __future__ import annotations

import base64
import io
import shutil
import struct
import subprocess
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import hostile_files as hostile
import lxml.etree
import openpyxl
import pypdf
import pytest
from hostile_files import KEPT, PLANTED, archive_of, parts_of, planted_in
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms
from pypdf.generic import DictionaryObject, NameObject, NumberObject, TextStringObject

from cswo_eval.confidentiality.cleaning import CleanedCopy, cleaned_copy
from cswo_eval.confidentiality.documents import document_text

pytestmark = pytest.mark.installed

HOSTILE: dict[str, Callable[[], bytes]] = {
    "photo.jpg": hostile.photograph,
    "turned.jpeg": lambda: hostile.with_small_picture(hostile.photograph(6)),
    "newer.jpg": lambda: hostile.photograph(5, progressive=True),
    "grey.jpg": lambda: hostile.photograph(3, mode="L"),
    "print.jpg": lambda: hostile.photograph(8, mode="CMYK"),
    "screen.png": hostile.png,
    "moving.gif": hostile.gif,
    "web.webp": hostile.webp,
    "paper.docx": hostile.word_file,
    "paper.dotx": hostile.word_file,
    "figures.xlsx": hostile.workbook,
    "show.pptx": hostile.slides,
    "paper.odt": hostile.open_document,
    "paper.pdf": hostile.pdf,
}
"""A file of each kind that can be cleaned, by a name of its kind."""


@pytest.fixture(scope="module")
def files() -> dict[str, tuple[bytes, CleanedCopy]]:
    """Each of them as it is attached, and its cleaned copy."""
    made = {name: make() for name, make in HOSTILE.items()}
    return {name: (data, cleaned_copy(name, data)) for name, data in made.items()}


Files = dict[str, tuple[bytes, CleanedCopy]]


def clean(name: str, data: bytes) -> bytes:
    """The cleaned copy of a file of which one can be made."""
    copy = cleaned_copy(name, data)
    assert (copy.uncleaned, copy.data is not None) == ("", True)
    assert copy.data is not None
    return copy.data


def reason(name: str, data: bytes) -> str:
    """Why no clean copy of a file can be made."""
    copy = cleaned_copy(name, data)
    assert copy.data is None
    return copy.uncleaned


# --- every kind -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HOSTILE)
def test_the_planted_word_is_in_the_file_and_in_no_byte_of_its_copy(files: Files, name: str) -> None:
    data, copy = files[name]
    assert planted_in(data)
    assert copy.uncleaned == ""
    assert copy.data is not None
    assert planted_in(copy.data) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_what_was_taken_out_is_said_by_kind(files: Files, name: str) -> None:
    removed = files[name][1].removed
    assert removed
    assert not any(PLANTED in one for one in removed)


@pytest.mark.parametrize("name", HOSTILE)
def test_cleaning_again_changes_nothing(files: Files, name: str) -> None:
    copy = files[name][1].data
    assert copy is not None
    assert cleaned_copy(name, copy)[:3] == (copy, (), "")


@pytest.mark.parametrize("name", HOSTILE)
def test_the_same_file_gives_the_same_copy(files: Files, name: str) -> None:
    data, copy = files[name]
    assert cleaned_copy(name, data) == copy


@pytest.mark.parametrize("name", ["paper.docx", "figures.xlsx", "show.pptx", "paper.odt", "paper.pdf"])
def test_a_cleaned_document_says_what_it_said(files: Files, name: str) -> None:
    copy = files[name][1].data
    assert copy is not None
    read = document_text(name, copy)
    assert KEPT in "\n".join(part.text for part in read.parts if part.kind == "text")
    assert [part for part in read.parts if part.kind in ("author", "comment", "tracked-change")] == []


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("cut", [0.02, 0.3, 0.9, 0.999])
def test_a_file_that_is_cut_off_has_no_copy_that_holds_the_word(files: Files, name: str, cut: float) -> None:
    """What can be made of it is clean; else there is none, with the reason."""
    data = files[name][0]
    copy = cleaned_copy(name, data[: int(len(data) * cut)])
    if copy.data is None:
        assert copy.uncleaned
    else:
        assert planted_in(copy.data) == []


# --- photographs ------------------------------------------------------------------------------------------------


def points(data: bytes) -> list[Any]:
    """The points of a picture as a reader shows them."""
    with Image.open(io.BytesIO(data)) as image:
        return [image.mode, image.size, image.tobytes()]


def test_a_photograph_that_stands_upright_shows_the_same_point_for_point() -> None:
    data = hostile.photograph()
    assert points(clean("a.jpg", data)) == points(data)


@pytest.mark.parametrize("turned", range(2, 9))
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_photograph_that_lies_on_its_side_stands_upright_afterwards(turned: int, mode: str) -> None:
    """As another program turns it, but for what is lost when it is packed again."""
    from PIL import ImageChops, ImageOps

    data = hostile.photograph(turned, size=(64, 48), mode=mode)
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(clean("a.jpg", data))) as after:
        upright = ImageOps.exif_transpose(before)
        assert after.size == upright.size
        assert after.getexif() == {}
        difference = ImageChops.difference(after.convert("L"), upright.convert("L"))
        assert (
            sum(difference.get_flattened_data() if hasattr(difference, "get_flattened_data") else difference.getdata())
            / (64 * 48)
            < 6
        )


def test_the_place_the_author_and_the_small_picture_of_a_photograph_are_named() -> None:
    copy = cleaned_copy("a.jpg", hostile.with_small_picture(hostile.photograph()))
    assert {"place", "author", "thumbnail", "comments", "properties"} <= set(copy.removed)


def test_colours_stay_as_they_are_and_the_words_of_their_profile_go() -> None:
    """A profile of a screen may be called after its owner."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    named = profile.replace("sRGB".encode("utf-16-be"), PLANTED[:4].encode("utf-16-be"))
    assert named != profile
    for name, saved in (("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP")):
        written = io.BytesIO()
        hostile.picture().save(written, saved, icc_profile=named)
        with Image.open(io.BytesIO(clean(name, written.getvalue()))) as image:
            kept = image.info["icc_profile"]
        assert PLANTED[:4].encode("utf-16-be") not in kept
        shown = [
            ImageCms.profileToProfile(hostile.picture(), io.BytesIO(one), ImageCms.createProfile("sRGB")).tobytes()
            for one in (profile, kept)
        ]
        assert shown[0] == shown[1]
        assert cleaned_copy(name, clean(name, written.getvalue())).data == clean(name, written.getvalue())


def test_where_further_pictures_lie_behind_a_photograph_goes() -> None:
    data = hostile.photograph()
    more = hostile.segment(0xE2, f"MPF\0{PLANTED}".encode())
    assert clean("a.jpg", data[:20] + more + data[20:]) == clean("a.jpg", data)


def test_the_film_behind_a_photograph_goes() -> None:
    data = hostile.photograph()
    assert b"ftypmp42" in data
    assert clean("a.jpg", data).endswith(b"\xff\xd9")


def test_the_rest_of_a_picture_that_was_cut_goes_even_within_its_packed_points() -> None:
    data = hostile.png()
    at = data.index(b"IDAT")
    size = int.from_bytes(data[at - 4 : at], "big")
    held = data[at + 4 : at + 4 + size] + PLANTED.encode()
    chunk = struct.pack(">I", len(held)) + b"IDAT" + held + struct.pack(">I", zlib.crc32(b"IDAT" + held))
    cut = data[: at - 4] + chunk + data[at + 8 + size :]
    copy = clean("a.png", cut)
    assert planted_in(copy) == []
    assert points(copy) == points(data)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_screenshot_shows_the_same_point_for_point(mode: str) -> None:
    written = io.BytesIO()
    source = (
        hostile.picture().convert("L").point(lambda value: value * 200, "I").convert("I;16")
        if mode == "I;16"
        else hostile.picture().convert(mode)
    )
    source.save(written, "PNG")
    assert points(clean("a.png", written.getvalue())) == points(written.getvalue())


def test_a_moving_picture_moves_as_it_did() -> None:
    data = hostile.gif()
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(clean("a.gif", data))) as after:
        assert after.n_frames == before.n_frames == 2
        assert after.info["loop"] == before.info["loop"]
        for frame in range(2):
            before.seek(frame)
            after.seek(frame)
            assert after.convert("RGB").tobytes() == before.convert("RGB").tobytes()


def test_a_web_picture_that_lies_on_its_side_is_named() -> None:
    assert "on its side" in reason("a.webp", hostile.webp(6))


# --- Word -------------------------------------------------------------------------------------------------------


def lines(data: bytes) -> list[str]:
    """What stands in a Word file, paragraph by paragraph, those of tables last, as another program reads it."""
    read = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return [one for one in (*(paragraph.text for paragraph in read.paragraphs), *cells) if one]


def test_tracked_changes_are_accepted() -> None:
    """What was put in stays, what was taken out goes, a paragraph whose end was taken out runs on, a row that was taken out goes."""
    assert lines(clean("a.docx", hostile.word_file())) == [
        KEPT, "One kept.", "Two kept.", "Three kept.", "Four kept.", "Six kept.", "Five kept.",
    ]  # fmt: skip


def test_tracked_changes_are_accepted_in_a_header_too() -> None:
    read = docx.Document(io.BytesIO(clean("a.docx", hostile.word_file())))
    header = [paragraph.text for paragraph in read.sections[0].header.paragraphs if paragraph.text]
    assert header == ["In the header", "One kept.", "Two kept.", "Three kept.", "Four kept.", "Six kept."]


@pytest.mark.parametrize("where", ["a text box", "a note"])
def test_tracked_changes_are_accepted_in_text_boxes_and_notes(where: str) -> None:
    parts = parts_of(hostile.word_file())
    document, names = "word/document.xml", f'xmlns:w="{hostile.W}"'.encode()
    if where == "a text box":
        box = b"<w:p><w:r><w:pict><v:textbox xmlns:v='urn:v'><w:txbxContent>%b</w:txbxContent></v:textbox></w:pict></w:r></w:p>"
        parts[document] = parts[document].replace(b"<w:sectPr", box % hostile.changes() + b"<w:sectPr", 1)
    else:
        notes = b"<w:footnotes %b><w:footnote w:id='1'>%b</w:footnote></w:footnotes>" % (names, hostile.changes())
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
        hostile.with_part(parts, document, "word/footnotes.xml", kind, "application/xml", notes, "rId990")
    copy = clean("a.docx", archive_of(parts))
    assert planted_in(copy) == []
    said = lxml.etree.fromstring(parts_of(copy)["word/footnotes.xml" if where == "a note" else document])
    assert "".join(said.xpath("//*[local-name() = 't']/text()")).count(
        "One kept.Two kept.Three kept.Four kept."
    ) == 1 + (where == "a text box")


def test_the_form_of_a_paragraph_that_runs_on_is_that_of_the_next() -> None:
    read = docx.Document(io.BytesIO(clean("a.docx", hostile.word_file())))
    [joined] = [one for one in read.paragraphs if one.text == "Two kept."]
    assert joined.alignment is not None


def test_the_picture_of_a_word_file_is_the_same_and_its_properties_are_gone() -> None:
    data = hostile.word_file()
    for name in ("word/media/image1.jpg",):
        before, after = parts_of(data)[name], parts_of(clean("a.docx", data))[name]
        assert points(after) == points(before)
        with Image.open(io.BytesIO(after)) as image:
            assert image.getexif() == {}


def test_every_relation_of_a_cleaned_file_leads_to_a_part_that_is_there(files: Files) -> None:
    """And every part that is there has a kind, and no reference within a part is without its relation."""
    for name in ("paper.docx", "figures.xlsx", "show.pptx"):
        parts = parts_of(files[name][1].data or b"")
        types = lxml.etree.fromstring(parts["[Content_Types].xml"])
        of_names = {one.get("PartName") for one in types if one.get("PartName")}
        of_endings = {one.get("Extension") for one in types if one.get("Extension")}
        assert of_names <= {f"/{part}" for part in parts}
        for part, data in parts.items():
            assert f"/{part}" in of_names or part.rpartition(".")[2] in of_endings or part == "[Content_Types].xml"
            if not part.endswith(".rels"):
                continue
            folder = part.partition("_rels/")[0]
            owner = part.replace("_rels/", "").removesuffix(".rels")
            ids = set()
            for relation in lxml.etree.fromstring(data):
                ids.add(relation.get("Id"))
                target = relation.get("Target")
                if relation.get("TargetMode") != "External":
                    path = target.lstrip("/") if target.startswith("/") else f"{folder}{target}"
                    assert str(Path(path)) in parts, (part, target)
            if owner:
                used = {
                    value
                    for one in lxml.etree.fromstring(parts[owner]).iter()
                    for key, value in one.attrib.items()
                    if "relationships}" in key
                }
                assert used <= ids, (owner, used - ids)


def test_a_document_within_a_document_is_cleaned_in_turn() -> None:
    inner = parts_of(clean("a.docx", hostile.word_file()))["word/embeddings/book.xlsx"]
    assert openpyxl.load_workbook(io.BytesIO(inner))["Figures"]["A1"].value == KEPT


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("drawing.emf", b"\x01\0\0\0" + bytes(100), "drawing.emf"),
        ("object.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "object.bin"),
        ("picture.heic", b"\0\0\0\x18ftypheic" + bytes(40), "picture.heic"),
    ],
)
def test_what_lies_in_a_file_and_cannot_be_cleaned_is_named_and_the_rest_is_clean(
    name: str, data: bytes, said: str
) -> None:
    copy = cleaned_copy("a.docx", hostile.word_file(**{name: data}))
    assert said in copy.uncleaned
    assert copy.data is not None
    assert planted_in(copy.data) == []
    assert parts_of(copy.data)[f"word/embeddings/{name}"] == data


DRAWING = (
    "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' xmlns:ink='urn:ink' ink:docname='{0}'>"
    "<metadata>{0}</metadata><!-- {0} --><ink:view name='{0}'/><title>A map</title><path d='M0 0L9 9'/>"
    "<image xlink:href='data:image/jpeg;base64,{1}'/></svg>"
)


def test_a_drawing_in_a_document_is_cleaned_with_the_pictures_in_it() -> None:
    photo = base64.b64encode(hostile.photograph()).decode()
    inner = DRAWING.format(PLANTED, photo).encode()
    copy = clean("a.docx", hostile.word_file(**{"map.svg": inner}))
    root = lxml.etree.fromstring(parts_of(copy)["word/embeddings/map.svg"])
    assert [one.tag.rpartition("}")[2] for one in root] == ["title", "path", "image"]
    [address] = root.xpath("//@*[local-name() = 'href']")
    assert planted_in(base64.b64decode(address.partition(",")[2])) == []


@pytest.mark.parametrize(
    ("path", "left"),
    [
        (f"C:\\Users\\{PLANTED}\\map.png", "map.png"),
        (f"\\\\server\\{PLANTED}\\map.png", "map.png"),
        (f"file:///home/{PLANTED}/map.png", "map.png"),
        (f"../../Users/{PLANTED}/map.png", "map.png"),
        ("https://example.org/home/map.png", "https://example.org/home/map.png"),
        ("North/South", "North/South"),
    ],
)
def test_where_a_picture_lay_on_a_machine_goes_and_other_words_stay(path: str, left: str) -> None:
    parts = parts_of(hostile.word_file())
    document = parts["word/document.xml"]
    parts["word/document.xml"] = document.replace(b'<wp:docPr id="1"', f'<wp:docPr descr="{path}" id="1"'.encode())
    copy = parts_of(clean("a.docx", archive_of(parts)))["word/document.xml"]
    assert lxml.etree.fromstring(copy).xpath("//@descr")[0] == left


def test_where_another_file_lies_that_a_workbook_reads_from_goes() -> None:
    parts = parts_of(hostile.workbook())
    hostile.with_part(
        parts, "xl/workbook.xml", "xl/externalLinks/externalLink1.xml",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink", "application/xml", b"<externalLink/>", "rId990",
    )  # fmt: skip
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" TargetMode="External" '
        f'Target="https://example.org/personal/{PLANTED}/Book.xlsx"/></Relationships>'
    ).encode()
    copy = parts_of(clean("a.xlsx", archive_of(parts)))
    assert b'Target="Book.xlsx"' in copy["xl/externalLinks/_rels/externalLink1.xml.rels"]


def test_macros_are_named() -> None:
    parts = parts_of(hostile.word_file())
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    hostile.with_part(parts, "word/document.xml", "word/vbaProject.bin", kind, "application/x", b"\0", "rId999")
    assert "macros" in cleaned_copy("a.docm", archive_of(parts)).uncleaned


def test_a_signed_word_file_is_named() -> None:
    parts = parts_of(hostile.word_file())
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    hostile.with_part(parts, "", "_xmlsignatures/origin.sigs", kind, "application/x", b"", "rId999")
    assert "digitally signed" in reason("a.docx", archive_of(parts))


@pytest.mark.parametrize("gone", ["_rels/.rels", "word/document.xml"])
def test_a_word_file_without_its_document_is_damaged(gone: str) -> None:
    """Nothing that it says would be in the copy."""
    parts = parts_of(hostile.word_file())
    del parts[gone]
    assert "damaged" in reason("a.docx", archive_of(parts))


def test_a_part_that_no_list_names_does_not_leave() -> None:
    parts = {**parts_of(hostile.word_file()), "word/old.xml": PLANTED.encode(), "[trash]/0.dat": PLANTED.encode()}
    assert planted_in(clean("a.docx", archive_of(parts))) == []


# --- Excel, PowerPoint, OpenDocument ----------------------------------------------------------------------------


def test_a_workbook_keeps_its_cells_its_table_and_its_page() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(clean("a.xlsx", hostile.workbook())))["Figures"]
    assert [sheet[name].value for name in ("A1", "A2", "A3")] == [KEPT, 42, "From the list"]
    assert sheet["A1"].comment is None
    assert list(sheet.tables) == ["Figures1"]
    assert sheet.page_setup.orientation == "landscape"


def test_who_refreshed_a_table_or_may_edit_a_range_goes() -> None:
    parts = parts_of(hostile.workbook())
    page = "xl/worksheets/sheet1.xml"
    named = (
        f"<protectedRanges><protectedRange sqref='A1' name='r' securityDescriptor='{PLANTED}'/></protectedRanges>"
        f"<scenarios><scenario name='s' user='{PLANTED}' comment='Created by {PLANTED}'/></scenarios><pageMargins"
    )
    parts[page] = parts[page].replace(b"<pageMargins", named.encode(), 1)
    copy = clean("a.xlsx", archive_of(parts))
    assert planted_in(copy) == []
    assert b"<protectedRange " in parts_of(copy)[page]


def test_the_name_of_a_table_is_nobodys_name() -> None:
    """A workbook's table has a name to be shown, as a person has."""
    read = document_text("a.xlsx", clean("a.xlsx", hostile.workbook()))
    assert [part for part in read.parts if part.kind == "author"] == []


def test_a_presentation_keeps_its_slide() -> None:
    read = document_text("a.pptx", clean("a.pptx", hostile.slides()))
    assert KEPT in [part.text for part in read.parts if part.where == "slide 1"]


def test_an_opendocument_text_reads_on_where_a_comment_and_a_change_stood() -> None:
    copy = clean("a.odt", hostile.open_document())
    assert parts_of(copy)["mimetype"] == b"application/vnd.oasis.opendocument.text"
    assert copy[30:38] == b"mimetype"
    read = document_text("a.odt", copy)
    assert any(part.text.splitlines()[0] == KEPT for part in read.parts if part.kind == "text")


def test_a_signed_opendocument_text_is_named() -> None:
    parts = {**parts_of(hostile.open_document()), "META-INF/documentsignatures.xml": b"<x/>"}
    assert "digitally signed" in reason("a.odt", archive_of(parts))


# --- PDF --------------------------------------------------------------------------------------------------------


def changed_pdf(change: Callable[[pypdf.PdfWriter], None]) -> bytes:
    """The PDF with something done to it."""
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(hostile.pdf())))
    change(writer)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def test_a_pdf_shows_the_same_page_with_its_picture_and_its_link() -> None:
    reader = pypdf.PdfReader(io.BytesIO(clean("a.pdf", hostile.pdf())))
    [page] = reader.pages
    assert KEPT in page.extract_text()
    assert points(page.images[0].data)[1] == (48, 32)
    [link] = page["/Annots"]  # type: ignore[attr-defined]
    assert link.get_object()["/A"]["/URI"] == "https://example.org/kept"
    assert reader.metadata is None
    assert reader.attachment_list is not None
    assert list(reader.attachment_list) == []


def test_the_earlier_states_of_a_pdf_are_gone() -> None:
    data = hostile.pdf()
    assert data.count(b"%%EOF") == 2
    assert clean("a.pdf", data).count(b"%%EOF") == 1


@pytest.mark.parametrize("within", ["a box", "the points"])
def test_a_scan_in_a_pdf_loses_its_properties(within: str) -> None:
    """JPEG 2000, with a box of properties, or with a remark among the points themselves."""
    saved = io.BytesIO()
    hostile.picture().save(saved, "JPEG2000", no_jp2=within == "the points", comment=f"{PLANTED} remark")
    data = saved.getvalue()
    if within == "a box":
        data += struct.pack(">I4s", 8 + len(PLANTED), b"xml ") + PLANTED.encode()
    assert PLANTED.encode() in data

    def with_scan(writer: pypdf.PdfWriter) -> None:
        shown = writer.pages[0]["/Resources"]["/XObject"]["/I1"]  # type: ignore[index]
        shown[NameObject("/Filter")] = NameObject("/JPXDecode")
        shown._data = data

    copy = clean("a.pdf", changed_pdf(with_scan))
    assert planted_in(copy) == []
    stream = pypdf.PdfReader(io.BytesIO(copy)).pages[0]["/Resources"]["/XObject"]["/I1"]  # type: ignore[index]
    assert points(stream._data) == points(data)


def test_the_fields_of_a_form_stay_with_what_was_filled_in() -> None:
    def with_field(writer: pypdf.PdfWriter) -> None:
        field = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/FT"): NameObject("/Tx"),
                NameObject("/T"): TextStringObject("role"),
                NameObject("/V"): TextStringObject("Mentor"),
                NameObject("/Rect"): writer.pages[0].mediabox,
            }
        )
        given = writer._add_object(field)
        writer.pages[0]["/Annots"].append(given)  # type: ignore[attr-defined]
        form = DictionaryObject({NameObject("/Fields"): pypdf.generic.ArrayObject([given])})
        writer.root_object[NameObject("/AcroForm")] = form

    reader = pypdf.PdfReader(io.BytesIO(clean("a.pdf", changed_pdf(with_field))))
    assert reader.get_form_text_fields() == {"role": "Mentor"}


def test_bookmarks_stay() -> None:
    def with_bookmarks(writer: pypdf.PdfWriter) -> None:
        for number in range(300):
            writer.add_outline_item(title=f"Part {number}", page_number=0)

    reader = pypdf.PdfReader(io.BytesIO(clean("a.pdf", changed_pdf(with_bookmarks))))
    assert len(reader.outline) == 300


def test_an_encrypted_pdf_is_named_even_where_it_opens_without_a_password() -> None:
    assert "protected" in reason("a.pdf", changed_pdf(lambda writer: writer.encrypt("", "owner", algorithm="RC4-128")))


@pytest.mark.parametrize("how", ["a field", "flags", "permissions"])
def test_a_signed_pdf_is_named(how: str) -> None:
    def sign(writer: pypdf.PdfWriter) -> None:
        signature = DictionaryObject({NameObject("/FT"): NameObject("/Sig"), NameObject("/V"): DictionaryObject()})
        form = DictionaryObject()
        if how == "a field":
            form[NameObject("/Fields")] = pypdf.generic.ArrayObject([writer._add_object(signature)])
        else:
            form[NameObject("/SigFlags")] = NumberObject(3 if how == "flags" else 0)
        writer.root_object[NameObject("/AcroForm")] = form
        if how == "permissions":
            writer.root_object[NameObject("/Perms")] = DictionaryObject({NameObject("/DocMDP"): signature})

    assert "digitally signed" in reason("a.pdf", changed_pdf(sign))


# --- texts, and what cannot be cleaned --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.csv", "a.TSV"])
def test_a_plain_text_stays_byte_for_byte(name: str) -> None:
    data = "\ufeffCòmhla,\r\n1,2 \n".encode("utf-8")
    assert cleaned_copy(name, data) == CleanedCopy(data, (), "")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.heic", b"\0\0\0\x18ftypheic" + bytes(40), "(.heic)"),
        ("a.tiff", b"II*\0" + bytes(40), "(.tiff)"),
        ("a.svg", b"<svg/>", "(.svg)"),
        ("a.eml", b"From: somebody\n\nWords.", "a message"),
        ("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a message"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "(.doc)"),
        ("a.rtf", b"{\\rtf1 Words.}", "(.rtf)"),
        ("a.html", b"<html>", "(.html)"),
        ("a.zip", archive_of({"a": b"b"}), "compressed archive"),
        ("a.mp4", b"\0\0\0\x18ftypmp42", "recording or film"),
        ("a.xyz", b"Words.", "of a kind that cannot be cleaned"),
        ("a", b"Words.", "of a kind that cannot be cleaned"),
        ("a.jpg", b"Words.", "not what the ending"),
        ("a.png", hostile.photograph(), "not what the ending"),
        ("a.txt", b"{\\rtf1 Words.}", "not what the ending"),
        ("a.docx", hostile.workbook(), "not what the ending"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "protected by a password"),
        ("a.txt", b"", "empty"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "damaged"),
        ("a.pdf", b"%PDF-1.7\n", "damaged"),
    ],
)
def test_what_cannot_be_cleaned_is_named_with_the_reason(name: str, data: bytes, said: str) -> None:
    assert said in reason(name, data)


def test_a_part_that_unpacks_to_very_much_is_refused() -> None:
    parts = {**parts_of(hostile.word_file()), "word/media/image1.jpg": bytes(20_000_000)}
    assert "unpacks to very many times its size" in reason("a.docx", archive_of(parts))


def test_a_part_that_declares_a_document_type_is_refused() -> None:
    parts = parts_of(hostile.word_file())
    parts["word/settings.xml"] = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    assert "declares a document type" in reason("a.docx", archive_of(parts))


def test_a_picture_that_claims_to_be_enormous_is_refused() -> None:
    data = hostile.png()
    at = data.index(b"IHDR")
    head = struct.pack(">II", 2**31 - 1, 2**31 - 1) + data[at + 12 : at + 17]
    huge = data[: at + 4] + head + struct.pack(">I", zlib.crc32(b"IHDR" + head)) + data[at + 21 :]
    assert "more points" in reason("a.png", huge)


# --- laws -------------------------------------------------------------------------------------------------------

ENDINGS = ["jpg", "png", "gif", "webp", "pdf", "docx", "xlsx", "pptx", "odt", "txt", "heic", "", "xyz"]
BEGINNINGS = [
    b"",
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"GIF89a",
    b"RIFF\x20\0\0\0WEBP",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
]


@given(st.sampled_from(ENDINGS), st.sampled_from(BEGINNINGS), st.binary(max_size=300))
def test_no_bytes_make_it_fail(ending: str, beginning: bytes, rest: bytes) -> None:
    """There is a copy, or a reason why there is none."""
    copy = cleaned_copy(f"a.{ending}", beginning + rest)
    assert (copy.data is None) == bool(copy.uncleaned)


def damaged_files() -> Iterator[tuple[str, bytes]]:
    """Each of the files with the planted word, to be damaged."""
    for name in ("photo.jpg", "screen.png", "moving.gif", "web.webp", "paper.pdf", "figures.xlsx", "paper.odt"):
        yield name, HOSTILE[name]()


DAMAGED = list(damaged_files())


@given(st.sampled_from(DAMAGED), st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_damaged_file_never_leaves_with_the_word(file: tuple[str, bytes], changes: list[tuple[float, int]]) -> None:
    """Whatever bytes of it were changed: a copy that is called clean is."""
    name, data = file
    hurt = bytearray(data)
    for place, value in changes:
        hurt[int(place * len(hurt))] = value
    copy = cleaned_copy(name, bytes(hurt))
    if copy.data is not None and not copy.uncleaned:
        assert PLANTED.encode() not in copy.data
        again = cleaned_copy(name, copy.data)
        assert (again.data, again.uncleaned) == (copy.data, "")


# --- another program opens them ---------------------------------------------------------------------------------


@pytest.mark.long
def test_libreoffice_opens_every_cleaned_document_and_shows_what_it_said(files: Files, tmp_path: Path) -> None:
    """Its text, with the tracked changes accepted; and no planted word."""
    office, reader = shutil.which("soffice"), shutil.which("pdftotext")
    if office is None or reader is None:
        pytest.skip("LibreOffice or pdftotext is not installed: apt-get install libreoffice poppler-utils")
    names = ["paper.docx", "figures.xlsx", "show.pptx", "paper.odt"]
    for number, name in enumerate(names):
        (tmp_path / f"{number}-{name}").write_bytes(files[name][1].data or b"")
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    given_files = [str(path) for path in sorted(tmp_path.glob("?-*"))]
    command = [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path / "pdf"), *given_files]
    subprocess.run(command, capture_output=True, check=True, timeout=180)
    for number, name in enumerate(names):
        page = tmp_path / "pdf" / f"{number}-{name.rpartition('.')[0]}.pdf"
        shown = subprocess.run([reader, str(page), "-"], capture_output=True, text=True, check=True, timeout=60).stdout
        assert "".join(KEPT.split()) in "".join(shown.split()), name  # a slide wraps where it likes
        assert PLANTED not in shown
        if name == "paper.docx":
            for text in ("One kept.", "Two kept.", "Three kept.", "Four kept.", "Six kept."):
                assert shown.count(text) == 2, text  # in the header and in the body
