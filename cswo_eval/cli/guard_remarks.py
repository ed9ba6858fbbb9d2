"""Tell the owner, as something is saved, what in it may identify somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from cswo_eval.cli.setting import Setting
from cswo_eval.confidentiality.checked_files import checked_file, found_in_name
from cswo_eval.confidentiality.finding_words import described
from cswo_eval.confidentiality.guard import Guard, Located
from cswo_eval.confidentiality.record_texts import Place, texts_in
from cswo_eval.files.shapes import Shape
from cswo_eval.text.problems import CswoEvalError

MOST_TOLD = 5
"""Findings told at once; the rest are counted."""


def guard_of(setting: Setting) -> Guard:
    """Return the guard with the rules in use and this record's decisions."""
    return Guard(
        setting.framework.confidentiality,
        setting.record.guard_decisions(),
        setting.profile.record_id,
        setting.profile.name,
        earlier_ids=setting.framework.earlier_ids,
    )


def own_names(setting: Setting) -> frozenset[str]:
    """Return the owner's own names in small letters: as the author of a file they are no finding."""
    names = (setting.profile.name, setting.record.portfolio_details().student)
    return frozenset(name.strip().casefold() for name in names if name.strip())


def remark_on_texts(
    setting: Setting, texts: Iterable[tuple[str, str]], short: bool = False, names_are_meant: bool = False
) -> None:
    """Say what was found in texts just saved, each given with where it stands in words. Silent where nothing was.

    `short`: one remark in all, for where more questions follow. `names_are_meant`: only what is certain, as on a title page.
    """
    said = [(where, text) for where, text in texts if text.strip()]
    guard = _guard_or_remark(setting) if said else None
    if guard is not None:
        found = [one for where, text in said for one in guard.found(Place(where, where), guard.leaving(text))]
        _tell(setting, [one for one in found if one.finding.certain or not names_are_meant], short)


def remark_on_changes(setting: Setting, where: str, before: Shape | None, after: Shape) -> None:
    """Say what was found in those texts of a value just saved that were not in it before. `where` is what it is called."""
    remark_on_texts(setting, changed_texts(where, before, after))


def changed_texts(where: str, before: Shape | None, after: Shape) -> list[tuple[str, str]]:
    """Return those texts of a value that were not in it before, each after where it stands in words."""
    place = Place(where, where)
    known = {text for _, text in texts_in(before, place)} if before is not None else frozenset()
    return [one for one in texts_in(after, place) if one[1] not in known]


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
    guard = _guard_or_remark(setting)
    if guard is None:
        return
    place = Place(said, said)
    checked = checked_file(guard, place, path.name, path.read_bytes(), own_names(setting))
    _tell(setting, [*found_in_name(guard, place, guard.leaving(path.name)), *checked.open])
    if checked.unchecked:
        setting.terminal.say(f"Not checked: {said}: {checked.unchecked}", "yellow")


def _tell(setting: Setting, found: list[Located], short: bool = False) -> None:
    """Say what was found: what is certain first, and every kind of it named however many there are."""
    rules, say = setting.framework.confidentiality, setting.terminal.say
    told: dict[tuple[str, str], Located] = {}
    for one in found:
        told.setdefault((one.finding.kind, one.finding.found), one)
    shown = sorted(told.values(), key=lambda one: not one.finding.certain)
    if not shown:
        return
    if short and len(shown) > 1:
        places = list(dict.fromkeys(one.place.said for one in shown))
        more = f"; and {len(places) - MOST_TOLD} more places" if len(places) > MOST_TOLD + 1 else ""
        say(
            f"{_kinds(setting, shown)} in {'; '.join(places[: MOST_TOLD if more else None])}{more}. It is saved as it is; `cswo-eval guard check` shows each, and what "
            "to write instead.",
            "yellow",
        )
        return
    for one in shown[:MOST_TOLD]:
        kind = described(one.finding, rules)
        sure = "Found" if one.finding.certain else "Perhaps"
        what = f"{sure} {kind.name.removeprefix('perhaps ')} in {one.place.said}: {one.finding.found[:80]}."
        if short:
            say(f"{what} Instead: {kind.instead} It is saved as it is; `cswo-eval guard check` says more.", "yellow")
            return
        say(f"{what} {kind.why} Instead: {kind.instead}", "yellow")
    if shown[MOST_TOLD:]:
        rest = _kinds(setting, shown[MOST_TOLD:])
        say(f"And {len(shown) - MOST_TOLD} more. {rest}. `cswo-eval guard check` shows them.", "yellow")
    say(
        "It is saved as you wrote it. Before anything leaves your record it is looked for again; `cswo-eval guard` says "
        "what you can do.",
        "dim",
    )


def _kinds(setting: Setting, found: list[Located]) -> str:
    """Return the kinds of these findings in words, the gravest first: 'Found a CHI number, a postcode (2); perhaps …'."""
    rules = setting.framework.confidentiality
    order = {kind.id: place for place, kind in enumerate(rules.kinds)}
    parts = []
    for certain, sure in ((True, "found"), (False, "perhaps")):
        here = sorted(
            (one.finding for one in found if one.finding.certain == certain),
            key=lambda one: order.get(one.kind, len(order)),
        )
        counts = Counter(described(one, rules).name.removeprefix("perhaps ") for one in here)
        if counts:
            names = ", ".join(name if count == 1 else f"{name} ({count})" for name, count in counts.items())
            parts.append(f"{sure} {names}")
    words = "; ".join(parts)
    return words[:1].upper() + words[1:]
