"""Every field of what a person has said: what people call it, for whom it is, and where it is told.

The one declaration. What leaves a record (`disclosure`), the rows of spreadsheets, the exchange format, what is shown of a thing,
the words for a place in it, the history and the search read it; a field of a kind that stands here without a row is a failing test.

Rules of who may see what: the design, *Private, and what may leave*. A level, and what tells one, is marked `tells_level`: readers
who are shown no single level do not get it, whoever else they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cswo_eval.files.shapes import Shape
from cswo_eval.record.draft import Draft
from cswo_eval.record.models import (
    Answer,
    Attachment,
    Evidence,
    EvidenceRegister,
    KeptReportProfiles,
    Link,
    Profile,
    Rating,
    ReportProfile,
    ReviewRecord,
    Round,
    SetAside,
)
from cswo_eval.record.plan_models import Action, Goal, LeftOut, Plan
from cswo_eval.record.portfolio_models import (
    AcceptedFinding,
    GuardDecisions,
    PortfolioDetails,
    PriorLearning,
    PriorLearningClaim,
    Pseudonym,
    Reflection,
)
from cswo_eval.record.tool_models import ToolAnswer, ToolRun
from cswo_eval.text.words import listed_with_and

READERS = ("self", "coach", "portfolio", "employer", "successor", "raters", "cohort")
"""Everybody that something can be for. Audiences of reports are among them; the last three have no export yet."""

Readers = frozenset[str]
NOBODY: Readers = frozenset()
"""What the program keeps for itself: where to resume, when something was saved."""
SELF: Readers = frozenset({"self"})
CONFIDED: Readers = SELF | {"coach"}
"""What is said to oneself and to a coach."""
HANDED_IN: Readers = SELF | {"portfolio"}
"""What is written for a programme."""
SHOWN: Readers = CONFIDED | {"portfolio"}
PASSED_ON: Readers = SHOWN | {"successor"}
ASKED_FOR: Readers = PASSED_ON | {"employer"}
"""What is asked of an employer: time, help, dates."""
EVERYBODY: Readers = frozenset(READERS)

EVERYWHERE: frozenset[str] = frozenset()
"""Of sections: told in whichever is asked for."""
_ANSWERS = frozenset({"competencies", "portfolio-competencies", "worksheet"})
_LEARNING = _ANSWERS | {"needs", "exposure", "learning-contract"}
_REGISTER = frozenset({"evidence", "portfolio-competencies", "evidence-matrix", "discussion-brief"})
_NAMED_ENTRY = _REGISTER | {"competencies", "reflective-accounts", "prior-learning", "appendices"}
_ACTIONS = frozenset({"actions"})
_CALENDAR = _ACTIONS | {"calendar"}
_NAMED_ACTION = _CALENDAR | {"plan", "load", "summary", "learning-contract"}
_REVIEWS = frozenset({"reviews"})
_ACCOUNTS = frozenset({"reflective-accounts"})
_NAMED_ACCOUNT = _ACCOUNTS | {"portfolio-competencies"}
_CLAIMS = frozenset({"prior-learning"})
_NAMED_CLAIM = _CLAIMS | {"portfolio-competencies"}
_TITLE_PAGE = frozenset({"title-page"})
_CONTRACT = frozenset({"learning-contract"})
_ON_PAGES = (
    _ANSWERS | _LEARNING | _NAMED_ENTRY | _NAMED_ACTION | _REVIEWS | _ACCOUNTS | _CLAIMS | _TITLE_PAGE
    | {"limits", "reading", "aspects", "map", "quadrants", "strengths", "not-applicable", "checks", "agenda", "method"}
) - {"worksheet", "calendar"}  # fmt: skip
"""Whatever has a title over it that says of whom it is."""


class Field(NamedTuple):
    """One field of a kind of thing."""

    name: str
    readers: Readers
    label: str = ""
    """Its name before what it holds, and over its column; '' where it is not told by itself."""
    said: str | None = None
    """What it is called in a sentence to the owner; None: its label in small letters; '' where what holds it says enough."""
    where: frozenset[str] = EVERYWHERE
    """The sections that tell it, if only for some of the things."""
    tells_level: bool = False
    width: int = 0
    """Of its column in a spreadsheet, in characters; 0 for none of its own."""


class Kind(NamedTuple):
    """One kind of thing."""

    listed_in: frozenset[str]
    """The sections that tell things of this kind whole: where one of them is asked for, spreadsheets and JSON list them."""
    fields: tuple[Field, ...]


def _kept(*names: str) -> tuple[Field, ...]:
    """Return rows for what the program keeps for itself."""
    return tuple(Field(name, NOBODY) for name in names)


_FILE = _kept("format", "format_version")

_PROFILE = (
    *_FILE,
    Field("record_id", EVERYBODY),
    Field("name", EVERYBODY, said="", where=_ON_PAGES),
    Field("target_profile", EVERYBODY),
    Field("targets", SHOWN, tells_level=True),
    Field("sample", EVERYBODY),
    Field("as_of", EVERYBODY),
    *_kept("created", "worked_cases_seen", "hours_per_week", "leave", "local_holidays"),
    *_kept("in_post", "services", "has_deputy"),
)
_ROUND = (
    *_FILE,
    Field("title", ASKED_FOR, said="the round's title", where=frozenset({"aspects", "method"})),
    Field("started", ASKED_FOR),
    Field("standard", ASKED_FOR),
    Field("depth", ASKED_FOR),
    Field("answers", ASKED_FOR, said=""),
    Field("set_aside", SHOWN, said="set aside"),
    *_kept("position", "entry_open"),
)
_ANSWER = (
    Field("standing", SHOWN | {"cohort", "employer"}, tells_level=True),
    Field("level", SHOWN | {"cohort", "employer"}, "Level", tells_level=True),
    Field("importance", SHOWN | {"cohort", "employer"}, "Importance", tells_level=True),
    Field("confidence", SHOWN | {"employer"}, "How sure", "confidence", tells_level=True),
    Field(
        "reason",
        SHOWN,
        "Reason",
        "why it is not applicable",
        frozenset({"competencies", "not-applicable", "worksheet"}),
        width=60,
    ),
    Field("opposite", SHOWN, "What someone who disagrees would point to", None, _ANSWERS, width=60),
    Field("learning", SHOWN, "To learn", "what you need to learn", _LEARNING, width=60),
    Field("note", SHOWN, "Note", None, frozenset({"competencies"}), width=60),
    Field("private", SELF, "Private"),
    Field("changed", SHOWN),
    *_kept("passed", "seconds", "first_answered"),
)
_SET_ASIDE = (
    Field("id", SHOWN),
    Field("reason", SHOWN, "Why", "", _ANSWERS),
    Field("answer", SHOWN, said=""),
)
_EVIDENCE = (
    Field("id", PASSED_ON, "Id", where=_NAMED_ENTRY, width=8),
    Field("title", PASSED_ON, "Title", None, _NAMED_ENTRY, width=44),
    Field("kind", PASSED_ON, "Kind", None, _REGISTER, width=20),
    Field("effective", PASSED_ON, "When", "when it happened", _NAMED_ENTRY, width=14),
    Field("shows", PASSED_ON, "What it shows", None, _REGISTER, width=60),
    Field("my_part", PASSED_ON, "My part", "your part", _REGISTER, width=60),
    Field("confirmer", PASSED_ON, "Who could confirm it", None, _REGISTER, width=28),
    Field("links", PASSED_ON, "Bears on", "", _NAMED_ENTRY),
    Field("tags", HANDED_IN, "Serves as well", "tags", frozenset({"evidence"}), width=20),
    Field("attachments", SHOWN, "Files", "", _REGISTER | {"appendices"}, width=24),
    Field("private", SELF, "Private"),
    *_kept("recorded", "removed", "left_by", "may_leave"),
)
_LINK = (
    Field("item", PASSED_ON, where=_NAMED_ENTRY | _NAMED_ACCOUNT),
    Field("bearing", PASSED_ON, where=_NAMED_ENTRY | _NAMED_ACCOUNT),
    Field("reason", PASSED_ON, "Why it bears on them", "", _REGISTER | {"competencies"} | _NAMED_ACCOUNT, width=46),
)
_ATTACHMENT = (
    Field("id", SHOWN),
    Field(
        "name", SELF, "Its name", "its name", frozenset({"evidence"})
    ),  # people put names of people into names of files
    Field("sha256", SHOWN),
    Field("size", SHOWN),
    Field("private", SELF),
    *_kept("stored", "added", "replaces", "removed"),
)
_GOAL = (
    Field("item", ASKED_FOR, "Goal"),
    Field("reason", SHOWN, tells_level=True),
    Field("members", SHOWN, tells_level=True),
    Field("why", SHOWN, "Why", None, frozenset({"plan"}), tells_level=True),
)
_ACTION = (
    Field("id", ASKED_FOR, "Id", where=_NAMED_ACTION, width=8),
    Field("title", ASKED_FOR, "Title", None, _NAMED_ACTION, width=44),
    Field("activity", ASKED_FOR),
    Field("goal", ASKED_FOR, "Goal", width=8),
    Field("serves", ASKED_FOR, "Works on", width=16),
    Field("kind", ASKED_FOR, "Kind", width=14),
    Field("goal_kind", ASKED_FOR, "Kind of goal", width=16),
    Field("phase", ASKED_FOR),
    Field("hours", ASKED_FOR, "Hours", width=8),
    Field("sittings", ASKED_FOR, "Sittings"),
    Field("start", ASKED_FOR, "Start", width=14),
    Field("due", ASKED_FOR, "Due", width=14),
    Field("status", ASKED_FOR, "Status", width=10),
    Field("finished", ASKED_FOR, "Finished", width=14),
    Field("deferred_to", ASKED_FOR, "Put off until", width=14),
    Field("review_on", ASKED_FOR, "Review", width=14),
    Field("pinned", ASKED_FOR, "Pinned", width=8),
    Field("first_step", ASKED_FOR, "First step", None, _CALENDAR, width=60),
    Field("cue", SHOWN, "Cue", "when and then", _CALENDAR, width=60),
    Field("helpers", ASKED_FOR, "Who helps", None, _CALENDAR | {"plan"}, width=30),
    Field("helpers_hours", ASKED_FOR, "Their time, about", None, _CALENDAR | {"plan"}, width=10),
    Field("barrier", SHOWN, "Likely barrier", "barrier", _ACTIONS, width=60),
    Field("answer", SHOWN, "Answer to it", "answer to the barrier", _ACTIONS, width=60),
    Field("measure", ASKED_FOR, "How we will know", None, _CALENDAR | {"learning-contract"}, width=60),
    Field("measure_from", ASKED_FOR, "Known from", None, _CALENDAR | {"learning-contract"}, width=14),
    Field("benefit", ASKED_FOR, "For people", "what it changes for people", _CALENDAR, width=60),
    Field("ethical_check", ASKED_FOR, "Ethical check", None, _ACTIONS, width=60),
    Field("evidence_left", ASKED_FOR, "Evidence it leaves", None, _ACTIONS | {"learning-contract"}, width=60),
    Field("why", SHOWN, "Why", "why", frozenset({"actions"}), tells_level=True, width=46),
    Field("flags", SHOWN, "Breaks a rule", "what is flagged", frozenset({"actions", "plan"}), width=60),
    Field("own_fields", SHOWN, "Set by hand"),
    Field("reason", SHOWN, "Reason", "why it was put off or dropped", frozenset({"actions"}), width=60),
    Field("note", SHOWN, "Note", None, _ACTIONS, width=40),
    Field("private", SELF, "Private"),
    *_kept("marked_done"),
)
_PLAN = (
    *_FILE,
    Field("start", ASKED_FOR),
    Field("made", ASKED_FOR),
    Field("made_on", ASKED_FOR),
    Field("round", ASKED_FOR),
    Field("hours_per_week", ASKED_FOR),
    Field("leave", ASKED_FOR),
    Field("local_holidays", ASKED_FOR),
    Field("set_aside", ASKED_FOR, said="days outside the weekly hours"),
    Field("over_new_year", ASKED_FOR, said="work at the turn of the year"),
    Field("sequence", ASKED_FOR),
    Field("goals", ASKED_FOR, said="goal"),
    Field("actions", ASKED_FOR, said=""),
    Field("reviews", ASKED_FOR),
    Field("left_out", SHOWN, said="left out", where=frozenset({"plan"}), tells_level=True),
    Field("remarks", SHOWN, said="remarks", where=frozenset({"plan"}), tells_level=True),
)
_LEFT_OUT = (
    Field("item", SHOWN),
    Field("title", SHOWN, said="title", where=frozenset({"plan"})),
    Field("band", SHOWN),
    Field("reason", SHOWN, said="reason", where=frozenset({"plan"})),
    Field("taken", SHOWN, tells_level=True),
    Field("gap", SHOWN, tells_level=True),
)
_REVIEW = (
    *_FILE,
    Field("plan", CONFIDED | {"employer", "portfolio"}),
    Field("number", CONFIDED | {"employer", "portfolio"}),
    Field("held", CONFIDED | {"employer", "portfolio"}, "Held"),
    Field("what_worked", CONFIDED, "What worked", None, _REVIEWS),
    Field("what_got_in_the_way", CONFIDED, "What got in the way", None, _REVIEWS),
    Field("what_changed_for_people", CONFIDED, "What changed for people", "what is different for people", _REVIEWS),
    Field("next_step", CONFIDED, "Next step", None, _REVIEWS),
    Field("ratings", SHOWN, "Rated again", where=_REVIEWS, tells_level=True),
    Field("private", SELF, "Private"),
)
_RATING = (Field("item", SHOWN), Field("before", SHOWN, tells_level=True), Field("now", SHOWN, tells_level=True))
_ACCOUNT = (
    *_FILE,
    Field("id", HANDED_IN),
    Field("title", HANDED_IN, "Title", None, _NAMED_ACCOUNT),
    Field("model", HANDED_IN, "Model"),
    Field("effective", HANDED_IN, "When"),
    Field("parts", HANDED_IN, said="", where=_ACCOUNTS),
    Field("word_limit", HANDED_IN),
    Field("links", HANDED_IN, "Bears on", "", _NAMED_ACCOUNT),
    Field("evidence", HANDED_IN, "Evidence"),
    Field("private", SELF, "Private"),
    *_kept("written", "changed", "removed"),
)
_CLAIM = (
    Field("id", HANDED_IN),
    Field("title", HANDED_IN, "Title", None, _NAMED_CLAIM),
    Field("learned", HANDED_IN, "What was learned", None, _CLAIMS),
    Field("where", HANDED_IN, "Where", "where it was learned", _CLAIMS),
    Field("when", HANDED_IN, "When", "when it was learned", _CLAIMS),
    Field("items", HANDED_IN, "Competencies"),
    Field("evidence", HANDED_IN, "Evidence"),
    Field("private", SELF, "Private"),
    *_kept("recorded", "removed"),
)
_DETAILS = (
    *_FILE,
    Field("student", HANDED_IN, "Student", "the title page, student", _TITLE_PAGE),
    Field("programme", HANDED_IN, "Programme", "the title page, programme", _TITLE_PAGE),
    Field("module", HANDED_IN, "Module", "the title page, module", _TITLE_PAGE),
    Field("adviser", HANDED_IN, "Adviser", "the title page, adviser", _TITLE_PAGE),
    Field("contract_help", HANDED_IN, "With whose help", "the learning contract, with whose help", _CONTRACT),
    Field("contract_time", HANDED_IN, "Time agreed", "the learning contract, what time", _CONTRACT),
    Field("contract_ends", HANDED_IN, "Ends", None, _CONTRACT),
    Field("limits", HANDED_IN),
    *_kept("profile"),
)

KINDS: Mapping[type[Shape], Kind] = {
    Profile: Kind(EVERYWHERE, _PROFILE),
    Round: Kind(EVERYWHERE, _ROUND),
    Answer: Kind(_ANSWERS, _ANSWER),
    SetAside: Kind(_ANSWERS, _SET_ASIDE),
    EvidenceRegister: Kind(EVERYWHERE, (*_FILE, Field("entries", PASSED_ON, said=""))),
    Evidence: Kind(frozenset({"evidence"}), _EVIDENCE),
    Link: Kind(EVERYWHERE, _LINK),
    Attachment: Kind(EVERYWHERE, _ATTACHMENT),
    Plan: Kind(frozenset({"plan", "actions", "calendar"}), _PLAN),
    Goal: Kind(EVERYWHERE, _GOAL),
    Action: Kind(_CALENDAR, _ACTION),
    LeftOut: Kind(EVERYWHERE, _LEFT_OUT),
    ReviewRecord: Kind(_REVIEWS, _REVIEW),
    Rating: Kind(EVERYWHERE, _RATING),
    Reflection: Kind(_ACCOUNTS, _ACCOUNT),
    PriorLearning: Kind(EVERYWHERE, (*_FILE, Field("claims", HANDED_IN, said=""))),
    PriorLearningClaim: Kind(_CLAIMS, _CLAIM),
    PortfolioDetails: Kind(_TITLE_PAGE | _CONTRACT, _DETAILS),
}
"""What may leave a record in part, and for whom."""

NEVER_LEAVES: tuple[type[Shape], ...] = (
    GuardDecisions,
    AcceptedFinding,
    Pseudonym,
    KeptReportProfiles,
    ReportProfile,
    Draft,
    ToolRun,
    ToolAnswer,
)
"""What stays in the record whole, whoever asks. What was answered in tools is among it while no export takes a tool."""

_by_name: dict[type[Shape], dict[str, Field]] = {}


def fields_of(shape: type[Shape]) -> Mapping[str, Field]:
    """Return the fields of a kind by name; none for a kind that is told with what holds it, or never leaves."""
    if shape not in _by_name:
        _by_name[shape] = {one.name: one for one in KINDS[shape].fields} if shape in KINDS else {}
    return _by_name[shape]


def field_of(shape: type[Shape], name: str) -> Field:
    """Return one field of a kind. Raises KeyError where it has no row."""
    return fields_of(shape)[name]


_SAID_BESIDES = {
    "reason": "reason",
    "instead": "what stands for it",
    **dict.fromkeys(("answers", "said", "several"), ""),
}
"""What a field is called in a sentence where it never leaves, and its own name will not do."""


def said_field(shape: type[Shape], name: str) -> str:
    """Return what a field is called in a sentence to the owner; '' where what holds it says enough."""
    field = fields_of(shape).get(name)
    if field is None:
        return _SAID_BESIDES.get(name, name.replace("_", " "))
    if field.said is not None:
        return field.said
    return field.label[:1].lower() + field.label[1:] if field.label else name.replace("_", " ")


_CALLED = {"self": "yourself", "coach": "a coach", "portfolio": "your portfolio", "successor": "who comes after you"}
"""How somebody is told of readers; the others are told of by what they get."""


def for_whom(shape: type[Shape], name: str) -> str:
    """Return for whom a field is, as its owner is told when it is asked for: 'for yourself and a coach'."""
    readers = field_of(shape, name).readers
    return f"for {listed_with_and([called for reader, called in _CALLED.items() if reader in readers])}"


def own_words(shape: type[Shape]) -> tuple[str, ...]:
    """Return the fields of a kind that are a text of the owner's, in the table's order."""
    from cswo_eval.record.models import Text

    return tuple(name for name in fields_of(shape) if shape._types[name] == Text)
