"""Files that are text: which kind of text each is, and who reads that kind."""

from __future__ import annotations

from cswo_eval.confidentiality.documents.collected import Collected
from cswo_eval.confidentiality.documents.decoded_text import decoded

_MARKUP = ("html", "htm", "xhtml", "xml", "svg", "fodt", "fods")
_MAIL = ("eml", "mht", "mhtml")
LARGEST = 50_000_000
"""Bytes, an email's attachments aside: a table of half a million rows."""


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
