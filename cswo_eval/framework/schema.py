"""JSON Schemas of the files in a folder of standards, made from the models."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cswo_eval.files.shapes import Shape, adapter_of
from cswo_eval.framework.standards_files import FILES
from cswo_eval.text.problems import UnknownId

SUBJECTS: dict[str, tuple[type[Shape], str]] = {one.subject: (one.shape, one.path) for one in FILES}
"""Subject → its model and the file it stands in."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(subject: str, others: Iterable[str] = ()) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one kind of file.

    Raises UnknownId, which names the nearest kind, `others` among them: kinds whose schemas are made elsewhere.
    """
    if subject not in SUBJECTS:
        raise UnknownId(subject, "kind of file", [*SUBJECTS, *others], "`cswo-eval standard schema` lists them.")
    model, file = SUBJECTS[subject]
    return schema_of_shape(model, f"standards/{file}")


def schema_of_shape(shape: type[Shape], where: str) -> dict[str, Any]:
    """Return the JSON Schema of a file of this shape; its comment says where such a file stands."""
    return {"$schema": DIALECT, **adapter_of(shape).json_schema(), "$comment": where}
