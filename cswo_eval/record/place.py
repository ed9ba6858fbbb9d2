"""Where a record lies, and whether that place is one that leaves the machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from cswo_eval.files.typed_paths import path_given
from cswo_eval.text.problems import CswoEvalError

_SYNCED = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud",
    "mobile documents",
    "cloudstorage",
    "nextcloud",
    "owncloud",
    "box sync",
    "my drive",
    "sharepoint",
    "pcloud",
    "syncthing",
)


def record_folder(given: str | None, environment: Mapping[str, str]) -> Path:
    """Return the record's folder: the one named, else CSWO_EVAL_RECORD, else the user's local data folder."""
    if given is not None and not given.strip():
        raise CswoEvalError("--record is empty. Name a folder, or leave it out to use your own data folder.")
    if given is not None:
        return path_given(given)
    named = environment.get("CSWO_EVAL_RECORD", "")
    if named:
        return path_given(named)
    return own_data_folder() / "record"


def own_data_folder() -> Path:
    """Return the system's folder for data of this user that stays on this machine."""
    import platformdirs  # only where no folder is named

    return Path(platformdirs.user_data_dir("cswo-eval", appauthor=False, roaming=False))


def synced_by(folder: Path) -> str | None:
    """Return the part of the path that says a service copies it elsewhere, or None. A hint: not every service shows."""
    for part in folder.absolute().parts:
        if any(name in part.casefold() for name in _SYNCED):
            return part
    one_drive = os.environ.get("OneDrive")  # noqa: SIM112 - so Windows spells it
    if one_drive and folder.absolute().is_relative_to(one_drive):
        return Path(one_drive).name
    return None
