"""Every interview of the program in one table: how it begins, which questions are reached how, where a text lands, what `private` marks.

A new interview is a row of INTERVIEWS; the tests that read the table then hold for it. The record of RECORDS suits most of them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from building import a_plan, an_action
from gap_records import standard
from processes import run_here

from cswo_eval.disclosure.private_things import PrivateThings, private_things
from cswo_eval.disclosure.whole_record import whole_record
from cswo_eval.record.plan_models import Goal, Plan, PlanReview, Sitting
from cswo_eval.record.store import Record

BASELINE, TODAY = "2026-11-21", "2027-03-05"
PLAN = "2026-11-23"
OLD = "Old words."


def read(folder: Path, name: str) -> Any:
    """A file of a record, read by a plain YAML reader."""
    return yaml.safe_load((folder / name).read_bytes())


def things_of(folder: Path) -> PrivateThings:
    """What the door takes as private in a record, as it lies on the disk."""
    return private_things(whole_record(Record(folder, standard()), standard()))


class Text(NamedTuple):
    """A question for a text of any number of lines."""

    name: str
    """The question, as `terminals.QUESTIONS` names it."""
    reach: tuple[str, ...]
    """What is typed from the beginning of the interview to reach it."""
    lands: Callable[[Path], str]
    """Reads from the files of a record what was written there."""
    where: str
    """Where the next interview says that lines are which a crash broke off."""
    before: str = ""
    """What stands there already."""


class Interview(NamedTuple):
    """One interview. `line`: a question for one line, by its name and what is typed to reach it; None where there is none."""

    command: tuple[str, ...]
    line: tuple[str, tuple[str, ...]] | None
    text: Text | None = None
    marks: Callable[[PrivateThings], bool] | None = None
    """Whether what `private` marks here is marked; None where there is nothing to mark."""
    record: str = "rich"
    answer: str = ""
    """What is typed at the line question, where Enter is no answer to it."""
    status: int = 0
    """The exit status where it is left with nothing done."""


def entry(field: str = "shows", place: int = -1) -> Callable[[Path], str]:
    """Reads a field of an entry of the register, of the newest unless told."""
    return lambda folder: str(read(folder, "evidence.yaml")["entries"][place].get(field, ""))


def answered(item: str, field: str) -> Callable[[Path], str]:
    """Reads a field of an answer."""
    return lambda folder: str(read(folder, f"assessments/{BASELINE}.yaml")["answers"][item].get(field, ""))


def part(account: str, place: int) -> Callable[[Path], str]:
    """Reads a part of an account under the short model."""
    stage = ("what", "so-what", "now-what")[place]
    return lambda folder: str(read(folder, f"reflections/{account}.yaml")["parts"].get(stage, ""))


def claim(field: str, place: int = -1) -> Callable[[Path], str]:
    """Reads a field of a claim, of the newest unless told."""
    return lambda folder: str(read(folder, "prior-learning.yaml")["claims"][place].get(field, ""))


def review(day: int, field: str) -> Callable[[Path], str]:
    """Reads what was said at a review."""
    return lambda folder: str(read(folder, f"plan-reviews/{PLAN}-day-{day}.yaml").get(field, ""))


def details(field: str) -> Callable[[Path], str]:
    """Reads a field of what is said of the portfolio."""
    return lambda folder: str(read(folder, "portfolio.yaml").get(field, ""))


def is_marked(kind: str, name: object) -> Callable[[PrivateThings], bool]:
    """Whether something is among the marked things of a kind."""
    return lambda things: name in getattr(things, kind)


_WALK = ("assess", "--depth", "usual", "--go", "SD1.3")
_NEW_ACCOUNT = ("new", "The decision", "4", "", "none")
_TO_LEVEL = ("", "", "", "")

INTERVIEWS: Mapping[str, Interview] = {
    "assess": Interview(
        _WALK,
        ("evidence-date", ("One.", ".")),
        Text("evidence", (), entry(), "your answer on SD1.3, kept as E2 of your register"),
        is_marked("answers", "SD1.3"),
    ),
    "assess, what speaks against": Interview(
        _WALK,
        ("level", ("",)),
        Text("opposite", ("", "4", ""), answered("SD1.3", "opposite"), "your answer on SD1.3"),
        is_marked("answers", "SD1.3"),
        answer="3",
    ),
    "assess, what to learn": Interview(
        _WALK,
        ("confidence", ("", "2", "")),
        Text("learning", ("", "2", "", "l"), answered("SD1.3", "learning"), "your answer on SD1.3"),
        is_marked("answers", "SD1.3"),
        answer="m",
    ),
    "evidence add": Interview(
        ("evidence", "add"),
        ("title", ()),
        Text("shows", ("A visit", "", ""), entry(), "E2, what it shows"),
        is_marked("marked_entries", "E2"),
        answer="A visit",
    ),
    "evidence add --quick": Interview(
        ("evidence", "add", "--quick"),
        ("date", ("A visit",)),
        Text("shows", ("A visit", ""), entry(), "E2, what it shows"),
        is_marked("marked_entries", "E2"),
    ),
    "evidence edit": Interview(
        ("evidence", "edit", "E1"),
        ("title again", ()),
        Text("shows", ("go shows",), entry(place=0), "E1, what it shows", OLD),
        is_marked("marked_entries", "E1"),
    ),
    "evidence link": Interview(
        ("evidence", "link", "E1", "SD2"), ("why", ()), marks=is_marked("marked_entries", "E1"), answer="It does."
    ),
    "evidence reflect": Interview(
        ("evidence", "reflect"),
        ("account title", ("new",)),
        Text("part 1", _NEW_ACCOUNT, part("R2", 0), "R2, What?"),
        is_marked("accounts", "R2"),
        answer="The decision",
    ),
    "evidence reflect R1": Interview(
        ("evidence", "reflect", "R1"),
        ("deeper", ("skip", "skip")),
        Text("part 2", (), part("R1", 1), "R1, So what?"),
        is_marked("accounts", "R1"),
    ),
    "portfolio claim": Interview(
        ("portfolio", "claim"),
        ("claim title", ()),
        Text("learned", ("",), claim("learned"), "L2, what was learned"),
        is_marked("claims", "L2"),
    ),
    "portfolio claim L1": Interview(
        ("portfolio", "claim", "L1"),
        ("claim title", ()),
        Text("learned", ("",), claim("learned", 0), "L1, what was learned", OLD),
        is_marked("claims", "L1"),
    ),
    "plan done": Interview(
        ("plan", "done", "A1"),
        ("confirmer", ("Seen by two.", ".")),
        Text("left", (), entry(), "in your register, as left by A1"),
        is_marked("marked_actions", "A1"),
    ),
    "plan done, the level": Interview(
        ("plan", "done", "A2"),
        ("level", ("",)),
        Text("opposite", ("", "4"), answered("WO1.1", "opposite"), "your answer on WO1.1"),
        is_marked("answers", "WO1.1"),
        answer="3",
    ),
    "plan review": Interview(
        ("plan", "review", "30"),
        None,
        Text("worked", (), review(30, "what_worked"), "in the review of day 30"),
        is_marked("reviews", 30),
    ),
    "plan review, the levels": Interview(
        ("plan", "review", "100"),
        ("level", _TO_LEVEL),
        Text("opposite", (*_TO_LEVEL, "4"), answered("WO1.2", "opposite"), "your answer on WO1.2"),
        is_marked("answers", "WO1.2"),
        answer="3",
    ),
    "portfolio contract": Interview(
        ("portfolio", "contract"),
        ("agreed", ()),
        Text("with help", ("yes",), details("contract_help"), "the learning contract, with whose help"),
        answer="no",
    ),
    "portfolio set": Interview(("portfolio", "set"), ("student", ("yes",)), answer="A Student"),
    "assess, the opening": Interview(("assess",), ("in post", ()), record="none", answer="1"),
    "assess, the cases": Interview(("assess",), ("cases", ("",) * 5), record="none", answer="no"),
    "an account to go on with": Interview(("evidence", "reflect"), ("go on", ()), answer="new"),
    "undo": Interview(("undo", "--sitting"), ("take back", ()), answer="no"),
    "guard pseudonym": Interview(("guard", "pseudonym"), ("name", ()), answer="Jean Bell"),
    "check --mend": Interview(("check", "--mend"), ("mend", ()), record="faulty", status=1),
}
"""Each interview, and each stretch of one that is unlike the rest of it; the single questions last."""

USUAL = ("assess", "evidence add", "evidence reflect", "portfolio claim", "plan done", "plan review, the levels")
"""One of each kind: what is tried of these at every run is tried of all in the long one."""
SINGLE = tuple(name for name, one in INTERVIEWS.items() if one.text is None)
WITH_TEXT = {name: one for name, one in INTERVIEWS.items() if one.text is not None}
MARKED = tuple(name for name, one in WITH_TEXT.items() if one.marks is not None)
"""Those of them at which something can be marked; at the others it is said why not."""
WITH_LINE = {name: one for name, one in INTERVIEWS.items() if one.line is not None}


def usual_or_long(names: Iterable[str], usual: Collection[str] = USUAL) -> list[Any]:
    """The names as parameters, those that are not among the usual ones marked long."""
    return [name if name in usual else pytest.param(name, marks=pytest.mark.long) for name in names]


def _plan() -> Plan:
    """A plan that no planner made: what is asked after an action is the same whatever the catalogue holds."""
    goal = Goal(item="WO1", reason="need", members=("WO1.2", "WO1.1"), why="WO1.2 is at 2 against a target of 3.")
    days = [date(2026, 12, 1), date(2026, 12, 8)]
    actions = [
        an_action(
            number,
            activity=activity,
            title=standard().activities[activity].title,
            goal="WO1",
            serves=(item,),
            start=day,
            due=day,
            sittings=(Sitting(day=day, hours=2.0),),
            evidence_left="A note of what was said",
        )
        for number, (activity, item, day) in enumerate(
            zip(list(standard().activities)[:2], goal.members, days, strict=True), start=1
        )
    ]
    reviews = [
        PlanReview(number=number, day=date.fromisoformat(PLAN) + timedelta(days=number - 1)) for number in (30, 60, 100)
    ]
    return a_plan(*actions, start=date.fromisoformat(PLAN), goals=(goal,), reviews=tuple(reviews))


@cache
def _rich_record(folder: Path) -> Path:
    """A round with WO1 rated, a plan from it, the entry E1, the account R1 with its first part, and the claim L1."""
    with pytest.MonkeyPatch.context() as monkeypatch:

        def run(*given: str, typed: bytes = b"") -> None:
            done = run_here(monkeypatch, *given, "--today", BASELINE, record=folder, typed=typed)
            assert done.status == 0, done.stderr

        run("assess", "--depth", "quick", "--element", "WO1", typed=b"2\n\n" * 9)
        with Record(folder).changing("test", lambda: f"{BASELINE}T09:00:00Z") as writer:
            writer.save_plan(_plan())
        run("evidence", "add", "A note", "--date", "today", "--shows", OLD, "--no-questions")
        run(
            *("evidence", "reflect", "--title", "The visit", "--model", "plain", "--date", "today", "--limit", "none"),
            typed=b"It began.\n.\nquit\n",
        )
        run("portfolio", "claim", "--title", "Chairing", "--learned", OLD)
        run(
            "evidence", "edit", "E1", typed=b"A note\ntoday\n2\n\nMy own.\nThe clerk.\nWO2\nf\nIt is.\n"
        )  # more than `undo` takes unasked
    return folder


def record_for(interview: Interview, shared: Path, folder: Path) -> Path:
    """Make the record that an interview wants in `folder`. `shared` holds what is made once."""
    if interview.record == "none":
        return folder
    shutil.copytree(_rich_record(shared / "rich"), folder)
    if interview.record == "faulty":
        shutil.copy(folder / "evidence.yaml", folder / "evidence 2.yaml")
    return folder


def all_bytes(folder: Path) -> bytes:
    """Every byte of a record's files, those of its history too."""
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


