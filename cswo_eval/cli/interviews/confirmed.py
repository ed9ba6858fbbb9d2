"""Two questions before something is destroyed for good: never taken for answered by Enter, a pipe or a paste of something else."""

from __future__ import annotations

from cswo_eval.cli.interviews.conversation import Conversation, Stopped
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.setting import Setting
from cswo_eval.text.problems import CswoEvalError


def questions_for(setting: Setting, yes: bool, nothing: str) -> Conversation | None:
    """Return what asks the person at the terminal; None where `yes` stands for all answers.

    Raises CswoEvalError, which says that `nothing` was done, where there is neither a person nor a yes.
    """
    if yes:
        return None
    keyboard = Keyboard()
    if not keyboard.interactive:
        raise CswoEvalError(
            f"{nothing} This is asked about at a terminal. Without one, add --yes, if that is what you want."
        )
    return Conversation(setting, keyboard)


def said_yes(ask: Conversation, wording: str, explained: str) -> bool:
    """Ask for the word yes; whatever else is typed, or nothing, is a no. `quit` and the end of input are too."""
    return _typed(ask, wording, "yes", "Type yes, or press Enter to leave all as it is.", explained)


def typed_word(ask: Conversation, wording: str, word: str, explained: str) -> bool:
    """Ask for a word, in any case; whatever else is typed, or nothing, is a no."""
    return _typed(ask, wording, word, f"Type {word}, or press Enter to leave all as it is.", explained)


def _typed(ask: Conversation, wording: str, word: str, hint: str, explained: str) -> bool:
    def is_word(text: str) -> bool:
        return text.replace(",", " ").casefold().split() == word.casefold().split()

    try:
        return ask.line(wording, hint, explained, is_word)
    except Stopped:
        return False
