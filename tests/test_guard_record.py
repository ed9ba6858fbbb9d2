"""The guard over a whole record: what it finds where, what it remembers, and that its memory can do no harm."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from building import NOW, changed
from conftest import Finished
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from guarded_records import (
    DAY,
    Planted,
    a_few_of_each,
    decide,
    identifiers,
    planted_record,
    put_file,
    save_owner,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from processes import run_here
from reports import sample_owner

from cswo_eval.confidentiality.guard import Guard, checked_copy
from cswo_eval.confidentiality.record_texts import Place
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.standards_folder import own_standards_folder
from cswo_eval.record.models import Attachment
from cswo_eval.record.portfolio_models import AcceptedFinding, GuardDecisions, PortfolioDetails, Pseudonym
from cswo_eval.record.store import Record

Run = Callable[..., Finished]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """A record with an identifier in every text; no test changes it."""
    return planted_record(tmp_path_factory.mktemp("planted") / "record")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command within this process."""

    def run_one(*arguments: str | Path, record: Path, **given: Any) -> Finished:
        return run_here(monkeypatch, *arguments, record=record, **given)

    return run_one


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """The sample as a record that a test may change."""
    return save_owner(tmp_path / "record", a_few_of_each())


def with_text(record: Record, text: str, field: str = "shows") -> None:
    """Let the first entry of the register say this."""
    register = record.register()
    with record.changing("test", lambda: NOW) as writer:
        writer.save_register(register.with_entry(changed(register.entries[0], **{field: text})))


def findings(done: Finished) -> list[dict[str, Any]]:
    """What --json says was found."""
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return found


