"""Where in a record's folder each file lies: the name made from what stands in the file, and nowhere else."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from cswo_eval.record.models import Plan, RecordFile, ReviewRecord, Round
from cswo_eval.record.portfolio_models import Reflection

PROFILE = "profile.yaml"
REGISTER = "evidence.yaml"
REPORT_PROFILES = "report-profiles.yaml"
PRIOR_LEARNING = "prior-learning.yaml"
PORTFOLIO_DETAILS = "portfolio.yaml"
GUARD_DECISIONS = "private/guard.yaml"
ROUNDS = "assessments"
PLANS = "plans"
PLAN_REVIEWS = "plan-reviews"
REFLECTIONS = "reflections"
FOLDERS: Mapping[str, type[RecordFile]] = {
    ROUNDS: Round,
    PLANS: Plan,
    PLAN_REVIEWS: ReviewRecord,
    REFLECTIONS: Reflection,
}
"""Each folder that holds files of one shape."""
DRAFT = ".unfinished.yaml"
"""The lines of a text that is being typed."""
PREVIOUS = ".previous"
"""Folder, inside the record, that keeps each file as it was before its latest save."""
LOCK = ".lock"
_PLAN_REVIEWS_BEFORE = "reviews"
"""What the folder of plan reviews was called until `reviews/` was needed for what others say."""


def round_file(started: date) -> str:
    """Return where the round that began on this day lies."""
    return f"{ROUNDS}/{started}.yaml"


def plan_file(start: date) -> str:
    """Return where the plan with this first day lies."""
    return f"{PLANS}/{start}.yaml"


def earlier_plan_file(start: date, sequence: int) -> str:
    """Return where the plan with this first day lies as it was before it was made again."""
    return f"{PLANS}/earlier/{start}-{sequence:02}.yaml"


def plan_review_file(plan: date, number: int) -> str:
    """Return where what was said at the review of a plan on day `number` lies."""
    return f"{PLAN_REVIEWS}/{plan}-day-{number}.yaml"


def reflection_file(given: str) -> str:
    """Return where the account with this id lies."""
    return f"{REFLECTIONS}/{given}.yaml"


def files_in(folder: Path, name: str, pattern: str = "*.yaml") -> list[Path]:
    """Return the files in one of the record's folders, in order of their names; none where it is not there."""
    found = list((folder / name).glob(pattern)) if (folder / name).is_dir() else []
    if name == PLAN_REVIEWS:
        present = {path.name for path in found}
        found += [path for path in _plan_reviews_before(folder) if path.name not in present and path.match(pattern)]
    return sorted(found, key=lambda path: path.name)


def rename_earlier_folders(folder: Path) -> dict[Path, Path]:
    """Put plan reviews that lie under the folder's earlier name where they lie now; return which went where.

    Only for the holder of the record's lock.
    """
    moved = {}
    for within in (folder, folder / PREVIOUS):
        for path in _plan_reviews_before(within):
            place = within / PLAN_REVIEWS / path.name
            place.parent.mkdir(mode=0o700, exist_ok=True)
            if not place.exists():
                os.replace(path, place)
                moved[path] = place
        with contextlib.suppress(OSError):  # something else lies in it, or it is not there
            (within / _PLAN_REVIEWS_BEFORE).rmdir()
    return moved


def _plan_reviews_before(folder: Path) -> list[Path]:
    before = folder / _PLAN_REVIEWS_BEFORE
    found = before.glob("*.yaml") if before.is_dir() else ()
    return [path for path in found if re.fullmatch(r"\d{4}-\d\d-\d\d-day-\d+", path.stem)]
