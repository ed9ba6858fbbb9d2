"""Word, Excel and PowerPoint files without who wrote them, remarks, tracked changes, and what lies in them unseen.

What is kept is what can be reached from the document by its own lists of parts; each part is cleaned as what it is.
"""

from __future__ import annotations

import posixpath
from datetime import date
from typing import NamedTuple

from cswo_eval.confidentiality.cleaning.accepted_changes import accept_changes, take_authors, take_remarks
from cswo_eval.confidentiality.cleaning.edited_xml import (
    Node,
    bytes_of,
    elements,
    take_folders,
    take_out,
    take_out_each,
    tree_of,
    without_folders,
)
from cswo_eval.confidentiality.cleaning.what_was_cleaned import DAMAGED, Cleaning, NotCleanable
from cswo_eval.confidentiality.cleaning.workbook_leftovers import empty_unused_texts, take_leftovers, take_notes
from cswo_eval.files.office_archive import packed
from cswo_eval.files.office_package import Package, list_of_relations
from cswo_eval.files.xml_parts import local

_DROPPED = {
    "core-properties": "properties", "extended-properties": "properties", "custom-properties": "properties", "extendedProperties": "properties", "customProperties": "properties",
    "thumbnail": "thumbnail", "comments": "comments", "commentsExtended": "comments", "commentsIds": "comments",
    "commentsExtensible": "comments", "threadedComment": "comments", "people": "author", "person": "author",
    "commentAuthors": "author", "authors": "author", "printerSettings": "settings of a printer",
    "attachedTemplate": "the path of its template", "revisionHeaders": "earlier versions",
    "revisionLog": "earlier versions", "usernames": "author", "changesInfo": "author", "revisionInfo": "author",
    "customXml": "data kept in the file", "customXmlProps": "data kept in the file", "customData": "data kept in the file",
    "customProperty": "data kept in the file", "tags": "data kept in the file", "labelInfo": "labels of its organisation",
    "classificationlabels": "labels of its organisation", "documenttasks": "comments", "documenttask": "comments",
    "webextensiontaskpanes": "add-ins", "webextension": "add-ins", "extensibility": "add-ins",
    "ui/extensibility": "add-ins", "userCustomization": "add-ins", "mailMergeSource": "the source of a serial letter",
    "mailMergeHeaderSource": "the source of a serial letter", "recipientData": "the source of a serial letter",
    "transform": "a path", "keyMapCustomizations": "add-ins", "attachedToolbars": "add-ins",
    "volatileDependencies": "data kept in the file",
}  # fmt: skip
"""What is dropped, by the last word of the relation's type, and what it is called in words."""
_SIGNED = frozenset({"origin", "signature", "certificate"})
_NOT_CLEANABLE = {
    "vbaProject": "it holds macros (programs), which cannot be cleaned",
    "wordVbaData": "it holds macros (programs), which cannot be cleaned",
    "connections": "it holds connections to data elsewhere, which may name a person or a machine",
    "oleObject": "an object of another program in it cannot be cleaned",
    "aFChunk": "a text of another kind in it cannot be cleaned",
    "activeXControlBinary": "a control in it cannot be cleaned",
    "control": "a control in it cannot be cleaned",
    "audio": "a recording in it cannot be cleaned",
    "video": "a film in it cannot be cleaned",
    "media": "a recording or film in it cannot be cleaned",
    "powerPivotData": "a model of data in it cannot be cleaned",
    "hdphoto": "a picture in it is of a kind that cannot be cleaned",
}
_LINKED = frozenset({"image", "oleObject", "package", "subDocument", "frame", "audio", "video", "media"})
"""What is outside and not led to by a link that a person set: its place may be a folder of theirs."""
_FONTS = ("odttf", "fntdata", "ttf", "otf")
_ONLY_A_REFERENCE = frozenset(
    {
        *(
            "commentRel",
            "tags",
            "custData",
            "legacyDrawing",
            "attachedTemplate",
            "customPr",
            "headerSource",
            "dataSource",
        ),
        *("recipientData", "saveThroughXslt", "taskRel", "attachedSchema"),
    }
)
"""Elements that say nothing but where another part is: with the part they go. Others only lose the reference."""
_EMPTY = ("custDataLst", "ext", "extLst", "customProperties")
_SETTINGS = (
    *(
        "rsids",
        "docVars",
        "mailMerge",
        "trackRevisions",
        "attachedTemplate",
        "saveThroughXslt",
        "docId",
        "attachedSchema",
    ),
    "dataBinding",
)
"""Settings and bindings of a document that tell of the machine, of other files or of data that is dropped."""
_REFERENCE = ("/officeDocument/2006/relationships}", "/officeDocument/relationships}")
_NO_DAY = date(1980, 1, 1)


