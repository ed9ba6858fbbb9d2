"""`standard check` finds every kind of slip it promises to find, all at once, each with file, line and what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import Finished
from processes import run_here
from standards_folders import copy_of_ours, own_activities, problems_of, spoil, take_out_everywhere, write_files

from cswo_eval.framework.cross_checks import check_standards
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.standards_files import SINGLE_FILES
from cswo_eval.framework.standards_folder import StandardsFolder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of our standards, to spoil."""
    return copy_of_ours(tmp_path / "ours")


@dataclass(frozen=True)
class Slip:
    """One thing changed in one file, and what the check must say of it, that many lines below the change."""

    what: str
    file: str
    pattern: str
    replacement: str
    says: str
    remedy: str
    below: int = 0


UNKNOWN_REFERENCES = [
    Slip("guidance of an element", "standard/MV.yaml", r'^    guidance: \["9\.3a"', '    guidance: ["9.3z"',
         "there is no guidance entry '9.3z'. Did you mean 9.3", "Correct the reference"),
    Slip("guidance of a competency", "standard/SD.yaml", r'^        guidance: \["', '        guidance: ["nowhere", "',
         "there is no guidance entry 'nowhere'.", "Correct the reference"),
    Slip("competency that an activity builds", "activities/outcomes.yaml", r"builds: \{mainly: \[\w+\.\d+", "builds: {mainly: [AO9.9",
         "there is no competency 'AO9.9'.", "Correct the reference"),
    Slip("competency that an activity builds beside others", "activities/values-and-partnership.yaml", r"also: \[\w+\.\d+", "also: [MV9.9",
         "there is no competency 'MV9.9'.", "Correct the reference"),
    Slip("activity that comes first", "activities/outcomes.yaml", r"after: \[\]", "after: [no-such-thing]",
         "there is no activity 'no-such-thing'.", "Correct the reference"),
    Slip("element of a practice example", "practice-examples.yaml", r"elements: \[MV1", "elements: [MV7",
         "there is no element 'MV7'. Did you mean MV1?", "Correct the reference"),
    Slip("aspect of a practice example", "practice-examples.yaml", r"aspect: MV", "aspect: ZZ",
         "there is no aspect 'ZZ'.", "Correct the reference"),
    Slip("competency of a worked case", "worked-cases.yaml", r"competency: \S+", "competency: AO4.22",
         "there is no competency 'AO4.22'. Did you mean AO4.2?", "Correct the reference"),
    Slip("edition of a guidance entry", "guidance.yaml", r'edition: "2011"', 'edition: "2012"',
         "there is no guidance edition '2012'.", "Correct the reference"),
    Slip("preset of a target profile", "targets.yaml", r"importance: new-in-post", "importance: new-in-pots",
         "there is no importance preset 'new-in-pots'. Did you mean new-in-post?", "Correct the reference"),
    Slip("competency in a preset", "importance.yaml", r'^( +)"MV1\.1": 2\n', r'\1"MV1.1": 2\n\1"MV1.11": 2\n',
         "there is no element or competency 'MV1.11'. Did you mean MV1.1?", "Correct the reference"),
    Slip("competency in a preset's reasons", "importance.yaml", r"^    reasons:\n", '    reasons:\n      "SD9.9": Because.\n',
         "there is no element or competency 'SD9.9'.", "Correct the reference"),
    Slip("source document of a file", "levels.yaml", r"\{document: own\}", "{document: owl}",
         "there is no source document 'owl'.", "Correct the reference"),
    Slip("source document of an activity", "activities/direction.yaml", r"^    source: \{document: [\w-]+", "    source: {document: owl",
         "there is no source document 'owl'.", "Correct the reference"),
    Slip("source document of a competency", "standard/WO.yaml", r"^        source: \{document: [\w-]+", "        source: {document: owl",
         "there is no source document 'owl'.", "Correct the reference"),
    Slip("section of an audience", "report-profiles.yaml", r"sections: \[limits, summary, aspects, strengths", "sections: [limits, summery, aspects, strengths",
         "there is no section 'summery'. Did you mean summary?", "Correct the reference"),
    Slip("section of a report profile", "report-profiles.yaml", r"reviews\]\n  - id: evidence-only", "revues]\n  - id: evidence-only",
         "there is no section 'revues'. Did you mean reviews?", "Correct the reference"),
    Slip("audience of a report profile", "report-profiles.yaml", r"audience: portfolio", "audience: portfolios",
         "there is no audience 'portfolios'. Did you mean portfolio?", "Correct the reference"),
    Slip("what a competency is now called", "standard/standard.yaml", r"renamed: \[\]", "renamed: [{was: MV1.9, now: [MV1.55], reason: Once.}]",
         "there is no competency or element 'MV1.55'. Did you mean MV1.5?", "Correct the reference"),
]  # fmt: skip


