"""Short ways to make the values that many tests begin from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from cswo_eval.framework.framework import Framework
from cswo_eval.record.fitted import standard_used
from cswo_eval.record.layout import CONTENTS
from cswo_eval.record.models import Answer, Evidence, EvidenceRegister, Link, Profile, ReviewRecord, Round
from cswo_eval.record.plan_models import Action, Goal, Plan
from cswo_eval.record.seal import closed
from cswo_eval.record.store import Record
from cswo_eval.record.writer import as_yaml
from cswo_eval.walk.machine import Walk

NOW = "2026-11-02T09:30:00Z"
TODAY = date(2026, 11, 21)
BASELINE = date(2026, 11, 2)
PLAN_START = date(2026, 11, 23)


def a_profile(**given: Any) -> Profile:
    """A profile with a fixed id."""
    return Profile(**{"record_id": "0123456789abcdef", "created": NOW, **given})


def rated(level: int, **given: Any) -> Answer:
    """A finished answer with a level."""
    return Answer(**{"standing": "rated", "level": level, **given})


def a_round(framework: Framework, answers: Mapping[str, Answer] | None = None, **given: Any) -> Round:
    """A round of the Standard in use with these answers."""
    values: dict[str, Any] = {"title": "Baseline", "started": BASELINE, "standard": standard_used(framework), **given}
    return Round(**values, answers=dict(answers or {}))


def an_entry(number: int, *items: str, **given: Any) -> Evidence:
    """Entry E<number>, linked to these items with a reason."""
    values: dict[str, Any] = {
        "title": f"Entry {number}",
        "kind": "own-work",
        "effective": date(2026, 9, 14),
        "recorded": NOW,
        "links": tuple(Link(item=item, reason="It shows it.") for item in items),
    }
    return Evidence(**{"id": f"E{number}", **values, **given})


def a_register(entries: Iterable[Evidence] = ()) -> EvidenceRegister:
    """A register of these entries."""
    return EvidenceRegister(entries=tuple(entries))


def an_action(number: int = 1, **given: Any) -> Action:
    """Action A<number> of a plan that starts on PLAN_START."""
    values: dict[str, Any] = {
        "id": f"A{number}",
        "title": f"Action {number}",
        "goal": "SD1.3",
        "hours": 2.0,
        "start": PLAN_START,
        "due": date(2026, 12, 4),
    }
    return Action(**{**values, **given})


def a_plan(*actions: Action, **given: Any) -> Plan:
    """A plan of these actions, for one goal."""
    values: dict[str, Any] = {
        "start": PLAN_START,
        "made": NOW,
        "made_on": TODAY,
        "round": BASELINE,
        "hours_per_week": 3.0,
        "goals": (Goal(item="SD1.3", reason="need", members=("SD1.3",), why="A gap of two."),),
    }
    return Plan(**{**values, **given}, actions=actions)


def a_review(**given: Any) -> ReviewRecord:
    """The review of day 30 of a plan that starts on PLAN_START."""
    return ReviewRecord(**{"plan": PLAN_START, "number": 30, "held": date(2026, 12, 22), **given})


def a_walk(
    framework: Framework,
    *,
    depth: str = "usual",
    order: Iterable[str] | None = None,
    answers: Mapping[str, Answer] | None = None,
    entries: Iterable[Evidence] = (),
    target: int | None = 3,
    importance: int = 2,
    **given: Any,
) -> Walk:
    """A walk that has not begun, over `order` (by default every item of that depth), the same target everywhere."""
    items = (*framework.elements, *framework.competencies)
    scope = order if order is not None else (framework.elements if depth == "element" else framework.competencies)
    values: dict[str, Any] = {
        "framework": framework,
        "round": a_round(framework, answers, depth=depth),
        "register": a_register(entries),
        "order": tuple(scope),
        "targets": dict.fromkeys(items, target),
        "presets": dict.fromkeys(items, importance),
        "preset_reasons": {},
        "depth": depth,
    }
    return Walk(**{**values, **given})


AWKWARD_TEXTS: Mapping[str, str] = {
    "several lines": "first line\nsecond line\n\nfourth line",
    "only blank lines": "\n\n\n",
    "blank lines around": "\n\nwords\n\n",
    "spaces around": "  two before and three after   ",
    "spaces at the end of a line": "one  \ntwo\t\nthree",
    "a line that begins with spaces": "one\n    two\n  three",
    "first line indented": "    indented\nnot indented",
    "next line U+0085": "before\u0085after",
    "line separator U+2028": "before\u2028after\u2029and after",
    "byte order mark": "\ufeffat the start, \ufeff and within",
    "NUL": "before\x00after",
    "control characters": "".join(chr(code) for code in (*range(1, 32), *range(127, 160))),
    "carriage returns": "old Mac\rWindows\r\nend\r\n",
    "leading equals": "=SUM(A1:A9)",
    "lone equals": "=",
    "leading dash": "- not a list",
    "three dashes": "---",
    "document end": "...",
    "dashes within": "one\n--- \n...\ntwo",
    "leading hash": "# not a comment",
    "hash within": "budget # 3 of 4",
    "colon and space": "Note to self: ask the chief executive: when?",
    "ends in a colon": "the question is:",
    "double quotes": 'She said "no", then "perhaps".',
    "single quotes": "'twas the council's own",
    "a lone quote": '"',
    "tabs": "\tone\ttwo\t",
    "a tab begins the second line": "one\n\ttwo",
    "backslashes": "C:\\new\\table \\x41 \\u2028",
    "emoji": "👩🏽‍⚖️ 🏴󠁧󠁢󠁳󠁣󠁴󠁿 ✓ 😀",
    "Gaelic": "Bha mi ag obair còmhla ris a’ Chomhairle; tha Àrd-Oifigear na h-Obrach Sòisealta an seo. È Ì Ò Ù",
    "composed and not": "é e\u0301 Å A\u030a",
    "right to left": "שלום \u202eabc\u202c مرحبا",
    "looks like no": "No",
    "looks like yes": "y",
    "looks like null": "~",
    "looks like null in words": "null",
    "looks like a number": "1.10",
    "looks like octal": "017",
    "looks like an exponent": "1e3",
    "looks like a time": "12:30:45",
    "looks like a date": "2026-11-21",
    "looks like a moment": "2026-11-21T09:30:00Z",
    "looks like a merge": "<<",
    "looks like an anchor": "&anchor *alias !tag",
    "looks like a block": "|\n  folded",
    "looks like folded": ">-",
    "looks like flow": "{a: [b, c]} ]",
    "percent": "%YAML 1.2",
    "at and backtick": "@home `code`",
    "Rich markup": "[draft] [/items] [bold red]x[/] :100: [link=https://example.org]y[/link]",
    "question mark": "? what",
    "noncharacters": "\ufffe\uffff\U0001ffff\U0010ffff",
    "no-break space": "\u00a0 between no-break spaces \u00a0",
    "zero width": "\u200b\u200d\u2060",
    "fifty thousand": ("Fifty thousand characters, and a “quote”: # " * 1200)[:50_000],
    "fifty thousand in one word": "x" * 50_000,
    "fifty thousand brackets": "[{" * 25_000,
    "fifty thousand dashes": "-" * 50_000,
    "fifty thousand line ends": "\n" * 50_000,
}
"""Texts that have gone wrong somewhere, each under what it tries."""


def typed_texts(max_size: int = 60) -> st.SearchStrategy[str]:
    """Any text a person can type or paste: every character but lone surrogates, which no keyboard makes."""
    anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=max_size)
    marks = "\n\t \r'\"\\:#-=?|>&*!%@`[]{},.~\x00\x85\u2028\u2029\ufeff\u00a0aN1"
    troublesome = st.text(st.sampled_from(marks), max_size=max_size // 2)
    return st.one_of(anything, troublesome, st.sampled_from(sorted(AWKWARD_TEXTS.values(), key=len)[:-5]))


def changed(value: Any, **changes: Any) -> Any:
    """The same value with some fields changed."""
    return value._replace(**changes)


def never_had(folder: Path, name: str) -> None:
    """Make a record one that never had this file, or this folder of files: they are gone from it and from its list."""
    record = Record(folder)
    contents = record.contents
    kept = tuple(one for one in contents.files if one != name and not one.startswith(f"{name}/"))
    for one in set(contents.files) - set(kept):
        (folder / one).unlink()
    (folder / CONTENTS).write_text(closed(as_yaml(contents._replace(files=kept))), encoding="utf-8", newline="\n")
