"""What is wrong with a form is listed whole, each with its line and what to do: whoever writes one has not seen the engine."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import Finished
from made_up_tools import folder_of_tools
from standards_folders import copy_of_ours, problems_of, spoil, write_files

from cswo_eval.forms.control_words import word_in
from cswo_eval.framework.form_models import CONTROL_WORDS

FORM = """\
id: mine
version: 1
title: Mine
source: {document: own}
fields:
  - {id: first, kind: line, wording: "First?", help: "A line."}
  - {id: named, kind: ids, of: standard, wording: "What?", help: "Ids."}
  - {id: rated, kind: level, wording: "Which level?", help: "Now."}
  - {id: often, kind: number, least: 1, most: 9, wording: "How often?", help: "A week."}
  - id: chosen
    kind: choice
    wording: "Which?"
    help: "One of two."
    choices:
      - {key: a, name: An apple}
      - {key: p, name: A pear}
  - {id: each, kind: line, for_each: named, wording: "Why {of}, {title}?", help: "A line."}
  - {id: last, kind: text, wording: "Last?", help: "A text.", when: {field: chosen, is_one_of: [a]}}
"""


class Slip(NamedTuple):
    """One thing changed in the form, and what the check must say of it."""

    what: str
    pattern: str
    replacement: str
    says: str


SLIPS = [
    Slip("a file of another name", "^id: mine", "id: other", "this file holds the form 'other', and its name says otherwise."),
    Slip("two fields of one name", "id: often", "id: first", "first stands here twice, on lines 6 and 9."),
    Slip("two fields that differ in capitals", "id: often", "id: First", "'First': its name differs from 'first' in capitals only."),
    Slip("a field that is a word of the program", "id: often", "id: skip", "'skip': `skip` is a word to the program at every prompt"),
    Slip("a field that is one in capitals", "id: often", "id: List", "'List': `List` is a word to the program at every prompt"),
    Slip("a choice that is a word of the program", "key: p", "key: quit", "'chosen': `quit` is a word to the program at every prompt"),
    Slip("a choice that is ? alone", "key: p", 'key: "?"', "'chosen': `?` is a word to the program at every prompt"),
    Slip("a choice that means another one", "key: p", "key: A", "'chosen': 'A' cannot be typed to choose this answer. It says 'a'."),
    Slip("a choice of blanks", "key: p", 'key: "."', "'chosen': '.' cannot be typed to choose this answer."),
    Slip("a choice alone", "      - {key: p, name: A pear}\n", "", "'chosen': there is one answer only to choose from."),
    Slip("a choice without choices", "kind: text", "kind: choice", "'last': a field of kind choice with no choices."),
    Slip("choices of both kinds", 'help: "One of two."', 'help: "One."\n    choices_from: importance',
         "'chosen': a field of kind choice with both 'choices' and 'choices_from'."),
    Slip("choices of a line", 'kind: line, wording: "First', 'kind: line, choices_from: importance, wording: "First',
         "'first': a field of kind line has no choices."),
    Slip("a source of choices that is none", "kind: text", "kind: choice, choices_from: colours", "must be one of 'evidence-kinds', 'importance'"),
    Slip("ids of nothing", "of: standard, ", "", "'named': it does not say what its ids are of."),
    Slip("a line of something", "kind: line, wording: \"First", "kind: line, of: evidence, wording: \"First",
         "'first': 'of' means nothing in a field of kind line."),
    Slip("bounds the wrong way round", "least: 1, most: 9", "least: 9, most: 1", "'often': 'least' 9 is above 'most' 1."),
    Slip("a bound of a line", "kind: line, wording: \"First", "kind: line, most: 3, wording: \"First",
         "'first': 'most' means nothing in a field of kind line."),
    Slip("more of a line", "kind: line, wording: \"First", "kind: line, more: true, wording: \"First",
         "'first': 'more' means nothing in a field of kind line."),
    Slip("past of a line", "kind: line, wording: \"First", "kind: line, past: true, wording: \"First",
         "'first': 'past' means nothing in a field of kind line."),
    Slip("one line of a text", "kind: text", "kind: text, one_line: true", "'last': 'one_line' means nothing in a field of kind text."),
    Slip("Enter that is no number", "least: 1", "enter: many, least: 1", "'often': what Enter stands for is no answer to it."),
    Slip("Enter that is out of bounds", "least: 1", 'enter: "10", least: 1', "'often': what Enter stands for is no answer to it."),
    Slip("Enter that is none of the choices", 'help: "One of two."', 'help: "One."\n    enter: b',
         "'chosen': what Enter stands for is no answer to it."),
    Slip("Enter that is no level", "kind: level", 'kind: level, enter: "6"', "'rated': what Enter stands for is no answer to it."),
    Slip("Enter that is no id", "of: standard", "of: standard, enter: XX9.9", "'named': what Enter stands for is no answer to it."),
    Slip("Enter that is an entry", "of: standard", "of: evidence, enter: E3", "'named': what Enter stands for is no answer to it."),
    Slip("Enter that is no date", "kind: text", "kind: date, enter: some day", "'last': what Enter stands for is no answer to it."),
    Slip("Enter that is no days", "kind: text", "kind: days, enter: some day", "'last': what Enter stands for is no answer to it."),
    Slip("Enter that is neither yes nor no", "kind: text", "kind: yes-no, enter: perhaps",
         "'last': what Enter stands for is no answer to it."),
    Slip("Enter at a text", "kind: text", "kind: text, enter: words", "'last': Enter cannot stand for an answer to a field of kind text."),
    Slip("Enter at a file", "kind: text", "kind: file, enter: words", "'last': Enter cannot stand for an answer to a field of kind file."),
    Slip("something to fill in that is nothing", "First[?]", "First of {here}?", "'first': {here} in 'wording' stands for nothing here."),
    Slip("the id where there is none", "First[?]", "First of {of}?", "'first': {of} in 'wording' stands for nothing here."),
    Slip("something near to what is meant", "[{]title[}]", "{titel}",
         "'each': {titel} in 'wording' stands for nothing here. Did you mean title?"),
    Slip("something in the help", 'help: "A week."', 'help: "Of {x y}."', "'often': {x y} in 'help' stands for nothing here."),
    Slip("each of a field that is not there", "for_each: named", "for_each: namde",
         "'each': there is no field of ids 'namde'. Did you mean named?"),
    Slip("each of a field of no ids", "for_each: named", "for_each: first", "'each': there is no field of ids 'first'."),
    Slip("when a field is not there", "field: chosen", "field: choosen", "'last': there is no field 'choosen'. Did you mean chosen?"),
    Slip("when it is itself", "field: chosen", "field: last", "'last': it waits for itself: last waits for last."),
    Slip("when a field behind it", 'help: "A week."', 'help: "A week.", when: {field: last}',
         "'often': 'last' stands after it, so it is not known yet."),
    Slip("an answer that the other has not", r"is_one_of: \[a\]", "is_one_of: [b]", "'last': 'b' is none of the keys of 'chosen'."),
    Slip("a level that is none", r"field: chosen, is_one_of: \[a\]", 'field: rated, is_one_of: ["6"]',
         "'last': '6' is none of the keys of 'rated'."),
    Slip("both conditions", r"is_one_of: \[a\]", "is_one_of: [a], at_least: 2", "'last': 'is_one_of' and 'at_least' exclude each other."),
    Slip("a number compared with a line", r"field: chosen, is_one_of: \[a\]", "field: first, at_least: 2",
         "'last': 'at_least' compares numbers, and 'first' is of kind line."),
    Slip("when an answer of each", r"field: chosen, is_one_of: \[a\]", "field: each", "'last': 'each' is asked for each of 'named', and this is not."),
    Slip("more of each", "kind: line, for_each: named", "kind: ids, of: standard, more: true, for_each: named", "'each': what is asked for each of several ids is asked once for each."),
    Slip("a name that follows a level", "id: often", "id: rated-reason", "after the level 'rated' the program asks a question of this name itself."),
    Slip("a command that asks it", "^fields:", "asked_by: cswo-eval gaps\nfields:", "no command of the program asks this form."),
    Slip("facts", "^fields:", "facts: [weather]\nfields:", "'facts' are what a command knows of itself, and `tool run` knows none."),
]  # fmt: skip


FORM_LIKE = """\
id: {name}
version: 1
title: Words of another
source: {{document: own}}
fields:
  - {{id: a, kind: line, like: {like}}}
