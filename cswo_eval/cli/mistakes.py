"""Everything that is wrong with what was given, gathered, so that all of it is said before anything is changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from cswo_eval.text.problems import CswoEvalError

Read = TypeVar("Read")


class Mistakes:
    """Collects what is wrong with what was given, so that all of it is said before anything is changed."""

    def __init__(self) -> None:
        self._said: list[str] = []

    def reading(self, option: str, read: Callable[..., Read], *given: Any) -> Read | None:
        """Return `read(*given)`; where that raises CswoEvalError, keep its sentence under the option's name: None then."""
        try:
            return read(*given)
        except CswoEvalError as problem:
            self._said.append(f"{option}: {problem}" if option else str(problem))
            return None

    def note(self, sentence: str) -> None:
        """Keep a sentence about something that is wrong."""
        self._said.append(sentence)

    def refuse(self) -> None:
        """Raise CswoEvalError with every sentence that was kept; nothing where none was."""
        if len(self._said) == 1:
            raise CswoEvalError(self._said[0])
        if self._said:
            lines = "\n".join(f"  {one}" for one in self._said)
            raise CswoEvalError(f"{len(self._said)} things need mending, and nothing was changed:\n{lines}")
