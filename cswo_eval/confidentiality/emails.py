"""E-mail addresses, found from their @ outwards, so that a long text without one costs nothing; and those spelled out.

What begins with an @ and is no address, such as '@jsmith87', is the name of an account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cswo_eval.confidentiality.findings import Match
from cswo_eval.framework.portfolio_models import GuardWords

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


_SITE = r"(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w/-])"
_DOT = r"(?: ?[\[({] ?dot ?[\])}] ?| dot )"
_SITE_SPELLED = rf"[\w-]{{1,63}}(?:(?:{_DOT}|\.)[\w-]{{1,63}}){{0,6}}{_DOT}[^\W\d_]{{2,24}}(?![\w-])"
_SPELLED = re.compile(
    rf"(?<![\w.@-])(?P<name>\w[\w.+-]{{0,63}}?)(?P<at> ?[\[({{] ?at ?[\])}}] ?| at )(?!www\.)(?:{_SITE_SPELLED}|(?P<plain>{_SITE}))",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"(?<![\w.@/+-])@(?=\w*[a-z])\w{3,30}(?![\w@(/-]|\.\w)", re.ASCII)


def spelled_addresses(text: str, words: GuardWords) -> Iterator[Match]:
    """Give what is probably an address with its signs as words ('jsmith at example.org'), and account names ('@jsmith87').

    All are warnings. 'Available at example.org' names a site: a word of `before_a_site` is nobody's name there.
    """
    if " at " in text.lower() or "at)" in text.lower() or "at]" in text.lower() or "at}" in text.lower():
        for match in _SPELLED.finditer(text):
            plain = match["at"] == " at " and match["plain"] is not None
            if not plain or match["name"].lower() not in words.before_a_site:
                yield Match("email", False, *match.span())
    for match in _ACCOUNT.finditer(text):
        yield Match("account-name", False, *match.span())
