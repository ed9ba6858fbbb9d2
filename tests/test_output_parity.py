"""Rich, narrow and plain output hold the same content, within the width, and nothing in a text is obeyed by a terminal.

The texts are taken from the blocks of each page; the outputs are what the product's own Terminal writes of them.
"""

from __future__ import annotations

import dataclasses
import io
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from itertools import cycle
from pathlib import Path

import pytest
from building import a_profile, a_round, rated
from conftest import UNWANTED, clean_environment
from gap_records import changed, no_chance, not_applicable, standard, write_record
from processes import on_posix, run_here
from rich.cells import cell_len

from cswo_eval.analysis.explanation import explain
from cswo_eval.analysis.gaps import analyse
from cswo_eval.cli.terminal import Terminal
from cswo_eval.pages.blocks import Block, Bullets, Column, Document, Entry, Facts, Paragraph, Scale, Section, Table
from cswo_eval.pages.gap_sections.gap_document import explanation_document, gap_document
from cswo_eval.pages.home_sections import home_screen
from cswo_eval.pages.one_action import action_document
from cswo_eval.pages.plan_sections import plan_document
from cswo_eval.pages.standard_sections import entry_document, find_entry, list_document
from cswo_eval.planning.new_plan import make_plan
from cswo_eval.record.models import EvidenceRegister, Profile, Round, SetAside
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.sample import sample_folder
from cswo_eval.record.store import Record

HOSTILE = {
    "Rich markup": "[bold]not bold[/bold] [/] [/items] [red on blue]x [link=https://example.org]y[/link] \\[z]",
    "emoji codes": ":100: :smile: :warning:",
    "terminal escapes": "\x1b[31mred\x1b[0m \x1b[2J\x1b[H \x1b]0;title\x07 \x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\",
    "eight-bit escapes": "\x9b31m \x90q\x9c \x85next",
    "direction": "\u202eevil\u202c \u2066x\u2069 \u200fy\u200e \u061cz",
    "controls": "bell\x07 back\x08\x08 over\rtype nul\x00 delete\x7f vt\x0b ff\x0c us\x1f",
    "odd line ends": "one\r\ntwo\u2028three\u2029four\ufefffive",
    "lines": "first\nsecond\n\n   fourth, indented",
    "tabs": "\tone\ttwo",
    "a long word": "w" * 130,
    "wide characters": "社会福祉" * 30,
    "emoji and combining": "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿 ✓ e\u0301e\u0301 " * 6,
    "Gaelic": "Bha mi ag obair còmhla ris a’ Chomhairle; tha Àrd-Oifigear na h-Obrach Sòisealta an seo.",
    "looks like code": "=1+1 -5 {0} %s %(x)s {x!r} </script><b>&amp; `ls` $HOME",
}
"""Texts that a terminal, a formatter or a markup language might obey."""

LOOKS = {
    "rich at 120": (False, 120),
    "rich at 80": (False, 80),
    "rich at 40": (False, 40),
    "plain": (True, 100),
    "plain at 40": (True, 40),
}


# --- pages ------------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Parts:
    """What the pages are made from."""

    profile: Profile
    round: Round
    register: EvidenceRegister
    plan: Plan
    today: date

    @property
    def pages(self) -> dict[str, Document]:
        """Every kind of page that the issue names, and the others that a command shows."""
        framework = standard()
        analysis = analyse(framework, self.profile, self.round, self.register, self.today, self.plan)
        first = self.plan.actions[0]
        explanation = explain(framework, self.profile, self.round, analysis, "SD1.5")
        folder = "/home/a person/[bold]records/" + "long-name-" * 12
        return {
            "gaps": gap_document(framework, self.profile, self.round, analysis),
            "plan": plan_document(framework, self.plan, self.today),
            "home": home_screen(framework, folder, self.profile, self.round, analysis, self.plan, self.today),
            "action": action_document(framework, self.plan, first),
            "explanation": explanation_document(explanation),
        }


