"""A text that a crash broke off: put where it belongs with its mark, or kept aside and said; no interview begins without that."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from building import NOW, a_review
from conftest import Finished
from made_up_tools import folder_of_tools
from terminals import Window

from cswo_eval.framework.load import load_framework
from cswo_eval.record.draft import NOT_FINISHED, Draft
from cswo_eval.record.layout import DRAFT
from cswo_eval.record.models import Link
from cswo_eval.record.portfolio_models import PriorLearningClaim, Reflection
from cswo_eval.record.purge import purge
from cswo_eval.record.sample import sample_folder
from cswo_eval.record.store import Record
from cswo_eval.record.tool_models import ToolAnswer, ToolRun

TODAY = "2026-10-02"
LEFT_BY = "2026-09-07/A2"
"""An action of the sample's plan that is done."""
TEXT = "A line of mine\nand another"
pytestmark = pytest.mark.long
NEEDS_PTY = pytest.mark.skipif(os.name == "nt", reason="a pseudo-terminal is needed")
Run = Callable[..., Finished]


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder of standards with the made-up tool in it."""
    return folder_of_tools(tmp_path / "standards")


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """The sample with an entry without words, one taken out, accounts, claims and a run of the tool."""
    folder = Path(shutil.copytree(sample_folder(), tmp_path / "record"))
    with Record(folder).changing("test", lambda: NOW) as writer:
        register = writer.record.register()
        first = register.entries[0]
        bare = first._replace(
            id="E37", title="A bare one", shows="", links=(Link(item="SD1.3"),), private=False, left_by=LEFT_BY
        )
        gone = first._replace(id="E38", title="Taken out", removed=NOW)
        writer.save_register(register._replace(entries=(*register.entries, bare, gone)))
        account: dict[str, Any] = {
            "title": "An account",
            "model": "gibbs",
            "effective": date(2026, 9, 1),
            "written": NOW,
        }
        writer.save_reflection(Reflection(id="R7", **account))
        writer.save_reflection(Reflection(id="R8", removed=NOW, **account))
        writer.save_reflection(Reflection(id="R9", **{**account, "model": "no-such-model"}))
        learning = writer.record.prior_learning()
        claims = (*learning.claims, PriorLearningClaim(id="L3", title="Taken out", recorded=NOW, removed=NOW))
        undone = PriorLearningClaim(id="L4", title="Taken back", recorded=NOW)
        writer.save_prior_learning(learning._replace(claims=(*claims, undone)))
        writer.save_prior_learning(learning._replace(claims=claims))
        marks = {"heavy": ToolAnswer(private=True)}
        writer.save_tool_run(
            ToolRun(tool="mine", version=1, begun=date(2026, 9, 7), changed=NOW, finished=NOW, answers=marks)
        )
        plan = writer.record.latest_plan()
        assert plan is not None
        writer.save_review(a_review(plan=plan.start, number=60, held=date(2026, 10, 1), what_worked="Reading aloud."))
    return folder


@pytest.fixture
def run(run_inside: Run, tools: Path, record: Path) -> Run:
    """Run the program over both."""
    return lambda *words, typed="": run_inside(
        *words, "--standards", tools, "--record", record, "--today", TODAY, typed=typed
    )


def leave(record: Path, draft: Draft) -> None:
    """Leave a text as a crash does."""
    with Record(record).changing("test", lambda: NOW) as writer:
        writer.save_draft(draft)


def plan_of(record: Path) -> Any:
    """The sample's plan."""
    return Record(record).latest_plan()


def done_action(record: Path, done: bool = True) -> str:
    """The name of an action that is finished, or of one that is not, as a text of it has it."""
    plan = plan_of(record)
    return f"{plan.start}/{next(one.id for one in plan.actions if (one.status == 'done') == done)}"


# --- where it belongs -------------------------------------------------------------------------------------------------------


class Belongs(NamedTuple):
    """A text, and how to find what became of it: what it says, and whether that is marked."""

    draft: Callable[[Path], Draft]
    found: Callable[[Path], tuple[str, bool]]


def _answer(record: Path) -> tuple[str, bool]:
    framework = load_framework()
    round_ = Record(record, framework).latest_round(framework)
    assert round_ is not None
    return round_.answers["SD1.3"].note, round_.answers["SD1.3"].private


def _entry(name: str, field: str) -> Callable[[Path], tuple[str, bool]]:
    def found(record: Path) -> tuple[str, bool]:
        entry = Record(record).register().find(name)
        assert entry is not None
        return (entry.links[0].own_reason if field == "reason" else getattr(entry, field)), entry.private

    return found