# --- everything that can be typed -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found_there(planted: Planted) -> list[dict[str, Any]]:
    """What the check finds in that record."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        return findings(run_here(monkeypatch, "guard", "check", "--json", record=planted.folder))


def test_the_check_finds_what_stands_in_every_text_of_a_record(
    planted: Planted, found_there: list[dict[str, Any]]
) -> None:
    """In private things and in the answers of earlier rounds too: its owner sees all of it."""
    assert sorted(one["found"] for one in found_there) == sorted(planted.all)


def test_every_finding_has_an_id_of_its_own(found_there: list[dict[str, Any]]) -> None:
    """So that one can be accepted and another not."""
    assert len({one["id"] for one in found_there}) == len(found_there)


def test_each_place_is_named_in_words(found_there: list[dict[str, Any]]) -> None:
    """Every kind of place, as the owner reads it: no name of a field, a file or a type."""
    ids = r"\b(?:[A-Z]{2}\d+(?:\.\d+)?|[AELRFT]\d+)\b"
    said = {re.sub(r", no\. \d|^the round of 2026-01-05, ", "", re.sub(ids, "…", one["where"])) for one in found_there}
    assert said == PLACES


PLACES = {
    *("mine, away", "mine, story"),
    "your name in reports",
    "the round's title",
    "…, why it is not applicable",
    "…, what someone who disagrees would point to",
    "…, what you need to learn",
    "…, note",
    "set aside, …, why it is not applicable",
    "set aside, …, what someone who disagrees would point to",
    "set aside, …, what you need to learn",
    "set aside, …, note",
    "…, title",
    "…, your part",
    "…, what it shows",
    "…, who could confirm it",
    "…, why it bears on …",
    "…, tags",
    "…, file …, its name",
    "the plan, goal, …, why",
    "the plan, …, title",
    "the plan, …, why",
    "the plan, …, first step",
    "the plan, …, when and then",
    "the plan, …, who helps",
    "the plan, …, barrier",
    "the plan, …, answer to the barrier",
    "the plan, …, how we will know",
    "the plan, …, what it changes for people",
    "the plan, …, ethical check",
    "the plan, …, evidence it leaves",
    "the plan, …, what is flagged",
    "the plan, …, why it was put off or dropped",
    "the plan, …, note",
    "the plan, left out, …, title",
    "the plan, left out, …, reason",
    "the plan, remarks",
    *(
        f"the review of day {day}, {what}"
        for day in (30, 60)
        for what in ("what worked", "what got in the way", "what is different for people", "next step")
    ),
    "…, description",
    "…, feelings",
    "…, what was learned",
    "…, where it was learned",
    "…, when it was learned",
    *(f"the title page, {what}" for what in ("student", "programme", "module", "adviser")),
    *(f"the learning contract, {what}" for what in ("with whose help", "what time")),
}


def test_what_the_owner_took_out_is_not_found(record: Record, run: Run) -> None:
    """It leaves in no export."""
    register = record.register()
    with record.changing("test", lambda: NOW) as writer:
        entry = changed(register.entries[0], shows="Ring 07700 900123.", removed="2026-09-01T09:00:00Z")
        writer.save_register(register.with_entry(entry))
    assert not findings(run("guard", "check", "--json", record=record.folder))


def test_the_owners_own_name_and_the_title_page_may_have_a_title(record: Record, run: Run) -> None:
    """Those names are meant to be read; a number beside one is not."""
    with record.changing("test", lambda: NOW) as writer:
        writer.save_profile(changed(record.profile(), name="Dr Jane Quillfeather"))
        writer.save_portfolio_details(PortfolioDetails(adviser="Professor Brown, 07700 900123"))
    assert [one["found"] for one in findings(run("guard", "check", "--json", record=record.folder))] == ["07700 900123"]


def test_nothing_found_is_never_called_safe(record: Record, run: Run) -> None:
    """'Not found' is all that a rule can say, and what it cannot see stands below."""
    done = run("guard", "check", record=record.folder)
    assert "Nothing was found that you have not accepted. That is not a promise" in " ".join(done.stdout.split())
    assert "What this can and cannot see" in done.stdout
    assert not re.search(r"\bsafe\b", done.stdout)


def test_a_finding_says_what_where_why_and_what_to_write(record: Record, run: Run) -> None:
    """All that is needed to reword it."""
    with_text(record, "She lives at ZE9 9ZZ.")
    [found] = findings(run("guard", "check", "--json", record=record.folder))
    assert (found["where"], found["found"], found["certain"]) == ("E1, what it shows", "ZE9 9ZZ", True)
    assert found["why"].endswith(".")
    assert found["instead"].endswith(".")
    screen = run("guard", "check", record=record.folder).stdout
    assert all(one in " ".join(screen.split()) for one in (found["id"], found["why"], found["instead"]))


def test_the_record_itself_is_not_changed_by_any_export(planted: Planted, run: Run, tmp_path: Path) -> None:
    """Masks and pseudonyms are for the copy."""
    folder = tmp_path / "copy"
    shutil.copytree(planted.folder, folder)
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml") if path.parent.name != "history"}
    done = run("report", "--findings", "take-out", "--output", tmp_path / "r.html", record=folder)
    assert done.status == 0
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml") if path.parent.name != "history"} == before


# --- ids and acceptance ---------------------------------------------------------------------------------------------------


def test_the_id_of_a_finding_tells_nothing_of_the_text(run: Run, tmp_path: Path) -> None:
    """The same number in the same place of another person's record has another id."""
    ids = []
    for name in ("0123456789abcdef", "fedcba9876543210"):
        owner = a_few_of_each()
        record = save_owner(tmp_path / name, owner._replace(profile=changed(owner.profile, record_id=name)))
        with_text(record, "Ring 07700 900123.")
        ids += [one["id"] for one in findings(run("guard", "check", "--json", record=record.folder))]
    assert len(set(ids)) == 2


def test_the_same_number_spaced_otherwise_is_the_same_finding(record: Record, run: Run) -> None:
    """Who accepted 07700 900123 has accepted 07700900123 in that place."""
    ids = set()
    for text in ("Ring 07700 900123.", "So I rang 07700900123 again."):
        with_text(record, text)
        ids |= {one["id"] for one in findings(run("guard", "check", "--json", record=record.folder))}
    assert len(ids) == 1


def accept_all(record: Record, run: Run) -> None:
    """Accept all that is found."""
    ids = [one["id"] for one in findings(run("guard", "check", "--json", record=record.folder))]
    assert run("guard", "accept", *ids, "--reason", "It is public.", record=record.folder).status == 0


def test_another_number_in_the_same_place_is_a_new_finding(record: Record, run: Run, tmp_path: Path) -> None:
    """An acceptance is of that number, not of the place."""
    with_text(record, "Ring 07700 900123.")
    accept_all(record, run)
    with_text(record, "Ring 07700 900124.")
    assert run("report", "--output", tmp_path / "r.html", record=record.folder).status == 1


def test_the_same_number_in_another_place_is_a_new_finding(record: Record, run: Run, tmp_path: Path) -> None:
    """What may stand in an entry may not on that account stand in its title."""
    with_text(record, "Ring 07700 900123.")
    accept_all(record, run)
    with_text(record, "Ring 07700 900123.", "title")
    assert run("report", "--output", tmp_path / "r.html", record=record.folder).status == 1


