"""`cswo-eval standard check`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.bare_setting import BareSetting
from cswo_eval.cli.command import command
from cswo_eval.cli.folders import standards_folder
from cswo_eval.framework.load import check_folder
from cswo_eval.pages.json_values import plain_value
from cswo_eval.pages.standard_sections import check_document
from cswo_eval.text.problems import ProblemsFound


@command(record="none", json=True, without=("standards",))
def standard_check(
    setting: BareSetting,
    path: Annotated[str | None, typer.Argument(metavar="PATH", help="A folder of standards of your own.")] = None,
) -> None:
    """Check our standards, or a folder of your own laid over them: every problem, with file, line and remedy."""
    framework, problems = check_folder(standards_folder(path))
    if setting.as_json:
        setting.terminal.data({"problems": plain_value(problems)})
    if problems:
        raise ProblemsFound(problems)
    if not setting.as_json:
        setting.terminal.show(check_document(framework))
