"""OpenDocument files (.odt, .ods, .odp) without who wrote them, remarks, tracked changes, and what lies in them unseen."""

from __future__ import annotations

import re
from datetime import date

from cswo_eval.confidentiality.cleaning.edited_xml import (
    Node,
    bytes_of,
    elements,
    take_attributes,
    take_folders,
    take_out_each,
    tree_of,
)
from cswo_eval.confidentiality.cleaning.what_was_cleaned import DAMAGED, Cleaning, NotCleanable
from cswo_eval.files.office_archive import packed
from cswo_eval.files.office_package import Package
from cswo_eval.files.xml_parts import attribute

_LIST = "META-INF/manifest.xml"
_TREES = ("content.xml", "styles.xml", "settings.xml")
_DROPPED = {
    "meta.xml": "properties",
    "manifest.rdf": "properties",
    "layout-cache": "properties",
    "versionlist.xml": "earlier versions",
}
_DROPPED_FOLDERS = {
    "thumbnails": "thumbnail",
    "versions": "earlier versions",
    "configurations2": "settings of a program",
}
_MACROS = ("basic", "scripts", "dialogs")
_CHANGES = ("tracked-changes", "change", "change-start", "change-end")
_SETTINGS = re.compile(
    r"(PrinterName|PrinterSetup|PrintFaxName|CurrentDatabase\w*|EmbeddedDatabase\w*|Rsid\w*|\w*URL|\w*Path)$"
)
"""Settings that tell of a machine or of sittings; the others decide how the document is laid out."""
_NO_DAY = date(1980, 1, 1)


def clean_open_document(cleaning: Cleaning, data: bytes) -> bytes:
    """Return an OpenDocument file, cleaned. Raises NotCleanable or Refused."""
    package = Package(data)
    if not (package.has(_LIST) and package.has("content.xml") and package.has("mimetype")):
        raise NotCleanable(DAMAGED)
    if any("signatures" in name.casefold() for name in package.names if name.casefold().startswith("meta-inf/")):
        raise NotCleanable("it is digitally signed: a cleaned copy would carry a signature that is not true of it")
    listed = tree_of(package.read(_LIST))
    if elements(listed, "encryption-data"):
        raise NotCleanable("it is protected by a password: save it without one and attach that")
    written: dict[str, bytes] = {}
    for name in package.names:
        if name.endswith("/") or name.casefold() == _LIST.casefold():
            continue
        kept = _part(cleaning, package, name)
        if kept is not None:
            written[name] = kept
    for entry in list(listed):
        path = attribute(entry, "full-path")
        folder = path.partition("/")[0].casefold()
        if folder in _DROPPED_FOLDERS or (path and not path.endswith("/") and path not in written):
            listed.remove(entry)
    written[_LIST] = bytes_of(listed)
    return packed(written, _NO_DAY)


def _part(cleaning: Cleaning, package: Package, name: str) -> bytes | None:
    """Return a part, cleaned; None for one that goes."""
    folder, base = name.partition("/")[0].casefold(), name.rpartition("/")[2].casefold()
    if "/" in name and folder in _DROPPED_FOLDERS:
        cleaning.took(_DROPPED_FOLDERS[folder])
        return None
    if base in _DROPPED:
        cleaning.took(_DROPPED[base])
        return None
    data = package.read(name)
    if base == "mimetype":
        return data
    if base in _TREES:
        root = tree_of(data)
        _clean_tree(cleaning, root)
        return bytes_of(root)
    if "/" in name and folder in _MACROS:
        cleaning.leave("it holds macros (programs), which cannot be cleaned")
        return data
    what = "a picture" if folder in ("pictures", "objectreplacements") else "a file"
    return cleaning.within(name, data, what)


def _clean_tree(cleaning: Cleaning, root: Node) -> None:
    if take_out_each(root, ("annotation", "annotation-end")):
        cleaning.took("comments")
    if take_out_each(root, _CHANGES):
        cleaning.took("tracked changes")
    if take_out_each(root, ("config-item",), lambda one: bool(_SETTINGS.match(attribute(one, "name")))):
        cleaning.took("settings of a printer")
    take_attributes(root, frozenset({"rsid", "paragraph-rsid"}))
    if take_folders(root):
        cleaning.took("folders of a machine")
