"""A month or a year in which something happened is kept as such, counted fairly, and shown as it was said, everywhere."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from building import NOW, TODAY, a_plan, a_register, a_round, an_action, an_entry, rated
from conftest import Finished
from gap_records import changed, standard, write_record
from portfolios import a_student, an_evidenced
from processes import run_here
from reports import FORMATS, FULL, Owner, sample_owner, squeezed, words_of
from test_checks import found
from test_plan_commands import read
from test_sufficiency import of_item, outcome

from cswo_eval.analysis.register_views import EntryFilter, chosen
from cswo_eval.files.checked_yaml import taken
from cswo_eval.files.strict_yaml import parse_yaml
from cswo_eval.formats.json import report_schema, report_values
from cswo_eval.pages.differences import differences
from cswo_eval.record.models import EvidenceRegister
from cswo_eval.record.plan_models import PlanReview
from cswo_eval.record.portfolio_models import Reflection
from cswo_eval.record.store import Record
from cswo_eval.text.problems import ProblemsFound
from cswo_eval.text.when_kept import When

pytestmark = pytest.mark.installed

WHENS: dict[When, str] = {date(2026, 3, 17): "17 March 2026", "2026-03": "March 2026", "2024": "2024"}
"""A day, a month and a year, with what is said of each."""
ITEM = "SD1.3"
REGISTER = "evidence.yaml"


def an_account(number: int, when: When) -> Reflection:
    """Account R<number> on what happened then."""
    return Reflection(
        id=f"R{number}",
        title=f"Account {number}",
        model="driscoll",
        effective=when,
        written=NOW,
        parts={"what": "I spoke."},
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A student's record: an entry and an account of a day, of a month and of a year."""
    entries = [an_evidenced(number, ITEM, effective=when) for number, when in enumerate(WHENS, start=1)]
    accounts = [an_account(number, when) for number, when in enumerate(WHENS, start=1)]
    return a_student(tmp_path / "record", register=a_register(entries), accounts=accounts)