DUPLICATES = [
    Slip("aspect", "standard/standard.yaml", r"\[MV, SD", "[MV, MV, SD", "MV", ""),
    Slip("element", "standard/SD.yaml", r"^  - id: SD2$", "  - id: SD1", "the id 'SD1' is used already", "another id"),
    Slip("competency", "standard/SD.yaml", r"- id: SD1\.2$", "- id: SD1.1", "the id 'SD1.1' is used already", "another id"),
    Slip("title of a competency", "standard/WO.yaml", r"(id: WO1\.1\n +title: )(.*)((?:.*\n)*?.*id: WO1\.2\n +title: ).*", r"\1\2\3\2",
         "the title of WO1.2 is the same as that of WO1.1.", "Give each its own"),
    Slip("activity", "activities/settling-in.yaml", r"^  - id: .*", "  - id: budget-line-by-line",
         "the id 'budget-line-by-line' is used already (activities/direction.yaml, line ", "another id"),
    Slip("guidance entry", "guidance.yaml", r'id: "9\.3b"', 'id: "9.3a"', "the id '9.3a' is used already", "another id"),
    Slip("guidance edition", "guidance.yaml", r'id: "2016"', 'id: "2011"', "the id '2011' is used already", "another id"),
    Slip("practice example", "practice-examples.yaml", r"id: EX02", "id: EX01", "the id 'EX01' is used already", "another id"),
    Slip("worked case", "worked-cases.yaml", r"id: case-2", "id: case-1", "the id 'case-1' is used already", "another id"),
    Slip("target profile", "targets.yaml", r"id: established", "id: new-in-post", "the id 'new-in-post' is used already", "another id"),
    Slip("importance preset", "importance.yaml", r"id: established", "id: new-in-post", "the id 'new-in-post' is used already", "another id"),
    Slip("audience", "report-profiles.yaml", r"id: coach", "id: self", "the id 'self' is used already", "another id"),
    Slip("report profile", "report-profiles.yaml", r"id: review-meeting", "id: two-pages", "the id 'two-pages' is used already", "another id"),
    Slip("kind of evidence", "evidence-kinds.yaml", r"id: document", "id: account", "the id 'account' is used already", "another id"),
    Slip("source document", "sources.yaml", r"id: guidance-2016", "id: guidance-2011", "the id 'guidance-2011' is used already", "another id"),
    Slip("level", "levels.yaml", r"level: 2$", "level: 1", "1", ""),
    Slip("confidence", "levels.yaml", r"id: medium", "id: low", "the id 'low' is used already", "another id"),
    Slip("importance", "levels.yaml", r'id: "2"', 'id: "1"', "the id '1' is used already", "another id"),
    Slip("quadrant", "method.yaml", r"id: important-met", "id: important-below", "the id 'important-below' is used already", "another id"),
    Slip("phase", "method.yaml", r"id: try\b", "id: listen", "the id 'listen' is used already", "another id"),
]  # fmt: skip


