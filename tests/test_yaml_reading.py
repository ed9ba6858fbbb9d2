"""YAML is read strictly: nothing coerced, dropped, expanded or run, and every slip is named with its line."""

from __future__ import annotations

import os
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from cswo_eval.files.checked_yaml import validate
from cswo_eval.files.limits import DEEPEST_YAML, LARGEST_OWN_FILE
from cswo_eval.files.strict_yaml import parse_yaml, read_yaml
from cswo_eval.framework.models import BankHolidays, SourceDocuments, WorkedCases
from cswo_eval.text.problems import ProblemsFound

pytestmark = pytest.mark.installed

GOOD = """\
id: sources
version: 1
title: Documents
source: {document: own}
documents:
  - id: own
    title: This project
  - id: other
    title: Another
"""


def problems_in(text: str) -> list[str]:
    """Every problem of a file `f` that should be a list of source documents, as sentences."""
    with pytest.raises(ProblemsFound) as caught:
        validate(parse_yaml(text, "f"), SourceDocuments)
    return [str(problem) for problem in caught.value.problems]


def test_the_file_that_the_other_tests_spoil_is_good() -> None:
    """Without a slip the same text reads, so each problem below comes from the slip."""
    assert [one.id for one in validate(parse_yaml(GOOD, "f"), SourceDocuments).documents] == ["own", "other"]


# --- nothing is coerced -----------------------------------------------------------------------------------------

COERCED = [
    "No", "yes", "Yes", "on", "OFF", "True", "1.10", "1.0", "12:30", "12:30:45", "017", "0x1F", "1_000", "1e3.5",
    "1.5e+3", ".inf", "-.INF", ".nan", "2026-11-21", "3", "-7", "true", "false", "null", "~", "=",
]  # fmt: skip


@pytest.mark.parametrize("written", [one for one in COERCED if one != "1e3.5"])
def test_a_text_that_yaml_takes_for_something_else_is_a_problem_on_its_line(written: str) -> None:
    """Unquoted, it is never read as text, nor silently as another text; the remedy is quotation marks."""
    problems = problems_in(GOOD.replace("title: Another", f"title: {written}"))
    assert len(problems) == 1
    assert problems[0].startswith("f, line 9: ")
    assert "Put it in quotation marks" in problems[0]


@pytest.mark.parametrize("written", COERCED)
@pytest.mark.parametrize("mark", ["'", '"'])
def test_in_quotation_marks_it_is_the_text_as_written(written: str, mark: str) -> None:
    document = parse_yaml(GOOD.replace("title: Another", f"title: {mark}{written}{mark}"), "f")
    assert validate(document, SourceDocuments).documents[1].title == written


@pytest.mark.parametrize("written", ["2026-11-21", "'2026-11-21'"])
def test_only_an_unquoted_date_is_a_date(written: str) -> None:
    """A date field takes 2026-11-21 and refuses the same in quotation marks, saying so."""
    text = f"{GOOD.partition('documents:')[0]}years: [2026]\nholidays:\n  - {{date: {written}, name: A day}}\n"
    if written.startswith("2"):
        assert validate(parse_yaml(text, "f"), BankHolidays).holidays[0].date == date(2026, 11, 21)
    else:
        with pytest.raises(
            ProblemsFound, match=r"line 7: 'holidays\.0\.date' must be a date\..*without quotation marks"
        ):
            validate(parse_yaml(text, "f"), BankHolidays)


@pytest.mark.parametrize("written", ["2025-02-30", "2025-13-01", "2025-1-5"])
def test_a_day_that_does_not_exist_is_not_moved_to_another(written: str) -> None:
    text = f"{GOOD.partition('documents:')[0]}years: [2025]\nholidays:\n  - {{date: {written}, name: A day}}\n"
    with pytest.raises(ProblemsFound, match=r"line 7: 'holidays\.0\.date' must be a date"):
        validate(parse_yaml(text, "f"), BankHolidays)


