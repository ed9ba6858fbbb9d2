"""A plan being drawn up: what each activity would still take away, and putting it on the first days that break no rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cswo_eval.framework.activity_models import Activity
from cswo_eval.planning.given import Chosen, Counted, Given, State
from cswo_eval.planning.goals import GoalIdea, element_of_activity
from cswo_eval.planning.needs import Want, Work, counts, need_taken_away
from cswo_eval.planning.sittings import Sittings, sittings_of
from cswo_eval.planning.timetable import Placement, Timetable, Window
from cswo_eval.planning.working_days import PLAN_DAYS

_FINDING_OUT = 0.25
"""How much of an unsure need that nobody has found out about yet counts besides for what finds out: it opens the way."""
_SECOND_KIND = 1.15
"""A high need's first activity, and its second where it is of another kind, count this much."""


class Draft:
    """A plan being drawn up: what is chosen so far, on a timetable that fills as it goes."""

    def __init__(self, given: Given, timetable: Timetable) -> None:
        self.given, self.timetable = given, timetable
        self.empty = timetable.saved()
        """The timetable with what stays, and nothing else."""
        self.chosen: dict[str, Chosen] = {}
        self.useful = tuple(name for name, effects in given.effects.items() if effects)
        """The activities that build any need, in the catalogue's order."""
        self.counted = Counted({}, {}, {})
        self._phases = {phase.id: phase for phase in given.framework.method.plan.phases}
        self._goals_of = _goals_by_need(given.goals)
        self._worth = {name: _worth_of(want) for name, want in given.wants.items()}
        """What each number of half levels, from none on, takes away of each need."""
        self._building: dict[str, list[str]] = {}
        """The activities that build each need."""
        for name, effects in given.effects.items():
            for need in effects:
                self._building.setdefault(need, []).append(name)
        self._gains: dict[str, float] = {}
        """What `gain` gave, as long as it holds."""
        activities = given.framework.activities.values()
        self._sittings = {one.id: sittings_of(one) for one in activities}
        self._windows = {one.id: self._usual_window(one) for one in activities}
        self._count()
        self.worth_of_an_hour = self._worth_of_an_hour()
        """What the last hour of such a plan would take away."""

    def _worth_of_an_hour(self) -> float:
        activities = self.given.framework.activities
        left = self.timetable.hours_left()
        name = ""
        for name in self.ranked():
            left -= activities[name].hours
            if left <= 0:
                break
        return self.gain(name) / activities[name].hours if name else 0.0

    def worth_of(self, need: str) -> list[int]:
        """Return what each number of half levels, from none on, takes away of a need, in quarters."""
        return self._worth[need]

    def sittings(self, name: str) -> Sittings:
        """Return what has to be placed of an activity."""
        return self._sittings[name]

    def usual_window(self, name: str) -> Window:
        """Return when an activity may lie by its own days."""
        return self._windows[name]

    def adopt(self, placed: Mapping[str, tuple[str, Placement, str | None]]) -> None:
        """Choose these activities, each with its goal, its place, and the title of what it prepares."""
        activities = self.given.framework.activities
        self.chosen = {
            name: Chosen(activities[name], goal, placement, prepares)
            for name, (goal, placement, prepares) in sorted(placed.items(), key=lambda pair: pair[1][1].start)
        }
        self.timetable.restore(self.empty)
        for one in self.chosen.values():
            self.timetable.take(one.goal, one.placement, one.activity.whole_sitting)
        self._count()

    @property
    def taken(self) -> Mapping[str, int]:
        """Return how many half levels are taken away from each need."""
        return self.counted.taken

    @property
    def found_out(self) -> Mapping[str, int]:
        """Return the plan day on which finding out about a need is due, where anything finds out."""
        return self.counted.found_out

    @property
    def value(self) -> float:
        """Return how much of all needs together is taken away."""
        return need_taken_away(self.given.wants, self.taken)

    def works(self) -> dict[str, Work]:
        """Return what counts for needs: the actions that stay, and what is chosen, by id and by activity."""
        return {**self.given.kept, **{name: self._work(one) for name, one in self.chosen.items()}}

    def _work(self, chosen: Chosen) -> Work:
        activity, placement = chosen.activity, chosen.placement
        return Work(self.given.effects[activity.id], activity.finds_out, placement.start, placement.due)

    def _count(self) -> None:
        """Work out anew what is taken away: what finds out may make an earlier choice count."""
        works = self.works()
        wants = self.given.wants
        found_out: dict[str, int] = {}
        for work in works.values():
            if work.finds_out:
                for name in work.effects:
                    found_out[name] = min(work.due, found_out.get(name, PLAN_DAYS))
        counted = Counted({}, {}, found_out)
        for key, work in works.items():
            chosen = self.chosen.get(key)
            for name, half_levels in work.effects.items():
                if name in wants and counts(work, name, wants, found_out):
                    self._add_to(counted, name, half_levels, chosen.activity.kind if chosen is not None else None)
        self._settle(counted)

    def _count_also(self, chosen: Sequence[Chosen]) -> None:
        """Count what was just chosen, without looking at the rest again where that cannot change."""
        wants = self.given.wants
        if any(
            one.activity.finds_out and any(wants[need].item.unsure for need in self.given.effects[one.activity.id])
            for one in chosen
        ):
            self._count()
            return
        counted = Counted(dict(self.counted.taken), dict(self.counted.kinds), dict(self.counted.found_out))
        for one in chosen:
            work = self._work(one)
            for name, half_levels in work.effects.items():
                if counts(work, name, wants, counted.found_out):
                    self._add_to(counted, name, half_levels, one.activity.kind)
        self._settle(counted)

    def _add_to(self, counted: Counted, name: str, half_levels: int, kind: str | None) -> None:
        counted.taken[name] = min(counted.taken.get(name, 0) + half_levels, len(self._worth[name]) - 1)
        if kind is not None:
            counted.kinds[name] = counted.kinds.get(name, frozenset()) | {kind}

    def _settle(self, counted: Counted) -> None:
        """Let a counted hold, and what an activity would take away be worked out anew where one of its needs has changed."""
        before = self.counted
        for need in {*counted.taken, *counted.found_out, *before.taken, *before.found_out}:
            if (
                counted.taken.get(need) != before.taken.get(need)
                or counted.kinds.get(need) != before.kinds.get(need)
                or counted.found_out.get(need) != before.found_out.get(need)
            ):
                for name in self._building.get(need, ()):
                    self._gains.pop(name, None)
        self.counted = counted

    def state(self) -> State:
        """Return all that choosing changes."""
        return State(dict(self.chosen), self.timetable.saved(), self.counted)

    def go_back(self, state: State) -> None:
        """Go back to what `state` gave."""
        self.chosen = dict(state.chosen)
        self.timetable.restore(state.timetable)
        self._settle(state.counted)

    # --- what an activity would do ---------------------------------------------------------------------------

    def gain(self, name: str) -> float:
        """Return how much an activity would take away besides, with what it opens the way for; 0 where nothing."""
        known = self._gains.get(name)
        if known is None:
            known = self._gains[name] = sum(self._gain_of(self.given.framework.activities[name]))
        return known

    def _gain_of(self, activity: Activity) -> Iterator[float]:
        for need, half_levels in self.given.effects[activity.id].items():
            want, worth, taken = self.given.wants[need], self._worth[need], self.taken.get(need, 0)
            guess = want.item.unsure and need not in self.found_out
            if guess and not activity.finds_out:
                continue
            after = min(taken + half_levels, want.half_levels)
            more: float = worth[after] - worth[taken]
            kinds = self.counted.kinds.get(need, ())
            if want.band == "high" and len(kinds) < 2 and activity.kind not in kinds:
                more *= _SECOND_KIND
            if guess:
                more += _FINDING_OUT * (worth[-1] - worth[after])
            yield more

    def missing(self, name: str) -> tuple[str, ...]:
        """Return the prerequisites of an activity, and theirs, that are not in the plan yet, first things first."""
        found: dict[str, None] = {}

        def visit(one: Activity) -> None:
            for before in one.after:
                if before not in self.chosen and before not in self.given.finished and before not in found:
                    visit(self.given.framework.activities[before])
                    found[before] = None

        activity = self.given.framework.activities[name]
        if activity.after:
            visit(activity)
        return tuple(found)

    def ranked(self) -> list[str]:
        """Return the activities that would take something away, what takes most per hour first."""
        ranked: list[tuple[float, int, str]] = []
        for place, name in enumerate(self.useful):
            if not self.may_be_chosen(name):
                continue
            gained = self.gain(name)
            if gained <= 0:
                continue
            activity = self.given.framework.activities[name]
            hours = activity.hours
            if activity.after:
                for before in self.missing(name):
                    hours += self.given.framework.activities[before].hours
                    gained += self.gain(before)
            ranked.append((-gained / hours, place, name))
        return [name for *_, name in sorted(ranked)]

    def may_be_chosen(self, name: str) -> bool:
        """Return whether an activity is neither in the plan nor done, dropped or put off."""
        return name not in self.chosen and name not in self.given.finished and name not in self.given.unwanted

    # --- putting it in ---------------------------------------------------------------------------------------

    def fill(self) -> None:
        """Choose what takes most away per hour, again and again, until nothing that takes anything away fits."""
        failed: dict[str, str] = {}
        while True:
            for name in self.ranked():
                if name in failed:
                    continue
                reason = self._add_if_it_helps(name)
                if reason is None:
                    # A goal that is open longer may let in what did not fit; hours never grow.
                    failed = {one: why for one, why in failed.items() if why != "goals"}
                    break
                failed[name] = reason
            else:
                return

    def push_together(self) -> None:
        """Place what is chosen anew, each as early as may be, on days that spread over the week, and none later than it began.

        Where something would no longer fit, each stays in its weeks, and only its days are spread.
        """
        before = self.state()
        dues = {**self.given.finished, **{name: one.placement.due for name, one in self.chosen.items()}}
        self.timetable.restore(self.empty)
        self.chosen = {}
        for one in sorted(before.chosen.values(), key=lambda one: one.placement.start):
            found = self._placed_anew(one, before, dues)
            if not isinstance(found, Placement):
                break
            self.timetable.take(one.goal, found, one.activity.whole_sitting)
            self.chosen[one.activity.id] = one._replace(placement=found)
            dues[one.activity.id] = found.due
        self._count()
        if len(self.chosen) < len(before.chosen) or self.value < need_taken_away(
            self.given.wants, before.counted.taken
        ):
            self.go_back(before)
            self._spread_days()

    def _placed_anew(self, one: Chosen, before: State, dues: Mapping[str, int]) -> Placement | str:
        window = self._window(one.activity, dues)
        waiting = [
            other.placement.start - 1 for other in before.chosen.values() if one.activity.id in other.activity.after
        ]
        return self._room(
            one.goal,
            one.activity,
            window._replace(
                latest_start=min(window.latest_start, one.placement.start),
                latest_due=min([window.latest_due, *waiting]),
            ),
        )

    def _spread_days(self) -> None:
        """Move sittings to other days of their weeks, so that not all lie on the first that is free."""
        for name, one in self.chosen.items():
            activity, work = one.activity, self._sittings[name]
            others_wait = activity.finds_out or any(name in other.activity.after for other in self.chosen.values())
            sittings = list(one.placement.sittings)
            for place, (day, size) in enumerate(sittings):
                last = place == len(sittings) - 1
                if self.timetable.is_set_aside(day) or (last and others_wait) or (place == 0 and len(sittings) > 1):
                    continue
                earliest = day if place == 0 else sittings[place - 1][0] + work.step
                latest = self._windows[name].latest_due if last else sittings[place + 1][0] - work.step
                if place == 0:
                    latest = min(latest, max(day, self._windows[name].latest_start))
                sittings[place] = self.timetable.another_day(day, max(day, earliest), latest), size
            self.chosen[name] = one._replace(placement=Placement(tuple(sittings)))
        placed = {name: (one.goal, one.placement, one.prepares) for name, one in self.chosen.items()}
        before = self.state()
        self.adopt(placed)
        if self.value < need_taken_away(self.given.wants, before.counted.taken) or any(
            number > self.given.framework.method.plan.most_open_goals for number in self.timetable.open_count
        ):
            self.go_back(before)

    def _add_if_it_helps(self, name: str) -> str | None:
        """Choose an activity, unless on the days that are left for it it would take nothing away."""
        if not any(self.given.wants[need].item.unsure for need in self.given.effects[name]):
            return self.add(name)
        state, before = self.state(), self.value
        reason = self.add(name)
        if reason is None and self.value <= before and not self.given.framework.activities[name].finds_out:
            self.go_back(state)
            return "finding-out"
        return reason

    def add(self, name: str) -> str | None:
        """Choose an activity and what must come before it, or nothing. Returns None, or why it cannot be: see `why_not`."""
        given = self.given
        activity = given.framework.activities[name]
        missing = self.missing(name)
        if given.unwanted.intersection(missing):
            return "prerequisite"
        saved = self.timetable.saved() if missing else None
        placed: list[Chosen] = []
        goal: str | None = None
        ends = dict(given.finished)
        if activity.after:
            ends.update((key, one.placement.due) for key, one in self.chosen.items())
        for one in (*(given.framework.activities[before] for before in missing), activity):
            goals = self._goals_for(activity) if goal is None else (goal,)
            window = self._window(one, ends)
            found: Placement | str = self._too_late(one, window)
            if not found and self.timetable.too_full(self._sittings[one.id], window):
                found = "hours"
            if not found:
                for goal_tried in goals:
                    found = self._room(goal_tried, one, window)
                    if isinstance(found, Placement):
                        goal = goal_tried
                        break
            if not isinstance(found, Placement):
                if saved is not None:
                    self.timetable.restore(saved)
                return found
            assert goal is not None
            self.timetable.take(goal, found, one.whole_sitting)
            ends[one.id] = found.due
            placed.append(Chosen(one, goal, found, None if one is activity else activity.title))
        for chosen in placed:
            self.chosen[chosen.activity.id] = chosen
        self._count_also(placed)
        return None

    def _room(self, goal: str, activity: Activity, window: Window) -> Placement | str:
        return self.timetable.room_for_goal(goal, self._sittings[activity.id], window)

    def _goals_for(self, activity: Activity) -> tuple[str, ...]:
        """Return the goals that an activity may belong to: that of the need it does most for first."""
        goals: dict[str, int] = {}
        for need, more in self._more(activity):
            goal = self._goals_of[need]
            goals[goal] = goals.get(goal, 0) + more
        return tuple(sorted(goals, key=lambda goal: -goals[goal])) or (element_of_activity(activity),)

    def _more(self, activity: Activity) -> Iterator[tuple[str, int]]:
        """Give each need that an activity builds with what it would take away besides."""
        for need, half_levels in self.given.effects[activity.id].items():
            worth, taken = self._worth[need], self.taken.get(need, 0)
            yield need, worth[min(taken + half_levels, len(worth) - 1)] - worth[taken]

    def _usual_window(self, activity: Activity) -> Window:
        """Return when an activity may lie by its own days (design: The 100-day plan)."""
        rules, phase = self.given.framework.method.plan, self._phases[activity.phase]
        last = self.timetable.last_day
        noticed = self.given.begin + activity.notice_days
        closing = (activity.earliest_day or 0) > last
        begin_by = PLAN_DAYS
        if phase.activities_by is not None:
            begin_by = max(phase.activities_by, noticed + rules.fortnight_days)
        return Window(
            max(noticed, phase.activities_from, activity.earliest_day or 1),
            begin_by,
            min(activity.latest_day or PLAN_DAYS, PLAN_DAYS if closing else last),
        )

    def _window(self, activity: Activity, ends: Mapping[str, int]) -> Window:
        """Return when an activity may lie, with what comes before it, and early where the plan wants it early."""
        earliest, begin_by, due_by = self._windows[activity.id]
        for name in activity.after:
            if name in ends:
                earliest = max(earliest, ends[name] + 1)
        if self.found_out and not activity.finds_out:
            earliest = max(earliest, self._known_from(activity))
        return Window(earliest, begin_by, due_by)

    def _known_from(self, activity: Activity) -> int:
        """Return the first day on which effort on unsure needs is not spent on a guess."""
        days = [
            self.found_out[need] + 1
            for need, more in self._more(activity)
            if more and need in self.found_out and self.given.wants[need].item.unsure
        ]
        return max(days, default=1)

    def _too_late(self, activity: Activity, window: Window) -> str:
        """Return why no day is left for it: 'lead' or 'phase'; '' where there is one."""
        last = min(window.latest_start, window.latest_due - activity.span_days + 1)
        if window.earliest <= last:
            return ""
        return "lead" if self.given.begin + activity.notice_days > last else "phase"

    def why_not(self, name: str) -> str:
        """Return why an activity that may be chosen is not in the plan: 'used', 'dropped', 'prerequisite', 'lead', 'phase',
        'hours', 'whole', 'goals', 'finding-out'; '' where it would fit after all. Changes nothing."""
        if name in self.given.unwanted:
            return "dropped"
        if not self.may_be_chosen(name):
            return "used"
        if self.gain(name) <= 0:
            return "finding-out"
        state = self.state()
        reason = self.add(name)
        self.go_back(state)
        if reason == "hours" and self._never_holds(self.given.framework.activities[name]):
            return "whole"
        return reason or ""

    def _never_holds(self, activity: Activity) -> bool:
        """Return whether no week, with what one beside it could lend, would hold a sitting that may not be cut."""
        if not activity.whole_sitting:
            return False
        work = self._sittings[activity.id]
        longest = min(work.longest, work.minutes)
        holds = [week.capacity for week in self.timetable.weeks if not week.closing]
        return max((one + other for one, other in zip(holds, [*holds[1:], 0], strict=True)), default=0) < longest


def _worth_of(want: Want) -> list[int]:
    return [want.taken_away(half_levels) for half_levels in range(want.half_levels + 1)]


def _goals_by_need(goals: Sequence[GoalIdea]) -> dict[str, str]:
    return {need: goal.item for goal in goals for need in goal.members}
