"""`cswo-eval history`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.setting import Setting
from cswo_eval.disclosure.private_things import private_things
from cswo_eval.framework.fitted_ids import fitting_of
from cswo_eval.pages.history_sections import history_document, history_values, life_document, life_values, said_about
from cswo_eval.pages.sent_sections import export_values, file_document, sent_document, sent_values
from cswo_eval.record.given_ids import place_of_id
from cswo_eval.record.history.lives import life_of
from cswo_eval.record.history.sittings import read_history
from cswo_eval.record.history.undo import about_all, ids_taken_back
from cswo_eval.record.sent import sent_of, with_file
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
    all_: Annotated[bool, typer.Option("--all", help="Every sitting or export, not the latest only.")] = False,
    sent: Annotated[
        bool, typer.Option("--sent", help="What has left your record: when, for whom, as which file.")
    ] = False,
    file: Annotated[
        str | None, typer.Option("--file", metavar="FILE", help="With --sent: which export this file is.")
    ] = None,
) -> None:
    """Show what was changed when, the latest first; or what became of one thing, from its beginning; or what has left."""
    if sent or file is not None:
        _refuse_what_does_not_go_together(sent, name, file, texts)
        if file is not None:
            _show_file(setting, file)
        else:
            _show_sent(setting, name, None if all_ else _SHOWN)
        return
    found = read_history(setting.record.folder)
    gone = ids_taken_back(found)
    if name is None:
        if texts:
            raise CswoEvalError("--texts goes with one thing, such as `cswo-eval history SD3.2 --texts`.")
        most = None if all_ else _SHOWN
        setting.give(lambda: history_values(found, gone, most), lambda: history_document(found, gone, most))
        return
    given = _meant(name, {*about_all(tuple(found.steps())), *_present(setting)})
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
    return private_things(setting.whole).items


def _refuse_what_does_not_go_together(sent: bool, name: str | None, file: str | None, texts: bool) -> None:
    if not sent:
        raise CswoEvalError("--file goes with --sent: `cswo-eval history --sent --file FILE`.")
    if texts:
        raise CswoEvalError("--texts goes without --sent: no words stand in the log of what has left, only ids.")
    if file is not None and name is not None:
        raise CswoEvalError("Name one thing of your record, or a file with --file, not both.")


def _show_sent(setting: Setting, name: str | None, most: int | None) -> None:
    """Show what has left; of one thing, where one is named."""
    log = setting.record.sent()
    if name is None:
        setting.give(lambda: sent_values(log.exports, most), lambda: sent_document(log.exports, most))
        return
    files = {f"{entry.id}/{one.id}" for entry in setting.register.entries for one in entry.attachments}
    left = {one for export in log.exports for one in export.things}
    given = _meant(name, {*_present(setting), *files, *left})
    ids = _names(setting, given)
    exports = sent_of(log, ids)
    of = given if re.fullmatch(r"[A-Z].*", given) else said_about([given]) or given
    setting.give(lambda: {"id": ids[0], **sent_values(exports, most)}, lambda: sent_document(exports, most, of))


def _show_file(setting: Setting, given: str) -> None:
    """Say which export a file on the disk is. Raises CswoEvalError where it cannot be read."""
    path = Path(given)
    try:
        if not path.is_file():
            raise CswoEvalError(f"There is no file {path}. Name one that was made from your record.")
        with open(path, "rb") as held:
            digest = hashlib.file_digest(held, "sha256").hexdigest()
    except OSError as error:
        raise CswoEvalError(f"{path} could not be read ({error.strerror}).") from None
    found = with_file(setting.record.sent(), digest)
    setting.give(
        lambda: {"file": path.name, "sha256": digest, "exports": [export_values(one) for one, _ in reversed(found)]},
        lambda: file_document(path.name, found),
    )


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


def _meant(given: str, known: Collection[str]) -> str:
    """Return the id of these that is meant, as the record writes it. Raises UnknownId for what never was."""
    starts = sorted({one[:10] for one in known if re.match(r"\d{4}-", one)}, reverse=True)
    typed = re.sub(r"^[cC](?=\d+$)", "L", given.strip())  # a claim may be called C2, too
    forms = [typed.upper(), typed.lower(), re.sub(r"(?<=/)a", "A", typed.lower())]
    forms += [f"{start}/{one}" for start in starts for one in forms[:2]]
    folded = {one.casefold(): one for one in known}
    meant = next((folded[one.casefold()] for one in forms if one.casefold() in folded), None)
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
    ids |= {run.said_id(key) for run in record.tool_runs() for key in run.answers}
    return ids | {"profile", "portfolio", "guard", "report-profiles"}
