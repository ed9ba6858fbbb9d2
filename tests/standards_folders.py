"""Folders of standards to try things on: a copy of ours with one thing changed, and a tiny Standard of somebody's own."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from cswo_eval.framework.load import check_folder
from cswo_eval.framework.standards_folder import own_standards_folder
from cswo_eval.text.problems import Problem

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def copy_of_ours(folder: Path) -> Path:
    """Copy our standards to `folder`, as somebody who wants other wording would."""
    shutil.copytree(own_standards_folder(), folder)
    return folder


def spoil(folder: Path, name: str, pattern: str, replacement: str) -> int:
    """Replace the first place in a file that fits `pattern`; return the first line that differs. Fails where none fits."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    found = re.search(pattern, text, re.MULTILINE)
    assert found is not None, f"{name} has nothing like {pattern}"
    changed = text[: found.start()] + found.expand(replacement) + text[found.end() :]
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    pairs = zip(text.splitlines(), changed.splitlines(), strict=False)
    return next(number for number, (old, new) in enumerate(pairs, start=1) if old != new)


def problems_of(folder: Path) -> list[str]:
    """Every problem of a folder laid over ours, as the sentences a user reads, without the folder's own path."""
    return [shown(problem, folder) for problem in check_folder(folder)[1]]


def shown(problem: Problem, folder: Path) -> str:
    """A problem as its reader sees it, with the files called by their path inside the folder."""
    return str(problem).replace(f"{folder}/", "").replace(f"{folder}\\", "").replace("\\", "/")


def edit_values(path: Path, change: Callable[[Any], Any]) -> None:
    """Read a YAML file as plain values, change them in place, and write it again."""
    values = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    change(values)
    path.write_text(yaml.dump(values, Dumper=_Dumper, sort_keys=False, allow_unicode=True), encoding="utf-8")


def rename_everywhere(folder: Path, was: str, now: str) -> None:
    """Give an id of the Standard another name in every file of the folder."""
    for path in sorted(folder.rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(rf"\b{re.escape(was)}(?![0-9])", now, text), encoding="utf-8")


def builds_without(builds: Any, competency: str) -> Any:
    """What an activity builds, but one competency: it is mainly for the next that it names, or else for SD1.1."""
    mainly = [one for one in builds["mainly"] if one != competency]
    also = [one for one in builds.get("also", []) if one != competency]
    if not mainly:
        mainly = [also.pop(0)] if also else ["SD1.1"]
    return {"mainly": mainly, "also": also}


def take_out_everywhere(folder: Path, competency: str) -> None:
    """Take a competency out of the Standard and out of whatever names it."""

    def from_aspect(aspect: Any) -> None:
        for element in aspect["elements"]:
            element["competencies"] = [one for one in element["competencies"] if one["id"] != competency]

    def from_activities(catalogue: Any) -> None:
        for activity in catalogue["activities"]:
            activity["builds"] = builds_without(activity["builds"], competency)

    def from_presets(importance: Any) -> None:
        for preset in importance["presets"]:
            preset["levels"].pop(competency)
            preset["reasons"].pop(competency, None)
        for circumstance in importance["circumstances"]:
            circumstance["raises"].pop(competency, None)

    edit_values(folder / "standard" / f"{competency[:2]}.yaml", from_aspect)
    edit_values(folder / "importance.yaml", from_presets)
    for path in sorted((folder / "activities").glob("*.yaml")):
        if competency in path.read_text(encoding="utf-8"):
            edit_values(path, from_activities)


OWN_ACTIVITY: dict[str, Any] = {
    "id": "own-1",
    "title": "Own",
    "kind": "formal",
    "goal": "quick-win",
    "builds": {"mainly": ["SD1.1"]},
    "hours": 2,
    "sitting_hours": 2,
    "whole_sitting": False,
    "span_days": 1,
    "notice_days": 0,
    "starter": False,
    "phase": "try",
    "after": [],
    "first_step": "Ring.",
    "cue": "When I park, then I go in.",
    "helpers": ["a team leader"],
    "barrier": "Time.",
    "answer": "Short.",
    "measure": "I went.",
    "benefit": "They are known.",
    "ethical_check": "Ask first.",
    "finds_out": False,
    "evidence_left": "A note",
    "source": {"document": "own"},
}
"""An activity of somebody's own, in order as it is."""


