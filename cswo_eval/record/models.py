"""The shapes of a record's files. All are frozen: a change makes a new value, which the store then saves.

Timestamps are UTC text such as 2026-11-21T09:30:00Z; dates are local calendar days.
"""

import re
from typing import Annotated, Literal

from annotated_types import Ge, Le, Len, MaxLen, Predicate

from cswo_eval.files.shapes import Pattern, Shape, UniqueIds, fresh
from cswo_eval.framework.models import Day, Importance, Level, When
from cswo_eval.text.moments import is_moment
from cswo_eval.text.when_kept import Happened

FORMAT_VERSION = 2
"""2: a file ends with the mark `...`, the record keeps a list of what it has had, and a history."""

LONGEST_KEPT = 1_000_000
"""Characters of one text at most."""
Text = Annotated[str, MaxLen(LONGEST_KEPT)]
"""The owner's own words: any characters, never trimmed."""
Moment = Annotated[
    str, Pattern(r"^[0-9]{4}-[01][0-9]-[0-3][0-9]T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$"), Predicate(is_moment)
]
ItemId = Annotated[str, Pattern(r"^[A-Z]{2}[0-9]{1,2}(\.[0-9]{1,2})?$")]
"""The id of a competency or, at element depth, of an element."""
EvidenceId = Annotated[str, Pattern(r"^E[0-9]{1,6}$")]
AttachmentId = Annotated[str, Pattern(r"^T[0-9]{1,4}$")]
ActionId = Annotated[str, Pattern(r"^A[0-9]{1,4}$")]
Hours = Annotated[float, Ge(0), Le(1000)]

Standing = Literal["rated", "no-chance", "not-applicable"]
Confidence = Literal["low", "medium", "high"]
Bearing = Literal["supports", "contradicts"]
Depth = Literal["usual", "full", "quick", "element"]
InPost = Literal["under-a-year", "one-to-two", "two-or-more"]
"""How long somebody has held the post, in years."""
PromptName = Literal["evidence", "level", "reason", "importance", "opposite", "confidence", "learning", "note"]


class RecordFile(Shape):
    """What every file of a record begins with."""

    format: str
    format_version: Annotated[int, Ge(1)] = FORMAT_VERSION


class Leave(Shape):
    """Days away, both ends inclusive."""

    first: Day
    last: Day


class Profile(RecordFile):
    """Who the record is for, as far as the tool needs to know, and how they want to be measured."""

    format: Literal["cswo-eval/profile"] = "cswo-eval/profile"
    record_id: Annotated[str, Len(8, 64)]
    created: Moment
    name: Text = ""
    """What reports call the owner; empty for 'the owner'."""
    in_post: InPost | None = None
    """How long the owner has held the post; None: not said."""
    services: tuple[str, ...] = ()
    """Which services the other half of their job covers: circumstances of importance.yaml. 'none': there is no other half."""
    has_deputy: bool | None = None
    """Whether somebody is named who acts as CSWO while the owner is away; None: not said."""
    target_profile: str = "new-in-post"
    targets: dict[ItemId, Level | None] = fresh(dict)
    """The owner's own targets, by competency; None where they want none."""
    worked_cases_seen: bool = False
    hours_per_week: Hours | None = None
    leave: tuple[Leave, ...] = ()
    local_holidays: tuple[Day, ...] = ()
    sample: bool = False
    """True for the fictional record of `demo`: every screen says so."""
    as_of: Day | None = None
    """For the fictional record: the day it is told from."""


class StandardUsed(Shape):
    """Which Standard a round was answered against."""

    id: str
    version: int
    content_hash: str