def test_an_acceptance_outlasts_a_new_round(record: Record, run: Run) -> None:
    """The same answer of the same round is the same place when that is no longer the newest."""
    round_ = record.latest_round(sample_framework())
    assert round_ is not None
    with record.changing("test", lambda: NOW) as writer:
        writer.save_round(changed(round_, title="Call 07700 900123"))
    accept_all(record, run)
    with record.changing("test", lambda: NOW) as writer:
        writer.save_round(changed(round_, started=round_.started.replace(year=2027), title="Again"))
    [found] = findings(run("guard", "check", "--json", record=record.folder))
    assert found["accepted"] == "It is public."
    assert found["where"].startswith("the round of 2026-08-31")


def sample_framework() -> Framework:
    """The Standard that comes with the program."""
    from gap_records import standard

    return standard()


# --- what was looked at before --------------------------------------------------------------------------------------------


def exported(record: Record, run: Run, tmp_path: Path) -> int:
    """The exit status of a report."""
    done = run(
        "report", "--format", "json", "--output", tmp_path / "r.json", "--force", "--today", DAY, record=record.folder
    )
    return done.status


def test_a_text_is_looked_at_again_when_it_changes(record: Record, run: Run, tmp_path: Path) -> None:
    """What is remembered is the text, not the place."""
    assert exported(record, run, tmp_path) == 0
    with_text(record, "Ring 07700 900123.")
    assert exported(record, run, tmp_path) == 1


def test_texts_are_looked_at_again_when_the_rules_change(record: Record, run: Run, tmp_path: Path) -> None:
    """A word that becomes a clue makes findings of what passed before."""
    with_text(record, "See zebedee: 482130, closed.")
    assert exported(record, run, tmp_path) == 0
    own = tmp_path / "standards"
    own.mkdir()
    rules = (own_standards_folder() / "confidentiality.yaml").read_text(encoding="utf-8")
    (own / "confidentiality.yaml").write_text(
        rules.replace("    - mosaic\n", "    - mosaic\n    - zebedee\n"), encoding="utf-8"
    )
    done = run(
        "report",
        "--format",
        "json",
        "--output",
        tmp_path / "r.json",
        "--force",
        "--standards",
        own,
        record=record.folder,
    )
    assert done.status == 1
    assert "a number from a case system" in done.stderr


def test_texts_are_looked_at_again_when_something_is_no_longer_public(record: Record, run: Run, tmp_path: Path) -> None:
    """The owner's lists are part of what a finding depends on."""
    with_text(record, "Ring 07700 900123.")
    decide(record.folder, public_items=("07700 900123",))
    assert exported(record, run, tmp_path) == 0
    decide(record.folder, public_items=())
    assert exported(record, run, tmp_path) == 1


def test_texts_are_looked_at_again_when_the_table_changes(record: Record, run: Run, tmp_path: Path) -> None:
    """A text that is clean because of what stands for a name is not when that is gone."""
    with_text(record, "Tea with Mr Quillfeather.")
    decide(record.folder, pseudonyms=(Pseudonym(name="Mr Quillfeather", instead="the convener"),))
    done = run("report", "--output", tmp_path / "a.html", record=record.folder)
    assert "taken out" not in done.stderr
    decide(record.folder, pseudonyms=())
    done = run("report", "--output", tmp_path / "b.html", record=record.folder)
    assert "taken out" in done.stderr


@pytest.mark.parametrize(
    "spoilt",
    [b"", b"\xff\xfe\x00", b"0" * 32, b"\n\n", "é".encode()],
    ids=["empty", "no text", "other", "blank", "accents"],
)
def test_a_spoilt_memory_is_no_memory(spoilt: bytes, record: Record, run: Run, tmp_path: Path) -> None:
    """Whatever became of the hidden file, what identifies somebody is found."""
    assert exported(record, run, tmp_path) == 0
    with_text(record, "Ring 07700 900123.")
    (record.folder / ".checked").write_bytes(spoilt)
    assert exported(record, run, tmp_path) == 1


def test_without_its_memory_a_record_is_checked_all_the_same(record: Record, run: Run, tmp_path: Path) -> None:
    """Its file may be deleted at any time."""
    assert exported(record, run, tmp_path) == 0
    (record.folder / ".checked").unlink()
    assert exported(record, run, tmp_path) == 0
    assert (record.folder / ".checked").exists()


def test_a_record_that_cannot_be_written_to_is_exported(record: Record, run: Run, tmp_path: Path) -> None:
    """Only the memory is lost, and nothing is said of that."""
    (record.folder / ".checked").mkdir()  # as good as a folder without leave to write, which the administrator has
    assert exported(record, run, tmp_path) == 0


