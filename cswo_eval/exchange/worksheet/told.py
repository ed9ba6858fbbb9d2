"""What taking in a worksheet did, in sentences, where a line for each field would be a flood."""

from __future__ import annotations

from collections.abc import Sequence

from cswo_eval.exchange.worksheet.columns import HEADING_OF
from cswo_eval.exchange.worksheet.merged import Difference
from cswo_eval.exchange.worksheet.stages import row_word

_FIRST_FEW = 3


def emptied_in_words(emptied: Sequence[Difference], name: str) -> str:
    """Return one paragraph on the fields that came back empty, '' where there are none. `name` is the file's."""
    if not emptied:
        return ""
    row, count = row_word(name), len(emptied)
    rows = len({one.row for one in emptied})
    places = "; ".join(f"{row} {one.row}, {one.item}, '{HEADING_OF[one.field]}'" for one in emptied[:_FIRST_FEW])
    more = f"; and {count - _FIRST_FEW} more" if count > _FIRST_FEW else ""
    what = "One field" if count == 1 else f"{count} fields in {rows} {row}s" if rows > 1 else f"{count} fields"
    kept = "the record's answer is kept" if count == 1 else "the record's answers are kept"
    return (
        f"{what} came back empty, which takes nothing away: {kept} ({places}{more}). "
        f"To change an answer: `cswo-eval assess --go {emptied[0].item}`; "
        "another takes its place, and none can be made empty again."
    )
