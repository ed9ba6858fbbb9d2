"""Cross-checks of the catalogue of activities: what each builds, and whether it can lie in the 100 days as it says of itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from math import ceil
from typing import NamedTuple

from cswo_eval.files.shapes import Shape
from cswo_eval.files.strict_yaml import YamlDocument
from cswo_eval.framework.activity_models import Activity, ActivityList
from cswo_eval.framework.models import Aspect, Method, PlanRules
from cswo_eval.framework.time_checks import time_problems
from cswo_eval.text.problems import Problem
from cswo_eval.text.words import counted

LEAST_ACTIVITIES = 3
"""Every competency is built by at least this many activities, of at least LEAST_KINDS kinds, and by one of them mainly."""
LEAST_KINDS = 2
LONGEST_NOTICE_OF_A_STARTER = 28
"""In days: what somebody new in post does first begins in the first month."""
SHORTEST_RELATION = 14
"""In days: a working relationship is not made in a week."""

Path = tuple[str | int, ...]
Found = tuple[str, Path, str, str]
"""The file, the place in it, what is wrong and what to do."""
OfOne = tuple[str, str, str]
"""The field of an activity, what is wrong with it and what to do."""


class Entry(NamedTuple):
    """An activity, and where it stands."""

    file: str
    path: Path
    activity: Activity


def activity_problems(values: Mapping[str, Shape], documents: Mapping[str, YamlDocument]) -> Iterator[Problem]:
    """Give every problem of the catalogue. All files must have been read: what is missing would be said of each competency."""
    entries = [
        Entry(file, ("activities", place), activity)
        for file, value in values.items()
        if isinstance(value, ActivityList)
        for place, activity in enumerate(value.activities)
    ]
    rules = next((value.plan for value in values.values() if isinstance(value, Method)), None)
    if rules is not None and len({phase.id for phase in rules.phases}) < len(rules.phases):
        rules = None  # a phase stands there twice, which is told as such: nothing is known of when another is
    found = [*_competencies_built(values, entries), *_circles(entries)]
    for file, path, activity in entries:
        of_one = [*_builds(activity), *_sittings(activity), *_marks(activity)]
        if rules is not None:
            of_one += [*_days(activity, rules), *time_problems(activity, rules)]
        found += [(file, (*path, field), f"'{activity.id}' {what}", remedy) for field, what, remedy in of_one]
    if rules is not None:
        found += _beyond_the_days(entries, rules)
    for file, path, what, remedy in found:
        document = documents[file]
        yield Problem(document.name, document.line_of(path), what, remedy)


def _competencies_built(values: Mapping[str, Shape], entries: list[Entry]) -> Iterator[Found]:
    """Give each competency for which there are too few activities, where it stands: one problem of each."""
    builders: dict[str, list[Activity]] = defaultdict(list)
    for _, _, activity in entries:
        for built in set(activity.builds.all):
            builders[built].append(activity)
    for file, value in values.items():
        if not isinstance(value, Aspect):
            continue
        for e, element in enumerate(value.elements):
            for c, competency in enumerate(element.competencies):
                named, by = competency.id, builders[competency.id]
                remedy = f"Name {named} under 'builds' of more activities."
                if not by:
                    what = f"no activity builds {named}."
                elif len(by) < LEAST_ACTIVITIES:
                    what = f"only {len(by)} of the {LEAST_ACTIVITIES} activities needed build {named}."
                elif len({activity.kind for activity in by}) < LEAST_KINDS:
                    what = f"all activities that build {named} are of one kind, {by[0].kind}."
                elif not any(named in activity.builds.mainly for activity in by):
                    what = f"{counted(len(by), 'activity', 'activities')} build {named}, and none is mainly for it."
                    remedy = f"Name {named} under 'mainly' of one that is for it, or write one."
                else:
                    continue
                yield file, ("elements", e, "competencies", c, "id"), what, remedy


def _circles(entries: list[Entry]) -> Iterator[Found]:
    known = {activity.id: activity for _, _, activity in entries}
    for file, path, activity in entries:
        if _waits_for_itself(activity.id, known):
            what = f"'{activity.id}' must come after itself, by way of its prerequisites."
            yield file, (*path, "after"), what, "Break the circle."


def _waits_for_itself(start: str, known: Mapping[str, Activity]) -> bool:
    waiting, seen = list(known[start].after), set[str]()
    while waiting:
        name = waiting.pop()
        if name == start:
            return True
        if name in known and name not in seen:
            seen.add(name)
            waiting.extend(known[name].after)
    return False


def _builds(activity: Activity) -> Iterator[OfOne]:
    builds = activity.builds.all
    twice = sorted({one for one in builds if builds.count(one) > 1})
    if twice:
        yield "builds", f"builds the same competency twice ({', '.join(twice)}).", "Take one out."


def _sittings(activity: Activity) -> Iterator[OfOne]:
    if activity.sitting_hours > activity.hours:
        yield "sitting_hours", "has sittings longer than the whole activity.", "Make it no more than 'hours'."
    elif activity.whole_sitting and sittings_at_least(activity) == 1 and activity.span_days > 1:
        what = f"is one sitting that is never cut, and is to last {activity.span_days} days."
        yield "span_days", what, "Make 'span_days' 1, or 'hours' more than 'sitting_hours'."


def _marks(activity: Activity) -> Iterator[OfOne]:
    """Give what a starter, a working relationship and asking several people must be, and this one is not."""
    if activity.starter and activity.phase != "listen":
        yield "starter", f"is a starter in the phase '{activity.phase}'.", "Make it false, or the phase 'listen'."
    if activity.starter and activity.notice_days > LONGEST_NOTICE_OF_A_STARTER:
        what = f"is a starter that needs {activity.notice_days} days of notice."
        remedy = f"Make it false, or 'notice_days' {LONGEST_NOTICE_OF_A_STARTER} or less."
        yield "starter", what, remedy
    if activity.asks_several and not activity.finds_out:
        what = "asks several people and finds nothing out."
        yield "asks_several", what, "Make 'finds_out' true, or take 'asks_several' out."
    if activity.relational and activity.span_days < SHORTEST_RELATION:
        what = f"is to build a working relationship in {counted(activity.span_days, 'day')}."
        yield "relational", what, f"Make 'span_days' {SHORTEST_RELATION} or more, or take 'relational' out."


def _days(activity: Activity, rules: PlanRules) -> Iterator[OfOne]:
    """Give what is wrong with the days of the 100 that an activity is tied to."""
    earliest, latest = activity.earliest_day, activity.latest_day
    if earliest is not None and latest is not None and earliest > latest:
        what = f"begins on day {earliest} at the earliest and is due by day {latest}."
        yield "latest_day", what, "Correct one of the two."
    if earliest is not None and earliest > rules.last_action_day and latest is None:
        what = f"begins after day {rules.last_action_day}, among the reviews, and has no 'latest_day'."
        yield "earliest_day", what, f"Say by which day it is due, {last_day(rules)} at the latest."


def sittings_at_least(activity: Activity) -> int:
    """Return the least number of sittings: two where it takes days and a sitting may be cut."""
    number = max(1, ceil(round(activity.hours / activity.sitting_hours, 6)))
    return max(number, 2) if activity.span_days > 1 and not activity.whole_sitting else number


def days_at_least(activity: Activity) -> int:
    """Return the least number of days from its first sitting to its last, both counted."""
    return max(activity.span_days, activity.days_between * (sittings_at_least(activity) - 1) + 1)


def last_day(rules: PlanRules) -> int:
    """Return the last day of the 100."""
    return max(phase.last_day for phase in rules.phases)


def _beyond_the_days(entries: list[Entry], rules: PlanRules) -> Iterator[Found]:
    """Give every activity for which the 100 days have no place, however empty they are."""
    known = {activity.id: activity for _, _, activity in entries}
    phases = {phase.id: phase for phase in rules.phases}
    begins: dict[str, int] = {}

    def begins_at_least(activity: Activity) -> int:
        """Return the first day on which it may begin, with its notice, its phase and what comes before it."""
        if activity.id not in begins:
            begins[activity.id] = 0  # a circle, which is told as such, counts for nothing
            before = [known[name] for name in activity.after if name in known]
            begins[activity.id] = max(
                1 + activity.notice_days,
                phases[activity.phase].activities_from,
                activity.earliest_day or 1,
                *(begins_at_least(one) + days_at_least(one) for one in before),
            )
        return begins[activity.id]

    for file, path, activity in entries:
        first, days = begins_at_least(activity), days_at_least(activity)
        begin_by = phases[activity.phase].activities_by
        if begin_by is not None:
            begin_by = max(begin_by, 1 + activity.notice_days + rules.fortnight_days)
        closing = (activity.earliest_day or 1) > rules.last_action_day
        due_by = min(activity.latest_day or last_day(rules), last_day(rules) if closing else rules.last_action_day)
        if (activity.earliest_day or 1) > (activity.latest_day or last_day(rules)):
            continue  # told already
        if first + days - 1 > due_by:
            apart = activity.days_between if days > activity.span_days else 0
            takes = (
                f"{counted(sittings_at_least(activity), 'sitting')} {counted(apart, 'day')} apart take"
                if apart
                else "it takes"
            )
            what = (
                f"'{activity.id}' has no place in the 100 days: it begins on day {first} at the earliest, "
                f"{takes} {counted(days, 'day')}, and it must be due by day {due_by}."
            )
            field = "days_between" if apart else "span_days" if activity.span_days > 1 else "notice_days"
            yield file, (*path, field), what, "Give it less notice, fewer days or an earlier phase, or ask less of it."
        elif begin_by is not None and first > begin_by:
            what = (
                f"'{activity.id}' has no place in the phase '{activity.phase}', in which it begins by day {begin_by}: "
                f"it begins on day {first} at the earliest."
            )
            yield file, (*path, "phase"), what, "Give it a later phase, or let it begin earlier."
