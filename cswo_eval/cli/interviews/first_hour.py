"""The first hour of a new owner: a welcome, two worked cases, the choice of depth, and the first plan."""

from __future__ import annotations

from datetime import timedelta

from cswo_eval.cli.interviews.conversation import Conversation
from cswo_eval.cli.made_plan import make_and_save
from cswo_eval.cli.option_readers import day_from, hours_from, leave_from_text
from cswo_eval.cli.setting import Setting
from cswo_eval.pages.blocks import Facts, Paragraph
from cswo_eval.pages.plan_sections import plan_document
from cswo_eval.planning.time_in_words import time_in_words
from cswo_eval.planning.working_days import calendar_for
from cswo_eval.record.models import Depth
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.days_in_words import said_day
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.walk.progress import rounded_minutes, said_minutes


def welcome(setting: Setting) -> None:
    """Say what this is, where it is kept, and that it is private."""
    terminal = setting.terminal
    terminal.say(
        "Welcome. This is your own self-evaluation against the Standard for Chief Social Work Officers.", "bold"
    )
    terminal.say(
        "It asks what you did before it asks how good you are. Nothing leaves this machine. Every answer is saved as you "
        "give it, so you can stop at any prompt with `quit` and come back. Please name nobody who uses services."
    )
    terminal.say(f"It is kept in {setting.record.folder}.", "dim")
    setting.remark_on_place()


def read_cases(setting: Setting, conversation: Conversation) -> None:
    """Read the worked cases: a guess first, then the level and why. Any case can be skipped. Raises Stopped."""
    terminal = setting.terminal
    cases = setting.framework.worked_cases.cases
    names = {entry.level: entry.name for entry in setting.framework.levels.levels}
    read = conversation.agreed(
        f"First, {len(cases)} short cases, about three minutes, so that a 2 or a 4 means the same to everyone. "
        "Read them now?",
        "Each case is a story of a fictional CSWO. You say which level you would give, and then see which we gave and why.",
    )
    if not read:
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
        guess = conversation.line(
            "Which level would you give?",
            "1 to 5. Enter to see ours, skip to go on.",
            "A 2 is what the weak illustration shows, a 4 what the strong one shows; 1, 3 and 5 lie around them.",
            _guess,
        )
        if guess == "skip":
            continue
        said = f"We gave {case.level}, {names[case.level]}."
        if guess:
            said += " So did you." if int(guess) == case.level else f" You gave {guess}."
        terminal.say("")
        terminal.say(said, "bold")
        terminal.tell(Facts((("Why", case.why), ("The slip to watch for", case.trap))))


def _guess(text: str) -> str:
    guess = text.strip().lower()
    if guess in ("", "skip", "1", "2", "3", "4", "5"):
        return guess
    raise CswoEvalError("Type a level from 1 to 5, press Enter to see ours, or skip.")


def offer_depth(setting: Setting, conversation: Conversation) -> Depth:
    """Offer the elements first, or all the competencies at once. Raises Stopped."""
    framework = setting.framework
    elements, competencies = len(framework.elements), len(framework.competencies)
    method = framework.method
    first = said_minutes(rounded_minutes(elements * method.seconds_element))
    whole = said_minutes(rounded_minutes(competencies * method.seconds_usual))
    begin_with_elements = (
        f"The first hour: the {elements} elements as a whole, about {first}, then a first gap analysis and a 100-day plan. "
        "The competencies follow in later sittings."
    )
    begin_with_all = f"All {competencies} competencies from the start, about {whole} over several sittings."
    setting.terminal.say("")
    setting.terminal.tell(Facts((("1", begin_with_elements), ("2", begin_with_all))))

    def read(text: str) -> Depth:
        choice = text.strip()
        if choice in ("", "1"):
            return "element"
        if choice == "2":
            return "usual"
        raise CswoEvalError("Type 1 or 2, or press Enter for 1.")

    return conversation.line(
        "Where would you like to begin?",
        "Enter for 1.",
        "An element is a group of competencies. Rating the elements first gives a rough picture soon; nothing is lost, and "
        "each competency can be answered afterwards.",
        read,
    )


def offer_plan(setting: Setting, writer: RecordWriter, conversation: Conversation) -> None:
    """After the elements: offer the 100-day plan, with the hours and the leave it must fit. Raises Stopped."""
    terminal = setting.terminal
    if not conversation.agreed(
        "That is enough for a first 100-day plan. Make it now?",
        "It takes three answers: hours a week, the first day, and leave. It can be made again at any time.",
    ):
        terminal.say("`cswo-eval plan make` makes it at any time; `cswo-eval gaps` shows the whole analysis.")
        return
    usual = setting.framework.method.plan.usual_hours_a_week
    hours = conversation.line(
        "How many hours a week can you keep for it, honestly?",
        f"Enter for {usual:g}.",
        "Your own working time for learning, such as 3 or 2.5. No week of the plan holds more.",
        lambda text: hours_from(text) if text.strip() else usual,
    )
    monday = setting.today + timedelta(days=7 - setting.today.weekday())
    start = conversation.line(
        "From which day?",
        f"Such as 7 December 2026. Enter for {said_day(monday)}.",
        "Day 1 of the hundred. Weekends and bank holidays are left free by themselves.",
        lambda text: day_from(text, "The start", setting.today) if text.strip() else monday,
    )
    leave = conversation.line(
        "Any leave in the 100 days?",
        "Such as 21 December 2026 to 5 January 2027; several with commas between. Enter for none.",
        "Days on which nothing may fall: the first and the last day of each stretch.",
        lambda text: leave_from_text(text, setting.today),
    )
    calendar = calendar_for(setting.framework, start, leave, ())
    terminal.say("")
    terminal.tell(Facts(time_in_words(calendar, hours)))  # before the plan, above which it would scroll away
    try:
        plan = make_and_save(setting, writer, start, hours, leave, ())
    except CswoEvalError as problem:
        terminal.say("")
        terminal.say(f"{problem} Nothing was changed.", "yellow")
        offer_plan(setting, writer, conversation)  # the three answers together do not make a plan: asked again
        return
    terminal.show(plan_document(setting.framework, plan, setting.today))
    terminal.say("")
    terminal.say(
        "The plan is saved. `cswo-eval plan show` shows it again, `cswo-eval plan calendar --output plan.ics` writes it for "
        "your calendar, and `cswo-eval assess` goes on with the competencies of the elements that matter most."
    )
