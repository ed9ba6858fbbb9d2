"""What the HTML and Word renderers need of whatever they write: a report, a portfolio, one section of either."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, Protocol

from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Document


class Printed(Protocol):
    """A document with the day it was made and the Standard whose levels explain its shades."""

    @property
    def document(self) -> Document:
        """The sections."""

    @property
    def framework(self) -> Framework:
        """The Standard in use."""

    @property
    def made(self) -> date:
        """The day it is told from."""


class PrintedDocument(NamedTuple):
    """A document that is no report of its own."""

    document: Document
    framework: Framework
    made: date
