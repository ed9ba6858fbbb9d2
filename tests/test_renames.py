"""A Standard with competencies renamed, divided, joined and taken out: everything a record holds is found, or set aside and said."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from building import NOW, a_plan, a_profile, a_register, a_review, a_round, an_action, an_entry, changed, rated
from conftest import Finished, examples
from gap_records import standard, write_record
from hypothesis import given, settings
from hypothesis import strategies as st
from processes import contents, run_here
from renamed_records import (
    DIVIDED,
    NOW_CALLED,
    OLDER,
    RETIRED,
    WHY,
    both_ways,
    entry_of,
    full_record,
    second_framework,
    second_version,
)
from standards_folders import TINY, copy_of_ours, problems_of, say_renamed, spoil, write_files

from cswo_eval.cli.commands import COMMANDS
from cswo_eval.files.shapes import Shape, all_fields
from cswo_eval.formats.registry import FORMATS
from cswo_eval.framework.fitted_ids import fit_ids
from cswo_eval.framework.framework import Framework
from cswo_eval.record.fitted import fitted, fitted_file
from cswo_eval.record.models import Answer, Link, Rating, RecordFile
from cswo_eval.record.plan_models import Goal, LeftOut
from cswo_eval.record.portfolio_models import PriorLearning, PriorLearningClaim, Reflection
from cswo_eval.record.store import Record

pytestmark = pytest.mark.long

DIVIDED_SAID = "was divided into SD2.2 and SD2.3"
RETIRED_SAID = "was taken out of the Standard"
AUDIENCES = ("self", "coach", "portfolio", "employer")


@pytest.fixture(scope="module")
def second_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second version of the Standard."""
    return second_version(tmp_path_factory.mktemp("second") / "standards")


@pytest.fixture(scope="module")
def second(second_folder: Path) -> Framework:
    """The second version, read."""
    return second_framework(second_folder)


@pytest.fixture(scope="module")
def whole_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record that names each older id in every kind of place; not to be written in."""
    return full_record(tmp_path_factory.mktemp("record") / "record")


@pytest.fixture
def record(whole_record: Path, tmp_path: Path) -> Path:
    """A copy of that record."""
    return Path(shutil.copytree(whole_record, tmp_path / "record"))


Run = Callable[..., Finished]


@pytest.fixture
def run(record: Path, second_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command over the copy under the second version."""
    return lambda *words, typed="", takes_record=True: run_here(
        monkeypatch,
        *words,
        *(("--standards", second_folder) if not {words[:1], words[:2]} & {*OWN_STANDARD} else ()),
        record=record if takes_record else None,
        typed=typed.encode(),
    )


def squeezed(text: str) -> str:
    """A text without its line ends, as it reads."""
    return " ".join(text.split())


def ending(kind: str) -> str:
    """What a report of this format is called at the end: CSV is a folder of files."""
    return "" if kind == "csv" else f".{kind}"


def text_in(folder: Path, kind: str) -> str:
    """All that stands in the report r of this format."""
    return "".join(path.read_text("utf-8") for path in (folder / "r").glob("*") if kind == "csv") or (
        (folder / f"r.{kind}").read_text("utf-8")
    )


# --- every command ----------------------------------------------------------------------------------------------------


