"""Records for the tests of the confidentiality guard: with something that identifies somebody wherever its owner can type."""

from __future__ import annotations

import hashlib
import html
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from building import changed
from identifiers import chi_numbers
from reports import Owner, in_every_field, sample_owner, squeezed, text_of, with_texts

from cswo_eval.files.shapes import plain
from cswo_eval.record.models import Attachment, Link, Round
from cswo_eval.record.portfolio_models import PortfolioDetails, PriorLearning, PriorLearningClaim, Reflection
from cswo_eval.record.store import Record
from cswo_eval.record.tool_models import ToolAnswer, ToolRun

NOW = "2026-09-01T09:00:00Z"
DAY = "2026-10-02"


def identifiers() -> Iterator[str]:
    """Numbers and addresses of nobody, each another one and each found with certainty; none has a blank in it."""
    for number in range(10_000):
        yield (
            f"07700{900_000 + number}"[:11],
            f"AB{100_000 + number}C",
            f"nobody.{number:04}@example.org",
            f"ZE{number // 1000 % 10 + 1}{number // 100 % 10}{'ABDEFGHJLN'[number // 10 % 10]}{'PQRSTUWXYZ'[number % 10]}",
            chi_numbers(f"010100{number // 5:03}")[0],
        )[number % 5]


FEW_ANSWERS = ("MV1", "SD1", *(f"SD1.{number}" for number in range(1, 7)), "SD3.3", "AO1.1", "SL1.4", "SL2.1")
FEW_ENTRIES = ("E1", "E2", "E3", "E4", "E21", "E25", "E36")
FEW_ACTIONS = ("A1", "A2", "A3", "A4", "A5", "A12", "A14")


def a_few_of_each() -> Owner:
    """What the owner of the sample said, but with few answers, entries and actions: some of each kind, private ones too.

    The guard has looked through all of it in a fifth of the time.
    """
    owner = sample_owner()
    answers = {name: owner.round.answers[name] for name in FEW_ANSWERS}
    entries = tuple(one for one in owner.register.entries if one.id in FEW_ENTRIES)
    actions = tuple(one for one in owner.plan.actions if one.id in FEW_ACTIONS)
    return owner._replace(
        round=changed(owner.round, answers=answers),
        register=changed(owner.register, entries=entries),
        plan=changed(owner.plan, actions=actions),
    )


class Planted(NamedTuple):
    """A record on disk, and what was planted in it."""

    folder: Path
    all: tuple[str, ...]
    never: tuple[str, ...]
    """Those of them in what its owner marked private and in the answers of an earlier round: no export holds them, whatever
    becomes of findings."""


def planted_record(folder: Path) -> Planted:
    """A record with a different identifier in every text of everything that it can hold; some of it is private."""
    fresh, planted = identifiers(), []

    def text_for(_: str) -> str:
        planted.append(next(fresh))
        return f"Words, then {planted[-1]} and more."

    owner = in_every_field(text_for, a_few_of_each())

    def written(account: Reflection) -> Reflection:
        return with_texts(account, text_for)

    account, claim = written(an_account()), with_texts(a_claim(), text_for)
    earlier = with_texts(changed(owner.round, started=date(2026, 1, 5)), text_for)
    unused: list[Any] = [*earlier.answers.values(), *earlier.set_aside]
    secret = written(an_account(id="R2", private=True)), with_texts(a_claim(id="L2", private=True), text_for)
    review = with_texts(changed(owner.reviews[0], number=60, private=True), text_for)
    action = with_texts(changed(owner.plan.actions[0], id="A99", private=True), text_for)
    run = with_texts(a_tool_run(), text_for)
    owner = owner._replace(plan=owner.plan.with_action(action), reviews=(*owner.reviews, review), tool_runs=(run,))
    unused += [*secret, review, action, run]
    unused += [one for one in (*owner.round.answers.values(), *owner.register.entries) if one.private]
    save_owner(folder, owner, (account, secret[0]), (claim, secret[1]), owner.details, (earlier,))
    told = "\n".join(repr(plain(one)) for one in unused)
    return Planted(folder, tuple(planted), tuple(one for one in planted if one in told))


def a_tool_run(**given: Any) -> ToolRun:
    """A run of a tool that the standards do not have any more."""
    answers = {"story": ToolAnswer(said="-"), "away": ToolAnswer(several=("-",))}
    values: dict[str, Any] = {
        "tool": "mine",
        "version": 1,
        "begun": date(2026, 9, 1),
        "changed": NOW,
        "answers": answers,
    }
    return ToolRun(**{**values, **given})


