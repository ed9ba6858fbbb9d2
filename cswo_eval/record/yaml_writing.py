"""Write a record's values as YAML that a person can read and that reads back letter for letter."""

from __future__ import annotations

import re
from typing import Any

import yaml

_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

# Characters that survive outside double quotes. YAML treats U+0085, U+2028 and U+2029 as line breaks and drops a byte
# order mark; control characters must be escaped; a lone surrogate cannot be written at all and is refused at input.
_SAFE = re.compile(r"[\n\t\x20-\x7e\xa0-\u2027\u202f-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
# U+202A to U+202E turn the direction of a line: escaped, so that no editor shows the text in another order.


class _Writer(_Dumper):  # type: ignore[misc]
    """Long text in block style where that is lossless, else in double quotes with escapes. Nothing is an alias."""

    def ignore_aliases(self, _value: Any) -> bool:
        """Return True: a date that stands in two places is written out in both."""
        return True


def _write_text(writer: Any, text: str) -> yaml.ScalarNode:
    style = None
    if not _SAFE.fullmatch(text):
        style = '"'
    elif "\n" in text:
        style = "|" if _fits_block(text) else '"'
    elif "\t" in text or text != text.strip():
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
    return text


def writable(text: str) -> bool:
    """Return whether the text can be kept: it holds no lone surrogate, the mark of bytes that were not text."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
