"""What can be asked by the engine: anything that says which question is next and what an answer makes of it."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple, Protocol, Self

from cswo_eval.forms.questions import Question


class At(NamedTuple):
    """What an answer is given at: who types, the day, the moment, and how long the prompt stood."""

    today: date
    now: str
    """A UTC moment."""
    interactive: bool = True
    """Whether a person sits at the terminal; else the input is a pipe or a file."""
    line: int = 0
    """The number of the line in a pipe."""
    seconds: int = 0


class Script(Protocol):
    """A state that asks. All of it is pure: each step gives the next state."""

    def question(self) -> Question | None:
        """Return what to ask now; None at the end."""

    def answer(self, question: Question, value: Any, at: At) -> Self:
        """Return the state after an answer; None is Enter. Raises NotAnAnswer."""

    def back(self) -> Self:
        """Return the state at the question before. Raises NotAnAnswer at the first."""

    def skip(self) -> Self:
        """Return the state past the present question, which is left as it is."""

    def go(self, target: str) -> Self:
        """Return the state at another place. Raises NotAnAnswer where there is none such."""

    def places(self) -> tuple[tuple[str, str], ...]:
        """Return where `go` leads: what to type, and what is asked there."""