@pytest.mark.parametrize("written", ["true", "'1'", "1.0", "one", "01", "1_0", "yes"])
def test_a_whole_number_is_only_ever_a_whole_number(written: str) -> None:
    problems = problems_in(GOOD.replace("version: 1", f"version: {written}"))
    assert any(re.match(r"f, line 2: 'version' must be a whole number", problem) for problem in problems)


def test_a_list_of_versions_that_looks_like_numbers_keeps_every_digit_when_quoted() -> None:
    """'1.10' stays '1.10': as a number it would be 1.1."""
    assert parse_yaml("""a: ["1.10", '9.30', "012"]""", "f").value == {"a": ["1.10", "9.30", "012"]}


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
TREES = st.recursive(
    TEXT | st.integers(-(10**17), 10**17) | st.booleans() | st.none() | st.dates(min_value=date(1000, 1, 1)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None, max_examples=examples(120))
@given(st.dictionaries(TEXT, TREES, max_size=4))
def test_what_a_correct_writer_wrote_reads_back_letter_for_letter(tree: dict[str, Any]) -> None:
    """Any text as key or value, numbers, dates, truth values and nothing: equal, with no problem found."""
    document = parse_yaml(yaml.safe_dump(tree, sort_keys=False), "f")
    assert not document.problems
    assert document.value == tree


# --- form -------------------------------------------------------------------------------------------------------


def test_a_key_written_twice_is_a_problem_on_its_second_line() -> None:
    assert problems_in(f"{GOOD}    title: Once more\n") == [
        "f, line 10: the key 'title' stands here a second time. Keep one of the two."
    ]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.from_regex(r"[a-z]{1,4}", fullmatch=True), min_size=1, max_size=8, unique=True), st.data())
def test_a_second_key_is_found_wherever_it_stands_and_the_first_value_is_kept(
    keys: list[str], data: st.DataObject
) -> None:
    again = data.draw(st.sampled_from(keys))
    place = data.draw(st.integers(keys.index(again) + 1, len(keys)))
    lines = [f"{key}: first" for key in keys]
    lines.insert(place, f"{again}: second")
    document = parse_yaml("\n".join(lines), "f")
    assert [(one.line, again in one.what) for one in document.problems] == [(place + 1, True)]
    assert document.value == dict.fromkeys(keys, "first")


@pytest.mark.parametrize("entries", [1, 2, 7])
def test_an_alias_is_a_problem_on_the_line_where_it_stands(entries: int) -> None:
    text = GOOD.replace("title: Documents", "title: &name Documents")
    text += "".join(f"  - id: a{number}\n    title: *name\n" for number in range(entries))
    found = [problem for problem in problems_in(text) if "alias" in problem]
    assert [re.search(r"line (\d+)", one)[1] for one in found] == [str(11 + 2 * number) for number in range(entries)]  # type: ignore[index]
    assert all("Write the text out again here." in one for one in found)


def test_a_file_full_of_aliases_is_not_unfolded() -> None:
    """Thirty steps of 'each is nine of the one before' (9 to the 30th power texts) are refused at once."""
    steps = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 31)]
    assert any("alias" in problem.what for problem in parse_yaml("\n".join(steps), "f").problems)


def test_a_file_that_holds_itself_is_refused() -> None:
    assert any("alias" in problem.what for problem in parse_yaml("a: &a\n  - b\n  - *a\n", "f").problems)


@pytest.mark.parametrize(
    "written",
    ["!odd Another", "!!python/name:os.system ''", "!odd {a: b}", "!odd [a]", "!!python/tuple [a]", "!!omap [a: b]"],
)
def test_a_tag_is_a_problem_on_its_line_whatever_it_stands_before(written: str) -> None:
    """On a text, a list and a mapping alike."""
    problems = parse_yaml(GOOD.replace("title: Another", f"title: {written}"), "f").problems
    assert [(problem.line, "tag" in problem.what or "YAML reads" in problem.what) for problem in problems] == [
        (9, True)
    ]


