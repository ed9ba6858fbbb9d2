"""`cswo-eval portfolio build`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cswo_eval.cli.built_portfolio import build_and_write, profile_wanted
from cswo_eval.cli.command import command
from cswo_eval.cli.gathered_portfolio import preview_portfolio
from cswo_eval.cli.options import FindingsOption, ForceOption, PreviewOption, TemplateOption
from cswo_eval.cli.setting import Setting
from cswo_eval.files.typed_paths import path_given


@command()
def portfolio_build(
    setting: Setting,
    profile: Annotated[
        str | None,
        typer.Option("--profile", metavar="NAME", help="What your programme asks for (else the one you set)."),
    ] = None,
    output: Annotated[
        str | None, typer.Option("--output", metavar="PATH", help="The folder to make; the zip lies beside it.")
    ] = None,
    force: ForceOption = False,
    findings: FindingsOption = "stop",
    template: TemplateOption = None,
    with_uncleaned: Annotated[
        tuple[str, ...],
        typer.Option(
            "--with-uncleaned",
            metavar="FILE",
            help="A file that may go although no clean copy of it can be made, such as E3/T1; several with commas.",
        ),
    ] = (),
    preview: PreviewOption = False,
) -> None:
    """Build a portfolio that could be handed in: a folder and a zip, in Word and HTML. What is private stays out."""

    if preview:
        preview_portfolio(setting, profile_wanted(setting, profile), findings, "portfolio")
        return
    folder = path_given(output) if output else Path(f"cswo-portfolio-{setting.today}")
    if folder.suffix.lower() == ".zip":  # the zip is what was meant; it lies beside a folder of its name
        folder = folder.with_suffix("")
    build_and_write(setting, profile, folder, force, findings, template, with_uncleaned)
