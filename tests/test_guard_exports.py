"""Nothing that the guard found and the owner did not accept, no name of their private table and nothing private leaves.

Every byte of every file that a command writes is searched, those of files within files and what readers see in them too.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from building import NOW, changed
from conftest import Finished
from guarded_records import (
    DAY,
    Planted,
    a_claim,
    a_few_of_each,
    an_account,
    decide,
    files_in,
    held,
    planted_record,
    save_owner,
)
from processes import run_here
from reports import Owner, in_every_field, with_texts

from cswo_eval.formats.registry import FORMATS
from cswo_eval.record.portfolio_models import AcceptedFinding, PortfolioDetails, Pseudonym
from cswo_eval.record.store import Record

EXPORTS: dict[str, tuple[str, ...]] = {
    **{f"report {name}": ("report", "--format", name) for name in FORMATS},
    "plan calendar": ("plan", "calendar"),
    "portfolio build": ("portfolio", "build"),
    "portfolio contract": ("portfolio", "contract"),
    "portfolio brief": ("portfolio", "brief"),
}
"""Every command that writes something for somebody else to read."""
WORKSHEETS: dict[str, tuple[str, ...]] = {
    "worksheet xlsx": ("worksheet", "export", "--format", "xlsx"),
    "worksheet docx": ("worksheet", "export", "--format", "docx"),
    "worksheet elements": ("worksheet", "export", "--elements"),
}
"""Those that come back: a text with a finding is left empty in them as a whole."""
ALL = {**EXPORTS, **WORKSHEETS}
USUAL = ("report html", "report csv", "plan calendar", "portfolio build", "worksheet xlsx")
"""One export of each kind: a page, tables, a calendar, many files in one, and what comes back. The others take long."""


def each(names: Iterable[str]) -> list[Any]:
    """These exports as parameters: each of them, by default one of each kind."""
    return [pytest.param(name, marks=() if name in USUAL else pytest.mark.long) for name in names]


ENDINGS = {
    "portfolio contract": ".docx",
    "portfolio brief": ".html",
    "worksheet xlsx": ".xlsx",
    "worksheet docx": ".docx",
    "worksheet elements": ".xlsx",
}


class Exported(NamedTuple):
    """What a command said, and where it was to write."""

    done: Finished
    target: Path


Export = Callable[..., Exported]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """A record with an identifier in every text; no test changes it."""
    return planted_record(tmp_path_factory.mktemp("planted") / "record")


@pytest.fixture
def export(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Export:
    """Run one of the exports on a record."""

    def run(name: str, record: Path, *arguments: str) -> Exported:
        target = tmp_path / f"{name.replace(' ', '-')}{len(list(tmp_path.iterdir()))}{ENDINGS.get(name, '')}"
        words = (*ALL[name], "--output", str(target), "--today", DAY, *arguments)
        return Exported(run_here(monkeypatch, *words, record=record), target)

    return run


@pytest.fixture(scope="module")
def places(planted: Planted) -> dict[str, tuple[str, str]]:
    """Where each planted identifier stands, as `guard check` says it, and the id of that finding."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        done = run_here(monkeypatch, "guard", "check", "--json", record=planted.folder)
    return {one["found"]: (one["where"], one["id"]) for one in json.loads(done.stdout)["findings"]}


def nameless(text: str) -> Owner:
    """An owner with this text in every field but their own name, which is meant to be read."""
    owner = in_every_field(lambda _: text, a_few_of_each())
    return owner._replace(profile=changed(owner.profile, name=""))


# --- what is found --------------------------------------------------------------------------------------------------------

Run = Callable[[str, str], Exported]