@cache
def sample() -> Parts:
    """The sample record, with a plan made from it and one action of each status."""
    framework, record = standard(), Record(sample_folder())
    profile, round_, register = record.profile(), record.latest_round(framework), record.register()
    assert round_ is not None
    today = profile.as_of or date(2026, 10, 2)
    analysis = analyse(framework, profile, round_, register, today)
    plan = make_plan(
        framework,
        analysis,
        round_.started,
        start=date(2026, 10, 5),
        hours_per_week=3.0,
        leave=profile.leave,
        local_holidays=profile.local_holidays,
        today=today,
        now="2026-10-02T10:00:00Z",
    )
    first, second, third, *rest = plan.actions
    actions = (
        first,
        changed(second, status="dropped", reason="The session was cancelled."),
        changed(third, status="done", finished=date(2026, 10, 2)),
        *rest,
    )
    return Parts(profile, round_, register, changed(plan, actions=actions), today)


@cache
def hostile() -> Parts:
    """The sample with each of the owner's own texts replaced by a hostile one."""
    parts, texts = sample(), cycle(HOSTILE.values())
    answers = {
        name: changed(one, learning=next(texts), opposite=next(texts), note=next(texts))
        for name, one in parts.round.answers.items()
    }
    names = list(standard().competencies)
    for number, text in enumerate(HOSTILE.values()):
        answers[names[3 * number]] = not_applicable(text)
        answers[names[3 * number + 1]] = no_chance(learning=text)
        answers[names[3 * number + 2]] = rated(1, importance=3, learning=text)
    aside = tuple(SetAside(id="ZZ1.1", reason=text, answer=rated(1)) for text in HOSTILE.values())
    round_ = changed(parts.round, title=" ".join(HOSTILE.values()), answers=answers, set_aside=aside)
    said = ("title", "why", "first_step", "cue", "barrier", "answer", "measure", "benefit", "note", "reason")
    actions = tuple(
        changed(one, **{name: next(texts) for name in said}, helpers=(next(texts), next(texts)))
        for one in parts.plan.actions
    )
    plan = changed(parts.plan, actions=actions, remarks=tuple(HOSTILE.values()))
    return Parts(parts.profile, round_, parts.register, plan, parts.today)


@cache
def entries() -> dict[str, Document]:
    """An entry of each kind, and the whole list."""
    framework = standard()
    names = {
        "an aspect": "SD",
        "an element": "AO4",
        "a competency": "SD1.3",
        "a guidance entry": framework.guidance.entries[0].id,
        "a practice example": framework.practice_examples.examples[0].id,
        "an activity": next(iter(framework.activities)),
        "a worked case": framework.worked_cases.cases[0].id,
    }
    documents = {kind: entry_document(framework, find_entry(framework, name)) for kind, name in names.items()}
    return {**documents, "the list": list_document(framework, full=True)}


@cache
def every_shape() -> Document:
    """A page with each hostile text in every place of every block where the product puts a text of somebody's."""
    sections = []
    for name, text in HOSTILE.items():
        blocks: tuple[Block, ...] = (
            *(Paragraph(text, tone) for tone in ("plain", "quiet", "warning", "strong")),
            Bullets((text, "between", text)),
            Bullets((text, text), numbered=True),
            Facts((("Name", text), ("Other", text))),
            Entry(text, text, (("Name", text),)),
            Table(
                text,
                (Column("Id"), Column("Title", main=True), Column("Level"), Column("No", "right"), Column("Side")),
                (("A1", text, Scale(3, 5, "3"), "12", text), (text, "", Scale(None, 5, text), "", "")),
            ),
            Table("Nothing", (Column("Id"),), (), text),
        )
        sections.append(Section(name, name, blocks))
    return Document(HOSTILE["Rich markup"], HOSTILE["wide characters"], tuple(sections))


PAGES: dict[str, Callable[[], Document]] = {
    **{
        f"sample {name}": lambda name=name: sample().pages[name]
        for name in ("gaps", "plan", "home", "action", "explanation")
    },
    **{f"hostile {name}": lambda name=name: hostile().pages[name] for name in ("gaps", "plan", "home", "action")},
    "standard entries": lambda: Document("", "", tuple(s for one in entries().values() for s in one.sections)),
    "every shape": every_shape,
}


# --- what is written --------------------------------------------------------------------------------------------------


class Screen(io.TextIOWrapper):
    """A standard output that says it is a terminal, or is none, and keeps what is written."""

    def __init__(self, terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="\n", write_through=True)
        self.terminal = terminal

    def isatty(self) -> bool:
        """Say what it is."""
        return self.terminal


