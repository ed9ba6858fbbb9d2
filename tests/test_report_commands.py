"""`cswo-eval report` as its user meets it: what it writes and where, what it refuses and how it says so."""

from __future__ import annotations

import errno
import io
import os
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
import yaml
from building import never_had
from conftest import Finished
from docx.shared import RGBColor
from processes import Program, on_posix, run_here

import cswo_eval.files.whole_files
import cswo_eval.formats.html
from cswo_eval.formats.registry import FORMATS
from cswo_eval.framework.framework import Framework
from cswo_eval.record.layout import CONTENTS, SENT

DAY = "2026-10-02"
BEFORE = b"what was there before"


@pytest.fixture(scope="module")
def sample(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample record, which no test changes."""
    folder = tmp_path_factory.mktemp("reports") / "sample"
    assert program("demo", record=folder).status == 0
    return folder


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch, sample: Path, tmp_path: Path) -> Callable[..., Finished]:
    """Run `report` on the sample, in an empty folder that is its working folder."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def run(*arguments: str | Path, record: Path = sample) -> Finished:
        return run_here(monkeypatch, "report", *arguments, record=record)

    return run


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file in a folder, hidden ones too, by its path within it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def written_by_the_owner(record: Path) -> dict[str, bytes]:
    """Every file of a record but the hidden ones and the log of what has left, which are the program's own notes."""
    files = {name: data for name, data in files_in(record).items() if not name.startswith(".")}
    return {name: data for name, data in files.items() if name not in (SENT, CONTENTS)}


def words(said: str) -> str:
    """What was said, without the line breaks that a narrow terminal needs."""
    return " ".join(said.split())


def refused(done: Finished) -> str:
    """The sentence of a refusal: exit status 1, nothing on standard output, no file written, no word of the inside."""
    assert (done.status, done.stdout) == (1, ""), done
    assert "Traceback" not in done.stderr
    assert "Something went wrong" not in done.stderr
    assert files_in(Path.cwd()) == {}
    return words(done.stderr)


# --- where it writes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FORMATS)
def test_without_a_name_the_file_is_named_by_audience_and_day(report: Callable[..., Finished], kind: str) -> None:
    """And it says what it wrote, for whom, and whether private things are in it."""
    done = report("--format", kind, "--for", "coach")
    name = f"cswo-report-coach-{DAY}{FORMATS[kind].ending}"
    assert (done.status, done.stdout) == (0, "")
    assert {path.split("/")[0] for path in files_in(Path.cwd())} == {name}
    assert f"Written: {name} (for a coach or mentor, without what is marked private)." in words(done.stderr)


def test_the_day_in_the_name_is_the_one_that_was_asked_for(report: Callable[..., Finished]) -> None:
    assert report("--today", "2026-11-05").status == 0
    assert list(files_in(Path.cwd())) == ["cswo-report-self-2026-11-05.html"]


@pytest.mark.parametrize("name", ["a report.html", "rèport – Àrd-oifigear.html", "报告.html", "a'b & c;d.html"])
def test_any_name_that_the_disk_takes_will_do(report: Callable[..., Finished], name: str) -> None:
    """Spaces, accents, other scripts, signs that a shell would obey: in the folder's name and in the file's."""
    folder = Path.cwd() / name.removesuffix(".html")
    folder.mkdir()
    done = report("--output", folder / name)
    assert done.status == 0
    assert "".join(name.split()) in "".join(done.stderr.split())
    assert list(files_in(Path.cwd())) == [f"{folder.name}/{name}"]


def test_csv_is_a_folder_with_a_file_for_each_kind_of_thing(report: Callable[..., Finished]) -> None:
    assert report("--format", "csv", "--output", "tables").status == 0
    portfolio = {"accounts.csv", "prior-learning.csv", "title-page.csv"}
    assert set(files_in(Path("tables"))) == {
        *("competencies.csv", "evidence.csv", "actions.csv", "plan.csv", "about.csv"),
        *portfolio,
    }


def test_the_format_and_the_audience_may_be_written_in_any_case(report: Callable[..., Finished]) -> None:
    assert report("--format", "Markdown", "--for", " Coach ").status == 0
    assert list(files_in(Path.cwd())) == [f"cswo-report-coach-{DAY}.md"]


def test_private_things_are_in_it_only_when_asked_for_and_it_says_so(report: Callable[..., Finished]) -> None:
    without, with_ = report("--output", "without.json", "--format", "json"), report(
        "--output", "with.json", "--format", "json", "--include-private", "--yes", "--findings", "keep"
    )  # fmt: skip
    assert "without what is marked private" in words(without.stderr)
    assert "with what is marked private" in words(with_.stderr)
    held = {name: data.count(b'"private": true') for name, data in files_in(Path.cwd()).items()}
    assert held["without.json"] == 0 < held["with.json"]


def test_who_makes_an_employers_copy_is_told_what_strengths_and_goals_tell(report: Callable[..., Finished]) -> None:
    """Where neither is in it, or levels are, there is nothing to tell."""
    told = "a goal of the plan lies below its target"
    assert told in words(report("--for", "employer", "--output", "one.html").stderr)
    assert told not in words(report("--for", "employer", "--sections", "aspects", "--output", "two.html").stderr)
    assert told not in words(report("--for", "employer", "--with-levels", "--output", "three.html").stderr)


# --- what is there already ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FORMATS)
def test_nothing_is_written_over_without_force(report: Callable[..., Finished], kind: str) -> None:
    """It says so, and names both ways out. With --force it is."""
    target = Path("mine")
    if not FORMATS[kind].ending:
        target.mkdir()
        (target / "actions.csv").write_bytes(BEFORE)
    else:
        target.write_bytes(BEFORE)
    done = report("--format", kind, "--output", target)
    assert done.status == 1
    assert "mine is there already. Use another name with --output, or --force to write over it." in words(done.stderr)
    assert set(files_in(Path.cwd()).values()) == {BEFORE}
    assert report("--format", kind, "--output", target, "--force").status == 0
    assert BEFORE not in files_in(Path.cwd()).values()


def test_force_leaves_other_files_in_a_folder_of_csv_alone(report: Callable[..., Finished]) -> None:
    Path("tables").mkdir()
    Path("tables/mine.txt").write_bytes(BEFORE)
    assert report("--format", "csv", "--output", "tables", "--force").status == 0
    assert files_in(Path("tables"))["mine.txt"] == BEFORE


def test_a_folder_is_never_written_over(report: Callable[..., Finished]) -> None:
    Path("mine").mkdir()
    assert "mine is a folder. Name a file in it" in refused(report("--output", "mine", "--force"))


@pytest.mark.skipif(not on_posix(), reason="needs a named pipe")
@pytest.mark.parametrize("kind", ["html", "csv"])
def test_a_pipe_or_a_device_is_not_replaced_by_a_file(report: Callable[..., Finished], kind: str) -> None:
    """Not even with --force: whoever may write there would lose /dev/null."""
    os.mkfifo("pipe")
    done = report("--format", kind, "--output", "pipe", "--force")
    assert done.status == 1
    assert Path("pipe").is_fifo()


@pytest.mark.skipif(not on_posix(), reason="needs a named pipe")
@pytest.mark.parametrize(
    ("command", "name"),
    [
        (("plan", "calendar"), "pipe.ics"),
        (("worksheet", "export"), "pipe.xlsx"),
        (("portfolio", "contract"), "pipe.docx"),
        (("portfolio", "brief"), "pipe.html"),
    ],
)
def test_no_command_that_writes_a_file_replaces_a_pipe(
    monkeypatch: pytest.MonkeyPatch, sample: Path, tmp_path: Path, command: tuple[str, ...], name: str
) -> None:
    """Whatever makes the file, the same is refused in the same words."""
    pipe = tmp_path / name
    os.mkfifo(pipe)
    done = run_here(monkeypatch, *command, "--output", str(pipe), "--force", record=sample)
    assert (done.status, pipe.is_fifo()) == (1, True)
    assert "is no ordinary file" in words(done.stderr)


def test_csv_does_not_take_the_place_of_a_file(report: Callable[..., Finished]) -> None:
    Path("mine").write_bytes(BEFORE)
    done = report("--format", "csv", "--output", "mine", "--force")
    assert done.status == 1
    assert "mine is a file, and CSV is a folder of files." in words(done.stderr)
    assert files_in(Path.cwd()) == {"mine": BEFORE}


def test_a_missing_folder_is_named_and_not_made(report: Callable[..., Finished]) -> None:
    said = refused(report("--output", Path("not there", "report.html")))
    assert "There is no folder" in said
    assert "not there" in said
    assert not Path("not there").exists()


def test_a_file_is_no_folder_to_write_in(report: Callable[..., Finished]) -> None:
    Path("mine").write_bytes(BEFORE)
    done = report("--output", Path("mine", "report.html"))
    assert (done.status, files_in(Path.cwd())) == (1, {"mine": BEFORE})
    assert "There is no folder" in done.stderr


# --- nothing is left half done ----------------------------------------------------------------------------------------------


def full_disk(monkeypatch: pytest.MonkeyPatch, writes: int) -> None:
    """Let the disk be full after so many files."""
    left = iter(range(writes))
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(cswo_eval.files.whole_files, "sync_folder", lambda folder: None)
    monkeypatch.setattr(os, "fsync", fsync)


@pytest.mark.parametrize("kind", ["html", "csv", "pdf"])
def test_on_a_full_disk_no_part_of_a_report_is_left(
    report: Callable[..., Finished], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Of a folder of CSV neither the first file, though that was written."""
    full_disk(monkeypatch, 1 if kind == "csv" else 0)
    assert "the disk is full" in refused(report("--format", kind))
    assert list(Path.cwd().iterdir()) == []


def test_on_a_full_disk_what_was_there_before_stays(
    report: Callable[..., Finished], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("mine.html").write_bytes(BEFORE)
    full_disk(monkeypatch, 0)
    done = report("--output", "mine.html", "--force")
    assert done.status == 1
    assert "the disk is full" in words(done.stderr)
    assert files_in(Path.cwd()) == {"mine.html": BEFORE}


def test_where_making_it_fails_what_was_there_before_stays(
    report: Callable[..., Finished], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the fault is ours."""

    def broken(_: Any) -> bytes:
        raise ZeroDivisionError

    monkeypatch.setattr(cswo_eval.formats.html, "html_bytes", broken)
    Path("mine.html").write_bytes(BEFORE)
    done = report("--output", "mine.html", "--force")
    assert done.status == 1
    assert "Something went wrong inside cswo-eval (ZeroDivisionError)" in words(done.stderr)
    assert files_in(Path.cwd()) == {"mine.html": BEFORE}


@pytest.mark.skipif(not on_posix() or os.geteuid() == 0, reason="needs a user whom a folder's rights can stop")
def test_a_folder_that_may_not_be_written_to_is_named(report: Callable[..., Finished]) -> None:
    locked = Path("locked")
    locked.mkdir(mode=0o500)
    assert "may not be written to" in refused(report("--output", locked / "report.html"))


# --- what is not there, or does not go together -------------------------------------------------------------------------------


def test_every_unknown_section_is_named_at_once(report: Callable[..., Finished]) -> None:
    said = refused(report("--sections", "needs,nope,plan,neither"))
    assert "There is no section 'nope', 'neither'. There are: limits, summary," in said


@pytest.mark.parametrize("none", ["", " , ,"])
def test_sections_that_name_none_are_refused_and_not_taken_for_all(report: Callable[..., Finished], none: str) -> None:
    assert "--sections names none." in refused(report("--sections", none))


def test_only_the_sections_that_were_named_are_in_it_in_the_order_of_every_report(
    report: Callable[..., Finished],
) -> None:
    assert report("--sections", "plan, Needs", "--format", "markdown", "--output", "two.md").status == 0
    text = Path("two.md").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("## ")] == ["## Needs", "## The 100-day plan"]


WRONG = {
    ("--format", "htm"): "There is no format 'htm'. Did you mean html? There are: html, docx,",
    ("--for", "bos"): "There is no audience 'bos'. There are: self, coach, portfolio, employer.",
    ("--profile", "nothing"): "There is no report profile 'nothing'.",
    ("--save-profile", "  "): "--save-profile needs a name",
    ("--save-profile", "x" * 81): "--save-profile needs a name of 1 to 80 characters",
    ("--open", "--format", "docx"): "--open is for HTML reports.",
    ("--template", "mine.docx"): "--template is for Word reports.",
    ("--todos",): "--todos is for calendar files.",
    ("--format", "docx", "--template", "not there.docx"): "not there.docx: there is no such file.",
    ("--today", "yesterweek"): "--today:",
}


@pytest.mark.parametrize(("given", "said"), WRONG.items(), ids=[" ".join(given)[:40] for given in WRONG])
def test_what_cannot_be_meant_is_said_and_nothing_is_written(
    report: Callable[..., Finished], sample: Path, given: tuple[str, ...], said: str
) -> None:
    """Not to the record either."""
    before = written_by_the_owner(sample)
    assert said in refused(report(*given))
    assert written_by_the_owner(sample) == before


def test_a_record_without_a_plan_has_no_calendar_file(
    report: Callable[..., Finished], sample: Path, tmp_path: Path
) -> None:
    bare = Path(shutil.copytree(sample, tmp_path / "bare"))
    never_had(bare, "plans")
    said = refused(report("--format", "ics", record=bare))
    assert "There is no plan yet, so no calendar file. `cswo-eval plan make` makes one." in said


def test_without_typst_it_says_how_to_get_a_pdf_all_the_same(program: Program, sample: Path, tmp_path: Path) -> None:
    """As where the extra is not installed: the name of what is missing, how to install it, and how to print the HTML."""
    hidden, here = tmp_path / "hidden", tmp_path / "here"
    hidden.mkdir()
    here.mkdir()
    (hidden / "typst.py").write_text("raise ImportError('typst is not installed')\n", encoding="utf-8")
    without = {"PYTHONPATH": str(hidden)}
    target = here / "report.pdf"
    done = program("report", "--format", "pdf", "--output", target, record=sample, environment=without)
    assert (done.status, done.stdout, files_in(here)) == (1, "", {})
    assert "[pdf]" in done.stderr
    assert "make the HTML report, open it and print it to PDF" in words(done.stderr)
    done = program("report", "--output", here / "report.html", record=sample, environment=without)
    assert done.status == 0, done.stderr


# --- a template, to-dos, the browser ------------------------------------------------------------------------------------------


def a_template(path: Path) -> None:
    """An organisation's Word file, with a style of its own for headings."""
    document = docx.Document()
    style = document.styles["Heading 1"]
    style.font.color.rgb = RGBColor(0x12, 0x34, 0x56)
    document.add_paragraph("Text of the template")
    document.save(str(path))


def test_a_word_report_takes_the_styles_of_a_template_and_leaves_the_template_alone(
    report: Callable[..., Finished], tmp_path: Path
) -> None:
    template = tmp_path / "our template.docx"
    a_template(template)
    before = template.read_bytes()
    done = report("--format", "docx", "--template", template, "--output", "ours.docx")
    assert done.status == 0
    assert "Left out of the template, beside its text: " in words(done.stderr)
    assert report("--format", "docx", "--output", "plain.docx").status == 0
    made = {name: docx.Document(io.BytesIO(data)) for name, data in files_in(Path.cwd()).items()}
    colours = {name: one.styles["Heading 1"].font.color.rgb for name, one in made.items()}
    assert colours["ours.docx"] == RGBColor(0x12, 0x34, 0x56) != colours["plain.docx"]
    assert "Text of the template" not in "".join(one.text for one in made["ours.docx"].paragraphs)
    assert template.read_bytes() == before


@pytest.mark.parametrize("wrong", [b"", b"no Word file", b"PK\x03\x04 nor this"])
def test_what_is_no_word_file_is_refused_as_a_template(
    report: Callable[..., Finished], tmp_path: Path, wrong: bytes
) -> None:
    template = tmp_path / "letter.docx"
    template.write_bytes(wrong)
    said = refused(report("--format", "docx", "--template", template))
    assert "cannot be read as a Word document" in said


def test_todos_stand_beside_the_events_when_asked_for(report: Callable[..., Finished]) -> None:
    assert report("--format", "ics", "--output", "events.ics").status == 0
    assert report("--format", "ics", "--todos", "--output", "todos.ics").status == 0
    made = files_in(Path.cwd())
    counts = {name: (data.count(b"BEGIN:VEVENT"), data.count(b"BEGIN:VTODO")) for name, data in made.items()}
    events = counts["events.ics"][0]
    assert counts == {"events.ics": (events, 0), "todos.ics": (events, events - 3)}  # the three reviews are no to-dos


@pytest.mark.skipif(not on_posix(), reason="a program as the browser is named in another way on Windows")
def test_open_shows_the_report_in_the_browser(program: Program, sample: Path, tmp_path: Path) -> None:
    """The browser gets the address of the file, spaces and all."""
    browser, asked, target = tmp_path / "browser.py", tmp_path / "asked.txt", tmp_path / "my report.html"
    browser.write_text(f"import sys; open({str(asked)!r}, 'w').write(sys.argv[1])", encoding="utf-8")
    environment = {"BROWSER": f"{shlex.quote(sys.executable)} {shlex.quote(str(browser))} %s"}
    done = program("report", "--open", "--output", target, record=sample, environment=environment)
    assert done.status == 0
    assert asked.read_text(encoding="utf-8") == target.resolve().as_uri()


def test_where_no_browser_opens_it_says_so_and_the_report_is_there(
    report: Callable[..., Finished], monkeypatch: pytest.MonkeyPatch
) -> None:
    import webbrowser

    monkeypatch.setattr(webbrowser, "open", lambda address: False)
    done = report("--open")
    assert done.status == 0
    assert "No browser could be opened from here." in words(done.stderr)
    assert len(files_in(Path.cwd())) == 1


def test_without_open_no_browser_is_asked_for(report: Callable[..., Finished], monkeypatch: pytest.MonkeyPatch) -> None:
    import webbrowser

    asked: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: asked.append(address) or True)
    assert report().status == 0
    assert asked == []


