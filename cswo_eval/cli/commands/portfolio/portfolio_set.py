"""`cswo-eval portfolio set`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.guard_remarks import changed_texts, remark_on_texts
from cswo_eval.cli.interviews.portfolio_questions import DETAILS, asks_about_portfolio
from cswo_eval.cli.portfolio_details import details_document, with_details
from cswo_eval.cli.setting import Setting


@command(record="begun", keeps_answers=True)
def portfolio_set(
    setting: Setting,
    profile: Annotated[
        str | None, typer.Option("--profile", metavar="NAME", help="What your programme asks for.")
    ] = None,
    student: Annotated[
        str | None, typer.Option("--student", metavar="TEXT", help="Your name on the title page.")
    ] = None,
    programme: Annotated[str | None, typer.Option("--programme", metavar="TEXT")] = None,
    module: Annotated[str | None, typer.Option("--module", metavar="TEXT")] = None,
    adviser: Annotated[str | None, typer.Option("--adviser", metavar="TEXT")] = None,
    limit: Annotated[
        tuple[str, ...],
        typer.Option(
            "--limit", metavar="SECTION=WORDS", help="Such as reflective-accounts=4000 or whole=12000; =none ends it."
        ),
    ] = (),
) -> None:
    """Set the title page, the profile and your programme's word limits; without options, show them and offer to ask."""
    given = {"profile": profile, "student": student, "programme": programme, "module": module, "adviser": adviser}
    changing = any(text is not None for text in given.values()) or bool(limit)
    if changing:
        with setting.changing() as writer:
            present = setting.record.portfolio_details()
            details = with_details(setting.framework, present, given, limit)
            writer.save_portfolio_details(details)
        setting.terminal.say("Saved.", "bold")
        remark_on_texts(setting, changed_texts("", present, details), names_are_meant=True)
    setting.terminal.show(details_document(setting.framework, setting.record.portfolio_details(), not changing))
    if not changing and asks_about_portfolio(setting, DETAILS):
        setting.terminal.show(details_document(setting.framework, setting.record.portfolio_details(), False))
