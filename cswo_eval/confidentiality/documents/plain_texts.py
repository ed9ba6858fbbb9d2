"""Files that are text: which characters their bytes stand for, and which kind of text it is."""

from __future__ import annotations

import re

from cswo_eval.confidentiality.documents.collected import Collected
from cswo_eval.files.xml_parts import Unreadable

_MARKUP = ("html", "htm", "xhtml", "xml", "svg", "fodt", "fods")
_MAIL = ("eml", "mht", "mhtml")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
LARGEST = 50_000_000
"""Bytes, an email's attachments aside: a table of half a million rows."""
MOST_CONTROLS = 0.01
"""Share of control characters above which bytes are no text: a log or a printout has a few."""


def read_plain(collected: Collected, extension: str, data: bytes) -> None:
    """Gather the texts of a text file, web page, RTF file or email. Raises Unreadable for what is no text."""
    if extension not in _MAIL and len(data) > LARGEST:
        collected.unread(f"it is larger than {LARGEST // 1_000_000} million bytes, and the rest was not read")
        data = data[: data.rfind(b"\n", 0, LARGEST) + 1 or LARGEST]  # not within a letter of several bytes
    if data[:5] == b"{\\rtf":
        from cswo_eval.confidentiality.documents.rich_text import read_rich_text

        read_rich_text(collected, data)
    elif extension in _MAIL:
        from cswo_eval.confidentiality.documents.mail import read_mail

        read_mail(collected, data)
    else:
        text = decoded(data)
        beginning = text[:500].lstrip("\ufeff \t\r\n").casefold()
        if extension in _MARKUP or beginning.startswith(("<!doctype html", "<html", "<?xml")):
            from cswo_eval.confidentiality.documents.web_pages import read_markup

            read_markup(collected, text)
        else:
            collected.add("the text", "text", text)


def decoded(data: bytes) -> str:
    """Return the characters of a text: by its mark, else UTF-8, else UTF-16, else Windows' own. Raises Unreadable for no text."""
    text = _decoded(data)
    if len(_CONTROLS.findall(text)) > MOST_CONTROLS * len(text):
        raise Unreadable("it is not a kind of file that text can be read from: look at it yourself")
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    sample = data[:4000]
    for encoding, nuls in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        # Most letters of our scripts have a zero as one of their two bytes in UTF-16, and a text has none otherwise.
        if nuls and nuls.count(0) > 0.4 * len(nuls):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
