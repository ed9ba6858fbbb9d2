"""Elements taken out of a part of a template, in time that grows as their number does.

lxml goes through all that an element holds when it is taken out, and longer with each: of what holds a hundred thousand
others that is minutes. So what goes is taken apart first, from its ends: no element that is taken out holds another then.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile
from typing import Any


def drop(one: Any) -> None:
    """Take an element out with all that it holds, and the text that goes on after it."""
    parent = one.getparent()
    if parent is None:
        return
    for inner in reversed(list(one.iterdescendants())):
        inner.getparent().remove(inner)
    parent.remove(one)


def unwrap(one: Any) -> None:
    """Put what an element holds in its place."""
    for child in list(one):
        one.addprevious(child)
    drop(one)


def drop_remarks(remarks: Iterable[Any]) -> None:
    """Take these comments of XML out; the text that goes on after each stays."""
    for first in [one for one in remarks if one.getparent() is not None and not _is_remark(one.getprevious())]:
        together = [first, *takewhile(_is_remark, first.itersiblings())]
        text = "".join(one.tail or "" for one in together)
        before, parent = first.getprevious(), first.getparent()
        if text and before is not None:
            before.tail = (before.tail or "") + text
        elif text:
            parent.text = (parent.text or "") + text
        for one in together:
            parent.remove(one)


def _is_remark(one: Any) -> bool:
    return one is not None and not isinstance(one.tag, str)