def words_of_commands(out: Path, second_folder: Path) -> Mapping[str, tuple[tuple[Any, ...], ...]]:
    """How each command is called here: with older ids wherever it takes an id, and on things that name them."""
    return {
        "assess": (("--go", "MV1.5"), ("--element", "WO4"), ("--go", DIVIDED)),
        "gaps": ((), ("--json",), *(("--explain", name) for name in OLDER)),
        "plan make": (("--start", "2026-12-01"), ("--start", "2026-09-07", "--json")),
        "plan show": ((), ("--json",), *((f"A{number}",) for number in (90, 99, 100))),
        "plan done": (("A99", "--no-questions"), ("A100",)),
        "plan defer": (("A99", "--until", "2026-11-30"), ("A100",)),
        "plan drop": (("A99",), ("A100",)),
        "plan edit": (("A99", "--title", "Anew"), ("A100", "--due", "2026-11-30")),
        "plan add": tuple(("My idea", "--for", name) for name in OLDER),
        "plan review": (("100",), ("30",)),
        "plan calendar": (("--output", out / "plan.ics"),),
        "evidence add": tuple(("A new entry", "--for", name, "--date", "2026-09-01", "--no-questions") for name in OLDER),
        "evidence list": ((), ("--json",), ("--by", "element"), ("--unlinked",), *(("--item", name) for name in OLDER)),
        "evidence show": (("E90",), ("E90", "--json"), ("E92",), ("R9",)),
        "evidence edit": (("E90", "--title", "Anew"),),
        "evidence link": (("E90", DIVIDED, "--remove"), ("E92", "AO1.4", "--remove"), *(("E91", name) for name in OLDER)),
        "evidence remove": (("E90",), ("R9",)),
        "evidence purge": (("E90", "--yes"), ("R9", "--yes")),
        "evidence reflect": (("R9",), ("--list",), ("--for", "MV1.5", "--title", "T"), ("--for", RETIRED, "--title", "T")),
        "report": tuple(
            ("--for", audience, "--format", kind, "--output", out / f"{audience}{ending(kind)}", "--findings", "keep")
            for audience in AUDIENCES
            for kind in FORMATS
            if kind not in ("pdf", "docx", "ics") or audience in ("self", "coach")
        ),
        "portfolio check": ((), ("--json",), *((name,) for name in OLDER)),
        "portfolio build": (("--output", out / "portfolio", "--findings", "keep"),),
        "portfolio verify": ((out,),),
        "portfolio contract": ((),),
        "portfolio brief": ((),),
        "portfolio claim": (("--list",), ("L9", "--learned", "More."), *(("L9", "--for", name) for name in OLDER if "." in name)),
        "portfolio set": (("--student", "A student"),),
        "private list": ((), ("--json",)),
        "private set": tuple((name, "--yes") for name in (*OLDER, "E90", "A99")),
        "private unset": tuple((name, "--yes") for name in (*OLDER, "E90", "A99")),
        "guard check": ((),),
        "guard accept": (("F000000",),),
        "guard pseudonym": (("Somebody", "[a person]"),),
        "guard allow": (("0131 496 0000",),),
        "guard list": ((),),
        "worksheet export": (("--output", out / "sheet.xlsx"), ("--aspect", "WO", "--output", out / "sheet.docx")),
        "worksheet import": ((out / "none.xlsx",),),
        "tool list": ((), ("--json",)),
        "tool run": (("no-such-tool",),),
        "tool show": (("no-such-tool",),),
        "standard list": ((),),
        "standard show": tuple((name,) for name in OLDER),
        "standard search": (("MV1.5",),),
        "standard check": ((second_folder,),),
        "standard schema": (("--of", "standard"),),
        "undo": ((), ("--sitting",), ("--json",)),
        "redo": ((),),
        "history": ((), ("--json",), ("--all",), ("--sent",), *((name,) for name in OLDER), *(("--sent", name) for name in OLDER)),
        "check": ((), ("--json",)),
        "backup": ((out / "backup.zip",),),
        "restore": ((out / "none.zip",),),
        "forget": (("--yes",),),
        "demo": ((),),
    }  # fmt: skip


EVERY_COMMAND = tuple(f"{name} {member}".strip() for name, one in COMMANDS.items() for member in one.members or ("",))
OPENS_NONE = ("standard", "portfolio verify")
"""Commands that open no record."""
OWN_STANDARD = (
    *(("standard", "schema"), ("standard", "check"), ("portfolio", "verify")),
    *(("demo",), ("backup",), ("restore",), ("forget",)),
)
"""Commands that take no --standards."""