def shown(document: Document, plain: bool, columns: int, terminal: bool = False) -> str:
    """What the product's Terminal writes of a document to standard output: no terminal, or one with colours."""
    stream = Screen(terminal)
    with pytest.MonkeyPatch.context() as patch:
        for name in UNWANTED:
            patch.delenv(name, raising=False)
        patch.setenv("COLUMNS", str(columns))
        patch.setenv("TERM", "xterm-256color")
        patch.setattr(sys, "stdout", stream)
        Terminal(plain).show(document)
    data: bytes = stream.buffer.getvalue()  # type: ignore[attr-defined]
    return data.decode("utf-8")


def alone(block: Block) -> Document:
    """A page of one block."""
    return Document("", "", (Section("only", "", (block,)),))


@cache
def shown_alone(block: Block, look: str) -> str:
    """What is written of a block by itself."""
    return shown(alone(block), *LOOKS[look])


def blocks_of(document: Document) -> list[Block]:
    return [block for section in document.sections for block in section.blocks]


BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def is_raw(character: str) -> bool:
    """Whether a terminal might obey the character: a control, a direction mark, an odd line end. Not a line feed."""
    return character != "\n" and (
        unicodedata.category(character) == "Cc" or character in BIDI or character in "\u2028\u2029\ufeff"
    )


def squeezed(text: str) -> str:
    """A text as it should be seen, without white space: what a terminal might obey has become a mark."""
    text = text.replace("\r\n", "\n").replace("\t", " ")
    return "".join("".join("\ufffd" if is_raw(one) else one for one in text).split())


def words_in_place(cell: str | Scale) -> str:
    return squeezed(cell.said if isinstance(cell, Scale) else cell)


def pieces(block: Block) -> Iterator[str]:
    """Every text of a block, without white space, in reading order."""
    if isinstance(block, Paragraph):
        yield squeezed(("Note: " if block.tone == "warning" else "") + block.text)
    elif isinstance(block, Bullets):
        for number, item in enumerate(block.items, start=1):
            yield squeezed(f"{number}. {item}" if block.numbered else f"- {item}")
    elif isinstance(block, Facts):
        for name, value in block.pairs:
            yield squeezed(name)
            yield squeezed(value)
    elif isinstance(block, Entry):
        yield squeezed(block.heading)
        yield squeezed(block.lead)
        for name, value in block.pairs:
            yield squeezed(name)
            yield squeezed(value)
    else:
        yield squeezed(block.title)
        if not block.rows:
            yield squeezed(block.empty)
            return
        for column in block.columns:
            yield squeezed(column.heading)
        for row in block.rows:
            yield from map(words_in_place, row)


def list_pattern(block: Block) -> str:
    """What one column must say, white space taken out: each text in its order and nothing besides. A heading stands
    before its cell; the headings of the first two cells, which name the row, may be left out."""
    if isinstance(block, Facts):
        return "".join(re.escape(f"{squeezed(name)}:{squeezed(value)}") for name, value in block.pairs)
    if isinstance(block, Entry):
        pairs = "".join(re.escape(f"{squeezed(name)}:{squeezed(value)}") for name, value in block.pairs)
        return re.escape(squeezed(block.heading) + squeezed(block.lead)) + pairs
    if isinstance(block, Table):
        pattern = re.escape(squeezed(block.title))
        if not block.rows:
            return pattern + ":?" + re.escape(squeezed(block.empty))
        for row in block.rows:
            for place, (column, cell) in enumerate(zip(block.columns, row, strict=True)):
                said = words_in_place(cell)
                heading = re.escape(squeezed(column.heading) + ":") if column.heading else ""
                if said:
                    pattern += (f"(?:{heading})?" if place < 2 else heading) + re.escape(said)
        return pattern
    return "".join(map(re.escape, pieces(block)))


DRAWN = "─●○"


def is_subsequence(part: str, whole: str) -> bool:
    letters = iter(whole)
    return all(letter in letters for letter in part)


