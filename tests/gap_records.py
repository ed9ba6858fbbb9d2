"""Records for the tests of the gap analysis and of what is shown of it: answers, evidence, folders on disk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from building import NOW, a_profile

from cswo_eval.framework.framework import Framework
from cswo_eval.framework.load import load_framework
from cswo_eval.record.models import Answer, Evidence, EvidenceRegister, Link, Profile, Round
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.store import Record


@cache
def standard() -> Framework:
    """The Standard that comes with the program, read once: strategies and module fixtures cannot take `framework`."""
    return load_framework()


def changed(value: Any, **fields: Any) -> Any:
    """A copy of a record's value, or of a result, with these fields changed."""
    return value._replace(**fields)


def no_chance(**given: Any) -> Answer:
    """An answer of no chance yet."""
    return Answer(standing="no-chance", **given)


def not_applicable(reason: str = "The health board has this duty here.", **given: Any) -> Answer:
    """An answer of not applicable."""
    return Answer(standing="not-applicable", reason=reason, **given)


def evidence(name: str, supports: Iterable[str] = (), contradicts: Iterable[str] = (), **given: Any) -> Evidence:
    """An entry of the register that supports, or speaks against, these competencies or elements."""
    links = (
        *(Link(item=item) for item in supports),
        *(Link(item=item, bearing="contradicts") for item in contradicts),
    )
    values: dict[str, Any] = {"title": f"Entry {name}", "kind": "document", "effective": date(2026, 9, 1)}
    return Evidence(**{"id": name, "recorded": NOW, "links": links, **values, **given})


def write_record(
    folder: Path,
    *,
    profile: Profile | None = None,
    round_: Round | None = None,
    register: EvidenceRegister | None = None,
    plan: Plan | None = None,
) -> Path:
    """Save a record with these parts through the store, and return its folder."""
    with Record(folder).changing("test", lambda: NOW) as writer:
        writer.save_profile(profile or a_profile())
        if round_ is not None:
            writer.save_round(round_)
        if register is not None:
            writer.save_register(register)
        if plan is not None:
            writer.save_plan(plan)
    return folder
