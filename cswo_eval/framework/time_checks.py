"""What the texts of an activity say of time, against its fields: a plan is dated by the fields, and read by its texts."""

from __future__ import annotations

from collections.abc import Iterator

from cswo_eval.framework.activity_models import Activity
from cswo_eval.framework.models import PlanRules
from cswo_eval.framework.time_in_texts import (
    Length,
    PlanDays,
    ahead,
    apart,
    asked_for,
    come_back,
    counted_within,
    every,
    first_days,
    in_a_row,
    last_days,
    lasting,
    later,
    plan_days,
    weeks_reached,
    within,
)

TEXTS = (
    *("title", "first_step", "cue", "barrier", "answer"),
    *("measure", "benefit", "ethical_check", "evidence_left"),
)
"""Every text of an activity that may speak of time."""
_WEEK = 7
_FEW_DAYS = 3
_REVIEWED = ("against", "for", "to", "until", "till")
"""What leads in a review to come, and not a day on which something is done: 'to be held against day 100'."""

_OF_ITS_COURSE = ("barrier", "answer", "benefit", "ethical_check")
"""Texts that tell of what happens while it goes on, so that a week in them may be one of its own."""

Contradiction = tuple[str, str, str]
"""The field whose text it is, what is wrong with it and what to do."""


def time_problems(activity: Activity, rules: PlanRules) -> Iterator[Contradiction]:
    """Give every text that names a day or a length of time which the fields contradict."""
    for field in TEXTS:
        text = getattr(activity, field)
        yield from _lasts(activity, field, text)
        yield from _rhythm(activity, field, text)
        yield from _named_days(activity, rules, field, text)
    yield from _notice(activity)
    yield from _measured(activity)
    yield from _afterwards(activity)


def _said(field: str, said: str, but: str, remedy: str) -> Contradiction:
    return field, f"says '{said}' in '{field}', and {but}.", f"{remedy}, or change the words."


# --- how long ---------------------------------------------------------------------------------------------------------


def _lasts(activity: Activity, field: str, text: str) -> Iterator[Contradiction]:
    span = activity.span_days
    named: list[Length] = [] if field == "barrier" else list(in_a_row(text))
    if field in ("title", "first_step", "cue"):
        named += lasting(text)
    if field in ("measure", "answer"):
        named += counted_within(text)
    if field == "title":
        for length in within(text):
            if span > length.high + _FEW_DAYS:
                yield _said(field, length.said, f"'span_days' is {span}", f"Make it {length.high} or less")
    for length in named:
        least, most = _span_for(length, activity.days_between)
        if field in ("measure", "evidence_left") and least <= activity.measure_after_days + 1:
            continue  # it goes on after the last sitting, and the measure waits for it
        if not least <= span <= most:
            remedy = f"Make it {least} to {most}" if most < 2 * 10_000 else f"Make it {least} or more"
            yield _said(field, length.said, f"'span_days' is {span}", remedy)
    for reached in weeks_reached(text):
        if max(span, activity.measure_after_days if field == "measure" else 0) < reached.low:
            yield _said(field, reached.said, f"'span_days' is {span}", f"Make it {reached.low} or more")


def _span_for(length: Length, days_between: int) -> tuple[int, int]:
    """Return the least and the most `span_days` for something that is to go on so long.

    What is done every week for six weeks is done for the last time a week before they end, and a week of work is five days.
    What is to take two days may lie on any two.
    """
    if length.unit == "day":
        return length.low, 20_000
    step = max(_WEEK, days_between) if length.low > _WEEK else _FEW_DAYS
    return max(1, length.low - step + 1), 2 * length.high


def _rhythm(activity: Activity, field: str, text: str) -> Iterator[Contradiction]:
    if field in ("barrier", "benefit", "ethical_check"):
        return  # these tell of others and of what may go wrong
    between = activity.days_between
    for length in apart(text):
        if not length.near(between, _FEW_DAYS):
            yield _said(field, length.said, f"'days_between' is {between}", f"Make it {length.low}")
    for often in every(text):
        if not (often.low + 1) // 2 <= between <= often.high:
            remedy = f"Make it {(often.low + 1) // 2} to {often.high}"
            yield _said(field, often.said, f"'days_between' is {between}", remedy)


# --- days of the 100 --------------------------------------------------------------------------------------------------


