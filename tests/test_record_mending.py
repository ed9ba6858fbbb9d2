"""`check --mend` in a real terminal: one question a fault, no editor, and afterwards the record is whole with every word still there."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from faulty_records import (
    FOLDER_LOSSES,
    FOLDERS_OF_A_RECORD,
    GIVEN,
    LOSSES,
    NOW,
    SECRET,
    TODAY,
    all_words,
    everything,
    file_names,
    fresh_record,
    not_as_root,
    older_copy,
    own_names,
    put_copies,
    some_at_once,
)

from cswo_eval.record.history.sittings import read_history
from cswo_eval.record.history.undo import take_back, to_take_back
from cswo_eval.record.layout import ATTACHMENTS, CONTENTS, HISTORY, SENT, SET_ASIDE
from cswo_eval.record.purge import purge
from cswo_eval.record.store import Record
from cswo_eval.record.survey import all_faults

pytest.importorskip("pexpect", reason="a pseudo-terminal needs pexpect")
from terminals import Window

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are there on POSIX systems only"),
]

Answers = Callable[[str], str]


class Mended(NamedTuple):
    """What was seen in the whole run, and how it ended."""

    seen: str
    status: int
    asked: int


Mend = Callable[..., Mended]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the whole record is written once."""
    return tmp_path_factory.mktemp("whole")


@pytest.fixture
def record(whole: Path, tmp_path: Path) -> Path:
    """A fresh whole record."""
    return fresh_record(whole, tmp_path / "record")


@pytest.fixture
def mend(tmp_path: Path) -> Iterator[Mend]:
    """Run `check --mend` in a terminal. Answers are given in order; then the last one again and again."""
    opened: list[Window] = []

    def run(record: Path, *answers: str) -> Mended:
        window = Window(tmp_path / "home", "check", "--mend", "--record", record, "--today", TODAY, columns=200)
        opened.append(window)
        seen, asked = window.seen, 0
        while window.kind is not None:
            seen += window.type(answers[min(asked, len(answers) - 1)])
            asked += 1
        return Mended(" ".join(seen.split()), window.status(), asked)

    yield run
    for window in opened:
        window.end()


def set_aside_in(record: Path) -> list[str]:
    """The files that were set aside, by the names that they had."""
    found = (path.relative_to(record / SET_ASIDE) for path in (record / SET_ASIDE).rglob("*"))
    return sorted(
        "/".join(path.parts[1:]) for path in found if len(path.parts) > 1 and not (record / SET_ASIDE / path).is_dir()
    )


def own(record: Path) -> dict[str, bytes]:
    """The owner's own files: not the list of what the record has had, nor the log of what has left, which no history keeps."""
    return {name: (record / name).read_bytes() for name in own_names(record) if name not in (CONTENTS, SENT)}


def forget_history(record: Path) -> None:
    """Take away all that could be put back."""
    for path in (record / HISTORY).glob("0*.jsonl"):
        path.unlink()


# --- every file, whatever became of it -----------------------------------------------------------------------------------


@pytest.mark.parametrize("loss", some_at_once(LOSSES, ["cut off"]))
def test_every_file_is_put_back_as_it_was_saved(loss: str, record: Path, mend: Mend) -> None:
    """All the owner's files at once, the list of them too: the usual answer to each question gives every byte back."""
    before, had = own(record), Record(record).contents
    damaged = {}
    for name in set(own_names(record)) - {SENT}:
        LOSSES[loss](record / name)
        if (record / name).is_file():
            damaged[name] = (record / name).read_bytes()
    done = mend(record, "1")
    assert done.status == 0, done.seen[-3000:]
    assert own(record) == before
    assert set(Record(record).contents.files) == set(had.files)
    assert all(Record(record).contents.given[kind] >= number for kind, number in had.given.items())
    kept = set_aside_in(record)
    assert kept or loss in ("gone", "a folder in its place")
    words = all_words(record)
    assert all(data in words for data in damaged.values())


@pytest.mark.parametrize(
    "loss", ["cut off", "emptied", "a folder in its place", "a link that leads nowhere", "a pipe in its place"]
)
@pytest.mark.parametrize(
    "name", ["evidence.yaml", "reflections/R4.yaml", "private/guard.yaml", "plans/2026-09-07.yaml"]
)
@pytest.mark.long
def test_a_file_damaged_alone_is_put_back(name: str, loss: str, record: Path, mend: Mend) -> None:
    before = own(record)
    LOSSES[loss](record / name)
    done = mend(record, "1")
    assert (done.status, done.asked) == (0, 1), done.seen
    assert own(record) == before
    assert "Put back your" in done.seen