def test_what_is_remembered_are_digests(record: Record, run: Run, tmp_path: Path) -> None:
    """Of the owner's words, not one is kept a second time."""
    with_text(record, "Zebedee came.")
    exported(record, run, tmp_path)
    assert re.fullmatch(r"[0-9a-f]{32}(\n[0-9a-f]{16})+", (record.folder / ".checked").read_text())


def test_a_text_added_to_a_record_found_clean_is_found_wherever_it_stands(
    planted: Planted, run: Run, tmp_path: Path
) -> None:
    """No field is passed over because all else in the same file was looked at before."""
    folder = tmp_path / "record"
    shutil.copytree(planted.folder, folder)
    for file in folder.rglob("*.yaml"):
        file.write_text(re.sub("|".join(map(re.escape, planted.all)), "nothing", file.read_text("utf-8")), "utf-8")
    assert findings(run("guard", "check", "--json", record=folder)) == []
    assert exported(Record(folder), run, tmp_path) == 0
    known = (folder / ".checked").read_bytes()
    seen = 0
    for file in sorted(folder.rglob("*.yaml")):
        clean = file.read_bytes()
        for place in list(re.finditer(b"then nothing and", clean))[::40]:  # each takes a whole run
            file.write_bytes(clean[: place.start()] + b"then 07700 900123 and" + clean[place.end() :])
            (folder / ".checked").write_bytes(known)
            found = json.loads(run("check", "--json", record=folder).stdout)["identifying"]
            assert found["found"] == 1, (file.name, place.start())
            seen += 1
        file.write_bytes(clean)
    assert seen > 5


# --- the copy ---------------------------------------------------------------------------------------------------------

IDENTIFIERS = [one for one, _ in zip(identifiers(), range(40), strict=False)]
PIECES = st.sampled_from([*IDENTIFIERS, "ZE9 9ZZ", "12 High Street", "Dr Jane Quill", "born 12/03/2014", "aged 14", "EH9", "crime no",
                          "AB12/34567", "and", "the", ".", ",", "\n", "-", "CHI", "0131 496 0000", "Mr", "in Barra", "dementia"])  # fmt: skip


@given(st.lists(PIECES, max_size=12), st.sampled_from([" ", " ", "", "\n"]))
@settings(max_examples=150)
def test_the_copy_of_a_text_has_nothing_more_to_find(framework: Framework, pieces: list[str], between: str) -> None:
    """What is left when the findings are gone is no finding itself, however they ran into one another."""
    guard = Guard(framework.confidentiality, GuardDecisions(), "0123456789abcdef")
    copy = checked_copy(guard, {"portfolio": PortfolioDetails(module=between.join(pieces))}, "take-out")
    again = guard.found(Place("review/30", ""), getattr(copy.values["portfolio"], "module"))  # noqa: B009
    assert not [one for one in again if one.finding.certain]


def test_where_a_mask_is_itself_a_name_nothing_of_the_text_leaves(framework: Framework) -> None:
    """Taking out what was found would go on for ever; nothing comes of it that should not."""
    table = (Pseudonym(name="Name", instead="Child A"),)
    guard = Guard(framework.confidentiality, GuardDecisions(pseudonyms=table), "0123456789abcdef")
    owner = sample_owner()
    review = changed(owner.reviews[0], what_worked="Tea with Mr Quill.")
    copy = checked_copy(guard, {"review/30": review}, "take-out")
    assert copy.values["review/30"] == changed(review, what_worked="")


# --- attachments ------------------------------------------------------------------------------------------------------


def attach(record: Record, name: str, data: bytes) -> None:
    """Keep a file with the second entry of the register, as its only one."""
    register = record.register()
    file = Attachment(id="T1", name=name, stored="-", sha256="0" * 64, size=0, added="2026-09-01T09:00:00Z")
    entry = register.entries[1]
    with record.changing("test", lambda: NOW) as writer:
        file = put_file(record, entry.id, file, data)
        writer.save_register(register.with_entry(changed(entry, attachments=(file,))))


