"""The one object that writes: results to standard output, conversation to standard error."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from cswo_eval.formats.terminal.page import Page, page_of, page_of_blocks, page_of_text
from cswo_eval.formats.terminal.plain import block_lines, plain_text
from cswo_eval.formats.terminal.wrapped_lines import wrapped
from cswo_eval.pages.blocks import Block, Document
from cswo_eval.text.visible import escaped_json, visible

PLAIN_WIDTH = 100


class Terminal:
    """Where a command writes. `plain`: one column, no colour, no boxes."""

    def __init__(self, plain: bool = False) -> None:
        self.plain = plain or os.environ.get("TERM") == "dumb"

    def show(self, document: Document) -> None:
        """Write a document to standard output."""
        if self.plain:
            _write(sys.stdout, plain_text(document, self._plain_width()))
        else:
            self._write_page(sys.stdout, page_of(document, _width(), _has_unicode(sys.stdout)))

    def tell(self, *blocks: Block) -> None:
        """Write blocks to standard error: part of the conversation, not of the result."""
        with _if_anybody_listens():
            if self.plain:
                lines = [line for block in blocks for line in block_lines(block, self._plain_width())]
                _write(sys.stderr, "\n".join(lines) + "\n")
            else:
                self._write_page(sys.stderr, page_of_blocks(blocks, _width(), _has_unicode(sys.stderr)))

    def say(self, text: str, style: str = "") -> None:
        """Write one text of conversation, wrapped, to standard error."""
        with _if_anybody_listens():
            if self.plain:
                _write(sys.stderr, "\n".join(wrapped(text, self._plain_width())) + "\n")
            else:
                self._write_page(sys.stderr, page_of_text(text, style, _width(), _has_unicode(sys.stderr)))

    def say_beside(self, items: Sequence[str], style: str = "") -> None:
        """Write short texts beside one another, as many a line as fit: none of them is divided that fits a line."""
        width, lines = self._plain_width() if self.plain else _width(), list[str]()
        for one in items:
            if lines and len(lines[-1]) + 2 + len(one) <= width:
                lines[-1] += f"  {one}"
            else:
                lines.append(one)
        self.say("\n".join(lines), style)

    def commands(self, *lines: str) -> None:
        """Write lines to standard error as they are, not wrapped: commands that are to be copied."""
        _write(sys.stderr, "".join(f"  {visible(line)}\n" for line in lines))

    def data(self, value: Any) -> None:
        """Write JSON to standard output."""
        import json

        text = json.dumps(value, indent=2, ensure_ascii=not _has_unicode(sys.stdout))
        _write(sys.stdout, escaped_json(text) + "\n")

    def _plain_width(self) -> int:
        return min(_width(PLAIN_WIDTH), PLAIN_WIDTH)

    def _write_page(self, stream: TextIO, page: Page) -> None:
        if not stream.isatty():  # nothing to colour: the lines are laid out already
            _write(stream, page.text())
            return
        from rich.console import Console

        from cswo_eval.formats.terminal.rich_writer import write_page

        stream.flush()
        # Markup, emoji codes and highlighting off: the owner's own words must arrive as they are.
        write_page(page, Console(file=stream, markup=False, emoji=False, highlight=False))


@contextlib.contextmanager
def _if_anybody_listens() -> Iterator[None]:
    """Let what is told pass unheard where the window is gone: it must not stop what is being saved."""
    try:
        yield
    except OSError as error:
        if error.errno != errno.EIO:
            raise


def _width(fallback: int = 80) -> int:
    return shutil.get_terminal_size((fallback, 24)).columns


def _has_unicode(stream: TextIO) -> bool:
    return str(getattr(stream, "encoding", "")).lower().startswith("utf")


def _write(stream: TextIO, text: str) -> None:
    stream.write(text)
    stream.flush()
