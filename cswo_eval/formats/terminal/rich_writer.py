"""Write a page in Rich's colours. One text for all of it: Rich writes one text far faster than many."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from cswo_eval.formats.terminal.page import Page


def write_page(page: Page, console: Console) -> None:
    """Write the page to the console, whose NO_COLOR, TERM and encoding Rich respects."""
    text = Text(end="", no_wrap=True, overflow="ignore")
    for runs in page.content:
        for piece, style in runs:
            text.append(piece, style or None)
        text.append("\n")
    console.print(text, end="", soft_wrap=True)
