"""A person at a real terminal: the first hour, all 80 competencies over two sittings, and every way to be broken off."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import yaml
from building import AWKWARD_TEXTS
from conftest import Finished
from processes import contents, run_here

from cswo_eval.framework.framework import Framework
from cswo_eval.record.store import Record
from cswo_eval.text.says_nothing import says_nothing

if os.name == "nt":
    pytest.skip("there are no pseudo-terminals on Windows", allow_module_level=True)

from terminals import CONTROL_CODES, QUESTIONS, Window

TODAY = "2026-11-21"
ROUND = f"assessments/{TODAY}.yaml"
CTRL_C, CTRL_D, UP = "\x03", "\x04", "\x1b[A"

WORDS = (
    "?",
    "??",
    "help",
    "back",
    "skip",
    "save",
    "quit",
    "exit",
    "private",
    "public",
    "Private.",
    "list",
    "editor",
    "go",
    "go SD3.2",
    ".",
)
WORD_LIKE = {
    f"looks like the word {word}": text for word in WORDS for text in (word, f"{word}\nand more", f"\\{word}")
} | {f"{word} in the middle": f"before\n{word}\nafter" for word in ("quit", "?", ".", "go")}
"""Texts that would be control words, or the end of a text, if they were not escaped."""


def can_be_typed(text: str) -> bool:
    """Whether the keys of a terminal can give it: no control characters, and not blank at its beginning."""
    return bool(text.split("\n")[0].strip()) and all(
        one in "\n\t" or not (ord(one) < 32 or ord(one) == 127) for one in text
    )


ALL_TYPED = {
    name: text
    for name, text in (AWKWARD_TEXTS | WORD_LIKE).items()
    if can_be_typed(text) and len(text) < 10_000 and text.strip(". \n").lower() not in ("", "none")
}
TEXTS = tuple(ALL_TYPED.values())
EVIDENCE = tuple(text for text in TEXTS if not says_nothing(text))
"""What says nothing is no evidence, and asked about."""
LINES = tuple(text for text in TEXTS if "\n" not in text and text.strip())
FIFTY_THOUSAND = AWKWARD_TEXTS["fifty thousand"]
BEGINS_BLANK = "\n\n  begins blank, " + AWKWARD_TEXTS["next line U+0085"] + "\x00\n.\nquit\n"


def keys_of(text: str) -> list[str]:
    """The lines to type for a text of any number of lines, its end included: words escaped where they would count."""
    counts = [word.lower() for word in WORDS]
    return [*(f"\\{line}" if line.strip().lower().lstrip("\\") in counts else line for line in text.split("\n")), "."]


def read(folder: Path, name: str) -> Any:
    """A file of a record, read by a plain YAML reader."""
    return yaml.safe_load((folder / name).read_bytes())


@pytest.fixture
def windows(tmp_path: Path) -> Iterator[Callable[..., Window]]:
    """Opens a window in which the program runs, with `tmp_path/record` as the record."""
    opened: list[Window] = []

    def open_window(*arguments: str, **given: Any) -> Window:
        window = Window(tmp_path / "home", *arguments, "--record", str(tmp_path / "record"), "--today", TODAY, **given)
        opened.append(window)
        return window

    yield open_window
    for window in opened:
        window.end()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the record of `windows` lies."""
    return tmp_path / "record"


@pytest.fixture
def walking(windows: Callable[..., Window]) -> Callable[..., Window]:
    """Opens a window at the first question of the walk over the competencies, the cases passed over."""

    def open_walk(*arguments: str, **given: Any) -> Window:
        window = windows("assess", "--depth", "usual", *arguments, **given)
        pass_over(window, OPENING)
        if window.question == "cases":
            window.type("no")
        assert window.question == "evidence"
        return window

    return open_walk


OPENING = ("in post", "services", "deputy", "own hours", "own leave")
"""The opening questions, in their order."""


def pass_over(window: Window, names: Iterable[str]) -> None:
    """Press Enter at each of these questions that is on the table."""
    for name in names:
        if window.question == name:
            window.type("")


# --- the first hour --------------------------------------------------------------------------------------------------


