"""Where commands write what they make: in the format that was meant, never into the record, and whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from conftest import Finished
from guarded_records import a_few_of_each, save_owner
from processes import contents, on_posix, run_here

import cswo_eval.files.whole_files

DAY = "2026-10-02"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with a few of each of the sample's things."""
    return save_owner(tmp_path_factory.mktemp("outputs") / "sample", a_few_of_each()).folder


@pytest.fixture
def sample(made: Path, tmp_path: Path) -> Path:
    """The same for one test alone."""
    return Path(shutil.copytree(made, tmp_path / "record"))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Finished]:
    """Run a command in an empty folder that is its working folder."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def run_one(*arguments: str | Path, record: Path | None = None) -> Finished:
        return run_here(monkeypatch, *arguments, record=record)

    return run_one


def words(said: str) -> str:
    """What was said, without the line breaks that a narrow terminal needs."""
    return " ".join(said.split())


def here() -> list[str]:
    """What stands in the working folder, hidden things too."""
    return sorted(path.relative_to(Path.cwd()).as_posix() for path in Path.cwd().rglob("*"))


# --- the record is no place for them --------------------------------------------------------------------------------------

WRITING = {
    "report": ("report",),
    "CSV report": ("report", "--format", "csv"),
    "calendar": ("plan", "calendar"),
    "worksheet": ("worksheet", "export", "--format", "xlsx"),
    "contract": ("portfolio", "contract"),
    "portfolio": ("portfolio", "build"),
}
INSIDE = {
    "report": "evidence.yaml",
    "CSV report": "tables",
    "calendar": "plans/2026-09-07.ics",
    "worksheet": "assessments/2026-08-31.xlsx",
    "contract": "contract.docx",
    "portfolio": "portfolio",
}


@pytest.mark.parametrize("name", WRITING)
def test_nothing_is_written_into_the_record_even_by_force(
    run: Callable[..., Finished], sample: Path, name: str
) -> None:
    """Its own files are all it has: one written over is an answer lost."""
    before = contents(sample)
    named = ("--format", "html") if name == "report" else ()
    done = run(*WRITING[name], *named, "--output", sample / INSIDE[name], "--force", record=sample)
    assert done.status == 1
    assert "is inside your record" in words(done.stderr)
    assert "Name a place outside it with --output." in words(done.stderr)
    assert contents(sample) == before


def test_the_record_itself_is_no_folder_of_tables(run: Callable[..., Finished], sample: Path) -> None:
    before = contents(sample)
    done = run("report", "--format", "csv", "--output", sample, "--force", record=sample)
    assert (done.status, contents(sample)) == (1, before)


@pytest.mark.skipif(not on_posix(), reason="needs a link")
def test_a_link_into_the_record_leads_there_too(run: Callable[..., Finished], sample: Path) -> None:
    Path("folder").symlink_to(sample)
    Path("private").symlink_to(sample / "assessments")
    Path("register.html").symlink_to(sample / "evidence.yaml")
    before = contents(sample)
    for given in (("folder/x.html",), ("register.html", "--force"), ("private", "--format", "csv", "--force")):
        done = run("report", "--output", *given, record=sample)
        assert (done.status, "is inside your record" in words(done.stderr)) == (1, True), given
    assert contents(sample) == before


@pytest.mark.skipif(not on_posix(), reason="needs a link")
def test_a_link_that_leads_nowhere_is_not_replaced_unasked(run: Callable[..., Finished], sample: Path) -> None:
    Path("x.html").symlink_to("nowhere.html")
    assert run("report", "--output", "x.html", record=sample).status == 1
    assert Path("x.html").is_symlink()


@pytest.mark.skipif(not on_posix(), reason="needs a link")
def test_by_force_a_link_stays_one_and_what_it_leads_to_is_written(run: Callable[..., Finished], sample: Path) -> None:
    Path("real.html").write_bytes(b"before")
    Path("x.html").symlink_to("real.html")
    assert run("report", "--output", "x.html", "--force", record=sample).status == 0
    assert Path("x.html").is_symlink()
    assert Path("real.html").read_bytes() != b"before"


# --- the format that was meant --------------------------------------------------------------------------------------------

BEGINNINGS = {
    "x.html": b"<!doctype html",
    "x.HTM": b"<!doctype html",
    "x.docx": b"PK",
    "x.pdf": b"%PDF-",
    "x.md": b"# Self-evaluation",
    "x.xlsx": b"PK",
    "x.json": b"{",
    "x.ics": b"BEGIN:VCALENDAR",
}


@pytest.mark.parametrize("name", BEGINNINGS)
def test_without_a_format_the_ending_of_the_name_tells_it(
    run: Callable[..., Finished], sample: Path, name: str
) -> None:
    assert run("report", "--output", name, record=sample).status == 0
    assert Path(name).read_bytes().lower().startswith(BEGINNINGS[name].lower())


def test_a_word_file_so_named_opens_as_one(run: Callable[..., Finished], sample: Path) -> None:
    run("report", "--output", "for my coach.docx", record=sample)
    assert docx.Document("for my coach.docx").paragraphs


@pytest.mark.parametrize(("kind", "name"), [("docx", "x.pdf"), ("html", "x.docx"), ("csv", "x.json"), ("pdf", "x.htm")])
def test_a_format_and_another_ending_are_not_both_meant(
    run: Callable[..., Finished], sample: Path, kind: str, name: str
) -> None:
    done = run("report", "--format", kind, "--output", name, record=sample)
    assert (done.status, here()) == (1, [])
    assert f"The name ends in .{name.partition('.')[2]} and the format is {kind}. Change one of them." in words(
        done.stderr
    )


@pytest.mark.parametrize("command", [("report",), ("worksheet", "export"), ("plan", "calendar")], ids=" ".join)
def test_an_ending_that_no_format_has_is_asked_about(
    run: Callable[..., Finished], sample: Path, command: tuple[str, ...]
) -> None:
    """A page of the web called x.doc opens as gibberish."""
    done = run(*command, "--output", "x.doc", record=sample)
    assert (done.status, here()) == (1, [])
    assert ".doc is not how the name of such a file ends" in words(done.stderr)


def test_a_day_at_the_end_of_a_name_is_no_ending(run: Callable[..., Finished], sample: Path) -> None:
    assert run("report", "--output", "report of 2.10.2026", record=sample).status == 0


def test_with_a_format_a_name_may_end_as_it_likes(run: Callable[..., Finished], sample: Path) -> None:
    assert run("report", "--format", "markdown", "--output", "x.note", record=sample).status == 0


@pytest.mark.parametrize(
    ("called", "ending"), [("Word", ".docx"), ("excel", ".xlsx"), ("md", ".md"), ("calendar", ".ics")]
)
def test_a_format_may_be_called_as_people_call_it(
    run: Callable[..., Finished], sample: Path, called: str, ending: str
) -> None:
    assert run("report", "--format", called, record=sample).status == 0
    assert here() == [f"cswo-report-self-{DAY}{ending}"]


def test_csv_is_not_one_file(run: Callable[..., Finished], sample: Path) -> None:
    done = run("report", "--output", "x.csv", record=sample)
    assert (done.status, here()) == (1, [])
    assert "CSV is a folder of files: --format csv --output FOLDER" in words(done.stderr)


def test_csv_may_go_into_a_folder_that_is_empty(run: Callable[..., Finished], sample: Path) -> None:
    Path("tables").mkdir()
    assert run("report", "--format", "csv", "--output", "tables", record=sample).status == 0


def test_a_portfolio_called_as_its_zip_is_that_zip(run: Callable[..., Finished], sample: Path) -> None:
    done = run("portfolio", "build", "--output", "mine.zip", record=sample)
    assert done.status == 0, done.stderr
    assert {path.name for path in Path.cwd().iterdir()} == {"mine", "mine.zip"}
    assert Path("mine.zip").is_file()


# --- what is asked for is what is written -----------------------------------------------------------------------------------


def test_a_calendar_is_not_cut_by_sections(run: Callable[..., Finished], sample: Path) -> None:
    """Who asked for the summary alone would have sent the whole plan."""
    done = run("report", "--format", "ics", "--for", "employer", "--sections", "summary", record=sample)
    assert (done.status, here()) == (1, [])
    assert "A calendar file holds the whole plan" in words(done.stderr)


def test_a_report_of_nothing_is_not_written(run: Callable[..., Finished], sample: Path) -> None:
    done = run("report", "--for", "employer", "--sections", "competencies,needs", record=sample)
    assert (done.status, here()) == (1, [])
    assert "of competencies, needs there is nothing to show, since these readers see no single level" in words(
        done.stderr
    )


def test_a_wrong_section_is_said_before_a_file_in_the_way(run: Callable[..., Finished], sample: Path) -> None:
    Path("x.html").write_bytes(b"mine")
    done = run("report", "--sections", "bogus", "--output", "x.html", record=sample)
    assert (done.status, Path("x.html").read_bytes()) == (1, b"mine")
    assert "There is no section 'bogus'" in words(done.stderr)


def test_a_choice_that_cannot_be_kept_leaves_no_report(
    run: Callable[..., Finished], sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the same command again would find its own file in the way."""
    replace = os.replace

    def full(source: str | Path, target: str | Path) -> None:
        if Path(target).parent == sample:
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", full)
    done = run("report", "--save-profile", "mine", "--output", "x.html", record=sample)
    assert (done.status, here()) == (1, [])
    assert "the disk is full" in words(done.stderr)


