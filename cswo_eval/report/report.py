"""The one Report: built once from a record for an audience, then only written by a renderer a format."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cswo_eval import __version__
from cswo_eval.analysis.gaps import analyse
from cswo_eval.analysis.results import GapAnalysis, ItemResult
from cswo_eval.framework.loading import Framework
from cswo_eval.framework.models import Audience
from cswo_eval.framework.problems import CswoEvalError, UnknownId
from cswo_eval.framework.words import counted, day_and_month, listed, plain_day, short_day
from cswo_eval.planning.calendar import calendar_for
from cswo_eval.record.models import Answer, Evidence, EvidenceRegister, Plan, Profile, ReviewRecord, Round
from cswo_eval.report import gap_sections, plan_sections
from cswo_eval.report.blocks import (
    Block,
    Bullets,
    Column,
    CoverageData,
    Document,
    Entry,
    Facts,
    Field,
    GridData,
    MapData,
    Paragraph,
    Picture,
    Section,
    Table,
    TimelineData,
)
from cswo_eval.report.radar import elements_radar, open_round, overlaid, round_overlay
from cswo_eval.report.sharing_copy import (
    LEAST_IN_A_MEAN,
    NO_LEVEL,
    STILL_TOLD,
    band_of_mean,
    without_false_checks,
    without_levels,
    without_private,
)
from cswo_eval.report.third_person import checks_for_others, plan_for_others

LANGUAGE = "en-GB"


class Report(NamedTuple):
    """Everything that a renderer writes. `document` holds the sections; the rest is what the typed formats need.

    Nothing private is in it unless it was asked for. `made` is the day it is told from.
    """

    document: Document
    audience: Audience
    made: date
    framework: Framework
    profile: Profile
    round: Round | None
    register: EvidenceRegister
    plan: Plan | None
    reviews: tuple[ReviewRecord, ...]
    analysis: GapAnalysis
    left_out: int
    """How many answers, entries, actions and reviews are left out as private."""


def audience_of(framework: Framework, name: str) -> Audience:
    """Return the audience with this id. Raises UnknownId."""
    found = next((one for one in framework.report_profiles.audiences if one.id == name.strip().lower()), None)
    if found is None:
        known = [one.id for one in framework.report_profiles.audiences]
        raise UnknownId(name, "audience", known, f"There are: {', '.join(known)}.")
    return found


def chosen_sections(framework: Framework, audience: Audience, given: Sequence[str]) -> tuple[str, ...]:
    """Return the sections of a report, in the order of every report: those given, else the audience's. Raises CswoEvalError."""
    known = framework.report_profiles.sections
    unknown = [name for name in given if name not in known]
    if unknown:
        raise CswoEvalError(
            f"There is no section {listed(repr(name[:40]) for name in unknown)}. There are: {', '.join(known)}."
        )
    wanted = given or audience.sections
    return tuple(name for name in known if name in wanted)


def build_report(
    framework: Framework,
    profile: Profile,
    round_: Round | None,
    register: EvidenceRegister,
    plan: Plan | None,
    reviews: tuple[ReviewRecord, ...],
    *,
    audience: Audience,
    today: date,
    sections: Sequence[str] = (),
    include_private: bool = False,
    levels: bool | None = None,
    earlier: Sequence[Round] = (),
    left_out: int = 0,
) -> Report:
    """Return the report of a record for an audience as of `today`.

    `sections`: ids, else the audience's own. `levels`: whether single levels are shown, else as the audience says.
    `earlier`: the rounds before `round_`, oldest first; some are laid over the radar. `left_out`: how many private things
    were left out before, where what is given is such a copy already (then with `include_private`).
    Raises CswoEvalError for an unknown section.
    """
    private_now = {name for name, answer in round_.answers.items() if answer.private} if round_ is not None else set()
    if not include_private:
        round_, register, plan, reviews, left_out_here = without_private(round_, register, plan, reviews)
        left_out += left_out_here
    analysis = analyse(framework, profile, round_, register, today, plan)
    if left_out:
        analysis = without_false_checks(analysis)
    if audience.id != "self":
        analysis = checks_for_others(analysis)
        plan = plan_for_others(plan) if plan is not None else None
    shown_levels = audience.levels if levels is None else levels
    audience = audience.with_changes({"levels": shown_levels})  # every renderer asks the audience
    if not shown_levels:
        plan, reviews, analysis = without_levels(framework, plan, reviews, analysis)
    wanted = chosen_sections(framework, audience, sections)
    beside = overlaid(earlier) if shown_levels and "aspects" in wanted else ()
    left_out_beside = 0
    if not include_private:
        copies = [open_round(one, private_now) for one in beside]
        beside, left_out_beside = tuple(one.round for one in copies), sum(one.left_out for one in copies)
    maker = _Maker(
        framework,
        profile,
        round_,
        register,
        plan,
        reviews,
        analysis,
        audience,
        today,
        shown_levels,
        left_out + left_out_beside,
        beside,
    )
    made = tuple(section for name in wanted for section in maker.sections(name) if section.blocks)
    owner = profile.name.strip() or "A Chief Social Work Officer"
    subtitle = f"{owner}. {audience.title}. {plain_day(today)}."
    if profile.sample and "fictional" not in owner:
        subtitle += " A fictional sample."
    document = Document("Self-evaluation against the Standard for Chief Social Work Officers", subtitle, made)
    return Report(document, audience, today, framework, profile, round_, register, plan, reviews, analysis, left_out)


