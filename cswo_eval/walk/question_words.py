"""The wording of each question, with its choices and the answer already there."""

from __future__ import annotations

from typing import Any

from cswo_eval.record.models import Answer, Evidence
from cswo_eval.text.moments import local_day
from cswo_eval.walk.questions import LINES_OF_AN_ENTRY, Choice, Question, QuestionName
from cswo_eval.walk.state import Step, Walk, answer_of, link_of, linked


def question_for(walk: Walk, step: Step) -> Question:
    present = answer_of(walk, step.item)
    entry = walk.register.find(step.evidence) if step.evidence is not None else None
    maker = _ENTRY_WORDING.get(step.name)
    asked: Question = (
        maker(walk, step, entry)
        if maker is not None and entry is not None
        else _WORDING[step.name](walk, step, present)
    )
    return asked._replace(opens_item=walk.opened)


def _ask_evidence(walk: Walk, step: Step, present: Answer) -> Question:
    have = linked(walk, step.item)
    if step.name == "evidence-more":
        return Question(
            step.item,
            "evidence-more",
            "passage",
            "Anything else that shows it, or speaks against it?",
            "Enter goes on to the level.",
        )
    hint = "As many lines as you like; a full stop alone on a line ends it. Enter for nothing yet."
    if have:
        names = "; ".join(f"{entry.id} {entry.title.rstrip('.')}" for entry in have[:4]) + (
            " …" if len(have) > 4 else ""
        )
        hint = f"You have: {names}. Enter goes on; or add more, ended by a full stop alone on a line."
    elif walk.register.present():
        hint += " E1 links an entry you have; list shows them."
    return Question(step.item, "evidence", "passage", "What have you done, lately, that shows this?", hint)


def _ask_level(walk: Walk, step: Step, present: Answer) -> Question:
    levels = walk.framework.levels
    choices = [Choice(str(entry.level), entry.name, entry.description) for entry in levels.levels]
    choices.append(Choice("n", levels.no_chance.name, levels.no_chance.description))
    choices.append(Choice("x", levels.not_applicable.name, levels.not_applicable.description))
    there = {"rated": str(present.level), "no-chance": "n", "not-applicable": "x", None: ""}[present.standing]
    return Question(
        step.item,
        "level",
        "choice",
        "Which level describes you now?",
        "2 is the weak illustration, 4 the strong one.",
        tuple(choices),
        there,
    )


def _ask_reason(walk: Walk, step: Step, present: Answer) -> Question:
    return Question(
        step.item,
        "reason",
        "line",
        "Why can it not arise in your post?",
        "One line.",
        present=present.reason,
    )


def _ask_importance(walk: Walk, step: Step, present: Answer) -> Question:
    words = walk.framework.levels.importance
    choices = tuple(Choice(entry.id, entry.name, entry.description) for entry in words)
    preset = present.importance or walk.presets.get(step.item, 2)
    # Why the preset says so helps an owner who does not know the duty behind it yet.
    reason = walk.preset_reasons.get(step.item, "") if present.importance is None else ""
    hint = f"Usually {preset}: {reason}" if reason else ""
    return Question(
        step.item, "importance", "choice", "How much does it matter in your post this year?", hint, choices, str(preset)
    )


def _ask_opposite(walk: Walk, step: Step, present: Answer) -> Question:
    return Question(
        step.item,
        "opposite",
        "passage",
        "What would someone who disagrees with that level point to?",
        "A full stop alone on a line ends it. Enter if you can think of nothing.",
        present=present.opposite,
    )


def _ask_confidence(walk: Walk, step: Step, present: Answer) -> Question:
    words = walk.framework.levels.confidence
    choices = tuple(Choice(entry.name[0].lower(), entry.name, entry.description) for entry in words)
    there = present.confidence[0] if present.confidence else ""
    return Question(step.item, "confidence", "choice", "How sure are you of this level?", "", choices, there)