class _Part(NamedTuple):
    """A part that stays: as which kind another part names it."""

    name: str
    kind: str


def clean_office(cleaning: Cleaning, data: bytes) -> bytes:
    """Return a Word, Excel or PowerPoint file, cleaned. Raises NotCleanable or Refused."""
    package = Package(data)
    types = tree_of(package.read("[Content_Types].xml"))
    walk = _Walk(cleaning, package)
    walk.from_part("")
    if not any(part.kind == "officeDocument" for part in walk.kept.values()):
        raise NotCleanable(DAMAGED)  # nothing that it says could be reached
    written: dict[str, bytes] = {}
    trees: dict[str, Node] = {}
    for part in walk.kept.values():
        extension = part.name.rpartition(".")[2].casefold()
        if extension in ("xml", "vml") and part.kind != "package":
            trees[part.name] = tree_of(package.read(part.name))
        else:
            written[part.name] = _other_part(cleaning, package, part, extension)
    if empty_unused_texts(trees):
        cleaning.took("texts that no cell shows")
    for name, root in trees.items():
        _clean_tree(cleaning, name, root, walk.dropped_ids.get(name, set()))
    _drop_empty_drawings(trees, walk)
    written |= {name: bytes_of(root) for name, root in trees.items()}
    for owner, listed in walk.lists.items():
        if (not owner or owner in written) and len(listed):
            written[list_of_relations(owner)] = bytes_of(listed)
    written["[Content_Types].xml"] = _types_of(types, written)
    return packed(written, _NO_DAY)


def _last(address: str) -> str:
    """Return the last name of an address: the file without where it lies."""
    return address.replace("\\", "/").rstrip("/").rpartition("/")[2] or "file"