# --- profiles -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def own(sample: Path, tmp_path: Path) -> Path:
    """A record that a test may change."""
    return Path(shutil.copytree(sample, tmp_path / "own"))


def test_an_audience_and_sections_are_kept_under_a_name_and_used_again(
    report: Callable[..., Finished], own: Path
) -> None:
    first = report("--for", "coach", "--sections", "needs,plan", "--save-profile", "For Mòrag", record=own)
    assert first.status == 0
    assert "Kept: --profile For Mòrag." in words(first.stderr)
    again = report("--profile", "for mòrag", "--output", "again.html", record=own)
    assert again.status == 0
    one, other = files_in(Path.cwd()).values()
    assert one == other
    assert [path.name for path in own.glob("*report*")] != []


def test_what_is_asked_for_now_goes_before_what_was_kept(report: Callable[..., Finished], own: Path) -> None:
    report("--for", "coach", "--sections", "needs,plan", "--save-profile", "mine", "--output", "a.html", record=own)
    report("--profile", "mine", "--for", "self", "--sections", "needs", "--output", "b.html", record=own)
    report("--for", "self", "--sections", "needs", "--output", "c.html", record=own)
    made = files_in(Path.cwd())
    assert made["b.html"] == made["c.html"] != made["a.html"]


def test_a_name_kept_again_means_the_newer(report: Callable[..., Finished], own: Path) -> None:
    for audience in ("coach", "employer"):
        asked = ("--for", audience, "--save-profile", "mine", "--output", f"{audience}.html")
        assert report(*asked, record=own).status == 0
    assert report("--profile", "MINE", "--output", "again.html", record=own).status == 0
    made = files_in(Path.cwd())
    assert made["again.html"] == made["employer.html"] != made["coach.html"]
    kept = [path for path in own.glob("*.yaml") if "report" in path.name]
    names = [one["name"] for path in kept for one in yaml.safe_load(path.read_text(encoding="utf-8"))["profiles"]]
    assert names == ["mine"]