KEEPS_OLDER = ("evidence link", "history", "private set", "private unset")
"""Commands that find what was divided or taken out under its older id, where the record keeps it so."""
AT_ONCE = ("assess", "gaps", "plan show", "evidence link", "portfolio build", "worksheet export", "undo", "check")
"""Commands that are tried always, the others in CI."""


@pytest.mark.parametrize(
    "command", [pytest.param(one, marks=() if one in AT_ONCE else pytest.mark.long) for one in EVERY_COMMAND]
)
def test_every_command_does_its_work_or_refuses_in_words(
    command: str, run: Run, tmp_path: Path, second_folder: Path
) -> None:
    """Also where an older id is typed: it is followed, or what became of it is said; never a neighbour, never a stop inside."""
    for words in words_of_commands(tmp_path, second_folder)[command]:
        done = run(*command.split(), *words, takes_record=not command.startswith(OPENS_NONE))
        assert done.status in (0, 1), (words, done)
        assert "Something went wrong inside" not in done.stderr, (words, done)
        assert "Did you mean" not in done.stderr or command in ("guard accept",), (words, done)
        gone = {DIVIDED: DIVIDED_SAID, RETIRED: RETIRED_SAID}
        for name in set(words) & gone.keys() if command not in KEEPS_OLDER else ():
            assert done.status == 1, (words, done)
            assert f"{name} {gone[name]}: {WHY[name]}" in squeezed(done.stderr), (words, done)
        for name in set(words) & NOW_CALLED.keys() if command != "evidence link" else ():
            if command not in ("standard search", "history"):  # they show it themselves
                assert done.status == 0, (words, done)
                said = f"{name} is called {NOW_CALLED[name]} in the Standard now."
                assert squeezed(done.stderr).count(said) == 1, (words, done)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_report_tells_what_is_private_and_set_aside(audience: str, run: Run, tmp_path: Path) -> None:
    """AO1.4, private, was joined with AO1.3; SL2.4, private, was taken out: neither their words nor the plan's reasons leave."""
    for kind in ("md", "json", "csv"):
        run(
            "report",
            "--for",
            audience,
            "--format",
            kind,
            "--output",
            tmp_path / f"r{ending(kind)}",
            "--findings",
            "keep",
        )
        texts = text_in(tmp_path, kind)
        assert texts
        for words in (
            "Said on AO1.4",
            "Said on SL2.4",
            "AO1.4 is at 1",
            "SL2.4 is at 1",
            "Work on SL2.4",
            "Work on AO1.4",
        ):
            assert words not in texts, (kind, words)


def test_no_portfolio_and_no_calendar_tells_what_is_private_and_set_aside(run: Run, tmp_path: Path) -> None:
    run("plan", "calendar", "--output", tmp_path / "plan.ics")
    run("portfolio", "build", "--output", tmp_path / "portfolio", "--findings", "keep")
    contract = run("portfolio", "contract").stdout
    texts = "".join(
        path.read_text("utf-8") for path in tmp_path.rglob("*") if path.suffix in (".ics", ".html", ".md", ".json")
    )
    assert f"Work on {DIVIDED}" in texts
    for words in ("Said on AO1.4", "Said on SL2.4", "AO1.4 is at 1", "SL2.4 is at 1", "Work on SL2.4", "Work on AO1.4"):
        assert words not in texts + contract, words


@pytest.mark.parametrize("kind", ["md", "json", "csv", "html"])
def test_a_report_to_oneself_holds_what_was_set_aside_with_the_reason(kind: str, run: Run, tmp_path: Path) -> None:
    assert run("report", "--for", "self", "--format", kind, "--output", tmp_path / f"r{ending(kind)}").status == 0
    text = squeezed(text_in(tmp_path, kind))
    assert "Said on SD2.1" in text
    assert DIVIDED_SAID in text
    assert WHY[DIVIDED] in text


