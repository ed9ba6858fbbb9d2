"""Zip files that go out and come back: the same bytes each time, and nothing read from one that is amiss."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import random
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cswo_eval.files import zip_files as safe_zip
from cswo_eval.files.zip_files import read_zip, write_zip
from cswo_eval.record import attachments
from cswo_eval.text.problems import CswoEvalError, ProblemsFound

FILES = {"index.html": b"<p>Portfolio</p>", "evidence/E1/T1-Àrd minute.pdf": b"%PDF-1.7", "a.txt": b""}


def raw_zip(files: Mapping[str, bytes], change: Callable[[zipfile.ZipInfo], None] | None = None) -> bytes:
    """An archive with any names at all, as another program might make it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo("placeholder")
            entry.filename = name
            entry.compress_type = zipfile.ZIP_DEFLATED
            if change is not None:
                change(entry)
            archive.writestr(entry, data)
    return made.getvalue()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "portfolio.zip"


def refusal(path: Path, data: bytes) -> str:
    """What is said of an archive that is not read."""
    path.write_bytes(data)
    with pytest.raises(CswoEvalError) as refused:
        read_zip(path)
    assert sorted(path.parent.iterdir()) == [path]
    return str(refused.value)


# --- writing ----------------------------------------------------------------------------------------------------


def test_what_was_written_is_read_with_sizes_and_checksums(path: Path) -> None:
    write_zip(FILES, path)
    contents = read_zip(path)
    expected = {name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in FILES.items()}
    assert {name: tuple(one) for name, one in contents.members.items()} == expected
    assert {name: contents.read(name) for name in FILES} == FILES


def test_the_same_content_gives_the_same_bytes_whenever_and_in_whatever_order(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "minute.pdf"
    file.write_bytes(b"bytes")
    write_zip({**FILES, "x.pdf": file}, path)
    first = path.read_bytes()
    os.utime(file, (1, 1))
    write_zip({"x.pdf": file, **dict(reversed(FILES.items()))}, path)
    assert path.read_bytes() == first


def test_it_tells_nothing_of_when_or_on_what_it_was_made(path: Path) -> None:
    write_zip(FILES, path)
    with zipfile.ZipFile(path) as archive:
        assert [entry.filename for entry in archive.infolist()] == sorted(FILES)
        for entry in archive.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert (entry.create_system, entry.external_attr >> 16) == (3, stat.S_IFREG | 0o644)
            assert (entry.extra, entry.comment) == (b"", b"")


def test_names_outside_ascii_are_marked_as_utf_8(path: Path) -> None:
    write_zip(FILES, path)
    with zipfile.ZipFile(path) as archive:
        assert archive.getinfo("evidence/E1/T1-Àrd minute.pdf").flag_bits & 0x800


def test_a_large_file_is_written_in_pieces_and_read_back(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "large.bin"
    with open(file, "wb") as sparse:
        sparse.truncate(30_000_000)
    write_zip({"large.bin": file}, path)
    zeros = hashlib.sha256(bytes(30_000_000)).hexdigest()
    assert read_zip(path).members["large.bin"] == (30_000_000, zeros)


def test_what_packs_like_a_bomb_is_written_so_that_it_can_be_read(path: Path) -> None:
    write_zip({"page.html": b"w" * 5_000_000}, path)
    assert read_zip(path).members["page.html"].size == 5_000_000


def test_an_archive_of_nothing_can_be_read(path: Path) -> None:
    write_zip({}, path)
    assert read_zip(path).members == {}


@pytest.mark.parametrize("name", ["../x", "/x", "a\\b", "C:x", "", "a//b", "a/./b", "nul.txt", "a/b.", "x\ny", "a/"])
def test_a_name_that_would_be_refused_is_not_written(path: Path, name: str) -> None:
    with pytest.raises(ProblemsFound, match="No archive was written"):
        write_zip({"good": b"", name: b""}, path)
    assert not path.exists()


def test_two_names_that_are_one_on_some_systems_are_not_written(path: Path) -> None:
    with pytest.raises(ProblemsFound, match="are one name on some systems"):
        write_zip({"Minute.txt": b"1", "minute.TXT": b"2"}, path)


def test_a_file_that_is_gone_leaves_the_archive_that_was_there(path: Path, tmp_path: Path) -> None:
    write_zip(FILES, path)
    before = path.read_bytes()
    with pytest.raises(CswoEvalError, match="could not be read") as refused:
        write_zip({**FILES, "b.txt": tmp_path / "gone.txt"}, path)
    assert "Put it back, or leave it out" in str(refused.value)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_too_large_is_named_before_anything_is_written(path: Path, tmp_path: Path) -> None:
    with open(tmp_path / "scan", "wb") as sparse:
        sparse.truncate(200_000_000)
    with pytest.raises(ProblemsFound, match="would be larger than 100 million bytes"):
        write_zip({"scan.pdf": tmp_path / "scan"}, path)


def test_more_than_a_zip_can_hold_is_refused_in_words(path: Path, tmp_path: Path) -> None:
    with open(tmp_path / "scan", "wb") as sparse:
        sparse.truncate(99_000_000)
    with pytest.raises(ProblemsFound, match="Leave out the largest attachments"):
        write_zip({f"{number}.pdf": tmp_path / "scan" for number in range(21)}, path)


def test_a_full_disk_is_said_in_words_and_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(attachments.os, "fsync", full)
    with pytest.raises(CswoEvalError, match="the disk is full"):
        write_zip(FILES, path)
    assert list(path.parent.iterdir()) == []


PARTS = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters='<>:"/\\|?*.'), min_size=1, max_size=20)
NAMES = st.lists(st.lists(PARTS.map(lambda part: f"x{part}"), min_size=1, max_size=3).map("/".join), max_size=6)


