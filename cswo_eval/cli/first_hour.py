"""The first hour of a new owner: a welcome, two worked cases, the choice of depth, and the first plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import typer

from cswo_eval.cli.keyboard import EndOfInput, Keyboard
from cswo_eval.framework.problems import CswoEvalError
from cswo_eval.report.blocks import Facts, Paragraph
from cswo_eval.walk.progress import rounded_minutes, said_minutes
from cswo_eval.walk.words import word_in

if TYPE_CHECKING:
    from cswo_eval.cli.setting import Setting
    from cswo_eval.record.models import Depth
    from cswo_eval.record.store import RecordWriter


def welcome(setting: Setting, keyboard: Keyboard) -> None:
    """Say what this is, where it is kept, and that it is private."""
    if not keyboard.interactive:
        return
    terminal = setting.terminal
    terminal.say(
        "Welcome. This is your own self-evaluation against the Standard for Chief Social Work Officers.", "bold"
    )
    terminal.say(
        "It asks what you did before it asks how good you are. Nothing leaves this machine. Every answer is saved as you give "
        "it, so you can stop at any prompt with `quit` and come back. Please name nobody who uses services."
    )
    terminal.say(f"It is kept in {setting.record.folder}.", "dim")
    setting.remark_on_place()


def read_cases(setting: Setting, keyboard: Keyboard) -> None:
    """Read the worked cases: a guess first, then the level and why. Any case can be skipped."""
    terminal = setting.terminal
    cases = setting.framework.worked_cases.cases
    names = {entry.level: entry.name for entry in setting.framework.levels.levels}
    terminal.say("")
    terminal.say(
        f"First, {len(cases)} short cases, about three minutes, so that a 2 or a 4 means the same to everyone.", "bold"
    )
    terminal.say("Enter to read them, or skip.", "dim")
    if _asked(keyboard, "> ").strip().lower() == "skip":
        terminal.say("`cswo-eval assess --cases` shows them at any time.", "dim")
        return
    for case in cases:
        competency = setting.framework.competencies[case.competency]
        terminal.say("")
        terminal.say(f"== {case.title}", "bold cyan")
        terminal.tell(Paragraph(case.story), Facts((("Evidence", case.evidence),)))
        terminal.say("")
        terminal.say(f"{competency.id}  {competency.statement}", "bold")
        terminal.tell(Facts((("Weak (a 2)", competency.weak), ("Strong (a 4)", competency.strong))))
        terminal.say("")
        terminal.say("  ".join(f"{level} {name}" for level, name in names.items()), "cyan")
        terminal.say("Which level would you give? Enter to see ours, skip to go on.", "dim")
        guess = _asked(keyboard, "> ").strip().lower()
        if guess == "skip":
            continue
        said = f"We gave {case.level}, {names[case.level]}."
        if guess in ("1", "2", "3", "4", "5"):
            said += " So did you." if int(guess) == case.level else f" You gave {guess}."
        terminal.say("")
        terminal.say(said, "bold")
        terminal.tell(Facts((("Why", case.why), ("The slip to watch for", case.trap))))


def offer_depth(setting: Setting, keyboard: Keyboard) -> Depth:
    """Offer the 18 elements first, or all 80 competencies at once."""
    framework, terminal = setting.framework, setting.terminal
    elements, competencies = len(framework.elements), len(framework.competencies)
    method = framework.method
    first = said_minutes(rounded_minutes(elements * method.seconds_element))
    whole = said_minutes(rounded_minutes(competencies * method.seconds_usual))
    terminal.say("")
    terminal.say("Where would you like to begin?", "bold")
    terminal.tell(
        Facts(
            (
                (
                    "1",
                    f"The first hour: the {elements} elements as a whole, about {first}, then a first gap analysis and a 100-day plan. "
                    "The competencies follow in later sittings. (Enter)",
                ),
                ("2", f"All {competencies} competencies from the start, about {whole} over several sittings."),
            )
        )
    )
    while True:
        choice = _asked(keyboard, "> ").strip()
        if choice in ("", "1"):
            return "element"
        if choice == "2":
            return "usual"
        terminal.say("Type 1 or 2, or press Enter for 1.", "yellow")


def offer_plan(setting: Setting, writer: RecordWriter, keyboard: Keyboard) -> None:
    """After the first 18 answers: offer the 100-day plan, with the hours and the leave it must fit."""
    from cswo_eval.cli.plan_making import hours_from, leave_from, make_and_save
    from cswo_eval.cli.setting import day_from
    from cswo_eval.report.plan_sections import plan_document
    from cswo_eval.report.words import said_day

    terminal = setting.terminal
    terminal.say("That is enough for a first 100-day plan. Make it now? Enter for yes, or no.", "bold")
    if _asked(keyboard, "> ").strip().lower() in ("n", "no", "skip", "quit"):
        terminal.say("`cswo-eval plan make` makes it at any time; `cswo-eval gaps` shows the whole analysis.")
        return
    usual = setting.framework.method.plan.usual_hours_a_week
    hours = _asked_until(
        setting,
        keyboard,
        "How many hours a week can you keep for it, honestly?",
        f"Enter for {usual:g}.",
        lambda text: hours_from(text) if text.strip() else usual,
    )
    monday = setting.today + timedelta(days=7 - setting.today.weekday())
    start = _asked_until(
        setting,
        keyboard,
        "From which day?",
        f"Such as 7/12/2026. Enter for {said_day(monday)}.",
        lambda text: day_from(text, "The start", setting.today) if text.strip() else monday,
    )
    leave = _asked_until(
        setting,
        keyboard,
        "Any leave in the 100 days?",
        "FIRST..LAST, such as 2026-12-21..2027-01-05; several with spaces between. Enter for none.",
        lambda text: leave_from(text.split(), setting.today),
    )
    try:
        plan = make_and_save(setting, writer, start, hours, leave, ())
    except CswoEvalError as problem:
        terminal.say(f"{problem} `cswo-eval plan make` tries again; nothing else was changed.", "yellow")
        return
    setting.terminal.show(plan_document(setting.framework, plan, setting.today))
    terminal.say("")
    terminal.say(
        "The plan is saved. `cswo-eval plan show` shows it again, `cswo-eval plan calendar` writes it for your calendar, and "
        "`cswo-eval assess` goes on with the competencies of the elements that matter most."
    )


Answered = TypeVar("Answered")


def _asked_until(
    setting: Setting, keyboard: Keyboard, wording: str, hint: str, read: Callable[[str], Answered]
) -> Answered:
    """Ask until the answer can be read, saying each time what is wrong with it."""
    setting.terminal.say("")
    setting.terminal.say(wording, "bold")
    setting.terminal.say(hint, "dim")
    while True:
        try:
            return read(_asked(keyboard, "> "))
        except CswoEvalError as problem:
            setting.terminal.say(str(problem), "yellow")


def _asked(keyboard: Keyboard, prompt: str) -> str:
    """Return a line; `quit` or the end of the input stops the sitting, with all that was answered kept."""
    try:
        line = keyboard.line(prompt)
    except EndOfInput:
        raise typer.Exit(0) from None
    word = word_in(line)
    if word is not None and word.name in ("quit", "save"):
        raise typer.Exit(0)
    return line