def _claim(name: str) -> Callable[[Path], tuple[str, bool]]:
    def found(record: Path) -> tuple[str, bool]:
        claim = next(one for one in Record(record).prior_learning().claims if one.id == name)
        return claim.learned, claim.private

    return found


def _account(record: Path) -> tuple[str, bool]:
    account = next(one for one in Record(record).reflections() if one.id == "R7")
    return account.parts["description"], account.private


def _review(number: int) -> Callable[[Path], tuple[str, bool]]:
    def found(record: Path) -> tuple[str, bool]:
        review = next(one for one in Record(record).reviews(plan_of(record).start) if one.number == number)
        return review.what_worked, review.private

    return found


def _tool(day: str, key: str) -> Callable[[Path], tuple[str, bool]]:
    def found(record: Path) -> tuple[str, bool]:
        answer = next(one for one in Record(record).tool_runs("mine") if f"{one.begun}" == day).answers[key]
        return answer.said, answer.private

    return found


def _draft(form: str, subject: str, question: str, **given: Any) -> Callable[[Path], Draft]:
    return lambda record: Draft(
        form=form, subject=subject.format(plan=plan_of(record).start, done=done_action(record)), question=question,
        text=TEXT, **given,
    )  # fmt: skip


BELONGS = {
    "an answer": Belongs(lambda _: Draft(item="SD1.3", question="note", text=TEXT), _answer),
    "an entry": Belongs(_draft("evidence", "E37", "shows"), _entry("E37", "shows")),
    "the reason of a link": Belongs(_draft("evidence", "E37", "reason/SD1.3"), _entry("E37", "reason")),
    "a claim": Belongs(_draft("claim", "L1", "learned"), _claim("L1")),
    "a claim that begins with it": Belongs(_draft("claim", "L5", "learned"), _claim("L5")),
    "an account": Belongs(_draft("account", "R7", "description"), _account),
    "a review": Belongs(_draft("plan-review", "{plan}/day-60", "what_worked"), _review(60)),
    "a review that begins with it": Belongs(_draft("plan-review", "{plan}/day-100", "what_worked"), _review(100)),
    "what an action left": Belongs(_draft("finished-action", "{done}", "left"), _entry("E39", "shows")),
    "who confirms what it left": Belongs(
        _draft("finished-action", "{plan}/A2", "confirmer"), _entry("E37", "confirmer")
    ),
    "an answer in a tool": Belongs(_draft("mine", "2026-09-07/mine", "story"), _tool("2026-09-07", "story")),
    "a run that begins with it": Belongs(_draft("mine", "2026-10-02/mine", "story"), _tool("2026-10-02", "story")),
}


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("name", BELONGS)
def test_it_becomes_what_it_was_typed_for_and_is_private_if_that_was_marked(
    name: str, private: bool, run: Run, record: Path
) -> None:
    """Behind what is there; by whatever command asks next."""
    draft, found = BELONGS[name]
    leave(record, draft(record)._replace(private=private))
    done = run("evidence", "edit", "E1", typed="quit\n")
    assert done.status == 0, done.stderr
    assert "The lines you were typing when it broke off are kept: " in " ".join(done.stderr.split())
    said, marked = found(record)
    assert (said.endswith(TEXT), said.count(TEXT), marked) == (True, 1, private)
    assert not (record / DRAFT).exists()


NOT_ASKED = {
    "an entry that is not there": {"question": "evidence-part", "evidence": "E99"},
    "an entry that bears on it no more": {"question": "evidence-part", "evidence": "E1"},
    "a link that is taken off": {"question": "evidence-reason", "evidence": "E1"},
    "no entry": {"question": "evidence-part"},
    "an entry where none is asked about": {"question": "opposite", "evidence": "E37"},
    "a level": {"question": "level"},
    "a day": {"question": "evidence-date", "evidence": "E37"},
    "what no form asks": {"question": "nonsense"},
}


@pytest.mark.parametrize("name", NOT_ASKED)
def test_what_the_walk_asks_no_more_stands_in_the_note_with_its_mark(name: str, run: Run, record: Path) -> None:
    """And in no entry: that may leave where the answer is private."""
    leave(record, Draft(item="SD1.3", text=TEXT, private=True, **NOT_ASKED[name]))
    before = (record / "evidence.yaml").read_bytes()
    done = run("evidence", "edit", "E1", typed="quit\n")
    assert "they are in the note of your answer on SD1.3" in " ".join(done.stderr.split())
    assert _answer(record) == (TEXT, True)
    assert (record / "evidence.yaml").read_bytes() == before