def assert_holds(block: Block, output: str) -> None:
    """The output says every text of the block and nothing else, in one column or side by side."""
    seen = "".join(output.split())
    if re.fullmatch(list_pattern(block), seen, re.DOTALL):
        return
    # Side by side, the lines of one cell are apart: the letters must be the same, each text's own in their order.
    without = str.maketrans("", "", DRAWN)
    seen = seen.translate(without)
    texts = [text.translate(without) for text in pieces(block)]
    if isinstance(block, Paragraph):  # a warning may be told by its colour and not by a word, where there is colour
        texts = [squeezed(block.text)]
    if isinstance(block, Table) and not block.rows and block.title:
        texts.append(":")
    missing = Counter("".join(texts)) - Counter(seen)
    added = Counter(seen) - Counter("".join(texts))
    assert (missing, added) == (Counter(), Counter()), f"(missing, added) of {block}\n{output}"
    for text in texts:
        assert is_subsequence(text, seen), f"{text!r} is not in its order in\n{output}"


# --- the tests ----------------------------------------------------------------------------------------------------------


def test_the_pages_looked_at_hold_blocks_of_every_kind() -> None:
    """The walk below sees every kind of block, and many texts of the owner's."""
    for pages in (["sample gaps", "sample plan", "sample home", "standard entries"], ["every shape"]):
        blocks = [block for name in pages for block in blocks_of(PAGES[name]())]
        assert {type(block) for block in blocks} >= {Paragraph, Bullets, Table, Facts, Entry}
        assert sum(1 for block in blocks for _ in pieces(block)) > 300
    assert len(blocks_of(PAGES["hostile gaps"]())) >= len(blocks_of(PAGES["sample gaps"]()))


def test_a_text_that_is_missing_or_added_is_noticed() -> None:
    """The comparison below can fail, side by side and in one column."""
    table = Table("", (Column("Id"), Column("What", main=True)), (("A1", "one thing"), ("A2", "another thing")))
    less = changed(table, rows=table.rows[:1])
    for plain, columns in LOOKS.values():
        assert_holds(table, shown(alone(table), plain, columns))
        with pytest.raises(AssertionError, match="missing, added"):
            assert_holds(table, shown(alone(less), plain, columns))
        with pytest.raises(AssertionError, match="missing, added"):
            assert_holds(less, shown(alone(table), plain, columns))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("page", PAGES)
def test_each_block_says_all_its_texts_and_nothing_else(page: str, look: str) -> None:
    """Whatever the width and with --plain, every text of every block arrives, in its order, and nothing is added."""
    for block in blocks_of(PAGES[page]()):
        assert_holds(block, shown_alone(block, look))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_its_titles_and_its_blocks_in_order(page: str, look: str) -> None:
    """The whole page holds its title, its subtitle, then each section's title and blocks, in this order."""
    document = PAGES[page]()
    output = "".join(shown(document, *LOOKS[look]).split())
    place = 0
    expected = [squeezed(document.title), squeezed(document.subtitle)]
    for section in document.sections:
        expected.append(squeezed(section.title))
        expected += ["".join(shown_alone(block, look).split()) for block in section.blocks]
    for text in expected:
        found = output.find(text, place)
        assert found >= 0, f"{text!r} is not in its place"
        place = found + len(text)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("page", PAGES)
def test_no_line_is_wider_than_the_window(page: str, look: str) -> None:
    """Every line fits the columns there are, wide characters counted as two."""
    plain, columns = LOOKS[look]
    lines = shown(PAGES[page](), plain, columns).split("\n")
    assert len(lines) > 5
    assert [line for line in lines if cell_len(line) > columns] == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("page", [name for name in PAGES if "hostile" in name or name == "every shape"])
def test_nothing_that_a_terminal_obeys_arrives_raw(page: str, look: str) -> None:
    """Escapes, controls, direction marks and odd line ends of a text are shown as a mark, never written."""
    output = shown(PAGES[page](), *LOOKS[look])
    assert "\ufffd" in output
    assert {one for one in output if is_raw(one)} == set()


def test_in_colour_only_our_own_colours_are_escapes() -> None:
    """With colour on, taking out the colours leaves what is written without colour: no escape came from a text."""
    for page in ("sample gaps", "sample plan", "hostile gaps", "hostile plan", "every shape"):
        coloured = shown(PAGES[page](), False, 80, terminal=True)
        bare = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
        assert coloured.count("\x1b[") > 20
        without = shown(PAGES[page](), False, 80)
        assert [line.rstrip() for line in bare.split("\n")] == [line.rstrip() for line in without.split("\n")]


