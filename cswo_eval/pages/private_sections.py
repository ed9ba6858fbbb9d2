"""What is private and why; what marking something, or taking a mark back, would do and has done. For the owner's own screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from cswo_eval.disclosure.named_things import NamedThing, ThingKind, entry_of, round_of_answer
from cswo_eval.disclosure.private_marks import Change, Private
from cswo_eval.disclosure.telling_texts import Telling
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.pages.blocks import Block, Column, Document, Facts, Paragraph, Section, Table
from cswo_eval.text.days_in_words import plain_day
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.words import counted, listed, listed_with_and

_TITLES: tuple[tuple[str, tuple[ThingKind, ...]], ...] = (
    ("Answers", ("answer", "set-aside")),
    ("Evidence", ("entry", "file")),
    ("Actions", ("action",)),
    ("Reflective accounts", ("account",)),
    ("Claims for prior learning", ("claim",)),
    ("Reviews", ("review",)),
    ("Answers in tools", ("tool-answer",)),
)
_NARROW = 24
"""Characters for which a column has room that is not the main one."""
_MOST_NAMED = 12
"""Things that one sentence names."""


def shown_id(whole: WholeRecord, thing: NamedThing) -> str:
    """Return the id of a thing as it is typed: 'A3' of the newest plan, '2026-09-07/A3' of another."""
    newest = f"{whole.plan.start}/" if whole.plan is not None else "/"
    if thing.kind == "tool-answer":
        begun, _, name = thing.id.partition("/")
        runs = [f"{one.begun}" for one in whole.tool_runs if one.tool == name.partition(".")[0]]
        return name if runs[-1:] == [begun] else thing.id
    return thing.id.removeprefix(newest) if thing.kind in ("action", "review") else thing.id


def _title(whole: WholeRecord, thing: NamedThing) -> str:
    """Return what a thing is called: the Standard's title of an answer's question, else the owner's own."""
    first, _, last = thing.id.partition("/")
    if thing.kind in ("answer", "set-aside"):
        aside = " (set aside)" if thing.kind == "set-aside" else ""
        return f"{whole.framework.title_of(thing.id)}{aside}"
    if thing.kind == "entry":
        return entry_of(whole, thing.id).title
    if thing.kind == "file":
        return next(one.name for one in entry_of(whole, first).attachments if one.id == last)
    if thing.kind == "action":
        plan = next(one for one in whole.plans if f"{one.start}" == first)
        action = plan.action(last)
        return action.title if action is not None else ""
    if thing.kind == "account":
        return next(one.title for one in whole.accounts if one.id == thing.id)
    if thing.kind == "claim":
        return next(one.title for one in whole.claims.claims if one.id == thing.id)
    if thing.kind == "tool-answer":
        return _asked_in_tool(whole, thing.id)
    held = next(one.held for one in whole.all_reviews if f"{one.plan}/day-{one.number}" == thing.id)
    return f"the review held on {plain_day(held)}"


def _asked_in_tool(whole: WholeRecord, name: str) -> str:
    """Return the question that an answer in a tool is on; of one whose form is not in use, the tool alone."""
    begun, _, rest = name.partition("/")
    tool, _, key = rest.partition(".")
    field, _, of = key.partition("/")
    said = f"your answer in {tool} of {plain_day(date.fromisoformat(begun))}"
    try:
        asked = next((one for one in whole.framework.form(tool).fields if one.id == field), None)
    except CswoEvalError:
        return said
    return asked.wording.replace("{of}", of).replace("{title}", "").strip() if asked is not None else said


def said_why(whole: WholeRecord, private: Private) -> str:
    """Return why something is private, in words."""
    thing = private.thing
    if private.marked:
        rounds = [one for one in whole.rounds if (answer := one.answers.get(thing.id)) is not None and answer.private]
        round_ = rounds[-1] if rounds and thing.kind == "answer" else None
        if round_ is not None and whole.round is not None and round_.started != whole.round.started:
            return f"marked in the round of {plain_day(round_.started)}, and not asked again since"
        return "marked"
    if private.besides:
        return (
            f"serves {listed_with_and(private.serves)}, which {_are(private.serves)} private, and {listed_with_and(private.besides)}; "
            f"`cswo-eval private unset {thing.id}` lets it leave"
        )
    if private.serves:
        return f"serves {listed_with_and(private.serves)} only, which {_are(private.serves)} private"
    if thing.kind == "action":
        return f"its goal {private.by} is private"
    if thing.kind == "file":
        return (
            f"it goes with {private.by}" if private.goes_with_entry else f"{private.by}, which it replaced, is marked"
        )
    return f"{private.by}, which is set aside and is called {thing.id} now, is marked"


def _are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


# --- the list -----------------------------------------------------------------------------------------------------


