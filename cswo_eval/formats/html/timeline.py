"""The timeline: ids and titles in a column, beside them a bar for each action over the hundred days.

Lines across the bars are the reviews, named above, and the day the report was made, named below: however near that day
is to a review, neither line runs through the other's name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from cswo_eval.formats.html.markup import Markup, filled, joined, shortened
from cswo_eval.formats.html.svg import box, number, path, text
from cswo_eval.pages.blocks import TimelineData

_WIDE, _TITLES, _BARS, _DAY = 720.0, 34.0, 292.0, 4.15
"""The whole width, where the titles and where the bars begin, and how wide a day is."""
_DAYS = 100
_TICKS = (1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100)
_LABEL, _LINE, _BAR = 14.0, 13.0, 12.0
"""How high a row of names, a line of a title and a bar are."""
_LETTER, _BOLD = 6.3, 7.0
"""About as wide as a letter is, in the widest of the fonts that a browser may take."""
_ROOM = 42
"""Letters of the usual width in a line of a title."""
_NARROW, _BROAD, _BROADEST = 0.6, 1.45, 1.75
"""How many usual letters one of the narrowest takes, a capital, m or w does, and one of the widest does."""
_NARROWEST, _WIDEST = frozenset(" Iijltfr',.:;()-"), frozenset("MW@%")
_DRAWN_APART = ("planned", "done")


def timeline(data: TimelineData) -> tuple[float, float, Markup]:
    """Return width, height and what is in it. What is not simply planned says so beside its bar."""
    names, top = _review_names(data)
    y, bars = top, list[Markup]()
    edges = []
    for name, title, first, last, status in data.bars:
        lines = _lines(title)
        high = _LINE * len(lines) + 8
        edges.append(f"M0 {number(y)}h{number(_WIDE)}")
        bars += _row(y + high / 2, name, lines, _across(first), _across(max(first, last)) + _DAY, status)
        y += high
    reviews = path((f"M{number(_middle(day))} {number(top - 3)}V{number(y)}" for day, _ in data.marks), "r")
    now, below = _today(data.today, top, y)
    ticks = path((*edges, *(f"M{number(_across(tick))} {number(top)}V{number(below + 4)}" for tick in _TICKS)), "g")
    days = [text(_across(day), below + 15, f"Day {day}" if day == 1 else str(day), "m q") for day in _TICKS]
    key = _key(dict.fromkeys(bar[4] for bar in data.bars), below + 24)
    return _WIDE, below + 42, joined((ticks, reviews, now, *days, names, *bars, key))


def _row(middle: float, name: str, lines: list[str], start: float, end: float, status: str) -> list[Markup]:
    """An id, a title of one or two lines and a bar, all about the same height."""
    base = middle + 4 - _LINE / 2 * (len(lines) - 1)
    second = filled("<tspan x={} dy={}>{}</tspan>", number(_TITLES), number(_LINE), lines[1]) if lines[1:] else ""
    parts = [
        text(2, base, shortened(name, 4), "b"),
        filled("<text x={} y={}>{}{}</text>", number(_TITLES), number(base), lines[0], second),
        path((box(start, middle - _BAR / 2, end - start, _BAR),), _kind(status)),
    ]
    if status != "planned":
        words = shortened(status, 14)
        after = end + 5 + _LETTER * len(words) <= _WIDE
        parts.append(text(end + 5 if after else start - 5, middle + 4, words, "t" if after else "t e"))
    return parts


def _lines(title: str) -> list[str]:
    """A title in one line or two, broken between words where that can be."""
    whole = _cut(title, 2 * _ROOM)
    first = _cut(whole, _ROOM)
    if first == whole:
        return [whole]
    fits = len(first) - 1
    at = fits if whole[fits] == " " else whole.rfind(" ", 0, fits)
    at = fits if at <= 0 else at
    return [whole[:at], _cut(whole[at:], _ROOM)]


def _cut(title: str, room: float) -> str:
    """As much of a title, on one line, as fits: no more letters than there is room for, and fewer where they are wide."""
    line, used = shortened(title, room), 0.0
    for place, letter in enumerate(line):
        used += _letters_wide(letter)
        if used > room:
            return line[: max(place - 1, 0)].rstrip() + "…"
    return line


def _letters_wide(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 2
    if letter in _WIDEST or letter in _NARROWEST:
        return _BROADEST if letter in _WIDEST else _NARROW
    return _BROAD if letter.isupper() or letter in "mw" else 1


def _review_names(data: TimelineData) -> tuple[Markup, float]:
    """The names of the reviews, none upon another; and where the rows begin below them."""
    parts, ends = [], list[float]()
    for day, name in sorted(data.marks):
        words = shortened(name, 16)
        x, half = _held(_middle(day), words), _BOLD / 2 * len(words)
        row = next((place for place, end in enumerate(ends) if end + 6 <= x - half), len(ends))
        ends[row : row + 1] = [x + half]
        parts.append(text(x, 10 + _LABEL * row, words, "m b"))
    return joined(parts), _LABEL * len(ends) + 4


def _today(today: int | None, top: float, bottom: float) -> tuple[Markup, float]:
    """The line of the day the report was made, named below the bars; and where what stands below that begins."""
    if today is None:
        return Markup(), bottom
    line, words = path((f"M{number(_middle(today))} {number(top)}V{number(bottom + 3)}",), "now"), f"Today, day {today}"
    return joined((line, text(_held(_middle(today), words), bottom + _LABEL, words, "m b t"))), bottom + _LABEL


def _key(statuses: Iterable[str], y: float) -> Markup:
    """What the fill of a bar means."""
    parts, x = [], _BARS
    for status in statuses:
        words = shortened(status, 14)
        parts += [path((box(x, y, 20, _BAR),), _kind(status)), text(x + 26, y + 10, words)]
        x += 44 + _BOLD * len(words)
    return joined(parts)


def _across(day: int) -> float:
    return _BARS + _DAY * (min(max(day, 1), _DAYS) - 1)


def _middle(day: int) -> float:
    return _across(day) + _DAY / 2


def _held(x: float, words: str) -> float:
    """Return the middle of a label near x that does not leave the drawing."""
    return min(x, _WIDE - _BOLD / 2 * len(words) - 1)


def _kind(status: str) -> str:
    return status if status in _DRAWN_APART else "other"