"""
LIKE_EACH_OTHER = {"mine": "yours.a", "yours": "mine.a", "theirs": "evidence.nowhere"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of a user's with one form in it."""
    return folder_of_tools(tmp_path / "own", mine=FORM)


def test_the_form_as_it_is_has_nothing_wrong_with_it(folder: Path) -> None:
    assert problems_of(folder) == []


@pytest.mark.parametrize("slip", [one for one in SLIPS if one.says], ids=lambda slip: slip.what)
def test_a_slip_in_a_form_is_named_with_its_place(slip: Slip, folder: Path) -> None:
    """Once, with the file and a line within it, and nothing else is said to be wrong."""
    spoil(folder, "companions/mine.yaml", slip.pattern, slip.replacement)
    found = problems_of(folder)
    assert any(slip.says in one for one in found), found
    assert all(re.match(r"companions/mine\.yaml, line \d+: ", one) for one in found)
    assert len(found) == 1, found


def test_a_field_of_ids_must_stand_before_what_is_asked_of_each(folder: Path) -> None:
    text = (folder / "companions/mine.yaml").read_text(encoding="utf-8")
    named = next(line for line in text.splitlines(keepends=True) if "id: named" in line)
    (folder / "companions/mine.yaml").write_text(text.replace(named, "") + named, encoding="utf-8")
    assert [one for one in problems_of(folder) if "'each': 'named' stands after it." in one]


