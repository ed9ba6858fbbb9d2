"""`cswo-eval history`."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.setting import Setting
from cswo_eval.disclosure.private_things import private_things
from cswo_eval.disclosure.whole_record import whole_record
from cswo_eval.framework.fitted_ids import fitting_of
from cswo_eval.pages.history_sections import history_document, history_values, life_document, life_values, said_about
from cswo_eval.record.given_ids import place_of_id
from cswo_eval.record.history.lives import life_of
from cswo_eval.record.history.sittings import History, read_history
from cswo_eval.record.history.undo import ids_taken_back
from cswo_eval.text.problems import CswoEvalError, UnknownId

_SHOWN = 20
"""Sittings that are shown where not all are asked for."""


@command(json=True)
def history(
    setting: Setting,
    name: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="One thing: SD3.2, E7, A3, 2026-09-07/A3, R1, L1, day-30 or profile."),
    ] = None,
    texts: Annotated[bool, typer.Option("--texts", help="With the earlier words themselves.")] = False,
    all_: Annotated[bool, typer.Option("--all", help="Every sitting, not the latest only.")] = False,
) -> None:
    """Show what was changed when, the latest first; or what became of one thing, from its beginning."""
    found = read_history(setting.record.folder)
    gone = ids_taken_back(found)
    if name is None:
        if texts:
            raise CswoEvalError("--texts goes with one thing, such as `cswo-eval history SD3.2 --texts`.")
        most = None if all_ else _SHOWN
        setting.give(lambda: history_values(found, gone, most), lambda: history_document(found, gone, most))
        return
    given = _meant(setting, found, name)
    ids = _names(setting, given)
    events = life_of(found, ids)
    if not events and not setting.as_json:
        setting.terminal.say(f"{_title(setting, given)}: nothing has been changed in it that the history knows of.")
        return
    now_is = ids[0] if ids[0] != given else ""
    setting.give(
        lambda: life_values(ids[0], events, gone, _private_items(setting)),
        lambda: life_document(found, _title(setting, given), events, gone, texts, now_is),
    )


def _private_items(setting: Setting) -> frozenset[str]:
    return private_things(whole_record(setting.record, setting.framework)).items


def _title(setting: Setting, given: str) -> str:
    if place_of_id(given).endswith("/"):
        return f"{given} {setting.framework.title_of(given)}"
    said = said_about([given])
    return said[:1].upper() + said[1:]


def _names(setting: Setting, given: str) -> tuple[str, ...]:
    """Return what a thing is called now, and what it was called before a Standard that renamed it."""
    framework = setting.framework
    now = given if given in framework.ids else fitting_of(given, framework).now or given
    return now, *(was for was in framework.renamed if was != now and fitting_of(was, framework).now == now)


def _meant(setting: Setting, found: History, given: str) -> str:
    """Return the id that is meant, as the history writes it. Raises UnknownId for what never was."""
    about = {one: None for step in found.steps() for one in step.about}
    known = {*about, *_present(setting)}
    starts = sorted({one[:10] for one in known if re.match(r"\d{4}-", one)}, reverse=True)
    typed = given.strip()
    forms = [typed.upper(), typed.lower(), re.sub(r"(?<=/)a", "A", typed.lower())]
    forms += [f"{start}/{one}" for start in starts for one in forms[:2]]
    meant = next((one for one in forms if one in known), None)
    if meant is None:
        short = [one.partition("/")[2] for one in known if "/" in one]
        raise UnknownId(
            given, "thing in your record", sorted({*known, *short}), "`cswo-eval history` shows what was changed."
        )
    return meant


def _present(setting: Setting) -> set[str]:
    """Return the ids of all that is there now, or could be: every question of the Standard, entries, actions, accounts, claims."""
    record, framework = setting.record, setting.framework
    ids = {*framework.elements, *framework.competencies, *framework.renamed}
    ids |= {one.id for one in setting.register.entries}
    ids |= {one.id for one in record.reflections()} | {one.id for one in record.prior_learning().claims}
    for start in record.plan_days():
        ids |= {f"{start}", *(f"{start}/{action.id}" for action in record.plan(start).actions)}
        ids |= {f"{start}/day-{review.number}" for review in record.reviews(start)}
    return ids | {"profile", "portfolio", "guard", "report-profiles"}
