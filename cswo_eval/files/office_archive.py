"""The archive that an Office or OpenDocument file is: the same bytes for the same parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date


def packed(parts: Mapping[str, str | bytes], made: date) -> bytes:
    """Return an archive of the parts, the list of them first, with no trace of when or where it was written."""
    written = io.BytesIO()
    first = {"mimetype": 0, "[Content_Types].xml": 0, "_rels/.rels": 1}
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (first.get(name, 2), name)):
            entry = zipfile.ZipInfo(name, (max(made.year, 1980), made.month, made.day, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            if name == "mimetype":  # by which an OpenDocument file is known: it stands there as it is
                entry.compress_type = zipfile.ZIP_STORED
            archive.writestr(entry, parts[name])
    return written.getvalue()