@dataclass
class FirstHour:
    """What a new owner saw and typed up to the first plan."""

    folder: Path
    seen: dict[str, str] = field(default_factory=dict)
    explained: dict[str, str] = field(default_factory=dict)
    left_alone: dict[str, bool] = field(default_factory=dict)
    refused: dict[tuple[str, str], str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    levels: dict[str, int] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    status: int = -1

    def explain(self, window: Window) -> None:
        """Type ? at the question on the table, which must be the same afterwards."""
        name, before = window.question, contents(self.folder)
        self.explained[name] = window.type("?")
        self.left_alone[name] = window.question == name and contents(self.folder) == before


AWKWARD = {
    "in post": ("4", "long", "0"),
    "services": ("9", "children", "1,x"),
    "deputy": ("perhaps", "1"),
    "own hours": ("none", "0", "-3", "a few", "inf"),
    "own leave": ("Christmas", "5/1/2027 to 21/12/2026"),
    "cases": ("perhaps", "7", "yes please"),
    "guess": ("7", "0", "three"),
    "begin": ("3", "both", "0"),
    "plan": ("maybe", "1"),
    "hours": ("none", "0", "-3", "a few", "nan", "inf"),
    "start": ("31/2/2027", "soon", "12"),
    "leave": ("5/1/2027 to 21/12/2026", "Christmas", "21/12/2026 to", "30/2/2027"),
}
"""What people type at the questions of the first hour that cannot be read as an answer."""


@pytest.fixture(scope="module")
def first_hour(tmp_path_factory: pytest.TempPathFactory, framework: Framework) -> Iterator[FirstHour]:
    """A new owner from the welcome to the first plan, with ? and awkward answers at each new question."""
    home = tmp_path_factory.mktemp("first-hour")
    hour = FirstHour(home / "record")
    window = Window(home, "assess", "--record", str(hour.folder), "--today", TODAY)
    hour.seen["welcome"] = window.seen
    answers = {"cases": "yes", "guess": "2", "begin": "", "plan": "y", "hours": "2,5", "start": "7 December 2026"}
    answers["leave"] = "21 December 2026 to 5 January 2027; 14/2/2027"
    try:
        while window.kind is not None:
            name = window.question
            if name not in hour.explained:
                hour.explain(window)
                for text in AWKWARD.get(name, ()):
                    hour.refused[name, text] = window.type(text)
            item = window.item
            if name in answers:
                hour.seen[name] = window.type(answers[name])
            elif name == "evidence":
                hour.asked.append(item)
                hour.said[item] = EVIDENCE[len(hour.asked) % len(EVIDENCE)]
                for line in keys_of(hour.said[item]):
                    window.type(line)
            elif name == "level":
                hour.levels[item] = 1 + len(hour.asked) % 5
                window.type(str(hour.levels[item]))
            elif name == "confidence":
                window.type("m")
            else:
                window.type("")
        hour.seen["end"] = window.seen
        hour.status = window.status()
        yield hour
    finally:
        window.end()


def test_the_welcome_says_what_it_is_where_it_is_kept_and_that_nothing_leaves(first_hour: FirstHour) -> None:
    """A new owner reads first what this is, that it stays on this machine, and in which folder."""
    words = " ".join(first_hour.seen["welcome"].split())
    assert "your own self-evaluation against the Standard for Chief Social Work Officers" in words
    assert "Nothing leaves this machine" in words
    assert str(first_hour.folder) in first_hour.seen["welcome"].replace("\n", "")


def test_the_cases_tell_our_level_after_the_owners_guess(first_hour: FirstHour, framework: Framework) -> None:
    """Each worked case is told with its story, and then the level that we gave beside the guess."""
    seen = " ".join(first_hour.seen["guess"].split())
    assert "We gave" in seen
    assert "The slip to watch for" in seen
    assert [case.level for case in framework.worked_cases.cases]  # there are cases to tell


def test_the_first_hour_asks_each_of_the_18_elements_once(first_hour: FirstHour, framework: Framework) -> None:
    """Enter at 'where to begin' leads through the 18 elements, each asked once, in the Standard's order."""
    assert first_hour.asked == list(framework.elements)
    assert len(first_hour.asked) == 18


def test_each_answer_of_the_first_hour_is_kept_under_its_element(first_hour: FirstHour) -> None:
    """Levels and words stand in the files under the element's own id, and under no competency."""
    answers = read(first_hour.folder, ROUND)["answers"]
    assert {name: answer["level"] for name, answer in answers.items()} == first_hour.levels
    entries = read(first_hour.folder, "evidence.yaml")["entries"]
    assert {entry["links"][0]["item"]: entry["shows"] for entry in entries} == first_hour.said


@pytest.mark.parametrize("name", [*OPENING, "cases", "guess", "begin", "plan", "hours", "start", "leave"])
def test_a_question_mark_explains_each_question_of_the_first_hour_and_answers_none(
    first_hour: FirstHour, name: str
) -> None:
    """? tells more than the question itself, changes no file and leaves the same question on the table."""
    told = " ".join(first_hour.explained[name].split())
    assert "save or quit stop here" in told
    assert len(told) > len(QUESTIONS[name]) + 60
    assert first_hour.left_alone[name]


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in AWKWARD.items() for text in texts])
def test_what_is_no_answer_is_refused_with_what_would_be(first_hour: FirstHour, name: str, text: str) -> None:
    """An answer that cannot be read is refused in a sentence, and the next prompt follows it at once."""
    told = first_hour.refused[name, text].removeprefix(text).strip()
    hours = "A number is meant|The number must be"
    leave = "to 5/1/2027|Write it as 21/11/2026|Put the earlier day first"
    hints = {
        "in post": "1 .less than a year.*or 3",
        "services": "numbers 1 to 6|numbers from 1 to 6",
        "deputy": "Type yes or no",
        "own hours": hours,
        "own leave": leave,
        "cases": "Type yes or no",
        "guess": "a number from 1 to 5",
        "begin": "1 .the first hour. or 2",
        "plan": "Type yes or no",
        "hours": hours,
        "start": "Write it as 21/11/2026",
        "leave": leave,
    }
    assert re.search(hints[name], " ".join(told.split())), told
    assert "Traceback" not in told


