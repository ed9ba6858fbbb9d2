"""Which texts of a record the guard has looked at and found nothing in, so that they need not be looked at again.

Digests only, in a hidden file that may be deleted at any time. It is used while nothing that a finding depends on changed.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from cswo_eval.text.problems import CswoEvalError

FILE = ".checked"


def known_clean(folder: Path, state: str) -> frozenset[str]:
    """Return the digests of texts in which nothing was found while the guard was in this state; none where unknown."""
    try:
        first, *digests = (folder / FILE).read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return frozenset()
    return frozenset(digests) if first == state else frozenset()


def keep_clean(folder: Path, state: str, digests: frozenset[str]) -> None:
    """Keep them for the next time. Where that fails, the next time takes a little longer."""
    from cswo_eval.files.whole_files import write_whole

    with contextlib.suppress(CswoEvalError):
        write_whole(folder / FILE, "\n".join((state, *sorted(digests))).encode("ascii"))
