"""Any text that a person can type survives a save and a read letter for letter, and its file stays one to read."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import yaml
from building import (
    AWKWARD_TEXTS,
    BASELINE,
    NOW,
    PLAN_START,
    a_plan,
    a_profile,
    a_register,
    a_review,
    a_round,
    an_action,
    an_entry,
    changed,
    typed_texts,
)
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import Answer, Attachment, Evidence, Link, RecordFile, SetAside
from cswo_eval.record.plan_models import Goal, LeftOut
from cswo_eval.record.store import Record

LAWS = settings(max_examples=examples(40), deadline=None)
WITHOUT_LIBYAML = not hasattr(yaml, "CSafeLoader")
READERS = [yaml.SafeLoader] if WITHOUT_LIBYAML else [yaml.SafeLoader, yaml.CSafeLoader]
FILES = ("profile.yaml", f"assessments/{BASELINE}.yaml", "evidence.yaml", f"plans/{PLAN_START}.yaml",
         f"plan-reviews/{PLAN_START}-day-30.yaml")  # fmt: skip


def a_whole_record(framework: Framework, texts: list[str]) -> tuple[Any, ...]:
    """A profile, a round, a register, a plan and a review, with these texts in turn wherever the owner may write."""
    following = cycle(texts)

    def words(*names: str) -> dict[str, Any]:
        return {name: next(following) for name in names}

    answer = Answer(**words("reason", "opposite", "learning", "note"))
    attachment = Attachment(id="T1", stored="E1/a.txt", sha256="0" * 64, size=1, added=NOW, **words("name"))
    entry: Evidence = an_entry(1, **words("title", "my_part", "shows", "confirmer"))
    entry = changed(entry, links=(Link(item="SD1", **words("reason")),), attachments=(attachment,))
    action = an_action(
        helpers=(next(following), next(following)),
        flags=(next(following),),
        **words("title", "why", "first_step", "cue", "barrier", "answer", "measure", "benefit"),
        **words("ethical_check", "evidence_left", "reason", "note"),
    )
    return (
        a_profile(**words("name")),
        a_round(
            framework,
            {"SD1.3": answer},
            set_aside=(SetAside(id="QQ1.1", answer=answer, **words("reason")),),
            **words("title"),
        ),
        a_register([entry]),
        a_plan(
            action,
            goals=(Goal(item="SD1.3", reason="need", members=("SD1.3",), **words("why")),),
            left_out=(LeftOut(item="SD2.1", band="high", **words("title", "reason")),),
            remarks=(next(following),),
        ),
        a_review(**words("what_worked", "what_got_in_the_way", "what_changed_for_people", "next_step")),
    )


def save(folder: Path, values: tuple[Any, ...]) -> None:
    profile, round_, register, plan, review = values
    with Record(folder).changing("test", lambda: NOW) as writer:
        writer.save_profile(profile)
        writer.save_round(round_)
        writer.save_register(register)
        writer.save_plan(plan)
        writer.save_review(review)


def read(folder: Path, framework: Framework) -> tuple[RecordFile | None, ...]:
    record = Record(folder)
    return (record.profile(), record.latest_round(framework), record.register(), record.latest_plan(),
            *record.reviews(PLAN_START))  # fmt: skip


def leaves(value: Any) -> Iterator[Any]:
    """Every value inside nested lists and mappings."""
    if isinstance(value, dict):
        for one in value.values():
            yield from leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)
    else:
        yield value


@pytest.mark.parametrize("text", AWKWARD_TEXTS.values(), ids=AWKWARD_TEXTS)
def test_an_awkward_text_survives_in_every_place_where_the_owner_writes(
    tmp_path: Path, framework: Framework, text: str
) -> None:
    values = a_whole_record(framework, [text])
    save(tmp_path, values)
    assert read(tmp_path, framework) == values
    assert values[1].answers["SD1.3"].note == text


@LAWS
@given(texts=st.lists(typed_texts(), min_size=1, max_size=9))
def test_any_text_survives_in_every_place_where_the_owner_writes(
    tmp_path_factory: pytest.TempPathFactory, framework: Framework, texts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("record")
    values = a_whole_record(framework, texts)
    save(folder, values)
    assert read(folder, framework) == values


@LAWS
@given(texts=st.lists(typed_texts(), min_size=1, max_size=9))
def test_any_text_survives_being_read_and_saved_again(
    tmp_path_factory: pytest.TempPathFactory, framework: Framework, texts: list[str]
) -> None:
    """A second save of what was read writes the same bytes: nothing drifts."""
    first, second = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")
    save(first, a_whole_record(framework, texts))
    save(second, read(first, framework))
    assert [(first / name).read_bytes() for name in FILES] == [(second / name).read_bytes() for name in FILES]


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
@LAWS
@given(text=typed_texts())
def test_any_reader_of_yaml_finds_the_text_as_it_was_typed(
    tmp_path_factory: pytest.TempPathFactory, framework: Framework, reader: Any, text: str
) -> None:
    """PyYAML's own loaders, without the program between, give the text back: the files are plain YAML."""
    folder = tmp_path_factory.mktemp("record")
    save(folder, a_whole_record(framework, [text]))
    for name in FILES:
        found = yaml.load((folder / name).read_bytes(), Loader=reader)
        if text:
            assert text in list(leaves(found))
        else:
            assert "" in [*leaves(found), ""]