def test_the_offered_plan_is_made_from_the_answers_that_were_readable(first_hour: FirstHour) -> None:
    """Hours with a comma, a start in words and two stretches of leave reach the plan, and the profile keeps them."""
    (path,) = (first_hour.folder / "plans").glob("*.yaml")
    plan, profile = read(first_hour.folder, f"plans/{path.name}"), read(first_hour.folder, "profile.yaml")
    assert plan["start"] == date(2026, 12, 7)
    for kept in (plan, profile):
        assert kept["hours_per_week"] == 2.5
        assert [(one["first"], one["last"]) for one in kept["leave"]] == [
            (date(2026, 12, 21), date(2027, 1, 5)),
            (date(2027, 2, 14), date(2027, 2, 14)),
        ]
    assert plan["actions"]


def test_the_hours_and_the_leave_that_were_typed_are_read_back_before_the_plan(first_hour: FirstHour) -> None:
    """Each stretch by its days, so that a misread one is seen."""
    seen = " ".join(first_hour.seen["leave"].split())
    for said in (
        "2.5 hours a week",
        "Monday 21 December 2026 to Tuesday 5 January 2027 (12 working days",
        "Sunday 14 February 2027 (no working day in it)",
    ):
        assert said in seen, said
        assert seen.index(said) < seen.index("Your 100-day plan")


def test_the_first_hour_ends_with_what_comes_next(first_hour: FirstHour) -> None:
    """The last screen shows the plan and names the commands that go on from it; the exit status is 0."""
    assert first_hour.status == 0
    for command in ("cswo-eval plan show", "cswo-eval plan calendar", "cswo-eval assess"):
        assert command in " ".join(first_hour.seen["end"].split())


@pytest.mark.parametrize("item", ["SD1.1", "WO4"])
def test_go_goes_there_without_a_question_before_it(windows: Callable[..., Window], item: str) -> None:
    """Neither the cases nor the choice of depth stands before it, in a new record too."""
    window = windows("assess", "--go", item)
    assert (window.item, window.question) == (item, "evidence")
    assert "assess --cases" in window.seen
    window.type("quit")
    assert window.status() == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("hours", "400"),
        pytest.param("start", "1 June 2020", marks=pytest.mark.long),
        pytest.param("leave", "23 November 2026 to 30 June 2027", marks=pytest.mark.long),
    ],
)
def test_an_answer_that_no_plan_can_be_made_of_is_not_the_end_of_the_offer(
    windows: Callable[..., Window], monkeypatch: pytest.MonkeyPatch, folder: Path, name: str, text: str
) -> None:
    """Hours that no week holds, a start long past, leave over all of it: said, and asked again until a plan is there."""
    seventeen = "\n3\n\nm\n" * 17
    run_here(monkeypatch, "assess", "--depth", "element", "--today", TODAY, record=folder, typed=seventeen.encode())
    window = windows("assess", "--go", "WO4")
    answers = {"level": "2", "confidence": "m", "cases": "no", "plan": ""}
    for _ in range(20):
        if window.kind is None:
            break
        here, answers[name] = window.question, answers.get(name, text)
        window.type(answers.get(here, ""))
        if here == name:
            answers[name] = ""
    assert window.status() == 0
    assert list((folder / "plans").glob("*.yaml"))


