"""A record whose files others changed: nothing of it leaves, nothing is written over, and `check` names what is wrong."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Finished
from faulty_records import (
    FOLDER_LOSSES,
    FOLDERS_OF_A_RECORD,
    GIVEN,
    LOSSES,
    NOW,
    SECRET,
    TODAY,
    everything,
    file_names,
    fresh_record,
    not_as_root,
    own_names,
    put_copies,
    some_at_once,
)
from guarded_records import everything_in, files_in

from cswo_eval.formats.registry import FORMATS
from cswo_eval.record.faults import Fault, FaultFound
from cswo_eval.record.layout import ATTACHMENTS, CONTENTS, HISTORY, shape_of
from cswo_eval.record.store import Record
from cswo_eval.record.survey import all_faults, faults_of
from cswo_eval.text.problems import CswoEvalError, ProblemsFound

pytestmark = [pytest.mark.long, pytest.mark.skipif(os.name == "nt", reason="Windows has no such links and pipes")]

AUDIENCES = ("self", "coach", "portfolio", "employer")
READING: tuple[tuple[str, ...], ...] = (
    (),
    ("gaps",),
    ("plan", "show"),
    ("evidence", "list"),
    ("evidence", "show", "E3"),
    ("evidence", "show", "R3"),
    ("evidence", "reflect", "--list"),
    ("portfolio", "check"),
    ("portfolio", "claim", "--list"),
    ("guard", "list"),
    ("guard", "check"),
    ("check",),
    *((*words, "--json") for words in ((), ("gaps",), ("plan", "show"), ("evidence", "list"), ("check",))),
)
"""Every command that shows what a record holds."""
LEAVING: dict[str, tuple[str, ...]] = {
    **{
        f"report for {audience} as {name}": ("report", "--for", audience, "--format", name)
        for audience in AUDIENCES
        for name in FORMATS
    },
    "plan calendar": ("plan", "calendar"),
    "portfolio": ("portfolio", "build"),
    "contract.docx": ("portfolio", "contract"),
    "brief.html": ("portfolio", "brief"),
    "worksheet.xlsx": ("worksheet", "export", "--format", "xlsx"),
    "worksheet.docx": ("worksheet", "export", "--format", "docx"),
}
"""Every command that writes something for others to read."""
QUICK = ("report for coach as html",)
CHANGING: tuple[tuple[str, ...], ...] = (
    (
        "evidence",
        "add",
        "A new entry",
        "--kind",
        "document",
        "--date",
        "2026-09-30",
        "--for",
        "SD1.3: It shows it.",
        "--no-questions",
    ),
    ("evidence", "edit", "E4", "--private"),
    ("plan", "done", "A5", "--no-questions"),
    ("plan", "make", "--hours", "3"),
    ("portfolio", "claim", "--title", "A new claim", "--for", "SD1.3"),
    ("portfolio", "set", "--limit", "whole=12000"),
    ("guard", "pseudonym", "Ada Lovelace", "a mentor"),
    ("assess",),
)
"""A command that saves each kind of file."""

Run = Callable[..., Finished]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the whole record is written once."""
    return tmp_path_factory.mktemp("whole")


@pytest.fixture
def record(whole: Path, tmp_path: Path) -> Path:
    """A fresh whole record."""
    return fresh_record(whole, tmp_path / "record")


@pytest.fixture
def run(run_inside: Run) -> Run:
    """Run the program here, on a record, and never let it fail inside."""

    def run_on(record: Path, *words: str, **given: str) -> Finished:
        dated = ("--today", TODAY) if words[:1] not in (("guard",),) and words[:2] != ("portfolio", "set") else ()
        done = run_inside(*words, "--record", record, *dated, **given)
        assert "Something went wrong inside" not in done.stderr, (words, done.stderr)
        assert done.status in (0, 1), (words, done)
        return done

    return run_on


def names_of(faults: list[Fault]) -> set[str]:
    return {fault.name for fault in faults}


def numbers_in(record: Path, kind: str) -> list[int]:
    """The numbers of this kind that stand as ids in the record's files."""
    texts = [
        (record / name).read_text() for name in own_names(record) if name != CONTENTS and (record / name).is_file()
    ]
    return [int(number) for text in texts for number in re.findall(rf"\bid: {kind}(\d+)\b", text)]


# --- the record itself ----------------------------------------------------------------------------------------------------


