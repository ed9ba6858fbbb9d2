"""The one object that writes: results to standard output, conversation to standard error."""

from __future__ import annotations

import json
import os
import shutil
import sys
from typing import TYPE_CHECKING, Any

from cswo_eval.report.blocks import Block, Document
from cswo_eval.report.terminal.plain import block_lines, plain_text, wrapped

if TYPE_CHECKING:
    from rich.console import Console

PLAIN_WIDTH = 100


class Terminal:
    """Where a command writes. `plain`: one column, no colour, no boxes."""

    def __init__(self, plain: bool = False) -> None:
        self.plain = plain or os.environ.get("TERM") == "dumb"
        self._consoles: dict[str, Console] = {}

    def show(self, document: Document) -> None:
        """Write a document to standard output."""
        if self.plain:
            sys.stdout.write(plain_text(document, self._width()))
            return
        from cswo_eval.report.terminal.rich_writer import write_document

        write_document(document, self._console("stdout"))

    def tell(self, *blocks: Block) -> None:
        """Write blocks to standard error: part of the conversation, not of the result."""
        if self.plain:
            for block in blocks:
                sys.stderr.write("\n".join(block_lines(block, self._width())) + "\n")
            sys.stderr.flush()
            return
        from cswo_eval.report.terminal.rich_writer import write_block

        console = self._console("stderr")
        for block in blocks:
            write_block(block, console)

    def say(self, text: str, style: str = "") -> None:
        """Write one line of conversation, wrapped, to standard error."""
        if self.plain:
            sys.stderr.write("\n".join(wrapped(text, self._width())) + "\n")
            sys.stderr.flush()
            return
        from rich.text import Text

        from cswo_eval.report.terminal.rich_writer import WIDEST
        from cswo_eval.report.terminal.safe_text import visible

        console = self._console("stderr")
        console.print(Text(visible(text), style=style), width=min(console.width, WIDEST))

    def data(self, value: Any) -> None:
        """Write JSON to standard output."""
        sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=not _speaks_utf8(sys.stdout)) + "\n")

    def _width(self) -> int:
        return min(shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns, PLAIN_WIDTH)

    def _console(self, stream: str) -> Console:
        if stream not in self._consoles:
            from rich.console import Console

            # Markup, emoji codes and highlighting off: the owner's own words must arrive as they are.
            self._consoles[stream] = Console(
                file=getattr(sys, stream), markup=False, emoji=False, highlight=False, soft_wrap=False
            )
        return self._consoles[stream]


def _speaks_utf8(stream: Any) -> bool:
    return str(getattr(stream, "encoding", "")).lower().replace("-", "") == "utf8"
