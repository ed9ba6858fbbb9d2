"""`portfolio verify`: a portfolio that is whole, one that is not, and archives made to do harm."""

from __future__ import annotations

import io
import json
import os
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import Finished
from portfolios import TODAY, a_file, a_student, a_zip, files_in, with_manifest, zipped
from processes import Program, run_here

Verify = Callable[..., Finished]


@pytest.fixture(scope="module")
def original(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip of a portfolio; its folder lies beside it."""
    folder = tmp_path_factory.mktemp("original")
    record = a_student(folder / "record", files={"E1": [a_file(folder, "a.txt", "Words.")]})
    assert program("portfolio", "build", "--today", TODAY, "--output", folder / "out", record=record).status == 0
    return folder / "out.zip"


@pytest.fixture
def verify(monkeypatch: pytest.MonkeyPatch) -> Verify:
    """`portfolio verify`, for which no record is needed."""

    def run(path: Path, *options: str) -> Finished:
        return run_here(monkeypatch, "portfolio", "verify", path, *options, columns=200)

    return run


def in_folder(folder: Path, files: Mapping[str, bytes]) -> Path:
    """These files in a folder."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def refused(done: Finished, *said: str) -> None:
    """Not verified: in words, on the error stream, without a traceback."""
    assert (done.status, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    for words in said:
        assert words in done.stderr, done.stderr


# --- whole --------------------------------------------------------------------------------------------------------------


def test_a_portfolio_as_it_was_built_is_verified_as_zip_and_as_folder(verify: Verify, original: Path) -> None:
    number = len(zipped(original)) - 1
    for path in (original, original.with_suffix("")):
        done = verify(path)
        assert done.status == 0
        assert f"{number}, all there" in done.stdout
        assert TODAY in done.stdout
        assert "who built it" in done.stdout  # what no hash can tell


def test_json_says_the_same(verify: Verify, original: Path) -> None:
    value = json.loads(verify(original, "--json").stdout)
    assert value == {"made": TODAY, "files": len(zipped(original)) - 1, "problems": []}


@pytest.mark.parametrize("top", ["out/", "My portfolio – final/"])
def test_a_folder_that_was_packed_again_by_hand_is_verified(
    verify: Verify, original: Path, tmp_path: Path, top: str
) -> None:
    """As Windows and a Mac do it: with the folder's name, and with what the system left in it."""
    files = {f"{top}{name}": data for name, data in zipped(original).items()}
    files |= {f"{top}.DS_Store": b"x", f"__MACOSX/{top}._portfolio.docx": b"x", f"{top}Thumbs.db": b"x"}
    assert verify(a_zip(tmp_path / "hand.zip", files)).status == 0


def test_what_a_system_leaves_in_a_folder_that_was_opened_is_no_change(
    verify: Verify, original: Path, tmp_path: Path
) -> None:
    folder = in_folder(tmp_path / "out", {**zipped(original), ".DS_Store": b"x", "parts/Thumbs.db": b"x"})
    assert verify(folder).status == 0


# --- not whole ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["zip", "folder"])
def test_what_was_changed_taken_out_or_added_is_named_all_at_once(
    verify: Verify, original: Path, tmp_path: Path, form: str
) -> None:
    files = zipped(original)
    files["portfolio.docx"] = files["portfolio.docx"][:-1] + b"?"
    del files["parts/03-learning-contract.docx"]
    files["appendices/appendix-09-E9-T9.pdf"] = b"Added."
    path = a_zip(tmp_path / "x.zip", files) if form == "zip" else in_folder(tmp_path / "x", files)
    refused(
        verify(path),
        "portfolio.docx: was changed since",
        "parts/03-learning-contract.docx: is missing",
        "appendices/appendix-09-E9-T9.pdf: was not part of",
    )


def test_one_changed_letter_of_the_same_length_is_found(verify: Verify, original: Path, tmp_path: Path) -> None:
    files = zipped(original)
    files["READ-ME.txt"] = files["READ-ME.txt"].replace(b"What", b"what", 1)
    refused(verify(a_zip(tmp_path / "x.zip", files)), "READ-ME.txt: was changed since")


def test_without_a_manifest_it_is_no_portfolio(verify: Verify, original: Path, tmp_path: Path) -> None:
    files = zipped(original)
    del files["manifest.json"]
    refused(verify(a_zip(tmp_path / "x.zip", files)), "holds no manifest.json")
    refused(verify(in_folder(tmp_path / "x", files)), "holds no manifest.json")


SPOILT = {
    "no JSON": b"{",
    "no text": b"\xff\xfe\x00",
    "empty": b"",
    "a number": b"7",
    "a list": b"[]",
    "another format": b'{"format": "x", "format_version": 1, "made": "2026-11-21", "files": []}',
    "a newer version": b'{"format": "cswo-eval/portfolio-manifest", "format_version": 2, "made": "2026-11-21", "files": []}',
    "no day": b'{"format": "cswo-eval/portfolio-manifest", "format_version": 1, "made": "soon", "files": []}',
    "files that are none": b'{"format": "cswo-eval/portfolio-manifest", "format_version": 1, "made": "2026-11-21", "files": [7]}',
    "an endless size": b'{"format": "cswo-eval/portfolio-manifest", "format_version": 1, "made": "2026-11-21", '
    b'"files": [{"name": "a", "size": 1e999, "sha256": "0"}]}',
    "deep": b"[" * 100_000,
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_manifest_is_said(verify: Verify, original: Path, tmp_path: Path, name: str) -> None:
    files = {**zipped(original), "manifest.json": SPOILT[name]}
    refused(verify(a_zip(tmp_path / "x.zip", files)), "manifest.json", "does not read")


def test_no_name_in_a_manifest_or_an_archive_moves_the_terminal(verify: Verify, tmp_path: Path) -> None:
    name = "\x1b[31mred\x1b]0;title\x07\u202e"
    listed = [{"name": name, "size": 1, "sha256": "0" * 64}]
    value = {"format": "cswo-eval/portfolio-manifest", "format_version": 1, "made": TODAY, "files": listed}
    done = verify(a_zip(tmp_path / "x.zip", {"manifest.json": json.dumps(value).encode()}))
    refused(done, "is missing")
    assert "\x1b" not in done.stderr
    assert "\u202e" not in done.stderr


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/passwd", "C:\\x"])
def test_a_manifest_that_names_files_elsewhere_reads_none_of_them(verify: Verify, tmp_path: Path, name: str) -> None:
    (tmp_path / "outside.txt").write_text("Words.")
    value = json.loads(with_manifest({"outside.txt": b"Words."})["manifest.json"])
    value["files"][0]["name"] = name
    folder = in_folder(tmp_path / "x", {"manifest.json": json.dumps(value).encode()})
    refused(verify(folder), "is missing")


@pytest.mark.skipif(os.name != "posix", reason="making links needs rights there")
def test_a_link_in_a_folder_is_not_followed(verify: Verify, original: Path, tmp_path: Path) -> None:
    folder = in_folder(tmp_path / "x", zipped(original))
    (folder / "portfolio.html").unlink()
    (folder / "portfolio.html").symlink_to(original.with_suffix("") / "portfolio.html")
    refused(verify(folder), "portfolio.html: is a link")


def test_what_is_not_there_or_no_archive_is_said(verify: Verify, tmp_path: Path) -> None:
    refused(verify(tmp_path / "nothing.zip"), "There is no file or folder")
    (tmp_path / "text.zip").write_text("Dear adviser, please find attached")
    refused(verify(tmp_path / "text.zip"), "no zip archive")
    (tmp_path / "empty.zip").write_bytes(b"")
    refused(verify(tmp_path / "empty.zip"), "no zip archive")
    (tmp_path / "folder").mkdir()
    refused(verify(tmp_path / "folder"), "holds no manifest.json")


@pytest.mark.skipif(os.name != "posix", reason="making links needs rights there")
def test_a_folder_that_is_no_portfolio_at_all_is_said_in_one_sentence(verify: Verify, tmp_path: Path) -> None:
    """Whatever else is in it."""
    for number in range(40):
        (tmp_path / f"link{number}").symlink_to(tmp_path)
    done = verify(tmp_path)
    refused(done, "holds no manifest.json")
    assert len(done.stderr.strip().splitlines()) <= 2


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_zip_that_was_not_sent_whole_is_refused(verify: Verify, original: Path, tmp_path: Path, part: float) -> None:
    data = original.read_bytes()
    (tmp_path / "x.zip").write_bytes(data[: int(len(data) * part)])
    refused(verify(tmp_path / "x.zip"))


# --- made to do harm ----------------------------------------------------------------------------------------------------


def entry(name: str, data: bytes, mode: int = stat.S_IFREG | 0o644) -> tuple[zipfile.ZipInfo, bytes]:
    """A file in an archive under any name."""
    info = zipfile.ZipInfo("placeholder")
    info.filename, info.external_attr, info.create_system = name, mode << 16, 3
    info.compress_type = zipfile.ZIP_DEFLATED
    return info, data


def harmful(name: str) -> bytes:
    """An archive with a true manifest in which one thing is amiss."""
    files = {"portfolio.html": b"Words."}
    extra: list[tuple[zipfile.ZipInfo, bytes]] = []
    if name in ("../escape.txt", "/absolute.txt", "C:\\drive.txt", "a\\..\\b.txt", "nul.txt"):
        files[name] = b"Out."
        extra.append(entry(name, b"Out."))
    elif name == "a link":
        files["link"] = b"/etc/passwd"
        extra.append(entry("link", b"/etc/passwd", stat.S_IFLNK | 0o777))
    elif name == "two of one name":
        extra.append(entry("portfolio.html", b"Other."))
    elif name == "two manifests":
        extra.append(entry("manifest.json", b"{}"))
    elif name == "two of one name on Windows":
        files["PORTFOLIO.html"] = b"Other."
        extra.append(entry("PORTFOLIO.html", b"Other."))
    elif name == "a bomb":
        files["bomb.txt"] = b"\0" * 50_000_000
        extra.append(entry("bomb.txt", files["bomb.txt"]))
    packed = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # duplicate names
        archive.writestr("portfolio.html", b"Words.")
        archive.writestr("manifest.json", with_manifest(files)["manifest.json"])
        for info, data in extra:
            archive.writestr(info, data)
    return packed.getvalue()


HARMFUL = [
    "../escape.txt", "/absolute.txt", "C:\\drive.txt", "a\\..\\b.txt", "nul.txt", "a link", "two of one name",
    "two manifests", "two of one name on Windows", "a bomb",
]  # fmt: skip


@pytest.mark.parametrize("name", HARMFUL)
def test_an_archive_made_to_escape_to_explode_or_with_two_of_one_name_is_refused_and_nothing_is_unpacked(
    verify: Verify, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "in" / "here"
    folder.mkdir(parents=True)
    (folder / "x.zip").write_bytes(harmful(name))
    before = files_in(tmp_path)
    refused(verify(folder / "x.zip"), "was not read")
    assert files_in(tmp_path) == before


def test_but_the_same_archive_with_nothing_amiss_is_verified(verify: Verify, tmp_path: Path) -> None:
    """So that the refusals above are for what they say."""
    (tmp_path / "x.zip").write_bytes(harmful("nothing"))
    assert verify(tmp_path / "x.zip").status == 0


def test_a_size_that_lies_is_refused(verify: Verify, original: Path, tmp_path: Path) -> None:
    data = bytearray(original.read_bytes())
    at = data.find(b"PK\x01\x02")
    size = struct.unpack_from("<I", data, at + 24)[0]
    struct.pack_into("<I", data, at + 24, size + 1)
    (tmp_path / "x.zip").write_bytes(data)
    refused(verify(tmp_path / "x.zip"))


def test_bytes_that_were_turned_over_on_the_way_are_never_verified(
    verify: Verify, original: Path, tmp_path: Path
) -> None:
    """A flipped bit anywhere, but in what carries no content, is refused; no place of them breaks the program."""
    data = original.read_bytes()
    for place in range(0, len(data), max(1, len(data) // 40)):
        (tmp_path / "x.zip").write_bytes(data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :])
        done = verify(tmp_path / "x.zip")
        assert done.status in (0, 1)
        assert "Traceback" not in done.stderr
        if done.status == 0:
            assert zipped(tmp_path / "x.zip") == zipped(original)