def test_a_mistyped_name_of_a_profile_is_answered_with_the_nearest(report: Callable[..., Finished], own: Path) -> None:
    report("--save-profile", "for my coach", record=own)
    done = report("--profile", "for my couch", "--output", "b.html", record=own)
    assert (done.status, Path("b.html").exists()) == (1, False)
    assert "Did you mean for my coach?" in words(done.stderr)


READY = ("two-pages", "first-conversation", "review-meeting", "evidence-only")


@pytest.mark.parametrize("name", READY)
def test_a_profile_that_comes_with_the_program_is_its_audience_and_sections(
    report: Callable[..., Finished], framework: Framework, name: str
) -> None:
    """And its file is named after it, so that two of one day do not meet."""
    ready = next(one for one in framework.report_profiles.profiles if one.id == name)
    done = report("--profile", name.upper(), "--format", "markdown", "--today", DAY)
    assert (done.status, [path.name for path in Path.cwd().iterdir()]) == (0, [f"cswo-report-{name}-{DAY}.md"])
    told = ("--for", ready.audience, "--sections", ",".join(ready.sections), "--today", DAY)
    report(*told, "--format", "markdown", "--output", "told.md")
    assert Path("told.md").read_bytes() == Path(f"cswo-report-{name}-{DAY}.md").read_bytes()


