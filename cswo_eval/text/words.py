"""Small words that every page shares: counts, lists, hours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def counted(number: int, one: str, many: str = "") -> str:
    """Return '1 need' or '3 needs'."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(names: Iterable[str], most: int = 100) -> str:
    """Return the names with commas; where there are more than `most`, how many more."""
    shown = list(names)
    if len(shown) <= most:
        return ", ".join(shown)
    return ", ".join(shown[:most]) + f" and {len(shown) - most} more"


def listed_with_and(names: Sequence[str]) -> str:
    """Return 'a', 'a and b' or 'a, b and c'."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def hours_text(hours: float) -> str:
    """Return '1.5 h' or '2 h'."""
    return f"{hours:.2f}".rstrip("0").rstrip(".") + " h"


def size_text(size: int) -> str:
    """Return a size in bytes as '512 bytes', '24 kB' or '1.3 MB'."""
    if size < 1000:
        return counted(size, "byte")
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