def private_document(whole: WholeRecord, private: Sequence[Private], telling: Sequence[Telling]) -> Document:
    """Return everything that is private, by kind and with why, and what tells of it."""
    private = [one for one in private if not one.goes_with_entry]
    if not private:
        how = "`cswo-eval private set SD2.3` marks something; so do `private` at a prompt and --private on a command."
        blocks = (
            Paragraph("Nothing in your record is private: all of it can be in what you share."),
            Paragraph(how, "quiet"),
        )
        return Document("What is private", "", (Section("private", "", blocks),))
    sections = []
    for title, kinds in _TITLES:
        rows = tuple(
            (shown_id(whole, one.thing), _title(whole, one.thing), said_why(whole, one))
            for one in private
            if one.thing.kind in kinds
        )
        if rows:
            wordy = any(len(why) > _NARROW for _, _, why in rows)
            columns = (Column("Id"), Column("What", main=not wordy), Column("Why", main=wordy))
            sections.append(Section(kinds[0], title, (Table("", columns, rows),)))
    if telling:
        sections.append(
            Section("telling", "What tells of it, and is not private itself", tuple(_telling_blocks(whole, telling)))
        )
    end = "It is left out of all you share. `cswo-eval private unset ID` takes a mark back."
    sections.append(Section("how", "", (Paragraph(end, "quiet"),)))
    return Document("What is private", counted(len(private), "thing"), tuple(sections))


def _telling_blocks(whole: WholeRecord, telling: Sequence[Telling]) -> list[Block]:
    pairs = tuple(
        (shown_id(whole, one.thing), f"{_title(whole, one.thing)}: names {listed(_shown(whole, one.names), 6)}")
        for one in telling
    )
    return [Facts(pairs)]


def _shown(whole: WholeRecord, names: Iterable[str]) -> list[str]:
    newest = f"{whole.plan.start}/" if whole.plan is not None else "/"
    return [one.removeprefix(newest) for one in names]


def private_line(whole: WholeRecord, private: Sequence[Private]) -> str:
    """Return the ids of all that is private in one line, with why where no mark of their own says it; '' where nothing is."""
    return listed(_in_a_line(whole, one) for one in private if not one.goes_with_entry)


def _in_a_line(whole: WholeRecord, private: Private) -> str:
    thing = private.thing
    if thing.kind == "set-aside":
        return f"{thing.id} (set aside)"
    if thing.kind == "review":
        number = thing.id.rpartition("-")[2]
        held = next(one.held for one in whole.all_reviews if f"{one.plan}/day-{one.number}" == thing.id)
        return f"review of day {number} ({plain_day(held)})"
    why = listed(private.serves, 3) or private.by
    return f"{shown_id(whole, thing)} (with {why})" if why and not private.marked else shown_id(whole, thing)


def private_values(whole: WholeRecord, private: Sequence[Private], telling: Sequence[Telling]) -> dict[str, Any]:
    """Return the list for --json: ids and reasons, and no word of the owner's."""
    return {
        "private": [_values(one) for one in private if not one.goes_with_entry],
        "telling": [{"id": one.thing.id, "kind": one.thing.kind, "names": list(one.names)} for one in telling],
    }


def _values(private: Private) -> dict[str, Any]:
    return {
        "id": private.thing.id,
        "kind": private.thing.kind,
        "marked": private.marked,
        "serves": list(private.serves),
        "besides": list(private.besides),
        "by": private.by or None,
    }


# --- a change of marks, before and after --------------------------------------------------------------------------


def marks_to_set(whole: WholeRecord, change: Change, telling: Sequence[Telling]) -> list[Block]:
    """Return what would be marked, what would be private with it, and what tells of that, before it is asked about."""
    blocks: list[Block] = [Paragraph("To be marked as private:"), Facts(_named(whole, change.changed))]
    with_it = [one for one in change.closed if not one.marked and not one.besides]
    if with_it:
        blocks += [Paragraph("Private with that, without a mark of their own:"), Facts(_with_why(whole, with_it))]
    if change.to_ask:
        pairs = tuple((one.thing.id, f"{_title(whole, one.thing)}: {_serves_both(one)}") for one in change.to_ask)
        blocks += [Paragraph("Staying too, unless you say that they may leave:"), Facts(pairs)]
    if telling:
        blocks += [
            Paragraph("These tell of it and are not marked; look whether they should be:"),
            *_telling_blocks(whole, telling),
        ]
    blocks += [Paragraph(one, "quiet") for one in _remarks(whole, change)]
    return blocks


def _serves_both(one: Private) -> str:
    return f"it serves {listed_with_and(one.serves)}, and {listed_with_and(one.besides)}, which {_are(one.besides)} not private"


def _named(whole: WholeRecord, things: Iterable[NamedThing]) -> tuple[tuple[str, str], ...]:
    """Return what things are, each after its id."""
    said = {"answer": "your answer: ", "set-aside": "your answer: "}
    return tuple((shown_id(whole, one), said.get(one.kind, "") + _title(whole, one)) for one in things)


