"""PDF files written anew with what their pages show: without properties, remarks, files within, and what was there before a change."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cswo_eval.confidentiality.cleaning.cleaned_jpeg import without_properties
from cswo_eval.confidentiality.cleaning.cleaned_jpeg2000 import without_boxes
from cswo_eval.confidentiality.cleaning.colour_profiles import plain_profile
from cswo_eval.confidentiality.cleaning.edited_xml import without_folders
from cswo_eval.confidentiality.cleaning.what_was_cleaned import DAMAGED, Cleaning, NotCleanable
from cswo_eval.confidentiality.documents.bounded_pdf import FAULTS, LIMITS, quietly
from cswo_eval.files.limits import MOST_PDF_ITEMS, MOST_PDF_PARTS

if TYPE_CHECKING:
    from pypdf import PdfReader, PdfWriter

_ROOT = frozenset(
    {
        *("/Type", "/Version", "/Extensions", "/Pages", "/PageLabels", "/Names", "/Dests", "/ViewerPreferences"),
        *("/PageLayout", "/PageMode", "/Outlines", "/OpenAction", "/URI", "/AcroForm", "/StructTreeRoot", "/MarkInfo"),
        *("/Lang", "/OutputIntents", "/OCProperties"),
    }
)
"""What of the file as a whole is needed to show it, to find one's way in it and to hear it read."""
_NAMES = frozenset({"/Dests", "/AP", "/JavaScript"})
_PAGE = frozenset(
    {
        *("/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Contents"),
        *("/Rotate", "/Group", "/Annots", "/StructParents", "/Tabs", "/UserUnit", "/Dur", "/Trans", "/AA"),
    }
)
_ANYWHERE = {
    "/Metadata": "properties",
    "/PieceInfo": "properties",
    "/LastModified": "properties",
    "/Thumb": "thumbnail",
    "/AF": "files within it",
    "/CreatorInfo": "author",
    "/OPI": "folders of a machine",
}
"""What goes wherever it stands, and what it is called in words."""
_STAYING = frozenset({"/Link", "/Widget", "/Watermark", "/PrinterMark"})
_OF_A_REMARK = ("/Contents", "/RC", "/Subj", "/T", "/M", "/CreationDate", "/NM", "/Popup")
_VERSION = re.compile(r"%PDF-[12]\.\d")
_SIGNED = "it is digitally signed: a cleaned copy would no longer be what was signed"
_PROTECTED = "it is protected: save or print it to a PDF without a password or restrictions, and attach that"


def clean_pdf(cleaning: Cleaning, data: bytes) -> bytes:
    """Return a PDF, cleaned. Raises NotCleanable for one that is encrypted, signed or damaged."""
    from pypdf import PdfReader, PdfWriter, apply_configuration  # only where a PDF is cleaned
    from pypdf.errors import PyPdfError

    with quietly(), apply_configuration(**LIMITS):
        try:
            reader = PdfReader(io.BytesIO(data))
            _refuse(reader, data)
            writer = PdfWriter(clone_from=reader)
            _clean(cleaning, writer, _has_properties(reader))
            return _written(writer, reader.pdf_header)
        except (PyPdfError, *FAULTS, zlib.error):
            raise NotCleanable(DAMAGED) from None


def _refuse(reader: PdfReader, data: bytes) -> None:
    """Raise NotCleanable for a PDF that must not be, or cannot be, written anew."""
    if reader.is_encrypted:
        raise NotCleanable(_PROTECTED)
    if not len(reader.pages):
        raise NotCleanable(DAMAGED)
    root = reader.root_object
    form = _got(root, "/AcroForm")
    flags = _got(form, "/SigFlags")
    if "/Perms" in root or "/DSS" in root or (isinstance(flags, int) and flags & 1) or _is_signed(form):
        raise NotCleanable(_SIGNED)
    if _got(form, "/XFA") is not None:
        raise NotCleanable("it is a form of an old kind (XFA): print it to a new PDF and attach that")


def _is_signed(form: Any) -> bool:
    waiting, seen = [(_got(form, "/Fields"), None)], 0
    while waiting and seen < MOST_PDF_ITEMS:
        fields, kind = waiting.pop()
        for given in fields if isinstance(fields, list) else ():
            seen += 1
            field = given.get_object()
            own = _got(field, "/FT") or kind
            if own == "/Sig" and _got(field, "/V") is not None:
                return True
            waiting.append((_got(field, "/Kids"), own))
    return False


def _has_properties(reader: PdfReader) -> bool:
    return bool(_got(reader.trailer, "/Info")) or "/Metadata" in reader.root_object


def _clean(cleaning: Cleaning, writer: PdfWriter, properties: bool) -> None:
    if properties:
        cleaning.took("properties")
    writer.metadata = None
    root: Any = writer.root_object
    if _got(_got(root, "/Names"), "/EmbeddedFiles") is not None:
        cleaning.took("files within it")
    _keep(root, _ROOT)
    _keep(_got(root, "/Names"), _NAMES)
    if not _got(root, "/Names"):
        root.pop("/Names", None)
    gone: set[int] = set()
    for page in writer.pages:
        if "/Thumb" in page:
            cleaning.took("thumbnail")
        _keep(page, _PAGE)
        _clean_remarks(cleaning, page, gone)
    for held in _everything(root):
        if isinstance(held, list):
            _clean_profile(held)
            _without(held, gone)
        else:
            _clean_holder(cleaning, held)
            if _names_one(held.get("/K"), gone):
                del held["/K"]
    _without_creator(_got(root, "/OCProperties"))


def _keep(holder: Any, names: frozenset[str]) -> None:
    if isinstance(holder, dict):
        for name in [one for one in holder if one not in names]:
            del holder[name]


