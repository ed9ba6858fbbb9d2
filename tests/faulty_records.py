"""A record with a file of every kind, and everything that a sync service, an editor or a disk can do to one of them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from building import changed
from gap_records import standard

from cswo_eval.record.history.sittings import read_history
from cswo_eval.record.history.transaction import NewText
from cswo_eval.record.layout import ATTACHMENTS, CONTENTS, HISTORY, SENT, shape_of
from cswo_eval.record.models import KeptReportProfiles, Link, ReportProfile, ReviewRecord
from cswo_eval.record.portfolio_models import AcceptedFinding, GuardDecisions, Pseudonym, Reflection
from cswo_eval.record.reader import RecordReader
from cswo_eval.record.sample import write_sample
from cswo_eval.record.seal import closed
from cswo_eval.record.sent import Sent, sent_files
from cswo_eval.record.sent_log import note
from cswo_eval.record.store import Record
from cswo_eval.record.tool_models import ToolAnswer, ToolRun
from cswo_eval.record.writer import as_yaml

NOW = "2026-10-02T09:30:00Z"
TODAY = "2026-10-02"
SECRET = "Zanzibarine"
"""A word that stands in no Standard and no sample: in copies only."""
GIVEN = {"E": 36, "A": 14, "R": 4, "L": 2}
"""The highest numbers that the record gave."""


def write_whole_record(folder: Path) -> Path:
    """The sample, with a second round, a second plan, a review, a private account, pseudonyms and a kept report profile."""
    record = write_sample(folder, standard(), lambda: NOW)
    round_, plan = record.latest_round(standard()), record.latest_plan()
    assert round_ is not None
    assert plan is not None
    with record.changing("test", lambda: NOW) as writer:
        writer.save_round(changed(round_, started=date(2026, 1, 5), title="The one before"))
        writer.save_plan(changed(plan, start=date(2026, 1, 12), round=date(2026, 1, 5)))
        review = ReviewRecord(
            plan=plan.start, number=30, held=date(2026, 10, 6), what_worked="Asking.", next_step="Ask."
        )
        writer.save_review(review)
        writer.save_review(changed(review, plan=date(2026, 1, 12), private=True))
        account = Reflection(
            id="R4", title="What I do not tell", model="gibbs", effective=date(2026, 9, 1), written=NOW,
            parts={"description": "One morning.", "feelings": "Uneasy."}, links=(Link(item="SD1.5"),), private=True,
        )  # fmt: skip
        writer.save_reflection(account)
        pseudonym = Pseudonym(name="Ishbel Quartermaine", instead="a colleague")
        accepted = AcceptedFinding(id="F0a1b2c3d", kind="email", where="E1", reason="It is our own.", accepted=NOW)
        writer.save_guard_decisions(GuardDecisions(pseudonyms=(pseudonym,), accepted=(accepted,)))
        kept = ReportProfile(name="for-my-line-manager", audience="employer")
        writer.save_report_profiles(KeptReportProfiles(profiles=(kept,)))
        answers = {"one": ToolAnswer(said="Words.", private=True)}
        writer.save_tool_run(ToolRun(tool="mine", version=1, begun=date(2026, 9, 7), changed=NOW, answers=answers))
    for name in ("first.html", "second.html"):
        sent = Sent(id="S1", when=NOW, audience="coach", what="report", format="html", ids="E1 SD1.3")
        note(record, sent._replace(files=sent_files({name: name.encode()})))
    return folder


@cache
def _template(folder: str) -> Path:
    return write_whole_record(Path(folder))


def fresh_record(factory_folder: Path, folder: Path) -> Path:
    """A new copy of the whole record at `folder`; it is written once, below `factory_folder`."""
    shutil.copytree(_template(str(factory_folder / "whole")), folder)
    return folder


def file_names(folder: Path) -> list[str]:
    """Every file of the record, its history and what is attached among them; not the locks."""
    found = (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file())
    return [name for name in found if name not in (".lock", ".sent-lock")]


def own_names(folder: Path) -> list[str]:
    """The files that hold what the owner said, and the list of what the record has had."""
    return [name for name in file_names(folder) if shape_of(name) is not None or name == CONTENTS]


# --- copies -------------------------------------------------------------------------------------------------------------

STYLES: Mapping[str, Callable[[str, str], str]] = {
    "a sync service's, with the machine": lambda stem, end: f"{stem}-DESKTOP-ABC{end}",
    "iCloud's": lambda stem, end: f"{stem} 2{end}",
    "a browser's or OneDrive's": lambda stem, end: f"{stem} (1){end}",
    "Dropbox's": lambda stem, end: f"{stem} (conflicted copy 2026-11-01){end}",
    "Syncthing's": lambda stem, end: f"{stem}.sync-conflict-20261101-101500-ABC{end}",
    "Nextcloud's": lambda stem, end: f"{stem}_conf(1){end}",
    "an editor's": lambda stem, end: f"{stem}{end}~",
    "an editor's, half saved": lambda stem, end: f"#{stem}{end}#",
    "a careful person's": lambda stem, end: f"{stem}{end}.bak",
    "an old system's": lambda stem, end: f"{stem}{end.upper()}",
    "iCloud's placeholder": lambda stem, end: f".{stem}{end}.icloud",
}
OTHER_NAMES = {
    "assessments": "2026-02-02.yaml",
    "plans": "2026-02-09.yaml",
    "plan-reviews": "2026-01-12-day-60.yaml",
    "reflections": "R9.yaml",
    "history": "000009-2026-10-02.jsonl",
}
"""A name that the record itself could give, in each folder where there are several."""


def copy_names(name: str) -> Iterator[str]:
    """What copies of a file may be called: in every style, and under another rightly formed name."""
    folder, _, last = name.rpartition("/")
    stem, dot, end = last.rpartition(".")
    for style in STYLES.values():
        yield f"{folder}/{style(stem, dot + end)}" if folder else style(stem, dot + end)
    if folder in OTHER_NAMES and name not in (CONTENTS, SENT):
        yield f"{folder}/{OTHER_NAMES[folder]}"


def older_copy(folder: Path, name: str) -> bytes:
    """What an older copy of a file holds: no private mark, and the secret word wherever the owner wrote something."""
    from reports import with_texts

    shape = shape_of(name)
    if shape is None:
        return f"{SECRET} ".encode() + (folder / name).read_bytes()
    value = RecordReader(folder).read(name)
    text = closed(as_yaml(with_texts(value, lambda _: f"{SECRET} said so.")))
    if name == "private/guard.yaml":
        text = text.replace("instead: a colleague", f"instead: {SECRET}")
    return "".join(line for line in text.splitlines(keepends=True) if line.strip() != "private: true").encode()


def put_copies(folder: Path, names: list[str] | None = None) -> dict[str, bytes]:
    """Put an older copy in every style beside each file; return them by their names."""
    made: dict[str, bytes] = {}
    for name in names or file_names(folder):
        data = older_copy(folder, name)
        made |= {copy: data for copy in copy_names(name) if not (folder / copy).exists()}
    for copy, data in made.items():
        (folder / copy).write_bytes(data)
    return made


# --- losses -------------------------------------------------------------------------------------------------------------


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def _evicted(path: Path) -> None:
    path.rename(path.with_name(f".{path.name}.icloud"))


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _dangling(path: Path) -> None:
    path.unlink()
    path.symlink_to("/nowhere/at/all")


def _half(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 55 // 100])


LOSSES: Mapping[str, Callable[[Path], None]] = {
    "gone": Path.unlink,
    "emptied": _emptied,
    "full of zero bytes": _zeros,
    "evicted by iCloud": _evicted,
    "a pipe in its place": _pipe,
    "a folder in its place": _folder,
    "a link that leads nowhere": _dangling,
    "cut off": _half,
}


def some_at_once(names: Iterable[str], usual: Collection[str]) -> list[Any]:
    """These as parameters: by default the usual ones, the others take long."""
    return [pytest.param(name, marks=() if name in usual else pytest.mark.long) for name in names]


def _folder_gone(path: Path) -> None:
    shutil.rmtree(path)


def _file_for_folder(path: Path) -> None:
    shutil.rmtree(path)
    path.write_bytes(b"not a folder")


def _dangling_folder(path: Path) -> None:
    shutil.rmtree(path)
    path.symlink_to("/nowhere/at/all", target_is_directory=True)


FOLDER_LOSSES: Mapping[str, Callable[[Path], None]] = {
    "gone": _folder_gone,
    "a file in its place": _file_for_folder,
    "a link that leads nowhere": _dangling_folder,
}
FOLDERS_OF_A_RECORD = (
    "assessments",
    "plans",
    "plan-reviews",
    "reflections",
    "companions",
    "private",
    ATTACHMENTS,
    HISTORY,
)


def _may_read_everything() -> bool:
    """Whether rights mean nothing to this user, as to root."""
    with tempfile.NamedTemporaryFile() as file:
        os.chmod(file.name, 0)
        return os.access(file.name, os.R_OK)


not_as_root = pytest.mark.skipif(os.name == "nt" or _may_read_everything(), reason="root may read everything")


# --- what became of it --------------------------------------------------------------------------------------------------


def everything(folder: Path) -> dict[str, bytes | str]:
    """All that lies in a folder: a file's bytes, a link's end, 'folder' or 'pipe'. Not the lock, nor what the guard remembers."""
    found: dict[str, bytes | str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name in (".lock", ".checked"):
            continue
        if path.is_symlink():
            found[name] = os.readlink(path)
        elif path.is_dir():
            found[name] = "folder"
        else:
            found[name] = path.read_bytes() if path.is_file() else "pipe"
    return found


def all_words(folder: Path) -> bytes:
    """Every byte that lies anywhere in a record, what was set aside among it; the history's own lines are left out."""
    parts = [
        path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not (path.parent == folder / HISTORY and path.suffix == ".jsonl")
    ]
    return b"\n".join(parts)


def given_to(folder: Path) -> dict[str, int]:
    """The highest numbers of each kind that the record has given."""
    return dict(Record(folder).contents.given)


def steps_in(folder: Path) -> int:
    """How many steps the history holds."""
    return len(list(read_history(folder).steps()))


# --- put back to an earlier state ---------------------------------------------------------------------------------------


def put_back_to_earlier(folder: Path, name: str) -> bytes:
    """Let a file be what it was before its last save, as a sync service does that restores yesterday's; return the bytes saved last."""
    path = folder / name
    earlier = path.read_bytes()
    with Record(folder).changing("test", lambda: NOW) as writer:
        text = earlier.decode("utf-8")
        step = NewText(name, text, text.replace("\n", "\n# edited\n", 1))
        writer.take_step([step], [], [])
    last = path.read_bytes()
    assert last != earlier
    path.write_bytes(earlier)
    return last