def test_a_plan_that_is_broken_off_is_said_not_to_be_made(
    windows: Callable[..., Window], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """What was said for it stands nowhere yet, and that is told."""
    seventeen = "\n3\n\nm\n" * 17
    run_here(monkeypatch, "assess", "--depth", "element", "--today", TODAY, record=folder, typed=seventeen.encode())
    window = windows("assess", "--go", "WO4")
    answers = {"level": "2", "confidence": "m"}
    while window.question != "start":
        window.type(answers.get(window.question, ""))
    assert "The plan is not made, so what you said for it is not kept" in " ".join(window.press(CTRL_C).split())
    assert window.status() == 130
    assert not list((folder / "plans").glob("*.yaml"))


# --- all eighty ------------------------------------------------------------------------------------------------------

DATES = {
    "": date(2026, 11, 21),
    "14/9/2026": date(2026, 9, 14),
    "September 2026": "2026-09",
    "2026-02-28": date(2026, 2, 28),
    "yesterday": date(2026, 11, 20),
}
STANDINGS = ("1", "2", "3", "4", "5", "4", "n", "2", "x", "5")
NAMED_CONFIDENCE = {"low": "low", "m": "medium", "3": "high"}


@dataclass
class Owner:
    """Someone who answers whatever is asked about the 80 competencies, and remembers each answer."""

    numbers: dict[str, int]
    folder: Path
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    entries: list[dict[str, Any]] = field(default_factory=list)
    bearings: dict[tuple[int, str], str] = field(default_factory=dict)
    """The entry's place and the item, and which way it points there."""
    explained: dict[str, tuple[str, bool]] = field(default_factory=dict)
    backs: int = 0
    gone: bool = False
    gave_another: set[int] = field(default_factory=set)
    stopped_at: tuple[str, str] = ("", "")
    resumed_at: tuple[str, str] = ("", "")
    statuses: list[int] = field(default_factory=list)
    texts: Iterator[str] = field(default_factory=lambda: cycle(TEXTS))
    evidence: Iterator[str] = field(default_factory=lambda: cycle(EVIDENCE))
    lines: Iterator[str] = field(default_factory=lambda: cycle(LINES))

    def type_text(self, window: Window, text: str) -> None:
        for line in keys_of(text):
            window.type(line)

    def answer(self, window: Window) -> None:
        """Answer the question on the table."""
        name, item = window.question, window.item
        if name == "a word?":
            window.type("t")
            return
        number, said = self.numbers[item], self.answers.setdefault(item, {})
        if name not in self.explained:
            before = contents(self.folder)
            told = window.type("?")
            same = window.question == name and window.item == item and contents(self.folder) == before
            self.explained[name] = (told, same)
        if name == "evidence" and number == 12 and not self.gone:
            self.gone = True
            window.type("go sd3.2")
            assert window.item == "SD3.2"
        elif name in ("evidence", "evidence-more"):
            self.answer_evidence(window, name, item, number)
        elif name == "level":
            said["standing"] = STANDINGS[number % len(STANDINGS)]
            window.type(said["standing"])
        elif name == "importance":
            said["importance"] = ("", "1", "2", "3")[number % 4]
            window.type(said["importance"])
        elif name == "confidence":
            if number % 9 == 4 and "opposite" in said and not said.get("went back"):
                said["went back"] = True
                self.backs += 1
                window.type("back")
                assert (window.question, window.item) == ("opposite", item)
                return
            key = list(NAMED_CONFIDENCE)[number % 3]
            said["confidence"] = NAMED_CONFIDENCE[key]
            window.type(key)
        elif name in ("opposite", "learning"):
            self.answer_passage(window, name, number, said)
        elif name == "reason":
            said["reason"] = next(self.lines)
            window.type(keys_of(said["reason"])[0])
        else:
            self.answer_entry(window, name, item, number)

    def answer_evidence(self, window: Window, name: str, item: str, number: int) -> None:
        if name == "evidence" and number == 30:
            window.type("e1")
            assert window.question == "evidence-reason"
        elif (name == "evidence" and number % 4 != 3) or (
            name == "evidence-more" and number % 10 == 0 and number not in self.gave_another
        ):
            self.gave_another |= {number} if name == "evidence-more" else set()
            entry: dict[str, Any] = {"item": item}
            self.entries.append(entry)
            if number == 5:
                entry["shows"] = f"{FIFTY_THOUSAND}\nand after it"
                window.paste(FIFTY_THOUSAND)
                self.type_text(window, "and after it")
            elif number == 6:
                entry["shows"] = FIFTY_THOUSAND[::-1]
                self.type_text(window, entry["shows"])
            elif number == 8:
                entry["shows"] = "Pasted:\n\n    indented, [bold]not markup[/bold]\n\tafter a tab: 'yes' # kept\n\nlast"
                window.paste(entry["shows"])
                window.type(".")
            else:
                entry["shows"] = next(self.evidence)
                self.type_text(window, entry["shows"])
        else:
            window.type("")

    def answer_entry(self, window: Window, name: str, item: str, number: int) -> None:
        entry = self.entries[-1]
        if name == "evidence-date":
            key = list(DATES)[number % len(DATES)]
            entry["effective"] = DATES[key]
            window.type(key)
        elif name in ("evidence-part", "evidence-confirmer"):
            text = AWKWARD_TEXTS["fifty thousand brackets"] if number == 9 else next(self.lines)
            entry[name] = text
            window.type(keys_of(text)[0])
        elif name == "evidence-bearing":
            key = ("", "a", "f", "against")[number % 4]
            self.bearings[len(self.entries), item] = "contradicts" if key.startswith("a") else "supports"
            window.type(key)
        elif name == "evidence-reason":
            self.answers[item]["link reason"] = "E1 again: \t'because' # of it"
            window.type(self.answers[item]["link reason"])
        else:
            raise AssertionError(f"an unforeseen question: {name}")

    def answer_passage(self, window: Window, name: str, number: int, said: dict[str, Any]) -> None:
        if name == "opposite" and number == 45 and not self.stopped_at[0]:
            self.stopped_at = (name, window.item)
            window.type("quit")
            return
        if name == "learning" and number == 11:
            said[name] = BEGINS_BLANK
            window.type("editor")
            return
        said[name] = next(self.texts)
        self.type_text(window, said[name])


@pytest.fixture(scope="module")
def owner(tmp_path_factory: pytest.TempPathFactory, framework: Framework) -> Iterator[Owner]:
    """All 80 competencies answered in one record over two sittings, with back, go, ?, pastes and an editor."""
    home = tmp_path_factory.mktemp("eighty")
    (home / "written.txt").write_bytes(f"{BEGINS_BLANK}\n".encode())
    editor = home / "editor.py"
    editor.write_text("import shutil, sys\nshutil.copyfile('written.txt', sys.argv[1])\n", encoding="utf-8")
    owner = Owner({name: number for number, name in enumerate(framework.competencies)}, home / "record")
    command = ["assess", "--depth", "usual", "--record", str(owner.folder), "--today", TODAY]
    window = Window(home, *command, environment={"EDITOR": f"'{sys.executable}' '{editor}'"})
    try:
        pass_over(window, OPENING)
        window.type("no")  # the cases
        while window.kind is not None:
            owner.answer(window)
        owner.statuses.append(window.status())
        window = Window(home, *command, environment={"EDITOR": f"'{sys.executable}' '{editor}'"})
        owner.resumed_at = (window.question, window.item)
        while window.kind is not None:
            owner.answer(window)
        owner.statuses.append(window.status())
        yield owner
    finally:
        window.end()


@pytest.mark.long
def test_the_eighty_answers_hold_every_kind_of_awkward_text(owner: Owner) -> None:
    """What the tests below compare is worth comparing: each awkward text was given somewhere, and both long pastes."""
    given = [text for entry in owner.entries for key, text in entry.items() if key not in ("item", "effective")]
    given += [text for said in owner.answers.values() for key, text in said.items() if isinstance(text, str)]
    assert set(TEXTS) <= set(given)
    assert len(TEXTS) > 50
    assert {len(text) >= 50_000 for text in given} == {True, False}
    for needed in ('"', "'", ": ", "#", "\t", "😀", "còmhla", "[/items]", "{a: [b, c]}", "\n\n", "\\back"):
        assert any(needed in text for text in given), needed
    assert any(text.startswith("=") for text in given)
    assert any(text.startswith("-") for text in given)


@pytest.mark.long
def test_all_eighty_have_the_standing_that_was_typed(owner: Owner, framework: Framework) -> None:
    """Each of the 80 competencies has its level, no chance yet or not applicable, as it was typed."""
    answers = read(owner.folder, ROUND)["answers"]
    expected = {"n": ("no-chance", None), "x": ("not-applicable", None)}
    assert len(answers) == len(framework.competencies) == 80
    for name, answer in answers.items():
        key = owner.answers[name]["standing"]
        standing, level = expected.get(key) or ("rated", int(key))
        assert (answer["standing"], answer.get("level")) == (standing, level), name


@pytest.mark.long
@pytest.mark.parametrize("name", ["opposite", "learning", "reason"])
def test_every_text_about_a_competency_is_found_again_letter_for_letter(owner: Owner, name: str) -> None:
    """What would be said against, what to learn and why it cannot arise: as typed, to the letter, and nothing else."""
    answers = read(owner.folder, ROUND)["answers"]
    typed = {item: said[name] for item, said in owner.answers.items() if name in said}
    assert len(typed) >= 8
    assert {item: answer[name] for item, answer in answers.items() if answer.get(name)} == typed


@pytest.mark.long
@pytest.mark.parametrize("name", ["importance", "confidence"])
def test_every_choice_is_found_again(owner: Owner, name: str) -> None:
    """Importance and confidence are kept as chosen; Enter at importance keeps the preset."""
    answers = read(owner.folder, ROUND)["answers"]
    chosen = {item: said[name] for item, said in owner.answers.items() if said.get(name)}
    assert len(chosen) > 30
    assert {item: str(answers[item][name]) for item in chosen} == chosen
    if name == "importance":
        passed = [item for item, said in owner.answers.items() if said.get(name) == ""]
        assert passed
        assert all(answers[item][name] in (1, 2, 3) for item in passed)


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "key"),
    [("shows", "shows"), ("my_part", "evidence-part"), ("confirmer", "evidence-confirmer"), ("effective", "effective")],
)
def test_every_entry_of_the_register_is_found_again_letter_for_letter(owner: Owner, name: str, key: str) -> None:
    """Each piece of evidence given on the way stands in the register, in order, as typed or pasted."""
    entries = read(owner.folder, "evidence.yaml")["entries"]
    assert len(entries) > 50
    assert [entry[name] for entry in entries] == [entry[key] for entry in owner.entries]