WRONG_WORDS = [
    Slip("a key written twice", "levels.yaml", r"^title: .*\n", "title: Levels\ntitle: Levels again\n",
         "the key 'title' stands here a second time.", "Keep one of the two.", below=1),
    Slip("an empty text", "worked-cases.yaml", r"title: The one who knows the law", "title: ''", "'cases.0.title' is empty.", "Write its text."),
    Slip("a text of blanks", "worked-cases.yaml", r"title: The one who knows the law", "title: '  '", "'cases.0.title' is empty.", "Write its text."),
    Slip("a missing text", "worked-cases.yaml", r"^    title: The one who knows the law\n", "", "'cases.0.title' is missing.", "Add it.", below=-1),
    Slip("a title far too long", "worked-cases.yaml", r"title: The one who knows the law", f"title: {'word ' * 60}",
         "'cases.0.title' is far too long (at most 240 characters).", "Shorten it."),
    Slip("a passage far too long", "worked-cases.yaml", r"trap: >-\n", f"trap: >-\n      {'word ' * 400}\n",
         "'cases.0.trap' is far too long (at most 1500 characters).", "Shorten it.", below=-1),
    Slip("No", "targets.yaml", r"title: Established", "title: No", "YAML reads 'No' as something other than text.", "Put it in quotation marks"),
    Slip("12:30", "targets.yaml", r"title: Established", "title: 12:30", "YAML reads '12:30' as something other than text.", "Put it in quotation marks"),
    Slip("1.10", "targets.yaml", r"title: Established", "title: 1.10",
         "in 'profiles.1.title', YAML reads an unquoted value as a number, date or truth value", "Put it in quotation marks"),
    Slip("a guidance id without quotation marks", "guidance.yaml", r'id: "9\.1"', "id: 9.1",
         "in 'entries.0.id', YAML reads an unquoted value as a number, date or truth value", "Put it in quotation marks"),
    Slip("a truth value for hours", "activities/direction.yaml", r"hours: [\d.]+", "hours: true",
         "'activities.0.hours' must be a number", "Write the number."),
    Slip("a level above the scale", "targets.yaml", r"level: 3", "level: 7", "'profiles.0.level' must be 5 or less.", "Correct the number."),
    Slip("a name that does not belong", "targets.yaml", r"level: 3", "level: 3\n    levl: 3",
         "'profiles.0.levl' is not a name that belongs here.", "Check its spelling"),
    Slip("a kind that is not one", "activities/direction.yaml", r"kind: [\w-]+", "kind: by-post",
         "'activities.0.kind' must be one of 'on-the-job', 'with-others', 'formal' or 'self-directed'.", "Write one of these."),
    Slip("an id with a blank", "targets.yaml", r"id: established", "id: well established",
         "'profiles.1.id' is not written the way it must be.", "standard schema"),
    Slip("an alias", "targets.yaml", r"title: Established", "title: *there", "the YAML is broken here (a text without quotation marks begins with '*').", "Look at this line"),
    Slip("a tag", "targets.yaml", r"title: Established", "title: !ours Established", "this has a YAML tag", "Take the tag out."),
    Slip("a day that does not exist", "bank-holidays.yaml", r"2025-01-02", "2025-02-30", "'holidays.1.date' must be a date.", "Write it as"),
    Slip("a phase that ends before it begins", "method.yaml", r"last_day: 30", "last_day: 0", "'plan.phases.0.last_day' must be 1 or more.", "Correct the number."),
]  # fmt: skip


SENSE = [
    Slip("a competency that a preset leaves out", "importance.yaml", r'^ +"MV1\.1": 2\n', "",
         "the preset 'new-in-post' says nothing of MV1.1.", "Give each an importance from 1 to 3.", below=-1),
    Slip("an element that a preset leaves out", "importance.yaml", r'^ +"MV1": 2\n', "",
         "the preset 'new-in-post' says nothing of MV1.", "Give each an importance from 1 to 3."),
    Slip("a 3 without a reason", "importance.yaml", r'"MV1\.1": 2', '"MV1.1": 3',
         "the preset 'new-in-post' gives MV1.1 an importance of 3 without a reason.", "Say why under 'reasons'"),
    Slip("bands in the wrong order", "method.yaml", r"medium_need: 9", "medium_need: 25", "'medium_need' is above 'high_need'.", "Correct one of the two."),
    Slip("a holiday outside the years", "bank-holidays.yaml", r"2025-01-02", "2024-01-02",
         "2024-01-02 is not in one of the 'years' that this file covers.", "Add the year"),
    Slip("a sitting longer than the whole", "activities/direction.yaml", r"sitting_hours: [\d.]+", "sitting_hours: 10",
         "has sittings longer than the whole activity.", "no more than 'hours'"),
    Slip("an activity that waits for itself", "activities/direction.yaml", r"- id: ([\w-]+)\n((?:.*\n)*?)    after: \[\]", r"- id: \1\n\2    after: [\1]",
         "must come after itself, by way of its prerequisites.", "Break the circle."),
    Slip("one competency built twice over by an activity", "activities/direction.yaml", r"also: \[(\w+\.\d+)", r"also: [\1, \1",
         "builds the same competency twice (", "Take one out."),
    Slip("a competency both renamed and there", "standard/standard.yaml", r"renamed: \[\]", "renamed: [{was: MV1.5, now: [MV1.6], reason: Once.}]",
         "'MV1.5' is listed as renamed or retired, and it is still there.", "Take one of the two out."),
    Slip("an older id renamed twice", "standard/standard.yaml", r"renamed: \[\]",
         "renamed:\n  - {was: MV1.9, now: [MV1.6], reason: Once.}\n  - {was: MV1.9, now: [MV1.5], reason: Twice.}", "MV1.9", "", below=2),
]  # fmt: skip


