"""The texts of an email: who wrote to whom, about what, each of its forms, and the files attached to it."""

from __future__ import annotations

from cswo_eval.confidentiality.documents.collected import Collected
from cswo_eval.confidentiality.documents.decoded_text import decoded
from cswo_eval.files.limits import MOST_MAIL_PARTS


def read_mail(collected: Collected, data: bytes) -> None:
    """Gather the texts of an email or of a web archive."""
    import email  # only where one is read
    from email.header import decode_header, make_header
    from email.message import Message

    message = email.message_from_bytes(data)
    for number, part in enumerate(message.walk()):
        if number > MOST_MAIL_PARTS:
            collected.unread(f"it has more than {MOST_MAIL_PARTS} parts, and the rest were not read")
            return
        if number == 0 or part.get_content_maintype() == "message" or part.get("From"):
            for name, value in part.items():
                try:
                    value = str(make_header(decode_header(value)))
                except (ValueError, LookupError):
                    value = str(value)
                collected.add(f"'{name[:40]}' in the email's head", "property", value)
        if part.is_multipart():
            continue
        assert isinstance(part, Message)
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or not content:
            continue
        file_name = part.get_filename()
        if file_name:
            collected.add_file(str(make_header(decode_header(file_name))), content)
        elif part.get_content_maintype() == "text":
            _add_text(collected, part.get_content_subtype(), part.get_content_charset(), content)
        else:
            collected.add_file(f"part {number}", content)


def _add_text(collected: Collected, subtype: str, charset: str | None, content: bytes) -> None:
    try:
        text = content.decode(charset) if charset else decoded(content)
    except (LookupError, UnicodeDecodeError):
        text = decoded(content)
    if subtype == "html":
        from cswo_eval.confidentiality.documents.web_pages import read_markup

        read_markup(collected, text)
    else:
        collected.add("the text", "text", text)