def test_a_tag_that_would_run_a_program_runs_nothing(tmp_path: Path) -> None:
    left = tmp_path / "left"
    parse_yaml(f"a: !!python/object/apply:pathlib.Path.touch [!!python/object/apply:pathlib.Path ['{left}']]", "f")
    assert not left.exists()


def test_a_key_that_is_a_list_is_a_problem_on_its_line() -> None:
    assert problems_in(f"{GOOD}? [a, b]\n: c\n") == [
        "f, line 10: a key must be a single word. Write it as plain text before the colon."
    ]


def test_a_merge_key_merges_nothing() -> None:
    """`<<` is an unknown name like any other."""
    problems = problems_in(GOOD.replace("{document: own}", "{<<: {document: own}}"))
    assert any("line 4: 'source.<<' is not a name that belongs here" in problem for problem in problems)


# --- depth and size ---------------------------------------------------------------------------------------------

MANY = 100_000
DEEP = {
    "lists in brackets": "[" * MANY + "]" * MANY,
    "brackets never closed": "[" * MANY,
    "mappings in braces": "{a: " * MANY + "}" * MANY,
    "braces and brackets": "[{a: " * (MANY // 2) + "}]" * (MANY // 2),
    "dashes": "- " * MANY + "x",
    "question marks": "? " * MANY + "x",
    "dashes and question marks": "- ? " * (MANY // 2) + "x",
    "indentation": "\n".join(" " * level + "a:" for level in range(3000)),
    "behind a list of short texts": "- [a]\n" * 300 + "- " + "[" * MANY + "]" * MANY,
}


@pytest.mark.parametrize("shape", DEEP)
def test_a_hundred_thousand_levels_are_refused_in_words(shape: str) -> None:
    """The fast reader would bring the whole process down on such a file."""
    with pytest.raises(ProblemsFound, match=rf"f, line \d+: this is nested more than {DEEPEST_YAML} levels deep\."):
        parse_yaml(DEEP[shape], "f")


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 2 * DEEPEST_YAML), st.data())
def test_nesting_by_dashes_and_indentation_is_read_up_to_the_bound_and_not_beyond(
    levels: int, data: st.DataObject
) -> None:
    kinds = data.draw(st.lists(st.sampled_from(["- ", "? "]), min_size=levels, max_size=levels))
    try:
        parse_yaml("".join(kinds) + "x", "f")
    except ProblemsFound:
        assert levels > DEEPEST_YAML
    else:
        assert levels <= DEEPEST_YAML


def test_many_brackets_side_by_side_are_not_deep() -> None:
    assert len(parse_yaml("\n".join("- [{a: b}]" for _ in range(5000)), "f").value) == 5000


def test_a_file_too_large_to_be_ours_is_refused_unread(tmp_path: Path) -> None:
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(LARGEST_OWN_FILE + 1)
    with pytest.raises(ProblemsFound, match=r"huge\.yaml: this file is larger than 24 million bytes.*the right file"):
        read_yaml(huge, "huge.yaml")


# --- files that cannot be parsed at all --------------------------------------------------------------------------

BROKEN = {
    "a quotation mark never closed": ("title: Documents", 'title: "Documents', 3),
    "an apostrophe never closed": ("title: Documents", "title: 'Documents", 3),
    "a tab for indentation": ("    title: Another", "\ttitle: Another", 9),
    "a colon in bare text": ("title: Documents", "title: Documents: more", 3),
    "an entry out of line": ("    title: Another", "   title: Another", 9),
    "an alias of nothing": ("title: Documents", "title: *nothing", 3),
    "an at sign": ("title: Documents", "title: @home", 3),
    "a control character": ("title: Documents", "title: Docu\x07ments", 3),
    "a zero byte": ("title: Documents", "title: Docu\x00ments", 3),
}