def _with_why(whole: WholeRecord, several: Iterable[Private]) -> tuple[tuple[str, str], ...]:
    return tuple((shown_id(whole, one.thing), f"{_title(whole, one.thing)}: {said_why(whole, one)}") for one in several)


def _remarks(whole: WholeRecord, change: Change) -> list[str]:
    """Say what a mark on an element does not do, and in which round an answer is marked where that is not the newest."""
    said = []
    elements = whole.framework.elements
    for one in change.changed:
        if one.kind != "answer":
            continue
        round_ = round_of_answer(whole, one.id)
        if round_ is not None and whole.round is not None and round_.started != whole.round.started:
            said.append(
                f"{one.id} was answered last in the round of {plain_day(round_.started)}: it is marked there, and private until it is asked "
                "again."
            )
        marked = {each.thing.id for each in change.after}
        open_ = (
            [each.id for each in elements[one.id].competencies if each.id not in marked] if one.id in elements else []
        )
        if open_:
            said.append(
                f"The mark on {one.id} is on your answer for the whole element. Its competencies keep their own, and are not private: "
                f"{listed(open_, 8)}."
            )
    return said


def marks_to_take_back(whole: WholeRecord, change: Change) -> list[Block]:
    """Return what would open if marks were taken back, what a reader would see by it, and what stays, before it is asked about."""
    blocks: list[Block] = []
    if change.opened:
        blocks += [
            Paragraph(f"No longer private then{'' if _in_tools(change) else ', so that it can be in what you share'}:"),
            Facts(_named(whole, (one.thing for one in change.opened))),
        ]
    told = [
        f"A reader would see that {one.thing.id} bears on {listed_with_and(hidden)}, too, and nothing of what you answered there."
        for one in change.opened
        if one.thing.kind == "entry" and (hidden := _hidden(whole, change, one.thing.id))
    ]
    blocks += [Paragraph(one) for one in told]
    if change.stays:
        blocks += [Paragraph("Without a mark then, and private all the same:"), Facts(_with_why(whole, change.stays))]
    return blocks


def _hidden(whole: WholeRecord, change: Change, entry: str) -> list[str]:
    """Return what an entry bears on that stays private."""
    items = {one.thing.id for one in change.after if one.thing.kind in ("answer", "set-aside")}
    return [link.item for link in entry_of(whole, entry).links if link.item in items]


def now_private(change: Change) -> list[Block]:
    """Return by name what is private now that was not."""
    names = [shown_id(change.whole, one.thing) for one in change.closed]
    asked = [one for one in change.closed if one.besides]
    blocks: list[Block] = []
    if names:
        blocks.append(Paragraph(f"Now private: {listed(names, _MOST_NAMED)}.", "strong"))
    else:
        blocks.append(Paragraph("Marked. It was private already.", "strong"))
    blocks += [
        Paragraph(
            f"{one.thing.id} stays until you say otherwise: {_serves_both(one)}. `cswo-eval private unset {one.thing.id}` lets it leave."
        )
        for one in asked
    ]
    return blocks


def _in_tools(change: Change) -> bool:
    """Whether all that opens are answers in tools, which no copy takes, private or not."""
    return all(one.thing.kind == "tool-answer" for one in change.opened)


def no_longer_private(change: Change) -> list[Block]:
    """Return by name what can be in what is shared from now on, and what stays private all the same."""
    names = [shown_id(change.whole, one.thing) for one in change.opened]
    blocks: list[Block] = []
    if names:
        shared = f" {'It' if len(names) == 1 else 'They'} can be in what you share from now on."
        said = f"No longer private: {listed(names, _MOST_NAMED)}.{'' if _in_tools(change) else shared}"
        blocks.append(Paragraph(said, "strong"))
    if change.stays:
        blocks.append(Facts(_with_why(change.whole, change.stays)))
    stay = [one for one in change.to_ask if one not in change.stays]
    blocks += [
        Paragraph(
            f"{one.thing.id} stays until you say otherwise: {_serves_both(one)}. `cswo-eval private unset {one.thing.id}` lets it leave."
        )
        for one in stay
    ]
    return blocks


def so_already(whole: WholeRecord, things: Sequence[NamedThing], *, marked: bool) -> list[Block]:
    """Say which of the things that were named are so already."""
    if not things:
        return []
    names = listed([shown_id(whole, one) for one in things], _MOST_NAMED)
    verb = "is" if len(things) == 1 else "are"
    return [Paragraph(f"{names} {verb} {'marked as private already' if marked else 'not private'}.", "quiet")]


def change_values(change: Change) -> dict[str, Any]:
    """Return a change of marks for --json: ids and reasons, and no word of the owner's."""
    return {
        "changed": [one.id for one in change.changed],
        "unchanged": [one.id for one in change.same],
        "now_private": [_values(one) for one in change.closed],
        "no_longer_private": [one.thing.id for one in change.opened],
        "stays_private": [_values(one) for one in change.stays],
        "to_ask": [_values(one) for one in change.to_ask],
    }
