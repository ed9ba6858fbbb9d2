"""Tracked changes of Word, accepted: what was put in stays, what was taken out goes, and so does who did it and when."""

from __future__ import annotations

from cswo_eval.confidentiality.cleaning.edited_xml import Node, elements, take_attributes, take_out, unwrap
from cswo_eval.files.xml_parts import local

_MAIN = ("/wordprocessingml/2006/main}", "/wordprocessingml/main}")
"""How the names of Word's own elements begin, in its two forms."""
_PUT_IN, _TAKEN_OUT = ("ins", "moveTo"), ("del", "moveFrom")
_MARKS = (
    *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
    *(f"customXml{what}Range{end}" for what in ("Ins", "Del", "MoveFrom", "MoveTo") for end in ("Start", "End")),
    *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange", "trPrChange", "tcPrChange"),
    *("tblPrExChange", "numberingChange", "cellIns", "cellMerge", "delText", "delInstrText"),
)
"""What only tells of a change: how something looked before it, or where it begins and ends."""
_REMARKS = ("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "permStart", "permEnd")
_BETWEEN = (
    *("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "proofErr"),
    *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
)
"""What may stand between two paragraphs and is none."""
_WHO = frozenset({"author", "initials", "userId", "providerId", "refreshedBy", "securityDescriptor"})
_SITTINGS = frozenset({"rsid", "rsidR", "rsidRPr", "rsidRDefault", "rsidP", "rsidTr", "rsidSect", "rsidDel"})
"""Numbers of the sittings in which something was written: two documents of one person share some."""


def accept_changes(root: Node) -> bool:
    """Accept every tracked change in a part of a Word file. Returns whether there was one."""
    changed = False
    for element in _own(root, *_TAKEN_OUT, "cellDel"):
        changed = True
        holder = _holder(element)
        if holder == "rPr":
            _take_marked(element)
        elif holder == "trPr":
            _take_row(element, "tr")
        elif holder == "tcPr":
            _take_row(element, "tc")
        elif holder != "ctrlPr":
            take_out(element)
        if element.getparent() is not None:
            take_out(element)
    for element in _own(root, *_PUT_IN):
        changed = True
        unwrap(element)
    for element in _own(root, *_MARKS):
        changed = True
        take_out(element)
    return changed


def take_remarks(root: Node) -> bool:
    """Take out where comments stand, and who may edit what. Returns whether there was one."""
    found = False
    for element in _own(root, *_REMARKS):
        run = element.getparent()
        take_out(element)
        found = True
        if run is not None and local(run.tag) == "r" and all(local(one.tag) == "rPr" for one in run):
            take_out(run)
    return found


def take_authors(root: Node) -> bool:
    """Take out who wrote what, and the numbers of sittings. Returns whether somebody was named."""
    return bool(_WHO & take_attributes(root, _WHO | _SITTINGS))


def _own(root: Node, *names: str) -> list[Node]:
    return [one for one in elements(root, *names) if any(main in one.tag for main in _MAIN)]


def _holder(element: Node) -> str:
    parent = element.getparent()
    return local(parent.tag) if parent is not None else ""


def _above(element: Node, name: str) -> Node | None:
    """Return the nearest element of a name that this one stands in."""
    return next((one for one in element.iterancestors() if local(one.tag) == name), None)


def _take_row(element: Node, name: str) -> None:
    """Take out the row or cell that a mark is about, and what holds no row or cell any more."""
    row = _above(element, name)
    if row is None:
        return
    holder = row.getparent()
    take_out(row)
    if holder is not None and not elements(holder, name) and local(holder.tag) in ("tr", "tbl"):
        above = holder.getparent()
        take_out(holder)
        if above is not None and local(above.tag) == "tbl" and not elements(above, "tr"):
            take_out(above)


def _take_marked(mark: Node) -> None:
    """Take out what a mark among the properties of letters is about: the end of a paragraph, or a run of a formula."""
    holder = mark.getparent().getparent()
    take_out(mark)
    if holder is not None and local(holder.tag) == "pPr" and holder.getparent() is not None:
        _run_on(holder.getparent())
    elif holder is not None and local(holder.tag) == "r":
        take_out(holder)


def _run_on(paragraph: Node) -> None:
    """Let a paragraph whose end was taken out run on into the next, which keeps its own form."""
    if paragraph.getparent() is None:
        return
    held = [one for one in paragraph if local(one.tag) != "pPr"]
    following = paragraph.getnext()
    while following is not None and local(following.tag) in _BETWEEN:
        following = following.getnext()
    if following is not None and local(following.tag) == "p":
        place = 1 if len(following) and local(following[0].tag) == "pPr" else 0
        following[place:place] = held
        take_out(paragraph)
    elif not _has_words(held) and following is not None:
        take_out(paragraph)


def _has_words(held: list[Node]) -> bool:
    """Return whether anything that stays stands in these: what is taken out as a change does not count."""
    return any(local(one.tag) not in (*_TAKEN_OUT, *_BETWEEN) for one in held)