def a_word_file() -> bytes:
    """A Word file with an author, a tracked deletion, a comment and a telephone number."""
    document = docx.Document()
    document.core_properties.author = "Zebedee Quillfeather"
    paragraph = document.add_paragraph("Ring 07700 900123.")
    deleted = OxmlElement("w:del")
    for name, value in (("w:id", "1"), ("w:author", "Editor Quill"), ("w:date", "2026-09-01T09:00:00Z")):
        deleted.set(qn(name), value)
    run = OxmlElement("w:r")
    text = OxmlElement("w:delText")
    text.text = "the boy from Barra"
    run.append(text)
    deleted.append(run)
    paragraph._p.append(deleted)
    document.add_comment(paragraph.runs[0], "Ask his mother.", author="Reviewer Feather")
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def test_in_a_word_file_its_author_changes_and_remarks_are_found(record: Record, run: Run) -> None:
    """Beside what its text holds: what its reader does not see at first."""
    attach(record, "minute.docx", a_word_file())
    found = {one["found"]: one["kind"] for one in findings(run("guard", "check", "--json", record=record.folder))}
    assert found["07700 900123"] == "phone"
    assert found["Zebedee Quillfeather"] == "file-author"
    assert found["Ask his mother."] == "file-comment"
    assert "tracked-change" in found.values()


def test_the_owner_may_be_the_author_of_a_file(record: Record, run: Run) -> None:
    """Their own name in it tells the reader nothing new."""
    with record.changing("test", lambda: NOW) as writer:
        writer.save_profile(changed(record.profile(), name="Zebedee Quillfeather"))
    attach(record, "minute.docx", a_word_file())
    found = [one["found"] for one in findings(run("guard", "check", "--json", record=record.folder))]
    assert "Zebedee Quillfeather" not in found


def test_a_name_of_the_private_table_is_found_in_a_file(record: Record, run: Run) -> None:
    """In a file it cannot be replaced."""
    attach(record, "notes.txt", b"Tea with Zebedee.")
    decide(record.folder, pseudonyms=(Pseudonym(name="Zebedee", instead="the aunt"),))
    [found] = findings(run("guard", "check", "--json", record=record.folder))
    assert (found["kind"], found["certain"]) == ("table-name", True)
    assert found["where"].startswith("E2, file T1 (notes.txt)")


def test_a_picture_is_named_as_unchecked(record: Record, run: Run) -> None:
    """It is never passed over in silence."""
    attach(record, "visit.png", b"\x89PNG\r\n\x1a\n" + bytes(64))
    done = run("guard", "check", record=record.folder)
    assert "Not checked: look at these yourself" in done.stdout
    assert "E2, file T1 (visit.png): it is a picture" in " ".join(done.stdout.split())


def test_a_file_that_is_gone_is_named_as_unchecked(record: Record, run: Run) -> None:
    """With what to do."""
    attach(record, "notes.txt", b"Tea.")
    (record.folder / "attachments" / "E2" / "T1.txt").unlink()
    unchecked = json.loads(run("guard", "check", "--json", record=record.folder).stdout)["unchecked"]
    assert ["no longer in the record" in one["why"] for one in unchecked if one["where"] == "E2"] == [True]


def test_a_file_with_a_finding_stops_a_portfolio_without_its_name(record: Record, run: Run, tmp_path: Path) -> None:
    """The name of a file is a text of its owner's: the message has the entry and the number of the file."""
    attach(record, "zebedee.txt", b"Ring 07700 900123.")
    done = run("portfolio", "build", "--output", tmp_path / "p", record=record.folder)
    assert done.status == 1
    assert "E2, file T1: a telephone number (F" in done.stderr
    assert "zebedee" not in done.stderr
    assert "900123" not in done.stderr


def test_a_file_with_a_finding_is_left_out_of_a_portfolio_or_accepted_into_it(
    record: Record, run: Run, tmp_path: Path
) -> None:
    """It cannot be masked, so it stays behind until its owner accepts what is in it."""
    attach(record, "notes.txt", b"Ring 07700 900123.")
    run("portfolio", "build", "--output", tmp_path / "without", "--findings", "take-out", record=record.folder)
    assert not list((tmp_path / "without" / "appendices").glob("*-E2-*"))
    accept_all(record, run)
    assert run("portfolio", "build", "--output", tmp_path / "with", record=record.folder).status == 0
    [file] = (tmp_path / "with" / "appendices").glob("*-E2-*")
    assert hashlib.sha256(file.read_bytes()).digest() == hashlib.sha256(b"Ring 07700 900123.").digest()


def test_decisions_are_never_a_part_of_what_is_copied(record: Record, run: Run, tmp_path: Path) -> None:
    """An accepted finding's reason stays in the private folder."""
    reason = AcceptedFinding(
        id="F00000000", kind="phone", where="-", reason="xqreason", accepted="2026-09-01T09:00:00Z"
    )
    decide(record.folder, accepted=(reason,))
    assert exported(record, run, tmp_path) == 0
    assert b"xqreason" not in (tmp_path / "r.json").read_bytes()