@pytest.fixture(scope="module")
def made(planted: Planted, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run an export on the planted record with one way of handling findings; each is run once."""
    folder = tmp_path_factory.mktemp("made")
    done: dict[tuple[str, str], Exported] = {}

    def run(name: str, handling: str) -> Exported:
        if (name, handling) not in done:
            target = folder / f"{name.replace(' ', '-')}-{handling}{ENDINGS.get(name, '')}"
            words = (*ALL[name], "--output", str(target), "--today", DAY, "--findings", handling)
            with pytest.MonkeyPatch.context() as monkeypatch:
                done[name, handling] = Exported(run_here(monkeypatch, *words, record=planted.folder), target)
        return done[name, handling]

    return run


@pytest.mark.parametrize("name", each(ALL))
def test_an_export_stops_on_each_thing_that_it_would_have_shown(
    name: str, planted: Planted, places: dict[str, tuple[str, str]], made: Run
) -> None:
    """The message has the place and the id of every identifier that the same export holds when it is told to keep them."""
    stopped = made(name, "stop")
    assert stopped.done.status == 1
    shown = held(made(name, "keep").target, planted.all)
    assert shown
    named = {line.partition(":")[0].strip(): line for line in stopped.done.stderr.splitlines()}
    missing = [places[one] for one in shown if places[one][1] not in named.get(places[one][0], "")]
    assert not missing


@pytest.mark.parametrize("name", each(ALL))
def test_an_export_that_stops_writes_nothing_and_repeats_nothing(name: str, planted: Planted, made: Run) -> None:
    """Neither a file nor the words themselves: not in the message, not on standard output."""
    stopped = made(name, "stop")
    assert not files_in(stopped.target)
    assert not stopped.target.exists()
    assert stopped.done.stdout == ""
    assert not [one for one in planted.all if one in stopped.done.stderr]


@pytest.mark.parametrize("name", each(ALL))
def test_with_take_out_nothing_found_occurs_in_any_byte(name: str, planted: Planted, made: Run) -> None:
    """Not one of the identifiers, in any file that was written, nor in its name."""
    taken_out = made(name, "take-out")
    assert taken_out.done.status == 0
    assert not held(taken_out.target, planted.all)


@pytest.mark.parametrize("name", each(EXPORTS))
def test_the_words_around_what_was_taken_out_are_still_there(name: str, made: Run) -> None:
    """With a mask in its place, the rest of a text is as it was."""
    assert held(made(name, "take-out").target, ["andmore."])


@pytest.mark.parametrize("name", each(ALL))
def test_nothing_private_occurs_whatever_becomes_of_findings(name: str, planted: Planted, made: Run) -> None:
    """Not with --findings keep either: what is marked private is no part of the copy at all."""
    kept = made(name, "keep")
    assert kept.done.status == 0
    assert not held(kept.target, planted.never)


def test_what_is_private_and_asked_for_is_searched_too(planted: Planted, export: Export) -> None:
    """--include-private lets private things out, not what identifies somebody in them."""
    made = export("report json", planted.folder, "--include-private", "--yes", "--findings", "take-out")
    assert made.done.status == 0
    assert not held(made.target, planted.all)


def test_a_warning_is_taken_out_without_stopping(export: Export, tmp_path: Path) -> None:
    """A name with a title may be a public person: the copy has a mask, and it is said where."""
    record = tmp_path / "record"
    save_owner(record, nameless("Coffee with Mr Quillfeather."))
    made = export("report html", record)
    assert made.done.status == 0
    assert not held(made.target, ["Quillfeather"])
    assert held(made.target, ["Coffee with [name]."])
    assert "was taken out" in made.done.stderr


def test_what_overlapped_something_else_is_taken_out_with_it(export: Export, tmp_path: Path) -> None:
    """Where two findings run into one another, neither is left over when the first is gone."""
    record = tmp_path / "record"
    save_owner(record, nameless("12 High Street Dr Jane Quillfeather, aged 14 12.03.14"))
    made = export("report json", record, "--findings", "take-out")
    assert not held(made.target, ["12 High Street", "Quillfeather", "12.03.14"])


@pytest.mark.parametrize("name", ["report html", "portfolio build", "worksheet xlsx"])
def test_what_is_kept_on_demand_is_counted(name: str, made: Run) -> None:
    """Nobody lets something out without being told that they did."""
    assert re.search(
        r"Left in, as you asked with --findings keep: \d+ things", " ".join(made(name, "keep").done.stderr.split())
    )


def test_a_name_on_the_title_page_is_no_finding_in_the_statement(export: Export, tmp_path: Path) -> None:
    """The adviser is meant to be named; the statement counts what was left in against the guard's advice."""
    record = tmp_path / "record"
    save_owner(record, nameless("Tea."), details=PortfolioDetails(adviser="Professor Brown"))
    made = export("portfolio build", record)
    assert held(made.target, ["Professor Brown"])
    assert held(made.target, ["nothing was found that a rule knows"])


def test_an_unknown_way_with_findings_is_refused(planted: Planted, export: Export) -> None:
    """A slip such as --findings takeout must not write everything."""
    made = export("report html", planted.folder, "--findings", "takeout")
    assert made.done.status == 1
    assert "take-out" in made.done.stderr
    assert not made.target.exists()


# --- a name with a title, and the same name without ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record in which one name has a title once, in a private note; everywhere else it stands alone, in full or not."""
    folder = tmp_path_factory.mktemp("heard") / "record"
    owner = nameless("Quillfeather was cross; john  QUILLFEATHER's aunt said so.")
    entry = changed(owner.register.entries[0], shows="Sat with Mr John Quillfeather (03/04/1987).", private=True)
    text = "Quillfeather again, and John Quillfeather."
    save_owner(
        folder,
        owner._replace(register=owner.register.with_entry(entry)),
        [with_texts(an_account(), lambda _: text)],
        [with_texts(a_claim(), lambda _: text)],
    )
    return folder


@pytest.mark.parametrize("name", each(ALL))
def test_a_name_heard_with_a_title_leaves_nowhere_without_it(name: str, heard: Path, export: Export) -> None:
    """In no byte of any file: neither in full nor the surname alone, and it stops nothing."""
    made = export(name, heard)
    assert made.done.status == 0, made.done.stderr
    assert not held(made.target, ["quillfeather", "03/04/1987"])


def test_texts_found_clean_before_are_looked_through_for_a_name_heard_since(export: Export, tmp_path: Path) -> None:
    """What is remembered of a text is what it holds by itself."""
    record = tmp_path / "record"
    save_owner(record, nameless("Quillfeather was cross."))
    assert held(export("report json", record).target, ["quillfeather"])
    owner = nameless("Quillfeather was cross.")
    entry = changed(owner.register.entries[0], shows="Sat with Mr Quillfeather.")
    again = Record(record)
    register = again.register()
    with again.changing("test", lambda: NOW) as writer:
        writer.save_register(register.with_entry(changed(entry, attachments=())))
    assert not held(export("report json", record).target, ["quillfeather"])


def test_a_surname_that_is_a_word_is_left_in_but_not_the_whole_name(export: Export, tmp_path: Path) -> None:
    """Who met Mr Tom Young goes on writing of Young People."""
    record = tmp_path / "record"
    owner = nameless("Young People met Tom Young.")
    entry = changed(owner.register.entries[0], shows="Mr Tom Young came.")
    save_owner(record, owner._replace(register=owner.register.with_entry(entry)))
    made = export("report json", record)
    assert held(made.target, ["Young People met [name]."])
    assert not held(made.target, ["Tom Young"])


@pytest.mark.parametrize("own", ["Jane Quillfeather", "Dr Jane Quillfeather"])
def test_the_owners_own_name_is_not_heard(own: str, export: Export, tmp_path: Path) -> None:
    """It stands on every page."""
    record = tmp_path / "record"
    owner = nameless("Dr Quillfeather spoke; Quillfeather did.")
    save_owner(record, owner._replace(profile=changed(owner.profile, name=own)))
    assert held(export("report json", record).target, ["[name] spoke; Quillfeather did."])


def test_a_name_that_was_accepted_is_not_heard(export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the owner said why it may stay, it stays without its title too."""
    record = tmp_path / "record"
    owner = nameless("Quillfeather spoke.")
    entry = changed(owner.register.entries[0], shows="Councillor Quillfeather spoke.")
    save_owner(record, owner._replace(register=owner.register.with_entry(entry)))
    found = json.loads(run_here(monkeypatch, "guard", "check", "--json", record=record).stdout)["findings"]
    [id_] = [one["id"] for one in found if one["kind"] == "titled-name"]
    assert {one["kind"] for one in found} == {"titled-name", "name-again"}
    run_here(monkeypatch, "guard", "accept", id_, "--reason", "The convener.", record=record)
    made = export("report json", record)
    assert "taken out" not in made.done.stderr
    assert held(made.target, ["Quillfeather spoke."])


def test_the_same_name_again_may_be_accepted_in_one_place(
    export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else of that name: there it stays."""
    record = tmp_path / "record"
    owner = nameless("Tea.")
    first, second = owner.register.entries[:2]
    register = owner.register.with_entry(changed(first, shows="Mr Quillfeather came."))
    register = register.with_entry(changed(second, shows="The Quillfeather report.", title="Quillfeather"))
    save_owner(record, owner._replace(register=register))
    found = json.loads(run_here(monkeypatch, "guard", "check", "--json", record=record).stdout)["findings"]
    [id_] = [one["id"] for one in found if one["where"] == "E2, what it shows"]
    run_here(monkeypatch, "guard", "accept", id_, "--reason", "A public inquiry.", record=record)
    made = export("report json", record)
    assert held(made.target, ["The Quillfeather report."])
    assert not held(made.target, ["Mr Quillfeather", '"Quillfeather"'])


# --- only what a file would hold ------------------------------------------------------------------------------------------


@pytest.fixture
def unshown(tmp_path: Path) -> Path:
    """A record with a number in what is to be learned for an element, and a titled name in an action's note."""
    record = tmp_path / "record"
    owner = nameless("Tea.")
    answers = {**owner.round.answers, "MV1": changed(owner.round.answers["MV1"], learning="Ring 07700 900123.")}
    action = changed(owner.plan.actions[0], note="Ask Mr Quillfeather.")
    save_owner(record, owner._replace(round=changed(owner.round, answers=answers), plan=owner.plan.with_action(action)))
    return record


@pytest.mark.parametrize("name", each(f"report {kind}" for kind, one in FORMATS.items() if one.tells != "rows"))
def test_what_a_report_does_not_show_neither_stops_it_nor_is_told(name: str, unshown: Path, export: Export) -> None:
    """An employer's report has nothing of what you need to learn."""
    made = export(name, unshown, "--for", "employer")
    assert made.done.status == 0, made.done.stderr
    assert "taken out" not in made.done.stderr
    assert not held(made.target, ["900123", "Quillfeather"])


def test_a_calendar_is_not_told_what_it_does_not_hold(unshown: Path, export: Export) -> None:
    """A note is no part of it."""
    assert "taken out" not in export("plan calendar", unshown).done.stderr


def test_what_a_calendar_holds_is_told_however_its_lines_are_folded(export: Export, tmp_path: Path) -> None:
    """And what stands in it stops it."""
    record = tmp_path / "record"
    owner = nameless("Tea.")
    words = "One, two; three and four with many words before it, then ring 07700 900123, five, or 07700 900124."
    save_owner(record, owner._replace(plan=owner.plan.with_action(changed(owner.plan.actions[0], first_step=words))))
    made = export("plan calendar", record)
    assert made.done.status == 1
    assert made.done.stderr.count("a telephone number (F") == 2


@pytest.mark.parametrize("name", each(f"report {kind}" for kind, one in FORMATS.items() if one.tells == "rows"))
def test_formats_for_programs_stop_on_the_whole_record(name: str, unshown: Path, export: Export) -> None:
    """They are read by who knows what for."""
    assert export(name, unshown).done.status == 1


# --- the private table ----------------------------------------------------------------------------------------------------

NAME = "Zoë Quill-Feather"
WRITTEN = (
    NAME,
    "zoe quill feather",
    "ZOË QUILL‑FEATHER’S",
    "Zoë\u00a0Quill-Feather",
    "Zoe\u0308 Quill-Feather",
    "Zoë\nQuill-Feather",
)
DECIDED = ("xqreason", "xqpublic", "xqplace")
"""In the owner's decisions, and nowhere else."""


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with a name of the private table in every text, each time written in another way."""
    folder = tmp_path_factory.mktemp("named") / "record"
    forms = iter(WRITTEN * 1000)

    def text_for(_: str) -> str:
        return f"Tea with {next(forms)} there."

    details = PortfolioDetails(student="s", programme="p", module="m", adviser="a")
    save_owner(
        folder,
        in_every_field(text_for, a_few_of_each()),
        [with_texts(an_account(), text_for)],
        (),
        with_texts(details, text_for),
    )
    accepted = AcceptedFinding(
        id="F12345678", kind="phone", where="xqplace", reason="xqreason", accepted="2026-09-01T09:00:00Z"
    )
    decide(
        folder,
        pseudonyms=(Pseudonym(name=NAME, instead="the aunt"),),
        public_items=("xqpublic",),
        accepted=(accepted,),
    )
    return folder


@pytest.mark.parametrize("name", each(ALL))
def test_a_name_of_the_private_table_is_in_no_export(name: str, named: Path, export: Export) -> None:
    """However it was written; what stands for it is there. The table and the other decisions are not."""
    assert_nobody_named_in(export(name, named))


def test_a_name_of_the_private_table_is_in_no_export_that_keeps_findings(named: Path, export: Export) -> None:
    """It is no finding: whatever is to become of findings, its pseudonym stands for it."""
    assert_nobody_named_in(export("report json", named, "--findings", "keep"))


def assert_nobody_named_in(made: Exported) -> None:
    """What stands for the name of the private table is there, the name is not, nor is any decision of the owner's."""
    assert made.done.status == 0, made.done.stderr
    assert held(made.target, ["the aunt"])
    assert not held(made.target, ["quill", "zoe", "zoë", *DECIDED])


def test_a_table_in_which_a_name_stands_for_another_stops_the_export(
    named: Path, export: Export, tmp_path: Path
) -> None:
    """Edited by hand, the table may replace one name with another of its own: that one must not leave either."""
    record = tmp_path / "record"
    save_owner(record, nameless("Tea with Zebedee."))
    chain = (Pseudonym(name="Zebedee", instead="Quillfeather"), Pseudonym(name="Quillfeather", instead="the aunt"))
    decide(record, pseudonyms=chain)
    made = export("report html", record)
    assert made.done.status == 1
    assert "a name in your private list" in made.done.stderr
    assert "illfeather" not in made.done.stderr


def test_what_stands_for_a_name_is_no_finding(export: Export, tmp_path: Path) -> None:
    """Who calls somebody Mr Brown in all they share has decided so."""
    record = tmp_path / "record"
    save_owner(record, nameless("Tea with Zebedee."))
    decide(record, pseudonyms=(Pseudonym(name="Zebedee", instead="Mr Brown"),))
    made = export("report html", record)
    assert held(made.target, ["Tea with Mr Brown."])
    assert "taken out" not in made.done.stderr


# --- worksheets: they come back -------------------------------------------------------------------------------------------


@pytest.fixture
def copied(planted: Planted, tmp_path: Path) -> Path:
    """A copy of the planted record, for a test that takes something in."""
    folder = tmp_path / "copied"
    shutil.copytree(planted.folder, folder)
    return folder


def rounds(folder: Path) -> dict[str, bytes]:
    """The rounds and the register of a record as they are on disk."""
    return {path.name: path.read_bytes() for path in (*(folder / "assessments").iterdir(), folder / "evidence.yaml")}


@pytest.mark.parametrize("name", each(WORKSHEETS))
def test_an_answer_left_empty_in_a_worksheet_is_still_in_the_record_when_it_comes_back(
    name: str, copied: Path, export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sent out without what may identify somebody and taken in untouched, it changes nothing."""
    before = rounds(copied)
    target = export(name, copied, "--findings", "take-out").target
    done = run_here(monkeypatch, "worksheet", "import", target, "--today", DAY, record=copied)
    assert done.status == 0, done.stderr
    assert rounds(copied) == before


@pytest.mark.parametrize("name", each(WORKSHEETS))
def test_a_name_replaced_in_a_worksheet_is_still_in_the_record_when_it_comes_back(
    name: str, named: Path, export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands for a name is no change of the owner's."""
    folder = tmp_path / "again"
    shutil.copytree(named, folder)
    before = rounds(folder)
    target = export(name, folder).target
    done = run_here(monkeypatch, "worksheet", "import", target, "--today", DAY, record=folder)
    assert done.status == 0, done.stderr
    assert rounds(folder) == before


def test_a_worksheet_of_one_aspect_stops_on_that_aspect_only(export: Export, tmp_path: Path) -> None:
    """What is not in it cannot stop it."""
    owner = nameless("Tea.")
    answers = {**owner.round.answers, "SD1.5": changed(owner.round.answers["SD1.5"], learning="Ring 07700 900123.")}
    record = tmp_path / "record"
    save_owner(record, owner._replace(round=changed(owner.round, answers=answers)))
    assert export("worksheet xlsx", record, "--aspect", "AO").done.status == 0
    assert export("worksheet xlsx", record, "--aspect", "SD").done.status == 1


def test_a_worksheet_says_what_it_left_empty(planted: Planted, made: Run) -> None:
    """And that the record keeps it."""
    said = " ".join(made("worksheet xlsx", "take-out").done.stderr.split())
    assert "Left empty in this worksheet" in said
    assert "Your record keeps it." in said
    assert not [one for one in planted.all if one in said]