class Windows:
    """Opens interviews on one record, each in a window of its own; `folder` is where the record lies, made for the first of them."""

    def __init__(self, place: Path, shared: Path) -> None:
        self.folder = place / "record"
        self._place = place
        self._shared = shared
        self._opened: list[Any] = []

    def __call__(self, interview: Interview, *lines: str, **given: Any) -> Any:
        """Open an interview, and type these lines. Returns its window."""
        if not self._opened:
            record_for(interview, self._shared, self.folder)
        return self.run(*interview.command, lines=lines, **given)

    def run(self, *command: str, lines: Iterable[str] = (), **given: Any) -> Any:
        """Open a window in which a command runs on the record."""
        from terminals import Window

        given = {"environment": an_editor(self._place / "editor"), **given}
        window = Window(self._place / "home", *command, "--record", self.folder, "--today", TODAY, **given)
        self._opened.append(window)
        for line in lines:
            window.type(line)
        return window

    def end(self) -> None:
        """Leave nothing running."""
        for window in self._opened:
            window.end()


EDITOR = """#!/bin/sh
printf 'from the editor' > "$1"
"""


def an_editor(place: Path) -> dict[str, str]:
    """The environment in which the owner's editor writes 'from the editor'."""
    place.mkdir(parents=True, exist_ok=True)
    script = place / "editor.sh"
    script.write_text(EDITOR)
    os.chmod(script, 0o755)
    return {"EDITOR": str(script)}
