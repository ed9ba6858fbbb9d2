"""Files attached to an entry: what is taken and what is refused, in words; where they lie; that they are still as they were."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from building import NOW, a_profile, a_register, an_entry, changed
from hypothesis import given
from hypothesis import strategies as st

from cswo_eval.files.safe_names import is_safe_name, safe_name
from cswo_eval.record import attachments
from cswo_eval.record.attachments import LARGEST, copy_in, path_of, read_attachment, verify, with_attachment
from cswo_eval.record.models import Attachment, Evidence, EvidenceRegister
from cswo_eval.record.store import Record
from cswo_eval.text.problems import CswoEvalError

posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no such links, pipes and rights")
WORDS = b"Minute of the public protection committee."


class Desk:
    """A record with one entry, and a folder of the owner's files beside it."""

    def __init__(self, folder: Path) -> None:
        self.files = folder / "my files"
        self.files.mkdir()
        self.record = Record(folder / "record")
        self.register = a_register([an_entry(1), an_entry(2)])
        with self.record.changing("test", lambda: NOW) as writer:
            writer.save_profile(a_profile())
            writer.save_register(self.register)

    @property
    def entry(self) -> Evidence:
        return self.register.entries[0]

    @property
    def stored(self) -> list[str]:
        """Everything below the record's attachments folder."""
        folder = self.record.folder / "attachments"
        return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())

    def file(self, name: str = "minute.txt", data: bytes = WORDS) -> Path:
        path = self.files / name
        path.write_bytes(data)
        return path

    def attach(self, source: Path, replaces: str | None = None) -> Attachment:
        """Attach a file to the first entry and save the register, as a command does."""
        with self.record.changing("test", lambda: NOW) as writer:
            made = copy_in(writer, self.entry, source, NOW, replaces)
            self.register = self.register.with_entry(with_attachment(self.entry, made))
            writer.save_register(self.register)
        return made

    def refusal(self, source: Path, replaces: str | None = None) -> str:
        """What is said where a file is not taken; nothing of the record has changed then."""
        before = self.stored
        with pytest.raises(CswoEvalError) as refused:
            self.attach(source, replaces)
        assert self.stored == before
        return str(refused.value)

    def problems(self) -> list[str]:
        """What is wrong with the files, in words, of the register as it was saved."""
        return [str(one) for one in verify(self.record, Record(self.record.folder).register())]

    def edit(self, old: str, new: str) -> None:
        """Edit the register by hand."""
        path = self.record.folder / "evidence.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


# --- what is kept -----------------------------------------------------------------------------------------------


def test_the_bytes_are_copied_with_their_size_and_checksum(desk: Desk) -> None:
    made = desk.attach(desk.file())
    assert (made.id, made.name, made.size, made.added) == ("T1", "minute.txt", len(WORDS), NOW)
    assert made.sha256 == hashlib.sha256(WORDS).hexdigest()
    assert read_attachment(desk.record, made) == WORDS
    assert path_of(desk.record, made) == desk.record.folder / "attachments" / "E1" / "T1-minute.txt"


def test_an_attachment_is_kept_in_the_register_as_it_was_made(desk: Desk) -> None:
    made = desk.attach(desk.file())
    assert Record(desk.record.folder).register().entries[0].attachments == (made,)


def test_the_owners_own_file_is_left_as_it_is(desk: Desk) -> None:
    source = desk.file()
    before = source.stat()
    desk.attach(source)
    assert source.read_bytes() == WORDS
    assert source.stat().st_mtime_ns == before.st_mtime_ns


@posix_only
def test_only_the_owner_may_read_the_copy(desk: Desk) -> None:
    path = path_of(desk.record, desk.attach(desk.file()))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_file_that_changes_after_it_was_attached_leaves_the_copy_as_it_was(desk: Desk) -> None:
    source = desk.file()
    made = desk.attach(source)
    source.write_bytes(b"something else")
    assert read_attachment(desk.record, made) == WORDS
    source.unlink()
    assert desk.problems() == []