def test_markup_and_emoji_codes_arrive_as_they_were_typed() -> None:
    """[bold], [/], [/items] and :100: are text."""
    for plain, columns in LOOKS.values():
        output = shown(alone(Paragraph(f"{HOSTILE['Rich markup']} {HOSTILE['emoji codes']}")), plain, columns)
        seen = "".join(output.split())
        for text in ("[bold]notbold[/bold]", "[/]", "[/items]", "\\[z]", ":100:", ":smile:"):
            assert text in seen


@pytest.mark.parametrize(
    "given",
    ["\x1b]0;owned\x07\x1b[31m", "\u202eevil", "\x9b31m", "[/bold]:100:"],
    ids=["escapes", "direction", "eight-bit", "markup"],
)
def test_hostile_arguments_are_not_obeyed_in_results_or_in_errors(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: str
) -> None:
    """An argument that holds escapes is shown as a mark wherever it is said again: results, errors, usage."""
    folder = write_record(
        tmp_path / f"record {given}".replace("/", "-"), round_=a_round(standard(), {"SD1.3": rated(2)})
    )
    runs = [
        (0, ("standard", "search", "vision", given), None),
        (1, ("standard", "show", given), None),
        (1, ("gaps", "--explain", given), folder),
        (0, (), folder),
        (1, ("plan", "show"), folder),
        (1, ("gaps", "--today", given), folder),
        (1, ("gaps",), tmp_path / f"none {given}".replace("/", "-")),
        (2, ("gaps", f"--{given}"), folder),
        (2, (f"x{given}",), None),
    ]
    for status, words, record in runs:
        for look in ((), ("--plain",)):
            done = run_here(monkeypatch, *words, *(look if status != 2 else ()), record=record if words else None,
                            environment={"CSWO_EVAL_RECORD": str(record or folder)})  # fmt: skip
            assert done.status == status, done
            assert done.stdout + done.stderr
            assert {one for one in done.stdout + done.stderr if is_raw(one)} == set(), words


def test_hostile_values_in_the_records_own_files_are_not_obeyed_in_errors(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A profile that names a target profile with escapes in it is refused without a word of what stands there."""
    folder = write_record(tmp_path / "record", profile=a_profile(target_profile="\x1b[31mexpert\u202e"))
    done = run_here(monkeypatch, "gaps", record=folder)
    assert done.status == 1
    assert "profile.yaml names a target profile that the standards do not have" in done.stderr
    assert "expert" not in done.stderr
    assert {one for one in done.stderr if is_raw(one)} == set()


# --- colour in a real terminal ------------------------------------------------------------------------------------------

COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;\d+)*m")


def in_a_terminal(home: Path, *arguments: str, columns: int = 80, **environment: str) -> str:
    """What `cswo-eval` writes to a real (pseudo-)terminal."""
    import pexpect

    child = pexpect.spawn(
        sys.executable,
        ["-m", "cswo_eval", *arguments, "--record", str(sample_folder())],
        env={**clean_environment(home), "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8", **environment},
        cwd=str(home),
        dimensions=(24, columns),
        encoding="utf-8",
        timeout=60,
    )
    output: str = child.read()
    child.close()
    assert child.exitstatus == 0, output
    return output.replace("\r\n", "\n")


@pytest.mark.skipif(not on_posix(), reason="there are no pseudo-terminals on Windows")
def test_in_a_terminal_there_is_colour_and_no_color_takes_it_away(tmp_path: Path) -> None:
    """A terminal gets colour; with NO_COLOR set, the same words without a single colour."""
    usual = in_a_terminal(tmp_path, "gaps")
    without = in_a_terminal(tmp_path, "gaps", NO_COLOR="1")
    assert COLOUR.search(usual)
    assert not COLOUR.search(without)
    words = [re.sub(r"\x1b\[[0-9;]*m", "", output) for output in (usual, without)]
    assert words[0] == words[1]


@pytest.mark.skipif(not on_posix(), reason="there are no pseudo-terminals on Windows")
def test_in_a_terminal_plain_writes_no_escape_at_all_and_keeps_its_width(tmp_path: Path) -> None:
    """--plain in a terminal of 40 columns: not one escape, no line beyond 40."""
    output = in_a_terminal(tmp_path, "gaps", "--plain", columns=40)
    assert {one for one in output if is_raw(one)} == set()
    assert max(map(cell_len, output.split("\n"))) <= 40