def test_check_says_each_place_that_names_what_is_gone_and_what_to_do(run: Run) -> None:
    """Answers, targets, links, goals, actions, what is left out, reviews, accounts and claims."""
    done = run("check", "--json")
    assert done.status == 0, done
    gone = json.loads(done.stdout)["not_in_standard"]
    for name, said in ((DIVIDED, DIVIDED_SAID), (RETIRED, RETIRED_SAID)):
        places = {one["where"] for one in gone if one["item"] == name}
        assert places >= {
            "Your answer in the round of 2026-08-31",
            f"Your target for {name}",
            "E90",
            f"The goal {name} of the plan of 2026-09-07",
            "What the plan of 2026-09-07 leaves out",
            "The review of day 30 of the plan of 2026-09-07",
            "R9",
            "L9",
        }
        assert all(one["became"] == f"{said}: {WHY[name]}" for one in gone if one["item"] == name)
    assert all(one["remedy"] for one in gone)
    assert {one["item"] for one in gone} == {DIVIDED, RETIRED, "AO1.4", "SL1.2"}


def test_a_link_to_what_was_divided_is_mended_with_the_commands_that_check_names(
    run: Run, record: Path, second: Framework
) -> None:
    found = [one for one in json.loads(run("check", "--json").stdout)["not_in_standard"] if one["where"] == "E91"]
    commands = re.findall(r"`cswo-eval ([^`]*)`", found[0]["remedy"])
    assert commands == ["evidence link E91 SD2.2", "evidence link E91 SD2.3", "evidence link E91 SD2.1 --remove"]
    for one in (commands[0], commands[2]):
        assert run(*one.split()).status == 0
    assert [link.item for link in entry_of(record, second, "E91").links] == ["SD2.2"]


def test_reading_changes_no_file(run: Run, record: Path) -> None:
    before = contents(record)
    for words in (("gaps",), ("check",), ("plan", "show"), ("evidence", "list"), ("portfolio", "check"), ()):
        assert run(*words).status == 0
    assert contents(record) == before


def test_the_first_save_stores_what_was_carried_with_the_mark_of_the_standard_in_use(
    run: Run, record: Path, second: Framework
) -> None:
    day = Record(record).round_days()[-1]
    assert run("assess", "--go", "MV1.5", typed="\n\n3\n").status == 0
    stored = (record / "assessments" / f"{day}.yaml").read_text("utf-8")
    assert "\n  MV1.9:" in stored
    assert "\n  MV1.5:" not in stored
    assert f"content_hash: {second.content_hash}" in stored


def test_words_that_were_being_typed_on_what_was_divided_are_kept_with_its_answer(
    run: Run, record: Path, second: Framework
) -> None:
    done = run("assess", "--go", "MV1.9", typed="quit\n")
    assert f"{DIVIDED} {DIVIDED_SAID}" in squeezed(done.stderr)
    round_ = Record(record, second).latest_round(second)
    assert round_ is not None
    (aside,) = [one for one in round_.set_aside if one.id == DIVIDED]
    assert aside.answer.note == "Said on SD2.1.\nHalf a sentence on SD2.1."


def test_go_within_the_walk_follows_an_older_id_and_says_so(run: Run) -> None:
    done = run("assess", typed="go AO2.1\nquit\n")
    assert "AO2.1 is called AO2.9 in the Standard now." in squeezed(done.stderr)
    assert "== AO2.9" in done.stderr


def test_go_to_what_was_divided_says_where_it_is_asked_now(run: Run) -> None:
    done = run("assess", typed="go SD2.1\n")
    assert f"{DIVIDED} {DIVIDED_SAID}: {WHY[DIVIDED]} Name the one that is meant." in squeezed(done.stderr)