@given(NAMES, st.binary(max_size=200))
def test_whatever_can_be_written_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], data: bytes
) -> None:
    path = tmp_path_factory.mktemp("zip") / "x.zip"
    files = dict.fromkeys(names, data)
    try:
        write_zip(files, path)
    except ProblemsFound:
        assert not path.exists()
        return
    contents = read_zip(path)
    assert {name: contents.read(name) for name in contents.members} == files


# --- names that are refused -------------------------------------------------------------------------------------

BAD_NAMES = {
    "../../profile.yaml": "leads out of the folder",
    "a/../../b": "leads out of the folder",
    "..": "leads out of the folder",
    "..\\b": "leads out of the folder",
    "/etc/passwd": "names a place on a disk",
    "\\\\server\\share": "names a place on a disk",
    "C:\\x": "names a place on a disk",
    "c:x": "names a place on a disk",
    "a\\b": "has a backslash in it",
    "a//b": "is a name that not every system takes",
    "./a": "is a name that not every system takes",
    "a/con.txt": "is a name that not every system takes",
    "a/b:stream": "is a name that not every system takes",
    "a /b": "is a name that not every system takes",
    "bell\x07": "is a name that not every system takes",
    "cod\u202efdp.exe": "is a name that not every system takes",
    "x" * 5000: "is longer than 400 characters",
}


@pytest.mark.parametrize(("name", "said"), BAD_NAMES.items(), ids=[name[:20] for name in BAD_NAMES])
def test_a_name_that_could_escape_is_refused(path: Path, name: str, said: str) -> None:
    assert said in refusal(path, raw_zip({"good.txt": b"x", name: b"y"}))


