"""E-mail addresses, found from their @ outwards, so that a long text without one costs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cswo_eval.confidentiality.findings import Match

_BEFORE = re.compile(r"[\w.!#$%&'*+/=?^{|}~-]+$")
_AFTER = re.compile(r"(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])")
_LONGEST_BEFORE = 64
"""An address has at most 64 characters before its @ (RFC 5321)."""
_LONGEST_AFTER = 255
_NOT_AT_THE_EDGE = ".'*/=?{|}!&~"
"""Signs that an address may hold and prose puts round one."""


def email_addresses(text: str) -> Iterator[Match]:
    """Give the e-mail addresses of a normalised text, blanks about the @ or none."""
    place = text.find("@")
    while place >= 0:
        before = _BEFORE.search(text[max(0, place - _LONGEST_BEFORE) : place].removesuffix(" "))
        after_from = place + 1 + text.startswith(" ", place + 1)
        after = _AFTER.match(text, after_from, after_from + _LONGEST_AFTER)
        if before and after:
            name = before[0].lstrip(_NOT_AT_THE_EDGE)
            blank = text.startswith(" ", place - 1)
            if name and not (blank and not text.startswith(" ", place + 1)):
                yield Match("email", True, place - blank - len(name), after.end())
        place = text.find("@", place + 1)
