"""The register listed: each filter lets through what it says, each grouping shows what stands where and what is empty."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from building import NOW, TODAY, a_plan, a_register, an_action, an_entry
from conftest import Finished
from gap_records import evidence, standard, write_record
from hypothesis import given
from hypothesis import strategies as st
from processes import run_here, whole_command
from test_output_parity import HOSTILE, LOOKS, assert_holds, blocks_of, shown_alone
from test_register_changes import a_file

from cswo_eval.analysis.register_views import (
    GROUPINGS,
    EntryFilter,
    Occurrences,
    chosen,
    day_of_age,
    grouped,
    left_without,
    occurrences_of,
)
from cswo_eval.pages.blocks import Document
from cswo_eval.pages.evidence_sections.one_entry import FileState, entry_document, kept_document
from cswo_eval.pages.evidence_sections.reflective_accounts import (
    account_document,
    accounts_document,
    kept_account_document,
)
from cswo_eval.pages.evidence_sections.register_listed import grouped_document, list_document
from cswo_eval.record.models import Evidence, Link
from cswo_eval.record.portfolio_models import Reflection
from cswo_eval.text.problems import CswoEvalError

KNOWN = frozenset({*standard().elements, *standard().competencies})
ENTRIES = (
    evidence("E1", ["SD1.3"], ["MV1.2"], tags=("cpl:protection", "annual-report:summary")),
    evidence("E2", ["SD1"], kind="feedback", effective=date(2024, 11, 20)),
    evidence("E3", ["ZZ9.9"], private=True, title="Secret title", my_part="Secret part", shows="Secret words"),
    evidence("E4", [], ["SD2.1"], tags=("cpl:wellbeing",)),
    evidence("E5", ["SD1.3"], removed="2026-11-20T10:00:00Z"),
    evidence("E6"),
)


def names(wanted: EntryFilter) -> str:
    """The ids that a filter lets through."""
    return " ".join(entry.id for entry in chosen(ENTRIES, wanted, KNOWN))


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (EntryFilter(), "E1 E2 E3 E4 E6"),
        (EntryFilter(aspect="SD"), "E1 E2 E4"),
        (EntryFilter(aspect="MV"), "E1"),
        (EntryFilter(element="SD1"), "E1 E2"),
        (EntryFilter(item="SD1.3"), "E1"),
        (EntryFilter(item="SD1"), "E2"),
        (EntryFilter(kind="feedback"), "E2"),
        (EntryFilter(before=date(2024, 11, 21)), "E2"),
        (EntryFilter(before=date(2024, 11, 20)), ""),
        (EntryFilter(unlinked=True), "E3 E6"),
        (EntryFilter(contradicts=True), "E1 E4"),
        (EntryFilter(contradicts=True, aspect="SD"), "E4"),
        (EntryFilter(tag="cpl:protection"), "E1"),
        (EntryFilter(private=True), "E3"),
        (EntryFilter(removed=True), "E5"),
        (EntryFilter(element="SD1", kind="document"), "E1"),
    ],
)
def test_each_filter_lets_through_what_it_says(wanted: EntryFilter, expected: str) -> None:
    """Every part that is given must hold; what was taken out is shown only where it is asked for."""
    assert names(wanted) == expected


@pytest.mark.parametrize(
    ("age", "day"),
    [
        ("2y", date(2024, 11, 21)),
        ("2 years", date(2024, 11, 21)),
        ("18m", date(2025, 5, 21)),
        ("6w", date(2026, 10, 10)),
        ("730", date(2024, 11, 21)),
        ("10 days", date(2026, 11, 11)),
        ("0", TODAY),
    ],
)
def test_an_age_is_counted_back_from_today(age: str, day: date) -> None:
    """Years and months by the calendar, weeks and days by counting."""
    assert day_of_age(age, TODAY) == day


def test_a_year_back_from_the_29th_of_february_is_the_28th() -> None:
    """There is no 29 February in 2023."""
    assert day_of_age("1y", date(2024, 2, 29)) == date(2023, 2, 28)


@pytest.mark.parametrize("age", ["", "old", "2x", "-3", "1.5y", "99999y", "99999999", "2 mears"])
def test_what_is_no_age_is_refused_in_words(age: str) -> None:
    """With how one is written."""
    with pytest.raises(CswoEvalError, match="2y"):
        day_of_age(age, TODAY)


@given(
    st.lists(
        st.builds(
            lambda items, tags, kind: (items, tags, kind),
            st.lists(st.sampled_from(["SD1.3", "SD1", "MV1.1", "ZZ9.9"]), unique=True),
            st.lists(st.sampled_from(["cpl:protection", "cpl:former", "annual-report:summary"]), unique=True),
            st.sampled_from(["document", "feedback", "former-kind"]),
        ),
        max_size=6,
    ),
    st.sampled_from(GROUPINGS),
)
def test_grouped_every_entry_stands_somewhere_and_no_heading_is_left_out(given_: list[Any], by: str) -> None:
    """Under each heading that it serves, once; under none of them, in the rest. Empty headings are named with a command."""
    entries = [
        an_entry(number, *items, tags=tuple(tags), kind=kind)
        for number, (items, tags, kind) in enumerate(given_, start=1)
    ]
    result = grouped(standard(), entries, by)
    held = [one.id for group in result.groups for one in group.entries]
    assert set(held) | {one.id for one in result.rest} == {one.id for one in entries}
    assert not set(held) & {one.id for one in result.rest}
    for group in result.groups:
        assert len({one.id for one in group.entries}) == len(group.entries)
        assert group.entries or group.command
    ids = [group.id for group in result.groups]
    if by in ("cpl", "annual-report"):
        listed = [f"{by}:{one.id}" for one in standard().headings[by].headings]
        assert ids[: len(listed)] == listed
    if by == "element":
        assert ids == list(standard().elements)


def test_a_heading_that_was_taken_off_the_list_keeps_what_was_filed_under_it() -> None:
    """Shown after the others, with what to do."""
    last = grouped(standard(), [an_entry(1, tags=("cpl:former",))], "cpl").groups[-1]
    assert (last.id, [one.id for one in last.entries]) == ("cpl:former", ["E1"])
    assert "anew" in last.description


def test_headings_for_social_workers_only_say_so() -> None:
    """In their name."""
    said = {group.id: group.name for group in grouped(standard(), [], "cpl").groups}
    for heading in standard().headings["cpl"].headings:
        assert ("(social workers)" in said[f"cpl:{heading.id}"]) is heading.social_workers_only


def test_every_command_that_fills_a_heading_is_one_the_program_reads() -> None:
    """`evidence add` or `evidence edit`, with options that exist."""
    seen = 0
    for by in GROUPINGS:
        for group in grouped(standard(), [], by).groups:
            words = group.command.split()
            assert words[:2] == ["cswo-eval", "evidence"]
            command = whole_command().commands["evidence"].commands[words[2]]
            command.make_context("cswo-eval", words[3:])
            seen += 1
    assert seen > 30


def test_an_entry_occurs_in_the_action_that_left_it_or_names_it_and_in_accounts_about_it() -> None:
    """Action A1 left E1, A2's note names it, A3 names E12; account R1 is about it, R2 was taken out."""
    entry = an_entry(1)
    entry = entry._replace(links=(Link(item="SD1.3", reason="Left by action A1 of the plan: It"),))
    plan = a_plan(an_action(1), an_action(2, note="see E1."), an_action(3, note="see E12"))
    fields: dict[str, Any] = {"title": "x", "model": "gibbs", "effective": TODAY, "written": NOW, "evidence": ("E1",)}
    accounts = [Reflection(id="R1", **fields), Reflection(id="R2", removed=NOW, **fields)]
    assert occurrences_of(entry, plan, accounts) == (("A1", "A2"), ("R1",))


