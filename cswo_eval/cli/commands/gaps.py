"""`cswo-eval gaps`: the gap analysis, or how one number in it came about."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.analysis.explanation import explain
from cswo_eval.cli.command import command
from cswo_eval.cli.setting import Setting
from cswo_eval.pages.gap_sections.frame import set_aside_values
from cswo_eval.pages.gap_sections.gap_document import explanation_document, gap_document
from cswo_eval.pages.json_values import gap_values, plain_value


@command(json=True)
def gaps(
    setting: Setting,
    explain_: Annotated[
        str | None,
        typer.Option("--explain", metavar="ID", help="How the result of one competency, element or aspect came about."),
    ] = None,
) -> None:
    """Where you stand: coverage, means, needs with reasons, strengths, exposure, checks."""
    framework, profile, round_, analysis = setting.framework, setting.profile, setting.round, setting.analysis
    if explain_ is not None:
        explanation = explain(framework, profile, round_, analysis, explain_)
        setting.give(lambda: plain_value(explanation), lambda: explanation_document(explanation))
        return
    setting.give(
        lambda: {**gap_values(analysis), "set_aside": set_aside_values(framework, round_)},
        lambda: gap_document(framework, profile, round_, analysis),
    )