Run = Callable[..., Finished]


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the program on that record; `typed` are lines through the pipe. The status must be as told, 0 unless told."""

    def command(*given: str, typed: tuple[str, ...] = (), status: int = 0) -> Finished:
        data = "".join(f"{line}\n" for line in typed).encode()
        done = run_here(monkeypatch, *given, "--today", str(TODAY), record=folder, typed=data)
        assert done.status == status, done.stderr
        return done

    return command


# --- in the files ---------------------------------------------------------------------------------------------------------


def test_each_is_written_so_that_it_reads_back_letter_for_letter(folder: Path) -> None:
    """A day as a date, a month and a year in quotation marks; saved again, not a byte is another."""
    text = (folder / REGISTER).read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines() if "effective" in line]
    assert lines == ["effective: 2026-03-17", 'effective: "2026-03"', 'effective: "2024"']
    assert 'effective: "2026-03"' in (folder / "reflections/R2.yaml").read_text(encoding="utf-8")
    record = Record(folder)
    assert [one.effective for one in record.register().entries] == list(WHENS)
    assert [one.effective for one in record.reflections()] == list(WHENS)
    with record.changing("test", lambda: NOW) as writer:
        writer.save_register(record.register())
    assert (folder / REGISTER).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("sealed_again", [True, False])
@pytest.mark.parametrize(
    ("by_hand", "meant"),
    [("2023", "2023"), ('"2023"', "2023"), ("'2023'", "2023"), ("2026-03", "2026-03"), ("2026-03-17", date(2026, 3, 17)),
     ('"2026-03-17"', date(2026, 3, 17))],
)  # fmt: skip
def test_what_an_owner_types_into_the_file_is_understood_with_and_without_quotation_marks(
    by_hand: str, meant: When, sealed_again: bool
) -> None:
    """By the quick look at a file with its seal as by the full check: YAML takes a bare 2023 for a number."""
    assert taken(parse_yaml(register_with(by_hand), "f"), EvidenceRegister, sealed_again).entries[0].effective == meant


@pytest.mark.parametrize(
    "by_hand", ["2026-13", "2026-9", "1949", "soon", "17/3/2026", "true", "2026.3", "2201", "20260317", '""']
)
def test_what_is_none_of_them_is_said_once_with_its_line_and_how_each_is_written(by_hand: str) -> None:
    with pytest.raises(ProblemsFound) as refused:
        taken(parse_yaml(register_with(by_hand), "f"), EvidenceRegister, True)
    (problem,) = refused.value.problems
    assert str(problem) == (
        "f, line 7: 'entries.0.effective' must be a day, a month or a year. "
        'Write it as 2026-11-21, "2026-11" or "2026": a month and a year in quotation marks.'
    )


def register_with(effective: str) -> str:
    """The text of a register with one entry, edited by hand."""
    entry = f'- id: E1\n  title: T\n  kind: document\n  effective: {effective}\n  recorded: "{NOW}"\n'
    return f"format: cswo-eval/evidence\nformat_version: 2\nentries:\n{entry}"


# --- what is counted ------------------------------------------------------------------------------------------------------

CURRENT_FROM = TODAY - timedelta(days=standard().sufficiency.current_days)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (f"{CURRENT_FROM:%Y-%m}", "met"),
        (f"{CURRENT_FROM:%Y}", "met"),
        (f"{CURRENT_FROM.replace(day=1) - timedelta(days=1):%Y-%m}", "not-met"),
        (f"{CURRENT_FROM.year - 1}", "not-met"),
        (f"{TODAY:%Y}", "met"),
    ],
)
def test_a_month_or_year_is_current_as_long_as_a_day_of_it_is(when: str, expected: str) -> None:
    assert outcome("current", an_evidenced(1, ITEM, effective=when)).outcome == expected


def test_the_newest_is_said_as_it_was_said() -> None:
    entries = [an_evidenced(1, ITEM, effective=date(2019, 3, 1)), an_evidenced(2, ITEM, effective="2020-05")]
    assert outcome("current", *entries).reason == "The newest is of May 2020, more than 730 days ago."
    assert of_item(*entries).newest == "2020-05"


@pytest.mark.parametrize(
    ("whens", "days", "reason"),
    [
        (("2026-03", "2026-03"), 1, "perhaps from one day"),
        ((date(2026, 3, 17), "2026-03"), 1, "perhaps from one day"),
        ((date(2026, 3, 17), "2026"), 1, "perhaps from one day"),
        ((date(2026, 3, 17), date(2026, 3, 17)), 1, "All of it from one day"),
        ((date(2026, 3, 17), "2026-04", "2026-05"), 3, "3 entries from at least 3 different days"),
        ((date(2026, 3, 17), date(2026, 3, 18), date(2026, 3, 19)), 3, "3 entries from 3 different days"),
    ],
)
def test_occasions_are_those_that_cannot_be_one(whens: tuple[When, ...], days: int, reason: str) -> None:
    entries = [an_evidenced(number, ITEM, effective=when) for number, when in enumerate(whens, start=1)]
    assert of_item(*entries).occasions == days
    assert reason in outcome("sufficient", *entries).reason


@pytest.mark.parametrize(("when", "fires"), [("2026-11", False), ("2026", False), ("2026-12", True), ("2027", True)])
def test_this_month_and_this_year_are_not_in_the_future(when: str, fires: bool) -> None:
    assert bool(found("evidence-in-the-future", {}, an_entry(1, ITEM, effective=when), today=TODAY)) is fires


@pytest.mark.parametrize(("when", "fires"), [("2024-11", False), ("2024", False), ("2024-10", True), ("2023", True)])
def test_evidence_is_out_of_date_where_every_day_of_it_is(when: str, fires: bool) -> None:
    checks = found("evidence-out-of-date", {ITEM: rated(3)}, an_entry(1, ITEM, effective=when), today=TODAY)
    assert bool(checks) is fires
    assert all(f"is of {'October 2024' if when == '2024-10' else when}, more than two" in one.reason for one in checks)


def test_older_than_lists_what_is_older_for_certain() -> None:
    whens: tuple[When, ...] = (date(2024, 11, 20), "2024-11", "2024-10", "2024", "2023", date(2024, 11, 21))
    entries = [an_entry(number, ITEM, effective=when) for number, when in enumerate(whens, start=1)]
    older = chosen(entries, EntryFilter(before=date(2024, 11, 21)), frozenset({ITEM}))
    assert [one.id for one in older] == ["E1", "E3", "E5"]


@pytest.mark.parametrize(("when", "gained"), [("2026-10", False), ("2026-11", True), ("2026", True), ("2025", False)])
def test_evidence_was_gained_since_the_plan_began_where_a_day_of_it_may_have_been(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str, gained: bool
) -> None:
    """The plan began on 23 November: what is said to be of that month may have come of it."""
    record = write_record(
        tmp_path / "record",
        round_=a_round(standard(), {ITEM: rated(2)}),
        register=a_register([an_entry(1, ITEM, effective=when)]),
        plan=a_plan(an_action(), reviews=(PlanReview(number=100, day=date(2027, 3, 2)),)),
    )
    typed = b"\n\n\n\n3\n"
    done = run_here(
        monkeypatch, "plan", "review", "100", "--today", "2027-03-03", "--plain", record=record, typed=typed
    )
    assert ("E1" in done.stdout.partition("What changed")[2]) is gained, done


# --- what is shown --------------------------------------------------------------------------------------------------------


@cache
def an_owner() -> Owner:
    """The sample, with an entry and an account of a month and of a year, named so that they can be found."""
    owner = sample_owner()
    entries = [
        changed(owner.register.entries[0], id=f"E{number}", title=f"Told of {when}", effective=when, private=False)
        for number, when in enumerate(("2026-03", "2024"), start=901)
    ]
    accounts = (an_account(801, "2026-03"), an_account(802, "2024"))
    return owner._replace(
        register=changed(owner.register, entries=(*owner.register.entries, *entries)), accounts=accounts
    )


@pytest.mark.parametrize("name", [pytest.param(one, marks=pytest.mark.long if one == "pdf" else ()) for one in FULL])
def test_a_month_shows_as_a_month_and_a_year_as_a_year_in_every_format_that_holds_a_whole_report(name: str) -> None:
    text = words_of(name, FULL[name](an_owner().report("self")))
    for number, when, said in ((901, "2026-03", "March 2026"), (902, "2024", "2024")):
        heading = re.escape(squeezed(f"E{number} Told of {when}"))
        assert re.search(rf"{heading}(?:(?!When).){{0,200}}When:?{squeezed(said)}", text, re.DOTALL), number
    assert squeezed("1 March 2026") not in text
    assert squeezed("2026-03-01") not in text


def test_the_csv_and_the_workbook_hold_it_as_it_was_said_and_no_day() -> None:
    """Words, so that they show as they were said; days stay dates."""
    report = an_owner().report("self")
    whens = {"E901": "March 2026", "E902": "2024"}
    rows = FORMATS["csv"](report).decode("utf-8-sig")
    assert all(
        any(line.startswith(f"{name},") and f",{said}," in line for line in rows.splitlines())
        for name, said in whens.items()
    )
    book = pytest.importorskip("openpyxl").load_workbook(io.BytesIO(FORMATS["xlsx"](report)))
    for sheet, column in (("Evidence", "When"), ("Accounts", "When")):
        heading, *cells = book[sheet].iter_rows(values_only=True)
        found_in = {row[0]: row[heading.index(column)] for row in cells}
        wanted = whens if sheet == "Evidence" else {"R801": "March 2026", "R802": "2024"}
        assert {name: found_in[name] for name in wanted} == wanted


def test_the_exchange_format_holds_a_day_a_month_or_a_year_and_its_schema_says_so() -> None:
    report = an_owner().report("self")
    value = json.loads(FORMATS["json"](report))
    schema = report_schema()
    jsonschema.Draft202012Validator(schema).validate(value)
    assert [one["effective"] for one in value["evidence"][-2:]] == ["2026-03", "2024"]
    assert [one["effective"] for one in value["accounts"]] == ["2026-03", "2024"]
    for things in ("evidence", "accounts"):
        effective = schema["properties"][things]["items"]["properties"]["effective"]
        assert (
            effective["description"]
            == 'A day (2026-11-21), a month ("2026-11") or a year ("2026"): as precisely as it was said.'
        )
        checker = jsonschema.Draft202012Validator(
            effective, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
        )
        assert [checker.is_valid(one) for one in ("2026-03-17", "2026-03", "2024", "2026-3", "soon", 2024)] == [
            True
        ] * 3 + [False] * 3
    assert report_values(report)["evidence"][-2]["effective"] == "2026-03"


def test_a_portfolio_names_no_day_and_of_a_year_no_month(folder: Path, run: Run, tmp_path: Path) -> None:
    run("portfolio", "build", "--output", str(tmp_path / "out"))
    page = next((tmp_path / "out").glob("*.html")).read_bytes()
    text = words_of("html", page)
    assert "17March" not in text
    for number, said in ((1, "March 2026"), (2, "March 2026"), (3, "2024")):
        assert squeezed(f"What entry {number} tells ({said})") in text
        assert squeezed(f"R{number} Account {number} Under Driscoll: what, so what, now what. {said}.") in text, text[
            -3000:
        ]


def test_lists_and_details_on_the_screen_say_it_as_it_was_said(run: Run) -> None:
    listed = run("evidence", "list", "--plain").stdout
    assert [said in listed for said in ("17 Mar 2026", "Mar 2026", "2024")] == [True] * 3
    assert listed.count("17 Mar") == 1
    for number, said in enumerate(WHENS.values(), start=1):
        assert said in run("evidence", "show", f"E{number}").stdout
        assert said in run("evidence", "show", f"R{number}").stdout
    assert [one["effective"] for one in json.loads(run("evidence", "list", "--json").stdout)["entries"]] == [
        "2026-03-17",
        "2026-03",
        "2024",
    ]


def test_the_history_says_it_as_it_was_said(folder: Path, run: Run) -> None:
    run("evidence", "edit", "E2", "--date", "2023")
    assert "when it happened March 2026 → 2023" in " ".join(run("history", "E2").stdout.split())
    before, after = an_entry(1, effective="2026-03"), an_entry(1, effective=date(2026, 3, 17))
    assert [one.said for one in differences(before, after)] == ["when it happened March 2026 → 17 March 2026"]


# --- what is typed --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("last month", "2026-10"), ("three weeks ago", "2026-10"), ("2023", "2023"), ("early 2023", "2023"), ("Sept 2026", "2026-09"),
     ("last Tuesday", date(2026, 11, 17)), ("14/9", date(2026, 9, 14))],
)  # fmt: skip
def test_the_option_takes_the_same_words_for_entries_and_accounts(
    folder: Path, run: Run, typed: str, kept: When
) -> None:
    run("evidence", "add", "New", "--date", typed, "--no-questions")
    run("evidence", "edit", "E1", "--date", typed)
    run("evidence", "reflect", "R1", "--date", typed)
    entries = {one["id"]: one["effective"] for one in read(folder, REGISTER)["entries"]}
    assert (entries["E4"], entries["E1"], read(folder, "reflections/R1.yaml")["effective"]) == (kept, kept, kept)


def test_enter_keeps_a_month_that_is_there(folder: Path, run: Run) -> None:
    """The question says what Enter keeps, and it stays a month."""
    done = run("evidence", "edit", "E2", typed=("", "", "quit"))
    assert "Enter for March 2026." in " ".join(done.stderr.split())
    assert read(folder, REGISTER)["entries"][1]["effective"] == "2026-03"


@pytest.mark.parametrize("typed", ["tomorrow", "December 2026", "2027"])
def test_what_is_still_to_come_is_refused_with_an_example_and_nothing_is_changed(
    folder: Path, run: Run, typed: str
) -> None:
    before = (folder / REGISTER).read_bytes()
    done = run("evidence", "edit", "E1", "--date", typed, status=1)
    assert "is still to come: " in done.stderr
    assert "Write it as 14/9/2026, September 2026, 2023" in done.stderr
    assert (folder / REGISTER).read_bytes() == before
