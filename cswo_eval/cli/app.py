"""The commands by name. Each lives in a file of its own, and only the one that is asked for is imported and built."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

import typer

from cswo_eval import __version__
from cswo_eval.cli.options import JsonOption, PlainOption, RecordOption, StandardsOption, TodayOption
from cswo_eval.cli.typer_private_parts import PlainCommand, PlainGroup


class Command(NamedTuple):
    """Where a command lives, and what the list of commands says of it."""

    module: str
    attribute: str
    """A function, or a group: then its name ends in '_app'."""
    says: str
    """One line of at most 62 characters."""

    @property
    def is_group(self) -> bool:
        """Whether commands of its own stand behind it."""
        return self.attribute.endswith("_app")


COMMANDS = {
    "assess": Command("assess", "assess", "Rate and evidence yourself, step by step; saved as you go."),
    "gaps": Command("gaps", "gaps", "Where you stand: needs with reasons, strengths, checks."),
    "plan": Command("plan", "plan_app", "Make, follow, change and review the 100-day plan."),
    "evidence": Command("evidence", "evidence_app", "Your register of evidence, and reflective accounts."),
    "report": Command("report", "report", "Write a report for yourself, a coach, an employer."),
    "portfolio": Command("portfolio", "portfolio_app", "Check your evidence, build and verify a portfolio."),
    "guard": Command("guard", "guard_app", "What may identify somebody, and what becomes of it."),
    "worksheet": Command("worksheet", "worksheet_app", "The questions in Excel or Word, and back in."),
    "standard": Command("standard", "standard_app", "Read, search and check the Standard."),
    "check": Command("check", "check", "Does every file read, and what is worth a second look."),
    "demo": Command("demo", "demo", "A complete, fictional record to look at."),
}
"""Every command by its name, in the order of the work."""


def build_app(only: str | None = None, whole: bool = False) -> typer.Typer:
    """Return the application with the command that is named, else with a line for each: Typer builds all it is given.

    `whole`: with every command in full.
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
    app.callback(invoke_without_command=True)(_root)
    for name, place in COMMANDS.items():
        if only in COMMANDS and name != only:
            continue
        if only != name and not whole:
            app.command(name, help=place.says, cls=PlainCommand)(_only_listed)
            continue
        command = getattr(import_module(f"cswo_eval.cli.commands.{place.module}"), place.attribute)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name, cls=PlainCommand)(command)
    return app


def _only_listed() -> None:
    """Stand for a command in the list of all: the one that is asked for is built in its place."""


def _root(
    context: typer.Context,
    record: RecordOption = None,
    standards: StandardsOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
    today: TodayOption = None,
    version: bool = typer.Option(False, "--version", help="Show the version and stop."),
) -> None:
    if version:
        typer.echo(f"cswo-eval {__version__}")
    elif context.invoked_subcommand is None:
        from cswo_eval.cli.commands.home import home

        home(record, standards, json, plain, today)
