"""The texts of a web page or of XML: what it shows, what its tags say, and what is written into its code."""

from __future__ import annotations

import html
import re

from cswo_eval.confidentiality.documents.collected import Collected
from cswo_eval.files.limits import MOST_WEB_TAGS

_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
"""Tags that do not part words: an identifier may be half bold."""
_ATTRIBUTE = re.compile(r"""(?<![\w:-])([\w:-]{1,80})\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_WORDED = frozenset(
    {"href", "xlink:href", "alt", "title", "content", "value", "placeholder", "aria-label", "label", "cite", "src"}
)
_TAG = re.compile(r"</?([^\W\d_][\w:-]{0,80})|<[!?/]")
_ENCLOSED = (("<!--", "-->"), ("<![CDATA[", "]]>"))


def read_markup(collected: Collected, text: str) -> None:
    """Gather the texts of a page. Reads it once from its start to its end, whatever is wrong with it."""
    shown: list[str] = []
    code: list[str] = []
    attributes: dict[str, None] = {}
    authors: dict[str, None] = {}
    unclosed: set[str] = set()
    at = tags = 0
    while (start := text.find("<", at)) >= 0 and tags < MOST_WEB_TAGS:  # the rest of it counts as text
        tags += 1
        shown.append(text[at:start])
        opener, closer = next((pair for pair in _ENCLOSED if text.startswith(pair[0], start)), ("<", ">"))
        named = _TAG.match(text, start)
        # Where one closing mark was not found, none is found further on: looking again each time would take for ever.
        end = text.find(closer, start + len(opener)) if named and closer not in unclosed else -1
        if end < 0:
            if named:
                unclosed.add(closer)
            shown.append("<")
            at = start + 1
            continue
        inner, at = text[start + len(opener) : end], end + len(closer)
        if opener == "<!--":
            code.append(inner)
        elif opener == "<![CDATA[":
            shown.append(inner)
        else:
            tag = (named[1] or "").casefold() if named else ""
            shown.append("" if tag in _INLINE else "\n")
            _read_tag(tag, inner, attributes, authors)
            if tag in ("script", "style") and not inner.startswith("/"):
                closing = re.compile(f"</{tag}", re.IGNORECASE).search(text, at)
                stop = closing.start() if closing else len(text)
                code.append(text[at:stop])
                at = stop
    shown.append(text[at:])
    collected.add("the text", "text", _characters("".join(shown)))
    collected.add("links, descriptions and the like in its tags", "property", "\n".join(attributes))
    collected.add_each("author in the page's properties", "author", authors)
    collected.add("notes and programs in the page's code", "text", "\n".join(code))


def _read_tag(tag: str, inner: str, attributes: dict[str, None], authors: dict[str, None]) -> None:
    found = {name.casefold(): _characters(one or two or three) for name, one, two, three in _ATTRIBUTE.findall(inner)}
    if tag == "meta" and found.get("name", "").casefold() in ("author", "dc.creator", "creator"):
        authors[found.get("content", "")] = None
        return
    for name, value in found.items():
        if name in _WORDED or name.startswith("data-") or name.rpartition(":")[2] in ("creator", "author", "label"):
            attributes[value] = None


def _characters(text: str) -> str:
    try:
        return html.unescape(text)
    except ValueError:  # a character reference with a number of thousands of digits
        return text