def test_every_profile_that_comes_with_the_program_is_tested(framework: Framework) -> None:
    assert tuple(one.id for one in framework.report_profiles.profiles) == READY


def test_two_pages_are_two_pages(report: Callable[..., Finished]) -> None:
    """A full record's report of that name keeps its word, on paper."""
    report("--profile", "two-pages", "--format", "pdf", "--output", "two.pdf", "--today", DAY)
    assert len(pypdf.PdfReader("two.pdf").pages) == 2


def test_a_ready_profile_is_for_somebody_else_where_that_is_said(report: Callable[..., Finished]) -> None:
    report("--profile", "two-pages", "--for", "coach", "--format", "markdown", "--output", "coach.md")
    text = Path("coach.md").read_text(encoding="utf-8")
    assert "For a coach or mentor" in text
    assert "## Needs" not in text


def test_a_name_that_comes_with_the_program_is_not_kept(report: Callable[..., Finished], own: Path) -> None:
    """Else the ready one would be hidden behind it."""
    said = refused(report("--save-profile", "Two-Pages", record=own))
    assert "Two-Pages comes with the program. Choose another name." in said


def test_all_profiles_audiences_and_sections_are_listed(
    report: Callable[..., Finished], framework: Framework, own: Path
) -> None:
    report("--sections", "needs", "--save-profile", "For Mòrag", "--output", "a.html", record=own)
    said = words(report("--list-profiles", record=own).stdout)
    data = framework.report_profiles
    for name in ("For Mòrag", *READY, *(one.id for one in data.audiences), *data.sections):
        assert name in said