def assert_found(slip: Slip, line: int, problems: list[str]) -> None:
    """Assert that this slip is among the problems, with its file, its line and its remedy."""
    place = f"{slip.file}, line {line + slip.below}: "
    fitting = [one for one in problems if one.startswith(place) and slip.says in one and slip.remedy in one]
    assert fitting, f"expected {place}… {slip.says} … {slip.remedy}\nfound {problems[:8]}"


def in_files_of_their_own(slips: list[Slip]) -> list[list[Slip]]:
    """The slips in as few groups as have no file twice: in one folder, each is the only one of its file."""
    groups: list[list[Slip]] = []
    for slip in slips:
        fitting = [group for group in groups if slip.file not in [one.file for one in group]]
        (fitting[0] if fitting else groups.append([]) or groups[-1]).append(slip)
    return groups


@pytest.fixture(scope="module")
def checked_apart(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, list[str]]]:
    """By slip, its line and what the check says of a folder in which no other slip is in its file."""
    checked = {}
    for slips in (*in_files_of_their_own(WRONG_WORDS), *in_files_of_their_own(SENSE)):
        folder = copy_of_ours(tmp_path_factory.mktemp("apart") / "ours")
        lines = [spoil(folder, slip.file, slip.pattern, slip.replacement) for slip in slips]
        problems = problems_of(folder)
        checked |= {slip.what: (line, problems) for slip, line in zip(slips, lines, strict=True)}
    return checked


@pytest.mark.parametrize("slip", [*WRONG_WORDS, *SENSE], ids=lambda slip: slip.what)
def test_a_slip_is_found_with_its_file_its_line_and_what_to_do(
    slip: Slip, checked_apart: dict[str, tuple[int, list[str]]]
) -> None:
    assert_found(slip, *checked_apart[slip.what])


TOGETHER = {"references": UNKNOWN_REFERENCES, "duplicates": DUPLICATES}


@pytest.fixture(scope="module")
def checked_together(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[list[int], list[str]]]:
    """All slips of one sort in one folder: the line of each, and what one check of the folder says."""
    checked = {}
    for sort, slips in TOGETHER.items():
        folder = copy_of_ours(tmp_path_factory.mktemp(sort) / "ours")
        lines = [spoil(folder, slip.file, slip.pattern, slip.replacement) for slip in slips]
        checked[sort] = lines, problems_of(folder)
    return checked


@pytest.mark.parametrize(
    ("sort", "number"),
    [(sort, number) for sort, slips in TOGETHER.items() for number in range(len(slips))],
    ids=[f"{sort}: {slip.what}" for sort, slips in TOGETHER.items() for slip in slips],
)
def test_each_of_many_slips_is_found_by_one_check(
    sort: str, number: int, checked_together: dict[str, tuple[list[int], list[str]]]
) -> None:
    """Unknown references of every sort in one folder, and ids of every sort used twice in another."""
    lines, problems = checked_together[sort]
    assert_found(TOGETHER[sort][number], lines[number], problems)


def test_our_own_standards_have_no_problem(folder: Path) -> None:
    """So each problem that the other tests find comes from what they changed."""
    assert problems_of(folder) == []


# --- one slip is one problem -------------------------------------------------------------------------------------


ONE_SLIP = {"a value that does not fit": "title: No", "broken YAML": "title: Ours: all of it"}


@pytest.mark.parametrize("slip", ONE_SLIP)
@pytest.mark.parametrize("file", ["standard/standard.yaml", "standard/MV.yaml", "standard/SD.yaml", "guidance.yaml"])
def test_one_slip_is_one_problem(slip: str, file: str, folder: Path) -> None:
    """What depends on a spoilt file is not called wrong as well: there would be nothing in it to mend."""
    spoil(folder, file, r"^title: .*", ONE_SLIP[slip])
    found = problems_of(folder)
    assert [one.partition(", line ")[0] for one in found] == [file], f"{len(found)} problems: {found[:4]}"


