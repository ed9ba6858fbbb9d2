"""A place on disk as somebody typed it."""

from __future__ import annotations

import contextlib
from pathlib import Path

from cswo_eval.text.problems import CswoEvalError


def path_given(given: str) -> Path:
    """Return the place that somebody typed, with '~' as their own folder. Raises CswoEvalError where it can be none."""
    if "\0" in given or not given.strip():
        raise CswoEvalError(
            "A name of a file or folder is empty, or holds what no name can. Type it again, such as report.html."
        )
    path = Path(given)
    with contextlib.suppress(RuntimeError):  # a '~' with nobody's name: then it is part of the file's
        path = path.expanduser()
    return path
