"""The texts of an RTF file: what it says, remarks, and the names of those who wrote and changed it."""

from __future__ import annotations

import re

from cswo_eval.confidentiality.documents.collected import Collected, PartKind

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)|(\\)", re.DOTALL
)
_BREAKS = {
    "par": "\n",
    "line": "\n",
    "sect": "\n",
    "page": "\n",
    "row": "\n",
    "cell": "\t",
    "tab": "\t",
    "nestcell": "\t",
}
_SIGNS = {
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
}
_SYMBOLS = {b"~": "\u00a0", b"_": "-", b"-": "\u00ad", b"\n": "\n", b"\r": "\n"}
_PLACES: dict[str, tuple[str, PartKind]] = {
    "author": ("author in the file's properties", "author"),
    "operator": ("who saved it last, in the file's properties", "author"),
    "manager": ("manager in the file's properties", "author"),
    "atnauthor": ("who wrote a comment", "author"),
    "atnid": ("who wrote a comment", "author"),
    "revtbl": ("who made a tracked change", "author"),
    "annotation": ("a comment", "comment"),
    "title": ("title in the file's properties", "property"),
    "subject": ("subject in the file's properties", "property"),
    "keywords": ("keywords in the file's properties", "property"),
    "company": ("company in the file's properties", "property"),
    "category": ("category in the file's properties", "property"),
    "doccomm": ("remarks in the file's properties", "property"),
    "hlinkbase": ("a property of the file", "property"),
    "fldinst": ("a field's code", "text"),
    "footnote": ("a footnote", "text"),
    "header": ("a header", "text"),
    "footer": ("a footer", "text"),
    "aside": ("a part that is not shown", "text"),
}
_NO_TEXT = frozenset(
    {
        "fonttbl",
        "colortbl",
        "stylesheet",
        "listtable",
        "listoverridetable",
        "generator",
        "rsidtbl",
        "themedata",
        "colorschememapping",
        "latentstyles",
        "datastore",
        "xmlnstbl",
        "fontemb",
        "panose",
        "blipuid",
    }
)
_MOST_GROUPS = 2_000
_MOST_TOKENS = 5_000_000
"""A report of 300 pages has some 200,000."""


def read_rich_text(collected: Collected, data: bytes) -> None:
    """Gather the texts of an RTF file; text that was taken out in a tracked change stands among the rest, as it does in the file."""
    groups: list[tuple[str, int]] = []
    place, skip = "", 1
    texts: dict[str, list[str]] = {"": []}
    code_page = "cp1252"
    pending = bytearray()  # one byte at a time, some letters being two
    tokens = left_out = at = pictures = objects = 0
    starred = False

    def say(text: str) -> None:
        if place not in _NO_TEXT:
            texts.setdefault(place, []).append(text)

    while at < len(data):
        token = _TOKEN.match(data, at)
        tokens += 1
        if token is None or tokens > _MOST_TOKENS:
            collected.unread("it holds more marks than any document does, and was not read to its end")
            break
        at = token.end()
        word, number, code, symbol, brace, run, _ = token.groups()
        if pending and code is None:
            say(pending.decode(code_page, "replace"))
            pending.clear()
        if left_out and (code or run or (symbol and symbol != b"*")):
            # What older programs show in place of a character that they lack.
            cut = min(left_out, len(run)) if run else 1
            left_out -= cut
            if not run or cut == len(run):
                continue
            run = run[cut:]
        if brace == b"{":
            groups.append((place, skip))
            if len(groups) > _MOST_GROUPS:
                collected.unread("it is nested more deeply than any document is, and was not read to its end")
                break
        elif brace == b"}":
            left_out = 0
            if groups:
                previous = place
                place, skip = groups.pop()
                if previous != place and previous in _PLACES:
                    texts.setdefault(previous, []).append("\n")
        elif code:
            pending.append(int(code, 16))
        elif run is not None:
            say(run.decode(code_page, "replace"))
        elif symbol == b"*":
            starred = True  # the group is for programs that know the word that follows
        elif symbol is not None:
            say(_SYMBOLS.get(symbol) or symbol.decode("latin-1"))
        elif word is not None:
            name, aside, starred = word.decode(), starred, False
            value = int(number) if number else 0
            if name in ("header", "headerl", "headerr", "headerf"):
                place = "header"
            elif name in ("footer", "footerl", "footerr", "footerf"):
                place = "footer"
            elif name in _PLACES or name in _NO_TEXT:
                place = name
            elif name in ("pict", "objdata"):
                pictures += name == "pict"
                objects += name == "objdata"
                place = "fonttbl"
            elif name == "bin":
                at += max(value, 0)
            elif name == "u":
                say(chr(value & 0xFFFF))
                left_out = skip
            elif name == "uc":
                skip = max(value, 0)
            elif name == "ansicpg" and value in (1250, 1251, 1252, 1253, 1254, 1257, 437, 850, 932, 936, 949, 950):
                code_page = f"cp{value}"
            elif name in _BREAKS or name in _SIGNS:
                say(_BREAKS.get(name) or _SIGNS[name])
            elif aside:
                place = "aside"
    if pending:
        say(pending.decode(code_page, "replace"))
    for name, said in texts.items():
        where, kind = _PLACES.get(name, ("the text", "text"))
        text = (
            "".join(said).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        )  # two halves make one sign
        if kind == "author":
            collected.add_each(
                where, kind, (one.strip(" ;") for one in re.split(r"[\n;]", text) if one.strip(" ;") != "Unknown")
            )
        else:
            collected.add(where, kind, text)
    if pictures:
        collected.unread("pictures in it: look at them yourself")
    if objects:
        collected.unread("objects of other programs lie within it, which were not read")