class Answer(Shape):
    """What the owner said about one competency or element. Without `standing` it is started, not finished."""

    standing: Standing | None = None
    level: Level | None = None
    reason: Text = ""
    """Why it is not applicable."""
    importance: Importance | None = None
    confidence: Confidence | None = None
    opposite: Text = ""
    """What someone who disagrees would point to."""
    learning: Text = ""
    """What the owner needs to learn."""
    note: Text = ""
    private: bool = False
    passed: tuple[PromptName, ...] = ()
    """The prompts the owner has answered or passed with Enter: where to resume."""
    seconds: Annotated[int, Ge(0)] = 0
    """Time spent at the prompts, for an honest estimate of what is left."""
    first_answered: Moment | None = None
    changed: Moment | None = None

    @property
    def said(self) -> Standing | None:
        """The standing as far as it counts: not applicable without its reason is no answer yet."""
        return None if self.standing == "not-applicable" and not self.reason.strip() else self.standing

    def made_whole(self) -> "Answer":
        """Return the answer as it can be used: one that was edited by hand into half an answer is asked again.

        Rated without a level counts as not rated yet, a level without a standing as rated, and not applicable without a
        reason has its reason asked for. No words are lost.
        """
        standing, passed = self.standing, set(self.passed)
        if self.level is not None and standing is None:
            standing = "rated"
        elif standing == "rated" and self.level is None:
            standing = None
        if standing is None:
            passed.discard("level")
        if standing == "not-applicable" and not self.reason.strip():
            passed.discard("reason")
        if standing == self.standing and passed == set(self.passed):
            return self
        return self._replace(standing=standing, passed=tuple(one for one in self.passed if one in passed))


class SetAside(Shape):
    """An answer to something that the Standard in use no longer has: kept whole, with the reason."""

    id: str
    reason: str
    answer: Answer


class Round(RecordFile):
    """One self-evaluation: baseline, day 100, next year."""

    format: Literal["cswo-eval/round"] = "cswo-eval/round"
    title: Text
    started: Day
    standard: StandardUsed
    depth: Depth = "usual"
    position: ItemId | None = None
    """Where the owner stopped."""
    entry_open: EvidenceId | None = None
    """The entry of the register whose questions were not finished."""
    answers: dict[ItemId, Answer] = fresh(dict)
    set_aside: tuple[SetAside, ...] = ()


PROGRAM_REASONS = ("Given in answer to ", "Left by action ")
"""How a line begins that the program wrote on a link, until the owner says why in their own words."""


class Link(Shape):
    """Why an entry bears on a competency or element, and which way it points."""

    item: ItemId
    bearing: Bearing = "supports"
    reason: Text = ""

    @property
    def own_reason(self) -> str:
        """The owner's own words on why; empty where only the program's line stands there. One may stand after them, too."""
        if self.reason.startswith(PROGRAM_REASONS):
            return ""
        return re.split("|".join(f"\n{begin}" for begin in PROGRAM_REASONS), self.reason)[0]

    @property
    def left_by(self) -> str | None:
        """The action that left it, as the program wrote on it: 'A3', or '2026-09-07/A3'; None where no action did."""
        found = _LEFT_BY.search(self.reason)
        return found[1] if found is not None else None


_LEFT_BY = re.compile(r"^Left by action ((?:\d{4}-\d\d-\d\d/)?A\d+) of the plan", re.MULTILINE)


class Attachment(Shape):
    """A file kept with an entry. A revision names the one it replaces; the old one stays."""

    id: AttachmentId
    name: Text
    stored: str
    """Its path inside the record's attachments folder."""
    sha256: Annotated[str, Pattern(r"^[0-9a-f]{64}$")]
    size: Annotated[int, Ge(0)]
    added: Moment
    replaces: AttachmentId | None = None
    private: bool = False
    removed: Moment | None = None
    """When the owner took it out; the file stays, so that this can be undone."""