@pytest.mark.parametrize(
    ("part", "loss"),
    [
        pytest.param(
            part,
            loss,
            marks=()
            if (part, loss) in (("reflections", "a link that leads nowhere"), (HISTORY, "a file in its place"))
            else pytest.mark.long,
        )
        for part in FOLDERS_OF_A_RECORD
        for loss in FOLDER_LOSSES
        if part != ATTACHMENTS
    ],
)
def test_every_folder_is_put_back_with_what_was_in_it(part: str, loss: str, record: Path, mend: Mend) -> None:
    before = own(record)
    FOLDER_LOSSES[loss](record / part)
    done = mend(record, "1")
    assert done.status == 0, done.seen
    assert own(record) == before
    assert all_faults(Record(record)) == []


@pytest.mark.parametrize("loss", some_at_once(FOLDER_LOSSES, ["a file in its place"]))
def test_the_folder_of_attached_files_is_put_back_from_a_backup(
    loss: str, record: Path, tmp_path: Path, mend: Mend
) -> None:
    names = [name for name in file_names(record) if name.startswith(f"{ATTACHMENTS}/")]
    before = {name: (record / name).read_bytes() for name in names}
    backup = tmp_path / "backup"
    (record / ATTACHMENTS).rename(backup)
    (record / ATTACHMENTS).mkdir()
    FOLDER_LOSSES[loss](record / ATTACHMENTS)
    current = ["E3", "E21", "E34"]
    # What lies in the place of the folder first; then each file, by its place in a backup.
    answers = ["1"] if loss != "gone" else []
    order = sorted(
        name
        for name in names
        if name.split("/")[1] in current and not name.endswith("T1-decision-note-by-telephone.txt")
    )
    for name in order:
        answers += ["1", str(backup / name.removeprefix(f"{ATTACHMENTS}/"))]
    done = mend(record, *answers)
    assert done.status == 0, done.seen
    assert {name: (record / name).read_bytes() for name in order} == {name: before[name] for name in order}


# --- copies --------------------------------------------------------------------------------------------------------------


def test_copies_are_set_aside_whole(record: Path, mend: Mend) -> None:
    """One beside each file, each in another style."""
    before = own(record)
    copies = {}
    for number, name in enumerate(file_names(record)):
        made = put_copies(record, [name])
        for place, copy in enumerate(sorted(made)):
            if place == number % len(made):
                copies[copy] = made[copy]
            else:
                (record / copy).unlink()
    done = mend(record, "1")
    assert (done.status, done.asked) == (0, len(copies)), done.seen[-2000:]
    assert set_aside_in(record) == sorted(copies)
    assert own(record) == before
    words = all_words(record)
    assert all(data in words for data in copies.values())


def test_what_is_said_of_a_copy_holds_no_private_words(record: Path, mend: Mend) -> None:
    path = record / "reflections/R4 2.yaml"
    path.write_bytes(older_copy(record, "reflections/R4.yaml"))
    done = mend(record, "")
    assert "reflections/R4.yaml is marked private, reflections/R4 2.yaml is not." in done.seen
    for word in (SECRET, "What I do not tell", "Uneasy"):
        assert word not in done.seen


def test_a_copy_is_used_in_place_of_the_file_and_undo_goes_back(record: Path, mend: Mend) -> None:
    before = (record / "evidence.yaml").read_bytes()
    text = before.decode()
    older = f"{text[: text.index('  - id: E30')]}...\n"
    (record / "evidence (1).yaml").write_text(older)
    done = mend(record, "2", "1")
    assert done.status == 0, done.seen
    assert "Only in evidence.yaml: E30" in done.seen
    assert (record / "evidence.yaml").read_text() == older
    assert Record(record).given("E") == GIVEN["E"]
    undo(record)
    assert (record / "evidence.yaml").read_bytes() == before


def undo(record: Path) -> None:
    opened = Record(record)
    with opened.changing("undo", lambda: NOW) as writer:
        take_back(writer, to_take_back(read_history(record), whole_sitting=False))


