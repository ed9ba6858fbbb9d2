"""Break text into lines by the columns it takes on a terminal: a wide character takes two, a combining one none."""

from __future__ import annotations

from cswo_eval.text.visible import visible

NARROWEST = 20


def columns_of(text: str) -> int:
    """Return how many columns one line of text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # only where a text has more than ASCII

    return cell_len(text)


def wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Return the text as lines no wider than `width`; its own line breaks stay; `first` opens it, `rest` each line after."""
    indent = " " * len(first) if rest is None else rest
    lines: list[str] = []
    for paragraph in visible(text).split("\n"):
        lines.extend(_paragraph(paragraph, width, indent if lines else first, indent))
    return lines


def _paragraph(text: str, width: int, opening: str, indent: str) -> list[str]:
    if columns_of(opening) + columns_of(text) <= width:
        return [(opening + text).rstrip()]
    lines: list[str] = []
    line, used, empty = opening, columns_of(opening), True
    for word in text.split(" "):
        size = columns_of(word)
        if not empty and used + 1 + size <= width:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if not empty:
            lines.append(line.rstrip())
            line, used = indent, columns_of(indent)
        while used + size > width:
            piece = _fitting(word, max(width - used, 1))
            lines.append(line + piece)
            word = word[len(piece) :]
            line, used, size = indent, columns_of(indent), columns_of(word)
        line, used, empty = line + word, used + size, False
    lines.append(line.rstrip())
    return lines


def _fitting(word: str, room: int) -> str:
    """Return the longest beginning of a word that fits, at least one character."""
    if word.isascii():
        return word[:room]
    end, used = 0, 0
    for character in word:
        used += columns_of(character)
        if used > room and end:
            break
        end += 1
    return word[:end]
