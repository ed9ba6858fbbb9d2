"""The texts of an RTF file: what it says, remarks, and the names of those who wrote and changed it.

The terms are those of the format's specification: a group lies between braces, a destination is the part of the file
that a group's text belongs to, a control word or symbol begins with a backslash.
"""

from __future__ import annotations

import re

from cswo_eval.confidentiality.documents.collected import Collected, PartKind
from cswo_eval.files.limits import MOST_RTF_GROUPS, MOST_RTF_TOKENS

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)|(\\)", re.DOTALL
)
_CHARACTERS = {
    "par": "\n",
    "line": "\n",
    "sect": "\n",
    "page": "\n",
    "row": "\n",
    "cell": "\t",
    "tab": "\t",
    "nestcell": "\t",
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
        "pict",
        "objdata",
    }
)
"""Destinations that hold no words."""
_DESTINATIONS = {
    **{name: name for name in (*_PLACES, *_NO_TEXT)},
    **{f"{name}{pages}": name for name in ("header", "footer") for pages in "lrf"},
}
"""The control words that begin a destination: of headers and footers there are some for left, right and first pages."""
_CODE_PAGES = frozenset({1250, 1251, 1252, 1253, 1254, 1257, 437, 850, 932, 936, 949, 950})


def read_rich_text(collected: Collected, data: bytes) -> None:
    """Gather the texts of an RTF file; text that was taken out in a tracked change stands among the rest, as it does in the file."""
    document = _Document()
    at = tokens = 0
    while at < len(data):
        token = _TOKEN.match(data, at)
        tokens += 1
        if token is None or tokens > MOST_RTF_TOKENS:
            collected.unread("it holds more marks than any document does, and was not read to its end")
            break
        at = token.end() + document.take(token)
        if document.depth > MOST_RTF_GROUPS:
            collected.unread("it is nested more deeply than any document is, and was not read to its end")
            break
    document.finish_letter()
    for destination, said in document.texts.items():
        _add(collected, destination, said)
    if "pict" in document.destinations:
        collected.unread("pictures in it: look at them yourself")
    if "objdata" in document.destinations:
        collected.unread("objects of other programs lie within it, which were not read")


class _Document:
    """What an RTF file says, as its marks are read one after another."""

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {"": []}
        """What was said in each destination, '' for the document itself."""
        self.destinations: set[str] = set()
        """Those that the file has, whether they hold words or not."""
        self._destination, self._skip = "", 1
        self._outer: list[tuple[str, int]] = []
        self._code_page = "cp1252"
        self._letter = bytearray()  # one byte at a time, some letters being two
        self._to_skip = 0
        self._for_some_programs = False

    @property
    def depth(self) -> int:
        """How many groups are open."""
        return len(self._outer)

    def take(self, token: re.Match[bytes]) -> int:
        """Read one mark or one run of text. Returns how many bytes after it are no text at all."""
        word, number, code, symbol, brace, run, _ = token.groups()
        if self._letter and code is None:
            self.finish_letter()
        if self._to_skip and (code or run or symbol not in (None, b"*")):
            run = self._not_skipped(run)
            if not run:
                return 0
        if brace == b"{":
            self._outer.append((self._destination, self._skip))
        elif brace == b"}":
            self._close_group()
        elif code:
            self._letter.append(int(code, 16))
        elif run is not None:
            self._say(run.decode(self._code_page, "replace"))
        elif symbol == b"*":
            self._for_some_programs = True  # the group is for programs that know the word that follows
        elif symbol is not None:
            self._say(_SYMBOLS.get(symbol) or symbol.decode("latin-1"))
        elif word is not None:
            return self._take_word(word.decode(), int(number) if number else 0)
        return 0

    def finish_letter(self) -> None:
        """Say the letter whose bytes were given one at a time."""
        if self._letter:
            self._say(self._letter.decode(self._code_page, "replace"))
            self._letter.clear()

    def _say(self, text: str) -> None:
        if self._destination not in _NO_TEXT:
            self.texts.setdefault(self._destination, []).append(text)

    def _not_skipped(self, run: bytes | None) -> bytes:
        """Return what is left of a run without what older programs show in place of a character that they lack."""
        cut = min(self._to_skip, len(run)) if run else 1
        self._to_skip -= cut
        return run[cut:] if run else b""

    def _close_group(self) -> None:
        self._to_skip = 0
        if self._outer:
            closed = self._destination
            self._destination, self._skip = self._outer.pop()
            if closed != self._destination and closed in _PLACES:
                self.texts.setdefault(closed, []).append("\n")

    def _take_word(self, name: str, value: int) -> int:
        """Do what a control word says. Returns how many bytes after it are no text at all."""
        aside, self._for_some_programs = self._for_some_programs, False
        if name in _DESTINATIONS:
            self._destination = _DESTINATIONS[name]
            self.destinations.add(name)
        elif name == "bin":
            return max(value, 0)
        elif name == "u":
            self._say(chr(value & 0xFFFF))
            self._to_skip = self._skip
        elif name == "uc":
            self._skip = max(value, 0)
        elif name == "ansicpg" and value in _CODE_PAGES:
            self._code_page = f"cp{value}"
        elif name in _CHARACTERS:
            self._say(_CHARACTERS[name])
        elif aside:
            self._destination = "aside"
        return 0


def _add(collected: Collected, destination: str, said: list[str]) -> None:
    where, kind = _PLACES.get(destination, ("the text", "text"))
    halves = "".join(said).encode("utf-16-le", "surrogatepass")
    text = halves.decode("utf-16-le", "replace")  # two halves make one sign
    if kind == "author":
        names = (name.strip(" ;") for name in re.split(r"[\n;]", text))
        collected.add_each(where, kind, (name for name in names if name != "Unknown"))
    else:
        collected.add(where, kind, text)