@pytest.mark.parametrize("slip", ONE_SLIP)
def test_one_slip_in_each_of_many_files_is_one_problem_of_each(slip: str, folder: Path) -> None:
    files = sorted({*SINGLE_FILES, "activities/direction.yaml"} - {"standard/standard.yaml"})
    for file in files:
        spoil(folder, file, r"^title: .*", ONE_SLIP[slip])
    assert [one.partition(", line ")[0] for one in problems_of(folder)] == files


def test_a_reference_to_what_is_there_in_a_spoilt_file_is_no_problem(folder: Path) -> None:
    """A slip in one activity file leaves the activities that come after one of its own alone."""
    prior = re.search(r"after: \[([\w-]+)", (folder / "activities/direction.yaml").read_text(encoding="utf-8"))
    assert prior is not None
    write_files(folder, {"activities/own.yaml": own_activities({"after": [prior[1]]})})
    spoil(folder, "activities/direction.yaml", r"^title: .*", "title: No")
    assert len(problems_of(folder)) == 1


# --- files ------------------------------------------------------------------------------------------------------


def test_an_aspect_file_that_is_missing_is_named(folder: Path) -> None:
    spoil(folder, "standard/standard.yaml", r"\[MV, SD", "[MV, XX, SD")
    assert problems_of(folder) == ["standard/XX.yaml: this file is missing. Write it, or take it out of 'aspects'."]


def test_an_aspect_file_that_the_standard_does_not_list_is_a_problem(folder: Path) -> None:
    text = (folder / "standard/MV.yaml").read_text(encoding="utf-8").replace("MV1", "XX1").replace("id: MV", "id: XX")
    write_files(folder, {"standard/XX.yaml": text})
    expected = "standard/XX.yaml, line 1: the aspect 'XX' is not among the aspects of standard/standard.yaml."
    assert [one for one in problems_of(folder) if one.startswith(expected)]


def test_an_aspect_in_a_file_of_another_name_is_a_problem(folder: Path) -> None:
    (folder / "standard/MV.yaml").rename(folder / "standard/Values.yaml")
    expected = "standard/Values.yaml, line 1: this file holds the aspect 'MV', and its name says otherwise. Rename it"
    assert [one for one in problems_of(folder) if one.startswith(expected)]


@pytest.mark.parametrize(("pattern", "shown"), [(r"^  - id: SD2$", "  - id: AO2"), (r"- id: SD2\.2$", "- id: SD3.9")])
def test_an_id_that_does_not_begin_with_its_parents_is_a_problem(pattern: str, shown: str, folder: Path) -> None:
    line = spoil(folder, "standard/SD.yaml", pattern, shown)
    found = [one for one in problems_of(folder) if one.startswith(f"standard/SD.yaml, line {line}: ")]
    assert any("does not begin with its" in one and "Begin it with" in one for one in found)


def test_every_file_missing_from_a_complete_folder_is_named(folder: Path) -> None:
    """As where an installation was damaged: the check of our own standards says so, of all at once."""
    for name in SINGLE_FILES:
        (folder / name).unlink()
    found = [str(one) for one in check_standards(Framework(StandardsFolder(folder)))]
    missing = [one.partition(": this file is missing.")[0] for one in found if "this file is missing." in one]
    assert missing == sorted(SINGLE_FILES)


@pytest.mark.parametrize(
    "name", ["notes.yaml", "standard.yaml", "deeper/levels.yaml", "activities/old/direction.yaml", "targets.yml"]
)
def test_a_foreign_file_is_named(name: str, folder: Path) -> None:
    """A file that nothing reads, above all one that its writer believes to be in use."""
    write_files(folder, {name: "a: b\n"})
    assert problems_of(folder) == [
        f"{name}: no file of this name belongs in a folder of standards. "
        "`cswo-eval standard schema` lists the files; rename it or take it away."
    ]


def test_a_huge_file_is_named_and_not_read(folder: Path) -> None:
    with (folder / "targets.yaml").open("ab") as file:
        file.truncate(30_000_000)
    (problem,) = problems_of(folder)
    assert problem.startswith("targets.yaml: this file is larger than 24 million bytes")


def test_an_alias_of_what_is_there_is_a_problem(folder: Path) -> None:
    spoil(folder, "targets.yaml", r"title: New in post", "title: &name New in post")
    spoil(folder, "targets.yaml", r"title: Established", "title: *name")
    assert any("alias" in one and "Write the text out again here." in one for one in problems_of(folder))


# --- the command ------------------------------------------------------------------------------------------------