def test_a_copy_that_is_all_there_is_takes_the_place_of_the_file(record: Path, mend: Mend) -> None:
    forget_history(record)
    before = own(record)
    (record / "private/guard.yaml").rename(record / "private/guard-DESKTOP-ABC.yaml")
    done = mend(record, "1")
    assert (done.status, done.asked) == (0, 1), done.seen
    assert own(record) == before
    assert set_aside_in(record) == ["private/guard-DESKTOP-ABC.yaml"]


def test_an_account_copied_under_another_number_becomes_one_of_its_own(record: Path, mend: Mend) -> None:
    before = own(record)
    text = re.sub("effective: .*", "effective: 2026-08-03", (record / "reflections/R1.yaml").read_text(), count=1)
    (record / "reflections/R7.yaml").write_text(text)
    done = mend(record, "3")
    assert (done.status, done.asked) == (0, 1), done.seen
    assert {name: data for name, data in own(record).items() if name in before} == before
    made = (record / "reflections/R5.yaml").read_text()
    assert made.splitlines()[3:-1] == text.replace("id: R1", "id: R5").splitlines()[3:-2]
    assert Record(record).given("R") == 5


def test_a_round_under_a_wrong_name_is_given_its_own(record: Path, mend: Mend) -> None:
    text = (record / "assessments/2026-01-05.yaml").read_text().replace("started: 2026-01-05", "started: 2025-06-02")
    (record / "assessments/2025-07-07.yaml").write_text(text)
    done = mend(record, "2")
    assert done.status == 0, done.seen
    assert (record / "assessments/2025-06-02.yaml").read_text() == text
    assert set_aside_in(record) == ["assessments/2025-07-07.yaml"]


# --- cut off, and nothing to put back ------------------------------------------------------------------------------------


def test_what_is_left_of_a_register_is_kept_without_its_broken_end_and_undo_gives_all_of_it_back(
    record: Path, mend: Mend
) -> None:
    before = (record / "evidence.yaml").read_bytes()
    LOSSES["cut off"](record / "evidence.yaml")
    left = (record / "evidence.yaml").read_bytes()
    done = mend(record, "2", "1")
    assert done.status == 0, done.seen
    number = int(re.search(r"Keep what is left of it: (\d+) of 36 entries", done.seen)[1])  # type: ignore[index]
    kept = Record(record).register().entries
    assert [entry.id for entry in kept] == [f"E{one}" for one in range(1, number + 1)]
    assert 10 < number < 30
    assert left in all_words(record)
    assert Record(record).given("E") == GIVEN["E"]
    undo(record)
    assert (record / "evidence.yaml").read_bytes() == before


def test_what_is_left_of_a_private_account_stays_private(record: Path, mend: Mend) -> None:
    """Its mark stands at its end."""
    forget_history(record)
    path = record / "reflections/R4.yaml"
    path.write_text(path.read_text().split("links:")[0])
    done = mend(record, "1")
    assert done.status == 0, done.seen
    [account] = [one for one in Record(record).reflections() if one.id == "R4"]
    assert account.private
    assert account.parts["description"] == "One morning."


def test_a_profile_of_which_nothing_is_left_is_begun_anew(record: Path, mend: Mend) -> None:
    forget_history(record)
    LOSSES["emptied"](record / "profile.yaml")
    before = own(record)
    done = mend(record, "1")
    assert done.status == 0, done.seen
    assert "have to be said again" in done.seen
    assert {name: data for name, data in own(record).items() if name != "profile.yaml"} == {
        name: data for name, data in before.items() if name != "profile.yaml"
    }


def test_one_that_a_service_keeps_can_be_gone_on_without(record: Path, mend: Mend) -> None:
    LOSSES["evicted by iCloud"](record / "reflections/R4.yaml")
    done = mend(record, "2")
    assert (done.status, done.asked) == (0, 1), done.seen
    assert "choose 'Download Now' on it; leave this as it is" in done.seen
    assert set_aside_in(record) == ["reflections/.R4.yaml.icloud"]


def test_a_file_deleted_on_purpose_is_gone_on_without(record: Path, mend: Mend) -> None:
    (record / "reflections/R4.yaml").unlink()
    done = mend(record, "2")
    assert (done.status, done.asked) == (0, 1), done.seen
    assert "reflections/R4.yaml" not in Record(record).contents.files
    assert Record(record).given("R") == 4


