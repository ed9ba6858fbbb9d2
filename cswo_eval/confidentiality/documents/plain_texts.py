"""Files that are text: which kind of text each is, and who reads that kind."""

from __future__ import annotations

from cswo_eval.confidentiality.documents.collected import Collected
from cswo_eval.confidentiality.documents.decoded_text import decoded
from cswo_eval.files.limits import LARGEST_PLAIN_TEXT

_MARKUP = ("html", "htm", "xhtml", "xml", "svg", "fodt", "fods")
_MAIL = ("eml", "mht", "mhtml")


def read_plain(collected: Collected, extension: str, data: bytes) -> None:
    """Gather the texts of a text file, web page, RTF file or email. Raises Unreadable for what is no text."""
    if extension not in _MAIL and len(data) > LARGEST_PLAIN_TEXT:
        collected.unread(
            f"it is larger than {LARGEST_PLAIN_TEXT // 1_000_000} million bytes, and the rest was not read"
        )
        data = data[
            : data.rfind(b"\n", 0, LARGEST_PLAIN_TEXT) + 1 or LARGEST_PLAIN_TEXT
        ]  # not within a letter of several bytes
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
