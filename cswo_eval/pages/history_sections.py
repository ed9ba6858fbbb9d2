"""What was changed, when and by which command: sitting by sitting, and the life of one thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from datetime import date
from typing import Any

from cswo_eval.pages.blocks import Block, Column, Document, Entry, Facts, Paragraph, Section, Table
from cswo_eval.pages.differences import Difference, differences
from cswo_eval.pages.json_values import plain_value
from cswo_eval.record.history.lives import Event
from cswo_eval.record.history.sittings import History, Sitting, Step, StepId
from cswo_eval.record.history.undo import about_all
from cswo_eval.record.layout import GUARD_DECISIONS, ROUNDS
from cswo_eval.text.days_in_words import plain_day
from cswo_eval.text.moments import listed_moment, plain_local_day, said_moment
from cswo_eval.text.words import counted, listed

_MOST_IDS = 6
"""Ids that one line names."""
_FILES = {
    "profile": "your profile",
    "portfolio": "your portfolio's details",
    "guard": "names and what stands for them, findings you left",
    "report-profiles": "the report profiles you keep",
}
_PLAN, _ACTION, _REVIEW = r"(\d{4}-\d\d-\d\d)", r"(\d{4}-\d\d-\d\d)/(A\d+)", r"\d{4}-\d\d-\d\d/day-(\d+)"
_TOOL = r"(\d{4}-\d\d-\d\d)/([a-z][a-z0-9-]*)\.(\S+)"
_KINDS = (
    (r"([A-Z]{2}\d{1,2}(?:\.\d{1,2})?)", "answer"),
    (r"(E\d+)", "entry"),
    (r"(R\d+)", "account"),
    (r"(L\d+)", "claim"),
)
_MANY = {"entry": "entries"}


# --- what a change was about --------------------------------------------------------------------------------------


def said_about(ids: Iterable[str], most: int = _MOST_IDS) -> str:
    """Return in words what a change was about: 'SD3.2', '14 answers: MV1.1, MV1.2 …; E7'. '' for none."""
    left, said = list(dict.fromkeys(ids)), []
    for form, one in _KINDS:
        found = [name for name in left if re.fullmatch(form, name)]
        if found:
            said.append(_counted(found, one, most))
    by_plan: dict[str, list[str]] = {}
    by_run: dict[tuple[str, str], list[str]] = {}
    for name in left:
        if match := re.fullmatch(_ACTION, name):
            by_plan.setdefault(match[1], []).append(match[2])
        elif match := re.fullmatch(_PLAN, name):
            said.append(f"the plan of {plain_day(date.fromisoformat(match[1]))}")
        elif match := re.fullmatch(_REVIEW, name):
            said.append(f"the review of day {match[1]}")
        elif match := re.fullmatch(_TOOL, name):
            by_run.setdefault((match[1], match[2]), []).append(f"{match[2]}.{match[3]}")
        elif name in _FILES:
            said.append(_FILES[name])
    for (begun, _), answers in by_run.items():
        which = _counted(answers, "answer", most) if len(answers) > 1 else f"the answer {answers[0]}"
        said.append(f"{which} (run of {plain_day(date.fromisoformat(begun))})")
    for start, actions in by_plan.items():
        said.append(f"{_counted(actions, 'action', most)} (plan of {plain_day(date.fromisoformat(start))})")
    return "; ".join(said)


def _counted(names: Sequence[str], one: str, most: int) -> str:
    if len(names) == 1:
        return names[0]
    return f"{counted(len(names), one, _MANY.get(one, ''))}: {listed(names, most)}"


def said_steps(steps: Sequence[Step]) -> str:
    """Return in words what steps were about; where they have no ids, that they moved the place or began a round or the record."""
    said = said_about(about_all(steps))
    if any(step.begins for step in steps):
        return f"the record was begun; {said}" if said and said != _FILES["profile"] else "the record was begun"
    if said:
        return said
    begun = [change.name for step in steps for change in step.changes if change.before is None]
    round_ = next((name for name in begun if name.startswith(f"{ROUNDS}/")), "")
    if round_:
        return f"the round of {_day_of_file(round_)} was begun"
    return "the place where you stopped"


def _day_of_file(name: str) -> str:
    return plain_day(date.fromisoformat(name.rpartition("/")[2][:10]))


# --- sitting by sitting -------------------------------------------------------------------------------------------


def shown_sittings(history: History) -> tuple[Sitting, ...]:
    """Return the sittings in which something was changed, the latest first."""
    return tuple(one for one in reversed(history.sittings) if any(step.state == "done" for step in one.steps))


def history_document(history: History, gone: frozenset[StepId], most: int | None) -> Document:
    """Return the latest sittings, at most `most` of them (None: all). `gone`: the steps that are taken back now."""
    sittings = shown_sittings(history)
    shown = sittings[:most]
    rows = tuple((listed_moment(one.began), one.command, _line(one, gone)) for one in shown)
    columns = (Column("When"), Column("Command"), Column("What", main=True))
    blocks: list[Block] = [Table("", columns, rows, "Nothing has been changed yet that the history knows of.")]
    if len(shown) < len(sittings):
        more = counted(len(sittings) - len(shown), "earlier sitting")
        blocks.append(Paragraph(f"And {more}: `cswo-eval history --all`.", "quiet"))
    if rows:
        known = "`cswo-eval history SD3.2` shows what became of one thing; `cswo-eval undo` takes the last change back."
        blocks.append(Paragraph(known, "quiet"))
    blocks += _limits(history)
    return Document("What was changed", "The latest first.", (Section("history", "", tuple(blocks)),))


def _line(sitting: Sitting, gone: frozenset[StepId]) -> str:
    steps = [step for step in sitting.steps if step.state == "done"]
    back = [step for step in steps if step.id in gone]
    verb = (
        "took back "
        if any(step.takes_back for step in steps)
        else "brought again "
        if any(step.brings_again for step in steps)
        else ""
    )
    mark = "" if not back else "taken back: " if len(back) == len(steps) else "partly taken back: "
    return f"{mark}{verb}{said_steps(steps)}"


def _limits(history: History) -> list[Block]:
    """Say since when the history goes back where its beginning is not kept, and which parts of it cannot be read."""
    said: list[Block] = []
    if history.sittings and history.sittings[0].number > 1:
        since = plain_local_day(history.sittings[0].began) if history.sittings[0].began else "its oldest part"
        said.append(Paragraph(f"The history goes back to {since}; what was changed before is not kept.", "quiet"))
    lost = [one for one in history.sittings[:-1] if not one.whole or not one.ended]
    if lost:
        parts = counted(len(lost), "part of the history", "parts of the history")
        said.append(Paragraph(f"{parts} cannot be read whole. `cswo-eval check` says which.", "warning"))
    return said


def history_values(history: History, gone: frozenset[StepId], most: int | None) -> dict[str, Any]:
    """Return the same for --json."""
    sittings = shown_sittings(history)
    return {
        "complete": not _limits(history),
        "earlier": len(sittings) - len(sittings[:most]),
        "sittings": [
            {
                "number": one.number,
                "command": one.command,
                "began": one.began,
                "changes": [
                    {"at": step.at, "about": list(step.about), "taken_back": step.id in gone}
                    for step in one.steps
                    if step.state == "done"
                ],
            }
            for one in sittings[:most]
        ],
    }


# --- the life of one thing ----------------------------------------------------------------------------------------


def life_document(
    history: History, title: str, events: Sequence[Event], gone: frozenset[StepId], texts: bool, now_is: str
) -> Document:
    """Return each change of one thing, the oldest first. `texts`: with the words as they were; `now_is`: what it is called now."""
    several = len({one.name for one in events}) > 1
    blocks: list[Block] = []
    if texts:
        blocks += [_entry(one, gone, several) for one in events]
    else:
        rows = tuple((_when(one), _command(one), _said(one, gone, several)) for one in events)
        blocks.append(Table("", (Column("When"), Column("Command"), Column("What", main=True)), rows))
    if any(getattr(one.after, "private", False) for one in events[-1:]):
        blocks.append(Paragraph("It is marked private.", "quiet"))
    if events and (events[0].before is not None or not events[0].known):
        blocks.append(Paragraph("It was there before the history begins.", "quiet"))
    if not texts and any(one.is_text for event in events for one in _differences(event)):
        blocks.append(Paragraph("With --texts the earlier words themselves are shown.", "quiet"))
    blocks += _limits(history)
    subtitle = f"It is {now_is} now. The oldest first." if now_is else "The oldest first."
    return Document(title, subtitle, (Section("life", "", tuple(blocks)),))


def _differences(event: Event, without_words: bool = False) -> tuple[Difference, ...]:
    return differences(event.before, event.after, without_words=without_words)


def _when(event: Event) -> str:
    return listed_moment(event.step.at) if event.step is not None else ""


def _command(event: Event) -> str:
    return event.step.command if event.step is not None else "in the file itself"


def _said(event: Event, gone: frozenset[StepId], several: bool) -> str:
    marks = "taken back since: " if event.step is not None and event.step.id in gone else ""
    if several:
        marks += f"round of {_day_of_file(event.name)}: " if event.name.startswith(f"{ROUNDS}/") else ""
    return f"{marks}{_change_said(event)}"


def _change_said(event: Event, without_words: bool = False) -> str:
    """Return what changed in one thing, in a line."""
    if not event.known:
        return "changed; what it was before is not kept"
    said = "; ".join(one.said for one in _differences(event, without_words)) or "a question was passed, nothing said"
    if event.before is None and event.after is not None:
        return f"new: {said}"
    return said


def _entry(event: Event, gone: frozenset[StepId], several: bool) -> Entry:
    pairs: list[tuple[str, str]] = []
    for one in _differences(event):
        if one.is_text and isinstance(one.before or one.after or "", str):
            label = one.said.partition(":")[0]
            pairs += [
                (f"{label}, {which}", text) for which, text in (("before", one.before), ("after", one.after)) if text
            ]
    return Entry(f"{_when(event)} {_command(event)}".strip(), _said(event, gone, several), tuple(pairs))


def _is_private(event: Event) -> bool:
    return any(getattr(one, "private", False) for one in (event.before, event.after)) or event.name == GUARD_DECISIONS


def _serves(event: Event, items: Set[str]) -> bool:
    """Return whether it is of something that bears on one of these items."""
    return any(link.item in items for one in (event.before, event.after) for link in getattr(one, "links", ()))


def life_values(
    given: str, events: Sequence[Event], gone: frozenset[StepId], private_items: Set[str]
) -> dict[str, Any]:
    """Return the same for --json. The words on what is marked private are left out: output travels.

    `private_items`: the competencies and elements that are private; the words of what bears on them are left out too.
    """
    return {
        "id": given,
        "events": [
            {
                "at": one.step.at if one.step is not None else None,
                "command": one.step.command if one.step is not None else None,
                "file": one.name,
                "taken_back": one.step is not None and one.step.id in gone,
                **event_values(one, private_items),
            }
            for one in events
        ],
    }


def event_values(event: Event, private_items: Set[str]) -> dict[str, Any]:
    """Return what changed in one thing for --json, without the words on what is private or bears on what is."""
    private = _is_private(event) or _serves(event, private_items)
    changes = []
    for one in _differences(event, without_words=private):
        hidden = private and (one.is_text or one.field.endswith("title"))
        held = (None, None) if hidden else (plain_value(one.before), plain_value(one.after))
        changes.append({"field": one.field, "said": one.said, "before": held[0], "after": held[1]})
    return {"id": event.id, "private": private, "known": event.known, "changes": changes}


# --- what was just taken back, or brought again -------------------------------------------------------------------

_MOST_EVENTS = 5
"""Things of which it is told what changed in each; of more it is told which and how many."""


def moved_blocks(verb: str, steps: Sequence[Step], events: Sequence[Event], today: date) -> tuple[Block, ...]:
    """Return what was taken back or brought again, and when it had been done. `verb`: 'Taken back'."""
    first = min(steps, key=lambda step: step.at)
    when = f"done {said_moment(first.at, today)} ({first.command})"
    if len(events) == 1:
        return (Paragraph(f"{verb}: {_name(events[0])}, {_change_said(events[0])}; {when}."),)
    if not events or len(events) > _MOST_EVENTS:
        return (Paragraph(f"{verb}: {said_steps(steps)}; {when}."),)
    lines = tuple((_name(one), _change_said(one)) for one in events)
    return (Paragraph(f"{verb}, {when}:"), Facts(lines))


def _name(event: Event) -> str:
    private = " (private)" if _is_private(event) and event.name != GUARD_DECISIONS else ""
    return f"{said_about([event.id])}{private}"
