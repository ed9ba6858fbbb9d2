"""`cswo-eval standard …`: read, search and check the Standard and what goes with it. Needs no record."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.options import JsonOption, PlainOption, StandardsOption
from cswo_eval.cli.typer_private_parts import PlainCommand, PlainGroup

standard_app = typer.Typer(
    cls=PlainGroup,
    help="Read, search and check the Standard and what goes with it.",
    rich_markup_mode=None,
    no_args_is_help=True,
)


@standard_app.command("list", cls=PlainCommand)
def list_(
    standards: StandardsOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
    full: Annotated[bool, typer.Option("--full", help="The statements too.")] = False,
) -> None:
    """List the aspects, elements and competencies."""
    from cswo_eval.cli.folders import standards_folder
    from cswo_eval.cli.terminal import Terminal
    from cswo_eval.framework.loading import load_framework
    from cswo_eval.pages.standard_sections import list_document, list_values

    framework = load_framework(standards_folder(standards))
    if json:
        Terminal(plain).data(list_values(framework))
    else:
        Terminal(plain).show(list_document(framework, full))


@standard_app.command("show", cls=PlainCommand)
def show(
    item: Annotated[
        str, typer.Argument(metavar="ID", help="An aspect, element, competency, guidance entry, example or activity.")
    ],
    standards: StandardsOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Show one entry whole."""
    from cswo_eval.cli.folders import standards_folder
    from cswo_eval.cli.terminal import Terminal
    from cswo_eval.framework.loading import load_framework
    from cswo_eval.pages.json_values import plain_value
    from cswo_eval.pages.standard_sections import entry_document, find_entry

    framework = load_framework(standards_folder(standards))
    entry = find_entry(framework, item)
    if json:
        Terminal(plain).data(plain_value(entry))
    else:
        Terminal(plain).show(entry_document(framework, entry))


@standard_app.command("search", cls=PlainCommand)
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORD…", help="Words that must all occur; beginnings count.")],
    standards: StandardsOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Find words in the Standard, the guidance, the examples and the activities."""
    from cswo_eval.cli.folders import standards_folder
    from cswo_eval.cli.terminal import Terminal
    from cswo_eval.framework.loading import load_framework
    from cswo_eval.framework.search import search as find
    from cswo_eval.pages.json_values import plain_value
    from cswo_eval.pages.standard_sections import hits_document
    from cswo_eval.text.problems import CswoEvalError

    query = " ".join(words)
    if not query.strip():
        raise CswoEvalError("Say what to look for, for example: cswo-eval standard search guardianship.")
    hits = find(load_framework(standards_folder(standards)), query)
    if json:
        Terminal(plain).data(plain_value(hits))
    else:
        Terminal(plain).show(hits_document(query, hits))


@standard_app.command("check", cls=PlainCommand)
def check(
    path: Annotated[str | None, typer.Argument(metavar="PATH", help="A folder of standards of your own.")] = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Check our standards, or a folder of your own laid over them: every problem, with file, line and remedy."""
    from cswo_eval.cli.folders import standards_folder
    from cswo_eval.cli.terminal import Terminal
    from cswo_eval.framework.cross_checks import check_folder
    from cswo_eval.pages.json_values import plain_value
    from cswo_eval.pages.standard_sections import check_document
    from cswo_eval.text.problems import ProblemsFound

    framework, problems = check_folder(standards_folder(path))
    if json:
        Terminal(plain).data({"problems": plain_value(problems)})
    if problems:
        raise ProblemsFound(problems)
    if not json:
        Terminal(plain).show(check_document(framework))


REPORT = "report"
"""What the program writes for other programs: a kind of file beside those that stand in a folder of standards."""
REPORT_FROM = "cswo-eval report --format json"


@standard_app.command("schema", cls=PlainCommand)
def schema(
    of: Annotated[
        str | None,
        typer.Option(
            "--of", metavar="KIND", help="The kind of file, such as 'aspect' or 'report'; without it, the list."
        ),
    ] = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Print the JSON Schema of a kind of file, the JSON report among them, or list the kinds and where each stands."""
    from cswo_eval.cli.terminal import Terminal
    from cswo_eval.framework.schema import SUBJECTS, schema_of

    kind = of.strip().lower() if of is not None else None
    if kind == REPORT:
        from cswo_eval.formats.json import report_schema

        Terminal(plain).data(report_schema())
    elif kind is not None:
        Terminal(plain).data(schema_of(kind, others=(REPORT,)))
    elif json:
        files = {subject: f"standards/{file}" for subject, (_, file) in SUBJECTS.items()}
        Terminal(plain).data({**files, REPORT: REPORT_FROM})
    else:
        from cswo_eval.pages.blocks import Column, Section, Table
        from cswo_eval.pages.standard_sections import schema_document

        listed = schema_document()
        table = Table("", (Column("Kind"), Column("Command", main=True)), ((REPORT, REPORT_FROM),))
        written = Section("written", "What the program writes for other programs", (table,))
        Terminal(plain).show(listed._replace(sections=(*listed.sections, written)))
