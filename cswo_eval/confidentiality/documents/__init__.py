"""The text of an attached file, wherever in it that stands, and what of the file could not be read as text.

Bytes in, values out. A file is known by how it begins; its name decides only between kinds of plain text.
"""

from __future__ import annotations

from cswo_eval.confidentiality.documents.collected import Collected, DocumentText, PartKind, TextPart
from cswo_eval.files.xml_parts import Unreadable

__all__ = ["OLD_OFFICE", "DocumentText", "PartKind", "TextPart", "document_text"]

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of Office before 2007 begin, and newer ones with a password."""
_ARCHIVES = (b"PK\x05\x06", b"PK\x07\x08", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_SOUND = ("mp3", "m4a", "wav", "ogg", "flac", "aac", "wma", "amr", "opus")
_FILM = ("mp4", "mov", "avi", "mkv", "webm", "wmv", "m4v", "mpg", "mpeg", "3gp")


def document_text(name: str, data: bytes) -> DocumentText:
    """Return every text in a file: what it says, its properties, changes, remarks and hidden parts. Never raises.

    `name` is the file's name. What cannot be read as text is said in `unchecked`; the rest is given all the same.
    """
    collected = Collected(_read)
    _read(collected, name, data)
    if not collected.parts and not collected.reasons:
        collected.unread("no text was found in it")
    return collected.result()


def _read(collected: Collected, name: str, data: bytes) -> None:
    try:
        _read_kind(collected, name, data)
    except Unreadable as reason:
        collected.unread(str(reason))
    except Exception:
        # Whatever a damaged or hostile file makes of a reader: it was not read to its end, and that is said.
        collected.unread("it is damaged or not what its name says, and was not read to its end")


def _read_kind(collected: Collected, name: str, data: bytes) -> None:
    extension = name.rpartition(".")[2].casefold() if "." in name else ""
    if not data:
        collected.unread("it is empty")
    elif data.startswith(b"PK\x03\x04"):
        from cswo_eval.confidentiality.documents.office_files import read_package

        read_package(collected, data)
    elif b"%PDF-" in data[:1024]:
        from cswo_eval.confidentiality.documents.pdf_files import read_pdf

        read_pdf(collected, data)
    elif data.startswith(OLD_OFFICE):
        raise Unreadable(
            "it is an Office file with a password, an Outlook message or a file of an old version of Office (.doc, .xls, .ppt): "
            "save it without a password as .docx, .xlsx, .pptx or PDF and attach that"
        )
    elif data.startswith(_ARCHIVES):
        raise Unreadable("it is a compressed archive: attach the files in it one by one")
    elif _is_picture(data, extension):
        from cswo_eval.confidentiality.documents.picture_files import read_picture

        read_picture(collected, data)
    elif extension in _SOUND:
        raise Unreadable("it is a sound recording: listen to it yourself")
    elif extension in _FILM:
        raise Unreadable("it is a film: watch it yourself")
    else:
        from cswo_eval.confidentiality.documents.plain_texts import read_plain

        read_plain(collected, extension, data)


def _is_picture(data: bytes, extension: str) -> bool:
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"II*\x00", b"MM\x00*")):
        return True
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return True
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif"):
        return True
    return extension == "bmp" and data.startswith(b"BM")  # two letters that a text may well begin with
