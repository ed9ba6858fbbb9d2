"""The list of files that goes with what is to be verified later: each with its size and its SHA-256."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from cswo_eval import __version__
from cswo_eval.text.problems import Problem

MANIFEST = "manifest.json"
VERSION = 1


class ListedFile(NamedTuple):
    """A file as a manifest lists it: its size in bytes, and its SHA-256."""

    size: int
    sha256: str


class Manifest(NamedTuple):
    """What a manifest says: of which kind of thing, and its files by name."""

    format: str
    value: Mapping[str, Any]
    """All of it, as it was read."""
    files: Mapping[str, ListedFile]


def manifest_bytes(
    kind: str, files: Mapping[str, ListedFile], beside: Mapping[str, Mapping[str, str]] = {}, **more: Any
) -> bytes:
    """Return the manifest of these files as it is written.

    `kind` is its format; `beside`: what else it says of single files, by name; `more`: what else it says of the whole.
    """
    value = {
        "format": kind,
        "format_version": VERSION,
        **more,
        "program": f"cswo-eval {__version__}",
        "files": [{"name": name, **one._asdict(), **beside.get(name, {})} for name, one in sorted(files.items())],
    }
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def manifest_from(data: bytes) -> Manifest:
    """Return what a manifest says, of whatever kind. Raises ValueError where it is none of this version."""
    try:
        value = json.loads(data.decode("utf-8"))
        if value["format_version"] != VERSION:
            raise ValueError
        files = {str(one["name"]): ListedFile(int(one["size"]), str(one["sha256"])) for one in value["files"]}
        return Manifest(str(value["format"]), value, files)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise ValueError("no manifest of this version") from None


def version_of(data: bytes) -> int:
    """Return the version of its form that a manifest says it has; 0 where it says none."""
    try:
        version = json.loads(data.decode("utf-8"))["format_version"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return 0
    return version if isinstance(version, int) else 0


def differences(
    present: Mapping[str, tuple[int, str]], expected: Mapping[str, tuple[int, str]], what: str, made: str
) -> Iterator[Problem]:
    """Give every difference between what is there and what is listed. `what` was `made`: 'the portfolio', 'built'."""
    for name in sorted(expected.keys() - present.keys()):
        yield Problem(name, 0, "is missing.", "")
    for name in sorted(present.keys() - expected.keys() - {MANIFEST}):
        yield Problem(name, 0, f"was not part of {what} when it was {made}.", "")
    for name in sorted(expected.keys() & present.keys()):
        if present[name] != expected[name]:
            yield Problem(name, 0, f"was changed since {what} was {made}.", "")
