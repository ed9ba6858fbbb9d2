"""Tell the owner, as something is saved, what in it may identify somebody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cswo_eval.framework.problems import CswoEvalError

if TYPE_CHECKING:
    from pathlib import Path

    from cswo_eval.cli.setting import Setting
    from cswo_eval.confidentiality.guard import Guard, Located
    from cswo_eval.framework.shapes import Shape

MOST_TOLD = 5
"""Findings told at once; the rest are counted."""


def guard_of(setting: Setting) -> Guard:
    """Return the guard with the rules in use and this record's decisions."""
    from cswo_eval.confidentiality.guard import Guard

    return Guard(setting.framework.confidentiality, setting.record.guard_decisions(), setting.profile.record_id)


def remark_on_texts(setting: Setting, texts: Iterable[tuple[str, str]], short: bool = False) -> None:
    """Say what was found in texts just saved, each given with where it stands in words. Silent where nothing was.

    `short`: one remark in all, for where more questions follow.
    """
    from cswo_eval.confidentiality.record_texts import Place

    said = [(where, text) for where, text in texts if text.strip()]
    guard = _guard_or_remark(setting) if said else None
    if guard is not None:
        found = [one for where, text in said for one in guard.found(Place(where, where), guard.leaving(text))]
        _tell(setting, found, short)


def remark_on_changes(setting: Setting, where: str, before: Shape | None, after: Shape) -> None:
    """Say what was found in those texts of a value just saved that were not in it before. `where` is what it is called."""
    from cswo_eval.confidentiality.record_texts import Place, texts_in

    place = Place(where, where)
    known = {text for _, text in texts_in(before, place)} if before is not None else frozenset()
    remark_on_texts(setting, [one for one in texts_in(after, place) if one[1] not in known])


def _guard_or_remark(setting: Setting) -> Guard | None:
    """Return the guard; None, and say so, where the owner's decisions cannot be read: what was typed is saved by now."""
    try:
        return guard_of(setting)
    except CswoEvalError:
        setting.terminal.say(
            "Saved, but not checked for what may identify somebody: private/guard.yaml in your record cannot be read. "
            "`cswo-eval check` says why.",
            "yellow",
        )
        return None


def remark_on_file(setting: Setting, said: str, path: Path) -> None:
    """Say what was found in a file just attached, and what of it could not be read as text."""
    from cswo_eval.confidentiality.files import checked_file, found_in_name
    from cswo_eval.confidentiality.record_texts import Place

    guard = _guard_or_remark(setting)
    if guard is None:
        return
    place = Place(said, said)
    checked = checked_file(guard, place, path.name, path.read_bytes(), setting.profile.name)
    _tell(setting, [*found_in_name(guard, place, guard.leaving(path.name)), *checked.open])
    if checked.unchecked:
        setting.terminal.say(f"Not checked: {said}: {checked.unchecked}", "yellow")


def _tell(setting: Setting, found: list[Located], short: bool = False) -> None:
    from cswo_eval.confidentiality.wording import described

    if not found:
        return
    rules, say = setting.framework.confidentiality, setting.terminal.say
    told: dict[tuple[str, str], Located] = {}
    for one in found:
        told.setdefault((one.finding.kind, one.finding.found), one)
    shown = sorted(told.values(), key=lambda one: not one.finding.certain)[: 1 if short else MOST_TOLD]
    more = len(told) - len(shown)
    for one in shown:
        kind = described(one.finding, rules)
        sure = "Found" if one.finding.certain else "Perhaps"
        what = f"{sure} {kind.name.removeprefix('perhaps ')} in {one.place.said}: {one.finding.found[:80]}."
        if short:
            rest = f" And {more} more." if more else ""
            say(
                f"{what}{rest} Instead: {kind.instead} It is saved as it is; `cswo-eval guard check` says more.",
                "yellow",
            )
        else:
            say(f"{what} {kind.why} Instead: {kind.instead}", "yellow")
    if short:
        return
    if more:
        say(f"And {more} more: `cswo-eval guard check` shows them.", "yellow")
    say(
        "It is saved as you wrote it. Before anything leaves your record it is looked for again; `cswo-eval guard` says "
        "what you can do.",
        "dim",
    )
