"""`cswo-eval plan review`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.commands.plan.changed_plan import present_plan
from cswo_eval.cli.interviews.plan_review import hold_review
from cswo_eval.cli.interviews.unfinished_texts import settle_unfinished
from cswo_eval.cli.options import PrivateOption
from cswo_eval.cli.setting import Setting


@command(keeps_answers=True)
def plan_review(
    setting: Setting,
    number: Annotated[
        str | None, typer.Argument(metavar="[DAY]", help="30, 60 or 100; else the one that is due.")
    ] = None,
    private: PrivateOption = False,
) -> None:
    """Hold a review: what worked, what got in the way; at day 100 rate again what was planned and see what changed."""
    plan = present_plan(setting)
    with setting.changing() as writer:
        settle_unfinished(setting, writer)
        hold_review(setting, writer, plan, number, private)
