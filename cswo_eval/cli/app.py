"""The commands by name. Each lives in a file of its own, and only the one that is asked for is imported and built."""

from __future__ import annotations

from importlib import import_module

import typer

from cswo_eval import __version__
from cswo_eval.cli.options import JsonOption, PlainOption, RecordOption, StandardsOption, TodayOption
from cswo_eval.cli.plain_typer import PlainCommand, PlainGroup

COMMANDS = {
    "assess": "cswo_eval.cli.assess:assess",
    "gaps": "cswo_eval.cli.gaps:gaps",
    "plan": "cswo_eval.cli.plan:plan_app",
    "evidence": "cswo_eval.cli.evidence:evidence_app",
    "standard": "cswo_eval.cli.standard:standard_app",
    "report": "cswo_eval.cli.report:report",
    "portfolio": "cswo_eval.cli.portfolio:portfolio_app",
    "guard": "cswo_eval.cli.guard:guard_app",
    "worksheet": "cswo_eval.cli.worksheet:worksheet_app",
    "check": "cswo_eval.cli.check:check",
    "demo": "cswo_eval.cli.demo:demo",
}
"""Command → the module and the function or group that it is."""


def build_app(only: str | None = None) -> typer.Typer:
    """Return the application with all commands, or with the one that is named: Typer builds all it is given."""
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
    for name in [only] if only in COMMANDS else COMMANDS:
        module, _, attribute = COMMANDS[name].partition(":")
        command = getattr(import_module(module), attribute)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name, cls=PlainCommand)(command)
    return app


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
        from cswo_eval.cli.home import home

        home(record, standards, json, plain, today)