def test_what_only_one_entry_supports_is_left_without_it() -> None:
    """SD1.3 has another; SD1.4 has one that speaks against it, which is no support."""
    entry = an_entry(1, "SD1.3", "SD1.4")
    entries = [entry, an_entry(2, "SD1.3"), evidence("E3", [], ["SD1.4"])]
    assert left_without(entry, entries) == ("SD1.4",)


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with the entries above."""
    return write_record(tmp_path_factory.mktemp("lists") / "record", register=a_register(ENTRIES))


@pytest.fixture
def listed(record: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Finished]:
    """Runs `evidence list …`."""

    def run(*given_: str, status: int = 0) -> Finished:
        done = run_here(monkeypatch, "evidence", "list", *given_, "--today", "2026-11-21", record=record, columns=110)
        assert done.status == status, done.stderr
        return done

    return run


def ids(done: Finished) -> str:
    """The ids of a list as JSON."""
    return " ".join(entry["id"] for entry in json.loads(done.stdout)["entries"])


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("", "E1 E2 E3 E4 E6"),
        ("--aspect sd", "E1 E2 E4"),
        ("--element sd1", "E1 E2"),
        ("--item SD1.3", "E1"),
        ("--kind feedback", "E2"),
        ("--older-than 2y", "E2"),
        ("--older-than 732", ""),
        ("--unlinked", "E3 E6"),
        ("--contradicts", "E1 E4"),
        ("--removed", "E5"),
        ("--private", "E3"),
        ("--tag protection", "E1"),
        ("--aspect SD --contradicts", "E4"),
    ],
)
def test_the_command_filters(listed: Callable[..., Finished], given_: str, expected: str) -> None:
    """Each option, and two together."""
    assert ids(listed(*given_.split(), "--json")) == expected


def test_the_list_shows_title_day_kind_and_what_it_bears_on(listed: Callable[..., Finished]) -> None:
    """With what speaks against it, and what is marked private."""
    shown = listed().stdout
    line = next(line for line in shown.splitlines() if line.startswith("E1"))
    for part in ("Entry E1", "1 Sep 2026", "Document", "SD1.3, MV1.2 (against)"):
        assert part in line
    assert "private" in next(line for line in shown.splitlines() if line.startswith("E3"))
    assert "5 entries" in shown


def test_words_marked_private_are_not_in_the_json(listed: Callable[..., Finished]) -> None:
    """The entry is there by its id; output travels."""
    done = listed("--json")
    assert "E3" in ids(done)
    assert "Secret" not in done.stdout


@pytest.mark.parametrize("by", GROUPINGS)
def test_grouped_the_page_names_every_heading_and_what_fills_an_empty_one(
    listed: Callable[..., Finished], by: str
) -> None:
    """All names, and the command of each that is empty."""
    shown = " ".join(listed("--by", by, "--plain").stdout.split())
    result = grouped(standard(), [one for one in ENTRIES if one.removed is None], by)
    assert result.empty
    for group in result.groups:
        assert group.name in shown
        assert group.entries or group.command in shown
    assert " ".join(result.note.split()) in shown


def test_grouped_as_json_names_what_is_still_empty(listed: Callable[..., Finished]) -> None:
    """Entries by id under each heading, the empty headings, and the rest."""
    values = json.loads(listed("--by", "cpl", "--json").stdout)
    under = {group["id"]: group["entries"] for group in values["groups"]}
    assert under["cpl:protection"] == ["E1"]
    assert under["cpl:wellbeing"] == ["E4"]
    assert values["empty"] == [name for name, held in under.items() if not held]
    assert values["rest"] == ["E2", "E3", "E6"]


def test_everything_wrong_with_the_options_is_said_at_once(listed: Callable[..., Finished]) -> None:
    """Six mistakes, six sentences, nothing on standard output."""
    wrong = (
        "--aspect",
        "XX",
        "--element",
        "SD99",
        "--item",
        "SD1.99",
        "--kind",
        "docment",
        "--older-than",
        "old",
        "--by",
        "cp",
    )
    done = listed(*wrong, status=1)
    assert done.stdout == ""
    for option in wrong[::2]:
        assert f"{option}: " in done.stderr
    assert "Did you mean document" in done.stderr


def test_nothing_that_fits_and_an_empty_register_are_told_apart(
    listed: Callable[..., Finished], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The empty register says how it is begun."""
    assert "Nothing in your register is like that." in listed("--kind", "figures").stdout
    empty = write_record(tmp_path / "record")
    assert "evidence add" in run_here(monkeypatch, "evidence", "list", record=empty).stdout