def test_the_profiles_are_listed_before_there_is_a_record(report: Callable[..., Finished], tmp_path: Path) -> None:
    done = report("--list-profiles", record=tmp_path / "none yet")
    assert (done.status, "two-pages" in done.stdout) == (0, True)
    assert not (tmp_path / "none yet").exists()


def test_a_report_changes_nothing_in_the_record(report: Callable[..., Finished], sample: Path) -> None:
    before = written_by_the_owner(sample)
    for kind in ("html", "csv", "json"):
        assert report("--format", kind, "--include-private", "--yes", "--findings", "keep").status == 0
    assert len(before) > 3
    assert written_by_the_owner(sample) == before


# --- the same again -------------------------------------------------------------------------------------------------------------

ELSEWHERE = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "COLUMNS": "40"}
"""A machine on which it is another day, and on which sets and words are kept in another order."""
SHOWN_ELSEWHERE = ("docx", "pdf", "csv", "markdown")
"""Formats that tests of their own make in two processes, or that are one text like another: these take long."""


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=pytest.mark.long if kind in SHOWN_ELSEWHERE else ()) for kind in FORMATS]
)
def test_the_same_record_and_day_give_the_same_bytes_anywhere(
    report: Callable[..., Finished], program: Program, sample: Path, tmp_path: Path, kind: str
) -> None:
    asked = ("--format", kind, "--for", "coach", "--today", DAY, "--output")
    assert report(*asked, Path.cwd() / kind).status == 0
    (tmp_path / "there").mkdir()
    done = program("report", *asked, tmp_path / "there" / kind, record=sample, environment=ELSEWHERE)
    assert done.status == 0, done.stderr
    here, there = files_in(Path.cwd()), files_in(tmp_path / "there")
    assert len(here) > 3 if kind == "csv" else len(here) == 1
    assert here == there


def test_another_day_gives_other_bytes(report: Callable[..., Finished]) -> None:
    """So that the sameness above says something."""
    for day in (DAY, "2026-10-09"):
        assert report("--today", day, "--format", "markdown").status == 0
    one, other = files_in(Path.cwd()).values()
    assert one != other
