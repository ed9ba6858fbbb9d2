"""A student's record for the tests of the portfolio, and what is read out of the folder and zip that come of it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from building import NOW, a_plan, a_profile, a_register, a_round, an_action, an_entry, rated
from gap_records import no_chance, not_applicable, standard

from cswo_eval.record.attachments import copy_in, with_attachment
from cswo_eval.record.models import Answer, Evidence, EvidenceRegister, Link, Profile, Round
from cswo_eval.record.plan_models import Goal, Plan
from cswo_eval.record.portfolio_models import PortfolioDetails, PriorLearning, PriorLearningClaim, Reflection
from cswo_eval.record.store import Record

TODAY = "2026-11-21"
PRIVATE = "quillwort"
"""A word that stands in everything the student marked private, and nowhere else."""
WHY = "It shows what I did and why it counted."
MY_PART = "I asked for it, wrote the paper and took it to committee."


def an_evidenced(number: int, *items: str, **given: Any) -> Evidence:
    """Entry E<number> with everything that the tests look for: a reason, the owner's part, somebody to confirm it."""
    links = tuple(Link(item=item, reason=WHY) for item in items)
    values = {"title": f"What entry {number} tells", "my_part": MY_PART, "confirmer": "A team manager", "links": links}
    return an_entry(number, **{**values, **given})


def entries() -> tuple[Evidence, ...]:
    """Entries for three competencies, one against, one for an element only, one private, one taken out."""
    return (
        an_evidenced(1, "SD1.3", kind="decision-record", effective=date(2026, 3, 17)),
        an_evidenced(2, "SD1.3", "AO4.2", kind="feedback", effective=date(2026, 5, 19), shows="That I listened."),
        an_evidenced(3, "AO4.2", kind="document", effective=date(2021, 4, 23)),
        an_entry(4, links=(Link(item="SL1.3", bearing="contradicts", reason="I kept quiet when I should not have."),)),
        an_evidenced(5, "WO1"),
        an_evidenced(6, "SD1.3", title=f"{PRIVATE} 6", shows=PRIVATE, private=True),
        an_evidenced(7, "MV1.1", title="Seven is gone", removed=NOW),
    )


def answers() -> dict[str, Answer]:
    """A level of each kind, one private, one not applicable, one element answered as a whole."""
    return {
        "SD1.3": rated(4, importance=3, confidence="high", opposite="The papers came late.", learning="To plan ahead."),
        "AO4.2": rated(2, importance=3, confidence="low", learning="The law on capacity."),
        "SL1.2": rated(2, importance=2, opposite=PRIVATE, learning=PRIVATE, note=PRIVATE, private=True),
        "WO1.2": no_chance(learning="A joint board that is new."),
        "SD1.6": not_applicable("The board has this duty here."),
        "MV1": rated(3, importance=2),
    }


def reflections() -> tuple[Reflection, ...]:
    """An account, one that is private and one that was taken out."""
    values: dict[str, Any] = {"model": "driscoll", "effective": date(2026, 3, 17), "written": NOW}
    links = (Link(item="SD1.3", reason="I told them what the list means."),)
    return (
        Reflection(
            id="R1",
            title="What the committee heard",
            parts={"what": "One two three.", "so-what": "Four five."},
            links=links,
            evidence=("E1", "E6"),
            **values,
        ),
        Reflection(id="R2", title=PRIVATE, parts={"what": PRIVATE}, links=links, private=True, **values),
        Reflection(id="R3", title="Three is gone", parts={"what": "Gone."}, links=links, removed=NOW, **values),
    )


def claims() -> PriorLearning:
    """A claim for prior learning, one that is private and one that was taken out."""
    return PriorLearning(
        claims=(
            PriorLearningClaim(
                id="L1",
                title="Weighing liberty",
                learned="To weigh liberty and safety.",
                where="A course",
                when="2019 to 2021",
                items=("AO4.2",),
                evidence=("E3", "E6"),
                recorded=NOW,
            ),
            PriorLearningClaim(id="L2", title=PRIVATE, learned=PRIVATE, items=("AO4.2",), private=True, recorded=NOW),
            PriorLearningClaim(id="L3", title="Gone too", learned="Gone.", items=("AO4.2",), removed=NOW, recorded=NOW),
        )
    )


def a_students_plan(**given: Any) -> Plan:
    """A plan for one competency and one element."""
    goals = (
        Goal(item="AO4.2", reason="need", members=("AO4.2",), why="AO4.2 is at 2 against a target of 4."),
        Goal(item="SL1", reason="need", members=("SL1.2",), why="SL1.2 is at 2 against a target of 4."),
    )
    actions = (
        an_action(1, title="Sit beside the duty officer", goal="AO4.2", evidence_left="A page of what I learned"),
        an_action(2, title=f"Own {PRIVATE}", goal="AO4.2", private=True),
    )
    return a_plan(*actions, goals=goals, **given)


DETAILS = PortfolioDetails(student="A Student", programme="Postgraduate Diploma", module="Module 3", adviser="A tutor")


def a_student(
    folder: Path,
    *,
    profile: Profile | None = None,
    round_: Round | None = None,
    register: EvidenceRegister | None = None,
    plan: Plan | None = None,
    accounts: Iterable[Reflection] | None = None,
    prior: PriorLearning | None = None,
    details: PortfolioDetails = DETAILS,
    files: Mapping[str, Iterable[Path]] = {},
) -> Path:
    """Save a student's record, by default with all of the above but a plan, and return its folder. `files`: by entry."""
    with Record(folder).changing("test", lambda: NOW) as writer:
        writer.save_profile(profile or a_profile(name="A Student", target_profile="diploma"))
        writer.save_round(round_ or a_round(standard(), answers()))
        writer.save_register(register if register is not None else a_register(entries()))
        for account in reflections() if accounts is None else accounts:
            writer.save_reflection(account)
        writer.save_prior_learning(prior if prior is not None else claims())
        writer.save_portfolio_details(details)
        if plan is not None:
            writer.save_plan(plan)
    for entry, paths in files.items():
        for path in paths:
            attach(folder, entry, path)
    return folder


def attach(folder: Path, name: str, path: Path, now: str = NOW, replaces: str | None = None) -> None:
    """Attach a file to an entry of a record."""
    record = Record(folder)
    with record.changing("test", lambda: NOW) as writer:
        register = record.register()
        entry = register.find(name)
        assert entry is not None
        attachment = copy_in(writer, entry, path, now, replaces)
        writer.save_register(register.with_entry(with_attachment(entry, attachment)))


def a_file(folder: Path, name: str, text: str) -> Path:
    """A text file to attach."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# --- what came of it ----------------------------------------------------------------------------------------------------


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its name with / between folders."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def zipped(path: Path) -> dict[str, bytes]:
    """Every file in a zip."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def manifest_of(files: Mapping[str, bytes]) -> dict[str, Any]:
    """What the manifest says."""
    value: dict[str, Any] = json.loads(files["manifest.json"])
    return value


def with_manifest(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files with a manifest that is true of them: what somebody who changed a portfolio with care would send."""
    listed = [
        {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()
    ]
    value = {"format": "cswo-eval/portfolio-manifest", "format_version": 1, "made": TODAY, "files": listed}
    return {**files, "manifest.json": json.dumps(value).encode()}


def a_zip(path: Path, files: Mapping[str, bytes]) -> Path:
    """A zip of these files, as any program would write it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def xml_of(document: bytes, part: str = "word/document.xml") -> str:
    """One part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return archive.read(part).decode("utf-8")