def test_a_file_of_exactly_the_most_bytes_is_taken_and_read_through_in_pieces(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "LARGEST", 3_000_000)
    made = desk.attach(desk.file(data=b"x" * 3_000_000))
    assert made.size == 3_000_000
    assert desk.problems() == []


# --- names ------------------------------------------------------------------------------------------------------

NAMES = {
    "spaces": ("my minute of May.pdf", "T1-my minute of May.pdf"),
    "Gaelic": ("Àrd-Oifigear na h-Obrach Sòisealta.pdf", "T1-Àrd-Oifigear na h-Obrach Sòisealta.pdf"),
    "accents set apart": (unicodedata.normalize("NFD", "Àrd.txt"), "T1-Àrd.txt"),
    "another script": ("протокол 会議.txt", "T1-протокол 会議.txt"),
    "a hidden file": (".minute", "T1-.minute"),
    "two extensions": ("minute.tar.gz", "T1-minute.tar.gz"),
    "none": ("minute", "T1-minute"),
    "quotes": ("the council's 50% #1 (final).txt", "T1-the council's 50% #1 (final).txt"),
}
POSIX_NAMES = {
    "what Windows forbids": ('a<b>c:d"e|f?g*h\\i.txt', "T1-a_b_c_d_e_f_g_h_i.txt"),
    "control characters": ("a\nb\x1bc\x7f.txt", "T1-a_b_c_.txt"),
    "direction marks": ("a\u202etxt.exe", "T1-a_txt.exe"),
    "a dot and a space at the end": ("minute. ", "T1-minute"),
    "climbing": ("..\\..\\profile.yaml", "T1-.._.._profile.yaml"),
}


@pytest.mark.parametrize(("name", "stored"), NAMES.values(), ids=NAMES)
def test_a_name_is_kept_as_given_and_stored_so_that_every_system_takes_it(desk: Desk, name: str, stored: str) -> None:
    made = desk.attach(desk.file(name))
    assert made.name == name
    assert desk.stored == [f"E1/{stored}"]
    assert read_attachment(desk.record, made) == WORDS


@posix_only
@pytest.mark.parametrize(("name", "stored"), POSIX_NAMES.values(), ids=POSIX_NAMES)
def test_a_name_that_only_some_systems_take_is_stored_in_another_form(desk: Desk, name: str, stored: str) -> None:
    made = desk.attach(desk.file(name))
    assert made.name == name
    assert desk.stored == [f"E1/{stored}"]
    assert desk.problems() == []


def test_a_very_long_name_is_cut_and_keeps_its_extension(desk: Desk) -> None:
    name = "Ò" * 120 + ".docx"
    made = desk.attach(desk.file(name))
    assert made.name == name
    stored = made.stored.removeprefix("E1/")
    assert len(stored.encode()) <= 100
    assert stored.endswith("Ò.docx")


@posix_only
def test_a_name_in_no_known_characters_is_kept_as_far_as_it_can_be_written_down(desk: Desk) -> None:
    source = os.fsencode(desk.files) + b"/minute\xff.txt"
    with open(source, "wb") as file:
        file.write(WORDS)
    made = desk.attach(Path(os.fsdecode(source)))
    assert made.name == "minute\N{REPLACEMENT CHARACTER}.txt"
    assert desk.problems() == []


def test_two_files_of_one_name_are_both_kept(desk: Desk) -> None:
    first = desk.attach(desk.file())
    second = desk.attach(desk.file(data=b"another minute"))
    assert (first.name, first.id) == ("minute.txt", "T1")
    assert (second.name, second.id) == ("minute.txt", "T2")
    assert read_attachment(desk.record, first) == WORDS
    assert read_attachment(desk.record, second) == b"another minute"


def test_an_id_and_a_file_that_the_register_no_longer_names_are_not_used_again(desk: Desk) -> None:
    """As after `undo`: what it took out of the register may come back, and finds its file."""
    before = desk.register
    first = desk.attach(desk.file())
    desk.register = before
    second = desk.attach(desk.file(data=b"another minute"))
    assert second.id == "T2"
    assert read_attachment(desk.record, first) == WORDS