class Evidence(Happened, Shape):
    """An entry of the register."""

    id: EvidenceId
    title: Text
    kind: str
    effective: When
    """When it happened, not when it was typed. A month or a year is kept as such, never as a day."""
    recorded: Moment
    my_part: Text = ""
    shows: Text = ""
    confirmer: Text = ""
    """Who could confirm it, by role."""
    private: bool = False
    left_by: str | None = None
    """The action of a plan that left it, such as '2026-09-07/A3': what is private of that is so of the entry."""
    may_leave: bool = False
    """The owner's reply where something that it serves is private and something else is not: it may leave all the same."""
    links: tuple[Link, ...] = ()
    tags: tuple[str, ...] = ()
    """Headings of other purposes that it serves, such as 'cpl:…' or 'annual-report:…'."""
    attachments: Annotated[tuple[Attachment, ...], UniqueIds()] = ()
    removed: Moment | None = None
    """When the owner took it out; it stays, so that this can be undone."""

    def current_attachments(self) -> tuple[Attachment, ...]:
        """Return the attachments that no later one replaces and the owner has not taken out, in their order."""
        replaced: set[str] = set()
        found = []
        for one in reversed(self.attachments):
            if one.id not in replaced and one.removed is None:
                found.append(one)
            if one.replaces is not None:
                replaced.add(one.replaces)
        return tuple(reversed(found))


class EvidenceRegister(RecordFile):
    """All evidence of the record, over every round."""

    format: Literal["cswo-eval/evidence"] = "cswo-eval/evidence"
    entries: Annotated[tuple[Evidence, ...], UniqueIds()] = ()

    def present(self) -> tuple[Evidence, ...]:
        """Return the entries that the owner has not taken out."""
        return tuple(entry for entry in self.entries if entry.removed is None)

    def linked_to(self, item: str, bearing: Bearing | None = None) -> tuple[Evidence, ...]:
        """Return the present entries linked to `item`, with this bearing where one is named."""
        return tuple(
            entry
            for entry in self.present()
            if any(link.item == item and bearing in (None, link.bearing) for link in entry.links)
        )

    def find(self, given: str) -> Evidence | None:
        """Return the present entry with this id (any case), or None."""
        return next((entry for entry in self.present() if entry.id == given.strip().upper()), None)

    def next_id(self, given: int = 0) -> str:
        """Return an id that no entry, taken out or not, has had. `given`: the highest number the record says it gave."""
        return f"E{max(given, 0, *(int(entry.id[1:]) for entry in self.entries)) + 1}"

    def with_entry(self, entry: Evidence) -> "EvidenceRegister":
        """Return the register with this entry added, or in place of the one with its id."""
        if any(other.id == entry.id for other in self.entries):
            entries = tuple(entry if other.id == entry.id else other for other in self.entries)
        else:
            entries = (*self.entries, entry)
        return self._replace(entries=entries)


class Rating(Shape):
    """A level before and at a review, both as the owner gave them."""

    item: ItemId
    before: Level | None
    now: Level | None


class ReviewRecord(RecordFile):
    """What the owner said at a review of the plan."""

    format: Literal["cswo-eval/review"] = "cswo-eval/review"
    plan: Day
    number: int
    held: Day
    what_worked: Text = ""
    what_got_in_the_way: Text = ""
    what_changed_for_people: Text = ""
    next_step: Text = ""
    ratings: tuple[Rating, ...] = ()
    private: bool = False


class ReportProfile(Shape):
    """An audience and sections that the owner keeps under a name."""

    name: Annotated[str, Len(1, 80)]
    audience: str
    sections: tuple[str, ...] = ()
    """Empty: those of the audience."""


class KeptReportProfiles(RecordFile):
    """All report profiles that the owner keeps."""

    format: Literal["cswo-eval/report-profiles"] = "cswo-eval/report-profiles"
    profiles: Annotated[tuple[ReportProfile, ...], UniqueIds("name")] = ()


class Contents(RecordFile):
    """What the record has had: so that a file that is gone is not taken for one that never was, and no id is given twice."""

    format: Literal["cswo-eval/contents"] = "cswo-eval/contents"
    files: tuple[Text, ...] = ()
    """The names of its files, in order."""
    given: dict[str, Annotated[int, Ge(0)]] = fresh(dict)
    """The highest number given of each kind of id: 'E' for entries, 'A' for actions, 'E3/T' for the files of E3."""
    missed: tuple[Text, ...] = ()
    """Attached files that are gone and whose loss the owner knows."""
