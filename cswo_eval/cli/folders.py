"""The folder of standards that a command is to use."""

from __future__ import annotations

import os
from pathlib import Path

from cswo_eval.files.typed_paths import path_given


def standards_folder(given: str | None) -> Path | None:
    """Return the user's own folder of standards: the one named, else CSWO_EVAL_STANDARDS, else None for ours alone."""
    named = given or os.environ.get("CSWO_EVAL_STANDARDS", "")
    return path_given(named) if named else None