def test_a_name_that_cannot_be_seen_is_not_kept(run: Callable[..., Finished], sample: Path) -> None:
    done = run("report", "--save-profile", "\u200b", record=sample)
    assert (done.status, here()) == (1, [])
    assert "characters that cannot be seen" in words(done.stderr)


# --- whole or not at all ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        ("report", "--output", "x.html"),
        ("report", "--format", "csv", "--output", "x"),
        ("plan", "calendar", "--output", "x.ics"),
        ("worksheet", "export", "--output", "x.xlsx"),
        ("portfolio", "brief", "--output", "x.docx"),
        ("portfolio", "build", "--output", "x"),
    ],
    ids=" ".join,
)
def test_an_interruption_in_the_middle_of_writing_leaves_nothing(
    run: Callable[..., Finished], sample: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """No hidden copy of what is private stays in a folder that may be shared."""
    assert run("report", "--output", "first.html", record=sample).status == 0  # what is kept beside the record is there
    Path("first.html").unlink()

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cswo_eval.files.whole_files.os, "fsync", interrupted)
    done = run(*command, record=sample)
    assert (done.status, here()) == (130, [])


def test_what_a_program_ended_by_force_left_behind_is_taken_away_an_hour_later(
    run: Callable[..., Finished], sample: Path
) -> None:
    """That of a program which may still be at it stays, and so does whatever is not ours."""
    old, young, theirs = Path(".saving-0123456789ab"), Path(".saving-ba9876543210"), Path(".saving-mine")
    for path in (old, young, theirs):
        path.write_bytes(b"part of a report")
    for path in (old, theirs):
        os.utime(path, (time.time() - 4000, time.time() - 4000))
    assert run("report", "--output", "x.html", record=sample).status == 0
    assert (old.exists(), young.exists(), theirs.exists()) == (False, True, True)