def _clean_remarks(cleaning: Cleaning, page: Any, gone: set[int]) -> None:
    """Take the remarks off a page; links and the fields of a form stay. `gone` gets the numbers of those taken."""
    from pypdf.generic import ArrayObject, NameObject

    remarks = _got(page, "/Annots")
    if not isinstance(remarks, list):
        page.pop("/Annots", None)
        return
    staying = ArrayObject()
    for given in remarks:
        remark = given.get_object()
        kind = _got(remark, "/Subtype")
        if kind not in _STAYING:
            cleaning.took("comments")
            gone.add(getattr(given, "idnum", 0))
            continue
        for name in _OF_A_REMARK if kind != "/Widget" else ("/M", "/NM"):
            remark.pop(name, None)
        staying.append(given)
    page.pop("/Annots")
    if staying:
        page[NameObject("/Annots")] = staying


def _everything(root: Any) -> Iterator[Any]:
    """Yield every dictionary and list of the file once. Raises NotCleanable for more than can be gone through."""
    waiting: list[Any] = [root]
    seen: set[int] = set()
    while waiting:
        held = waiting.pop()
        if id(held) in seen:
            continue
        seen.add(id(held))
        if len(seen) > MOST_PDF_PARTS:
            raise NotCleanable("it has more in it than can be gone through")
        yield held
        values = held.values() if isinstance(held, dict) else held
        for value in list(values):
            one = value.get_object() if hasattr(value, "get_object") else value
            if isinstance(one, dict | list):
                waiting.append(one)


def _clean_holder(cleaning: Cleaning, holder: Any) -> None:
    from pypdf.generic import NameObject, StreamObject, TextStringObject

    for name, kind in _ANYWHERE.items():
        if name in holder:
            del holder[name]
            cleaning.took(kind)
    for name in ("/F", "/UF", "/URI"):
        value = holder.get(name)
        if isinstance(value, str | bytes):
            text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
            if (shorter := without_folders(text)) != text:
                holder[NameObject(name)] = TextStringObject(shorter or "file")
                cleaning.took("folders of a machine")
    if isinstance(holder, StreamObject) and holder.get("/Subtype") == "/Image":
        _clean_picture(cleaning, holder)


def _clean_picture(cleaning: Cleaning, stream: Any) -> None:
    """Take the properties out of a photograph as it lies in the file. It is drawn as it lies, so it is not turned."""
    from pypdf.generic import NameObject

    given = _got(stream, "/Filter")
    filters = [str(one.get_object()) for one in given] if isinstance(given, list) else [str(given)]
    if filters[-1] not in ("/DCTDecode", "/JPXDecode"):
        return
    packed = stream._data
    for one in filters[:-1]:
        if one != "/FlateDecode" or _got(stream, "/DecodeParms") is not None:
            cleaning.leave("a picture in it is packed in a way that cannot be cleaned")
            return
        packed = zlib.decompressobj().decompress(packed, LIMITS["zlib_maximum_output_length"])
    try:
        jpeg = filters[-1] == "/DCTDecode"
        cleaned = without_properties(cleaning, packed)[0] if jpeg else without_boxes(cleaning, packed)
    except NotCleanable:
        cleaning.leave("a picture in it is damaged and cannot be cleaned")
        return
    if len(filters) > 1:
        stream[NameObject("/Filter")] = NameObject(filters[-1])
    stream._data = cleaned


def _clean_profile(held: Any) -> None:
    """Take the words out of the colour profile that a list names."""
    if len(held) == 2 and held[0] == "/ICCBased":
        stream: Any = held[1].get_object()
        plain = plain_profile(stream.get_data())
        if plain is not None:
            stream.set_data(plain)


def _without(held: Any, gone: set[int]) -> None:
    """Take the remarks that are gone out of a list: what is told to a screen reader names them too."""
    for number in range(len(held) - 1, -1, -1):
        one = held[number]
        if getattr(one, "idnum", -1) in gone or _names_one(one, gone):
            del held[number]


def _names_one(given: Any, gone: set[int]) -> bool:
    """Return whether this is where a screen reader is told of a remark that is gone."""
    holder: Any = given.get_object() if hasattr(given, "get_object") else given
    return isinstance(holder, dict) and "/Obj" in holder and getattr(holder.raw_get("/Obj"), "idnum", -1) in gone  # type: ignore[attr-defined]


def _without_creator(layers: Any) -> None:
    """Take out who made the layers, and for whom they are shown."""
    groups = _got(layers, "/OCGs")
    for one in [_got(layers, "/D"), *(groups if isinstance(groups, list) else ())]:
        holder = one.get_object() if one is not None else None
        if isinstance(holder, dict):
            holder.pop("/Creator", None)
            usage = _got(holder, "/Usage")
            if isinstance(usage, dict):
                usage.pop("/User", None)


def _written(writer: PdfWriter, version: str) -> bytes:
    """Return the file with what can be reached from its root, and nothing else: without a number that tells its history too."""
    from pypdf import PdfReader, PdfWriter

    with_all = io.BytesIO()
    writer.write(with_all)
    fresh = PdfWriter(clone_from=PdfReader(with_all))
    fresh.metadata = None
    fresh._ID = None
    fresh.pdf_header = version if _VERSION.fullmatch(version) else "%PDF-1.7"
    written = io.BytesIO()
    fresh.write(written)
    return written.getvalue()


def _got(holder: Any, key: str) -> Any:
    """Return what a dictionary of the file holds under a key, or None."""
    if not isinstance(holder, dict):
        return None
    value = holder.get(key)
    return value.get_object() if value is not None else None
