"""Everything the guard finds in a record as it now is, private things and earlier rounds too: for its owner's eyes only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cswo_eval.cli.guard_remarks import guard_of, own_names
from cswo_eval.cli.setting import Setting
from cswo_eval.confidentiality.checked_files import checked_file, found_in_name, place_of_attachment
from cswo_eval.confidentiality.guard import Guard, Located, checked_copy
from cswo_eval.confidentiality.heard_names import HeardName
from cswo_eval.confidentiality.record_texts import Place
from cswo_eval.files.file_data import read_data
from cswo_eval.files.shapes import Shape
from cswo_eval.files.typed_paths import path_given
from cswo_eval.record.attachments import read_attachment
from cswo_eval.record.checked_texts import keep_clean, known_clean
from cswo_eval.text.problems import CswoEvalError


class Found(NamedTuple):
    """What was found, accepted or not, and what could not be checked: where, and why."""

    findings: tuple[Located, ...]
    unchecked: tuple[tuple[str, str], ...] = ()
    names: tuple[HeardName, ...] = ()
    """The names that stand with a title somewhere in the texts: they were looked for without it too."""


def found_in_record(setting: Setting) -> Found:
    """Return what is found in every text of the record and in the files attached. Raises ProblemsFound."""
    texts = found_in_texts(setting)
    files = _found_in_attachments(setting, guard_of(setting).hearing(texts.names))
    return Found((*texts.findings, *files.findings), files.unchecked)


def found_in_texts(setting: Setting, quick: bool = False) -> Found:
    """Return what is found in every text of the record. `quick`: texts found clean before are not looked at again."""
    guard = guard_of(setting)
    state = guard.state()
    clean = known_clean(setting.record.folder, state) if quick else frozenset()
    copy = checked_copy(guard, _values(setting), "take-out", clean)
    if quick and not copy.clean <= clean:
        keep_clean(setting.record.folder, state, copy.clean | clean)
    return Found((*copy.taken_out, *(one for one in copy.kept if one.reason is not None)), names=copy.names)


def guard_with_names(setting: Setting) -> Guard:
    """Return the guard that also looks for the names that stand with a title anywhere in the record, however private."""
    return guard_of(setting).hearing(found_in_texts(setting, quick=True).names)


def found_in_files(setting: Setting, files: Sequence[str]) -> Found:
    """Return what is found in files anywhere, each named as its owner typed it. Raises CswoEvalError for one that cannot be read."""
    guard = guard_of(setting)
    findings: list[Located] = []
    unchecked: list[tuple[str, str]] = []
    for given in files:
        path = path_given(given)
        place = Place(f"file/{path.name}", path.name)
        checked = checked_file(guard, place, path.name, read_data(path, given), own_names(setting))
        findings += [*found_in_name(guard, place, path.name), *checked.found]
        if checked.unchecked:
            unchecked.append((path.name, checked.unchecked))
    return Found(tuple(findings), tuple(unchecked))


def _values(setting: Setting) -> dict[str, Shape]:
    """Return everything in the record that holds texts and was not taken out, by part, the newest first."""
    record, framework = setting.record, setting.framework
    values: dict[str, Shape] = {"profile": setting.profile}
    if setting.round is not None:
        values["round"] = setting.round
    values["evidence"] = setting.register._replace(entries=setting.register.present())
    if setting.plan is not None:
        values["plan"] = setting.plan
        values.update({f"review/{one.number}": one for one in record.reviews(setting.plan.start)})
    values.update({f"reflection/{one.id}": one for one in record.reflections() if one.removed is None})
    claims = record.prior_learning()
    values["prior-learning"] = claims._replace(claims=claims.present())
    values["portfolio"] = record.portfolio_details()
    values.update({f"earlier/{day}": record.round(day, framework) for day in record.round_days()[:-1]})
    for start in record.plan_days()[:-1]:
        values[f"earlier-plan/{start}"] = record.plan(start)
        values.update({f"earlier-review/{start}/{one.number}": one for one in record.reviews(start)})
    return values


def _found_in_attachments(setting: Setting, guard: Guard) -> Found:

    findings: list[Located] = []
    unchecked: list[tuple[str, str]] = []
    for entry in setting.register.present():
        for one in entry.current_attachments():
            bare = place_of_attachment(entry.id, one.id)
            place = bare._replace(said=f"{bare.said} ({one.name})")  # the owner's own screen may show it
            try:
                data = read_attachment(setting.record, one)
            except CswoEvalError as error:
                unchecked.append((entry.id, str(error)))
                continue
            checked = checked_file(guard, place, one.name, data, own_names(setting))
            findings += checked.found
            if checked.unchecked:
                unchecked.append((place.said, checked.unchecked))
    return Found(tuple(findings), tuple(unchecked))
