"""The reports in examples/reports are what the program makes of the sample record, byte for byte."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from make_example_reports import AGAIN, EXAMPLES, REPORTS, commands, files_in, made_in, value_of

from cswo_eval.formats.registry import FORMATS
from cswo_eval.record.sample import sample_folder
from cswo_eval.record.store import Record

pytestmark = pytest.mark.installed

PACKED = {"docx", "pdf", "xlsx"}
"""Formats that are no text: a change in them cannot be read in a comparison."""


@cache
def present() -> dict[str, bytes]:
    """The reports as they lie there."""
    return files_in(REPORTS)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The reports made again, by the commands that examples/README.md names."""
    return made_in(tmp_path_factory.mktemp("examples"))


def test_there_are_reports_in_formats_that_are_text() -> None:
    """One that is new may have none yet."""
    formats = {value_of(command, "--format") for command in commands()}
    assert formats <= set(FORMATS) - PACKED
    assert formats >= {"html", "markdown", "csv", "json", "ics"}


def test_the_commands_make_every_file_that_is_there_and_no_other(made: dict[str, bytes]) -> None:
    assert len(present()) >= 9
    assert set(made) == set(present()), AGAIN


def test_every_file_is_current(made: dict[str, bytes]) -> None:
    short = {"for-yourself-csv/about.csv", "for-yourself-csv/title-page.csv"}  # two or three facts each
    assert [name for name, data in made.items() if len(data) <= (40 if name in short else 1000)] == []
    stale = [name for name, data in present().items() if made.get(name) != data]
    assert stale == [], f"No longer what the program makes of the sample: {', '.join(stale)}. {AGAIN}"


def test_a_change_of_one_letter_would_be_seen(made: dict[str, bytes]) -> None:
    for name, data in present().items():
        assert made[name] != data[:-1], name


def test_line_ends_are_those_that_each_format_asks_for() -> None:
    """A checkout that turned them round would make every file stale: .gitattributes forbids it."""
    ends = {name: b"\r\n" in data for name, data in present().items()}
    assert ends == {name: name.endswith((".csv", ".ics")) for name in present()}


def test_each_is_made_on_the_day_from_which_the_sample_is_told() -> None:
    assert {value_of(command, "--today") for command in commands()} == {str(Record(sample_folder()).profile().as_of)}


def test_the_readme_says_what_each_file_is() -> None:
    """Each file, or its folder, has a row of the table."""
    table = [line for line in (EXAMPLES / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    for name in present():
        shown = f"`reports/{name.partition('/')[0]}{'/' if '/' in name else ''}`"
        assert [line for line in table if shown in line], name


def test_they_hold_nothing_that_is_marked_private() -> None:
    """The sample keeps some things private, and no command asks for them."""
    private = [one for one in Record(sample_folder()).register().entries if one.private]
    assert private
    assert [one for command in commands() for one in command if one == "--include-private"] == []
    for name, data in present().items():
        assert [one.id for one in private if one.title in data.decode("utf-8-sig")] == [], name


def test_the_reports_for_people_are_small_enough_to_send() -> None:
    """All of them together, since they are part of the package."""
    assert sum(map(len, present().values())) < 1_000_000
    assert Path(REPORTS / "for-a-coach.html").stat().st_size < 150_000
