"""The characters that the bytes of a text stand for, or a refusal where they are no text."""

from __future__ import annotations

import re

from cswo_eval.files.limits import MOST_CONTROL_CHARACTERS
from cswo_eval.files.xml_parts import Unreadable

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decoded(data: bytes) -> str:
    """Return the characters of a text: by its mark, else UTF-8, else UTF-16, else Windows' own. Raises Unreadable for no text."""
    text = _decoded(data)
    if len(_CONTROLS.findall(text)) > MOST_CONTROL_CHARACTERS * len(text):
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