@pytest.mark.parametrize("name", ["CON", "nul.txt", "com1.docx", "LPT9", "aux.b.pdf", "com².x", "CONIN$", "prn.tar.gz"])
def test_a_name_that_windows_keeps_for_a_device_becomes_another(name: str) -> None:
    assert safe_name(name) == f"_{name}"


@pytest.mark.parametrize("name", ["", ".", "..", "...", "/", " . ", "\x00"])
def test_a_name_of_nothing_becomes_one(name: str) -> None:
    assert is_safe_name(safe_name(name))


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["", ".docx", ".", ". ", "/x", "\\..\\y"]))
def test_every_name_made_safe_is_one_short_plain_name_and_stays_so(name: str, end: str) -> None:
    safe = safe_name(name + end)
    assert is_safe_name(safe)
    assert len(safe.encode()) <= 100
    assert safe_name(safe) == safe
    assert not set(safe) & set('/\\:*?"<>|\0\n\r\t')
    assert safe not in ("", ".", "..")


# --- what is refused --------------------------------------------------------------------------------------------


def test_a_file_that_is_not_there(desk: Desk) -> None:
    said = desk.refusal(desk.files / "no such minute.txt")
    assert "There is no file" in said
    assert "quotation marks" in said


def test_a_folder(desk: Desk) -> None:
    assert "is a folder. Attach the files in it one by one." in desk.refusal(desk.files)


def test_an_empty_file(desk: Desk) -> None:
    assert "is empty (0 bytes)" in desk.refusal(desk.file(data=b""))


@posix_only
def test_a_link_is_refused_with_the_file_that_it_leads_to(desk: Desk) -> None:
    link = desk.files / "link.txt"
    link.symlink_to(desk.file())
    said = desk.refusal(link)
    assert said.endswith(f"is a link. Name the file that it leads to: {(desk.files / 'minute.txt').resolve()}")


@posix_only
@pytest.mark.parametrize("target", ["nowhere.txt", "link.txt"])
def test_a_link_that_leads_nowhere_or_to_itself(desk: Desk, target: str) -> None:
    link = desk.files / "link.txt"
    link.symlink_to(desk.files / target)
    assert "is a link that leads nowhere" in desk.refusal(link)


def test_a_windows_shortcut(desk: Desk) -> None:
    assert "is a shortcut. Attach the file that it leads to" in desk.refusal(desk.file("minute.docx.LNK"))


@posix_only
def test_a_pipe_is_refused_at_once(desk: Desk) -> None:
    os.mkfifo(desk.files / "pipe")
    assert "not a file" in desk.refusal(desk.files / "pipe")


@posix_only
def test_a_device(desk: Desk) -> None:
    assert "not a file" in desk.refusal(Path("/dev/zero"))


def test_200_million_bytes_are_refused_with_what_to_do(desk: Desk) -> None:
    source = desk.files / "scan.pdf"
    with open(source, "wb") as file:
        file.truncate(200_000_000)
    said = desk.refusal(source)
    assert "has 200 million bytes, and an attachment may have 100 million" in said
    assert "Save it smaller" in said


def test_a_file_that_grows_beyond_the_most_while_it_is_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    source = desk.file(data=b"x" * 1000)
    real = os.open

    def grow(path: str | Path, *rest: int) -> int:
        if path == source:
            with open(source, "r+b") as file:
                file.truncate(LARGEST + 1)
        return real(path, *rest)

    monkeypatch.setattr(attachments.os, "open", grow)
    assert "may have 100 million" in desk.refusal(source)


@posix_only
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(desk: Desk) -> None:
    source = desk.file()
    source.chmod(0)
    assert "may not be read" in desk.refusal(source)


