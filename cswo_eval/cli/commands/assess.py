"""`cswo-eval assess`: the walk, from the first question to the last, over as many sittings as it takes."""

from __future__ import annotations

from typing import Annotated, cast

import typer

from cswo_eval.analysis.gaps import analyse
from cswo_eval.cli.command import command
from cswo_eval.cli.interviews.asking import Asking, Stopped
from cswo_eval.cli.interviews.begun_walk import begun_walk
from cswo_eval.cli.interviews.first_hour import FirstHour, FirstPlan, welcome
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.interviews.opening_questions import OpeningQuestions
from cswo_eval.cli.interviews.unfinished_texts import settle_unfinished
from cswo_eval.cli.interviews.walk_prompt import WalkHost
from cswo_eval.cli.option_readers import ReadIn
from cswo_eval.cli.options import PrivateOption, ReadBy
from cswo_eval.cli.setting import Setting, now
from cswo_eval.framework.models import Aspect, Element
from cswo_eval.pages.gap_sections.sitting_results import top_needs_blocks
from cswo_eval.record.fitted import refuse_another_standard, standard_used
from cswo_eval.record.models import Depth, Round
from cswo_eval.record.store import new_profile
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.words import listed
from cswo_eval.walk.machine import Walk, begin
from cswo_eval.walk.progress import progress_of, said_minutes
from cswo_eval.walk.script import WalkScript

DEPTHS = ("usual", "full", "quick", "element")


def _depth_named(text: str, _where: ReadIn) -> str:
    if text not in DEPTHS:
        raise CswoEvalError(f"There is no depth '{text[:40]}'. Choose one of: {', '.join(DEPTHS)}.")
    return text


@command(record="taken", keeps_answers=True)
def assess(
    setting: Setting,
    depth: Annotated[
        str | None,
        typer.Option(
            "--depth",
            metavar="DEPTH",
            help="usual, full (asks everything), quick (level and importance), element (18 questions).",
        ),
        ReadBy(_depth_named),
    ] = None,
    aspect: Annotated[str | None, typer.Option("--aspect", metavar="ID", help="Only this aspect.")] = None,
    element: Annotated[str | None, typer.Option("--element", metavar="ID", help="Only this element.")] = None,
    go: Annotated[str | None, typer.Option("--go", metavar="ID", help="Begin at this competency or element.")] = None,
    new_round: Annotated[
        bool, typer.Option("--new-round", help="Begin a new self-evaluation; the earlier one is kept.")
    ] = False,
    about_you: Annotated[
        bool, typer.Option("--about-you", help="Answer the opening questions about your post (again).")
    ] = False,
    cases: Annotated[bool, typer.Option("--cases", help="Read the two worked cases (again).")] = False,
    private: PrivateOption = False,
) -> None:
    """Rate and evidence yourself, step by step; saved after every answer, and resumed where you stopped."""
    if aspect is not None and element is not None:
        raise CswoEvalError("Name either --aspect or --element, not both.")
    scope = _scope(setting, aspect, element)
    if go is not None:
        setting.framework.item(go)  # an unknown id is said before anything is begun
    keyboard = Keyboard()
    setting.record.refuse_foreign_folder()
    with setting.changing() as writer:
        fresh = not setting.record.exists()
        setting.profile = new_profile(now()) if fresh else setting.profile
        setting.round = None if fresh else setting.round
        if not new_round:
            refuse_another_standard(setting.round, setting.framework)
        _ = setting.register, setting.plan  # what cannot be read is told before anything is written
        writer.refuse_older_states()
        settle_unfinished(setting, writer)
        try:
            offers_cases = keyboard.interactive and not setting.profile.worked_cases_seen and setting.round is None
            unknown = setting.profile.in_post is None and setting.profile.has_deputy is None
            first = keyboard.interactive and setting.round is None and go is None
            _open(setting, writer, keyboard, fresh, about_you or (first and unknown), cases or (first and offers_cases))
            chosen = cast("Depth | None", depth) or _depth_to_go_on_with(setting, None if new_round else setting.round)
            if chosen is None:
                chosen = _depth_of_a_new_round(setting, writer, keyboard, go, offers_cases and not cases)
            setting.round = _round(setting, setting.round, chosen, new_round)
            stopped, walk = _walk(setting, writer, keyboard, setting.round, chosen, scope, go, private)
            _close(setting, writer, keyboard, walk, stopped)
        except Stopped:
            setting.terminal.say("Stopped. What was answered is saved; `cswo-eval assess` goes on from there.")


def _open(
    setting: Setting, writer: RecordWriter, keyboard: Keyboard, fresh: bool, about_you: bool, cases: bool
) -> None:
    """Welcome a new owner and save their record; ask about their post and read the worked cases where that is wanted."""
    if fresh and keyboard.interactive:
        welcome(setting)
    if fresh:
        writer.save_profile(setting.profile)
    if about_you:
        opening = OpeningQuestions(setting, writer, keyboard)
        opening.tell_about()
        opening.ask()
    if cases:
        FirstHour(setting, writer, keyboard).read_cases()
        setting.profile = setting.profile._replace(worked_cases_seen=True)
        writer.save_profile(setting.profile)


def _depth_of_a_new_round(
    setting: Setting, writer: RecordWriter, keyboard: Keyboard, go: str | None, cases_unread: bool
) -> Depth:
    """Return the depth that suits where --go leads, without a question before it; else the one that the owner chooses."""
    if not keyboard.interactive:
        return "usual"
    if go is None:
        return FirstHour(setting, writer, keyboard).offered_depth()
    if cases_unread:
        said = "Two short worked cases say what a 2 and a 4 mean: `cswo-eval assess --cases`."
        setting.terminal.say(said, "dim")
    return "element" if setting.framework.item(go).id in setting.framework.elements else "usual"