def test_a_name_cut_by_a_nul_is_refused(path: Path) -> None:
    """Python shows such a name only up to the NUL."""
    data = raw_zip({"a.txt!b": b"x"}).replace(b"a.txt!", b"a.txt\0")
    assert "not every system takes" in refusal(path, data)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("minute.txt", "minute.txt", "is there twice"),
        ("minute.txt", "Minute.TXT", "are one name on some systems"),
        ("straße", "STRASSE", "are one name on some systems"),
        ("Àrd", unicodedata.normalize("NFD", "Àrd"), "are one name on some systems"),
        ("minute", "minute/", "are one name on some systems"),
        ("minute", "minute/a.txt", "lies in 'minute', which is a file"),
        ("Minute", "minute/b/a.txt", "lies in 'Minute', which is a file"),
    ],
)
def test_names_that_two_files_share_are_refused(path: Path, one: str, other: str, said: str) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(one, b"")
        archive.writestr(other, b"")
    assert said in refusal(path, made.getvalue())


def test_folders_and_what_a_mac_adds_are_no_reason_to_refuse(path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a/", "a/b.txt", "__MACOSX/a/._b.txt", ".DS_Store"):
            archive.writestr(name, b"" if name.endswith("/") else b"x")
    path.write_bytes(made.getvalue())
    assert set(read_zip(path).members) == {"a/b.txt", "__MACOSX/a/._b.txt", ".DS_Store"}


def test_an_archive_that_was_packed_anew_elsewhere_is_read(path: Path) -> None:
    """Written to a stream, with the sizes after each file, as many programs do."""

    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.data += data  # type: ignore[arg-type]
            return len(data)  # type: ignore[arg-type]

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        for name, data in FILES.items():
            archive.writestr(name, data)
    path.write_bytes(bytes(stream.data))
    assert {name: read_zip(path).read(name) for name in FILES} == FILES


# --- contents that are refused ----------------------------------------------------------------------------------


def test_a_link_is_refused(path: Path) -> None:
    def link(entry: zipfile.ZipInfo) -> None:
        entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16

    assert "'x' is a link or a device" in refusal(path, raw_zip({"x": b"/etc/passwd"}, link))


def test_a_password_is_refused(path: Path) -> None:
    data = bytearray(raw_zip({"x": b"secret"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert "'x' is protected by a password" in refusal(path, bytes(data))


def test_another_way_of_packing_is_refused(path: Path) -> None:
    def with_bzip(entry: zipfile.ZipInfo) -> None:
        entry.compress_type = zipfile.ZIP_BZIP2

    assert "packed in a way that few programs know" in refusal(path, raw_zip({"x": b"x"}, with_bzip))


def test_a_file_that_explodes_is_refused_before_it_is_unpacked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    said = refusal(path, _bomb())
    assert "more than 200 times its size unpacked" in said


def _bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(50_000_000)) + packer.flush()
    return _one_file(b"bomb.txt", packed, zlib.crc32(bytes(50_000_000)), 50_000_000)


def _one_file(name: bytes, packed: bytes, crc: int, size: int) -> bytes:
    """An archive of one deflated file, with whatever size and check sum it is to claim."""
    head = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, crc, len(packed), size, len(name), 0)
    local = b"PK\x03\x04" + head + name + packed
    listed = b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    return local + listed + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(listed), len(local), 0)


def test_a_bomb_that_claims_to_be_small_is_found_out(path: Path) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(50_000_000)) + packer.flush()
    data = _one_file(b"bomb.txt", packed, zlib.crc32(bytes(1000)) ^ 1, 1000)
    assert "'bomb.txt' is damaged" in refusal(path, data)


def test_sizes_beyond_the_limits_are_refused(path: Path) -> None:
    assert "would be larger than 100 million bytes unpacked" in refusal(path, _one_file(b"x", b"", 0, 200_000_000))


def test_all_together_beyond_the_limit_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_zip, "PORTFOLIO_ZIP", safe_zip.PORTFOLIO_ZIP._replace(total=1000))
    said = refusal(path, raw_zip({str(number): random.Random(1).randbytes(200) for number in range(6)}))
    assert "unpacked it would be larger than" in said


def test_more_files_than_a_portfolio_can_have_are_refused_before_they_are_listed(path: Path) -> None:
    said = refusal(path, raw_zip({str(number): b"" for number in range(5_001)}))
    assert "lists more than 5,000 files" in said


