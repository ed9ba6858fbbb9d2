"""`cswo-eval check --mend`: one question for each thing that is wrong with the record's files, for people who edit none."""

from __future__ import annotations

from collections.abc import Sequence

from cswo_eval.cli.interviews.conversation import Conversation, Stopped
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.setting import Setting, now
from cswo_eval.pages.blocks import Bullets
from cswo_eval.record.faults import Fault
from cswo_eval.record.layout import CONTENTS, HISTORY, PROFILE
from cswo_eval.record.mending.attached_files import is_attached, question_about_attached
from cswo_eval.record.mending.mender import Mender
from cswo_eval.record.mending.questions import Choice, Question, question_about
from cswo_eval.record.mending.words import begun
from cswo_eval.record.survey import all_faults
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.words import counted

EXPLAINED = (
    "What is taken out of the way is never destroyed: it goes whole into the folder history/set-aside of your record. Enter "
    "leaves a thing as it is, and `cswo-eval check --mend` asks again another time."
)
_KINDS_IN_ORDER = (
    "folder",
    "missing",
    "cut-off",
    "unreadable",
    "not-a-file",
    "content",
    "elsewhere",
    "misnamed",
    "copy",
)


def mend(setting: Setting) -> None:
    """Ask about each fault, and mend it at once. Raises CswoEvalError where no person sits at a terminal."""
    keyboard = Keyboard()
    if not keyboard.interactive:
        raise CswoEvalError(
            "`cswo-eval check --mend` asks what to do about each thing, so it needs a terminal to ask at. Nothing was changed. "
            "`cswo-eval check` lists what is wrong."
        )
    try:
        with setting.changing() as writer:
            conversation = Conversation(setting, keyboard, writer)
            _ask_about_all(conversation, Mender(writer, now()))
    except Stopped:
        setting.terminal.say("Stopped. What was mended before stays mended.")


def _ask_about_all(conversation: Conversation, mender: Mender) -> None:
    terminal, asked = conversation.terminal, set[Fault]()
    faults = all_faults(mender.record)
    if not faults:
        terminal.say("Nothing needs mending: every file reads, and nothing lies beside them.")
        return
    terminal.say(f"{counted(len(faults), 'thing')} to mend, one question each. {EXPLAINED}")
    while (fault := _next(faults, asked)) is not None:
        asked.add(fault)
        question = (
            question_about_attached(mender, fault) if is_attached(fault) else question_about(mender, fault, faults)
        )
        if _ask(conversation, question):
            faults = all_faults(mender.record)
        elif fault.name in (CONTENTS, HISTORY):
            terminal.say("Nothing else can be mended before that list is there, so it ends here.")
            return


def _next(faults: Sequence[Fault], asked: set[Fault]) -> Fault | None:
    """Return what is asked next: first what the rest depends on, last what only lies about."""

    def order(fault: Fault) -> tuple[int, int, str]:
        first = (CONTENTS, HISTORY, PROFILE)
        place = first.index(fault.name) if fault.name in first else len(first)
        kinds = _KINDS_IN_ORDER
        return place, kinds.index(fault.kind) if fault.kind in kinds else len(kinds), fault.name

    return min((fault for fault in faults if fault not in asked), key=order, default=None)


def _ask(conversation: Conversation, question: Question) -> bool:
    """Ask one question and do what is chosen; return whether anything was done. Raises Stopped."""
    terminal = conversation.terminal
    terminal.say("")
    terminal.say(begun(question.wording), "bold")
    for sentence in question.told:
        terminal.say(sentence)
    if not question.choices:
        terminal.say("There is nothing to be done about it from here.")
        return False
    while True:
        terminal.tell(Bullets(tuple(one.says for one in question.choices), numbered=True))
        choice = conversation.line(
            "What is to be done?",
            "A number, or Enter to leave it as it is.",
            EXPLAINED,
            lambda text: _choice(text, question.choices),
        )
        if choice is None:
            return False
        given = ""
        if choice.asks:
            given = conversation.line(
                choice.asks, "Enter to go back to the question.", EXPLAINED, lambda text: text.strip()
            )
            if not given:
                continue
        try:
            terminal.say(begun(choice.act(given)), "green")
            return True
        except CswoEvalError as problem:
            terminal.say(str(problem), "yellow")


def _choice(text: str, choices: Sequence[Choice]) -> Choice | None:
    given = text.strip().rstrip(".")
    if not given:
        return None
    if given.isdecimal() and 1 <= int(given) <= len(choices):
        return choices[int(given) - 1]
    raise CswoEvalError(f"Type a number from 1 to {len(choices)}, or Enter to leave it as it is.")
