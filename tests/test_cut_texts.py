"""A text without quotation marks that a blank and '#' would cut is said, with its line; a remark behind anything else is fine."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from record_files import sealed, values_of

from cswo_eval.files import strict_yaml
from cswo_eval.files.checked_yaml import taken, validate
from cswo_eval.files.cut_texts import cut_texts
from cswo_eval.files.strict_yaml import parse_yaml
from cswo_eval.framework.models import SourceDocuments
from cswo_eval.record.models import EvidenceRegister
from cswo_eval.text.problems import ProblemsFound

FINE = """\
format: cswo-eval/evidence # a remark
format_version: 1 # a remark
entries: # a remark
  # a remark # and more
  - id: E4 # a remark
    title: "Case #4 of 😀 2026 # all of it" # a remark
    kind: own-work # a remark
    effective: 2026-01-01 # a remark
    recorded: 2026-01-01T00:00:00Z # a remark
    my_part: 'also # this'   # a remark
    shows: | # a remark
      the # here is text
    confirmer: one#two #
    private: true # a remark
    tags: [cpl:a, cpl:b] # a remark
    links:
      - {item: SD1.3, bearing: supports, reason: no remark} # a remark
""".replace("one#two #", "one#two")


def lines_said(text: str) -> list[int]:
    """The lines on which a text is said to be cut, or on which the slow reader, which takes no tab there, stops."""
    try:
        return sorted(one.line for one in cut_texts(parse_yaml(text, "f"), EvidenceRegister))
    except ProblemsFound as found:
        assert "\t" in text
        return [one.line for one in found.problems]


@pytest.fixture(params=["the fast reader", "the slow reader"], autouse=True)
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of PyYAML's two readers counts where things stand by itself."""
    slow = request.param == "the slow reader"
    monkeypatch.setattr(
        strict_yaml, "_Loader", yaml.SafeLoader if slow else getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_remark_behind_what_is_no_bare_text_is_fine(ends: str) -> None:
    """Behind an id, a number, a date, true, a quoted or a block text, and on a line of its own."""
    document = parse_yaml(FINE.replace("\n", ends), "f")
    assert lines_said(document.text) == []
    assert validate(document, EvidenceRegister).entries[0].shows.startswith("the # here is text")


CUT: list[tuple[str, str, int]] = [
    ("confirmer: one#two", "confirmer: Case #4 of 2026", 13),
    ("confirmer: one#two", "confirmer: Case\t#4 of 2026", 13),
    ("confirmer: one#two", "confirmer: Case of \t  #4", 13),
    ("confirmer: one#two", "confirmer: #4 of 2026", 13),
    ("confirmer: one#two", "confirmer: a first line\n      and a second #4 of 2026", 14),
    ("confirmer: one#two", "confirmer:\n      below #4", 14),
    ("reason: no remark}", "reason: Case #4\n       }", 17),
    ("cpl:b] #", "two words # cut\n          ] #", 15),
]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(("old", "new", "line"), CUT, ids=[new for _, new, _ in CUT])
def test_a_bare_text_that_is_cut_is_said_with_its_line(old: str, new: str, line: int, ends: str) -> None:
    """Wherever it stands: behind a name, in a list, in braces, over several lines."""
    assert old in FINE
    assert lines_said(FINE.replace(old, new).replace("\n", ends)) == [line]


def test_line_breaks_that_only_yaml_counts_do_not_mislead() -> None:
    """A text with U+2028 and U+0085 before the one that is cut."""
    text = FINE.replace("😀", "\u2028 \u0085").replace("one#two", "Case #4")
    assert len(lines_said(text)) == 1
    assert lines_said(text.replace("Case #4", "Case#4")) == []


def test_the_words_after_it_are_not_shown() -> None:
    with pytest.raises(ProblemsFound) as caught:
        validate(parse_yaml(FINE.replace("one#two", "Case #4 Fearchar"), "f"), EvidenceRegister)
    assert "f, line 13" in str(caught.value)
    assert "quotation marks" in str(caught.value)
    assert "Fearchar" not in str(caught.value)


def test_it_is_said_in_standards_too() -> None:
    text = "id: sources # fine\nversion: 1\ntitle: Case #4\nsource: {document: own}\ndocuments:\n  - {id: own, title: Ours}\n"
    with pytest.raises(ProblemsFound, match="f, line 3: a blank and '#' begin a remark here"):
        validate(parse_yaml(text, "f"), SourceDocuments)


def test_it_is_said_of_a_file_with_its_seal_too() -> None:
    """The program writes none such; it is not thereby believed."""
    document = parse_yaml(FINE.replace("one#two", "Case #4"), "f")
    with pytest.raises(ProblemsFound, match="f, line 13: a blank and '#'"):
        taken(document, EvidenceRegister, sealed=True)


@pytest.mark.parametrize("words", ["Case #4", "# all", "a\n  # b", "a #", "x\t# y\nz # a\n"])
def test_what_the_program_writes_is_never_cut(words: str) -> None:
    value: Any = values_of(EvidenceRegister)
    value["entries"][0]["title"] = words
    document = parse_yaml(sealed(value), "f")
    assert taken(document, EvidenceRegister, sealed=True).entries[0].title == words


def test_a_file_that_holds_itself_is_looked_through_once() -> None:
    document = parse_yaml("entries: &a\n  - title: Case #4\n    links: *a\n", "f")
    assert [one.line for one in cut_texts(document, EvidenceRegister)] == [2]
