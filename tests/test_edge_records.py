"""Records at the edges, through the command line: sensible words, no crash, no division, and a plan or a reason why not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from building import a_round, rated
from conftest import Finished
from gap_records import no_chance, not_applicable, standard, write_record
from processes import run_here

from cswo_eval.record.models import Answer, Round

TODAY = ("--today", "2026-11-21")
COMPETENCIES = list(standard().competencies)
ELEMENTS = list(standard().elements)


def all_of(names: list[str], answer: Answer) -> Callable[[], Round]:
    return lambda: a_round(standard(), dict.fromkeys(names, answer))


def half_and_half() -> Round:
    """The first nine elements by their competencies, the others as a whole."""
    members = [one.id for name in ELEMENTS[:9] for one in standard().elements[name].competencies]
    return a_round(standard(), {**dict.fromkeys(members, rated(3)), **dict.fromkeys(ELEMENTS, rated(2))})


RECORDS: dict[str, Callable[[], Round] | None] = {
    "profile only": None,
    "no answer": all_of([], rated(1)),
    "one answer": all_of(["SD1.3"], rated(2)),
    "all fives": all_of(COMPETENCIES, rated(5)),
    "all ones": all_of(COMPETENCIES, rated(1)),
    "all no chance yet": all_of(COMPETENCIES, no_chance()),
    "all not applicable": all_of(COMPETENCIES, not_applicable()),
    "only elements": all_of(ELEMENTS, rated(2)),
    "elements no chance yet": all_of(ELEMENTS, no_chance()),
    "elements not applicable": all_of(ELEMENTS, not_applicable()),
    "half and half": half_and_half,
}


@dataclass(frozen=True)
class Runs:
    """What the commands said of one record, and its plan's file where one was made."""

    plain: Finished
    rich: Finished
    made: Finished
    plan_file: Path | None

    @property
    def words(self) -> str:
        """The plain gap analysis with white space folded."""
        return " ".join(self.plain.stdout.split())

    @property
    def plan_words(self) -> str:
        """The plan, or what was said instead, with white space folded."""
        return " ".join((self.made.stdout + self.made.stderr).split())


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Runs]:
    """Every record through `gaps --plain`, `gaps` and `plan make --plain`."""
    base = tmp_path_factory.mktemp("records")

    def tried(patch: pytest.MonkeyPatch, name: str, make: Callable[[], Round] | None) -> Runs:
        folder = write_record(base / name.replace(" ", "-"), round_=make() if make else None)
        plain = run_here(patch, "gaps", "--plain", *TODAY, record=folder)
        rich = run_here(patch, "gaps", *TODAY, record=folder)
        made = run_here(patch, "plan", "make", "--plain", *TODAY, record=folder)
        return Runs(plain, rich, made, next(iter(folder.glob("plans/*.yaml")), None))

    with pytest.MonkeyPatch.context() as patch:
        return {name: tried(patch, name, make) for name, make in RECORDS.items()}


# "None." and "None rated 4 or 5 yet." are words; Python's None, nan and inf in a cell or a sentence are not.
SLIPS = re.compile(
    r"\bNone\b(?!\.| rated)|\bnan\b|\binf\b|NaN|Traceback|Error\b|Fraction\(|0/0|\(None|\bTrue\b|\bFalse\b"
)


def test_the_search_for_slips_finds_them() -> None:
    """A cell that says None, nan or a Fraction is noticed; a sentence that begins with None is not."""
    for slip in ("Target: None", "Mean: nan", "Fraction(1, 2)", "ZeroDivisionError", "is at None against"):
        assert SLIPS.search(slip)
    for word in ("None.", "None rated 4 or 5 yet.", "none", "finance", "information"):
        assert not SLIPS.search(word)