@pytest.mark.long
def test_every_link_points_where_it_was_given_and_the_way_it_was_said(owner: Owner) -> None:
    """An entry is linked to the competency it was given for, for or against; E1 typed at another links it there too."""
    entries = read(owner.folder, "evidence.yaml")["entries"]
    for place, (entry, given) in enumerate(zip(entries, owner.entries, strict=True), start=1):
        first = entry["links"][0]
        assert first["item"] == given["item"]
        assert first.get("bearing", "supports") == owner.bearings[place, given["item"]]
        assert first["reason"]
    (again,) = entries[0]["links"][1:]
    assert again["reason"] == owner.answers[again["item"]]["link reason"]


@pytest.mark.long
def test_quitting_in_the_middle_resumes_at_the_exact_prompt(owner: Owner) -> None:
    """`quit` at one question of one competency: the next sitting begins with that question on that competency."""
    assert owner.stopped_at[0] == "opposite"
    assert owner.resumed_at == owner.stopped_at
    assert owner.statuses == [0, 0]


@pytest.mark.long
def test_back_and_go_were_used_on_the_way(owner: Owner) -> None:
    """The walk above did lead back and to another competency."""
    assert owner.backs >= 2
    assert owner.gone


@pytest.mark.long
@pytest.mark.parametrize(
    "name",
    [
        "evidence", "evidence-date", "evidence-part", "evidence-confirmer", "evidence-bearing", "evidence-reason",
        "evidence-more", "level", "reason", "importance", "opposite", "confidence", "learning",
    ],
)  # fmt: skip
def test_a_question_mark_explains_every_prompt_of_the_walk_and_answers_none(owner: Owner, name: str) -> None:
    """? shows the words that can be typed; no file changes and the same question is put again.

    Both illustrations stand there where the competency is asked about: at a question about an entry they explain nothing.
    """
    told, same = owner.explained[name]
    illustrated = name in ("evidence", "evidence-more") or not name.startswith("evidence")
    assert ("Weak" in told and "Strong" in told) == illustrated
    for words in ("the question before", "write a long text in your own editor"):
        assert words in " ".join(told.split())
    assert same