def own_activities(*changes: dict[str, Any]) -> str:
    """A file with an activity of one's own for each of these changes, every field of it on one line."""
    head = "id: own\nversion: 1\ntitle: Ours\nsource: {document: own}\nactivities:\n"
    entries = []
    for change in changes:
        lines = [f"{name}: {json.dumps(held)}" for name, held in (OWN_ACTIVITY | change).items()]
        entries.append("  - " + "\n    ".join(lines) + "\n")
    return head + "".join(entries)


def line_of(text: str, activity: str, field: str) -> int:
    """The line of a field of one of those activities; of its first line where it has no such field."""
    lines = text.splitlines()
    begins = next(number for number, line in enumerate(lines) if f'- id: "{activity}"' in line)
    for number in range(begins, len(lines)):
        if number > begins and lines[number].startswith("  - "):
            break
        if lines[number].strip().removeprefix("- ").startswith(f"{field}:"):
            return number + 1
    return begins + 1


def say_renamed(folder: Path, *entries: tuple[str, list[str], str]) -> None:
    """Write into the Standard what became of older ids: (was, now, reason)."""

    def add(outline: Any) -> None:
        outline["version"] = 2
        outline["renamed"] = [{"was": was, "now": now, "reason": reason} for was, now, reason in entries]

    edit_values(folder / "standard" / "standard.yaml", add)


TINY: dict[str, str] = {
    "standard/standard.yaml": """\
id: tiny-standard
version: 1
title: A small council's own Standard
source: {document: own}
aspects: [ZZ]
standing: [Ours alone.]
""",
    "standard/ZZ.yaml": """\
id: ZZ
version: 1
title: Being there
source: {document: own}
summary: Being where the work is.
elements:
  - id: ZZ1
    title: Showing up
    statement: I am where the work is.
    meaning: Seen by the people who do it.
    weak: A name on the door.
    strong: A face at the handover.
    question: Who saw you this week?
    guidance: []
    source: {document: own}
    competencies:
      - id: ZZ1.1
        title: Going out
        statement: I go out to the teams.
        meaning: Not waiting to be asked.
        weak: You mean to.
        strong: They expect you on Thursdays.
        evidence: [A diary, A team leader who can say so]
        question: When did you last sit in duty?
        guidance: []
        source: {document: own}
""",
    "importance.yaml": """\
id: importance
version: 1
title: Importance
source: {document: own}
presets:
  - {id: new-in-post, title: New in post, text: All alike., levels: {ZZ1: 2, "ZZ1.1": 2}}
  - {id: established, title: Established, text: All alike., levels: {ZZ1: 2, "ZZ1.1": 2}}
  - {id: diploma, title: Diploma, text: All alike., levels: {ZZ1: 2, "ZZ1.1": 2}}
""",
    "practice-examples.yaml": """\
id: practice-examples
version: 1
title: Examples
source: {document: own}
examples:
  - {id: EX01, title: A visit, aspect: ZZ, elements: [ZZ1], text: She went., source: {document: own}}
""",
    "worked-cases.yaml": """\
id: worked-cases
version: 1
title: Cases
source: {document: own}
cases:
  - {id: a, title: A, competency: ZZ1.1, story: S, evidence: E, level: 2, why: W, trap: T}
  - {id: b, title: B, competency: ZZ1.1, story: S, evidence: E, level: 4, why: W, trap: T}
""",
    "activities/own.yaml": """\
id: activities-own
version: 1
title: Our activities
source: {document: own}
activities:
"""
    + "".join(
        f"""\
  - {{id: own-{number}, title: Own {number}, kind: {kind}, goal: quick-win, builds: {{mainly: [ZZ1.1]}}, hours: 2,
     sitting_hours: 2, whole_sitting: false, span_days: 1, notice_days: 0, starter: false, phase: listen, first_step: Ring., cue: "When I park, then I go in.",
     helpers: [a team leader], barrier: Time., answer: Short., measure: I went., benefit: They are known.,
     ethical_check: Ask first., finds_out: {finds_out}, evidence_left: A note, source: {{document: own}}}}
"""
        for number, kind, finds_out in ((1, "on-the-job", "true"), (2, "with-others", "false"), (3, "formal", "false"))
    ),
}
"""A whole Standard of somebody's own, with all that must go with it: one aspect, one element, one competency."""


def write_files(folder: Path, files: dict[str, str]) -> Path:
    """Write files, by their path inside the folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