@pytest.mark.parametrize("name", RECORDS)
def test_the_gap_analysis_is_shown_in_words(runs: dict[str, Runs], name: str) -> None:
    """Plain and rich end with 0, say nothing on standard error, and hold no slip of a program."""
    for done in (runs[name].plain, runs[name].rich):
        assert (done.status, done.stderr) == (0, ""), done
        assert "This is self-evaluation." in done.stdout
        assert not SLIPS.search(done.stdout)


@pytest.mark.parametrize("name", RECORDS)
def test_the_plan_is_made_or_refused_in_words(runs: dict[str, Runs], name: str) -> None:
    """Either a plan that is kept and shown, or one sentence with what to do, status 1 and no file."""
    done, file = runs[name].made, runs[name].plan_file
    assert not SLIPS.search(done.stdout + done.stderr)
    if done.status == 0:
        assert file is not None
        assert done.stdout.startswith("Your 100-day plan\n")
        assert re.search(r"Day 30\b.*Day 60\b.*Day 100\b", done.stdout, re.DOTALL)
    else:
        assert (done.status, done.stdout, file) == (1, "", None), done
        assert re.fullmatch(r"[A-Z][^\n]*`cswo-eval assess`[^\n]*\.\n", done.stderr)


@pytest.mark.parametrize("name", ["profile only", "no answer"])
def test_an_empty_record_is_told_how_to_begin(runs: dict[str, Runs], name: str) -> None:
    """No table of nothings: what is missing, and the command that begins; a plan is refused for the same reason."""
    assert "0 of 80 answered" in runs[name].words
    assert "There is nothing to analyse yet. `cswo-eval assess` begins" in runs[name].words
    assert "Importance against level" not in runs[name].words
    assert runs[name].made.status == 1
    assert "nothing to plan from" in runs[name].plan_words


ONLY_BEGINNINGS = "no more is placed than what somebody new in post begins with"


def test_one_answer_gives_one_need_no_mean_and_a_plan_of_it(runs: dict[str, Runs]) -> None:
    """SD1.3 is the one need; its element shows 1 of 6 and no mean; the plan works on it."""
    one = runs["one answer"]
    assert "1 of 80 answered" in one.words
    assert "Needs: 0 high, 1 medium, 0 low" in one.words
    assert re.search(r"SD1\W.*?Mean: - Rated: 1 of 6 Lowest: 2: SD1\.3", one.words)
    assert one.made.status == 0
    assert "SD1.3 is at 2 against a target of 3" in one.plan_words


def test_all_fives_have_no_need_and_are_asked_about(runs: dict[str, Runs]) -> None:
    """No need; that no 5 has evidence is one line, the sameness of all another; the plan holds only how one begins."""
    fives = runs["all fives"]
    assert "No level lies below its target" in fives.words
    assert "Mean: 5.0" in fives.words
    assert "All 80 ratings are 5." in fives.words
    assert fives.words.count("nothing in the register") == 1
    assert re.search(r"80 ratings of 4 or 5 have nothing in the register .* and 72 more\.", fives.words)
    assert ONLY_BEGINNINGS in fives.plan_words


def test_all_ones_have_needs_everywhere_and_a_plan_that_says_what_did_not_fit(runs: dict[str, Runs]) -> None:
    """Every mean is 1.0; each high need is in the plan or listed with a reason."""
    ones = runs["all ones"]
    assert "Mean: 1.0" in ones.words
    assert re.search(r"\d\d needs weigh the same; these 3 come first by importance, evidence against", ones.words)
    assert "All 80 ratings are 1." in ones.words
    assert "What did not fit" in ones.plan_words
    important = re.search(r"Work on first.*?Which: ([A-Z0-9., ]+?) Rely on", ones.words)
    assert important
    high = important[1].split(", ")
    assert len(high) > 10
    for name in high:
        assert re.search(rf"\b{re.escape(name)}\b", ones.plan_words), f"the high need {name} is nowhere in the plan"