def test_after_a_file_is_put_back_what_was_saved_before_can_be_taken_back(record: Path, mend: Mend) -> None:
    before = own(record)
    with Record(record).changing("test", lambda: NOW) as writer:
        account = next(one for one in writer.record.reflections() if one.id == "R1")
        writer.save_reflection(account._replace(title="Another title"))
    LOSSES["cut off"](record / "reflections/R1.yaml")
    assert mend(record, "1").status == 0
    undo(record)
    assert own(record) == before


def with_an_older_account(record: Path) -> tuple[bytes, bytes]:
    """Let R3 be as it was before it was marked private again; return that state and the one saved last."""
    path = record / "reflections/R3.yaml"
    with Record(record).changing("test", lambda: NOW) as writer:
        account = next(one for one in writer.record.reflections() if one.id == "R3")
        writer.save_reflection(account._replace(private=False))
        older = path.read_bytes()
        writer.save_reflection(account)
    last = path.read_bytes()
    path.write_bytes(older)
    return older, last


def test_a_file_that_a_sync_service_put_back_to_an_earlier_state_is_told_and_put_right(
    record: Path, mend: Mend
) -> None:
    older, last = with_an_older_account(record)
    done = mend(record, "1")
    assert "is not as you saved it last" in done.seen
    assert done.status == 0, done.seen
    assert (record / "reflections/R3.yaml").read_bytes() == last
    (kept,) = set_aside_in(record)
    assert kept == "reflections/R3.yaml"
    assert older != last


def test_an_earlier_state_that_was_meant_stays_and_undo_goes_back(record: Path, mend: Mend) -> None:
    older, last = with_an_older_account(record)
    assert mend(record, "2").status == 0
    assert (record / "reflections/R3.yaml").read_bytes() == older
    undo(record)
    assert (record / "reflections/R3.yaml").read_bytes() == last


def test_an_earlier_state_of_what_was_destroyed_since_can_be_gone_on_with(record: Path, mend: Mend) -> None:
    """What was saved last is in no history any more, so that it cannot be put back; the owner is told what may be in it again."""
    before = (record / "evidence.yaml").read_bytes()
    with Record(record).changing("evidence purge", lambda: NOW) as writer:
        purge(writer, ["E1"])
    (record / "evidence.yaml").write_bytes(before)
    done = mend(record, "1")
    assert "What you destroyed for good since may be in it again" in done.seen
    assert done.status == 0, done.seen
    assert (record / "evidence.yaml").read_bytes() == before
    assert all_faults(Record(record)) == []


def test_an_edit_by_hand_is_no_earlier_state(record: Path, mend: Mend) -> None:
    path = record / "reflections/R1.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("title: ", "title: My ", 1), encoding="utf-8")
    assert mend(record, "1").asked == 0


def test_an_edit_that_does_not_read_is_told_by_its_line_and_put_back(record: Path, mend: Mend) -> None:
    before = own(record)
    path = record / "plan-reviews/2026-09-07-day-30.yaml"
    path.write_text(path.read_text().replace("number: 30", "number: thirty"))
    line = path.read_text().split("number: thirty")[0].count("\n") + 1
    done = mend(record, "1")
    assert done.status == 0, done.seen
    assert f"Line {line}: 'number' must be a whole number" in done.seen
    assert own(record) == before
    assert "number: thirty" in all_words(record).decode()


def test_a_file_of_a_newer_version_is_left_to_it(record: Path, mend: Mend) -> None:
    path = record / "evidence.yaml"
    path.write_text(path.read_text().replace("format_version: 2", "format_version: 3"))
    before = everything(record)
    done = mend(record, "1")
    assert (done.status, done.asked) == (1, 0)
    assert "Install the newer version" in done.seen
    assert everything(record) == before


@pytest.mark.parametrize("loss", some_at_once(["gone", "emptied"], ["gone"]))
def test_the_list_is_made_again_without_a_history_too(loss: str, record: Path, mend: Mend) -> None:
    """From the files alone; an account that is a copy under another number is not taken for one."""
    had = Record(record).contents
    forget_history(record)
    LOSSES[loss](record / CONTENTS)
    (record / "reflections/R7.yaml").write_bytes((record / "reflections/R1.yaml").read_bytes())
    done = mend(record, "1")
    assert (done.status, done.asked) == (0, 2), done.seen
    assert Record(record).contents.files == had.files
    assert Record(record).contents.given == had.given


