"""Write a record's values as YAML that a person can read and that reads back letter for letter."""

from __future__ import annotations

import re
from typing import Any

import yaml

_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

# Characters that survive outside double quotes. YAML treats U+0085, U+2028 and U+2029 as line breaks and drops a byte
# order mark; control characters must be escaped; a lone surrogate cannot be written at all and is refused at input.
_SAFE = re.compile(
    r"[\n\t\x20-\x7e\xa0-\u200d\u2010-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*"
)
# Marks that turn the direction of a line are escaped, so that no editor shows the text in another order. They stand in
# double quotes only, where an escape means the same.
_DIRECTION_MARKS = {code: f"\\u{code:04X}" for code in (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}


# The writer gives an emoji as its number. It stands in double quotes then, where a backslash of the owner's own is doubled:
# read in pairs, so that only the writer's own escapes are turned back.
_NUMBERED = re.compile(r"\\\\|\\U000([0-9A-Fa-f]{5})")


class _Writer(_Dumper):  # type: ignore[misc]
    """Long text in block style where that is lossless, else in double quotes with escapes. Nothing is an alias."""

    def ignore_aliases(self, _value: Any) -> bool:
        """Return True: a date that stands in two places is written out in both."""
        return True


_LIKE_A_TIME = re.compile(r"[0-9]{4}(-[0-9]{2})?")
"""A year or a month as text: in quotation marks, so that nothing takes it for a number, and an editor sees how it is written."""


def _write_text(writer: Any, text: str) -> yaml.ScalarNode:
    style = None
    if not _SAFE.fullmatch(text) or "\\U000" in text:
        style = '"'
    elif "\n" in text:
        style = "|" if _fits_block(text) else '"'
    elif "\t" in text or _LIKE_A_TIME.fullmatch(text) or text != text.strip():
        style = '"'
    node: yaml.ScalarNode = writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)
    return node


def _fits_block(text: str) -> bool:
    lines = text.split("\n")
    return lines[0][:1] not in ("", " ", "\t") and all(line == line.rstrip(" \t") for line in lines) and lines[-1] != ""


_Writer.add_representer(str, _write_text)


def dump_yaml(value: Any) -> str:
    """Return `value` (dicts, lists, text, numbers, dates, None) as YAML text, keys in the order given."""
    text: str = yaml.dump(value, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=1_000_000)
    if "\\U000" in text:
        text = _NUMBERED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[0], text)
    return text.translate(_DIRECTION_MARKS)


def writable(text: str) -> bool:
    """Return whether the text can be kept: it holds no lone surrogate, the mark of bytes that were not text."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
