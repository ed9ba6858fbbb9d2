"""Each question of the walk: its words from the form, with its choices and the answer already there."""

from __future__ import annotations

import re
from typing import Any

from cswo_eval.forms.known import known_from
from cswo_eval.forms.questions import Question
from cswo_eval.record.models import Answer, Evidence
from cswo_eval.text.days_in_words import said_when
from cswo_eval.text.moments import local_day
from cswo_eval.walk.question_names import LINES_OF_AN_ENTRY
from cswo_eval.walk.state import Step, Walk, answer_of, link_of, linked

FORM = "competency"
"""The form that holds the words."""


def question_for(walk: Walk, step: Step) -> Question:
    """Return the question at a step, on what has been said there."""
    present = answer_of(walk, step.item)
    entry = walk.register.find(step.evidence) if step.evidence is not None else None
    name = "occasion" if step.name == "learning" and present.standing == "no-chance" else step.name
    field = next(one for one in walk.framework.form(FORM).fields if one.id == name)
    known = known_from(walk.framework)
    words = {"of": step.evidence or "", "item": step.item}
    asked = Question(
        field=step.name,
        kind=field.kind,
        wording=_filled(field.wording, words),
        hint=field.hint or "",
        help=field.help,
        choices=known.choices.get(field.choices_from or field.kind, ()),
        needed=field.needed or "",
        past=field.past,
        group=step.item,
    )
    if entry is not None and step.name in _OF_AN_ENTRY:
        return asked._replace(**_OF_AN_ENTRY[step.name](walk, step, entry))
    return asked._replace(**_OF_AN_ANSWER.get(step.name, _as_it_is)(walk, step, present))


def _filled(wording: str, words: dict[str, str]) -> str:
    return re.sub(r"\{([a-z]+)\}", lambda found: words[found[1]], wording)


def _as_it_is(_walk: Walk, step: Step, present: Answer) -> dict[str, Any]:
    return {"present": getattr(present, step.name)}


def _evidence(walk: Walk, step: Step, _present: Answer) -> dict[str, Any]:
    have = linked(walk, step.item)
    changes: dict[str, Any] = {"takes_entries": True}
    if have:
        names = "; ".join(f"{entry.id} {entry.title.rstrip('.')}" for entry in have[:4])
        more = " …" if len(have) > 4 else ""
        changes["adds"] = True
        changes["hint"] = f"You have: {names}{more}. Enter goes on; or add more."
    elif walk.register.present():
        hint = next(one.hint for one in walk.framework.form(FORM).fields if one.id == "evidence")
        changes["hint"] = f"{hint} E1 links an entry you have; list shows them."
    return changes


def _level(walk: Walk, _step: Step, present: Answer) -> dict[str, Any]:
    if walk.rating_again:
        hint = "1 to 5, n or x; Enter leaves it as it is. Your earlier level is not shown, so that you judge afresh."
        return {"hint": hint, "needed": ""}
    there = {"rated": str(present.level), "no-chance": "n", "not-applicable": "x", None: ""}[present.standing]
    return {"present": there}


def _importance(walk: Walk, step: Step, present: Answer) -> dict[str, Any]:
    preset = present.importance or walk.presets.get(step.item, 2)
    # Why the preset says so helps an owner who does not know the duty behind it yet.
    reason = walk.preset_reasons.get(step.item, "") if present.importance is None else ""
    return {"present": str(preset), "hint": f"Usually {preset}: {reason}" if reason else ""}


def _confidence(_walk: Walk, _step: Step, present: Answer) -> dict[str, Any]:
    return {"present": present.confidence[0] if present.confidence else ""}


_OF_AN_ANSWER: dict[str, Any] = {
    "evidence": _evidence,
    "evidence-more": lambda _walk, _step, _present: {"takes_entries": True, "adds": True},
    "level": _level,
    "importance": _importance,
    "confidence": _confidence,
}


def _kind(walk: Walk, _step: Step, entry: Evidence) -> dict[str, Any]:
    kinds = [one.id for one in walk.framework.evidence_kinds.kinds]
    return {"present": str(kinds.index(entry.kind) + 1) if entry.kind in kinds else "1"}


def _date(_walk: Walk, _step: Step, entry: Evidence) -> dict[str, Any]:
    same_day = entry.effective == local_day(entry.recorded)
    return {"present": "today" if same_day else said_when(entry.effective)}


def _line(_walk: Walk, step: Step, entry: Evidence) -> dict[str, Any]:
    return {"present": getattr(entry, LINES_OF_AN_ENTRY[step.name])}


def _bearing(walk: Walk, step: Step, entry: Evidence) -> dict[str, Any]:
    link = link_of(walk, entry.id, step.item)
    return {"present": "a" if link is not None and link.bearing == "contradicts" else "f"}


def _reason(walk: Walk, step: Step, entry: Evidence) -> dict[str, Any]:
    link = link_of(walk, entry.id, step.item)
    return {"present": link.reason if link is not None else ""}


_OF_AN_ENTRY: dict[str, Any] = {
    "evidence-kind": _kind,
    "evidence-date": _date,
    **dict.fromkeys(LINES_OF_AN_ENTRY, _line),
    "evidence-bearing": _bearing,
    "evidence-reason": _reason,
}