def test_the_whole_record_has_a_file_of_every_kind_and_no_fault(record: Path, run: Run) -> None:
    from cswo_eval.record.layout import FOLDERS, SINGLE_FILES

    shapes = {shape_of(name) for name in own_names(record)} - {None}
    assert shapes == {*SINGLE_FILES.values(), *FOLDERS.values()}
    assert any(name.startswith(f"{ATTACHMENTS}/") for name in file_names(record))
    assert all_faults(Record(record)) == []
    assert run(record, "check").status == 0


# --- copies ---------------------------------------------------------------------------------------------------------------


def test_check_and_the_home_screen_name_every_copy(record: Path, run: Run) -> None:
    copies = put_copies(record)
    assert len(copies) > 200
    done = run(record, "check", "--json")
    assert done.status == 1
    assert {one["file"] for one in json.loads(done.stdout)["faults"]} == set(copies)
    said = " ".join(run(record, "--plain").stderr.split())
    assert re.search(r"\d+ things in your record's folder to look at: .* and \d+ more\. `cswo-eval check --mend`", said)


@pytest.mark.long
def test_nothing_of_a_copy_is_shown_and_nothing_writes_over_it(record: Path, run: Run) -> None:
    copies = put_copies(record)
    for words in READING:
        done = run(record, *words)
        assert SECRET not in done.stdout + done.stderr, words
    for words in CHANGING:
        done = run(record, *words, typed="quit\n")
        assert done.status == 0, (words, done.stderr)
        assert SECRET not in done.stdout + done.stderr, words
    assert {name: (record / name).read_bytes() for name in copies} == copies
    assert min(numbers_in(record, "E")) == 1
    assert sorted(numbers_in(record, "E"))[-2:] == [36, 37]


