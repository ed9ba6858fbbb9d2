"""`cswo-eval gaps`: the gap analysis, or how one number in it came about."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.options import JsonOption, PlainOption, RecordOption, StandardsOption, TodayOption


def gaps(
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="ID", help="How the result of one competency, element or aspect came about."),
    ] = None,
    record: RecordOption = None,
    standards: StandardsOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """Where you stand: coverage, means, needs with reasons, strengths, exposure, checks."""
    from cswo_eval.cli.setting import open_setting
    from cswo_eval.pages.gap_sections import explanation_document, gap_document
    from cswo_eval.pages.json_values import gap_values, plain_value

    setting = open_setting(record, standards, today, plain)
    if explain is not None:
        from cswo_eval.analysis.explanation import explain as explain_item

        explanation = explain_item(setting.framework, setting.profile, setting.round, setting.analysis, explain)
        if json:
            setting.terminal.data(plain_value(explanation))
        else:
            setting.terminal.show(explanation_document(explanation))
        return
    if json:
        setting.terminal.data(gap_values(setting.analysis))
        return
    setting.terminal.show(gap_document(setting.framework, setting.profile, setting.round, setting.analysis))
