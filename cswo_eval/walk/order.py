"""Which prompts an answer calls for, and which question follows on a new entry of the register."""

from __future__ import annotations

from cswo_eval.record.models import Answer, Depth, PromptName
from cswo_eval.walk.question_names import LINES_OF_AN_ENTRY, QuestionName
from cswo_eval.walk.state import ALL_PROMPTS, Step, Walk, answer_of, link_of, linked


def is_complete(walk: Walk, item: str) -> bool:
    """Return whether an item needs no more: its level, no chance yet or not applicable, and every prompt that follows."""
    present = answer_of(walk, item)
    return present.standing is not None and not any(
        name not in present.passed for name in prompts_for(walk, item, present)
    )


def depth_for(walk: Walk, item: str) -> Depth:
    """Elements are always asked at element depth; a competency reached by `go` from there at the usual one."""
    if "." not in item:
        return "element"
    return "usual" if walk.depth == "element" else walk.depth


def prompts_for(walk: Walk, item: str, present: Answer) -> tuple[PromptName, ...]:
    """Return the prompts that this answer calls for, in order. It grows as the answer does."""
    depth = depth_for(walk, item)
    asked: set[PromptName] = {"level", "importance"}
    if depth != "quick":
        asked.add("evidence")
    if present.standing == "not-applicable":
        asked = (asked - {"importance"}) | {"reason"}
    elif depth == "full" and present.standing is not None:
        asked |= {"learning", "note"}
        if present.standing == "rated":
            asked |= {"opposite", "confidence"}
    elif depth != "quick" and present.standing == "rated":
        asked |= _prompts_that_matter(walk, item, present)
    elif depth != "quick" and present.standing == "no-chance":
        asked.add("learning")
    return tuple(name for name in ALL_PROMPTS if name in asked)


def _prompts_that_matter(walk: Walk, item: str, present: Answer) -> set[PromptName]:
    """Return what else is worth asking of a level: where it is high, matters, is shown by nothing, or is below its target."""
    method = walk.framework.method
    level, target = present.level or 0, walk.targets.get(item)
    asked: set[PromptName] = set()
    if level >= method.high_level_from:
        asked |= {"opposite", "confidence"}
    if (present.importance or 0) >= method.important_from or not linked(walk, item):
        asked.add("confidence")
    if target is not None and level < target:
        asked.add("learning")
    return asked


def prompt_of(step: Step) -> PromptName:
    """Return the prompt that a question belongs to: those about an entry belong to the one for evidence."""
    return "evidence" if step.name.startswith("evidence") else step.name  # type: ignore[return-value]


_ENTRY_QUESTIONS: dict[Depth, tuple[QuestionName, ...]] = {
    "usual": ("evidence-date", *LINES_OF_AN_ENTRY, "evidence-bearing", "evidence-more"),
    "full": (
        "evidence-kind",
        "evidence-date",
        *LINES_OF_AN_ENTRY,
        "evidence-bearing",
        "evidence-reason",
        "evidence-more",
    ),
    "element": ("evidence-date",),
    "quick": (),
}


def next_evidence_step(walk: Walk, step: Step) -> Step | None:
    """Return the next question on the entry that `step` is on; None when the walk should go on to the level."""
    if step.evidence is None or not step.name.startswith("evidence"):
        # A new or linked entry was just named at the evidence prompt.
        fresh = walk.step.evidence if walk.step is not None else None
        if step.name not in ("evidence", "evidence-more") or fresh is None:
            return None
        already = link_of(walk, fresh, step.item)
        if already is not None and already.reason == "":
            return Step(step.item, "evidence-reason", fresh)  # linked from the register: why does it bear on this?
        return Step(step.item, _ENTRY_QUESTIONS[depth_for(walk, step.item)][0], fresh)
    names = _ENTRY_QUESTIONS[depth_for(walk, step.item)]
    if step.name not in names:
        return Step(step.item, "evidence-more") if "evidence-more" in names else None
    rest = names[names.index(step.name) + 1 :]
    if not rest:
        return None
    return Step(step.item, rest[0], None if rest[0] == "evidence-more" else step.evidence)
