"""The commands as Typer builds them: the one that is asked for, and of the others a line for the list."""

from __future__ import annotations

import inspect
from typing import Annotated, Any

import typer

from cswo_eval import __version__
from cswo_eval.cli.arguments import words_of
from cswo_eval.cli.commands import COMMANDS, KEEPS_ANSWERS, function_of, help_of_group
from cswo_eval.cli.options import SHARED, with_options
from cswo_eval.cli.typer_private_parts import PlainCommand, PlainGroup


def app_for(arguments: list[str]) -> typer.Typer:
    """Return the application for these arguments, with no more of it built than they ask for."""
    name, member = words_of(arguments)
    return build_app(name or None, member or None)


def keeps_answers(arguments: list[str]) -> bool:
    """Return whether the command that these arguments ask for saves what is typed at its questions as it goes."""
    name, member = words_of(arguments)
    if not name or (COMMANDS[name].members and not member):
        return False
    return bool(getattr(function_of(name, member), KEEPS_ANSWERS))


def build_app(only: str | None = None, member: str | None = None, whole: bool = False) -> typer.Typer:
    """Return the application with the command that is named, else with a line for each: Typer builds all it is given.

    `member`: which command of a group is asked for, where that is known. `whole`: with every command in full.
    """
    app = typer.Typer(
        cls=PlainGroup,
        name="cswo-eval",
        help="Private, offline self-evaluation against the Standard for Chief Social Work Officers.\n\n"
        "Without a command it shows where you are and what comes next.",
        rich_markup_mode=None,  # markup in help can crash it, and plain help starts twice as fast
        add_completion=False,
        pretty_exceptions_enable=False,  # a traceback would show the owner's words
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    app.callback(invoke_without_command=True)(_root_with_shared_options())
    for name, command in COMMANDS.items():
        if only in COMMANDS and name != only:
            continue
        if only != name and not whole:
            app.command(name, help=command.says, cls=PlainCommand)(_only_listed)
        elif command.members:
            app.add_typer(_group(name, command.members, member), name=name)
        else:
            app.command(name, cls=PlainCommand)(function_of(name))
    return app


def _group(name: str, members: tuple[str, ...], asked_for: str | None) -> typer.Typer:
    """Return a group with the member that is asked for, else with all: their own first lines stand in its help."""
    group = typer.Typer(cls=PlainGroup, help=help_of_group(name), rich_markup_mode=None, no_args_is_help=True)
    for member in members:
        if asked_for in (None, member):
            group.command(member, cls=PlainCommand)(function_of(name, member))
    return group


def _only_listed() -> None:
    """Stand for a command in the list of all: the one that is asked for is built in its place."""


def _root_with_shared_options() -> Any:
    version = Annotated[bool, typer.Option("--version", help="Show the version and stop.")]
    context = {"context": (typer.Context, inspect.Parameter.empty)}
    return with_options(_root, {**context, **SHARED, "version": (version, False)})


def _root(context: typer.Context, version: bool, **shared: Any) -> None:
    if version:
        typer.echo(f"cswo-eval {__version__}")
    elif context.invoked_subcommand is None:
        from cswo_eval.cli.commands.home import home

        home(**shared)
