"""A full file of every kind that a record has, as plain values, and ways to spoil one."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from building import NOW, a_review
from hypothesis import strategies as st

from cswo_eval.files.shapes import Shape, all_fields, plain
from cswo_eval.files.yaml_text import dump_yaml
from cswo_eval.record.draft import Draft
from cswo_eval.record.models import Answer, KeptReportProfiles, Leave, Rating, RecordFile, ReportProfile, SetAside
from cswo_eval.record.plan_models import LeftOut
from cswo_eval.record.portfolio_models import AcceptedFinding, GuardDecisions, PortfolioDetails, Pseudonym
from cswo_eval.record.sample import sample_folder
from cswo_eval.record.seal import closed
from cswo_eval.record.sent import Sent, SentLog, sent_files
from cswo_eval.record.store import Record
from cswo_eval.record.tool_models import ToolAnswer, ToolRun

Path = tuple[str | int, ...]

_DAY = date(2026, 9, 7)


@cache
def full_files() -> dict[type[RecordFile], tuple[RecordFile, str]]:
    """One file of every kind with something in every field, and where in the record's folder it lies."""
    sample = Record(sample_folder())
    round_ = sample.read("assessments/2026-08-31.yaml")
    plan = sample.plan(_DAY)
    action = plan.actions[0]._replace(
        own_fields=("hours",), helpers=("A manager",), flags=("Over the weekly hours.",), deferred_to=date(2026, 12, 16)
    )
    plan = plan.with_action(action)._replace(
        leave=(Leave(first=_DAY, last=_DAY),),
        local_holidays=(_DAY,),
        left_out=(LeftOut(item="SD1.3", title="A need", band="high", reason="No room."),),
        remarks=("Made in a week with a holiday.",),
    )
    entry = next(one for one in sample.register().entries if len(one.attachments) > 1)
    register = sample.register()
    account = sample.reflections()[0]
    claims = sample.prior_learning()
    review = a_review(
        plan=_DAY,
        held=date(2026, 10, 6),
        what_worked="It did.",
        what_got_in_the_way="Time.",
        what_changed_for_people="Much.",
        next_step="Go on.",
        ratings=(Rating(item="SD1.3", before=2, now=None), Rating(item="SD1.4", before=None, now=3)),
        private=True,
    )
    found: list[tuple[RecordFile, str]] = [
        (
            sample.profile()._replace(
                name="The owner",
                targets={"SD1.3": 4, "SD1.4": None},
                hours_per_week=2.5,
                leave=(Leave(first=_DAY, last=date(2026, 9, 9)),),
                local_holidays=(date(2026, 9, 28),),
            ),
            "profile.yaml",
        ),
        (
            round_._replace(  # type: ignore[attr-defined]
                position="SD1.3",
                entry_open="E4",
                set_aside=(SetAside(id="ZZ1.1", reason="Retired.", answer=Answer(note="Words.")),),
            ),
            "assessments/2026-08-31.yaml",
        ),
        (register.with_entry(entry._replace(tags=("cpl:a",), removed=NOW)), "evidence.yaml"),
        (plan, "plans/2026-09-07.yaml"),
        (review, "plan-reviews/2026-09-07-day-30.yaml"),
        (account._replace(changed=NOW, word_limit=900, removed=None), "reflections/R1.yaml"),
        (claims, "prior-learning.yaml"),
        (
            ToolRun(
                tool="mine",
                version=1,
                begun=_DAY,
                changed=NOW,
                finished=NOW,
                position="reason/SD1.3",
                answers={
                    "story": ToolAnswer(said="What happened.", private=True),
                    "items": ToolAnswer(several=("SD1.3", "E4")),
                    "reason/SD1.3": ToolAnswer(said="Because."),
                },
            ),
            "companions/2026-09-07-mine.yaml",
        ),
        (PortfolioDetails(**{**plain(sample.portfolio_details()), "limits": {"whole": 9000}}), "portfolio.yaml"),
        (
            GuardDecisions(
                accepted=(AcceptedFinding(id="F0123abcd", kind="email", where="E4", reason="Mine.", accepted=NOW),),
                pseudonyms=(Pseudonym(name="Mrs Bell", instead="Ms B"), Pseudonym(name="Mr Shaw", instead="Mr S")),
                public_items=("01382 434000",),
            ),
            "private/guard.yaml",
        ),
        (
            KeptReportProfiles(
                profiles=(
                    ReportProfile(name="For Ann", audience="coach", sections=("needs",)),
                    ReportProfile(name="For me", audience="self"),
                )
            ),
            "report-profiles.yaml",
        ),
        (
            SentLog(
                lost_up_to=3,
                exports=(
                    Sent(
                        id="S4",
                        when=NOW,
                        audience="coach",
                        what="report",
                        format="html",
                        with_private=True,
                        files=sent_files({"report.html": b"page"}),
                        ids="SD1.3 E7 E7/T1 2026-09-07/A3",
                    ),
                    Sent(
                        id="S5", when=NOW, audience="self", what="calendar", format="ics", files=sent_files({"": b"x"})
                    ),
                ),
            ),
            "history/sent.yaml",
        ),
        (sample.contents._replace(missed=("attachments/E3/T1-gone.csv",)), "history/contents.yaml"),
        (Draft(item="SD1.3", question="note", evidence="E4", text="A beginning"), ".unfinished.yaml"),
    ]
    return {type(value): (value, place) for value, place in found}


