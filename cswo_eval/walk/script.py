"""The walk as something that the engine of interviews can ask."""

from __future__ import annotations

from typing import Any, NamedTuple

from cswo_eval.forms.questions import NotAnAnswer, Question
from cswo_eval.forms.script import At
from cswo_eval.text.problems import UnknownId
from cswo_eval.walk.machine import Walk, answered, back, go, question, skip
from cswo_eval.walk.question_names import Finished


class WalkScript(NamedTuple):
    """A walk, asked question by question."""

    walk: Walk

    def question(self) -> Question | None:
        """Return what to ask now; None where nothing is left in this sitting's scope."""
        asked = question(self.walk)
        return None if isinstance(asked, Finished) else asked

    def answer(self, question: Question, value: Any, at: At) -> WalkScript:
        """Return the walk after an answer. Raises NotAnAnswer."""
        return WalkScript(answered(self.walk, value, at.now, at.today, at.seconds))

    def back(self) -> WalkScript:
        """Return the walk at the question before. Raises NotAnAnswer at the very first."""
        return WalkScript(back(self.walk))

    def skip(self) -> WalkScript:
        """Return the walk at the next item, or past the question about an entry."""
        return WalkScript(skip(self.walk))

    def go(self, target: str) -> WalkScript:
        """Return the walk at a competency or element. Raises NotAnAnswer where there is none such, or one alone is asked."""
        if self.walk.rating_again:
            raise NotAnAnswer("Only this one is asked here. `cswo-eval assess --go ID` leads to any other.")
        try:
            return WalkScript(go(self.walk, target)._replace(opened=True))
        except UnknownId as problem:
            raise NotAnAnswer(str(problem)) from None

    def places(self) -> tuple[tuple[str, str], ...]:
        """Return the elements, each with the competencies in it; none where one alone is asked."""
        if self.walk.rating_again:
            return ()
        return tuple(
            (one.id, f"{one.title} ({one.competencies[0].id} to {one.competencies[-1].id})")
            for one in self.walk.framework.elements.values()
        )
