"""A seal that fits is no proof: whatever stands above it, a command says in words what is wrong, or does its work."""

from __future__ import annotations

import copy
import random
import shutil
from pathlib import Path

import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from processes import run_here
from record_files import JUNK, at, places_in, sealed, spoilt

from cswo_eval.files.checked_yaml import taken
from cswo_eval.files.strict_yaml import parse_yaml
from cswo_eval.record.kinds import RECORD_KINDS, record_file_kind
from cswo_eval.record.models import RecordFile
from cswo_eval.record.sample import sample_folder
from cswo_eval.text.problems import ProblemsFound

pytestmark = pytest.mark.long

by_kind = pytest.mark.parametrize("shape", [shape for shape, _ in RECORD_KINDS.values()], ids=list(RECORD_KINDS))

COMMANDS = (("check",), ("gaps",), ("report", "--format", "markdown"), ("plan", "show"), ("evidence", "list"), ())


@by_kind
@settings(max_examples=examples(60))
@given(data=st.data())
def test_a_sealed_file_is_taken_exactly_as_one_without_a_seal_is(shape: type[RecordFile], data: st.DataObject) -> None:
    """The same value, or the same problems."""
    document = parse_yaml(sealed(data.draw(spoilt(shape))), "f", record_file_kind(shape))

    def outcome(seal: bool) -> object:
        try:
            return taken(document, shape, sealed=seal)
        except ProblemsFound as found:
            return found.problems

    assert outcome(True) == outcome(False)


@pytest.mark.long
def test_no_command_fails_inside_on_a_sealed_file_with_something_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sixty changes to the sample's files, each under a seal that fits, before each of six commands."""
    record = shutil.copytree(sample_folder(), tmp_path / "record")
    files = {path: path.read_bytes() for path in sorted(record.rglob("*.yaml"))}
    values = {path: parse_yaml(data.decode(), "f").value for path, data in files.items()}
    chance = random.Random(10)
    done = refused = 0
    for _ in range(60):
        path = chance.choice(sorted(files))
        value = copy.deepcopy(values[path])
        place = chance.choice(list(places_in(value)))
        parent = at(value, place[:-1])
        if chance.random() < 0.8:
            parent[place[-1]] = copy.deepcopy(chance.choice(JUNK))
        else:
            del parent[place[-1]]
        path.write_text(sealed(value), encoding="utf-8")
        for number, command in enumerate(COMMANDS):
            target = ("--output", str(tmp_path / "report.md"), "--force") if command[:1] == ("report",) else ()
            finished = run_here(monkeypatch, *command, *target, record=record)
            assert "went wrong inside" not in finished.stderr, (path.name, place, number)
            assert finished.status in (0, 1), (path.name, place, command)
            done, refused = done + (finished.status == 0), refused + (finished.status == 1)
        path.write_bytes(files[path])
    assert min(done, refused) > 30