def test_files_that_lie_over_one_another_are_refused(path: Path) -> None:
    """One packed file listed many times under many names: each is small, all together are not."""
    data = raw_zip({"a": b"x" * 500, "b": b"y" * 500})
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 1)
    listed = bytearray(data)
    listed[second + 42 : second + 46] = listed[first + 42 : first + 46]
    assert "lies over another file" in refusal(path, bytes(listed))


@pytest.mark.parametrize("kept", [0, 10, 40, 100, -1, -10, -30])
def test_an_archive_that_did_not_arrive_whole_is_refused(path: Path, kept: int) -> None:
    said = refusal(path, raw_zip(FILES)[:kept])
    assert "was not read, because of what is in it" in said


@pytest.mark.parametrize("data", [b"", b"x" * 10_000, b"%PDF-1.7", b"PK\x05\x06", b"PK\x03\x04" * 100])
def test_what_is_no_archive_at_all_is_refused(path: Path, data: bytes) -> None:
    assert "this is no zip archive, or its end is missing" in refusal(path, data)


@pytest.mark.parametrize("where", ["before", "after"])
def test_something_before_or_after_the_archive_is_refused(path: Path, where: str) -> None:
    data = raw_zip(FILES)
    said = refusal(path, b"#!/bin/sh\n" + data if where == "before" else data + b"more")
    assert "something stands before, within or after it" in said


def test_a_false_check_sum_is_found(path: Path) -> None:
    source = path.parent / "x"
    source.write_bytes(bytes(600_000) + b"stored words")
    write_zip({"x.txt": source}, path)
    source.unlink()
    data = path.read_bytes().replace(b"stored words", b"stored wards")
    assert "'x.txt' is damaged" in refusal(path, data)


def test_a_name_that_differs_between_list_and_file_is_found(path: Path) -> None:
    data = raw_zip({"good.txt": b"x"})
    assert "'good.txt' is damaged" in refusal(path, data.replace(b"good.txt", b"evil.txt", 1))


def test_all_problems_are_said_at_once(path: Path) -> None:
    said = refusal(path, raw_zip({"../a": b"", "/b": b"", "c\\d": b""}))
    assert [part in said for part in ("'../a'", "'/b'", "'c\\d'")] == [True, True, True]
    assert "Nothing was changed. Ask whoever sent it to make it again." in said


def test_of_thousands_of_problems_some_are_shown_and_the_rest_counted(path: Path) -> None:
    said = refusal(path, raw_zip({f"../{number}": b"" for number in range(1_000)}))
    assert said.count("leads out") == 50
    assert "(and 950 more)" in said


def test_a_missing_file_and_a_folder_are_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(CswoEvalError, match="There is no file"):
        read_zip(tmp_path / "gone.zip")
    with pytest.raises(CswoEvalError, match="is a folder"):
        read_zip(tmp_path)


def test_an_archive_that_is_replaced_after_it_was_read_through_is_noticed(path: Path) -> None:
    write_zip({"a": b"one"}, path)
    contents = read_zip(path)
    write_zip({"a": b"two"}, path)
    with pytest.raises(CswoEvalError, match="was changed while it was being read"):
        contents.read("a")


@given(st.binary(max_size=300), st.integers(0, 400), st.integers(0, 20))
def test_any_damage_is_refused_in_words_or_leaves_the_content_whole(
    tmp_path_factory: pytest.TempPathFactory, patch: bytes, at: int, length: int
) -> None:
    path = tmp_path_factory.mktemp("zip") / "x.zip"
    data = bytearray(raw_zip(FILES))
    at = min(at, len(data))
    data[at : at + length] = patch[:length]
    path.write_bytes(bytes(data))
    try:
        contents = read_zip(path)
    except CswoEvalError:
        return
    assert sorted(one.sha256 for one in contents.members.values()) == sorted(
        hashlib.sha256(one).hexdigest() for one in FILES.values()
    )
