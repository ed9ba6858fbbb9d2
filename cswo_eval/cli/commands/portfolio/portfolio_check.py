"""`cswo-eval portfolio check`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.gathered_portfolio import open_now, sufficiency_now
from cswo_eval.cli.not_in_standard import remark_on_them
from cswo_eval.cli.setting import Setting
from cswo_eval.pages.sufficiency_sections import competency_document, sufficiency_document, sufficiency_values
from cswo_eval.record.attachments import verify


@command(json=True)
def portfolio_check(
    setting: Setting,
    item: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="One aspect, element or competency, such as SD, SD1 or SD1.3.")
    ] = None,
) -> None:
    """Your evidence against the five tests: the matrix, what is missing, old or resting on one thing, what mends it."""
    items = _items(setting, item)
    open_ = open_now(setting)
    found = sufficiency_now(setting, open_)
    if setting.as_json:
        setting.terminal.data(sufficiency_values(found, items))
        return
    remark_on_them(setting)
    if len(items) == 1 and item is not None and "." in item:
        one = next(one for one in found.competencies if one.id in items)
        setting.terminal.show(competency_document(setting.framework, one, open_.register))
        return
    files = [f"{one.entry}, {one.name}: {one.what} {one.remedy}" for one in verify(setting.record, setting.register)]
    setting.terminal.show(sufficiency_document(setting.framework, found, open_.register, items, files))


def _items(setting: Setting, given: str | None) -> frozenset[str]:
    """Return the competencies that an id stands for; all where none is given. Raises UnknownId."""
    competencies = setting.framework.competencies
    if given is None:
        return frozenset(competencies)
    name = setting.framework.item(given).id
    return frozenset(one for one in competencies if name in (one, one.split(".")[0], one[:2]))
