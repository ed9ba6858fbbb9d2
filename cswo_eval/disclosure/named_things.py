"""What is meant by a name that can be marked private: SD2.3, E7, E7/T1, A3, R1, C2 (a claim), day-30; and all about one part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.framework.fitted_ids import fitting_of
from cswo_eval.framework.models import Aspect, Element
from cswo_eval.record.models import Answer, Evidence, Round
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.portfolio_models import PriorLearningClaim, Reflection
from cswo_eval.record.register_changes import attachment_named, present_account, present_entry
from cswo_eval.record.tool_models import ToolAnswer
from cswo_eval.text.days_in_words import plain_day
from cswo_eval.text.problems import CswoEvalError, UnknownId

ThingKind = Literal["answer", "set-aside", "entry", "file", "action", "account", "claim", "review", "tool-answer"]


class NamedThing(NamedTuple):
    """One thing of the record: its kind, and its id as the record has it: 'SD2.3', 'E7/T1', '2026-09-07/A3', 'L2', '2026-09-07/day-30', '2026-09-07/influence.12'."""

    kind: ThingKind
    id: str


_PLANNED = re.compile(r"(?:(\d{4}-\d\d-\d\d)/)?(A\d{1,4}|DAY-\d{1,4})")
_TOOL = re.compile(r"(?:(\d{4}-\d\d-\d\d)/)?([A-Z][A-Z0-9-]*)\.(\S+)")
_TOO_LONG = 60
"""Characters above which a name is none of ours, and is not repeated."""


def things_named(whole: WholeRecord, given: Iterable[str]) -> tuple[NamedThing, ...]:
    """Return what these names mean, in any case, several with commas too. Raises CswoEvalError with all that is wrong."""
    found: dict[NamedThing, None] = {}
    wrong: dict[str, None] = {}
    for name in (one.strip() for text in given for one in text.split(",")):
        if not name:
            continue
        try:
            found[thing_named(whole, name)] = None
        except CswoEvalError as problem:
            wrong[str(problem)] = None
    if wrong:
        raise CswoEvalError("\n".join([*wrong, "Nothing was changed."]))
    return tuple(found)


def thing_named(whole: WholeRecord, given: str) -> NamedThing:
    """Return what one name means. Raises CswoEvalError, in words, where it means nothing that can be marked."""
    name = given.strip().upper()
    if len(name) > _TOO_LONG:
        raise UnknownId(given, "thing in your record", [], "")
    planned = _PLANNED.fullmatch(name)
    if planned is not None:
        return _planned(whole, planned[1], planned[2])
    entry, slash, file = name.partition("/")
    if slash and re.fullmatch(r"E\d+", entry):
        present = present_entry(whole.register, entry)
        return NamedThing("file", f"{present.id}/{attachment_named(present, file).id}")
    if re.fullmatch(r"E\d+", name):
        return NamedThing("entry", present_entry(whole.register, name).id)
    if re.fullmatch(r"R\d+", name):
        return NamedThing("account", present_account(whole.accounts, name).id)
    if re.fullmatch(r"[CL]\d+", name):
        return NamedThing("claim", _claim(whole, f"L{name[1:]}", given).id)
    in_tool = _TOOL.fullmatch(name)
    if in_tool is not None and not re.fullmatch(r"[A-Z]{2}\d+\.\d+", name):
        return _in_tool(whole, in_tool[1], in_tool[2].lower(), in_tool[3], given.strip())
    return _answer(whole, given)


def _claim(whole: WholeRecord, name: str, given: str) -> PriorLearningClaim:
    known = [one.id for one in whole.claims.present()]
    found = next((one for one in whole.claims.claims if one.id == name), None)
    if found is None:
        raise UnknownId(given, "claim", known, "`cswo-eval portfolio claim --list` shows your claims.")
    if found.removed is not None:
        raise CswoEvalError(
            f"{found.id} was taken out. `cswo-eval portfolio claim {found.id} --bring-back` brings it back first."
        )
    return found


def _planned(whole: WholeRecord, start: str | None, last: str) -> NamedThing:
    """Return an action or a held review: of the newest plan, unless the first day of another stands before it."""
    if not whole.plans:
        raise CswoEvalError(f"{last.lower() if last.startswith('D') else last}: there is no plan yet.")
    plan = whole.plans[-1] if start is None else next((one for one in whole.plans if f"{one.start}" == start), None)
    if plan is None:
        starts = [f"{one.start}" for one in whole.plans]
        raise UnknownId(str(start), "plan", starts, f"There are: {', '.join(starts)}.")
    return _review(whole, plan, last.lower()) if last.startswith("D") else _action(whole, plan, last)


def _action(whole: WholeRecord, plan: Plan, name: str) -> NamedThing:
    if plan.action(name) is not None:
        return NamedThing("action", f"{plan.start}/{name}")
    other = next((one for one in reversed(whole.plans) if one.action(name) is not None), None)
    if other is not None:
        raise CswoEvalError(
            f"{name} is no action of the plan of {plain_day(plan.start)}. The plan of {plain_day(other.start)} has one: name it "
            f"{other.start}/{name}."
        )
    known = [one.id for one in plan.actions]
    raise UnknownId(name, "action", known, "`cswo-eval plan show` lists the actions.")


def _review(whole: WholeRecord, plan: Plan, name: str) -> NamedThing:
    held = [f"day-{one.number}" for one in whole.all_reviews if one.plan == plan.start]
    if name in held:
        return NamedThing("review", f"{plan.start}/{name}")
    if any(name == f"day-{one.number}" for one in plan.reviews):
        raise CswoEvalError(f"The review of {name.replace('-', ' ')} has not been held yet: nothing was said at it.")
    raise UnknownId(name, "review", held, "A review is named by its day, such as day-30.")


def _in_tool(whole: WholeRecord, begun: str | None, tool: str, key: str, given: str) -> NamedThing:
    """Return an answer in a tool: of its newest run, unless the day on which another began stands before it."""
    runs = [one for one in whole.tool_runs if one.tool == tool]
    if not whole.tool_runs:
        raise CswoEvalError(f"{given}: there are no other self-evaluations in this record yet.")
    if not runs:
        tools = sorted({one.tool for one in whole.tool_runs})
        raise UnknownId(tool, "tool that you have answered", tools, "`cswo-eval tool list` shows them.")
    run = runs[-1] if begun is None else next((one for one in runs if f"{one.begun}" == begun), None)
    if run is None:
        days = [f"{one.begun}" for one in runs]
        raise UnknownId(str(begun), f"run of {tool}", days, f"There are: {', '.join(days)}.")
    found = next((one for one in run.answers if one.upper() == key), None)
    if found is None:
        known = [f"{tool}.{one}" for one in run.answers]
        raise UnknownId(given, "answer in a tool", known, f"`cswo-eval tool show {tool}` shows what you answered.")
    return NamedThing("tool-answer", run.said_id(found))


def answer_in_tool(whole: WholeRecord, name: str) -> ToolAnswer:
    """Return the answer in a tool with this id; an empty one where it has none any more."""
    found = (one for run in whole.tool_runs for key, one in run.answers.items() if run.said_id(key) == name)
    return next(found, ToolAnswer())


def _answer(whole: WholeRecord, given: str) -> NamedThing:
    name = given.strip().upper()
    framework = whole.framework
    if any(one.id == name for round_ in whole.rounds for one in round_.set_aside):
        move = fitting_of(name, framework)
        if move.now is not None:
            framework.on_followed(move)
        return NamedThing("set-aside", name)
    if name not in framework.ids and name not in framework.renamed and not re.fullmatch(r"[A-Z]{2}\d+(\.\d+)?", name):
        known = [*framework.elements, *(one.id for one in whole.register.present())]
        raise UnknownId(
            given,
            "thing in your record",
            known,
            "Name it as the screens do: SD2.3, E7, E7/T1, A3, R1, L2, day-30, influence.q3.",
        )
    item = framework.item(given)
    if isinstance(item, Aspect):
        raise CswoEvalError(
            f"{item.id} is a whole aspect: `cswo-eval private set --all-about {item.id}` takes all that is about it, or name what is "
            f"meant, such as {item.elements[0].id} or {item.elements[0].competencies[0].id}."
        )
    if round_of_answer(whole, item.id) is None:
        raise CswoEvalError(
            f"{item.id} is not answered yet: there is nothing to mark. `cswo-eval assess --go {item.id}` asks it."
        )
    return NamedThing("answer", item.id)


def round_of_answer(whole: WholeRecord, item: str) -> Round | None:
    """Return the newest round in which something was said or marked of an item; None where it is in none."""
    return next(
        (one for one in reversed(whole.rounds) if (answer := one.answers.get(item)) is not None and holds(answer)), None
    )


def holds(answer: Answer) -> bool:
    """Return whether an answer says something, or is marked."""
    return answer.private or says(answer)


def says(answer: Answer) -> bool:
    """Return whether an answer says something by itself. A prompt that was passed with Enter says nothing, and opens nothing."""
    return answer.standing is not None or bool(answer.note or answer.learning)


# --- all about one part -------------------------------------------------------------------------------------------


def all_about(whole: WholeRecord, given: str) -> tuple[NamedThing, ...]:
    """Return all that is about an aspect, an element or a competency: answers, entries, actions of every plan, accounts and claims.

    What reviews rate of it is no thing of its own: a rating goes with the answer. Raises CswoEvalError where nothing is about it.
    """
    item = whole.framework.item(given)
    elements = item.elements if isinstance(item, Aspect) else (item,) if isinstance(item, Element) else ()
    items = {item.id, *(one.id for one in elements), *(each.id for one in elements for each in one.competencies)}
    entries = [one for one in whole.register.present() if any(link.item in items for link in one.links)]
    ids = {one.id for one in entries}
    found = [
        *(NamedThing("answer", name) for name in _in_order(whole, items) if round_of_answer(whole, name) is not None),
        *(NamedThing("set-aside", name) for name in _set_aside(whole, items)),
        *(NamedThing("entry", one.id) for one in entries),
        *(
            NamedThing("action", f"{plan.start}/{one.id}")
            for plan in whole.plans
            for one in plan.actions
            if one.goal in items or items & set(one.serves)
        ),
        *(
            NamedThing("account", one.id)
            for one in whole.accounts
            if one.removed is None and _bears_on(one, items, ids)
        ),
        *(
            NamedThing("claim", one.id)
            for one in whole.claims.present()
            if items & set(one.items) or ids & set(one.evidence)
        ),
    ]
    if not found:
        raise CswoEvalError(f"Nothing in your record is about {item.id} yet. Nothing was changed.")
    return tuple(found)


def _in_order(whole: WholeRecord, items: set[str]) -> list[str]:
    framework = whole.framework
    order = (name for one in framework.elements.values() for name in (one.id, *(each.id for each in one.competencies)))
    return [name for name in order if name in items]


def _set_aside(whole: WholeRecord, items: set[str]) -> Sequence[str]:
    """Return what was set aside of what these items are now, or partly are."""
    aside = dict.fromkeys(one.id for round_ in whole.rounds for one in round_.set_aside)
    return [name for name in aside if items & set(fitting_of(name, whole.framework).successors)]


def _bears_on(account: Reflection, items: set[str], entries: set[str]) -> bool:
    return any(link.item in items for link in account.links) or bool(entries & set(account.evidence))


def entry_of(whole: WholeRecord, entry: str) -> Evidence:
    """Return the entry with this id, which is there."""
    return next(one for one in whole.register.present() if one.id == entry)
