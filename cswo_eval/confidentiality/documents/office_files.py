"""Documents that are zip archives of XML: which kind this one is, and the parts that all kinds have."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cswo_eval.confidentiality.documents.collected import Collected
from cswo_eval.confidentiality.documents.drawn_texts import drawn_texts, labels_in
from cswo_eval.confidentiality.documents.open_document import read_open_document
from cswo_eval.confidentiality.documents.part_trees import trees
from cswo_eval.confidentiality.documents.slides import read_slides
from cswo_eval.confidentiality.documents.word_files import read_word
from cswo_eval.confidentiality.documents.workbooks import read_workbook
from cswo_eval.files.office_package import Package
from cswo_eval.files.xml_parts import Element, Unreadable, attribute, leaf_texts, local
from cswo_eval.text.words import counted, listed

_PICTURES = ("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "wdp", "svg", "webp", "heic", "jfif")
_SOUND_OR_FILM = ("mp3", "m4a", "wav", "wma", "mp4", "mov", "avi", "wmv", "m4v", "mpg")
_XML = ("xml", "rels", "rdf", "vml")
_FONTS = ("odttf", "fntdata", "ttf", "otf")
_FILES = ("docx", "docm", "dotx", "xlsx", "xlsm", "xlsb", "pptx", "pptm", "pdf", "doc", "xls", "ppt", "bin", "msg")
_COMMENTS = re.compile(r"/(threadedComments|comments)/[^/]+\.xml$|/comments?\d*\.xml$", re.IGNORECASE)
_PEOPLE = {
    "creator": "author in the file's properties",
    "lastmodifiedby": "who saved it last, in the file's properties",
    "manager": "manager in the file's properties",
    "initial-creator": "first author in the file's properties",
    "printed-by": "who printed it, in the file's properties",
}
_KNOWN = frozenset({"title", "subject", "keywords", "keyword", "description", "category", "company", "template"})
_NO_TEXT = frozenset({"created", "modified", "lastprinted", "creation-date", "date", "print-date", "editing-duration"})
"""Properties of the file that are dates of the file itself."""


def read_package(collected: Collected, data: bytes) -> None:
    """Gather the texts of a Word, Excel, PowerPoint or OpenDocument file. Raises Unreadable for any other archive."""
    package = Package(data)
    lower = {name.casefold() for name in package.names}
    if "mimetype" in lower and "content.xml" in lower:
        taken = read_open_document(collected, package)
    elif any(name.startswith("word/") for name in lower):
        taken = read_word(collected, package)
    elif any(name.startswith("xl/") for name in lower):
        taken = read_workbook(collected, package)
    elif any(name.startswith("ppt/") for name in lower):
        taken = read_slides(collected, package)
    else:
        raise Unreadable("it is a zip archive: attach the files in it one by one")
    others = [name for name in package.names if name not in taken and not name.endswith("/")]
    for name, root in trees(collected, package, (name for name in others if _extension(name) in _XML)):
        _read_part(collected, name, root)
    _name_others(collected, package, others)


def _read_part(collected: Collected, name: str, root: Element) -> None:
    lower = name.casefold()
    if lower.endswith(".rels"):
        external = [one.get("Target", "") for one in root.iter() if one.get("TargetMode", "").casefold() == "external"]
        collected.add_each("where a link leads", "property", map(unquoted, external))
    elif lower.startswith("docprops/") or lower == "meta.xml":
        _add_properties(collected, root)
    elif lower.startswith("customxml/"):
        held = [value for element in root.iter() for value in element.attrib.values()]
        collected.add("data kept in the file", "property", "\n".join([*leaf_texts(root), *held]))
    elif lower == "[content_types].xml" or lower.startswith("meta-inf/"):
        return
    else:
        if _COMMENTS.search(name):
            _add_comments(collected, root)
        else:
            collected.add(_where(lower), "text", "\n".join(drawn_texts(root)))
        labels, authors = labels_in(root)
        collected.add("descriptions, names and labels in it", "property", "\n".join(labels))
        collected.add_each("someone who wrote or changed something in it", "author", authors)


def _add_comments(collected: Collected, root: Element) -> None:
    """Gather the comments of a workbook or a presentation, each with its runs joined, and who wrote them."""
    for element in root.iter():
        name = local(element.tag)
        if name == "author":
            collected.add("who wrote a comment", "author", element.text or "")
        elif name in ("comment", "threadedComment", "cm"):
            cell = f" on {element.get('ref')}" if element.get("ref") else ""
            paragraphs = any(local(inner.tag) == "p" for inner in element.iter())
            text = "\n".join(drawn_texts(element)) if paragraphs else "".join(element.itertext())
            collected.add(f"a comment{cell}", "comment", text)


def _where(name: str) -> str:
    for word_in_name, where in (
        ("chart", "a chart"),
        ("diagram", "a diagram"),
        ("drawing", "a drawing"),
        ("pivot", "data kept for a pivot table"),
        ("externallink", "data kept from another workbook"),
        ("person", "a list of people who wrote in it"),
        ("author", "a list of people who wrote in it"),
    ):
        if word_in_name in name:
            return where
    return "a part that is not shown"


def _add_properties(collected: Collected, root: Element) -> None:
    held = next((element for element in root if local(element.tag) == "meta"), root)  # OpenDocument has them one deeper
    for element in held:
        name = local(element.tag).casefold()
        named = attribute(element, "name")
        text = "\n".join(one for one in element.itertext() if one.strip())
        if named:
            collected.add("a property of the file", "property", f"{named}: {text}")
        elif name not in _NO_TEXT and re.search(r"[^\d.\s]", text) and text not in ("true", "false"):
            if name in _PEOPLE:
                collected.add(_PEOPLE[name], "author", text)
            else:
                where = f"{name} in the file's properties" if name in _KNOWN else "a property of the file"
                collected.add(where, "property", text)


def _name_others(collected: Collected, package: Package, names: Iterable[str]) -> None:
    """Read files within the file, and say what else is in it that is not text."""
    pictures = sound = 0
    others: list[str] = []
    for name in names:
        extension, lower = _extension(name), name.casefold()
        short = name.rpartition("/")[2]
        if extension in (*_XML, *_FONTS) or lower in ("mimetype", "layout-cache"):
            continue
        if "thumbnail" in lower:
            collected.unread("a small picture of its first page is kept in it, perhaps from before a change")
        elif extension in _PICTURES:
            pictures += 1
        elif extension in _SOUND_OR_FILM:
            sound += 1
        elif lower.endswith("vbaproject.bin") or lower.startswith("basic/"):
            collected.unread("it holds macros (programs), which were not read")
        elif extension in _FILES and "/embeddings/" in lower:
            try:
                collected.add_file(short, package.read(name))
            except Unreadable as reason:
                collected.unread(str(reason))
        else:
            others.append(short)
    if pictures:
        collected.unread(f"{counted(pictures, 'picture')} in it: look at {'it' if pictures == 1 else 'them'} yourself")
    if sound:
        collected.unread(f"{counted(sound, 'recording or film', 'recordings or films')} in it")
    if others:
        shown = listed((one[:40] for one in others), 5)
        collected.unread(f"{counted(len(others), 'part')} in it that no text can be read from ({shown})")


def unquoted(address: str) -> str:
    """Return an address with its %20 and the like as characters; as it is where they are none."""
    raw = re.sub(
        rb"%([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), address.encode("utf-8", "replace")
    )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return address


def _extension(name: str) -> str:
    return name.rpartition(".")[2].casefold()
