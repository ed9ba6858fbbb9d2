"""At the door: ask what must be asked before something leaves, say what was taken out of it, and note that it went."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import cast

from cswo_eval.cli.interviews.confirmed import questions_for, said_yes
from cswo_eval.cli.setting import Setting
from cswo_eval.confidentiality.guard import Handling, Located
from cswo_eval.disclosure.door import DisclosedCopy, Disclosure, Wanted, disclosed, looked_at, undecided_in
from cswo_eval.disclosure.preview import Preview, preview_of
from cswo_eval.disclosure.private_things import private_things
from cswo_eval.disclosure.watch import Watch, watch_over
from cswo_eval.pages.preview_sections import preview_document
from cswo_eval.record.checked_texts import keep_clean
from cswo_eval.record.history.older_states import faults_of_older_states
from cswo_eval.text.problems import CswoEvalError, ProblemsFound, UnknownId
from cswo_eval.text.words import counted, listed

MOST_PLACES = 6
"""Places that are named where something was taken out; the rest are counted."""
HANDLINGS = ("stop", "take-out", "keep")

Written = Callable[[DisclosedCopy], str]
"""Gives all words of what will be written of a copy."""


def handling_from(text: str) -> Handling:
    """Return what --findings says. Raises UnknownId."""
    name = text.strip().lower()
    if name not in HANDLINGS:
        raise UnknownId(text, "way with findings", list(HANDLINGS), f"There are: {', '.join(HANDLINGS)}.")
    return cast("Handling", name)


def watch_at_the_door(setting: Setting) -> Watch:
    """Return the guard that has heard the whole record.

    Raises ProblemsFound where a file was put back to an earlier state: what was marked private since would leave.
    """
    record = setting.record
    watch = watch_over(record, setting.whole)
    read = {name: digest for name, digest in record.read_checksums.items() if name in record.contents.files}
    older = faults_of_older_states(record.folder, read)
    if older:
        raise ProblemsFound([problem for one in older for problem in one.problems], "Nothing was written:")
    return watch


def leaving(
    setting: Setting,
    wanted: Wanted,
    watch: Watch,
    written: Written | None = None,
    also_stopping: Sequence[Located] = (),
) -> Disclosure:
    """Return what may leave the record, as `disclosed` does, and say what was taken out of it and what stays undecided."""
    found = disclosed(setting.whole, wanted, watch, written, also_stopping)
    if not found.clean <= watch.known:
        keep_clean(setting.record.folder, watch.guard.state(), found.clean)
    _say_taken_out(setting, found.taken_out, wanted.empty)
    _say_left_in(setting, found.kept)
    _say_undecided(setting, found)
    _say_what_tells(setting, found)
    return found


def show_preview(
    setting: Setting, wanted: Wanted, watch: Watch, what: str, written: Written | None = None, more: Sequence[str] = ()
) -> Disclosure:
    """Show what would leave and what would stay, and why, and return it; nothing is written. `what`: what would be made: 'report'.

    `more`: sentences on what goes beside it, such as files.
    """
    found = looked_at(setting.whole, wanted, watch, written)
    preview: Preview = preview_of(setting.whole, wanted, found, files=bool(more))
    setting.terminal.show(preview_document(setting.framework, preview, what, more))
    return found


def agree_to_private(setting: Setting, yes: bool) -> None:
    """Ask whether what is private shall be in it. Raises CswoEvalError where the owner does not say so: nothing is written."""
    ask = questions_for(setting, yes, "Nothing was written: --include-private puts in what you marked private.")
    if ask is not None and not said_yes(
        ask,
        "This file will hold what you marked private. Write it?",
        "It is for you alone: whoever gets it reads all of it. Without --include-private what is private stays out.",
    ):
        raise CswoEvalError("Nothing was written.")


def decide_divided(setting: Setting, wanted: Wanted) -> None:
    """Ask once of each entry that serves something private and something open whether it may leave; the reply is saved.

    Only of those that this copy would hold otherwise. Without a person at the terminal they stay, which `leaving` says.
    """
    from cswo_eval.cli.interviews.divided_entries import ask_about_divided

    undecided = undecided_in(private_things(setting.whole), wanted)
    if undecided:
        ask_about_divided(setting, undecided)


def _places(found: Sequence[Located]) -> tuple[str, ...]:
    """Return the places of findings in words, each once: what the owner is told, and what a portfolio states."""
    return tuple(dict.fromkeys(one.place.said for one in found))


def _say_taken_out(setting: Setting, found: Sequence[Located], empty: bool) -> None:
    places = _places(found)
    if not places:
        return
    if empty:
        said = (
            f"Left empty in this worksheet, since it may tell who somebody is: {_shortened(places)}. Your record keeps it. "
            "`cswo-eval guard check` shows what and why; `cswo-eval guard accept` lets it stay."
        )
    else:
        said = (
            f"In {counted(len(places), 'place')} of this copy something was taken out that may tell who somebody is, and a word such as "
            f"[name] stands there: {_shortened(places)}. `cswo-eval guard check` shows what and why; `cswo-eval guard accept` lets it stay."
        )
    setting.terminal.say(said, "yellow")


def _say_left_in(setting: Setting, kept: Sequence[Located]) -> None:
    count = len({one.id for one in kept if one.reason is None})
    if count:
        setting.terminal.say(
            f"Left in, as you asked with --findings keep: {counted(count, 'thing')} that may tell who somebody is.",
            "yellow",
        )


def _say_undecided(setting: Setting, found: Disclosure) -> None:
    """Say which entries stay since nobody has said yet whether they may leave beside something private."""
    for one in found.undecided:
        setting.terminal.say(
            f"{one.entry} stays out: it serves {listed(one.private)}, which is private, and {listed(one.open)}, which is not. "
            f"`cswo-eval private unset {one.entry}` lets it leave, `cswo-eval private set {one.entry}` keeps it to yourself.",
            "yellow",
        )


def _say_what_tells(setting: Setting, found: Disclosure) -> None:
    """Point out words that go and name what stays, or what has another number in the copy: no word is changed."""
    said = setting.terminal.say
    names = [f"{one.thing.id.rpartition('/')[2]} names {listed(one.names)}" for one in found.telling]
    if names:
        said(f"Read whether this tells of what you keep private: {_shortened(names)}.", "yellow")
    mentions = [f"{one.where} names {one.said}, here {one.now}" for one in found.mentions]
    if mentions:
        said(
            f"This copy counts afresh, and your own words name numbers of your record: {_shortened(mentions)}. They are left as "
            "you wrote them.",
            "yellow",
        )


def _shortened(places: Collection[str]) -> str:
    """Return the first few places in words, and how many more there are."""
    more = len(places) - MOST_PLACES
    return "; ".join(list(places)[:MOST_PLACES]) + (f"; and {more} more" if more > 0 else "")