@pytest.mark.parametrize("slip", BROKEN)
def test_broken_yaml_is_refused_with_the_line_and_what_to_do(slip: str) -> None:
    old, new, line = BROKEN[slip]
    with pytest.raises(ProblemsFound) as caught:
        parse_yaml(GOOD.replace(old, new), "f")
    (problem,) = caught.value.problems
    assert problem.line == line
    assert "YAML" in problem.what
    assert problem.remedy


@pytest.mark.parametrize(("old", "new", "line"), [("title: Documents", "title:Documents", 3), ("own}", "own", 4)])
def test_where_yaml_notices_a_line_late_the_remedy_says_to_look_above(old: str, new: str, line: int) -> None:
    """A missing space or bracket shows only on the next line."""
    with pytest.raises(ProblemsFound, match="Look at this line and the one above") as caught:
        parse_yaml(GOOD.replace(old, new, 1), "f")
    assert caught.value.problems[0].line in (line, line + 1)


def test_two_documents_in_one_file_are_refused_with_the_line_of_the_second() -> None:
    with pytest.raises(ProblemsFound, match=r"f, line 10: the YAML is broken here.*document"):
        parse_yaml(f"{GOOD}---\na: b\n", "f")


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing but a remark\n", "---\n", "\ufeff"])
def test_a_file_with_nothing_in_it_is_called_empty(text: str, tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsFound, match="f: this file is empty"):
        validate(read_yaml(path, "f"), SourceDocuments)


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words\n", "42\n", "[]\n"])
def test_a_file_that_is_no_mapping_is_said_to_need_named_parts(text: str) -> None:
    assert ["must have named parts" in problem for problem in problems_in(text)] == [True]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match=re.escape(f"{tmp_path / 'no.yaml'}: there is no such file.")):
        read_yaml(tmp_path / "no.yaml")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="x: this is a folder, and a file was expected"):
        read_yaml(tmp_path, "x")


def test_a_path_through_a_file_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a: b", encoding="utf-8")
    with pytest.raises(ProblemsFound, match=r"part of this path is a file|there is no such file"):
        read_yaml(tmp_path / "file" / "x.yaml", "x")


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="needs a file that its owner may not read: POSIX, not root"
)
def test_a_file_that_may_not_be_read_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_text(GOOD, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(ProblemsFound, match=r"f: it cannot be read \(Permission denied\)"):
        read_yaml(path, "f")


def test_bytes_that_are_not_utf_8_are_refused_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"id: a\ntitle: caf\xe9\n")
    with pytest.raises(ProblemsFound, match=r"f, line 2: it is not text in UTF-8\. Save it again"):
        read_yaml(path, "f")


@pytest.mark.parametrize("form", ["with a byte order mark", "with Windows line ends", "with both"])
def test_files_as_windows_editors_save_them_read_the_same(form: str, tmp_path: Path) -> None:
    """Values and line numbers alike."""
    text = GOOD.replace("title: Another", "title: No")
    path = tmp_path / "f"
    ends = text if form == "with a byte order mark" else text.replace("\n", "\r\n")
    path.write_bytes((b"" if form == "with Windows line ends" else b"\xef\xbb\xbf") + ends.encode())
    document = read_yaml(path, "f")
    assert document.value == parse_yaml(text, "f").value
    assert [problem.line for problem in document.problems] == [9]


# --- against a shape --------------------------------------------------------------------------------------------


def test_all_problems_of_a_file_come_at_once_in_the_order_of_their_lines() -> None:
    """Duplicate key, coerced text, missing part, foreign part, wrong kind and empty text, in one go."""
    text = """\
id: sources
id: again
version: one
title: No
documents:
  - id: own
    titel: This project
  - id: other
    title: ''
"""
    found = [(line, words) for line, words in re.findall(r"line (\d+): (.*)", "\n".join(problems_in(text)))]
    expected = {
        "2": "'id' stands here a second time",
        "3": "'version' must be a whole number",
        "4": "'No'",
        "7": "'documents.0.titel' is not a name that belongs here",
        "6": "'documents.0.title' is missing",
        "9": "'documents.1.title' is empty",
    }
    for line, words in expected.items():
        assert [there for number, there in found if number == line and words in there], (line, words, found)
    assert any("'source' is missing" in words for _, words in found)
    assert [int(line) for line, _ in found] == sorted(int(line) for line, _ in found)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 30), st.data())