def _named_days(activity: Activity, rules: PlanRules, field: str, text: str) -> Iterator[Contradiction]:
    end = max(phase.last_day for phase in rules.phases)
    begins, due = _window(activity, rules, end)
    # What shows it may be read later than it is done.
    wait = activity.measure_after_days if field in ("measure", "evidence_left") else 0
    named: list[PlanDays] = list(plan_days(text))
    if field in ("title", "first_step", "cue", "measure", "evidence_left"):
        named += [*first_days(text), *last_days(text, end)]
    for first, last, lead, said, after in named:
        if last in rules.review_days and (lead in _REVIEWED or after.lstrip(" -").startswith("review")):
            continue
        if first == 1 and lead == "from":
            continue
        if field in _OF_ITS_COURSE and first <= activity.span_days and lead in ("by", "in"):
            continue  # 'by week three the pages are blank' of what goes on for a month
        if lead in ("by", "before", "until", "till", "within"):
            if due + wait > last:
                yield _said(field, said, f"it may be due as late as day {due}", f"Make 'latest_day' {last - wait}")
        elif lead in ("from", "after", "since"):
            if begins < first - _FEW_DAYS:
                yield _said(field, said, f"it may begin on day {begins}", f"Make 'earliest_day' {first}")
        elif begins + wait < first - _WEEK or due + wait > last + _WEEK:
            but = f"it may begin on day {begins} and be due on day {due}"
            remedy = (
                f"Make 'earliest_day' and 'latest_day' days near {first if first == last else f'{first} to {last}'}"
            )
            yield _said(field, said, but, remedy)


def _window(activity: Activity, rules: PlanRules, end: int) -> tuple[int, int]:
    """Return the first day of the 100 on which it may begin, and the last on which it may be due."""
    from_phase = next((one.activities_from for one in rules.phases if one.id == activity.phase), 1)
    begins = max(activity.earliest_day or 1, from_phase, 1 + activity.notice_days)
    closing = (activity.earliest_day or 1) > rules.last_action_day
    return begins, min(activity.latest_day or end, end if closing else rules.last_action_day)


# --- before and after -------------------------------------------------------------------------------------------------


def _notice(activity: Activity) -> Iterator[Contradiction]:
    """Give what a first step or a cue asks for at a time that is not the notice: the furthest ahead counts, and nothing further."""
    notice = activity.notice_days
    for field, named in (("first_step", list(asked_for(activity.first_step))), ("cue", list(ahead(activity.cue)))):
        furthest = max((one.high for one in named), default=0)
        for length in named:
            if length.low - _WEEK > notice or (length.high == furthest and length.high + _WEEK < notice):
                remedy = f"Make it about {length.low or length.high}"
                yield _said(field, length.said, f"'notice_days' is {notice}", remedy)


def _measured(activity: Activity) -> Iterator[Contradiction]:
    """Give what a measure says of when it can be read. Of several times the longest counts, and none is longer than the wait."""
    wait, between, span = activity.measure_after_days, activity.days_between, activity.span_days
    text = activity.measure
    deadlines, afterwards = list(within(text)), list(later(text))
    named = [*deadlines, *afterwards]
    agreed = any(one.near(wait, _FEW_DAYS) for one in named) and wait > 0
    for length in named:
        if length.near(wait, _FEW_DAYS) or (agreed and length.high <= wait):
            continue
        if between > 1 and length.near(between, _FEW_DAYS):
            continue  # the last sitting is the look that comes so much later
        if length in afterwards and wait == 0 and length.low < span:
            continue  # the wait lies between its sittings
        remedy = f"Make it {length.low if length.unit != 'month' else 30 * (length.low // 28)}"
        yield _said("measure", length.said, f"'measure_after_days' is {wait}", remedy)


def _afterwards(activity: Activity) -> Iterator[Contradiction]:
    """Give what is said to come later than anything of the activity does."""
    longest = max(activity.span_days, activity.measure_after_days, activity.days_between)
    for field, named in (("answer", come_back(activity.answer)), ("evidence_left", later(activity.evidence_left))):
        for length in named:
            if length.low > longest + _FEW_DAYS:
                remedy = f"Make 'span_days' or 'measure_after_days' {length.low} or more"
                yield _said(field, length.said, f"nothing of it comes later than {longest} days", remedy)
