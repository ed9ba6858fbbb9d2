"""Attached files leave in a portfolio as cleaned copies; what cannot be cleaned goes with its owner's leave only."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import hostile_files as hostile
import pypdf
import pytest
from conftest import Finished
from hostile_files import PLANTED, planted_in
from PIL import Image
from portfolios import TODAY, a_student, an_evidenced, attach, files_in, manifest_of, with_manifest
from processes import on_posix, run_here
from pypdf.generic import DictionaryObject, NameObject, NumberObject
from reports import squeezed, words_of

from cswo_eval.record.models import EvidenceRegister

Run = Callable[..., Finished]
HEIC = b"\0\0\0\x18ftypheic" + PLANTED.encode() + bytes(40)
pty_only = pytest.mark.skipif(not on_posix(), reason="Windows has no pseudo-terminals")


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> Run:
    """`portfolio build` of a record into a folder."""

    def run(record: Path, target: Path, *options: str) -> Finished:
        given = ("portfolio", "build", "--today", TODAY, "--output", target, *options)
        return run_here(monkeypatch, *given, record=record, columns=1000)

    return run


def a_record(folder: Path, *files: tuple[str, bytes]) -> Path:
    """A student's record with one entry and these files, T1, T2, … of E1."""
    record = a_student(folder / "record", register=EvidenceRegister(entries=(an_evidenced(1, "SD1.3"),)))
    for name, data in files:
        (folder / name).write_bytes(data)
        attach(record, "E1", folder / name)
    return record


def appendices(target: Path) -> dict[str, bytes]:
    """The files of the appendices, by name."""
    return {name: data for name, data in files_in(target).items() if name.startswith("appendices/")}


def signed_pdf(author: str) -> bytes:
    """A PDF that is signed, by an author."""
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(hostile.pdf(author=author))))
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/SigFlags"): NumberObject(3)})
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


# --- what is clean ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("findings", ["stop", "take-out", "keep"])
def test_a_photograph_leaves_without_place_and_author_and_upright(build: Run, tmp_path: Path, findings: str) -> None:
    record = a_record(tmp_path, ("a.jpg", hostile.photograph(6)))
    done = build(record, tmp_path / "out", "--findings", findings)
    assert done.status == 0, done.stderr
    [copy] = appendices(tmp_path / "out").values()
    assert planted_in(copy) == []
    with Image.open(io.BytesIO(copy)) as image:
        assert image.size == (32, 48)


@pytest.mark.parametrize("author", ["anonymous", "Somebody Else"])
def test_a_harmless_pdf_is_not_held_back_for_its_author(build: Run, tmp_path: Path, author: str) -> None:
    record = a_record(tmp_path, ("a.pdf", hostile.pdf(author=author)))
    done = build(record, tmp_path / "out", "--findings", "take-out")
    assert "held back" not in done.stderr.casefold()
    assert "Left out" not in done.stderr
    [copy] = appendices(tmp_path / "out").values()
    assert planted_in(copy) == []
    assert author.encode() not in copy


def test_what_the_guard_finds_in_the_text_of_a_cleaned_copy_counts_as_before(build: Run, tmp_path: Path) -> None:
    record = a_record(tmp_path, ("a.txt", b"Ring 07700 900123."))
    done = build(record, tmp_path / "out")
    assert done.status == 1
    assert "E1, file T1: a telephone number" in done.stderr
    assert build(record, tmp_path / "out", "--findings", "take-out").status == 0
    assert appendices(tmp_path / "out") == {}


def test_the_register_keeps_the_file_as_it_was_attached(build: Run, tmp_path: Path) -> None:
    record = a_record(tmp_path, ("a.jpg", hostile.photograph(6)))
    before = files_in(record / "attachments")
    assert build(record, tmp_path / "out").status == 0
    assert files_in(record / "attachments") == before


def test_the_manifest_lists_the_hash_of_the_copy_and_that_of_the_register(build: Run, tmp_path: Path) -> None:
    data = hostile.photograph()
    record = a_record(tmp_path, ("a.jpg", data), ("b.txt", b"Words."))
    assert build(record, tmp_path / "out").status == 0
    files = files_in(tmp_path / "out")
    listed = {one["name"]: one for one in manifest_of(files)["files"]}
    assert {name for name, one in listed.items() if "register_sha256" in one} == set(appendices(tmp_path / "out"))
    for name, original in (("appendices/appendix-01-E1-T1.jpg", data), ("appendices/appendix-02-E1-T2.txt", b"Words.")):
        assert listed[name]["sha256"] == hashlib.sha256(files[name]).hexdigest()
        assert listed[name]["register_sha256"] == hashlib.sha256(original).hexdigest()
    assert files["appendices/appendix-01-E1-T1.jpg"] != data
    assert files["appendices/appendix-02-E1-T2.txt"] == b"Words."