def test_the_line_of_a_problem_is_the_line_of_its_entry(entries: int, data: st.DataObject) -> None:
    wrong = data.draw(st.integers(0, entries - 1))
    gaps = data.draw(st.lists(st.integers(0, 3), min_size=entries, max_size=entries))
    lines = GOOD.partition("  - id: own")[0].splitlines()
    expected = 0
    for number, gap in enumerate(gaps):
        lines += ["  # a remark"] * gap
        lines += [f"  - id: d{number}", f"    title: {'[a, list]' if number == wrong else 'A document'}"]
        expected = len(lines) if number == wrong else expected
    assert [problem.partition(": ")[0] for problem in problems_in("\n".join(lines))] == [f"f, line {expected}"]


@pytest.mark.parametrize("written", ["", "''", "'   '", '" \\t "', "~"])
def test_an_empty_text_is_said_to_be_empty_or_missing_on_its_line(written: str) -> None:
    """Nothing, nothing in quotation marks, and nothing but blanks."""
    problems = problems_in(GOOD.replace("title: Another", f"title: {written}"))
    assert len(problems) == 1
    assert re.match(r"f, line 9: .*'documents\.1\.title' (is empty|must be text)", problems[0]) or written == "~"


def test_a_list_is_only_called_short_where_it_is() -> None:
    """One entry with a slip is one problem, no entry is another, and too few with a slip are two."""
    assert len(problems_in(GOOD.replace("  - id: other\n    title: Another\n", "").replace("This project", "''"))) == 1
    (none,) = problems_in(GOOD.partition("  - id: own")[0].replace("documents:", "documents: []"))
    assert none == "f, line 5: 'documents' needs at least 1 entries. Add what is missing."
    case = "{id: a, title: '', competency: SD1.1, story: S, evidence: E, level: 2, why: W, trap: T}"
    with pytest.raises(ProblemsFound, match=r"'cases' needs at least 2 entries") as caught:
        validate(parse_yaml(f"{GOOD.partition('documents:')[0]}cases:\n  - {case}\n", "f"), WorkedCases)
    assert len(caught.value.problems) == 2


def test_a_text_that_is_far_too_long_is_said_so_with_the_most_it_may_have() -> None:
    problems = problems_in(GOOD.replace("title: Another", f"title: {'word ' * 60}"))
    assert problems == ["f, line 9: 'documents.1.title' is far too long (at most 240 characters). Shorten it."]


PRIVATE = {
    "a number": ("version: 1", "version: Fearchar went home"),
    "a list for a text": ("title: Documents", "title: [Fearchar went home]"),
    "a text for a list": ("documents:", "documents: Fearchar went home\nothers:"),
    "a text too long": ("title: Documents", f"title: {'Fearchar went home ' * 40}"),
    "a name with a blank": ("{document: own}", "{document: Fearchar went home}"),
    "a tag": ("title: Documents", "title: !odd Fearchar went home"),
    "a quotation mark never closed": ("title: Documents", 'title: "Fearchar went home'),
    "a colon in bare text": ("title: Documents", "title: Fearchar: went home"),
}


@pytest.mark.parametrize("slip", PRIVATE)
def test_a_problem_names_the_field_and_never_quotes_its_words(slip: str) -> None:
    """A record is read the same way, and its words are private."""
    with pytest.raises(ProblemsFound) as caught:
        validate(parse_yaml(GOOD.replace(*PRIVATE[slip]), "f"), SourceDocuments)
    assert caught.value.problems
    assert "Fearchar" not in str(caught.value)