def _ask_learning(walk: Walk, step: Step, present: Answer) -> Question:
    wording = "What do you need to learn, see or try next for this?"
    if present.standing == "no-chance":
        wording = "What occasion would you look for?"
    return Question(
        step.item,
        "learning",
        "passage",
        wording,
        "A full stop alone on a line ends it. Enter to leave it open.",
        present=present.learning,
    )


def _ask_note(walk: Walk, step: Step, present: Answer) -> Question:
    return Question(
        step.item,
        "note",
        "passage",
        "Anything else you want to remember about this?",
        "A full stop alone on a line ends it. Enter for nothing.",
        present=present.note,
    )


_WORDING: dict[QuestionName, Any] = {
    "evidence": _ask_evidence,
    "evidence-more": _ask_evidence,
    "level": _ask_level,
    "reason": _ask_reason,
    "importance": _ask_importance,
    "opposite": _ask_opposite,
    "confidence": _ask_confidence,
    "learning": _ask_learning,
    "note": _ask_note,
}


def _ask_kind(walk: Walk, step: Step, entry: Evidence) -> Question:
    kinds = walk.framework.evidence_kinds.kinds
    choices = tuple(Choice(str(place), kind.name, kind.description) for place, kind in enumerate(kinds, start=1))
    there = next((str(place) for place, kind in enumerate(kinds, start=1) if kind.id == entry.kind), "1")
    return Question(
        step.item,
        "evidence-kind",
        "choice",
        f"{entry.id}: what kind of evidence is it?",
        "",
        choices,
        there,
        evidence=entry.id,
    )


def _ask_date(walk: Walk, step: Step, entry: Evidence) -> Question:
    return Question(
        step.item,
        "evidence-date",
        "date",
        f"{entry.id}: when did it happen?",
        _date_hint(entry),
        present=str(entry.effective),
        evidence=entry.id,
    )


def _date_hint(entry: Evidence) -> str:
    if entry.effective == local_day(entry.recorded):
        return "A day or a month, such as 14/9/2026 or September 2026. Enter if it was today."
    return f"A day or a month, such as 14/9/2026 or September 2026. Enter for {entry.effective}."


_LINE_WORDING: dict[QuestionName, str] = {
    "evidence-part": "what was your own part in it?",
    "evidence-confirmer": "who could confirm it? By role, not by name.",
}


def _ask_line(walk: Walk, step: Step, entry: Evidence) -> Question:
    return Question(
        step.item,
        step.name,
        "line",
        f"{entry.id}: {_LINE_WORDING[step.name]}",
        "One line. Enter to say it later.",
        present=getattr(entry, LINES_OF_AN_ENTRY[step.name]),
        evidence=entry.id,
    )


def _ask_bearing(walk: Walk, step: Step, entry: Evidence) -> Question:
    link = link_of(walk, entry.id, step.item)
    there = "a" if link is not None and link.bearing == "contradicts" else "f"
    return Question(
        step.item,
        "evidence-bearing",
        "choice",
        f"{entry.id}: does it speak for you here, or against?",
        "",
        (Choice("f", "For"), Choice("a", "Against")),
        there,
        evidence=entry.id,
    )


def _ask_why(walk: Walk, step: Step, entry: Evidence) -> Question:
    link = link_of(walk, entry.id, step.item)
    there = link.reason if link is not None else ""
    return Question(
        step.item,
        "evidence-reason",
        "line",
        f"{entry.id}: why does it bear on {step.item}?",
        "One line.",
        present=there,
        evidence=entry.id,
    )


_ENTRY_WORDING: dict[QuestionName, Any] = {
    "evidence-kind": _ask_kind,
    "evidence-date": _ask_date,
    **dict.fromkeys(LINES_OF_AN_ENTRY, _ask_line),
    "evidence-bearing": _ask_bearing,
    "evidence-reason": _ask_why,
}
