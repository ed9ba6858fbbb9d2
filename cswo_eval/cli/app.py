"""The commands by name. Each lives in a file of its own; nothing heavy is imported before a command runs."""

from __future__ import annotations

import typer

from cswo_eval import __version__
from cswo_eval.cli.assess import assess
from cswo_eval.cli.check import check
from cswo_eval.cli.demo import demo
from cswo_eval.cli.gaps import gaps
from cswo_eval.cli.home import home
from cswo_eval.cli.options import JsonOption, PlainOption, RecordOption, StandardsOption, TodayOption
from cswo_eval.cli.plan import plan_app
from cswo_eval.cli.standard import standard_app

app = typer.Typer(
    name="cswo-eval",
    help="Private, offline self-evaluation against the Standard for Chief Social Work Officers.\n\n"
    "Without a command it shows where you are and what comes next.",
    rich_markup_mode=None,  # markup in help can crash it, and plain help starts twice as fast
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback would show the owner's words
    no_args_is_help=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    record: RecordOption = None,
    standards: StandardsOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
    today: TodayOption = None,
    version: bool = typer.Option(False, "--version", help="Show the version and stop."),
) -> None:
    """Show where you are and what comes next."""
    if version:
        typer.echo(f"cswo-eval {__version__}")
        return
    if context.invoked_subcommand is None:
        home(record, standards, json, plain, today)
    elif record or standards or json or plain or today:
        raise typer.BadParameter(f"Options follow the command: cswo-eval {context.invoked_subcommand} --record DIR …")


app.command()(assess)
app.command()(gaps)
app.add_typer(plan_app, name="plan")
app.add_typer(standard_app, name="standard")
app.command()(check)
app.command()(demo)
