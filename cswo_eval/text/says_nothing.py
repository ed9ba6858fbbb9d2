"""What people put where there is nothing to say: '-', 'n/a', 'tbc', 'as above', a number or an id alone.

Taken as evidence it would count as some. This is the one place that knows it: worksheets and interviews ask here.
"""

from __future__ import annotations

import re
from typing import Literal

Nothing = Literal["sign", "letter", "number", "id", "none", "later", "elsewhere"]
"""How a text says nothing."""
NOTHING_IN_WORDS: dict[Nothing, str] = {
    "sign": "no word stands there",
    "letter": "a letter stands there alone",
    "number": "a number stands there alone",
    "id": "an id stands there alone",
    "none": "it says that there is nothing",
    "later": "it leaves it for later",
    "elsewhere": "it points to something else",
}
SAY_IT = "If that means nothing yet, press Enter. If it is evidence, say in a few words what happened."
"""What to do, said by a prompt."""

_NONE = (
    "blank", "na", "nil", "nk", "no", "no chance yet", "no evidence", "no evidence so far", "no evidence yet", "no example",
    "no examples", "no opportunity yet", "none", "none as yet", "none at present", "none so far", "none yet", "not applicable",
    "not yet", "nothing", "nothing as yet", "nothing at present", "nothing really", "nothing so far", "nothing to add",
    "nothing to report", "nothing to say", "nothing yet", "yes",
)  # fmt: skip
_LATER = (
    "do not know", "dont know", "later", "no idea", "not known", "not sure", "pending", "tba", "tbc", "tbd", "to add", "to be added",
    "to be agreed", "to be confirmed", "to be decided", "to be done", "to come", "to do", "to follow", "todo", "unknown", "unsure",
)  # fmt: skip
_ELSEWHERE = (
    "as above", "as before", "as below", "as previous", "ditto", "same", "same as above", "same as before", "same as below", "see above",
    "see below", "see previous",
)  # fmt: skip
_SAID: dict[str, Nothing] = {
    **dict.fromkeys(_NONE, "none"),
    **dict.fromkeys(_LATER, "later"),
    **dict.fromkeys(_ELSEWHERE, "elsewhere"),
}
_LONGEST = 2_000
"""Characters: what is longer says something."""
_SIGNS = re.compile(r"[\W_]+")
_WITHIN = re.compile(r"['’./]")
"""What stands within 'n/a', 'n.a.' and 'don't know'."""
_A_LEVEL = re.compile(r"(?:(?:level|lvl|l|rating|score) ?)?\d+(?: (?:of|out of) \d+)?")
_AN_ID = r"[a-z]{1,2}\d{1,6}(?:\.\d{1,3}|/t\d{1,3})?"
_IDS_ALONE = re.compile(rf"(?:see\s+)?{_AN_ID}(?:(?:\s*[,;&]\s*(?:and\s+)?|\s+(?:and\s+)?){_AN_ID})*\s*[.,;]?", re.I)

_AN_ENTRY = re.compile(r"E\d+")


def says_nothing(text: str) -> bool:
    """Return whether a text that is not empty says nothing all the same."""
    return kind_of_nothing(text) is not None


def kind_of_nothing(text: str) -> Nothing | None:
    """Return how a text says nothing; None where it says something, and where it is empty."""
    bare = text.strip().casefold()
    if not bare or len(bare) > _LONGEST:
        return None
    words = " ".join(_SIGNS.sub(" ", _WITHIN.sub("", bare)).split())
    if not words:
        return "sign"
    if not any(one.isalpha() for one in words) or _A_LEVEL.fullmatch(words):
        return "number"
    if _IDS_ALONE.fullmatch(bare):
        return "id"
    if len(words) == 1 and words.isascii():
        return "letter"
    return _SAID.get(words)


def entries_alone(text: str) -> tuple[str, ...]:
    """Return the ids of entries in capitals where a text names these and says nothing else; else none."""
    ids = ids_alone(text)
    return ids if all(_AN_ENTRY.fullmatch(one) for one in ids) else ()


def ids_alone(text: str) -> tuple[str, ...]:
    """Return the ids in capitals of a text that names some and says nothing else, such as 'see E4, E5.'; else none."""
    bare = text.strip()
    if len(bare) > _LONGEST or not _IDS_ALONE.fullmatch(bare):
        return ()
    return tuple(dict.fromkeys(one.upper() for one in re.findall(_AN_ID, bare, re.I)))
