"""A copy of an attached file without what it tells beside its content: who made it, where, what was remarked on and taken out.

Bytes in, values out; the same bytes give the same copy. A file is known by how it begins, and its name must say the same.
"""

from __future__ import annotations

from cswo_eval.confidentiality.cleaning.what_was_cleaned import DAMAGED, CleanedCopy, Cleaning, NotCleanable
from cswo_eval.confidentiality.documents import OLD_OFFICE, DocumentText, document_text
from cswo_eval.confidentiality.documents.decoded_text import decoded
from cswo_eval.files.office_package import Package
from cswo_eval.files.xml_parts import Unreadable
from cswo_eval.text.words import listed_with_and

__all__ = ["CleanedCopy", "cleaned_copy"]

_ENDINGS = {
    "jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "png": ("png",),
    "gif": ("gif",),
    "webp": ("webp",),
    "pdf": ("pdf",),
    "word": ("docx", "docm", "dotx", "dotm"),
    "workbook": ("xlsx", "xlsm", "xltx", "xltm"),
    "slides": ("pptx", "pptm", "potx", "potm", "ppsx", "ppsm"),
    "open": ("odt", "ott", "ods", "ots", "odp", "otp", "odg"),
    "text": ("txt", "text", "md", "markdown", "csv", "tsv", "tab", "log", "json", "yaml", "yml"),
}
"""The endings of what can be cleaned, by kind."""
_KIND_OF = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings}
_REASONS = {
    ("heic", "heif", "avif"): "it is a picture of a kind ({}) that cannot be cleaned: save a copy of it as JPEG",
    ("tif", "tiff", "bmp", "emf", "wmf", "wdp", "svg", "svgz", "jp2", "raw", "dng", "psd"): (
        "it is a picture of a kind ({}) that cannot be cleaned: save a copy of it as PNG"
    ),
    (
        "eml",
        "msg",
        "mht",
        "mhtml",
    ): "it is a message, and names who wrote it to whom: save what it says as a text or PDF",
    ("doc", "xls", "ppt", "rtf", "pages", "numbers", "key", "xlsb"): (
        "it is of a kind ({}) that cannot be cleaned: save a copy of it as .docx, .xlsx, .pptx or PDF"
    ),
    (
        "html",
        "htm",
        "xhtml",
        "xml",
        "fodt",
        "fods",
        "fodp",
    ): "it is a page or data ({}) that cannot be cleaned: print it to a PDF",
    ("zip", "7z", "rar", "gz", "tar"): "it is a compressed archive: attach the files in it one by one",
    (
        "mp3",
        "m4a",
        "wav",
        "ogg",
        "mp4",
        "mov",
        "avi",
        "mkv",
        "webm",
        "m4v",
    ): "it is a recording or film, which cannot be cleaned",
}
_STARTS = {b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png", b"GIF87a": "gif", b"GIF89a": "gif"}
_MARKUP = ("<!doctype", "<html", "<?xml", "<svg", "{\\rtf", "<head", "<body")
_OTHER = "it is of a kind that cannot be cleaned"
_OTHERWISE_NAMED = "it is not what the ending of its name says, so it cannot be cleaned"
_STILL = {"author": "who wrote it", "comment": "a comment", "tracked-change": "a tracked change"}


def cleaned_copy(name: str, data: bytes) -> CleanedCopy:
    """Return a copy of a file without what it tells beside its content. Never raises.

    `name` is the file's name. A copy that is called clean has been read again: no author, comment or tracked change was
    found in it.
    """
    cleaning = Cleaning(_clean_within)
    try:
        kind = _kind_by_name(name)
        if not data:
            raise NotCleanable("it is empty")
        if kind != _kind_by_bytes(data):
            raise NotCleanable(_OTHERWISE_NAMED)
        cleaned = _clean(cleaning, kind, data, alone=True)
    except Unreadable as reason:
        return CleanedCopy(None, (), str(reason))
    except Exception:
        # Whatever a damaged or hostile file makes of a library: there is no copy, and that is said.
        return CleanedCopy(None, (), DAMAGED)
    removed = tuple(cleaning.removed)
    if cleaning.left:
        return CleanedCopy(cleaned, removed, "; ".join(cleaning.left))
    if kind == "text":
        return CleanedCopy(cleaned, removed, "")
    read = document_text(name, cleaned)
    if still := _still_in(read):
        return CleanedCopy(None, (), f"{listed_with_and(still)} would still be in a cleaned copy")
    return CleanedCopy(cleaned, removed, "", read)


def _still_in(read: DocumentText) -> list[str]:
    """Return what a reader still finds of what should be gone, in words."""
    return [words for kind, words in _STILL.items() if any(part.kind == kind for part in read.parts)]


def _clean_within(cleaning: Cleaning, name: str, data: bytes) -> bytes:
    """Return a file that lies within another, cleaned. It is known by how it begins: its name is a program's. Raises Unreadable."""
    kind = _kind_by_bytes(data)
    if kind in ("", "text") and _kind_by_name(name) != "text":
        raise NotCleanable(_OTHERWISE_NAMED)
    return _clean(cleaning, kind, data, alone=False)


def _clean(cleaning: Cleaning, kind: str, data: bytes, alone: bool) -> bytes:
    """Return the bytes of a file of this kind, cleaned. `alone`: it lies in no other file. Raises Unreadable."""
    if kind == "jpeg":
        from cswo_eval.confidentiality.cleaning.cleaned_jpeg import clean_jpeg, without_properties

        # Within a document a photograph has a frame made for it as it lies, and is shown as it lies.
        return clean_jpeg(cleaning, data) if alone else without_properties(cleaning, data)[0]
    if kind == "png":
        from cswo_eval.confidentiality.cleaning.cleaned_png import clean_png

        return clean_png(cleaning, data)
    if kind in ("gif", "webp"):
        from cswo_eval.confidentiality.cleaning.cleaned_moving_pictures import clean_gif, clean_webp

        return clean_gif(cleaning, data) if kind == "gif" else clean_webp(cleaning, data)
    if kind == "pdf":
        from cswo_eval.confidentiality.cleaning.cleaned_pdf import clean_pdf

        return clean_pdf(cleaning, data)
    if kind in ("word", "workbook", "slides"):
        from cswo_eval.confidentiality.cleaning.cleaned_office import clean_office

        return clean_office(cleaning, data)
    if kind == "drawing":
        from cswo_eval.confidentiality.cleaning.cleaned_drawing import clean_drawing

        return clean_drawing(cleaning, data)
    if kind == "open":
        from cswo_eval.confidentiality.cleaning.cleaned_open_document import clean_open_document

        return clean_open_document(cleaning, data)
    return data


def _kind_by_name(name: str) -> str:
    """Return the kind of file that a name's ending stands for. Raises NotCleanable, with the reason, for one of another kind."""
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    if ending in _KIND_OF:
        return _KIND_OF[ending]
    raise NotCleanable(
        next((said.format(f".{ending}") for endings, said in _REASONS.items() if ending in endings), _OTHER)
    )


def _kind_by_bytes(data: bytes) -> str:
    """Return the kind of file that these bytes are of; '' where it is none that can be cleaned. Raises Refused for an archive."""
    for start, kind in _STARTS.items():
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_package(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(OLD_OFFICE):
        raise NotCleanable(
            "it is protected by a password, or of an old version of Office: save it as .docx, .xlsx, .pptx or PDF"
        )
    if data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<svg")) and b"<svg" in data[:2000]:
        return "drawing"
    return "text" if _is_text(data) else ""


def _kind_of_package(data: bytes) -> str:
    names = {name.casefold() for name in Package(data).names}
    if "mimetype" in names:
        return "open"
    for folder, kind in (("word/", "word"), ("xl/", "workbook"), ("ppt/", "slides")):
        if any(name.startswith(folder) for name in names):
            return kind
    return ""


def _is_text(data: bytes) -> bool:
    """Return whether bytes are a plain text: letters only, and no page or form of another program."""
    try:
        text = decoded(data)
    except Unreadable:
        return False
    beginning = text[:1000].lstrip("\ufeff \t\r\n").casefold()
    return not beginning.startswith(_MARKUP)
