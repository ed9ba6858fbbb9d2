"""A second version of the Standard in which ids are no longer what they were, and a record that names each in every kind of place."""

from __future__ import annotations

import shutil
from datetime import date
from functools import cache
from pathlib import Path

from building import NOW, a_review, an_action, an_entry, changed
from standards_folders import copy_of_ours, problems_of, rename_everywhere, say_renamed, take_out_everywhere

from cswo_eval.framework.framework import Framework
from cswo_eval.framework.load import load_framework
from cswo_eval.record.draft import Draft
from cswo_eval.record.models import Answer, Evidence, Link, Rating
from cswo_eval.record.plan_models import Goal, LeftOut, Plan
from cswo_eval.record.portfolio_models import PriorLearningClaim, Reflection
from cswo_eval.record.sample import sample_folder
from cswo_eval.record.store import Record

WHY = {
    "MV1.5": "Renumbered in the second version.",
    "SD2.1": "Asked in two places since the second version.",
    "AO1.4": "Joined with its neighbour.",
    "SL1.1": "Two that nobody could tell apart.",
    "SL2.4": "Nobody could say what it was about.",
    "AO2.1": "Moved to the end.",
    "AO2.8": "Moved once more.",
    "WO4": "The fourth became the fifth.",
}
NOW_CALLED = {
    "MV1.5": "MV1.9", "AO1.4": "AO1.3", "SL1.1": "SL1.9", "SL1.2": "SL1.9", "AO2.1": "AO2.9",
    "WO4": "WO5", "WO4.1": "WO5.1", "WO4.2": "WO5.2", "WO4.3": "WO5.3",
}  # fmt: skip
"""Older ids and what each is called in the second version: renamed, joined with another, and renamed twice."""
DIVIDED, RETIRED = "SD2.1", "SL2.4"
OLDER = (*NOW_CALLED, DIVIDED, RETIRED)
DAY_OF_SAMPLE = date(2026, 9, 7)


def second_version(folder: Path) -> Path:
    """Write the second version of our Standard to a folder: see NOW_CALLED, DIVIDED and RETIRED."""
    copy_of_ours(folder)
    for was, now in (("MV1.5", "MV1.9"), ("SL1.1", "SL1.9"), ("AO2.1", "AO2.9"), ("WO4", "WO5")):
        rename_everywhere(folder, was, now)
    for number in (1, 2, 3):
        rename_everywhere(folder, f"WO4.{number}", f"WO5.{number}")
    for gone in (DIVIDED, RETIRED, "AO1.4", "SL1.2"):
        take_out_everywhere(folder, gone)
    say_renamed(
        folder,
        ("MV1.5", ["MV1.9"], WHY["MV1.5"]),
        ("SD2.1", ["SD2.2", "SD2.3"], WHY["SD2.1"]),
        ("AO1.4", ["AO1.3"], WHY["AO1.4"]),
        ("SL1.1", ["SL1.9"], WHY["SL1.1"]),
        ("SL1.2", ["SL1.9"], WHY["SL1.1"]),
        ("SL2.4", [], WHY["SL2.4"]),
        ("AO2.1", ["AO2.8"], WHY["AO2.1"]),
        ("AO2.8", ["AO2.9"], WHY["AO2.8"]),
        ("WO4", ["WO5"], WHY["WO4"]),
        *((f"WO4.{number}", [f"WO5.{number}"], WHY["WO4"]) for number in (1, 2, 3)),
    )
    return folder


@cache
def second_framework(folder: Path) -> Framework:
    """The second version, read and found in order."""
    assert problems_of(folder) == []
    return load_framework(folder)


def full_record(folder: Path) -> Path:
    """Write the sample record with one thing of every kind that names each older id, and return its folder."""
    shutil.copytree(sample_folder(), folder)
    record = Record(folder)
    day = record.round_days()[-1]
    from cswo_eval.framework.load import load_framework as ours

    round_, register, plan = record.round(day, ours()), record.register(), record.latest_plan()
    assert plan is not None
    answers = {**round_.answers}
    for name in OLDER:
        given = answers.get(name, Answer(standing="rated", level=2))
        answers[name] = changed(given, note=f"Said on {name}.", private=name in (RETIRED, "AO1.4"))
    with record.changing("test", lambda: NOW) as writer:
        writer.save_profile(changed(record.profile(), targets={**dict.fromkeys(OLDER, 4), "AO1.4": 5, "SL1.2": 5}))
        writer.save_round(changed(round_, answers=answers, position="WO4.3"))
        entries = (
            an_entry(90, *OLDER, title="Entry on all that changed"),
            changed(an_entry(91, DIVIDED, title="A private entry"), private=True),
            changed(an_entry(92, "AO1.3", title="It points both ways"), links=both_ways()),
        )
        for entry in entries:
            register = register.with_entry(entry)
        writer.save_register(register)
        writer.save_plan(full_plan(plan))
        writer.save_review(
            changed(
                a_review(what_worked="Asking.", ratings=tuple(Rating(item=one, before=2, now=3) for one in OLDER)),
                plan=plan.start,
                number=30,
            )
        )
        links = tuple(Link(item=name, reason=f"R9 on {name}.") for name in OLDER)
        writer.save_reflection(
            Reflection(
                id="R9", title="On what changed", model="gibbs", effective=DAY_OF_SAMPLE, written=NOW, links=links
            )
        )
        claims = record.prior_learning()
        claim = PriorLearningClaim(id="L9", title="Learned before", learned="Much.", items=OLDER, recorded=NOW)
        writer.save_prior_learning(changed(claims, claims=(*claims.claims, claim)))
        writer.save_draft(Draft(item=DIVIDED, question="note", text="Half a sentence on SD2.1."))
    return folder


def both_ways() -> tuple[Link, ...]:
    """A link that supports and one that speaks against what is one competency in the second version."""
    return Link(item="AO1.3", reason="It shows it."), Link(item="AO1.4", bearing="contradicts", reason="It does not.")


def full_plan(plan: Plan) -> Plan:
    """The plan with a goal, an action and something left out for each older id."""
    goals = tuple(
        Goal(item=name, reason="need", members=(name,), why=f"{name} is at 1 against a target of 3.")
        for name in OLDER
        if all(goal.item != name for goal in plan.goals)
    )
    actions = tuple(
        an_action(
            90 + number,
            title=f"Work on {name}",
            goal=name,
            serves=(name,),
            start=date(2026, 11, 23),
            due=date(2026, 12, 1),
        )
        for number, name in enumerate(OLDER)
    )
    left_out = tuple(LeftOut(item=name, title=f"Left out {name}", band="low", reason="No room.") for name in OLDER)
    return changed(
        plan, goals=(*plan.goals, *goals), actions=(*plan.actions, *actions), left_out=(*plan.left_out, *left_out)
    )


def entry_of(record: Path, framework: Framework, name: str) -> Evidence:
    """An entry of the register as it is read under a Standard."""
    found = Record(record, framework).register().find(name)
    assert found is not None
    return found