def test_what_a_text_adds_to_is_not_said_twice(run: Run, record: Path) -> None:
    """A + alone came first: what was kept of it begins with what was there."""
    run("tool", "run", "mine", typed="go 2\nFirst\n.\nquit\n")
    leave(record, Draft(form="mine", subject="2026-09-07/mine", question="story", text="First\nand more"))
    run("tool", "run", "mine", typed="quit\n")
    assert _tool("2026-09-07", "story")(record)[0] == "First\nand more"


def test_a_run_that_begins_with_it_has_the_marks_of_the_one_before(run: Run, record: Path) -> None:
    leave(record, BELONGS["a run that begins with it"].draft(record))
    run("tool", "run", "mine", typed="quit\n")
    assert _tool("2026-10-02", "heavy")(record) == ("", True)


@NEEDS_PTY
@pytest.mark.parametrize(
    ("command", "before", "found"),
    [
        (("portfolio", "claim"), ("private", "", "A line of mine", "and another"), _claim("L5")),
        (("portfolio", "claim"), ("", "A line of mine", "private"), _claim("L5")),
        (("evidence", "edit", "E37"), ("", "", "", "A line of mine", "Private."), _entry("E37", "shows")),
        (("evidence", "reflect", "R7"), ("", "", "", "A line of mine", "private"), _account),
        (("plan", "review", "60"), ("", "A line of mine", "private"), _review(60)),
        (("tool", "run", "mine"), ("skip", "A line of mine", "private"), _tool("2026-09-07", "story")),
    ],
)
def test_a_kill_between_the_word_and_its_text_opens_nothing(
    command: tuple[str, ...], before: tuple[str, ...], found: Callable[[Path], tuple[str, bool]],
    window: Callable[..., Window], run: Run, record: Path,
) -> None:  # fmt: skip
    """`private` was typed before the text, where nothing was saved yet, or in it, and nobody said yet that it is the word."""
    asked = window(*command)
    for line in before:
        asked.type(line)
    asked.child.kill(signal.SIGKILL)
    asked.child.wait()
    assert run("evidence", "edit", "E1", typed="quit\n").status == 0
    said, marked = found(record)
    assert ("A line of mine" in said, marked) == (True, True)


@pytest.fixture
def window(tools: Path, record: Path, tmp_path: Path) -> Iterator[Callable[..., Window]]:
    """The program in a real terminal over both."""
    opened: list[Window] = []

    def at(*words: str) -> Window:
        given = (*words, "--standards", tools, "--record", record, "--today", TODAY)
        opened.append(Window(tmp_path / "home", *given))
        return opened[-1]

    yield at
    for one in opened:
        one.end()


@NEEDS_PTY
def test_a_text_that_was_refused_is_not_kept_as_unfinished(window: Callable[..., Window], record: Path) -> None:
    asked = window("evidence", "edit", "E37")
    for line in ("", "", "", "-", "."):
        asked.type(line)
    assert not (record / DRAFT).exists()


# --- no place any more ------------------------------------------------------------------------------------------------------

GONE: dict[str, Callable[[Path], Draft]] = {
    "an entry that is taken out": _draft("evidence", "E38", "shows"),
    "an entry that never was": _draft("evidence", "E99", "shows"),
    "a link that is taken off": _draft("evidence", "E37", "reason/SD1.4"),
    "a question that is asked no more": _draft("evidence", "E37", "colour"),
    "a question that takes no text": _draft("evidence", "E37", "date"),
    "a reason of no link": _draft("evidence", "E37", "reason"),
    "an account that is taken out": _draft("account", "R8", "description"),
    "an account under a model that is gone": _draft("account", "R9", "description"),
    "a part that the account's model has not": _draft("account", "R7", "experience"),
    "a claim that is taken out": _draft("claim", "L3", "learned"),
    "a claim that was undone": _draft("claim", "L4", "learned"),
    "a claim with no number": _draft("claim", "", "learned"),
    "an action that is not there": _draft("finished-action", "{plan}/A99", "left"),
    "an action that is not done any more": lambda record: Draft(
        form="finished-action", subject=done_action(record, done=False), question="left", text=TEXT
    ),
    "who confirms what left nothing": _draft("finished-action", "{done}", "confirmer"),
    "a plan that is not there": _draft("plan-review", "2020-01-06/day-30", "what_worked"),
    "a review that there is none of": _draft("plan-review", "{plan}/day-31", "what_worked"),
    "a review of no plan": _draft("plan-review", "day-30", "what_worked"),
    "a tool that is gone": _draft("yours", "2026-10-02/yours", "story"),
    "a tool of no day": _draft("mine", "", "story"),
    "a question of the tool for an id that is not named": _draft("mine", "2026-09-07/mine", "why/SD1.3"),
    "a form of the program that keeps no texts": _draft("opening", "", "leave"),
    "a reason for a finding": _draft("finding", "F00000000", "reason"),
    "a text that says nothing": lambda _: Draft(form="evidence", subject="E37", question="shows", text="- ."),
    "a competency of no round": _draft("assess", "", "note"),
}