def _scope(setting: Setting, aspect: str | None, element: str | None) -> tuple[str, ...] | None:
    """Return the elements that --aspect or --element names; None for all. Raises UnknownId."""
    if aspect is not None:
        found = setting.framework.item(aspect)
        if not isinstance(found, Aspect):
            raise CswoEvalError(
                f"{found.id} is not an aspect; the aspects are {', '.join(setting.framework.outline.aspects)}."
            )
        return tuple(one.id for one in found.elements)
    if element is not None:
        named = setting.framework.item(element)
        if not isinstance(named, Element):
            raise CswoEvalError(f"{named.id} is not an element; an element is written like SD1.")
        return (named.id,)
    return None


def _depth_to_go_on_with(setting: Setting, round_: Round | None) -> Depth | None:
    """Return the depth of the round there is, from the elements to the competencies when those are done; None without one."""
    if round_ is None:
        return None
    elements_done = all(
        name in round_.answers and round_.answers[name].standing is not None for name in setting.framework.elements
    )
    return "usual" if round_.depth == "element" and elements_done else round_.depth


def _say_depth(setting: Setting, depth: Depth) -> None:
    """Say what this sitting asks, so that a depth kept from before surprises nobody."""
    said = {
        "element": "This sitting: the elements as a whole.",
        "usual": "This sitting: the competencies, each with evidence first.",
        "full": "This sitting: the competencies at full depth; every question is asked.",
        "quick": "This sitting: level and importance only; no evidence is asked. `--depth usual` asks for it too.",
    }
    setting.terminal.say("")
    setting.terminal.say(said[depth], "dim")


def _round(setting: Setting, present: Round | None, depth: Depth, new_round: bool) -> Round:
    """Return the round to go on with, at this depth, or a new one. Raises CswoEvalError for a second one on a day."""
    if present is not None and not new_round:
        return present._replace(depth=depth)
    days = setting.record.round_days()
    if setting.today in days:
        raise CswoEvalError(f"A round began on {setting.today} already. `cswo-eval assess` goes on with it.")
    if days and setting.today < days[-1]:
        raise CswoEvalError(f"The newest round began on {days[-1]}, after {setting.today}: a new one must begin later.")
    title = "Baseline" if not days else f"Round {len(days) + 1}"
    return Round(title=title, started=setting.today, standard=standard_used(setting.framework), depth=depth)


def _order(setting: Setting, round_: Round, depth: Depth, scope: tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the items of the sitting. After the 18 elements, the competencies of those that matter most come first."""
    framework = setting.framework
    elements = [name for name in framework.elements if scope is None or name in scope]
    if depth == "element":
        return tuple(elements)
    ranked = analyse(framework, setting.profile, round_, setting.register, setting.today).planned
    by_own_answer = [item.id for item in ranked if item.is_element]
    if scope is None and by_own_answer:
        elements.sort(key=lambda name: by_own_answer.index(name) if name in by_own_answer else len(by_own_answer))
    return tuple(one.id for name in elements for one in framework.elements[name].competencies)


def _walk(
    setting: Setting,
    writer: RecordWriter,
    keyboard: Keyboard,
    round_: Round,
    depth: Depth,
    scope: tuple[str, ...] | None,
    first: str | None,
    private: bool,
) -> tuple[bool, Walk]:
    _say_depth(setting, depth)
    # A later round becomes a file with its first answer: begun and left, it must not stand before the one that counts.
    if round_.answers or not setting.record.round_days():
        writer.save_round(round_)
    walk = begin(begun_walk(setting, round_, depth, _order(setting, round_, depth, scope), private), first)
    host, stopped = WalkHost(setting, writer, keyboard, walk), False
    try:
        Asking(setting.terminal, keyboard, host, writer).run(WalkScript(walk))
    except Stopped:
        stopped = True
    finally:
        setting.round, setting.register = host.walk.round, host.walk.register
    return stopped, host.walk


def _close(setting: Setting, writer: RecordWriter, keyboard: Keyboard, walk: Walk, stopped: bool) -> None:
    """Say what is saved and what comes next; after the 18 elements, show the first gaps and offer the first plan."""
    terminal = setting.terminal
    place = progress_of(setting.framework, walk.round, walk.order, walk.depth, "")
    terminal.say("")
    terminal.say(f"Saved in {setting.record.folder}.", "bold")
    left = f", about {said_minutes(place.minutes_left)} left" if place.minutes_left else ""
    what = "elements" if walk.depth == "element" else "competencies"
    terminal.say(f"{place.answered} of {place.total} {what} answered{left}.")
    if walk.skipped:
        terminal.say(f"Skipped for now: {listed(sorted(walk.skipped), 10)}.")
    if stopped:
        terminal.say("`cswo-eval assess` goes on where you stopped; `cswo-eval undo` takes the last answer back.")
        return
    terminal.say("")
    terminal.tell(*top_needs_blocks(setting.analysis))
    terminal.say("")
    if keyboard.interactive and walk.depth == "element" and setting.plan is None and setting.analysis.planned:
        FirstPlan(setting, writer, keyboard).offer()
        return
    terminal.say("`cswo-eval gaps` shows the whole analysis; `cswo-eval plan make` makes the plan.")
