"""`cswo-eval standard search`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.bare_setting import BareSetting
from cswo_eval.cli.command import command
from cswo_eval.framework.search import search
from cswo_eval.pages.json_values import plain_value
from cswo_eval.pages.standard_sections import hits_document
from cswo_eval.text.problems import CswoEvalError


@command(record="none", json=True)
def standard_search(
    setting: BareSetting,
    words: Annotated[
        tuple[str, ...],
        typer.Argument(metavar="WORD…", help="Words that must all occur, beginnings count; or a phrase of your own."),
    ],
) -> None:
    """Find words in the Standard, the guidance, the examples and the activities.

    Where no element or competency holds them all, the nearest are shown, and which words each is without.
    """
    query = " ".join(words)
    if not query.strip():
        raise CswoEvalError("Say what to look for, for example: cswo-eval standard search guardianship.")
    if query.strip().upper() in setting.framework.renamed:
        query = setting.framework.id_now(query)
    hits = search(setting.framework, query)
    setting.give(lambda: plain_value(hits), lambda: hits_document(query, hits))
