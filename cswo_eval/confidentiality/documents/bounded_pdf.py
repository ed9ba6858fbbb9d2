"""The library that reads PDF files, within limits so that no file holds us up, and without its remarks on the owner's screen."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cswo_eval.files.limits import MOST_PDF_ITEMS

LIMITS: dict[str, Any] = {
    "zlib_maximum_output_length": 50_000_000,
    "lzw_maximum_output_length": 50_000_000,
    "run_length_maximum_output_length": 50_000_000,
    "stream_decoding_work_maximum_length": 100_000_000,
    "stream_parsing_work_maximum_count": 500_000,
    "xform_maximum_invocations_per_extraction": 1_000,
    "page_tree_maximum_entries": 20_000,
    "form_fields_maximum_entries": MOST_PDF_ITEMS,
    "outline_maximum_entries": MOST_PDF_ITEMS,
    "jbig2dec_binary": None,
}
"""What the library may unpack and go through of one file."""
FAULTS = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OSError,
    RecursionError,
    ArithmeticError,
    AssertionError,
    NotImplementedError,
)
"""What a library written for good files raises on a bad one."""


@contextmanager
def quietly() -> Iterator[list[str]]:
    """Keep the library's remarks off the owner's screen; give them as a list."""
    said: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if len(said) < MOST_PDF_ITEMS:
                said.append(record.getMessage())

    logger, keeper = logging.getLogger("pypdf"), Keeper()
    passes_on = logger.propagate
    logger.addHandler(keeper)
    logger.propagate = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield said
    finally:
        logger.propagate = passes_on
        logger.removeHandler(keeper)