@pytest.mark.long
def test_the_record_of_eighty_reads_and_is_complete(owner: Owner, run: Callable[..., Finished]) -> None:
    """`check` reads every file of it, and the home screen says that all 80 are answered."""
    assert "every file reads" in run("check", "--record", owner.folder, "--today", TODAY).stdout
    assert "80 of 80" in run("--record", owner.folder, "--today", TODAY).stdout


# --- one prompt at a time --------------------------------------------------------------------------------------------


def test_back_shows_the_answer_given_and_enter_keeps_it(walking: Callable[..., Window], folder: Path) -> None:
    """`back` returns to the question with its answer in view; Enter leaves every letter as it was."""
    window = walking()
    for line in ("", "2", "", "l"):
        window.type(line)
    assert window.question == "learning"
    for line in keys_of("to hold 'quiet': # a silence\n  longer"):
        window.type(line)
    window.type("back")
    assert window.question == "learning"
    assert "There is: to hold 'quiet': # a silence" in " ".join(window.seen.split())
    window.type("")
    assert read(folder, ROUND)["answers"]["MV1.1"]["learning"] == "to hold 'quiet': # a silence\n  longer"


def test_skip_leaves_a_competency_and_the_end_names_it(walking: Callable[..., Window], framework: Framework) -> None:
    """What was skipped in a sitting is named when the sitting is over."""
    window = walking("--element", "WO1")
    first = window.item
    while window.kind is not None:
        window.type("skip" if window.item == first else {"level": "3", "confidence": "h"}.get(window.question, ""))
    assert f"Skipped for now: {first}." in window.seen
    assert window.status() == 0


def test_list_shows_the_register_and_answers_nothing(walking: Callable[..., Window], folder: Path) -> None:
    """`list` shows each entry with its id, day and competency, as it was typed."""
    window = walking()
    assert "Your register is empty" in window.type("list")
    for line in ("[bold]Sat[/bold] in: two hours", ".", "14/9/2026", "", "", "", ""):
        window.type(line)
    before = contents(folder)
    window.type("list")
    assert "E1  [bold]Sat[/bold] in: two hours (14 September 2026; MV1.1)" in " ".join(window.seen.split(" ")).replace(
        "\n", ""
    )
    assert contents(folder) == before


def test_go_alone_lists_the_elements_and_an_unknown_id_is_told_with_the_nearest(
    walking: Callable[..., Window],
) -> None:
    """`go` says where one can go to; `go SD33` names what is nearest, and the question stays."""
    window = walking()
    assert "WO1" in window.type("go")
    assert "There is no competency or element 'SD33'. Did you mean SD3" in window.type("go SD33")
    assert window.item == "MV1.1"


@pytest.fixture
def editing(tmp_path: Path) -> Callable[[str], dict[str, str]]:
    """Names a small script of Python as the editor."""

    def name_editor(script: str) -> dict[str, str]:
        path = tmp_path / "my editor.py"
        path.write_text(f"import sys\npath = sys.argv[1]\n{script}\n", encoding="utf-8")
        return {"EDITOR": f"'{sys.executable}' '{path}'"}

    return name_editor


def test_the_editor_begins_from_the_answer_there_and_gives_back_what_was_saved(
    walking: Callable[..., Window], folder: Path, editing: Callable[[str], dict[str, str]]
) -> None:
    """`editor` opens what stands there; what is left in the file is the answer, without the line end editors add."""
    script = "text = open(path, encoding='utf-8', newline='').read()\n"
    script += "open(path, 'w', encoding='utf-8', newline='').write(text + '\\n\\n back \\n.\\n= é 😀\\n')"
    window = walking(environment=editing(script))
    for line in ("", "2", "", "l", "first: # said", "."):
        window.type(line)
    window.type("back")
    assert "`back` stands alone on a line" in window.type("editor")
    window.type("t")
    assert read(folder, ROUND)["answers"]["MV1.1"]["learning"] == "first: # said\n\n back \n.\n= é 😀"
    assert [path.name for path in folder.rglob(".saving-*")] == []


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("sys.exit(1)", "The editor ended with an error"),
        pytest.param(None, "could not be started", marks=pytest.mark.long),
        pytest.param("", "No editor is named", marks=pytest.mark.long),
    ],
)
def test_an_editor_that_fails_is_told_and_nothing_is_taken(
    walking: Callable[..., Window],
    folder: Path,
    editing: Callable[[str], dict[str, str]],
    script: str | None,
    told: str,
) -> None:
    """The sentence says why; the question stays on the table and no file changes."""
    environment = {"EDITOR": "no-such-editor-here"} if script is None else editing(script) if script else {}
    window = walking(environment=environment)
    before = contents(folder)
    assert told in " ".join(window.type("editor").split())
    assert window.question == "evidence"
    assert contents(folder) == before


def test_the_editor_is_for_texts_and_says_so_at_a_level(walking: Callable[..., Window]) -> None:
    """`editor` where a line is enough is answered in words."""
    window = walking()
    window.type("")
    assert "here a line is enough" in window.type("editor")


def test_earlier_words_do_not_come_back_at_another_prompt(walking: Callable[..., Window], folder: Path) -> None:
    """The arrow up brings nothing: the line editor remembers nothing that was typed."""
    window = walking()
    for line in ("A private matter", ".", "", f"{UP}as chair"):
        window.type(line)
    assert read(folder, "evidence.yaml")["entries"][0]["my_part"] == "as chair"


