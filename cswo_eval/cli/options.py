"""The options that commands share, each said once.

Typer takes the text of every option as it was typed: a wrong date or number is the user's input at fault (status 1, in words),
not wrong usage, so `command.py` reads it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any, NamedTuple

import typer

SHARED: dict[str, tuple[Any, Any]] = {
    "record": (
        Annotated[
            str | None,
            typer.Option(
                "--record",
                metavar="DIR",
                help="The folder of your record (else CSWO_EVAL_RECORD, else your own data folder).",
            ),
        ],
        None,
    ),
    "standards": (
        Annotated[
            str | None,
            typer.Option("--standards", metavar="DIR", help="A folder of standards of your own, laid over ours."),
        ],
        None,
    ),
    "json": (Annotated[bool, typer.Option("--json", help="The result as JSON on standard output.")], False),
    "plain": (
        Annotated[bool, typer.Option("--plain", help="No boxes, no colour, one column: for screen readers and logs.")],
        False,
    ),
    "today": (
        Annotated[
            str | None,
            typer.Option("--today", metavar="DATE", help="Take this as today, so that an output can be made again."),
        ],
        None,
    ),
}
"""The options that mean the same on every command that has them: their annotation for Typer, and what they are by default.

`command` adds them to a command, in this order; they may also stand before its words (`main.py`).
"""

PrivateOption = Annotated[
    bool, typer.Option("--private", help="Mark what is said now as private: it is left out of what you share.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Write over what is there.")]
FindingsOption = Annotated[
    str,
    typer.Option(
        "--findings",
        metavar="WHAT",
        help="What may identify somebody: stop (the default) on what is certain and take out the rest; take-out all; keep all.",
    ),
]
IncludePrivateOption = Annotated[
    bool, typer.Option("--include-private", help="With what you marked private: for you alone, and asked about first.")
]
PreviewOption = Annotated[
    bool, typer.Option("--preview", help="Show what would go, what would stay and why. Nothing is written.")
]
YesOption = Annotated[bool, typer.Option("--yes", help="Yes to what is asked, where nobody is at the terminal.")]
TemplateOption = Annotated[
    str | None, typer.Option("--template", metavar="FILE", help="A Word file whose styles to use.")
]
TodosOption = Annotated[bool, typer.Option("--todos", help="For ics: to-dos beside the events.")]


def names_of_shared_options() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the shared options that take a value, and those that are flags, as they are typed."""
    flags = tuple(f"--{name}" for name, (_, default) in SHARED.items() if default is False)
    return tuple(f"--{name}" for name in SHARED if f"--{name}" not in flags), flags


class ReadBy(NamedTuple):
    """Stands in an option's annotation where its type alone does not tell how its text is read."""

    read: Callable[[str, Any], Any]


def with_options(run: Callable[..., None], taken: Mapping[str, tuple[Any, Any]]) -> Callable[..., None]:
    """Return a function of keywords with these as its parameters for Typer: by name, the annotation and the default."""
    parameters = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in taken.items()
    ]
    run.__annotations__ = {name: annotation for name, (annotation, _) in taken.items()}
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return run