@pytest.mark.parametrize("name", GONE)
def test_what_has_no_place_any_more_is_kept_aside_whole_and_said(name: str, run: Run, record: Path) -> None:
    """And nothing else is changed: what it was typed for stays taken out."""
    draft = GONE[name](record)
    leave(record, draft)
    before = {one: one.read_bytes() for one in record.rglob("*.yaml") if one.name != DRAFT}
    done = run("evidence", "edit", "E1", typed="quit\n")
    assert done.status == 0, done.stderr
    assert "have no place any more. They are kept in history/set-aside/" in " ".join(done.stderr.split())
    assert not (record / DRAFT).exists()
    (aside,) = (one for one in (record / "history/set-aside").rglob("*") if one.is_file())
    assert aside.read_text(encoding="utf-8") == f"{draft.text}\n"
    changed = [one for one, data in before.items() if one.read_bytes() != data and "history" not in one.parts]
    assert changed == []


# --- which commands take it up ----------------------------------------------------------------------------------------------

ASKING: tuple[tuple[str, ...], ...] = (
    ("assess",),
    ("evidence", "add"),
    ("evidence", "edit", "E1"),
    ("evidence", "link", "E37", "SD1.3"),
    ("evidence", "reflect", "R7"),
    ("portfolio", "claim"),
    ("portfolio", "claim", "L1"),
    ("plan", "done", "{planned}"),
    ("plan", "review", "60"),
    ("tool", "run", "mine"),
)
NOT_ASKING: tuple[tuple[str, ...], ...] = (
    (),
    ("gaps",),
    ("check",),
    ("evidence", "list"),
    ("evidence", "show", "E1"),
    ("plan", "show"),
    ("report", "--format", "md", "--output", "{out}"),
    ("tool", "list"),
    ("tool", "show", "mine"),
    ("private", "list"),
    ("history",),
)


def filled(words: tuple[str, ...], record: Path) -> list[str]:
    """A command with what stands in braces."""
    planned = next(one.id for one in plan_of(record).actions if one.status == "planned")
    return [one.format(planned=planned, out=record.parent / "out.md") for one in words]


@pytest.mark.parametrize("words", ASKING, ids=" ".join)
def test_each_command_that_asks_takes_it_up_before_it_asks(words: tuple[str, ...], run: Run, record: Path) -> None:
    """A text that is begun would be kept in its place."""
    leave(record, BELONGS["a claim"].draft(record))
    run(*filled(words, record), typed="quit\n")
    assert _claim("L1")(record)[0].endswith(TEXT)
    assert not (record / DRAFT).exists()


@pytest.mark.parametrize("words", NOT_ASKING, ids=" ".join)
def test_a_command_that_asks_nothing_leaves_it_as_it_is(words: tuple[str, ...], run: Run, record: Path) -> None:
    leave(record, BELONGS["a claim"].draft(record))
    before = (record / DRAFT).read_bytes()
    done = run(*filled(words, record))
    assert done.status == 0, done.stderr
    assert (record / DRAFT).read_bytes() == before


@pytest.mark.parametrize("words", [(), ("check",)], ids=" ".join)
def test_the_home_screen_and_check_say_that_there_is_one(words: tuple[str, ...], run: Run, record: Path) -> None:
    assert '"unfinished_text": false' in run(*words, "--json").stdout
    leave(record, BELONGS["a claim"].draft(record))
    done = run(*words)
    said = " ".join((done.stdout + done.stderr).split())
    assert NOT_FINISHED in said
    assert "A line of mine" not in said
    assert '"unfinished_text": true' in run(*words, "--json").stdout


# --- and what destroys --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "draft"),
    [
        ("E37", _draft("evidence", "E37", "confirmer")),
        ("R7", _draft("account", "R7", "description")),
        ("E37", _draft("finished-action", "{done}", "confirmer", evidence="E37")),
        ("E37", _draft("mine", "2026-09-07/mine", "why/E37")),
    ],
)
def test_what_is_destroyed_takes_the_text_with_it(name: str, draft: Callable[[Path], Draft], record: Path) -> None:
    leave(record, draft(record))
    with Record(record).changing("evidence purge", lambda: NOW) as writer:
        purge(writer, [name])
    assert not (record / DRAFT).exists()
    held = [one for one in record.rglob("*") if one.is_file() and b"A line of mine" in one.read_bytes()]
    assert held == []