@pytest.mark.long
@pytest.mark.skipif(WITHOUT_LIBYAML, reason="this PyYAML has no C loader: the tests above already ran without it")
@pytest.mark.parametrize(
    "chosen",
    [
        "awkward and (looks or quote)",
        pytest.param(
            "(awkward and not fifty and not control) or any_text_survives_in or readable", marks=pytest.mark.long
        ),
    ],
    ids=["some", "all"],
)
def test_all_of_this_holds_where_pyyaml_has_no_c_loader(chosen: str) -> None:
    """The tests above pass in a process whose PyYAML has only the loader and dumper written in Python."""
    program = (
        "import sys, yaml, pytest\n"
        "for name in [name for name in dir(yaml) if name.startswith('C') and name.endswith(('Loader', 'Dumper'))]:\n"
        "    delattr(yaml, name)\n"
        "assert not hasattr(yaml, 'CSafeLoader')\n"
        f"sys.exit(pytest.main([{__file__!r}, '-n', '0', '-p', 'no:cacheprovider', '-k', {chosen!r}]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        timeout=300, check=False,
    )  # fmt: skip
    said = done.stdout.decode("utf-8", "replace")
    assert done.returncode == 0, said[-3000:]
    assert " passed" in said


@LAWS
@given(text=typed_texts())
def test_every_file_stays_utf8_without_a_hidden_character(
    tmp_path_factory: pytest.TempPathFactory, framework: Framework, text: str
) -> None:
    """No byte order mark, no control character, no line end that an editor does not show."""
    folder = tmp_path_factory.mktemp("record")
    save(folder, a_whole_record(framework, [text]))
    for name in FILES:
        written = (folder / name).read_bytes().decode("utf-8", "strict")
        assert not {one for one in written if unicodedata.category(one) in ("Cc", "Zl", "Zp")} - {"\n", "\t"}
        assert "\ufeff" not in written
        assert written.endswith("\n")


def test_marks_that_turn_the_direction_of_a_line_are_escaped_in_the_file(tmp_path: Path, framework: Framework) -> None:
    """An editor shows the text and what follows it in the order in which it stands."""
    save(tmp_path, a_whole_record(framework, ["before \u202eturned\u202c after"]))
    for name in FILES:
        written = (tmp_path / name).read_text(encoding="utf-8")
        assert "turned" in written
        assert not {one for one in written if unicodedata.category(one) == "Cf"}


@pytest.mark.parametrize("name", ["Gaelic", "emoji", "several lines", "Rich markup", "hash within"])
def test_ordinary_words_are_readable_in_the_file_as_they_are(tmp_path: Path, framework: Framework, name: str) -> None:
    """Each line of such a text stands in the file letter for letter, without an escape."""
    text = AWKWARD_TEXTS[name]
    save(tmp_path, a_whole_record(framework, [text]))
    lines = [line.strip() for line in (tmp_path / FILES[1]).read_text(encoding="utf-8").splitlines()]
    for line in text.split("\n"):
        assert any(line in one for one in lines)


def test_a_file_says_only_what_was_said(tmp_path: Path, framework: Framework) -> None:
    """What the owner left empty is not written: the file holds the answer and little else."""
    save(tmp_path, a_whole_record(framework, ["word"]))
    profile = (tmp_path / "profile.yaml").read_text(encoding="utf-8")
    assert "name: word\n" in profile
    assert "leave" not in profile
    assert "null" not in profile


@LAWS
@given(text=typed_texts().filter(lambda text: "\r" not in text))
def test_a_file_saved_again_by_a_windows_editor_still_holds_the_text(
    tmp_path_factory: pytest.TempPathFactory, framework: Framework, text: str
) -> None:
    """A byte order mark at its start and Windows line ends change nothing."""
    folder = tmp_path_factory.mktemp("record")
    values = a_whole_record(framework, [text])
    save(folder, values)
    for name in FILES:
        path = folder / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read(folder, framework) == values


def test_texts_that_yaml_would_turn_into_something_else_are_quoted(tmp_path: Path, framework: Framework) -> None:
    """No, 1.10, a date and null, typed as text, are text to every reader."""
    for text in ("No", "1.10", "2026-11-21", "null", "~", "12:30:45", "017", "0x1F", "1_000", "yes", "=", ".inf"):
        save_profile(tmp_path, text)
        assert yaml.safe_load((tmp_path / "profile.yaml").read_bytes())["name"] == text


def save_profile(folder: Path, name: str) -> None:
    record = Record(folder)
    if record.exists():
        record.profile()
    with record.changing("test", lambda: NOW) as writer:
        writer.save_profile(a_profile(name=name))