class _Walk:
    """Goes from part to part by the lists of relations, and leaves out what is to be dropped."""

    def __init__(self, cleaning: Cleaning, package: Package) -> None:
        self._cleaning, self._package = cleaning, package
        self._names = {name.casefold(): name for name in package.names}
        self.kept: dict[str, _Part] = {}
        self.lists: dict[str, Node] = {}
        """The lists of relations that stay, by the part they are of."""
        self.dropped_ids: dict[str, set[str]] = {}

    def from_part(self, first: str) -> None:
        """Take up every part that can be reached from one ('' for the file as a whole)."""
        waiting = [first]
        while waiting:
            name = waiting.pop()
            if name in self.lists or not self._package.has(list_of_relations(name)):
                continue
            listed = tree_of(self._package.read(list_of_relations(name)))
            self.lists[name] = listed
            for relation in list(listed):
                target = self._taken(name, relation)
                if target is not None:
                    waiting.append(target)

    def _taken(self, owner: str, relation: Node) -> str | None:
        """Return the part that a relation leads to, if it stays; the relation is taken off the list if it does not."""
        kind = (relation.get("Type") or "").rpartition("/")[2]
        outside = (relation.get("TargetMode") or "").casefold() == "external"
        if kind in _SIGNED and not outside:
            raise NotCleanable("it is digitally signed: a cleaned copy would carry a signature that is not true of it")
        if kind in _DROPPED:
            self._cleaning.took(_DROPPED[kind])
            self._drop(owner, relation)
            return None
        target = relation.get("Target") or ""
        if outside:
            shorter = _last(target) if kind in _LINKED or "path" in kind.casefold() else without_folders(target)
            if shorter != target:
                self._cleaning.took("folders of a machine")
                relation.set("Target", shorter or "file")
            return None
        path = posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), target.partition("#")[0])).lstrip("/")
        name = self._names.get(path.casefold())
        if name is None:
            if not target.startswith("#") and kind != "hyperlink":
                self._drop(owner, relation)  # it leads nowhere
            return None
        if name.casefold().startswith("docprops/"):
            self._cleaning.took("properties")
            self._drop(owner, relation)
            return None
        if name == owner or name.casefold() == "[content_types].xml":
            return None
        if kind in _NOT_CLEANABLE:
            self._cleaning.leave(_NOT_CLEANABLE[kind])
        self.kept.setdefault(name, _Part(name, kind))
        return name

    def _drop(self, owner: str, relation: Node) -> None:
        self.dropped_ids.setdefault(owner, set()).add(relation.get("Id") or "")
        relation.getparent().remove(relation)

    def drop_part(self, name: str) -> dict[str, set[str]]:
        """Drop a part after all. Returns the ids by which others named it."""
        self.kept.pop(name, None)
        self.lists.pop(name, None)
        found: dict[str, set[str]] = {}
        for owner, listed in self.lists.items():
            for relation in list(listed):
                target = relation.get("Target") or ""
                path = posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), target)).lstrip("/")
                if path.casefold() == name.casefold():
                    found.setdefault(owner, set()).add(relation.get("Id") or "")
                    listed.remove(relation)
        return found


def _other_part(cleaning: Cleaning, package: Package, part: _Part, extension: str) -> bytes:
    """Return a part that is no XML, cleaned as the file it is; as it is, and noted, where it cannot be."""
    data = package.read(part.name)
    if part.kind in _NOT_CLEANABLE or extension in _FONTS:
        return data
    what = "a picture" if part.kind == "image" or "/media/" in part.name else "a file"
    return cleaning.within(part.name, data, what)


def _clean_tree(cleaning: Cleaning, name: str, root: Node, dropped: set[str]) -> None:
    if accept_changes(root):
        cleaning.took("tracked changes")
    if take_remarks(root):
        cleaning.took("comments")
    take_references(root, dropped)
    take_out_each(root, _SETTINGS)
    if name.casefold().startswith("xl/"):
        cleaning.took(*take_leftovers(root))
    if take_authors(root):
        cleaning.took("author")
    if take_folders(root):
        cleaning.took("folders of a machine")


def take_references(root: Node, dropped: set[str]) -> None:
    """Take out every reference to a part that is dropped, by the ids that it had in the list of relations."""
    if not dropped:
        return
    for element in root.xpath("descendant-or-self::*[@*[contains(namespace-uri(), '/relationships')]]"):
        for key, value in element.attrib.items():
            if value in dropped and any(one in key for one in _REFERENCE):
                if local(element.tag) in _ONLY_A_REFERENCE:
                    take_out(element)
                    break
                del element.attrib[key]
    for _ in range(3):  # what held nothing else goes too, from within
        take_out_each(root, _EMPTY, lambda one: not len(one) and not (one.text or "").strip())


def _drop_empty_drawings(trees: dict[str, Node], walk: _Walk) -> None:
    """Drop the drawings that held comments only, and where sheets name them."""
    for name in [one for one in trees if one.casefold().endswith(".vml")]:
        if elements(trees[name], "ClientData") and not take_notes(trees[name]):
            del trees[name]
            for owner, ids in walk.drop_part(name).items():
                if owner in trees:
                    take_references(trees[owner], ids)


def _types_of(types: Node, written: dict[str, bytes]) -> bytes:
    """Return the list of what each part is, without the parts that are no more."""
    there = {name.casefold() for name in written}
    for one in list(types):
        if local(one.tag) == "Override" and (one.get("PartName") or "").lstrip("/").casefold() not in there:
            types.remove(one)
    return bytes_of(types)