@pytest.mark.parametrize("what", ["out", "out.zip"])
def test_a_portfolio_with_cleaned_copies_verifies(
    build: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, what: str
) -> None:
    assert build(a_record(tmp_path, ("a.jpg", hostile.photograph())), tmp_path / "out").status == 0
    done = run_here(monkeypatch, "portfolio", "verify", tmp_path / what)
    assert done.status == 0, done.stderr


def test_a_portfolio_from_before_still_verifies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its manifest has one hash of each file."""
    for name, data in with_manifest({"appendices/a.txt": b"Words."}).items():
        path = tmp_path / "old" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert run_here(monkeypatch, "portfolio", "verify", tmp_path / "old").status == 0


def test_the_statement_says_what_was_done_to_the_appendices(build: Run, tmp_path: Path) -> None:
    record = a_record(tmp_path, ("a.jpg", hostile.photograph()), ("b.heic", HEIC))
    assert build(record, tmp_path / "out", "--with-uncleaned", "E1/T2").status == 0
    told = words_of("word", files_in(tmp_path / "out")["portfolio.docx"])
    assert squeezed("appendices are copies without author, place, comments and tracked changes") in told
    assert squeezed("not cleaned of these, since that could not be done: Appendix 2") in told


# --- what is not ------------------------------------------------------------------------------------------------


def test_what_cannot_be_cleaned_is_held_back_and_named_with_the_reason(build: Run, tmp_path: Path) -> None:
    record = a_record(tmp_path, ("zebedee.heic", HEIC), ("b.txt", b"Words."))
    done = build(record, tmp_path / "out")
    assert done.status == 0
    assert list(appendices(tmp_path / "out")) == ["appendices/appendix-02-E1-T2.txt"]
    assert "Held back, since no clean copy can be made: E1/T1: it is a picture of a kind (.heic)" in done.stderr
    assert "--with-uncleaned E1/T1" in done.stderr
    assert "zebedee" not in done.stderr
    told = words_of("word", files_in(tmp_path / "out")["portfolio.docx"])
    assert squeezed("held back by the author") in told
    assert "heic" not in told


@pytest.mark.parametrize("given", [("E1/T1,E1/T3",), ("e1/t1", "E1/t3"), ("E1/T1, e1/T3",)])
def test_with_its_owners_leave_it_goes_as_it_is(build: Run, tmp_path: Path, given: tuple[str, ...]) -> None:
    record = a_record(tmp_path, ("a.heic", HEIC), ("b.txt", b"Words."), ("c.heic", HEIC + b"c"))
    options = [word for one in given for word in ("--with-uncleaned", one)]
    done = build(record, tmp_path / "out", *options)
    assert done.status == 0, done.stderr
    assert "Held back" not in done.stderr
    assert list(appendices(tmp_path / "out").values()) == [HEIC, b"Words.", HEIC + b"c"]


def test_what_the_guard_finds_in_a_file_that_goes_uncleaned_counts_as_before(build: Run, tmp_path: Path) -> None:
    record = a_record(tmp_path, ("a.pdf", signed_pdf("Somebody Else")))
    done = build(record, tmp_path / "out", "--with-uncleaned", "E1/T1")
    assert done.status == 0
    assert "in it may identify somebody" in done.stderr
    assert appendices(tmp_path / "out") == {}
    done = build(record, tmp_path / "kept", "--with-uncleaned", "E1/T1", "--findings", "keep")
    assert len(appendices(tmp_path / "kept")) == 1


def test_a_document_with_something_that_cannot_be_cleaned_goes_with_the_rest_of_it_clean(
    build: Run, tmp_path: Path
) -> None:
    record = a_record(tmp_path, ("a.docx", hostile.word_file(**{"old.bin": b"\x01\x02" + bytes(90)})))
    assert appendices_after(build(record, tmp_path / "held"), tmp_path / "held") == 0
    done = build(record, tmp_path / "out", "--with-uncleaned", "E1/T1", "--findings", "keep")
    assert done.status == 0, done.stderr
    [copy] = appendices(tmp_path / "out").values()
    assert planted_in(copy) == []


def appendices_after(done: Finished, target: Path) -> int:
    """How many appendices there are after a build without a fault."""
    assert done.status == 0, done.stderr
    return len(appendices(target))


def test_a_file_that_may_identify_somebody_stops_nothing_where_it_stays_behind(build: Run, tmp_path: Path) -> None:
    record = a_record(tmp_path, ("a.eml", b"From: zebedee@example.org\n\nRing 07700 900123.\n"))
    done = build(record, tmp_path / "out")
    assert done.status == 0, done.stderr
    assert build(record, tmp_path / "no", "--with-uncleaned", "E1/T1").status == 1
    assert not (tmp_path / "no").exists()


def test_ids_that_are_none_are_all_said_and_nothing_is_written(build: Run, tmp_path: Path) -> None:
    record = a_record(tmp_path, ("a.heic", HEIC))
    done = build(record, tmp_path / "out", "--with-uncleaned", "E9/T1,T1", "--with-uncleaned", "nonsense")
    assert done.status == 1
    for one in ("E9/T1", "T1", "nonsense"):
        assert f"--with-uncleaned {one}: names no file that could go" in done.stderr
    assert "Those that need it are: E1/T1." in done.stderr
    assert not (tmp_path / "out").exists()


def test_leave_that_was_not_needed_is_said(build: Run, tmp_path: Path) -> None:
    record = a_record(tmp_path, ("a.jpg", hostile.photograph()))
    done = build(record, tmp_path / "out", "--with-uncleaned", "E1/T1")
    assert done.status == 0
    assert "E1/T1: a clean copy can be made, and it is the copy that goes" in done.stderr
    [copy] = appendices(tmp_path / "out").values()
    assert planted_in(copy) == []


def test_private_files_are_not_named_at_all(build: Run, tmp_path: Path) -> None:
    entry = an_evidenced(1, "SD1.3", private=True)
    record = a_student(tmp_path / "record", register=EvidenceRegister(entries=(entry,)))
    (tmp_path / "a.heic").write_bytes(HEIC)
    attach(record, "E1", tmp_path / "a.heic")
    done = build(record, tmp_path / "out")
    assert done.status == 0
    assert "E1/T1" not in done.stderr
    assert "heic" not in done.stderr.lower()
    assert build(record, tmp_path / "no", "--with-uncleaned", "E1/T1").status == 1


@pty_only
@pytest.mark.parametrize(("typed", "there"), [("yes", 1), ("", 0), ("no", 0), ("y", 0)])
def test_at_a_terminal_each_is_asked_about_and_only_a_yes_lets_it_go(tmp_path: Path, typed: str, there: int) -> None:
    from terminals import Window

    record = a_record(tmp_path, ("a.heic", HEIC), ("b.txt", b"Words."))
    window = Window(
        tmp_path / "home", "portfolio", "build", "--today", TODAY, "--output", tmp_path / "out", "--record", record
    )
    try:
        assert "E1/T1 (a.heic): it is a picture of a kind (.heic)" in " ".join(window.seen.split())
        window.type("?")
        assert "It may tell who made it" in " ".join(window.seen.split())
        told = window.type(typed)
        assert window.status() == 0
    finally:
        window.end()
    assert len(appendices(tmp_path / "out")) == 1 + there
    assert ("Held back" in told) == (not there)


@pty_only
@pytest.mark.parametrize(("pressed", "status"), [("quit\r", 1), ("\x04", 1), ("\x03", 130)])
def test_at_a_terminal_who_stops_at_the_question_has_nothing_written(tmp_path: Path, pressed: str, status: int) -> None:
    from terminals import Window

    record = a_record(tmp_path, ("a.heic", HEIC))
    window = Window(
        tmp_path / "home", "portfolio", "build", "--today", TODAY, "--output", tmp_path / "out", "--record", record
    )
    try:
        window.press(pressed)
        assert window.status() == status
    finally:
        window.end()
    assert not (tmp_path / "out").exists()


@pty_only
def test_at_a_terminal_nothing_is_asked_where_all_is_clean(tmp_path: Path) -> None:
    from terminals import Window

    record = a_record(tmp_path, ("a.jpg", hostile.photograph()))
    window = Window(
        tmp_path / "home", "portfolio", "build", "--today", TODAY, "--output", tmp_path / "out", "--record", record
    )
    try:
        assert window.status() == 0
    finally:
        window.end()
    assert len(appendices(tmp_path / "out")) == 1