def test_all_no_chance_yet_is_no_low_score(runs: dict[str, Runs]) -> None:
    """No mean, no level below target, eighty chances to find; the plan looks for first ones and calls none a need."""
    none = runs["all no chance yet"]
    assert "80 of 80 answered: 80 no chance yet" in none.words
    assert "80 chances still to find" in none.words
    assert not re.search(r"Mean: \d", none.words)
    assert "No level lies below its target" in none.words
    assert "no chance yet, so this is an occasion for a first one" in none.plan_words
    assert " is at " not in none.plan_words


def test_all_not_applicable_is_asked_back(runs: dict[str, Runs]) -> None:
    """Nothing to average and nothing to plan, and how to mend it if it was not meant; no mean is printed."""
    nothing = runs["all not applicable"]
    assert "80 of 80 answered: 80 not applicable" in nothing.words
    assert "If that was not meant, `cswo-eval assess` leads back to each." in nothing.words
    assert not re.search(r"Mean: \d", nothing.words)
    assert "The health board has this duty here." in nothing.words
    assert ONLY_BEGINNINGS in nothing.plan_words


def test_only_elements_give_means_that_are_labelled_as_such(runs: dict[str, Runs]) -> None:
    """Each element's own answer is its mean, said to be as a whole; the plan works on elements and says it is coarse."""
    elements = runs["only elements"]
    assert "18 of 18 answered, for 80 competencies" in elements.words
    assert elements.words.count("as a whole") >= 18
    assert re.search(r"\b[A-Z]{2}\d is at 2 against a target of 3", elements.plan_words)
    assert "answered as a whole" in elements.plan_words


@pytest.mark.parametrize("name", ["only elements", "half and half"])
def test_a_coverage_that_rests_on_elements_as_a_whole_is_labelled_and_explained(
    runs: dict[str, Runs], name: str
) -> None:
    """Wherever the coverage of an aspect carries a mark, the page says what the mark means."""
    table = runs[name].plain.stdout.split("Aspects and elements\n---")[1].split("\nImportance against level")[0]
    rows, _, notes = table.rpartition("\n\n")
    marks = set(re.findall(r"Rated: .*?(\*|\+)", rows))
    assert "as a whole" in rows
    for mark in marks:
        assert mark in notes, notes


def test_elements_without_a_level_are_no_means_either(runs: dict[str, Runs]) -> None:
    """Eighteen elements said 'no chance yet', or not applicable: no mean is printed and the words fit."""
    none, nothing = runs["elements no chance yet"], runs["elements not applicable"]
    assert "18 chances still to find" in none.words
    assert "Everything answered so far is marked not applicable" in nothing.words
    for one in (none, nothing):
        assert not re.search(r"Mean: \d", one.words)


def test_half_and_half_uses_each_once(runs: dict[str, Runs]) -> None:
    """Nine elements by their competencies at 3, nine as a whole at 2: only the latter are needs, and none of the former's
    own answers is used."""
    half = runs["half and half"]
    left = sum(len(standard().elements[name].competencies) for name in ELEMENTS[9:])
    assert f"{left} by their element" in half.words
    needs = half.plain.stdout.split("\nNeeds\n-----\n")[1].split("\nGreatest first.")[0]
    assert re.findall(r"^([A-Z]{2}\d(?:\.\d)?)\b", needs, re.MULTILINE)
    assert set(re.findall(r"^([A-Z]{2}\d(?:\.\d)?)\b", needs, re.MULTILINE)) == set(ELEMENTS[9:])


def test_the_home_screen_of_no_record_and_of_an_empty_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without a record it says how to begin and where it will be; with an empty one, that the first hour comes next."""
    folder = tmp_path / "record"
    first = run_here(monkeypatch, "--plain", record=folder)
    write_record(folder)
    second = run_here(monkeypatch, "--plain", record=folder)
    assert (first.status, second.status) == (0, 0)
    assert "cswo-eval assess" in first.stdout
    assert str(folder) in "".join(first.stdout.split("\n")).replace("  ", "")
    assert "18 questions of the first hour" in " ".join(second.stdout.split())
    assert not SLIPS.search(first.stdout + second.stdout)