def test_two_thousand_entries_with_five_hundred_files_are_listed_without_opening_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files are not even there: a list looks at the register only."""

    def entry(number: int) -> Evidence:
        return an_entry(number, "SD1.3", attachments=(a_file(1),) if number % 4 == 0 else ())

    folder = write_record(tmp_path / "record", register=a_register(map(entry, range(1, 2001))))
    done = run_here(monkeypatch, "evidence", "list", record=folder)
    assert done.status == 0
    assert sum(line.startswith("E") for line in done.stdout.splitlines()) == 2000


# --- what is seen -----------------------------------------------------------------------------------------------------


def hostile_pages() -> list[Document]:
    """Every page of the register and of accounts, with texts that a terminal might obey in each of the owner's places."""
    entries = []
    for number, text in enumerate(HOSTILE.values(), start=1):
        links = (Link(item="SD1.3", reason=text), Link(item="ZZ9.9", bearing="contradicts"))
        words: dict[str, Any] = {"title": text, "shows": text, "my_part": text, "confirmer": text, "kind": text}
        files = (a_file(1)._replace(name=text),)
        entries.append(an_entry(number, links=links, tags=("cpl:protection", "cpl:former"), attachments=files, **words))
    accounts = [
        Reflection(
            id=f"R{number}", title=text, model="plain", effective=TODAY, written=NOW, parts={"what": text, "former": text},
            word_limit=1, links=(Link(item="SD1.3", reason=text),), evidence=("E1", "E99"),
        )
        for number, text in enumerate(HOSTILE.values(), start=1)
    ]  # fmt: skip
    framework = standard()
    files_of = {one.id: [FileState(file, True, "gone") for file in one.attachments] for one in entries}
    titles = {one.id: one.title for one in entries}
    return [
        list_document(framework, entries, len(entries), False, accounts),
        *(grouped_document(framework, grouped(framework, entries, by), True) for by in GROUPINGS),
        *(entry_document(framework, one, files_of[one.id], Occurrences(("A1",), ("R1",))) for one in entries),
        *(kept_document(framework, one) for one in entries),
        *(account_document(framework, one, titles) for one in accounts),
        *(kept_account_document(one) for one in accounts),
        accounts_document(framework, accounts),
    ]


@pytest.mark.parametrize("look", LOOKS)
def test_every_text_is_shown_in_each_look_and_none_is_obeyed(look: str) -> None:
    """Rich, narrow and plain hold the same content; what a terminal might obey has become a mark."""
    pages = hostile_pages()
    assert len(pages) > 40
    for page in pages:
        for block in blocks_of(page):
            assert_holds(block, shown_alone(block, look))
