"""`cswo-eval portfolio verify`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.bare_setting import BareSetting
from cswo_eval.cli.command import command
from cswo_eval.exchange.portfolio.portfolio_files import verified
from cswo_eval.files.typed_paths import path_given
from cswo_eval.pages.blocks import Document, Facts, Section


@command(record="none", json=True, without=("standards",))
def portfolio_verify(
    setting: BareSetting,
    path: Annotated[str, typer.Argument(metavar="PATH", help="A portfolio: its zip, or the folder.")],
) -> None:
    """Check that a portfolio is whole and nothing in it was changed since it was built. No record is needed."""
    result = verified(path_given(path))
    if setting.as_json:
        setting.terminal.data({"made": result.made, "files": result.files, "problems": []})
        return
    pairs = (
        ("Portfolio", path),
        ("Made", result.made),
        ("Files", f"{result.files}, all there and each as it was when the portfolio was built"),
        ("Not checked", "whether what is written in it is true, and who built it"),
    )
    setting.terminal.show(Document("Verified", "", (Section("verified", "", (Facts(pairs),)),)))