def test_lines_that_arrive_at_once_without_a_marked_paste_are_all_kept(
    walking: Callable[..., Window], folder: Path
) -> None:
    """An old terminal pastes as if typed, quicker than the program reads: every line arrives, in order, whole."""
    window = walking()
    lines = [f"line {number}: {'é # ' * 20}" for number in range(60)]
    window.child.send("".join(f"{line}\r" for line in (*lines, ".")))
    while window.question != "evidence-date":
        window.wait()
    assert read(folder, "evidence.yaml")["entries"][0]["shows"] == "\n".join(lines)


# --- broken off ------------------------------------------------------------------------------------------------------

STOPPED = "Stopped. All that you had entered is saved; only a line not ended with Enter is lost."


def test_ctrl_c_at_a_prompt_ends_with_130_and_a_sentence(walking: Callable[..., Window], folder: Path) -> None:
    """Ctrl-C at a question: what was answered is kept, status 130, and the sentence says so."""
    window = walking()
    window.type("")
    assert STOPPED in " ".join(window.press(CTRL_C).split())
    assert window.status() == 130
    assert read(folder, ROUND)["answers"]["MV1.1"]["passed"] == ["evidence"]


@pytest.mark.parametrize(
    ("how", "lines"),
    [
        *(("Ctrl-C", 3), ("closed window", 3)),
        *(
            pytest.param(how, lines, marks=pytest.mark.long)
            for how, lines in (("Ctrl-C", 1), ("SIGHUP", 3), ("SIGTERM", 2), ("Ctrl-D", 3))
        ),
    ],
)
def test_the_lines_of_a_text_that_is_broken_off_are_kept(
    walking: Callable[..., Window], folder: Path, how: str, lines: int
) -> None:
    """Whatever ends the sitting in the middle of a text, the lines that were ended with Enter are in the file."""
    window = walking()
    typed = [f"line {number}: # kept" for number in range(lines)]
    for line in typed:
        window.type(line)
    assert window.kind == "… "
    window.child.send("" if how == "Ctrl-D" else "half a line")
    if how == "closed window":
        status = window.hang_up()
    else:
        if how.startswith("Ctrl"):
            window.press(CTRL_C if how == "Ctrl-C" else CTRL_D)
        else:
            window.told(signal.Signals[how])
        status = window.status()
        said = "goes on where you stopped" if how == "Ctrl-D" else STOPPED
        assert said in " ".join(window.seen.split())
    assert status == (0 if how == "Ctrl-D" else 130)
    assert [entry["shows"] for entry in read(folder, "evidence.yaml")["entries"]] == ["\n".join(typed)]


def test_after_a_closed_window_the_next_sitting_takes_up_the_entry(
    walking: Callable[..., Window], folder: Path
) -> None:
    """The text broken off is an entry already: Enter at its competency leads to the questions about it."""
    window = walking()
    window.type("Begun before the lid was closed")
    window.hang_up()
    window = walking()
    assert window.item == "MV1.1"
    assert "E1 Begun before the lid was closed" in window.seen
    window.type("")
    assert window.question == "evidence-date"


def test_a_learning_text_that_is_broken_off_is_kept_too(walking: Callable[..., Window], folder: Path) -> None:
    """Not only evidence: the lines of any text are kept."""
    window = walking()
    for line in ("", "2", "", "l", "to ask earlier"):
        window.type(line)
    window.press(CTRL_C)
    assert window.status() == 130
    assert read(folder, ROUND)["answers"]["MV1.1"]["learning"] == "to ask earlier"


@pytest.mark.parametrize(
    ("question", "key", "status"),
    [
        *(("cases", CTRL_C, 130), ("begin", CTRL_D, 0)),
        *(
            pytest.param(question, key, status, marks=pytest.mark.long)
            for question, key, status in (
                *(("cases", CTRL_D, 0), ("begin", CTRL_C, 130)),
                *(("guess", CTRL_C, 130), ("guess", CTRL_D, 0)),
            )
        ),
    ],
)
def test_the_first_hour_can_be_left_at_every_question(
    windows: Callable[..., Window], question: str, key: str, status: int
) -> None:
    """Ctrl-C (130) and Ctrl-D (0) before the walk end in a sentence, and the next sitting begins in order."""
    window = windows("assess")
    pass_over(window, OPENING)
    for wanted, line in (("cases", "yes" if question == "guess" else "no"), ("guess", "skip"), ("begin", "")):
        if question == wanted:
            break
        if window.question == wanted:
            window.type(line)
    assert window.question == question
    assert "Stopped." in window.press(key)
    assert window.status() == status
    again = windows("assess")
    assert again.question in ("in post", "cases", "begin")


def test_a_second_window_is_told_and_changes_nothing(
    walking: Callable[..., Window], folder: Path, run: Callable[..., Finished]
) -> None:
    """While one window walks, another that would write is refused in words; the first goes on undisturbed."""
    window = walking()
    window.type("")
    before = contents(folder)
    second = run("assess", "--record", folder, "--today", TODAY, typed="Words\n.\n")
    assert second.status == 1
    assert "is open in another window. Nothing was changed here." in second.stderr
    assert contents(folder) == before
    window.type("3")
    assert read(folder, ROUND)["answers"]["MV1.1"]["level"] == 3


