"""Laws of calendar files over whatever is changed and exported: what rises, what stands and what is cancelled."""

from __future__ import annotations

from datetime import date
from typing import Any

import icalendar
from building import a_plan, an_action
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from cswo_eval.formats.ics.entries import entries_of
from cswo_eval.formats.ics.revisions import CalendarFile, Naming, calendar_file
from cswo_eval.formats.ics.writing import file_bytes
from cswo_eval.record.plan_models import Action, Plan, PlanReview
from cswo_eval.record.sent import GONE, HIGHEST_SEQUENCE, SaidEvent, events_text, moment_of, said_before, sequence_at

OWN = Naming("0123456789abcdef")
Exported = dict[str, Any]


def parts_of(data: bytes) -> Exported:
    """The events and to-dos of a file by their UID."""
    parts = [one for one in icalendar.Calendar.from_ical(data).walk() if one.name in ("VEVENT", "VTODO")]
    found = {str(one["uid"]): one for one in parts}
    assert len(found) == len(parts)
    return found


def is_live(part: Any) -> bool:
    """Whether an event still stands."""
    return str(part["status"]) != "CANCELLED"


NUMBERS = range(1, 5)
ACTIONS = st.builds(
    an_action,
    st.sampled_from(NUMBERS),
    title=st.sampled_from(["One", "Two"]),
    due=st.sampled_from([date(2026, 12, 4), date(2026, 12, 11), date(2027, 3, 1)]),
    status=st.sampled_from(["planned", "planned", "done", "deferred", "dropped"]),
    private=st.sampled_from([False, False, True]),
)
PLANS = st.none() | st.builds(
    lambda actions, start, reviews, again: a_plan(*actions, start=start, reviews=reviews, sequence=again),
    st.lists(ACTIONS, max_size=4, unique_by=lambda one: one.id),
    st.sampled_from([date(2026, 11, 23), date(2027, 3, 8)]),
    st.lists(
        st.builds(
            PlanReview, number=st.sampled_from([30, 60]), day=st.sampled_from([date(2026, 12, 22), date(2027, 1, 25)])
        ),
        max_size=2,
        unique_by=lambda one: one.number,
    ).map(tuple),
    st.integers(0, 1),
)
STEPS = st.lists(st.tuples(PLANS, st.integers(0, 3), st.booleans()), min_size=1, max_size=7)


def content(part: Any) -> dict[str, bytes]:
    """What an entry says, without how often it was said."""
    within = b"".join(one.to_ical() for one in part.subcomponents)
    told = {name: part[name].to_ical() for name in part if name not in ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED")}
    return {**told, "within": within}


def may_be_there(plan: Plan | None, todos: bool) -> set[str]:
    """The UIDs of what may be in a file of a plan, said in another way than the program does."""
    if plan is None:
        return set()
    kept: list[Action] = [one for one in plan.actions if not one.private and one.status in {"planned", "done"}]
    begins = f"0123456789abcdef-{plan.start:%Y-%m-%d}"
    found = {f"{begins}-{one.id}@cswo-eval" for one in kept}
    found |= {f"{begins}-review-{one.number}@cswo-eval" for one in plan.reviews}
    return found | ({f"{begins}-{one.id}-todo@cswo-eval" for one in kept} if todos else set())


@settings(max_examples=examples(150), deadline=None)
@given(STEPS)
def test_over_any_changes_sequences_rise_with_them_and_what_is_gone_is_cancelled(
    steps: list[tuple[Plan | None, int, bool]],
) -> None:
    """For each UID: never a lower SEQUENCE, a higher one for each change; live is what may be there, cancelled all else that ever was."""
    lines: list[str] = []
    last: Exported = {}
    ever: set[str] = set()
    moment = sequence_at("2026-11-23T09:00:00Z")
    for plan, seconds, todos in steps:
        moment += seconds
        entries = entries_of(plan, todos, {}) if plan is not None else ()
        file: CalendarFile = calendar_file(entries, OWN, said_before((one, True) for one in lines), moment, todos)
        lines.append(events_text(file.said))
        parts = parts_of(file_bytes(file))
        for uid, part in parts.items():
            if uid in last:
                before = last[uid]
                assert part["sequence"] >= before["sequence"]
                changed = content(part) != content(before)
                assert not changed or part["sequence"] > before["sequence"]
                if part["sequence"] == before["sequence"]:
                    assert part.to_ical() == before.to_ical()
        live = {uid for uid, part in parts.items() if is_live(part)}
        assert live == may_be_there(plan, todos)
        ever |= live
        silent = ever - parts.keys()
        assert all(uid in may_be_there(plan, True) and "-todo@" in uid for uid in silent)
        assert parts.keys() <= ever, "what was never in a file is not taken out"
        last |= parts


@given(st.integers(1, HIGHEST_SEQUENCE), st.integers(1, HIGHEST_SEQUENCE))
def test_a_sequence_is_never_larger_than_a_file_may_hold(before: int, now: int) -> None:
    said = {"2026-11-23/A1": SaidEvent(before, GONE)}
    file = calendar_file(entries_of(a_plan(an_action()), False, {}), OWN, said, now, False)
    sequence = file.entries[0].sequence
    assert max(before, now) <= sequence <= HIGHEST_SEQUENCE
    assert moment_of(sequence).year < 2100


def test_what_was_sent_before_files_were_followed_is_lower_than_what_comes_next() -> None:
    """Earlier versions numbered their files by how often the plan had been made; an export without a word of events is as good as none."""
    assert said_before([("", True)]) == {}
    assert sequence_at("2026-11-23T09:00:00Z") > 9999
