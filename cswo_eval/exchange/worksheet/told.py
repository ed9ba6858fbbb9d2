"""What taking in a worksheet did, in sentences, where a line for each field would be a flood."""

from __future__ import annotations

from collections.abc import Sequence

from cswo_eval.exchange.worksheet.columns import HEADING_OF
from cswo_eval.exchange.worksheet.merged import Difference
from cswo_eval.exchange.worksheet.stages import WorksheetRow, row_word
from cswo_eval.text.says_nothing import NOTHING_IN_WORDS, Nothing
from cswo_eval.text.words import listed_with_and

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


def nothing_in_words(rows: Sequence[WorksheetRow]) -> str:
    """Return one paragraph that names every field in which stands what says nothing, '' where there is none."""
    places: dict[tuple[str, Nothing], list[str]] = {}
    for row in rows:
        for column, how in row.nothing.items():
            places.setdefault((column, how), []).append(row.item)
    if not places:
        return ""
    said = "; ".join(
        f"'{HEADING_OF[column]}' of {listed_with_and(items)} ({NOTHING_IN_WORDS[how]})"
        for (column, how), items in places.items()
    )
    one = sum(map(len, places.values())) == 1
    return (
        f"Nothing was taken from {'one field that says' if one else 'fields that say'} nothing, and all else in "
        f"{'its row' if one else 'their rows'} counts: {said}. "
        "Say there in words what is meant and import it again, or leave it empty."
    )
