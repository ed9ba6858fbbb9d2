"""The file as others made it: a workbook, a Word document, or what else it is. Why it cannot be read is said in words."""

from __future__ import annotations

from typing import Literal, NamedTuple

from cswo_eval.confidentiality.documents import OLD_OFFICE
from cswo_eval.files.limits import OFFICE_ZIP
from cswo_eval.files.office_package import Package
from cswo_eval.files.xml_parts import Fault, Refused, local
from cswo_eval.text.problems import Problem, ProblemsFound

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAIN_OF_A_WORKBOOK = (
    "spreadsheetml.sheet.main+xml",
    "spreadsheetml.template.main+xml",
    "ms-excel.sheet.macroenabled.main+xml",
)
_MAIN_OF_A_DOCUMENT = (
    "wordprocessingml.document.main+xml",
    "wordprocessingml.template.main+xml",
    "ms-word.document.macroenabled.main+xml",
)
"""How a file says what it is. Macros are never looked at."""
_SAVE_AS = "Open it and save it as an Excel workbook (.xlsx) or a Word document (.docx), then import that file."
_RIGHT_FILE = "Check that it is the right file."
_DAMAGED = (
    "this file is damaged, or only part of it is there.",
    "Copy it again, or open it, save it under another name and import that file.",
)
_TOO_LARGE = (
    f"unpacked it is larger than {OFFICE_ZIP.file // 1_000_000} million bytes, too large for a worksheet.",
    _RIGHT_FILE,
)
_TOO_MUCH = ("it has far more in it than a worksheet, though little is seen.", _RIGHT_FILE)
_REFUSED: dict[Fault, tuple[str, str]] = {
    "damaged": _DAMAGED,
    "two of one name": _DAMAGED,
    "password": ("its parts are locked with a password.", "Save it without one, then import it."),
    "unusual packing": ("it is packed in a way that Excel and Word do not use.", _SAVE_AS),
    "too many parts": _TOO_LARGE,
    "too large": _TOO_LARGE,
    "packed too well": _TOO_MUCH,
    "nested too deeply": _TOO_MUCH,
    "too many elements": _TOO_MUCH,
    "definitions": (
        "it holds definitions (DOCTYPE) that no workbook or document of Excel, Word or LibreOffice has.",
        _RIGHT_FILE,
    ),
}
"""What is wrong with a file that the opener of packages refuses, and what to do."""


class OpenedFile(NamedTuple):
    """A workbook or a document, ready to be read."""

    package: Package
    kind: Literal["workbook", "document"]
    main: str
    """The name of the part that all others hang on."""

    def has_comments(self) -> bool:
        """Return whether somebody has put comments beside the text."""
        beside = ("word/comments", "xl/comments", "xl/threadedcomments")
        return any(name.casefold().startswith(beside) for name in self.package.names)


def opened(data: bytes, name: str) -> OpenedFile:
    """Return the file, ready to be read. Raises Refused, and ProblemsFound, in words, for whatever is no such file."""
    if not data:
        raise _problem(name, "this file is empty.", "Copy or save it again.")
    if not data.startswith(b"PK"):
        raise _no_package(data, name)
    package = Package(data)
    main = package.related("", "officeDocument")
    said = _content_type(package, main) if main is not None else ""
    if main is None or not said.endswith(_MAIN_OF_A_WORKBOOK + _MAIN_OF_A_DOCUMENT):
        raise _another_package(package, name)
    return OpenedFile(package, "workbook" if said.endswith(_MAIN_OF_A_WORKBOOK) else "document", main)


def in_words(refused: Refused, name: str) -> ProblemsFound:
    """Return why a file was refused as the sentence to show. `name` is the file's."""
    return _problem(name, *_REFUSED[refused.fault])


def _problem(name: str, what: str, remedy: str) -> ProblemsFound:
    return ProblemsFound([Problem(name, 0, what, remedy)])


def _no_package(data: bytes, name: str) -> ProblemsFound:
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(OLD_OFFICE):
        if _ENCRYPTED in data:
            what = "this file is protected by a password, and cannot be read."
            return _problem(name, what, "Open it, take the password off (in File, Info) and save it; then import it.")
        return _problem(name, "this is the format of Office before 2007 (.xls, .doc).", _SAVE_AS)
    if start.startswith(b"%pdf"):
        return _problem(name, "this is a PDF file.", "Import the workbook or document that it was made from.")
    if start.startswith((b"<", b"{\\rtf")):
        return _problem(name, "this is a page of the web, XML or RTF, not a workbook or Word document.", _SAVE_AS)
    if b"\0" not in data[:10_000]:
        what = "this is plain text, such as CSV, which does not keep all that a worksheet holds."
        return _problem(name, what, "Import the workbook (.xlsx) itself, saved as that.")
    what = "this is neither an Excel workbook (.xlsx) nor a Word document (.docx) that can be read."
    return _problem(name, what, _SAVE_AS)


def _another_package(package: Package, name: str) -> ProblemsFound:
    if package.has("mimetype") and package.read("mimetype").startswith(b"application/vnd.oasis.opendocument"):
        return _problem(name, "this is an OpenDocument file (.ods, .odt).", _SAVE_AS)
    if package.has("xl/workbook.bin"):
        return _problem(name, "this is a binary workbook (.xlsb).", _SAVE_AS)
    if package.has("Index/Document.iwa"):
        what = "this is a file of Apple's Numbers or Pages."
        return _problem(name, what, "In File, Export To, choose Excel or Word, and import that file.")
    if package.has("[Content_Types].xml") and package.related("", "officeDocument") is None:
        return _problem(name, *_DAMAGED)
    what = "this is neither an Excel workbook (.xlsx) nor a Word document (.docx)."
    return _problem(name, what, _RIGHT_FILE)


def _content_type(package: Package, part: str) -> str:
    """What the list of parts says that a part is."""
    if not package.has("[Content_Types].xml"):
        return ""
    for one in package.tree("[Content_Types].xml"):
        if local(one.tag) == "Override" and one.get("PartName", "").lower() == f"/{part.lower()}":
            return one.get("ContentType", "").lower()
    return ""
