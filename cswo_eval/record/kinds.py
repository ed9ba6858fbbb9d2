"""Every kind of file in a record: its shape, where it lies, and what a problem of one may say. A new file is a line here."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cswo_eval.files.shape_check import field_names
from cswo_eval.files.strict_yaml import FileKind
from cswo_eval.record.draft import Draft
from cswo_eval.record.layout import (
    COMPANIONS,
    CONTENTS,
    DRAFT,
    PLAN_REVIEWS,
    PLANS,
    REFLECTIONS,
    ROUNDS,
    SINGLE_FILES,
)
from cswo_eval.record.models import Contents, RecordFile, ReviewRecord, Round
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.portfolio_models import Reflection
from cswo_eval.record.tool_models import ToolRun

_PLACES: Mapping[type[RecordFile], str] = {
    **{shape: name for name, shape in SINGLE_FILES.items()},
    Round: f"{ROUNDS}/<day>.yaml",
    Plan: f"{PLANS}/<start>.yaml",
    ReviewRecord: f"{PLAN_REVIEWS}/<start>-day-<number>.yaml",
    Reflection: f"{REFLECTIONS}/<id>.yaml",
    ToolRun: f"{COMPANIONS}/<day>-<tool>.yaml",
    Draft: DRAFT,
    Contents: CONTENTS,
}
"""Each shape, and where in the record's folder it lies; '<…>' where a name is made from what stands in it."""


def kind_of(shape: type[RecordFile]) -> str:
    """Return how `standard schema --of` calls the files of a shape: 'record/evidence'."""
    return "record/" + str(shape.default_of("format")).removeprefix("cswo-eval/")


RECORD_KINDS: Mapping[str, tuple[type[RecordFile], str]] = {
    kind_of(shape): (shape, place) for shape, place in _PLACES.items()
}
"""Each kind by its name, with its shape and where it lies."""

_ID = re.compile(r"[A-Z]{2}[0-9]{1,2}(\.[0-9]{1,2})?|[AERLST][0-9]{1,6}|F[0-9a-f]{6,16}")


def record_file_kind(shape: type[RecordFile]) -> FileKind:
    """Return what problems of a file of this shape may say: names of fields and ids, and nothing of the owner's words."""
    return FileKind(
        kind_of(shape),
        lambda word: word in field_names(shape) or _ID.fullmatch(word) is not None,
        "`cswo-eval check --mend` asks which is meant.",
    )