@pytest.mark.parametrize("name", some_at_once(LEAVING, QUICK))
def test_nothing_of_a_copy_leaves(name: str, record: Path, tmp_path: Path, run: Run) -> None:
    target = tmp_path / "out" / (name if "." in name else "target")
    target.parent.mkdir()
    run(record, *LEAVING[name], "--output", str(target))
    without = files_in(target)
    for path in sorted(target.parent.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    copies = put_copies(record)
    done = run(record, *LEAVING[name], "--output", str(target))
    assert done.status == 0, done.stderr
    made = files_in(target)
    assert made.keys() == without.keys()
    for one, data in made.items():
        assert SECRET.encode() not in everything_in(one, data), one
    assert {one: (record / one).read_bytes() for one in copies} == copies


# --- cut off --------------------------------------------------------------------------------------------------------------


def cuts_of(data: bytes) -> list[int]:
    """Where a file is cut: after every line but the last, and within some of them."""
    ends = [at for at, byte in enumerate(data) if byte == ord("\n")]
    last = data.rstrip(b"\n").rfind(b"\n")  # behind it the end mark is whole
    within = [at + 1 + length for at in ends[::25] for length in (1, 9) if at + 1 + length < len(data) - 2]
    return sorted({0, 1, *(at + 1 for at in ends if at <= last), *within, len(data) - 2, len(data) - 3})


def test_a_file_cut_at_any_line_is_never_taken_as_whole(record: Path) -> None:
    """Of every kind of file, the list of what there was among them."""
    tried = 0
    for name in {shape_of(name): name for name in own_names(record)}.values():
        path, data, reader = record / name, (record / name).read_bytes(), Record(record)
        assert reader.contents.files
        for cut in cuts_of(data):
            path.write_bytes(data[:cut])
            with pytest.raises(FaultFound) as found:
                _ = Record(record).contents if name == CONTENTS else reader.read(name)
            assert (found.value.fault.name, found.value.fault.kind) == (name, "cut-off"), cut
            tried += 1
        path.write_bytes(data)
    assert tried > 1500


@pytest.mark.long
def test_a_command_that_needs_a_file_cut_off_refuses_and_leaves_it(record: Path, run: Run) -> None:
    """`head -c` at 55 %: no number is given again, and the file is not written over."""
    for name, words in NEEDING.items():
        path, data = record / name, (record / name).read_bytes()
        path.write_bytes(data[: len(data) * 55 // 100])
        before = everything(record)
        done = run(record, *words, typed="quit\n")
        assert (done.status, everything(record)) == (1, before), name
        assert name in done.stderr.replace("\n", ""), done.stderr
        assert run(record, "check").status == 1
        path.write_bytes(data)


NEEDING = {
    "profile.yaml": ("gaps",),
    "assessments/2026-08-31.yaml": ("assess",),
    "evidence.yaml": CHANGING[0],
    "plans/2026-09-07.yaml": ("plan", "done", "A5", "--no-questions"),
    "plan-reviews/2026-09-07-day-30.yaml": ("report", "--for", "coach", "--format", "html"),
    "reflections/R4.yaml": ("portfolio", "check"),
    "prior-learning.yaml": ("portfolio", "claim", "--title", "New", "--for", "SD1.3"),
    "portfolio.yaml": ("portfolio", "set", "--limit", "whole=12000"),
    "private/guard.yaml": ("guard", "pseudonym", "Ada Lovelace", "a mentor"),
    "report-profiles.yaml": ("report", "--profile", "for-my-line-manager"),
    CONTENTS: CHANGING[0],
}


# --- lost -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("loss", some_at_once(LOSSES, ["gone", "cut off"]))
def test_check_names_every_file_that_is_lost(loss: str, whole: Path, tmp_path: Path) -> None:
    """Each file of the record in turn, of every kind, whatever became of it."""
    template = fresh_record(whole, tmp_path / "template")
    for number, name in enumerate(file_names(template)):
        if name.startswith(f"{HISTORY}/0") and loss in ("gone", "evicted by iCloud"):
            continue  # the history is bounded: what is not there of it is no loss of the record's
        if name.startswith(f"{HISTORY}/000002") and loss in ("cut off", "emptied"):
            continue  # a sitting that broke off, as far as anybody can tell: the next command puts it right
        if name == f"{ATTACHMENTS}/E21/T1-decision-note-by-telephone.txt":
            continue  # a newer one replaced it: only noted
        folder = fresh_record(whole, tmp_path / str(number))
        LOSSES[loss](folder / name)
        opened = Record(folder)
        opened.put_right(lambda: NOW)  # as every command does
        faults = all_faults(opened)
        assert name in names_of(faults), (name, faults)


@pytest.mark.parametrize("loss", FOLDER_LOSSES)
@pytest.mark.parametrize("part", some_at_once(FOLDERS_OF_A_RECORD, ["assessments", "history"]))
def test_check_names_a_folder_that_is_lost_or_all_that_was_in_it(part: str, loss: str, record: Path) -> None:
    names = {name for name in file_names(record) if name.startswith(f"{part}/")}
    FOLDER_LOSSES[loss](record / part)
    told = names_of(all_faults(Record(record)))
    if part == HISTORY:
        assert told & {HISTORY, CONTENTS}
    elif part == ATTACHMENTS and loss == "gone":
        current = {
            f"{ATTACHMENTS}/{one.stored}"
            for entry in Record(record).register().present()
            for one in entry.current_attachments()
        }
        assert told == current
    else:
        assert told == (names if loss == "gone" else {part})


def check_and_try_to_change(record: Path, run: Run, *, lost: str) -> None:
    """`check` says that something is wrong, and each command that saves works rightly or refuses: what is lost stays lost."""
    assert run(record, "check").status == 1
    assert run(record, "--json").status in (0, 1)
    before = everything(record)
    held = {name: value for name, value in before.items() if name.startswith((lost, f"{ATTACHMENTS}/"))}
    highest = {kind: max(numbers_in(record, kind), default=0) for kind in "EALR"}
    for words in CHANGING:
        done = run(record, *words, typed="quit\n")
        after = everything(record)
        if done.status == 1:
            assert no_history(after) == no_history(before), words
        before = after
    now = {name: value for name, value in before.items() if name.startswith((lost, f"{ATTACHMENTS}/"))}
    assert now == held
    for kind, number in highest.items():
        new = [one for one in numbers_in(record, kind) if one > number]
        assert all(one > GIVEN[kind] for one in new if number < GIVEN[kind]), (kind, new)
    assert run(record, "check").status == 1


def no_history(files: dict[str, bytes | str]) -> dict[str, bytes | str]:
    """A sitting that did nothing may leave its trace in the history."""
    return {name: value for name, value in files.items() if not name.startswith(f"{HISTORY}/0")}


LOST_FILES = ("profile.yaml", "assessments/2026-08-31.yaml", "evidence.yaml", "plans/2026-09-07.yaml", CONTENTS)
OTHER_FILES = (
    "reflections/R4.yaml",
    "prior-learning.yaml",
    "private/guard.yaml",
    "portfolio.yaml",
    "report-profiles.yaml",
)


@pytest.mark.parametrize(
    ("name", "loss"),
    [
        pytest.param(
            name,
            loss,
            marks=()
            if (loss == "gone" and name in LOST_FILES)
            or (name == "evidence.yaml" and loss in ("evicted by iCloud", "a folder in its place"))
            else pytest.mark.long,
        )
        for name in (*LOST_FILES, *OTHER_FILES)
        for loss in LOSSES
    ],
)
def test_nothing_is_begun_anew_in_the_place_of_a_file_that_is_lost(
    name: str, loss: str, record: Path, run: Run
) -> None:
    LOSSES[loss](record / name)
    check_and_try_to_change(record, run, lost=name)


@pytest.mark.parametrize(
    ("part", "loss"),
    [
        pytest.param(
            part,
            loss,
            marks=()
            if (part, loss) in (("assessments", "a link that leads nowhere"), ("plans", "a file in its place"))
            else pytest.mark.long,
        )
        for part in FOLDERS_OF_A_RECORD
        for loss in FOLDER_LOSSES
    ],
)
def test_nothing_is_begun_anew_in_the_place_of_a_folder_that_is_lost(
    part: str, loss: str, record: Path, run: Run
) -> None:
    FOLDER_LOSSES[loss](record / part)
    check_and_try_to_change(record, run, lost=part)


@not_as_root
@pytest.mark.parametrize("name", ["evidence.yaml", "assessments", "reflections/R4.yaml", "history"])
def test_what_may_not_be_read_is_no_empty_beginning(name: str, record: Path, run: Run) -> None:
    (record / name).chmod(0)
    try:
        assert run(record, "check").status == 1
        for words in CHANGING:
            run(record, *words, typed="quit\n")
    finally:
        (record / name).chmod(0o700)
    assert min(numbers_in(record, "E")) == 1


# --- ids that stand twice -------------------------------------------------------------------------------------------------

DOUBLED = {
    "E4": ("evidence.yaml", "- id: E5\n", "- id: E4\n"),
    "A3": ("plans/2026-09-07.yaml", "- id: A4\n", "- id: A3\n"),
    "L1": ("prior-learning.yaml", "- id: L2\n", "- id: L1\n"),
    "T1": ("evidence.yaml", "- id: T2\n", "- id: T1\n"),
}
"""Each kind of id that stands in a list, and how an editor makes one twice."""


@pytest.mark.parametrize("doubled", DOUBLED)
def test_a_doubled_id_is_refused_and_neither_of_the_two_is_lost(doubled: str, record: Path, run: Run) -> None:
    name, old, new = DOUBLED[doubled]
    text = (record / name).read_text()
    assert old in text
    (record / name).write_text(text.replace(old, new, 1))
    before = (record / name).read_bytes()
    done = run(record, "check")
    assert done.status == 1
    assert f"{doubled} stands here twice" in " ".join(done.stderr.split())
    for words in CHANGING[1:3] + CHANGING[4:5]:
        run(record, *words)
    assert (record / name).read_bytes() == before


def test_an_account_copied_under_another_number_is_none(record: Path, run: Run) -> None:
    (record / "reflections/R7.yaml").write_bytes((record / "reflections/R1.yaml").read_bytes())
    assert [one.id for one in Record(record).reflections()] == ["R1", "R2", "R3", "R4"]
    [fault] = faults_of(Record(record), reading=False)
    assert (fault.name, fault.kind) == ("reflections/R7.yaml", "misnamed")
    assert run(record, "check").status == 1


# --- deleted on purpose ---------------------------------------------------------------------------------------------------


def flat(done: Finished) -> str:
    return " ".join((done.stdout + done.stderr).split())


def test_a_file_deleted_on_purpose_is_accepted_and_what_names_it_is_told(record: Path, run: Run) -> None:
    (record / "plans/2026-09-07.yaml").unlink()
    assert run(record, "check").status == 1
    done = run(record, "check", "--accept", "plans/2026-09-07.yaml")
    assert done.status == 0
    assert "goes on without your plan from 7 September 2026" in flat(done)
    assert "The review of day 30 is of the plan from 7 September 2026, which is not there." in flat(done)
    after = run(record, "check")
    assert after.status == 0
    assert "The review of day 30 is of the plan from 7 September 2026" in flat(after)


def test_numbers_of_what_was_deleted_on_purpose_stay_given(record: Path, run: Run) -> None:
    (record / "evidence.yaml").unlink()
    done = run(record, "check", "--accept", "evidence.yaml")
    assert "which your register does not have" in flat(done)
    assert run(record, *CHANGING[0]).status == 0
    assert numbers_in(record, "E") == [GIVEN["E"] + 1]
    assert not (record / f"{ATTACHMENTS}/E37").exists()


@pytest.mark.parametrize(
    "typed", ["reflections\\R4.yaml", "{}/reflections/R4.yaml", "./reflections/R4.yaml", '"reflections/R4.yaml"']
)
def test_a_file_is_accepted_however_its_path_is_typed(typed: str, record: Path, run: Run) -> None:
    (record / "reflections/R4.yaml").unlink()
    assert run(record, "check", "--accept", typed.replace("{}", str(record))).status == 0
    assert run(record, "check").status == 0


def test_a_whole_folder_deleted_on_purpose_is_accepted_by_its_name(record: Path, run: Run) -> None:
    import shutil

    shutil.rmtree(record / "plan-reviews")
    assert run(record, "check", "--accept", "plan-reviews/").status == 0
    assert run(record, "check").status == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("profile.yaml", "without it there is no record"),
        ("reflections/R1.yaml", "it is not gone"),
        ("reflections/R99.yaml", "your record has had no such file"),
        ("../other.yaml", "your record has had no such file"),
        (f"{ATTACHMENTS}/E3/T9-x.pdf", "your record has had no such file"),
        ("evidence.yaml", "iCloud keeps it"),
    ],
)
def test_what_is_not_gone_or_not_the_records_is_not_accepted(typed: str, said: str, record: Path, run: Run) -> None:
    """Nor is anything else that was named with it."""
    (record / "reflections/R4.yaml").unlink()
    if "iCloud" in said:
        LOSSES["evicted by iCloud"](record / "evidence.yaml")
    before = everything(record)
    done = run(record, "check", "--accept", "reflections/R4.yaml", typed)
    assert (done.status, everything(record)) == (1, before)
    assert said in flat(done)


def test_an_attached_file_whose_loss_is_accepted_is_only_noted(record: Path, run: Run) -> None:
    name = next(name for name in file_names(record) if name.startswith(f"{ATTACHMENTS}/E3/"))
    (record / name).unlink()
    assert run(record, "check").status == 1
    assert run(record, "check", "--accept", name).status == 0
    done = run(record, "check")
    assert done.status == 0
    assert (
        "E3, T1 (supervision-of-six-managers.csv): its file is no longer in the record. You said that you know."
        in flat(done)
    )


def test_a_replaced_attachment_that_is_gone_is_only_noted(record: Path, run: Run) -> None:
    entry = next(one for one in Record(record).register().entries if one.id == "E21")
    replaced = next(one for one in entry.attachments if one not in entry.current_attachments())
    (record / ATTACHMENTS / replaced.stored).unlink()
    done = run(record, "check")
    assert done.status == 0
    assert "It was replaced or taken out, so nothing rests on it." in flat(done)
    assert "Marked private SL1.4" in flat(done)


# --- what check says ------------------------------------------------------------------------------------------------------


def test_check_says_all_that_is_wrong_at_once_and_the_rest_where_it_reads(record: Path, run: Run) -> None:
    (record / "reflections/R1.yaml").unlink()
    LOSSES["cut off"](record / "portfolio.yaml")
    put_copies(record, ["evidence.yaml"])
    done = run(record, "check")
    assert done.status == 1
    for name in ("R1.yaml", "portfolio.yaml", "evidence (1).yaml"):
        assert name in done.stderr
    assert "E25, E26, A3, R3" in flat(done) or "in the files that read" in flat(done)
    assert "Mend first" in done.stdout


def test_an_entry_that_an_account_names_and_that_is_not_there_is_noted(record: Path, run: Run) -> None:
    path = record / "reflections/R1.yaml"
    path.write_text(path.read_text().replace("- E34\n", "- E999\n", 1))
    done = run(record, "check")
    assert done.status == 0
    assert "R1 names E999, which your register does not have." in flat(done)
    notes = json.loads(run(record, "check", "--json").stdout)["notes"]
    assert notes == ["R1 names E999, which your register does not have."]


def test_the_home_screen_names_faults_where_the_profile_itself_is_gone(record: Path, run: Run) -> None:
    (record / "profile.yaml").unlink()
    (record / "evidence.yaml").unlink()
    done = run(record)
    assert done.status == 1
    assert "profile.yaml" in done.stderr
    assert "evidence.yaml" in done.stderr
    assert "check --mend" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--mend",), "needs a terminal"),
        (("--mend", "--accept", "evidence.yaml"), "one of the two"),
        (("evidence.yaml",), "with --accept only"),
        (("--accept",), "Name the files"),
    ],
)
def test_check_refuses_in_words_what_it_cannot_do(words: tuple[str, ...], said: str, record: Path, run: Run) -> None:
    before = everything(record)
    done = run(record, "check", *words)
    assert (done.status, everything(record)) == (1, before)
    assert said in flat(done)


def test_a_record_is_refused_with_a_sentence_and_not_a_class(record: Path) -> None:
    """What the tests above catch is the error that the program shows."""
    (record / "evidence.yaml").unlink()
    with pytest.raises(CswoEvalError) as found:
        Record(record).register()
    assert isinstance(found.value, ProblemsFound)