def values_of(shape: type[RecordFile]) -> dict[str, Any]:
    """A fresh copy of the full file of a kind as plain values, as YAML gives them, its head included."""
    value = full_files()[shape][0]
    return copy.deepcopy(_everything(value))  # type: ignore[no-any-return]


def _everything(value: Any) -> Any:
    """Every field as a plain value, at its default too."""
    if isinstance(value, Shape):
        return {name: _everything(held) for name, held in all_fields(value).items()}
    if isinstance(value, tuple | list):
        return [_everything(one) for one in value]
    if isinstance(value, dict):
        return {name: _everything(held) for name, held in value.items()}
    return value


def sealed(value: dict[str, Any]) -> str:
    """The text of a file with these values as the program itself leaves it: with a seal that fits."""
    return closed(dump_yaml(value))


def places_in(value: Any, path: Path = ()) -> Iterator[Path]:
    """The path of every value within a value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in inside:
        yield (*path, step)
        yield from places_in(one, (*path, step))


def at(value: Any, path: Path) -> Any:
    """What stands at a path."""
    for step in path:
        value = value[step]
    return value


JUNK: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    6,
    10**17,
    0.5,
    1e300,
    "",
    " ",
    "x",
    "E4",
    "SD1.3",
    "SD9.9",
    "T1",
    "2026-11",
    "2026-13",
    "2023",
    "1949",
    "2026-11-21",
    "2026-02-30T10:00:00Z",
    "2026-02-28T10:00:00Z",
    "E4\n",
    "\u0664",
    "\x1c",
    "\u00a0",
    [],
    {},
    ["x"],
    [None],
    {"x": "y"},
    {"id": "E4"},
    date(1066, 10, 14),
    date(9999, 12, 31),
    date(2026, 9, 7),
)
"""What stands somewhere by mistake."""


@st.composite
def spoilt(draw: st.DrawFn, shape: type[RecordFile]) -> dict[str, Any]:
    """A file of this kind with one, two or three things changed at random places: most are wrong then, some are not."""
    value = values_of(shape)
    for _ in range(draw(st.integers(1, 3))):
        places = list(places_in(value))
        if not places:
            break
        path = draw(st.sampled_from(places))
        parent, step = at(value, path[:-1]), path[-1]
        change = draw(st.sampled_from(["put", "put", "put", "take out", "add", "double"]))
        if change == "put":
            parent[step] = copy.deepcopy(draw(st.sampled_from(JUNK)))
        elif change == "take out":
            del parent[step]
        elif change == "double" and isinstance(parent, list):
            parent.append(copy.deepcopy(parent[step]))
        elif isinstance(parent, list):
            parent.append(copy.deepcopy(draw(st.sampled_from(JUNK))))
        else:
            parent[draw(st.sampled_from(["surprise", "id", "E4", "SD1.3", "text"]))] = copy.deepcopy(
                draw(st.sampled_from(JUNK))
            )
    return value