# --- other terminals -------------------------------------------------------------------------------------------------


def test_a_dumb_terminal_is_walked_without_one_control_code(walking: Callable[..., Window], folder: Path) -> None:
    """TERM=dumb: the same questions and answers, and nothing written that such a terminal would show as rubbish."""
    window = walking(term="dumb")
    for line in ("Chaired it: 'twice' # é", "second", ".", "14/9/2026", "", "", "", "", "4", "", "", "m", "quit"):
        window.type(line)
    assert window.status() == 0
    assert "\x1b" not in window.raw
    assert read(folder, "evidence.yaml")["entries"][0]["shows"] == "Chaired it: 'twice' # é\nsecond"
    answer = read(folder, ROUND)["answers"]["MV1.1"]
    assert (answer["level"], answer["confidence"]) == (4, "medium")


def test_plain_writes_no_colour_and_asks_the_same(walking: Callable[..., Window]) -> None:
    """--plain in a colour terminal: the only control codes are the line editor's own, that mark pastes."""
    window = walking("--plain")
    for line in ("", "3", "", "m", "quit"):
        window.type(line)
    assert window.status() == 0
    assert set(CONTROL_CODES.findall(window.raw)) == {"\x1b[?2004h", "\x1b[?2004l"}


def test_where_the_terminal_cuts_a_line_it_is_refused_in_words(walking: Callable[..., Window], folder: Path) -> None:
    """With the output sent elsewhere there is no line editor: a line of 5,000 is not taken cut, and the owner is told."""
    window = walking(shell="{} > /dev/null")
    before = contents(folder)
    window.type("x" * 5000)
    assert "that line was not taken" in " ".join(window.seen.split())
    assert contents(folder) == before
    window.type("y" * 4000)
    window.type(".")
    assert read(folder, "evidence.yaml")["entries"][0]["shows"] == "y" * 4000


# --- the plan's own questions ----------------------------------------------------------------------------------------


@pytest.fixture
def planned(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record with one need and a plan from 23 November 2026."""
    typed = b"\n1\n3\nm\n\n"
    assert run_here(monkeypatch, "assess", "--element", "MV1", "--today", TODAY, record=folder, typed=typed).status == 0
    assert run_here(monkeypatch, "plan", "make", "--today", TODAY, record=folder).status == 0
    return folder


def test_a_question_mark_explains_every_question_after_a_finished_action(
    windows: Callable[..., Window], planned: Path
) -> None:
    """`plan done` asks for evidence, who confirms and the level: ? explains each, and is taken as an answer by none."""
    plan = Record(planned).latest_plan()
    assert plan is not None
    name_of_action = next(one.id for one in plan.actions if "MV1.1" in one.serves)
    window = windows("plan", "done", name_of_action)
    for name, line in (("left", "A note: 'kept' # é"), ("confirmer", "the team leader"), ("level", "2")):
        before = contents(planned)
        told = window.type("?")
        assert "save or quit stop here" in " ".join(told.split())
        assert window.question == name
        assert contents(planned) == before
        window.type(line)
        if name == "left":
            window.type(".")
    while window.kind is not None:
        window.type("")
    assert window.status() == 0
    (entry,) = read(planned, "evidence.yaml")["entries"]
    assert (entry["shows"], entry["confirmer"]) == ("A note: 'kept' # é", "the team leader")
    assert read(planned, ROUND)["answers"]["MV1.1"]["level"] == 2


def test_a_question_mark_explains_every_question_of_a_review(windows: Callable[..., Window], planned: Path) -> None:
    """`plan review` before its day asks whether to hold it, then its four questions: ? explains each, answers none."""
    window = windows("plan", "review", "30")
    expected = {
        "worked": "what_worked",
        "in the way": "what_got_in_the_way",
        "people": "what_changed_for_people",
        "next": "next_step",
    }
    assert window.question == "early"
    for name in ("early", *expected):
        before = contents(planned)
        told = window.type("?")
        assert "save or quit stop here" in " ".join(told.split())
        assert window.question == name
        assert contents(planned) == before
        window.type("yes" if name == "early" else f"said of {name}: '# é'")
        if name != "early":
            window.type(".")
    assert window.status() == 0
    review = read(planned, "plan-reviews/2026-11-23-day-30.yaml")
    assert {key: review[key] for key in expected.values()} == {
        key: f"said of {name}: '# é'" for name, key in expected.items()
    }


@pytest.mark.parametrize(
    ("command", "file", "where"),
    [
        (("plan", "done", "A1"), "evidence.yaml", lambda value: value["entries"][0]["shows"]),
        (("plan", "review", "30"), "plan-reviews/2026-11-23-day-30.yaml", lambda value: value["what_worked"]),
    ],
)
def test_a_text_about_the_plan_that_is_broken_off_is_kept(
    windows: Callable[..., Window], planned: Path, command: tuple[str, ...], file: str, where: Callable[[Any], str]
) -> None:
    """Ctrl-C in the middle of a text after an action, or at a review: the lines so far are kept, status 130."""
    window = windows(*command)
    if window.question == "early":
        window.type("")
    for line in ("first line", "second: # line"):
        window.type(line)
    window.press(CTRL_C)
    assert window.status() == 130
    assert where(read(planned, file)) == "first line\nsecond: # line"