def test_an_earlier_record_without_its_profile_is_not_taken_apart(tmp_path: Path, mend: Mend) -> None:
    folder = tmp_path / "earlier"
    shutil.copytree(Path(__file__).parent / "records" / "format-1", folder)
    profile = (folder / "profile.yaml").read_bytes()
    (folder / "profile.yaml").unlink()
    before = everything(folder)
    done = mend(folder, "1", "")
    assert done.status == 1
    assert "Put its profile.yaml back from a backup" in done.seen
    assert everything(folder) == before
    (folder / "profile.yaml").write_bytes(profile)
    assert Record(folder).is_earlier()


def test_nothing_is_mended_before_the_list_of_what_there_was(record: Path, mend: Mend) -> None:
    LOSSES["cut off"](record / CONTENTS)
    (record / "profile.yaml").unlink()
    before = everything(record)
    done = mend(record, "")
    assert (done.status, done.asked) == (1, 1)
    assert "Nothing else can be mended before that list is there" in done.seen
    assert everything(record) == before
    assert mend(record, "1").status == 0


# --- one id twice ---------------------------------------------------------------------------------------------------------

DOUBLED = {
    "E4": ("evidence.yaml", "- id: E5\n", "- id: E4\n", "E37"),
    "A3": ("plans/2026-09-07.yaml", "- id: A4\n", "- id: A3\n", "A15"),
    "L1": ("prior-learning.yaml", "- id: L2\n", "- id: L1\n", "L3"),
    "T1": ("evidence.yaml", "- id: T2\n", "- id: T1\n", "T3"),
}


def put_double(record: Path, doubled: str) -> str:
    name, old, new, _ = DOUBLED[doubled]
    text = (record / name).read_text()
    (record / name).write_text(text.replace(old, new, 1))
    return text


def without_seal(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("# Untouched")]


@pytest.mark.parametrize("doubled", some_at_once(DOUBLED, ["E4"]))
def test_two_things_of_one_id_stay_both_the_second_with_the_next_number(doubled: str, record: Path, mend: Mend) -> None:
    """Everything else in the file stays letter for letter."""
    name, old, _, given = DOUBLED[doubled]
    text = put_double(record, doubled)
    done = mend(record, "1")
    assert (done.status, done.asked) == (0, 1), done.seen
    new = old.replace(old.split(": ")[1].strip(), given)
    assert without_seal((record / name).read_text()) == without_seal(text.replace(old, new, 1))


@pytest.mark.parametrize(("answer", "gone"), [("2", "E5"), pytest.param("3", "E4", marks=pytest.mark.long)])
def test_one_of_two_things_of_one_id_is_kept_and_the_other_set_aside(
    answer: str, gone: str, record: Path, mend: Mend
) -> None:
    titles = {entry.id: entry.title for entry in Record(record).register().entries}
    put_double(record, "E4")
    done = mend(record, answer)
    assert (done.status, done.asked) == (0, 1), done.seen
    kept = {entry.id: entry.title for entry in Record(record).register().entries}
    staying = "E4" if gone == "E5" else "E5"
    assert kept == {**{name: title for name, title in titles.items() if name != "E5"}, "E4": titles[staying]}
    [aside] = set_aside_in(record)
    assert aside == "evidence-E4.yaml"
    assert titles[gone].encode() in all_words(record)
    assert "claim L1" in done.seen


# --- attached files -------------------------------------------------------------------------------------------------------

SOME_LOSSES = ("gone", "a folder in its place", "a link that leads nowhere", "emptied", "a pipe in its place")
FILE = f"{ATTACHMENTS}/E3/T1-supervision-of-six-managers.csv"


def test_a_file_that_is_not_the_one_attached_is_not_put_back(record: Path, tmp_path: Path, mend: Mend) -> None:
    data = (record / FILE).read_bytes()
    (record / FILE).unlink()
    (tmp_path / "wrong.csv").write_bytes(b"other")
    (tmp_path / "right.csv").write_bytes(data)
    done = mend(
        record, "1", str(tmp_path / "wrong.csv"), "1", str(tmp_path / "nowhere.csv"), "1", str(tmp_path / "right.csv")
    )
    assert done.status == 0, done.seen
    assert "wrong.csv is not the file that was attached" in done.seen
    assert "There is no file" in done.seen
    assert (record / FILE).read_bytes() == data


def test_a_lost_file_whose_bytes_lie_elsewhere_in_the_record_is_put_back_from_there(record: Path, mend: Mend) -> None:
    data = (record / FILE).read_bytes()
    (record / FILE).rename(record / ATTACHMENTS / "E21" / "moved by mistake.csv")
    done = mend(record, "1")
    assert done.status == 0, done.seen
    assert (record / FILE).read_bytes() == data


