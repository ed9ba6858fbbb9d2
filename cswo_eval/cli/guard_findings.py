"""Everything the guard finds in a record as it now is, private things and earlier rounds too: for its owner's eyes only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cswo_eval.cli.guard_remarks import guard_of, own_names
from cswo_eval.cli.setting import Setting
from cswo_eval.confidentiality.checked_files import checked_file, found_in_name, place_of_attachment
from cswo_eval.confidentiality.guard import Guard, Located
from cswo_eval.confidentiality.record_texts import Place
from cswo_eval.disclosure.watch import watch_over
from cswo_eval.files.file_data import read_data
from cswo_eval.files.typed_paths import path_given
from cswo_eval.record.attachments import read_attachment
from cswo_eval.record.checked_texts import keep_clean
from cswo_eval.text.problems import CswoEvalError


class Found(NamedTuple):
    """What was found, accepted or not, and what could not be checked: where, and why."""

    findings: tuple[Located, ...]
    unchecked: tuple[tuple[str, str], ...] = ()


def found_in_record(setting: Setting) -> Found:
    """Return what is found in every text of the record and in the files attached. Raises ProblemsFound."""
    watch = watch_over(setting.record, setting.whole, quick=False)
    files = _found_in_attachments(setting, watch.guard)
    return Found((*watch.found, *files.findings), files.unchecked)


def found_in_texts(setting: Setting) -> tuple[Located, ...]:
    """Return what is found in every text of the record. Texts that were found clean before are not looked at again."""
    watch = watch_over(setting.record, setting.whole)
    if not watch.clean <= watch.known:
        keep_clean(setting.record.folder, watch.guard.state(), watch.clean)
    return watch.found


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