def an_account(**given: Any) -> Reflection:
    """A reflective account, R1."""
    values: dict[str, Any] = {"id": "R1", "title": "-", "model": "gibbs", "effective": date(2026, 9, 1), "written": NOW}
    links = (Link(item="SD1.5", reason="-"),)
    return Reflection(**{**values, "parts": {"description": "-", "feelings": "-"}, "links": links, **given})


def a_claim(**given: Any) -> PriorLearningClaim:
    """A claim for learning from before, L1."""
    return PriorLearningClaim(**{"id": "L1", "title": "-", "items": ("SD1.5",), "recorded": NOW, **given})


def save_owner(
    folder: Path,
    owner: Owner,
    accounts: Iterable[Reflection] = (),
    claims: Iterable[PriorLearningClaim] = (),
    details: PortfolioDetails | None = None,
    earlier: Iterable[Round] = (),
) -> Record:
    """Write everything that an owner has said as a record, with a short text as each file of the register."""
    record = Record(folder)
    with record.changing("test", lambda: NOW) as writer:
        writer.save_profile(owner.profile)
        for round_ in (*earlier, owner.round):
            writer.save_round(round_)
        entries = tuple(
            changed(entry, attachments=tuple(put_file(record, entry.id, one) for one in entry.attachments))
            for entry in owner.register.entries
        )
        writer.save_register(changed(owner.register, entries=entries))
        writer.save_plan(owner.plan)
        for review in owner.reviews:
            writer.save_review(review)
        for run in owner.tool_runs:
            writer.save_tool_run(run)
        for account in accounts:
            writer.save_reflection(account)
        writer.save_prior_learning(PriorLearning(claims=tuple(claims)))
        writer.save_portfolio_details(details or PortfolioDetails())
    return record


def put_file(record: Record, entry: str, attachment: Attachment, data: bytes = b"Nothing of note.") -> Attachment:
    """Write a file of an entry where the record keeps it. Returns the attachment that says so."""
    stored = f"{entry}/{attachment.id}.txt"
    path = record.folder / "attachments" / stored
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return changed(attachment, stored=stored, sha256=hashlib.sha256(data).hexdigest(), size=len(data))


def decide(folder: Path, **decided: Any) -> None:
    """Keep these decisions of the owner's on findings."""
    record = Record(folder)
    with record.changing("test", lambda: NOW) as writer:
        writer.save_guard_decisions(record.guard_decisions()._replace(**decided))


# --- what a file holds --------------------------------------------------------------------------------------------------


def files_in(place: Path) -> dict[str, bytes]:
    """Every file that a command wrote at a place, a file or a folder, by its name; a zip beside a folder too."""
    paths = [place, place.with_name(f"{place.name}.zip"), *(place.rglob("*") if place.is_dir() else ())]
    return {str(path.relative_to(place.parent)): path.read_bytes() for path in paths if path.is_file()}


@lru_cache(maxsize=32)
def everything_in(name: str, data: bytes) -> bytes:
    """All that a file holds, with its name: its bytes, those of every file within it however deep, and its text as readers
    see it, the latter also without blanks and hyphens."""
    parts = [name.encode(), data]
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts += [everything_in(one, archive.read(one)) for one in archive.namelist()]
            parts.append(archive.comment)
    elif data[:5] == b"%PDF-":
        text = text_of("pdf", data)
        poppler = shutil.which("pdftotext")
        if poppler is not None:
            text += subprocess.run([poppler, "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
        parts += [text.encode("utf-8", "replace"), squeezed(text).encode("utf-8", "replace")]
    else:
        text = html.unescape(re.sub(r"<[^>]*>", "", data.decode("utf-8", "replace")))
        parts += [text.encode("utf-8", "replace"), squeezed(text).encode("utf-8", "replace")]
        parts.append(data.replace(b"\r\n ", b""))  # as a calendar folds its lines
    return b"\n".join(parts)


def held(place: Path, strings: Iterable[str]) -> list[str]:
    """Those of the strings that occur anywhere in what a command wrote at a place, in any case."""
    whole = b"\n".join(everything_in(name, data) for name, data in files_in(place).items()).lower()
    wanted = {one: one.lower().encode() for one in strings}
    # More than a thousand may be wanted of many megabytes, and they begin in a few ways: only there the text is read closely.
    lengths: dict[bytes, set[int]] = {}
    for one in wanted.values():
        lengths.setdefault(one[:4], set()).add(len(one))
    found = {
        whole[at : at + length]
        for begins, its_lengths in lengths.items()
        for at in _places(whole, begins)
        for length in its_lengths
    }
    return [one for one, sought in wanted.items() if sought in found]


def _places(whole: bytes, begins: bytes) -> Iterator[int]:
    """Every place at which this stands, one within another too."""
    at = whole.find(begins)
    while at >= 0:
        yield at
        at = whole.find(begins, at + 1)
