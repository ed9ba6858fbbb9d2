"""The commands by name. Each is a module of its own, imported and built only where it is asked for.

A new command is one module, with a function of its name made a command by `cli/command.py`, and one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import NamedTuple

KEEPS_ANSWERS = "keeps_answers"
"""The attribute of a command's function that says whether what is typed at its questions is saved as it goes."""


class Command(NamedTuple):
    """What the list of commands says of one, in a line of at most 62 characters, and the commands behind it if it is a group."""

    says: str
    members: tuple[str, ...] = ()


COMMANDS: Mapping[str, Command] = {
    "assess": Command("Rate and evidence yourself, step by step; saved as you go."),
    "gaps": Command("Where you stand: needs with reasons, strengths, checks."),
    "plan": Command(
        "Make, follow, change and review the 100-day plan.",
        ("make", "show", "done", "defer", "drop", "edit", "add", "review", "calendar"),
    ),
    "evidence": Command(
        "Your register of evidence, and reflective accounts.",
        ("add", "list", "show", "edit", "link", "remove", "reflect", "purge"),
    ),
    "report": Command("Write a report for yourself, a coach, an employer."),
    "portfolio": Command(
        "Check your evidence, build and verify a portfolio.",
        ("check", "build", "verify", "contract", "brief", "claim", "set"),
    ),
    "private": Command("What is left out of all you share: list, mark, unmark.", ("list", "set", "unset")),
    "guard": Command(
        "What may identify somebody, and what becomes of it.", ("check", "accept", "pseudonym", "allow", "list")
    ),
    "worksheet": Command("The questions in Excel or Word, and back in.", ("export", "import")),
    "tool": Command("Other questions to put to yourself: list, run, show.", ("list", "run", "show")),
    "standard": Command("Read, search and check the Standard.", ("list", "show", "search", "check", "schema")),
    "undo": Command("Take back the last answer or change that was saved."),
    "redo": Command("Bring again what `undo` took back."),
    "history": Command("What was changed when; what became of one thing."),
    "check": Command("Does every file read, and what is worth a second look."),
    "backup": Command("All of your record in one zip file, read back."),
    "restore": Command("Your record from its backup, on any machine."),
    "forget": Command("Delete your record, such as when you leave the post."),
    "demo": Command("A complete, fictional record to look at."),
}
"""Every command by its name, in the order of the work."""


def function_of(name: str, member: str = "") -> Callable[..., None]:
    """Return the function of a command, or of a member of a group; its module is imported now.

    A member's module and function have both names: `plan make` is `plan_make` in `plan/plan_make.py`.
    """
    called = f"{name}_{member}" if member else name
    module = import_module(f"{__name__}.{name}.{called}" if member else f"{__name__}.{name}")
    found: Callable[..., None] = getattr(module, called)
    return found


def help_of_group(name: str) -> str:
    """Return what a group says of itself: the words at the head of its folder."""
    return (import_module(f"{__name__}.{name}").__doc__ or "").strip()