@pytest.mark.skipif(not on_posix() or os.geteuid() == 0, reason="needs a folder that may not be written to")
def test_another_place_is_named_with_output(run: Callable[..., Finished], sample: Path) -> None:
    """Not with --record, which names something else."""
    Path("locked").mkdir(mode=0o500)
    done = run("report", "--output", "locked/x.html", record=sample)
    assert "Choose another with --output" in words(done.stderr)


def test_what_to_do_about_a_failed_write_names_the_option_of_the_output(
    run: Callable[..., Finished], sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def refused(source: str | Path, target: str | Path) -> None:
        if Path(target).name == "x.html":
            raise PermissionError(13, "Permission denied")
        replace(source, target)

    monkeypatch.setattr(os, "replace", refused)
    done = run("report", "--output", "x.html", record=sample)
    assert "Choose another with --output, or change its permissions." in words(done.stderr)


# --- names and files that are none ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        ("report", "--output", "~nobody-has-this-name.html"),
        ("plan", "calendar", "--output", "~nobody-has-this-name.ics"),
        ("worksheet", "export", "--output", "~nobody-has-this-name.xlsx"),
    ],
    ids=" ".join,
)
def test_a_tilde_with_nobodys_name_is_part_of_the_name(
    run: Callable[..., Finished], sample: Path, command: tuple[str, ...]
) -> None:
    """Word's own lock files begin with one."""
    assert run(*command, record=sample).status == 0
    assert here() == [command[-1]]


@pytest.mark.parametrize(
    "command",
    [
        ("worksheet", "import", "~$plan.docx"),
        ("portfolio", "verify", "~$plan.docx"),
        ("report", "--format", "docx", "--template", "~$plan.docx"),
    ],
    ids=" ".join,
)
def test_a_file_with_such_a_name_that_is_not_there_is_said_to_be_missing(
    run: Callable[..., Finished], sample: Path, command: tuple[str, ...]
) -> None:
    done = run(*command, record=None if "verify" in command else sample)
    assert done.status == 1
    assert "there is no" in words(done.stderr).lower()


@pytest.mark.skipif(sys.platform != "linux", reason="needs a pipe and a device that never ends")
@pytest.mark.parametrize("path", ["pipe", "/dev/zero"])
@pytest.mark.parametrize(
    "command",
    [
        ("worksheet", "import"),
        ("portfolio", "verify"),
        ("guard", "check"),
        ("report", "--format", "docx", "--template"),
    ],
    ids=" ".join,
)
def test_a_pipe_or_a_device_is_not_waited_for(
    run: Callable[..., Finished], sample: Path, command: tuple[str, ...], path: str
) -> None:
    os.mkfifo("pipe")
    done = run(*command, path, record=None if "verify" in command else sample)
    assert done.status == 1
    assert "no ordinary file" in words(done.stderr) or "neither a file nor a folder" in words(done.stderr)
