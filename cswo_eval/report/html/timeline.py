"""The timeline: a bar for each action over the hundred days, and a line for each review."""

from __future__ import annotations

from cswo_eval.report.blocks import TimelineData
from cswo_eval.report.html.drawing import box, number, path, text
from cswo_eval.report.html.markup import Markup, joined, shortened

_LEFT, _DAY, _RIGHT = 40.0, 6.7, 716.0
_TOP, _ROW = 40.0, 24.0
_TICKS = (1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100)
_LETTER = 6.4
"""About as wide as a letter is."""
_DRAWN_APART = ("planned", "done")
_A_STATUS = 110.0


def timeline(data: TimelineData) -> tuple[float, float, Markup]:
    """Return width, height and what is in it. What is not simply planned says so beside its bar."""
    high = _TOP + _ROW * len(data.bars)
    parts = [path((f"M{number(_across(tick))} {number(_TOP - 5)}V{number(high)}" for tick in _TICKS), "g")]
    parts += [text(_across(tick), _TOP - 10, f"Day {tick}" if tick == 1 else str(tick), "m q") for tick in _TICKS]
    for day, name in data.marks:
        x = _across(day) + _DAY / 2
        parts.append(path((f"M{number(x)} 15V{number(high)}",), "r"))
        at_end = day > 90
        parts.append(text(_RIGHT if at_end else x, 11, shortened(name, 20), "e b" if at_end else "m b"))
    for place, (name, title, first, last, status) in enumerate(data.bars):
        y = _TOP + _ROW * place
        start, end = _across(first), _across(max(first, last)) + _DAY
        parts.append(text(2, y + 16, shortened(name, 5), "b"))
        parts.append(path((box(start, y + 4, end - start, _ROW - 8),), _kind(status)))
        words = title if status == "planned" else f"{status}: {title}"
        before, after = start - _LEFT - 6, _RIGHT - end - 6
        if after >= before:
            parts.append(text(end + 6, y + 16, shortened(words, after / _LETTER), "t"))
        else:
            parts.append(text(start - 6, y + 16, shortened(words, before / _LETTER), "t e"))
    statuses = list(dict.fromkeys(bar[4] for bar in data.bars))
    for place, status in enumerate(statuses):
        x = _LEFT + _A_STATUS * place
        parts.append(path((box(x, high + 10, 24, 14),), _kind(status)))
        parts.append(text(x + 30, high + 21, shortened(status, 11)))
    if data.marks:
        x = _LEFT + _A_STATUS * len(statuses) + 12
        parts.append(path((f"M{number(x)} {number(high + 8)}v18",), "r"))
        parts.append(text(x + 12, high + 21, "review"))
    return 720, high + 30, joined(parts)


def _across(day: int) -> float:
    return _LEFT + _DAY * (min(max(day, 1), 100) - 1)


def _kind(status: str) -> str:
    return status if status in _DRAWN_APART else "other"
