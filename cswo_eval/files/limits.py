"""How large, how many and how deep: every bound of what is read and written, with its reason."""

from __future__ import annotations

from typing import NamedTuple

LARGEST_ATTACHMENT = 100_000_000
"""Bytes. A bound report of scanned pages is some 50 million; a portfolio of larger files can neither be sent nor opened
on a council laptop, and looking through one for names takes minutes."""


class ZipLimits(NamedTuple):
    """Bounds of an archive from outside: sizes in bytes unpacked."""

    files: int
    """How many there may be."""
    file: int
    """Of one of them."""
    total: int
    """Of all that is read; a file that is read twice counts twice."""
    times: int
    """How much larger one may be unpacked than packed: a bomb is a thousand times larger."""
    small: int
    """Up to this size one may be packed as well as it can."""


PORTFOLIO_ZIP = ZipLimits(
    files=5_000,  # 500 attachments, each revised nine times
    file=LARGEST_ATTACHMENT,
    total=2_000_000_000,  # what can still be sent, and older programs open without the 64-bit form of a zip file
    times=200,  # text packs 3 to 20 times
    small=1_000_000,
)
"""A portfolio that was built, or that comes back to be verified."""
OFFICE_ZIP = ZipLimits(
    files=5_000,  # a Word file of 300 pages has some 50 parts, a large workbook some hundreds
    file=30_000_000,  # the text of 300 pages of Word is some 5 million
    total=100_000_000,  # a file can name one large part many times, and it counts each time
    times=250,  # Office's own XML reaches some 50; deflate itself ends at 1,032
    small=1_000_000,
)
"""A Word, Excel, PowerPoint or OpenDocument file, which is an archive of parts."""
