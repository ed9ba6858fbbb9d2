"""What an entry or an account bears on, and why: found by an id or a word, asked one link at a time, each saved as it is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from cswo_eval.cli.guard_remarks import remark_on_texts
from cswo_eval.cli.interviews.guide import Guide, enter_keeps
from cswo_eval.cli.setting import Setting
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.search import search
from cswo_eval.pages.blocks import Facts
from cswo_eval.record.models import Bearing, Evidence, Link
from cswo_eval.record.register_changes import (
    HasLinks,
    LinkWish,
    competency_or_element,
    linked,
    looks_like_id,
    present_entry,
)
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.walk.control_words import Word

Linked = TypeVar("Linked", bound=HasLinks)

MOST_HITS = 8


def ask_links(
    guide: Guide, setting: Setting, present: Callable[[], Linked], save: Callable[[Linked], None]
) -> Word | None:
    """Ask what an entry or account bears on, and why, until Enter. Each link is saved, by `save`, as it is said.

    `present` gives it as it is saved now: a mark may have been set at the question.
    """
    while True:
        links = present().links
        has = "; ".join(f"{link.item}{' (against)' if link.bearing == 'contradicts' else ''}" for link in links)
        answer = guide.ask(
            "Does it bear on anything else?" if has else "What does it bear on?",
            (f"It bears on {has}. " if has else "")
            + "Ids such as SD1.3, or a word to look for in the Standard. Enter for no more.",
            "\n".join(f"{one.id} {one.title}" for one in setting.framework.elements.values())
            + "\nIn each of these are competencies, such as SD1.3. A word finds them.",
            lambda text: items_meant(setting, text),
        )
        if isinstance(answer, Word):
            return answer
        if answer is None:
            return None
        if answer.items:
            save(linked(present(), [LinkWish(item) for item in answer.items]))
        tell_wrong(guide, answer.wrong)
        for item in answer.items:
            word = _ask_link(guide, setting, present, item, save)
            if word is not None:
                return word


class ItemsMeant(NamedTuple):
    """The ids that a line names, and a sentence for each that cannot be taken."""

    items: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


def items_meant(
    setting: Setting,
    text: str,
    named: Callable[[Framework, str], str] = competency_or_element,
    kinds: Sequence[str] = ("competency", "element"),
) -> ItemsMeant | None:
    """Return the ids in a line, by `named`; none of them where a search was shown instead; None for Enter.

    `kinds`: what a search finds. Raises CswoEvalError where it finds nothing.
    """
    framework = setting.framework
    given = [one for one in re.split(r"[\s,;]+", text.strip()) if one]
    if not given:
        return None
    if all(looks_like_id(one) or one.upper() in framework.outline.aspects for one in given):
        items, wrong = dict[str, None](), []
        for one in given:
            try:
                items[named(framework, one)] = None
            except CswoEvalError as problem:
                wrong.append(str(problem))
        return ItemsMeant(tuple(items), tuple(wrong))
    hits = [one for one in search(framework, text[:200]) if one.kind in kinds]
    if not hits:
        raise CswoEvalError("Nothing in the Standard has these words. Try one word, or ? for the elements.")
    setting.terminal.tell(Facts(tuple((one.id, one.title) for one in hits[:MOST_HITS])))
    if len(hits) > MOST_HITS:
        setting.terminal.say(f"And {len(hits) - MOST_HITS} more. Another word makes it fewer.", "dim")
    return ItemsMeant()


def entries_meant(setting: Setting, text: str) -> ItemsMeant | None:
    """Return the ids of entries in a line, and what is wrong with others; None for Enter. Raises CswoEvalError for no ids."""
    given = [one for one in re.split(r"[\s,;]+", text.strip()) if one]
    if not given:
        return None
    if not all(
        re.fullmatch(r"[Ee]\d{1,4}", one) for one in given
    ):  # what was typed may be a sentence: it is not repeated
        raise CswoEvalError("Give ids such as E3, with spaces between them; `list` shows your register.")
    entries, wrong = dict[str, None](), []
    for one in given:
        try:
            entries[present_entry(setting.register, one).id] = None
        except CswoEvalError as problem:
            wrong.append(str(problem))
    return ItemsMeant(tuple(entries), tuple(wrong))


def tell_wrong(guide: Guide, wrong: Sequence[str]) -> None:
    """Say what was not taken of a line whose rest is saved. A pipe ends there: raises CswoEvalError with its line's number."""
    if wrong and not guide.keyboard.interactive:
        line = f"Line {guide.keyboard.line_number} of the input"
        raise CswoEvalError(f"{line}: {' '.join(wrong)} Everything before it is kept.")
    for sentence in wrong:
        guide.terminal.say(sentence, "yellow")


def _ask_link(
    guide: Guide, setting: Setting, present: Callable[[], Linked], item: str, save: Callable[[Linked], None]
) -> Word | None:
    """Ask which way one link points and why, and save it. Returns the word where one was typed."""
    if isinstance(present(), Evidence):  # an account is neither for nor against
        bearing = _ask_bearing(guide, setting, _link(present(), item))
        if isinstance(bearing, Word) and bearing.name != "skip":
            return bearing
        if not isinstance(bearing, Word):
            save(linked(present(), [LinkWish(item, bearing)]))
    return ask_reason(guide, setting, present, item, save)


def ask_reason(
    guide: Guide, setting: Setting, present: Callable[[], Linked], item: str, save: Callable[[Linked], None]
) -> Word | None:
    """Ask why it bears on an item that it is linked to, and save it. Returns the word where one was typed."""
    there, title = _link(present(), item).own_reason, setting.framework.title_of(item)
    reason = guide.ask(
        f"Why does it bear on {item} {title}?"
        if isinstance(present(), Evidence)
        else f"What in it bears on {item} {title}?",
        f"One line. {enter_keeps(there)}" if there else "One line. Enter to say it later.",
        "A reader who was not there needs it: what in this shows that competency?",
        lambda text: text,
    )
    if isinstance(reason, Word):
        return reason if reason.name != "skip" else None
    if reason.strip():
        value = linked(present(), [LinkWish(item, None, reason)])
        save(value)
        remark_on_texts(setting, [(f"{value.id}, why it bears on {item}", reason)])
    return None


def _link(value: HasLinks, item: str) -> Link:
    return next(link for link in value.links if link.item == item)


def _ask_bearing(guide: Guide, setting: Setting, link: Link) -> Bearing | Word:
    there = "against" if link.bearing == "contradicts" else "for"
    return guide.ask(
        f"{link.item} {setting.framework.title_of(link.item)}: does it speak for you here, or against?",
        f"f for, a against. Enter: {there}.",
        "Evidence against a level is worth as much as evidence for it: it shows that you looked.",
        lambda text: _bearing(text, link.bearing),
    )


def _bearing(text: str, present: Bearing) -> Bearing:
    given = text.strip().lower()
    if not given:
        return present
    if given in ("f", "for"):
        return "supports"
    if given in ("a", "against"):
        return "contradicts"
    raise CswoEvalError("f for, or a against.")