def test_the_command_says_that_ours_are_in_order_and_what_it_looked_at(run: Callable[..., Finished]) -> None:
    done = run("standard", "check", "--plain")
    assert (done.status, done.stderr) == (0, ""), done
    assert "No problems found." in done.stdout
    assert "5 aspects, 18 elements, 80 competencies" in done.stdout


def test_the_command_names_the_users_own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    write_files(tmp_path / "mine", {"targets.yaml": (folder / "targets.yaml").read_text(encoding="utf-8")})
    done = run_here(monkeypatch, "standard", "check", tmp_path / "mine", "--plain")
    assert done.status == 0, done
    assert re.search(r"Of your own:?\s+targets\.yaml", done.stdout)


MANY = {
    "bank-holidays.yaml": (r"2025-01-02", "2024-01-02", "is not in one of the 'years'"),
    "evidence-kinds.yaml": (r"id: document", "id: account", "the id 'account' is used already"),
    "guidance.yaml": (r'edition: "2011"', 'edition: "2012"', "there is no guidance edition '2012'"),
    "levels.yaml": (r"^title: .*\n", "title: Levels\ntitle: Again\n", "the key 'title' stands here a second time"),
    "method.yaml": (r"medium_need: 9", "medium_need: 25", "'medium_need' is above 'high_need'"),
    "practice-examples.yaml": (r"elements: \[MV1", "elements: [MV7", "there is no element 'MV7'"),
    "targets.yaml": (r"title: Established", "title: No", "YAML reads 'No' as something other than text"),
    "worked-cases.yaml": (r"title: The one who knows the law", "title: ''", "'cases.0.title' is empty"),
    "sources.yaml": (r"^title: .*", "title: Documents: all", "the YAML is broken here"),
}


@pytest.fixture
def spoilt(folder: Path) -> tuple[Path, dict[str, tuple[int, str]]]:
    """A folder with a slip of another kind in each of nine files, and for each the line and the words."""
    lines = {}
    for name, (pattern, replacement, says) in MANY.items():
        below = 1 if "second time" in says else 0
        lines[name] = (spoil(folder, name, pattern, replacement) + below, says)
    return folder, lines


def test_the_command_lists_all_problems_at_once_in_the_order_of_their_files(
    spoilt: tuple[Path, dict[str, tuple[int, str]]], run: Callable[..., Finished]
) -> None:
    """Nine files, nine kinds of slip, one run: status 1, each on a line of its own with file and line."""
    folder, expected = spoilt
    done = run("standard", "check", folder)
    assert (done.status, done.stdout) == (1, ""), done
    heading, *lines = done.stderr.strip().splitlines()
    assert heading == f"{len(expected)} things need mending:"
    assert len(lines) == len(expected)
    for line, (name, (number, says)) in zip(lines, sorted(expected.items()), strict=True):
        assert line.startswith(f"  {folder / name}, line {number}: "), line
        assert says in line


def test_the_problems_come_as_json_too(
    spoilt: tuple[Path, dict[str, tuple[int, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """File, line, what is wrong and what to do, as four values of each; the status stays 1."""
    folder, expected = spoilt
    done = run_here(monkeypatch, "standard", "check", folder, "--json")
    problems = json.loads(done.stdout)["problems"]
    assert done.status == 1
    assert {(one["file"], one["line"]) for one in problems} == {
        (str(folder / name), number) for name, (number, _) in expected.items()
    }
    assert all(one["what"] and one["remedy"] for one in problems)


def test_deep_nesting_in_any_form_ends_in_words_and_not_in_a_crash(folder: Path, run: Callable[..., Finished]) -> None:
    """A hundred thousand levels, in three files at once: the process lives to name all three."""
    write_files(folder, {"targets.yaml": "[" * 100_000 + "]" * 100_000, "levels.yaml": "- " * 100_000 + "x"})
    write_files(folder, {"method.yaml": "id: a\nb:\n " + "{a: " * 100_000})
    done = run("standard", "check", folder)
    assert (done.status, done.stdout) == (1, ""), done
    for name, line in {"targets.yaml": 1, "levels.yaml": 1, "method.yaml": 3}.items():
        assert f"{folder / name}, line {line}: this is nested more than 40 levels deep." in done.stderr


def test_a_standard_without_a_competency_that_nothing_names_is_in_order(folder: Path) -> None:
    """An organisation may do with fewer: what counts is that nothing points at what is gone."""
    take_out_everywhere(folder, "SL2.4")
    assert problems_of(folder) == []