LEAST_IN_THE_MAP = 0.25
"""The share of competencies with a level from which the map is drawn."""


class _Maker(NamedTuple):
    """Makes the sections of one report."""

    framework: Framework
    profile: Profile
    round: Round | None
    register: EvidenceRegister
    plan: Plan | None
    reviews: tuple[ReviewRecord, ...]
    analysis: GapAnalysis
    audience: Audience
    today: date
    levels: bool
    left_out: int
    earlier: tuple[Round, ...]
    """The rounds that are laid over the radar."""

    def sections(self, name: str) -> list[Section]:
        """Return the section or sections that one id stands for."""
        framework, analysis, plan, for_owner = self.framework, self.analysis, self.plan, self._for_owner
        if name == "limits":
            return [self._limits()]
        if name == "summary":
            section = (
                gap_sections.summary_section(framework, analysis, for_owner)
                if self.levels
                else self._summary_of_bands()
            )
            return [section._replace(blocks=(*section.blocks, *self._what_happens_next()))]
        if name == "aspects":
            return [self._aspects()]
        if name == "strengths":
            return [gap_sections.strengths_section(analysis) if self.levels else self._strengths_without_levels()]
        by_level = {
            "reading": lambda: gap_sections.reading_section(framework, analysis, for_owner),
            "quadrants": self._quadrants,
            "needs": lambda: gap_sections.needs_section(framework, analysis, for_owner),
            "exposure": lambda: gap_sections.exposure_section(analysis, for_owner),
            "not-applicable": lambda: gap_sections.not_applicable_section(analysis),
            "map": self._map,
            "competencies": self._competencies,
            "evidence": self._evidence,
            "checks": lambda: gap_sections.checks_section(analysis, for_owner, self.left_out),
            "agenda": self._agenda,
        }
        if name in by_level:
            return [by_level[name]()] if self.levels else []
        if name == "method":
            return [self._method()]
        if plan is None:
            return []
        calendar = calendar_for(framework, plan.start, plan.leave, plan.local_holidays)
        if name == "plan":
            return [self._plan(plan)]
        if name == "actions":
            return [self._actions(plan)]
        if name == "load":
            return [plan_sections.load_section(plan, calendar)]
        if name == "reviews":
            return [plan_sections.reviews_section(plan, for_owner), *self._held_reviews()]
        return []

    @property
    def _for_owner(self) -> bool:
        """Whether it is said to the owner, with commands, or to others, of the owner."""
        return self.audience.id == "self"

    def _limits(self) -> Section:
        section = gap_sections.limits_section(self.framework)
        extra = []
        if not self.levels:
            extra.append(Paragraph(f"No level of a single competency is shown. Some can still be told: {STILL_TOLD}"))
        if self.left_out:
            things = counted(self.left_out, "thing")
            what = f"{things} you marked private" if self._for_owner else f"{things} marked private by the owner"
            ends = (
                "is left out, and no number rests on it"
                if self.left_out == 1
                else "are left out, and no number rests on them"
            )
            extra.append(Paragraph(f"{what} {ends}.", "quiet"))
        if "agenda" in self.audience.sections:
            extra.append(
                Paragraph(
                    "For the first conversation there is an agenda at the end. 'Your view' is room to write beside each "
                    "competency; in the Word copy you can type there.",
                    "quiet",
                )
            )
        return section._replace(blocks=(*section.blocks, *extra))

    def _what_happens_next(self) -> tuple[Block, ...]:
        """The next actions and the next review, so that the first page says what comes of it all."""
        if self.plan is None:
            how = "; `cswo-eval plan make` makes one" if self._for_owner else ""
            return (Paragraph(f"What happens next: no plan has been made yet{how}."),) if self.analysis.planned else ()
        coming = [one for one in plan_sections.current_actions(self.plan) if one.status == "planned"]
        coming.sort(key=lambda one: (one.due, one.id))
        rows = [(one.due, one.id, one.title) for one in coming[:3]]
        reviews = [review for review in self.plan.reviews if review.day >= self.today]
        rows += [(review.day, f"Day {review.number}", "Review of the plan") for review in reviews[:1]]
        columns = (Column("Item"), Column("What", main=True), Column("By"))
        shown = tuple((name, what, short_day(day)) for day, name, what in sorted(rows))
        return (Table("What happens next", columns, shown),) if shown else ()

    def _summary_of_bands(self) -> Section:
        coverage, elements = self.analysis.coverage, self.analysis.element_coverage
        pairs = []
        if elements.answered and gap_sections.rated_as_a_whole(self.analysis):
            pairs.append(("Elements answered as a whole", f"{elements.answered} of {elements.total}"))
        if coverage.answered or not pairs:
            pairs.append(("Competencies answered", f"{coverage.answered} of {coverage.total}"))
        pairs += [
            (f"{one.id} {one.title}", f"mean {band_of_mean(one.mean)}, of 5")
            for one in self.analysis.aspects
            if one.mean is not None
        ]
        return Section("summary", "Summary", (Facts(tuple(pairs)),))

    def _strengths_without_levels(self) -> Section:
        # In the Standard's order: the order of strengths would tell their levels.
        order = {one: place for place, one in enumerate((*self.framework.elements, *self.framework.competencies))}
        names = tuple((one.id, one.title) for one in sorted(self.analysis.strengths, key=lambda item: order[item.id]))
        table = Table("", (Column("Item"), Column("What", main=True)), names, "None named yet.")
        return Section("strengths", "Strengths to use", (table,))

    def _aspects(self) -> Section:
        section = gap_sections.aspects_section(self.analysis)
        if not self.levels:
            rows = tuple(
                (
                    one.id,
                    one.title,
                    band_of_mean(one.mean) if one.mean is not None else "-",
                    "as a whole" if one.covered and not one.rated else f"{one.covered} of {one.applicable}",
                )
                for one in self.analysis.aspects
            )
            columns = (Column("Aspect"), Column("Title", main=True), Column("Mean"), Column("Covered"))
            note = (
                f"A mean of levels from 1 to 5 is told by a band, and none that rests on fewer than {LEAST_IN_A_MEAN} "
                "answers: more would tell what single levels are."
            )
            return Section("aspects", "Aspects", (Table("", columns, rows), Paragraph(note, "quiet")))
        radar = elements_radar(
            self.analysis, [round_overlay(self.framework, self.profile, one) for one in self.earlier]
        )
        return section._replace(blocks=(radar, *section.blocks)) if radar is not None else section

    def _map(self) -> Section:
        if self.analysis.coverage.rated < LEAST_IN_THE_MAP * len(self.analysis.items):  # empty cells say nothing
            return Section("map", "Every competency at a glance", ())
        cells: list[tuple[str, tuple[tuple[str, int | None, str], ...]]] = []
        rows = []
        most = max(len(element.competencies) for element in self.framework.elements.values())
        for element in self.framework.elements.values():
            items = [one for one in self.analysis.items if one.element == element.id]
            cells.append((element.id, tuple((one.id, one.level, self._standing(one)) for one in items)))
            by_number = {one.id.rpartition(".")[2]: self._standing(one) for one in items}
            rows.append((element.id, element.title, *(by_number.get(str(one), "") for one in range(1, most + 1))))
        numbers = (Column(f".{one}") for one in range(1, most + 1))
        columns = (Column("Element"), Column("Title", main=True), *numbers)
        rated = self.analysis.coverage.rated
        description = f"A cell for each of the {len(self.analysis.items)} competencies, by element, with its level; {rated} are rated."
        picture = Picture(
            "map",
            "All competencies",
            description,
            MapData(tuple(cells)),
            Table("All competencies", columns, tuple(rows)),
        )
        return Section("map", "Every competency at a glance", (picture,))

    def _quadrants(self) -> Section:
        section = gap_sections.quadrants_section(self.framework, self.analysis, self._for_owner)
        cells = []
        for importance in (3, 2, 1):
            for level in (1, 2, 3, 4, 5):
                ids = tuple(one.id for one in self.analysis.used if one.importance == importance and one.level == level)
                cells.append((importance, level, ids))
        rows = tuple(
            (str(importance), *(listed(ids) or "-" for one, _, ids in cells if one == importance))
            for importance in (3, 2, 1)
        )
        columns = (Column("Importance"), *(Column(f"Level {level}", main=True) for level in (1, 2, 3, 4, 5)))
        first = len(next((one.items for one in self.analysis.quadrants if one.id == "important-below"), ()))
        picture = Picture(
            "grid",
            "Importance against level",
            f"Grid of importance (3 to 1) against level (1 to 5). {first} are important and below their target.",
            GridData(tuple(cells)),
            Table("Importance against level", columns, rows),
        )
        return section._replace(blocks=(picture, *section.blocks))

    def _plan(self, plan: Plan) -> Section:
        section = plan_sections.overview_section(self.framework, plan)
        if not self.levels:
            rows = tuple((goal.item, self.framework.title_of(goal.item)) for goal in plan.goals)
            goals = Table("", (Column("Goal"), Column("What", main=True)), rows, "No goals.")
            section = section._replace(blocks=(goals, Facts(plan_sections.time_and_help(plan))))
        current = plan_sections.current_actions(plan)
        bars = tuple(
            (one.id, one.title, _plan_day(plan, one.start), _plan_day(plan, one.finished or one.due), one.status)
            for one in current
        )
        marks = tuple((_plan_day(plan, review.day), f"Review {review.number}") for review in plan.reviews)
        shown = tuple(
            (one.id, one.title, day_and_month(one.start), day_and_month(one.finished or one.due), one.status)
            for one in current  # within a hundred days the year says nothing
        )
        columns = (Column("Action"), Column("What", main=True), Column("From"), Column("To"), Column("Status"))
        last = plan.start + timedelta(days=99)
        now = (self.today - plan.start).days + 1
        picture = Picture(
            "timeline",
            "The hundred days",
            f"{counted(len(bars), 'action')} from {plain_day(plan.start)} to {plain_day(last)}, "
            f"with reviews on days {listed(str(one.number) for one in plan.reviews)}."
            + (f" Today is day {now}." if 1 <= now <= 100 else ""),
            TimelineData(bars, marks, now if 1 <= now <= 100 else None),
            Table("The hundred days", columns, shown, "No actions."),
        )
        left_out = plan_sections.left_out_section(plan) if self.levels else None
        rest = left_out.blocks if left_out is not None else ()
        lead = (Paragraph(left_out.title, "strong"),) if left_out is not None and plan.left_out else ()
        return Section("plan", "The 100-day plan", (*section.blocks, picture, *lead, *rest))

    def _actions(self, plan: Plan) -> Section:
        entries: list[Block] = []
        if not self._for_owner:
            entries.append(
                Paragraph("Written for the owner to work from: 'I', 'my' and 'you' in it are the owner.", "quiet")
            )
        for action in plan_sections.current_actions(plan):
            document = plan_sections.action_document(self.framework, plan, action, self._for_owner)
            for section in document.sections:
                for block in section.blocks:
                    if isinstance(block, Entry):
                        entries.append(block._replace(heading=f"{action.id} {action.title}"))
        closed = plan_sections.closed_section(plan)
        return Section("actions", "Each action", (*entries, *closed.blocks))

    def _held_reviews(self) -> list[Section]:
        blocks: list[Block] = []
        for review in self.reviews:
            ratings = (
                listed(f"{one.item} {one.before or '-'} to {one.now or '-'}" for one in review.ratings)
                if self.levels
                else ""
            )
            pairs = (
                ("What worked", review.what_worked),
                ("What got in the way", review.what_got_in_the_way),
                ("What changed for people", review.what_changed_for_people),
                ("Next step", review.next_step),
                ("Rated again", ratings),
            )
            blocks.append(
                Entry(
                    f"Day {review.number}, held {plain_day(review.held)}", "", tuple(pair for pair in pairs if pair[1])
                )
            )
        return [Section("held-reviews", "Reviews held", tuple(blocks))] if blocks else []

    def _competencies(self) -> Section:
        """In full what something is said of; the others by their titles, so that a first hour is no book of blanks."""
        blocks: list[Block] = []
        others: list[str] = []
        for element in self.framework.elements.values():
            own = self._answer(element.id)
            result = self.analysis.item(element.id)
            if result is not None and own is not None:
                blocks.append(self._entry(result, own, element.statement))
                blocks += self._for_coach(element.question)
            for competency in element.competencies:
                item = self.analysis.item(competency.id)
                assert item is not None  # every competency has a result
                answer = self._answer(competency.id) or Answer()
                if not _something_said(item, answer):
                    others.append(f"{item.id} {item.title}")
                    continue
                blocks.append(self._entry(item, answer, competency.statement))
                blocks += self._for_coach(competency.question)
        if others:
            lead = "No level shown" if self.left_out else "Not answered yet"
            blocks.append(Paragraph(f"{lead}: {'; '.join(others)}."))
        return Section("competencies", "Every competency with its evidence", tuple(blocks))

    def _answer(self, name: str) -> Answer | None:
        return self.round.answers.get(name) if self.round is not None else None

    def _entry(self, item: ItemResult, answer: Answer, statement: str) -> Entry:
        names = {entry.level: entry.name for entry in self.framework.levels.levels}
        level = f"{item.level} {names[item.level]}" if item.level is not None else self._standing(item)
        pairs = [
            ("Level", level if item.level is not None else f"none: {level}"),
            ("Target", f"{item.target} {names[item.target]}" if item.target is not None else "none"),
            ("Importance", f"{item.importance}{'' if item.importance_given else ' (preset)'}"),
            ("How sure", (item.confidence or "") if item.level is not None else ""),
            ("Need", f"{item.need} {item.band}" if item.need else ""),
            ("Reason", item.reason),
            ("What someone who disagrees would point to", answer.opposite),
            ("To learn", answer.learning),
            ("Note", answer.note),
        ]
        entries = {entry.id: entry for entry in self.register.present()}
        for name in (*item.supports, *item.contradicts):
            entry = entries[name]
            link = next(link for link in entry.links if link.item == item.id)
            against = ", speaks against" if link.bearing == "contradicts" else ""
            pairs.append(
                (
                    f"Evidence {entry.id}{against}",
                    f"{entry.title} ({plain_day(entry.effective)}). {link.reason}".strip(),
                )
            )
        if not item.supports and not item.contradicts and entries:
            pairs.append(("Evidence", "none in the register"))
        return Entry(f"{item.id} {item.title}", statement, tuple(pair for pair in pairs if pair[1].strip()))

    def _standing(self, item: ItemResult) -> str:
        """The level, or what is said where there is none; what is private and what is unanswered in the same words."""
        if item.level is not None:
            return str(item.level)
        known = {"no-chance": "no chance yet", "not-applicable": "not applicable"}
        return known.get(item.standing, NO_LEVEL if self.left_out else "not answered")

    def _for_coach(self, question: str) -> tuple[Block, ...]:
        if self.audience.id != "coach":
            return ()
        return (Facts((("A question to ask", question),)), Field("Your view"))

    def _evidence(self) -> Section:
        title = "The register of evidence"
        if not self.register.present():  # a picture of nothing says no more
            return Section("evidence", title, (Paragraph("The register is empty."),))
        kinds = {kind.id: kind.name for kind in self.framework.evidence_kinds.kinds}
        bars = []
        for element in self.framework.elements.values():
            items = [
                one for one in self.analysis.items if one.element == element.id and one.standing != "not-applicable"
            ]
            bars.append((element.id, element.title, sum(bool(one.supports) for one in items), len(items)))
        columns = (
            Column("Element"),
            Column("Title", main=True),
            Column("With evidence", "right"),
            Column("Of", "right"),
        )
        rows = tuple((code, title, str(have), str(of)) for code, title, have, of in bars)
        have, of = sum(bar[2] for bar in bars), sum(bar[3] for bar in bars)
        picture = Picture(
            "coverage",
            "Evidence by element",
            f"{have} of {of} applicable competencies have evidence that supports them.",
            CoverageData(tuple(bars)),
            Table("Evidence by element", columns, rows),
        )
        entries = [self._evidence_entry(entry, kinds) for entry in self.register.present()]
        return Section("evidence", title, (picture, *entries))

    def _evidence_entry(self, entry: Evidence, kinds: dict[str, str]) -> Entry:
        links = listed(f"{link.item}{' (against)' if link.bearing == 'contradicts' else ''}" for link in entry.links)
        pairs = (
            ("Kind", kinds.get(entry.kind, entry.kind)),
            ("When", plain_day(entry.effective)),
            ("What it shows", entry.shows),
            ("My part", entry.my_part),
            ("Who could confirm it", entry.confirmer),
            ("Bears on", links or "nothing yet"),
            ("Files", listed(one.name for one in entry.current_attachments())),
        )
        return Entry(f"{entry.id} {entry.title}", "", tuple(pair for pair in pairs if pair[1].strip()))

    def _agenda(self) -> Section:
        needs = self.analysis.planned[:3]
        points = ["What would you like from this conversation? (5 minutes)"]
        for item in needs:
            found = self.framework.competencies.get(item.id) or self.framework.elements[item.id]
            points.append(f"{item.id} {item.title}: {found.question} (10 minutes)")
        unsure = [f"{item.id} {item.title}" for item in self.analysis.used if item.unsure][:4]
        if unsure:
            points.append(
                f"Where you are unsure or the evidence points both ways: {'; '.join(unsure)}. Who could tell you? (10 minutes)"
            )
        high = [f"{one.id} {one.title}" for one in self.analysis.strengths if not one.supports][:3]
        if high:
            points.append(
                f"High levels without evidence: {'; '.join(high)}. What would somebody else have seen? (5 minutes)"
            )
        if self.plan is not None:
            points.append("The plan: what is likeliest to be squeezed out, and what would you do then? (5 minutes)")
        points.append("What you will do before we meet again, and by when. (5 minutes)")
        return Section(
            "agenda",
            "Agenda for the first conversation",
            (
                Bullets(tuple(points), numbered=True),
                Field("What was agreed, who does it, by when"),
                Field("Date and next meeting"),
            ),
        )

    def _method(self) -> Section:
        method, outline = self.framework.method, self.framework.outline
        pairs = [
            (
                "Need",
                f"importance × ((1 + gap)² − 1); high from {method.high_need}, medium from {method.medium_need}, and with importance 1 "
                "never above medium",
            ),
            (
                "Means",
                "an element's is that of its rated competencies, an aspect's that of its elements; one decimal, halves up; none below "
                f"{method.least_coverage:.0%} coverage",
            ),
            ("Levels", "; ".join(f"{one.level} {one.name}" for one in self.framework.levels.levels)),
            ("Standard", f"{outline.id}, version {outline.version}, content {self.framework.content_hash[:12]}"),
            ("Program", f"cswo-eval {__version__}"),
            ("Made for", f"{self.audience.title}: {self.audience.text}"),
        ]
        if self.round is not None:
            pairs.insert(0, ("Round", _told_round(self.round)))
        if self.earlier:
            pairs.insert(1, ("Earlier rounds in the radar", "; ".join(_told_round(one) for one in self.earlier)))
        return Section("method", "Method and versions", (Facts(tuple(pairs)),))


def _told_round(round_: Round) -> str:
    return f"{round_.title}, begun {plain_day(round_.started)}"


def _something_said(item: ItemResult, answer: Answer) -> bool:
    """Whether a competency has a level, a standing, words or evidence."""
    words = (answer.reason, answer.opposite, answer.learning, answer.note)
    standing = item.standing in ("rated", "no-chance", "not-applicable")
    return standing or bool(item.supports or item.contradicts) or any(text.strip() for text in words)


def _plan_day(plan: Plan, day: date) -> int:
    return min(max((day - plan.start).days + 1, 1), 100)
