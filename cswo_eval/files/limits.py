"""How large, how many and how deep: every bound of what is read and written, with its reason. Sizes are in bytes."""

from __future__ import annotations

from typing import NamedTuple

# --- Files of our own ------------------------------------------------------------------------------------

LARGEST_OWN_FILE = 24_000_000
"""Bytes. A full record with a 50,000-character note on every answer is some 4 million."""

DEEPEST_YAML = 40
"""Levels of nesting. Our own files have at most eight."""

MOST_PROBLEMS_TOLD = 100
"""Of one file: more are counted, since such a file is hardly one of ours."""

HISTORY_BYTES = 30_000_000
"""Of all that `undo` and `history` can go back to: a year of use every day. Older sittings go first."""

HISTORY_DAYS = 400
"""How long a sitting is kept in the history: a year, and the time to notice."""

HISTORY_LEAST_SITTINGS = 25
"""So many stay whatever their size, so that the last ones can always be taken back."""

# --- Attached files, and names ---------------------------------------------------------------------------

LARGEST_ATTACHMENT = 100_000_000
"""Bytes. A bound report of scanned pages is some 50 million; a portfolio of larger files can neither be sent nor opened
on a council laptop, and looking through one for names takes minutes."""

LONGEST_STORED_NAME = 100
"""Bytes of a stored name: the path of a record and its attachment stays below the 260 characters of older Windows."""

LONGEST_NAME_IN_ZIP = 400
"""Characters of a name with its folders."""

LARGEST_MANIFEST = 10_000_000
"""Bytes: some 200 a file, for more files than a portfolio or a backup of ours may hold."""

# --- XML in files that others made -----------------------------------------------------------------------

DEEPEST_XML = 200
"""Elements within elements: a table within a table within a text box takes some 40."""

MOST_XML_NODES = 2_000_000
"""Elements and attributes of one part: a sheet of 400,000 cells has as many. Each takes some 150 bytes of memory."""

LONGEST_PATH = 4_000
"""Characters of an attribute or a field code in which folders are looked for: a path in use has at most 260 on Windows."""

# --- Texts that are looked through in attached files -----------------------------------------------------

MOST_CHARACTERS_OF_A_FILE = 20_000_000
"""Of one file, those embedded in it included: some 6,000 pages. Looking through more would take minutes."""

DEEPEST_FILE_WITHIN_FILES = 3
"""Files within files: an email with a Word document with a spreadsheet in it."""

LARGEST_PLAIN_TEXT = 50_000_000
"""Bytes, an email's attachments aside: a table of half a million rows."""

MOST_CONTROL_CHARACTERS = 0.01
"""Share of control characters above which bytes are no text: a log or a printout has a few."""

MOST_MAIL_PARTS = 500
"""Texts, forms and attachments of one email: a long exchange has some tens."""

MOST_WEB_TAGS = 1_000_000
"""Of one page: each is looked at for words in its attributes."""

MOST_RTF_GROUPS = 2_000
"""Groups within groups: an honest file has some tens."""

MOST_RTF_TOKENS = 5_000_000
"""A report of 300 pages has some 200,000."""

MOST_PICTURE_TAGS = 500
"""Of the properties of one picture: a camera writes some hundred."""

MOST_PICTURE_UNPACKED = 1_000_000
"""Bytes, of one text in a picture."""

MOST_POINTS = 120_000_000
"""Of one picture that is packed again: each takes three bytes of memory, twice. A good telephone takes 50 million."""

MOST_PDF_PAGES = 600
"""A bound report of a whole service has some 300."""

MOST_PDF_WORK = 20_000_000
"""Bytes of page descriptions read in one file, each as often as it is used: a page of text has some 5,000."""

MOST_PDF_PARTS = 2_000_000
"""Dictionaries and lists of one file that is written anew: a tagged report of 300 pages has some 200,000."""

MOST_PDF_ITEMS = 20_000
"""Remarks, fields, bookmarks or parts of the structure looked at in one file."""

# --- Archives from outside --------------------------------------------------------------------------------


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
RECORD_ZIP = ZipLimits(
    files=20_000,  # a history of 400 days with 40 sittings a day, and 500 attachments
    file=2_000_000_000,  # the zip of a record as it was before it was brought over
    total=4_000_000_000,  # what the form of a zip file that every program opens can hold
    times=PORTFOLIO_ZIP.times,
    small=PORTFOLIO_ZIP.small,
)
"""A backup of a whole record."""
OFFICE_ZIP = ZipLimits(
    files=5_000,  # a Word file of 300 pages has some 50 parts, a large workbook some hundreds
    file=30_000_000,  # the text of 300 pages of Word is some 5 million
    total=100_000_000,  # a file can name one large part many times, and it counts each time
    times=250,  # Office's own XML reaches some 50; deflate itself ends at 1,032
    small=1_000_000,
)
"""A Word, Excel, PowerPoint or OpenDocument file, which is an archive of parts."""