def test_what_the_owner_accepted_of_the_guards_findings_stays_accepted(
    record: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In an answer that is carried, in one that is set aside, and in why an entry bears on what was renamed."""
    named = {"MV1.5": "07700 900123", DIVIDED: "07700 900124"}
    store = Record(record)
    round_ = store.latest_round(standard())
    assert round_ is not None
    answers = {**round_.answers, **{name: rated(2, note=f"Ring {number}.") for name, number in named.items()}}
    register = store.register()
    links = (Link(item="MV1.5", reason="Ring 07700 900125."),)
    with store.changing("test", lambda: NOW) as writer:
        writer.save_round(changed(round_, answers=answers))
        writer.save_register(register.with_entry(changed(an_entry(93), links=links)))
    found = re.findall(r"F[0-9a-f]{8}", run_here(monkeypatch, "guard", "check", "--plain", record=record).stdout)
    assert len(set(found)) == 3
    accepted = run_here(monkeypatch, "guard", "accept", *found, "--reason", "Mine.", record=record)
    assert accepted.status == 0, accepted
    assert run("guard", "check", "--plain").status == 0
    assert run("guard", "accept", *found, "--withdraw").status == 0


@pytest.mark.parametrize("words", [("evidence", "list"), ("plan", "show"), ("evidence", "list", "--by", "kind")])
def test_a_list_says_below_it_what_became_of_the_ids_that_are_gone(words: tuple[str, ...], run: Run) -> None:
    text = squeezed(run(*words, "--plain").stdout)
    assert f"{DIVIDED} {DIVIDED_SAID}" in text or f"{DIVIDED} ({DIVIDED_SAID})" in text
    assert f"{RETIRED} {RETIRED_SAID}" in text or f"{RETIRED} ({RETIRED_SAID})" in text


# --- another Standard -------------------------------------------------------------------------------------------------


@pytest.fixture
def tiny_folder(tmp_path: Path) -> Path:
    """A whole Standard of somebody's own."""
    return write_files(tmp_path / "tiny", TINY)


@pytest.fixture
def under_tiny(record: Path, tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command over the copy under another Standard."""
    return lambda *words, typed="": run_here(
        monkeypatch, *words, "--standards", tiny_folder, record=record, typed=typed.encode()
    )


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (("assess",), "\n3\n"),
        (("assess", "--go", "ZZ1.1"), "\n3\n"),
        (("worksheet", "export", "--output", "sheet.xlsx"), ""),
        (("plan", "review", "100"), "It went well.\n.\n" * 4 + "5\n" * 50),
        (("plan", "done", "A90"), "A paper\n.\n\n5\n5\n"),
        (("plan", "make", "--start", "2026-12-01"), ""),
    ],
)
def test_nothing_is_written_into_a_round_of_another_standard(
    words: tuple[str, ...], typed: str, under_tiny: Run, record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = next((record / "assessments").glob("*.yaml"))
    before = path.read_bytes()
    done = under_tiny(*words, typed=typed)
    assert "Something went wrong inside" not in done.stderr
    assert path.read_bytes() == before


def test_answers_to_another_standard_are_shown_by_id_with_the_reason(under_tiny: Run) -> None:
    aside = json.loads(under_tiny("gaps", "--json").stdout)["set_aside"]
    assert {"SD1.1", DIVIDED, "WO4"} <= {one["id"] for one in aside}
    assert {one["became"] for one in aside} == {"was answered against another Standard"}
    assert "cswo-standard" in aside[0]["reason"]


def test_assess_says_why_it_does_not_go_on_with_a_round_of_another_standard(under_tiny: Run) -> None:
    done = under_tiny("assess", typed="\n3\n")
    assert done.status == 1
    assert "was answered against another Standard, 'cswo-standard'" in squeezed(done.stderr)


def test_a_round_of_its_own_can_be_begun_with_another_standard(under_tiny: Run, record: Path) -> None:
    path = next((record / "assessments").glob("*.yaml"))
    before = path.read_bytes()
    done = under_tiny("assess", "--new-round", "--today", "2026-12-05", typed="\n3\n")
    assert done.status == 0, done
    assert path.read_bytes() == before
    assert (record / "assessments" / "2026-12-05.yaml").exists()


def test_the_same_ids_in_another_standard_do_not_make_its_answers_ours(
    record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of ours under another id: what was answered is set aside all the same."""
    folder = copy_of_ours(tmp_path / "other")
    spoil(folder, "standard/standard.yaml", r"^id: cswo-standard$", "id: other-standard")
    done = run_here(monkeypatch, "gaps", "--json", "--standards", folder, record=record)
    values = json.loads(done.stdout)
    assert values["coverage"]["answered"] == 0
    assert len(values["set_aside"]) > 50


# --- what the Standard may say ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("renamed", "said"),
    [
        ([("MV1.8", ["MV1.9"], "Why."), ("MV1.9", ["MV1.8"], "Why.")], "'MV1.8' comes back to itself: MV1.8 is now MV1.9 is now MV1.8."),
        ([("MV1.8", ["MV1.8"], "Why.")], "'MV1.8' comes back to itself: MV1.8 is now MV1.8."),
        ([("MV1.8", ["MV1"], "Why.")], "'MV1.8' is a competency, and what it is called now, 'MV1', is an element."),
        ([("MV1.8", ["MV1.7", "MV1.5"], "Why.")], "there is no competency or element 'MV1.7'."),
    ],
)  # fmt: skip
def test_a_rename_that_leads_nowhere_is_refused(renamed: list[Any], said: str, tmp_path: Path) -> None:
    folder = copy_of_ours(tmp_path / "standards")
    say_renamed(folder, *renamed)
    assert any(said in problem for problem in problems_of(folder)), problems_of(folder)


@pytest.mark.parametrize(
    ("renamed", "now", "successors"),
    [
        ([("MV1.8", ["MV1.9"], "One."), ("MV1.9", ["MV1.5"], "Two.")], "MV1.5", ("MV1.5",)),
        ([("MV1.8", ["MV1.9", "MV1.5"], "One."), ("MV1.9", ["MV1.6"], "Two.")], None, ("MV1.6", "MV1.5")),
        ([("MV1.8", ["MV1.9", "MV1.5"], "One."), ("MV1.9", ["MV1.5"], "Two.")], "MV1.5", ("MV1.5",)),
        ([("MV1.8", ["MV1.9", "MV1.5"], "One."), ("MV1.9", [], "Two.")], None, ("MV1.5",)),
        ([("MV1.8", ["MV1.9"], "One."), ("MV1.9", [], "Two.")], None, ()),
    ],
)
def test_renames_over_several_versions_are_followed_to_the_one_in_use(
    renamed: list[Any], now: str | None, successors: tuple[str, ...], tmp_path: Path
) -> None:
    """Renamed twice; divided, and a half renamed, joined with the other, or taken out; renamed, then taken out."""
    folder = copy_of_ours(tmp_path / "standards")
    say_renamed(folder, *renamed)
    fitting = fit_ids(["MV1.8"], second_framework(folder))["MV1.8"]
    assert (fitting.now, fitting.successors) == (now, successors)
    assert fitting.reason == "One. Two."


# --- laws of fitting --------------------------------------------------------------------------------------------------

IDS = (*OLDER, "AO1.3", "SL1.9", "MV1.9", "SD2.2", "MV1", "ZZ9.9")
ids = st.sampled_from(IDS)
id_lists = st.lists(ids, unique=True, max_size=6).map(tuple)
reasons = st.sampled_from(
    ["", "mine one", "mine two", "Given in answer to SL1.1, a title.", "Left by action A3 of the plan: x"]
)
links = st.lists(st.builds(lambda item, bearing, reason: Link(item=item, bearing=bearing, reason=reason), ids,
                           st.sampled_from(["supports", "contradicts"]), reasons), max_size=6).map(tuple)  # fmt: skip
registers = links.map(lambda held: a_register([changed(an_entry(1), links=held)]))
accounts = links.map(
    lambda held: Reflection(
        id="R1", title="A", model="gibbs", effective="2026-09-07", written="2026-09-07T10:00:00Z", links=held
    )
)
claims = id_lists.map(
    lambda held: PriorLearning(
        claims=(PriorLearningClaim(id="L1", title="C", items=held, recorded="2026-09-07T10:00:00Z"),)
    )
)
profiles = st.dictionaries(ids, st.sampled_from([None, 3, 4, 5]), max_size=6).map(lambda held: a_profile(targets=held))
reviews = st.lists(st.tuples(ids, st.integers(1, 5)), max_size=5).map(
    lambda held: a_review(ratings=tuple(Rating(item=item, before=level, now=level) for item, level in held))
)
plans = st.tuples(
    st.lists(st.tuples(ids, id_lists), max_size=5), st.lists(st.tuples(ids, id_lists), max_size=5), id_lists
).map(
    lambda held: a_plan(
        *(an_action(number, goal=goal, serves=serves) for number, (goal, serves) in enumerate(held[1], start=1)),
        goals=tuple(
            Goal(item=item, reason="need", members=members, why=f"why{number} ")
            for number, (item, members) in enumerate(held[0])
        ),
        left_out=tuple(LeftOut(item=item, title=f"title of {item}", band="low", reason="r") for item in held[2]),
    )
)
files = st.one_of(registers, accounts, claims, profiles, reviews, plans)


def words_in(value: Any) -> set[str]:
    """Every word of every text of a value that is no id."""
    if isinstance(value, str):
        return {word for word in value.split() if word not in IDS and word not in ("need", "supports", "contradicts")}
    if isinstance(value, Shape):
        return set().union(*(words_in(held) for held in all_fields(value).values()), set())
    if isinstance(value, tuple | list):
        return set().union(*(words_in(held) for held in value), set())
    if isinstance(value, dict):
        return words_in(tuple(value.values()))
    return set()


def items_in(value: Any) -> set[str]:
    """Every id of the Standard that a value names where ids stand."""
    if isinstance(value, str):
        return {value} & {*IDS, *NOW_CALLED.values()}
    if isinstance(value, Shape):
        return set().union(*(items_in(held) for held in all_fields(value).values()), set())
    if isinstance(value, tuple | list):
        return set().union(*(items_in(held) for held in value), set())
    if isinstance(value, dict):
        return items_in(tuple(value)) | items_in(tuple(value.values()))
    return set()


@settings(max_examples=examples(300))
@given(value=files)
def test_a_file_fitted_twice_is_the_file_fitted_once(value: RecordFile, second: Framework) -> None:
    once = fitted_file(value, second)
    assert fitted_file(once, second) == once


@settings(max_examples=examples(300))
@given(value=files)
def test_every_word_of_a_file_still_stands_in_it_when_it_is_fitted(value: RecordFile, second: Framework) -> None:
    assert words_in(value) <= words_in(fitted_file(value, second))


@settings(max_examples=examples(300))
@given(value=files)
def test_every_id_of_a_file_is_there_under_its_present_name_or_its_old_one(
    value: RecordFile, second: Framework
) -> None:
    """Never under one that it did not lead to."""
    made = items_in(fitted_file(value, second))
    assert {NOW_CALLED.get(one, one) for one in items_in(value)} <= made
    assert made <= items_in(value) | {NOW_CALLED.get(one, one) for one in items_in(value)}


@settings(max_examples=examples(200))
@given(value=st.one_of(registers, plans, profiles))
def test_under_the_standard_that_has_its_ids_a_file_is_left_as_it_is(value: RecordFile) -> None:
    assert fitted_file(value, standard()) == value


@settings(max_examples=examples(200))
@given(answered=st.dictionaries(ids, st.sampled_from([None, "rated"]), max_size=8))
def test_a_round_fitted_twice_is_the_round_fitted_once_and_loses_no_answer(
    answered: dict[str, str | None], second: Framework
) -> None:
    answers = {
        name: rated(3, note=f"note{number}") if standing else Answer(note=f"note{number}")
        for number, (name, standing) in enumerate(answered.items())
    }
    once = fitted(a_round(standard(), answers), second)
    assert fitted(once, second) == once
    notes = [one.note for one in once.answers.values()] + [one.answer.note for one in once.set_aside]
    assert sorted(notes) == sorted(one.note for one in answers.values())


# --- what is joined ---------------------------------------------------------------------------------------------------


def test_of_two_answers_to_what_is_one_now_the_first_in_the_old_order_is_carried(second: Framework) -> None:
    made = fitted(a_round(standard(), {"SL1.2": rated(5), "SL1.1": rated(2)}), second)
    assert made.answers == {"SL1.9": rated(2)}
    assert [(one.id, one.answer) for one in made.set_aside] == [("SL1.2", rated(5))]


def test_of_two_answers_to_what_is_one_now_a_finished_one_is_carried_before_one_that_was_only_begun(
    second: Framework,
) -> None:
    made = fitted(a_round(standard(), {"SL1.1": Answer(note="begun"), "SL1.2": rated(5)}), second)
    assert made.answers == {"SL1.9": rated(5)}


def joined_links(*held: Link, second: Framework) -> tuple[Link, ...]:
    """The links of an entry as they are read under the second version."""
    register = fitted_file(a_register([changed(an_entry(1), links=held)]), second)
    return register.entries[0].links


def test_two_links_that_point_the_same_way_are_one_with_both_reasons(second: Framework) -> None:
    held = (Link(item="SL1.1", reason="Mine."), Link(item="SL1.2", reason="Mine too."))
    assert joined_links(*held, second=second) == (Link(item="SL1.9", reason="Mine.\nMine too."),)


def test_where_links_are_joined_the_owners_own_words_come_before_the_programs(second: Framework) -> None:
    held = (Link(item="SL1.1", reason="Given in answer to SL1.1, a title."), Link(item="SL1.2", reason="Mine."))
    (link,) = joined_links(*held, second=second)
    assert link.own_reason == "Mine."


def test_of_two_links_that_point_different_ways_the_second_stays_under_its_old_id(second: Framework) -> None:
    assert joined_links(*both_ways(), second=second) == both_ways()


def test_two_goals_for_what_is_one_now_are_one_with_the_members_of_both(second: Framework) -> None:
    goals = tuple(
        Goal(item=name, reason="need", members=(name, "SD1.3"), why=f"{name}.") for name in ("SL1.1", "SL1.2")
    )
    plan = fitted_file(a_plan(an_action(1, goal="SL1.2", serves=("SL1.1", "SL1.2")), goals=goals), second)
    assert plan.goals == (Goal(item="SL1.9", reason="need", members=("SL1.9", "SD1.3"), why="SL1.1. SL1.2."),)
    assert (plan.actions[0].goal, plan.actions[0].serves) == ("SL1.9", ("SL1.9",))


def test_a_goal_that_no_need_asked_for_gives_way_to_one_for_a_need(second: Framework) -> None:
    """Where both are one now: that no level asks for it would not be true."""
    goals = (
        Goal(item="SL1.1", reason="beginning", members=("SL1.1",), why="It is how one begins."),
        Goal(item="SL1.2", reason="exposure", members=("SL1.2",), why="SL1.2."),
    )
    plan = fitted_file(a_plan(an_action(1, goal="SL1.2"), goals=goals), second)
    assert plan.goals == (Goal(item="SL1.9", reason="exposure", members=("SL1.9",), why="SL1.2."),)


def test_of_two_targets_for_what_is_one_now_the_higher_counts(second: Framework) -> None:
    assert fitted_file(a_profile(targets={"SL1.1": 3, "SL1.2": 5}), second).targets["SL1.9"] == 5
    assert fitted_file(a_profile(targets={"SL1.1": 5, "SL1.2": 3}), second).targets["SL1.9"] == 5


def test_an_older_id_that_nobody_renamed_still_gets_its_nearest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, second_folder: Path
) -> None:
    folder = write_record(tmp_path, round_=a_round(standard(), {"SD1.1": rated(2)}))
    done = run_here(monkeypatch, "gaps", "--explain", "SD2.22", "--standards", second_folder, record=folder)
    assert done.status == 1
    assert "Did you mean SD2.2?" in squeezed(done.stderr)
