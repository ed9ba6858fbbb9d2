"""Where in a record's folder each file lies: the name made from what stands in the file, and nowhere else.

Names are relative to the record's folder, with `/` on every system.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from cswo_eval.record.models import (
    Contents,
    EvidenceRegister,
    KeptReportProfiles,
    Profile,
    RecordFile,
    ReviewRecord,
    Round,
)
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.portfolio_models import GuardDecisions, PortfolioDetails, PriorLearning, Reflection
from cswo_eval.record.sent import SentLog
from cswo_eval.record.tool_models import ToolRun

PROFILE = "profile.yaml"
REGISTER = "evidence.yaml"
REPORT_PROFILES = "report-profiles.yaml"
PRIOR_LEARNING = "prior-learning.yaml"
PORTFOLIO_DETAILS = "portfolio.yaml"
GUARD_DECISIONS = "private/guard.yaml"
HISTORY = "history"
SENT = f"{HISTORY}/sent.yaml"
"""What has left the record: no step of the history changes it, and it never leaves."""
SINGLE_FILES: Mapping[str, type[RecordFile]] = {
    PROFILE: Profile,
    REGISTER: EvidenceRegister,
    REPORT_PROFILES: KeptReportProfiles,
    PRIOR_LEARNING: PriorLearning,
    PORTFOLIO_DETAILS: PortfolioDetails,
    GUARD_DECISIONS: GuardDecisions,
    SENT: SentLog,
}
"""The files of which a record has one each."""
ROUNDS = "assessments"
PLANS = "plans"
PLAN_REVIEWS = "plan-reviews"
REFLECTIONS = "reflections"
COMPANIONS = "companions"
"""What was answered in tools, a file each run."""
FOLDERS: Mapping[str, type[RecordFile]] = {
    ROUNDS: Round,
    PLANS: Plan,
    PLAN_REVIEWS: ReviewRecord,
    REFLECTIONS: Reflection,
    COMPANIONS: ToolRun,
}
"""Each folder that holds files of one shape."""
ATTACHMENTS = "attachments"
CONTENTS = f"{HISTORY}/contents.yaml"
SET_ASIDE = f"{HISTORY}/set-aside"
"""What `check --mend` took out of the way, whole: never read."""
TAKEN_BACK = f"{HISTORY}/files"
"""Attached files that `undo` took out, until `redo` brings them again."""
DRAFT = ".unfinished.yaml"
"""The lines of a text that is being typed."""
UNFINISHED_TEXT = "unfinished-text-"
"""How a folder begins in which the owner's editor has a text open; it stays where what was written could not be taken."""
PURGING = f"{HISTORY}/purging.json"
"""Which ids are being destroyed for good: there only until that is done, so that it is gone on with where it broke off."""
FORGETTING = ".forgetting"
"""There while the whole record is being deleted: what is left of it is no record any more."""
LOCK = ".lock"
SENT_LOCK = ".sent-lock"
"""Held for the moment in which an export is noted: the record itself may be open in another window."""
CHECKED = ".checked"
"""Digests of texts in which nothing was found: may be deleted at any time."""

_NAMES_IN = {
    ROUNDS: re.compile(r"\d{4}-\d\d-\d\d\.yaml"),
    PLANS: re.compile(r"\d{4}-\d\d-\d\d\.yaml"),
    PLAN_REVIEWS: re.compile(r"\d{4}-\d\d-\d\d-day-[1-9]\d{0,3}\.yaml"),
    REFLECTIONS: re.compile(r"R[1-9]\d{0,3}\.yaml"),
    COMPANIONS: re.compile(r"\d{4}-\d\d-\d\d-[a-z][a-z0-9-]{0,39}\.yaml"),
}


def round_file(started: date) -> str:
    """Return where the round that began on this day lies."""
    return f"{ROUNDS}/{started}.yaml"


def plan_file(start: date) -> str:
    """Return where the plan with this first day lies."""
    return f"{PLANS}/{start}.yaml"


def plan_review_file(plan: date, number: int) -> str:
    """Return where what was said at the review of a plan on day `number` lies."""
    return f"{PLAN_REVIEWS}/{plan}-day-{number}.yaml"


def reflection_file(given: str) -> str:
    """Return where the account with this id lies."""
    return f"{REFLECTIONS}/{given}.yaml"


def tool_run_file(begun: date, tool: str) -> str:
    """Return where the run of a tool that began on this day lies."""
    return f"{COMPANIONS}/{begun}-{tool}.yaml"


def place_of(value: RecordFile) -> str:
    """Return the one name under which this may lie, made from what stands in it."""
    if isinstance(value, Round):
        return round_file(value.started)
    if isinstance(value, Plan):
        return plan_file(value.start)
    if isinstance(value, ReviewRecord):
        return plan_review_file(value.plan, value.number)
    if isinstance(value, Reflection):
        return reflection_file(value.id)
    if isinstance(value, ToolRun):
        return tool_run_file(value.begun, value.tool)
    if isinstance(value, Contents):
        return CONTENTS
    return next(name for name, shape in SINGLE_FILES.items() if type(value) is shape)


def shape_of(name: str) -> type[RecordFile] | None:
    """Return what lies under this name, where it is exactly such a name as the record gives; None for any other."""
    folder, _, last = name.rpartition("/")
    if folder in _NAMES_IN:
        if _NAMES_IN[folder].fullmatch(last) and (folder == REFLECTIONS or _is_day(last[:10])):
            return FOLDERS[folder]
        return None
    return SINGLE_FILES.get(name)


def _is_day(text: str) -> bool:
    try:
        return str(date.fromisoformat(text)) == text
    except ValueError:
        return False