def test_a_file_that_another_program_holds(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    source = desk.file()
    real = os.open

    def held(path: str | Path, *rest: int) -> int:
        if path == source:
            raise PermissionError(errno.EACCES, "sharing violation")
        return real(path, *rest)

    monkeypatch.setattr(attachments.os, "open", held)
    assert "If it is open in another program, close it there" in desk.refusal(source)


@pytest.mark.parametrize("name", ["profile.yaml", "evidence.yaml"])
def test_a_file_of_the_record_itself(desk: Desk, name: str) -> None:
    assert "lies in the record's own folder" in desk.refusal(desk.record.folder / name)


def test_a_path_that_climbs_is_taken_by_its_last_name(desk: Desk) -> None:
    desk.file()
    made = desk.attach(desk.files / ".." / "my files" / "minute.txt")
    assert made.stored == "E1/T1-minute.txt"


def changing_before_the_copy(change: Callable[[], object]) -> Callable[[Path], Iterator[object]]:
    """What makes the copy, with something that happens to the file just before it is made."""
    real = attachments.opened_beside

    @contextmanager
    def writing(path: Path) -> Iterator[object]:
        change()
        with real(path) as opened:
            yield opened

    return writing


@pytest.mark.parametrize("how", ["longer", "same length", "touched", "another in its place", "gone", "emptied"])
def test_a_file_that_changes_while_it_is_copied_is_noticed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    source = desk.file()
    other = desk.file("other.txt")
    changes: dict[str, Callable[[], object]] = {
        "longer": lambda: source.write_bytes(WORDS + b"!"),
        "same length": lambda: source.write_bytes(WORDS[:-1] + b"!"),
        "touched": lambda: os.utime(source, ns=(1, 1)),
        "another in its place": lambda: os.replace(other, source),
        "gone": source.unlink,
        "emptied": lambda: source.write_bytes(b""),
    }
    monkeypatch.setattr(attachments, "opened_beside", changing_before_the_copy(changes[how]))
    assert "was changed while it was being copied, so nothing was attached" in desk.refusal(source)


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_is_said_in_words_and_leaves_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    source = desk.file()
    with desk.record.changing("test", lambda: NOW) as writer, monkeypatch.context() as patched:
        patched.setattr(attachments.os, call, full)
        with pytest.raises(CswoEvalError, match="the disk is full") as refused:
            writer.save_register(a_register([with_attachment(desk.entry, copy_in(writer, desk.entry, source, NOW))]))
    assert "Free some space and try again" in str(refused.value)
    assert desk.stored == []


def test_an_interruption_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    source = desk.file()
    with desk.record.changing("test", lambda: NOW) as writer, monkeypatch.context() as patched:
        patched.setattr(attachments.os, "fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            copy_in(writer, desk.entry, source, NOW)
    assert desk.stored == []


def test_what_a_crash_left_is_swept_by_the_next_change(desk: Desk) -> None:
    folder = desk.record.folder / "attachments" / "E1"
    folder.mkdir(parents=True)
    (folder / ".saving-0011223344").write_bytes(b"half")
    desk.attach(desk.file())
    assert desk.stored == ["E1/T1-minute.txt"]


@posix_only
@pytest.mark.parametrize("place", ["attachments", "attachments/E1"])
def test_a_folder_of_attachments_that_is_a_link_is_not_written_to(desk: Desk, tmp_path: Path, place: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    link = desk.record.folder / place
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(outside, target_is_directory=True)
    with pytest.raises(CswoEvalError, match="is a link, and the record keeps its files in folders of its own"):
        desk.attach(desk.file())
    assert list(outside.iterdir()) == []


# --- revisions --------------------------------------------------------------------------------------------------


def test_a_revision_keeps_the_file_that_it_replaces(desk: Desk) -> None:
    first = desk.attach(desk.file())
    second = desk.attach(desk.file(data=b"the minute as agreed"), replaces="T1")
    assert second.replaces == "T1"
    assert desk.entry.attachments == (first, second)
    assert desk.entry.current_attachments() == (second,)
    assert read_attachment(desk.record, first) == WORDS
    assert read_attachment(desk.record, second) == b"the minute as agreed"


def test_every_attachment_is_current_that_no_other_replaces(desk: Desk) -> None:
    desk.attach(desk.file(data=b"1"))
    desk.attach(desk.file(data=b"2"))
    desk.attach(desk.file(data=b"3"), replaces="T1")
    desk.attach(desk.file(data=b"4"), replaces="T3")
    assert [one.id for one in desk.entry.current_attachments()] == ["T2", "T4"]


def test_what_was_replaced_already_names_its_revision(desk: Desk) -> None:
    desk.attach(desk.file(data=b"1"))
    desk.attach(desk.file(data=b"2"), replaces="T1")
    said = desk.refusal(desk.file(data=b"3"), replaces="T1")
    assert said == "T1 of E1 was replaced by T2 already. Replace T2 instead."


def test_a_revision_of_nothing_says_what_there_is(desk: Desk) -> None:
    assert "E1 has no attachment T9 to replace. It has none yet" in desk.refusal(desk.file(), replaces="T9")
    desk.attach(desk.file())
    assert "It has T1." in desk.refusal(desk.file(data=b"2"), replaces="T9")


def test_attachments_edited_by_hand_to_replace_one_another_are_not_all_lost(desk: Desk) -> None:
    desk.attach(desk.file(data=b"1"))
    desk.attach(desk.file(data=b"2"))
    first, second = desk.entry.attachments
    entry = changed(desk.entry, attachments=(changed(first, replaces="T2"), changed(second, replaces="T1")))
    assert [one.id for one in entry.current_attachments()] == ["T2"]
    assert changed(entry, attachments=(changed(first, replaces="T1"),)).current_attachments() != ()


def test_the_same_bytes_are_not_copied_twice(desk: Desk) -> None:
    desk.attach(desk.file())
    said = desk.refusal(desk.file("copy of minute.txt"))
    assert "is attached to E1 already, as T1 (minute.txt)" in said


def test_the_same_bytes_may_be_attached_to_another_entry(desk: Desk) -> None:
    desk.attach(desk.file())
    with desk.record.changing("test", lambda: NOW) as writer:
        made = copy_in(writer, desk.register.entries[1], desk.file(), NOW)
    assert made.stored == "E2/T1-minute.txt"


def test_a_file_that_was_lost_is_put_back_by_attaching_it_again(desk: Desk) -> None:
    made = desk.attach(desk.file())
    path_of(desk.record, made).unlink()
    assert desk.attach(desk.file("found again.txt")) == made
    assert desk.entry.attachments == (made,)
    assert desk.problems() == []


# --- verifying --------------------------------------------------------------------------------------------------


def test_nothing_is_wrong_with_files_as_they_were_attached(desk: Desk) -> None:
    desk.attach(desk.file())
    desk.attach(desk.file(data=b"2"), replaces="T1")
    assert desk.problems() == []


def test_a_file_that_vanished_is_named_with_what_to_do(desk: Desk) -> None:
    path = path_of(desk.record, desk.attach(desk.file()))
    path.unlink()
    assert desk.problems() == [
        "E1, T1 (minute.txt): its file is no longer in the record. "
        f"Put it back from a backup, as {path}, or attach the same file again."
    ]


@pytest.mark.parametrize(
    "data", [WORDS + b"!", WORDS[:-1], WORDS[:-1] + b"!", b""], ids=["longer", "cut", "same size", "empty"]
)
def test_a_file_that_was_changed_is_named(desk: Desk, data: bytes) -> None:
    made = desk.attach(desk.file())
    path_of(desk.record, made).write_bytes(data)
    (said,) = desk.problems()
    assert said.startswith("E1, T1 (minute.txt): its file is not as it was when you attached it.")
    with pytest.raises(CswoEvalError, match="not as it was when you attached it"):
        read_attachment(desk.record, made)


def test_an_earlier_revision_is_looked_at_too(desk: Desk) -> None:
    first = desk.attach(desk.file())
    desk.attach(desk.file(data=b"2"), replaces="T1")
    path_of(desk.record, first).unlink()
    assert [one.attachment for one in verify(desk.record, desk.register)] == ["T1"]


def test_all_that_is_wrong_is_said_at_once(desk: Desk) -> None:
    first = desk.attach(desk.file())
    second = desk.attach(desk.file(data=b"2"))
    desk.attach(desk.file(data=b"3"))
    path_of(desk.record, first).unlink()
    path_of(desk.record, second).write_bytes(b"4")
    found = verify(desk.record, desk.register)
    assert [(one.entry, one.attachment, one.kind) for one in found] == [
        ("E1", "T1", "missing"),
        ("E1", "T2", "changed"),
    ]


def test_an_entry_that_was_taken_out_is_passed_over(desk: Desk) -> None:
    path_of(desk.record, desk.attach(desk.file())).unlink()
    gone = desk.register.with_entry(changed(desk.entry, removed=NOW))
    assert verify(desk.record, gone) == []


OUTSIDE = {
    "climbing": "../profile.yaml",
    "climbing further in": "E1/../../profile.yaml",
    "absolute": "/etc/hosts",
    "a drive": "C:/Windows/win.ini",
    "backslashes": "..\\\\profile.yaml",
    "a dot": "./E1/T1-minute.txt",
    "empty": "",
    "an empty part": "E1//T1-minute.txt",
    "a device": "E1/CON",
    "a stream": "E1/T1-minute.txt:hidden",
    "a NUL": "E1/T1\\0minute.txt",
}


@pytest.mark.parametrize("stored", OUTSIDE.values(), ids=OUTSIDE)
def test_a_path_edited_by_hand_to_lead_elsewhere_is_not_opened(desk: Desk, stored: str) -> None:
    desk.attach(desk.file())
    desk.edit("stored: E1/T1-minute.txt", f'stored: "{stored}"')
    register: EvidenceRegister = Record(desk.record.folder).register()
    (found,) = verify(desk.record, register)
    assert (found.entry, found.name, found.kind) == ("E1", "minute.txt", "outside")
    assert "so it was not opened" in found.what
    for look in (path_of, read_attachment):
        with pytest.raises(CswoEvalError, match="`stored` in evidence"):
            look(desk.record, register.entries[0].attachments[0])


@posix_only
@pytest.mark.parametrize("place", ["attachments/E1/T1-minute.txt", "attachments/E1", "attachments"])
def test_a_link_in_the_place_of_a_file_or_folder_is_not_followed(desk: Desk, tmp_path: Path, place: str) -> None:
    """Even where it leads to the very same bytes."""
    made = desk.attach(desk.file())
    path = desk.record.folder / place
    moved = tmp_path / "moved"
    path.rename(moved)
    path.symlink_to(moved)
    assert [one.kind for one in verify(desk.record, desk.register)] == ["outside"]
    with pytest.raises(CswoEvalError, match="so it was not opened"):
        read_attachment(desk.record, made)


@posix_only
@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_a_folder_or_pipe_in_the_place_of_a_file_is_said_at_once(desk: Desk, kind: str) -> None:
    path = path_of(desk.record, desk.attach(desk.file()))
    path.unlink()
    path.mkdir() if kind == "folder" else os.mkfifo(path)
    assert [one.kind for one in verify(desk.record, desk.register)] == ["outside"]


def test_a_record_that_a_mac_brought_with_its_accents_set_apart_still_finds_its_files(desk: Desk) -> None:
    made = desk.attach(desk.file("Àrd-Oifigear.txt"))
    path = path_of(desk.record, made)
    path.rename(path.with_name(unicodedata.normalize("NFD", path.name)))
    assert read_attachment(desk.record, made) == WORDS
    assert desk.problems() == []


def test_a_record_that_was_moved_finds_its_files(desk: Desk, tmp_path: Path) -> None:
    made = desk.attach(desk.file())
    moved = Path(shutil.move(desk.record.folder, tmp_path / "elsewhere"))
    assert verify(Record(moved), desk.register) == []
    assert read_attachment(Record(moved), made) == WORDS


def test_500_attachments_are_each_opened_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments.os, "fsync", lambda _: None)
    with desk.record.changing("test", lambda: NOW) as writer:
        for number in range(500):
            made = copy_in(writer, desk.entry, desk.file(data=b"%d" % number), NOW)
            desk.register = desk.register.with_entry(with_attachment(desk.entry, made))
        writer.save_register(desk.register)
    assert [one.id for one in desk.entry.attachments] == [f"T{number}" for number in range(1, 501)]
    opened = []
    real = os.open

    def count(path: str | Path, *rest: int) -> int:
        opened.append(path)
        return real(path, *rest)

    monkeypatch.setattr(attachments.os, "open", count)
    assert desk.problems() == []
    assert len(opened) == len(set(opened)) == 500