def test_a_circle_of_conditions_is_told_on_each_of_its_fields(folder: Path) -> None:
    spoil(folder, "companions/mine.yaml", "kind: number", "when: {field: last}, kind: number")
    spoil(folder, "companions/mine.yaml", "field: chosen", "field: often")
    found = problems_of(folder)
    assert len(found) == 2
    assert "it waits for itself: often waits for last waits for often." in found[0]


def test_words_taken_in_a_circle_or_from_nowhere_are_told_on_each_form_that_takes_them(tmp_path: Path) -> None:
    """Two forms, each like the other; a third whose words come from a field that there is not."""
    forms = {name: FORM_LIKE.format(name=name, like=like) for name, like in LIKE_EACH_OTHER.items()}
    found = problems_of(folder_of_tools(tmp_path / "own", **forms))
    assert len(found) == 3
    assert all("and no other form has such a field with words of its own." in one for one in found)


def test_more_fields_than_anybody_answers_are_told_in_words(tmp_path: Path) -> None:
    fields = "".join(f"  - {{id: f{number}, kind: line, wording: W, help: H}}\n" for number in range(501))
    long = FORM_LIKE.partition("  - {")[0].format(name="mine") + fields
    (found,) = problems_of(folder_of_tools(tmp_path / "own", mine=long))
    assert "'fields' has more than 500 entries. Take some out." in found


@pytest.mark.parametrize("name", ["assess", "e3", "sd1", "day-30", "Mine", "my_tool", "9lives", "a" * 41])
def test_a_tool_cannot_be_called_what_something_else_in_a_record_is(name: str, tmp_path: Path) -> None:
    folder = folder_of_tools(tmp_path / "own", **{name: FORM.replace("id: mine", f"id: {name}", 1)})
    assert [one for one in problems_of(folder) if f"'{name}' cannot be the name of a tool." in one]


def test_all_that_is_wrong_is_listed_at_once_by_the_check_and_when_it_is_used(
    folder: Path, run_inside: Callable[..., Finished], tmp_path: Path
) -> None:
    spoil(folder, "companions/mine.yaml", "id: often", "id: skip")
    spoil(folder, "companions/mine.yaml", "for_each: named", "for_each: nobody")
    spoil(folder, "companions/mine.yaml", "field: chosen", "field: nowhere")
    checked = run_inside("standard", "check", folder)
    used = run_inside("tool", "run", "mine", "--standards", folder, "--record", tmp_path / "record")
    assert checked.status == used.status == 1
    for words in ("'skip'", "'nobody'", "'nowhere'"):
        assert words in used.stderr
        assert words in checked.stdout + checked.stderr
    assert "cswo-eval standard schema --of companion" in run_inside("tool", "list").stdout.replace("\n  ", "")


def test_a_form_and_a_companion_cannot_have_one_name(tmp_path: Path) -> None:
    form = FORM.replace("id: mine", "id: evidence", 1)
    folder = folder_of_tools(tmp_path / "own", evidence=form)
    assert [one for one in problems_of(folder) if "there is a form of this name already (forms/evidence.yaml)." in one]


# --- our own forms, worded anew ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "replacement", "says"),
    [
        ("^asked_by: .*\n", "", "'evidence' is asked by `cswo-eval evidence add`, and this says otherwise."),
        ("id: shows", "id: showing", "the field 'shows' is missing, which `cswo-eval evidence add` asks."),
        ("id: shows", "id: showing", "'showing': `cswo-eval evidence add` has no place for its answer."),
        (
            "id: my_part\n    kind: line",
            "id: my_part\n    kind: text",
            "'my_part': `cswo-eval evidence add` reads its answer as kind line",
        ),
        ("[{]attached[}]", "{atached}", "{atached} in 'hint' stands for nothing here. Did you mean attached?"),
    ],
)
def test_a_form_of_ours_keeps_what_its_command_rests_on(
    pattern: str, replacement: str, says: str, tmp_path: Path
) -> None:
    folder = copy_of_ours(tmp_path / "ours")
    spoil(folder, "forms/evidence.yaml", pattern, replacement)
    assert [one for one in problems_of(folder) if says in one]


def test_a_form_of_ours_may_be_worded_anew(tmp_path: Path) -> None:
    folder = copy_of_ours(tmp_path / "ours")
    text = (folder / "forms/evidence.yaml").read_text(encoding="utf-8")
    alone = write_files(
        tmp_path / "own", {"forms/evidence.yaml": text.replace("What does it show?", "What came of it?")}
    )
    assert problems_of(alone) == []


def test_the_words_that_a_name_may_not_be_are_those_of_any_prompt() -> None:
    assert all(word_in(word) is not None for word in CONTROL_WORDS)
    assert word_in("maybe") is None
