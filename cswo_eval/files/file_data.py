"""The bytes of a file, and its text: bounded, and every reason why there are none in words."""

from __future__ import annotations

from pathlib import Path

from cswo_eval.files.limits import LARGEST_OWN_FILE
from cswo_eval.text.problems import Problem, ProblemsFound


def read_data(path: Path, name: str) -> bytes:
    """Return the file's bytes. Raises ProblemsFound where it is missing, a folder, unreadable or too large."""
    remedy = "Check the name and the place."
    try:
        if path.is_dir():
            raise ProblemsFound([Problem(name, 0, "this is a folder, and a file was expected.", remedy)])
        if path.exists() and not path.is_file():  # a pipe or a device might never end
            raise ProblemsFound([Problem(name, 0, "this is no ordinary file.", remedy)])
        with open(path, "rb") as file:
            data = file.read(LARGEST_OWN_FILE + 1)
        if len(data) > LARGEST_OWN_FILE:
            what = (
                f"this file is larger than {LARGEST_OWN_FILE // 1_000_000} million bytes, too large to be one of ours."
            )
            raise ProblemsFound([Problem(name, 0, what, "Check that it is the right file.")])
        return data
    except FileNotFoundError:
        raise ProblemsFound([Problem(name, 0, "there is no such file.", remedy)]) from None
    except NotADirectoryError:
        raise ProblemsFound([Problem(name, 0, "part of this path is a file, not a folder.", remedy)]) from None
    except OSError as error:
        raise ProblemsFound([Problem(name, 0, f"it cannot be read ({error.strerror}).", remedy)]) from None


def text_of(data: bytes, name: str) -> str:
    """Return the bytes of a file as text, without a byte order mark. Raises ProblemsFound where they are not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        remedy = "Save it again with the encoding UTF-8."
        raise ProblemsFound([Problem(name, line, "it is not text in UTF-8.", remedy)]) from None