def test_a_change_that_was_meant_becomes_a_new_version(record: Path, mend: Mend) -> None:
    changed = b"who,when\nall six,monthly\n"
    (record / FILE).write_bytes(changed)
    done = mend(record, "2")
    assert done.status == 0, done.seen
    [entry] = [one for one in Record(record).register().entries if one.id == "E3"]
    [current] = entry.current_attachments()
    assert (current.id, current.replaces) == ("T2", "T1")
    assert (record / ATTACHMENTS / current.stored).read_bytes() == changed


@pytest.mark.parametrize("loss", some_at_once(SOME_LOSSES, ["a folder in its place"]))
def test_a_file_that_is_gone_for_good_is_noted(loss: str, record: Path, mend: Mend) -> None:
    LOSSES[loss](record / FILE)
    done = mend(record, "2")
    assert (done.status, done.asked) == (0, 1), done.seen
    assert "You said that you know." in done.seen


def test_a_file_that_no_entry_names_is_set_aside(record: Path, mend: Mend) -> None:
    (record / ATTACHMENTS / "E3" / "stray.txt").write_text("words")
    (record / ATTACHMENTS / "stray.txt").write_text("words")
    done = mend(record, "1")
    assert (done.status, done.asked) == (0, 2), done.seen
    assert set_aside_in(record) == [f"{ATTACHMENTS}/E3/stray.txt", f"{ATTACHMENTS}/stray.txt"]


# --- the history, and what was being typed -------------------------------------------------------------------------------


def test_a_broken_part_of_the_history_is_set_aside(record: Path, mend: Mend) -> None:
    path = next((record / HISTORY).glob("000001-*.jsonl"))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    before = own(record)
    done = mend(record, "1")
    assert (done.status, done.asked) == (0, 1), done.seen
    assert set_aside_in(record) == [f"{HISTORY}/{path.name}"]
    assert own(record) == before


def test_typed_lines_that_do_not_read_are_set_aside(record: Path, mend: Mend) -> None:
    (record / ".unfinished.yaml").write_text("text: half\n")
    done = mend(record, "1")
    assert (done.status, done.asked) == (0, 1), done.seen
    assert set_aside_in(record) == [".unfinished.yaml"]


# --- rights ---------------------------------------------------------------------------------------------------------------


@not_as_root
@pytest.mark.parametrize("name", ["evidence.yaml", "reflections", HISTORY, CONTENTS, FILE])
def test_rights_that_were_taken_away_are_given_back(name: str, record: Path, mend: Mend) -> None:
    before = own(record)
    (record / name).chmod(0)
    done = mend(record, "1")
    assert (done.status, done.asked) == (0, 1), done.seen
    assert own(record) == before


# --- how it asks ----------------------------------------------------------------------------------------------------------


def test_enter_leaves_everything_as_it_is(record: Path, mend: Mend) -> None:
    (record / "reflections/R1.yaml").unlink()
    (record / "reflections/R3 2.yaml").write_bytes(older_copy(record, "reflections/R3.yaml"))
    before = everything(record)
    done = mend(record, "")
    assert (done.status, done.asked) == (1, 2)
    assert everything(record) == before


def test_quit_stops_and_what_was_mended_stays(record: Path, mend: Mend) -> None:
    (record / "reflections/R1.yaml").unlink()
    (record / "reflections/R3 2.yaml").write_bytes(older_copy(record, "reflections/R3.yaml"))
    done = mend(record, "1", "quit")
    assert (done.status, done.asked) == (1, 2)
    assert "Stopped. What was mended before stays mended." in done.seen
    assert (record / "reflections/R1.yaml").exists()
    assert (record / "reflections/R3 2.yaml").exists()


def test_what_is_no_answer_is_asked_again(record: Path, mend: Mend) -> None:
    (record / "reflections/R1.yaml").unlink()
    done = mend(record, "7", "perhaps", "?", "1")
    assert (done.status, done.asked) == (0, 4)
    assert "Type a number from 1 to 2, or Enter" in done.seen


def test_a_record_without_fault_is_told_so(record: Path, mend: Mend) -> None:
    done = mend(record, "1")
    assert (done.status, done.asked) == (0, 0)
    assert "Nothing needs mending" in done.seen
