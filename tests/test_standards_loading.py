"""The Standard is read from its folder, and a folder of the user's own is laid over it, file by file."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Finished
from hypothesis import given, settings
from hypothesis import strategies as st
from processes import run_here
from standards_folders import TINY, copy_of_ours, problems_of, spoil, write_files

from cswo_eval.framework.framework import Framework
from cswo_eval.framework.load import load_framework
from cswo_eval.framework.standards_files import SINGLE_FILES
from cswo_eval.framework.standards_folder import StandardsFolder, own_standards_folder
from cswo_eval.text.problems import CswoEvalError, ProblemsFound, UnknownId

pytestmark = pytest.mark.installed

OWN_WORDS = "I stand up for the quietest people on our islands, even when nobody thanks me."


@pytest.fixture
def own_wording(tmp_path: Path) -> Path:
    """A folder that holds nothing but our file on modelling values, with one statement in the council's own words."""
    folder = tmp_path / "ours"
    text = (own_standards_folder() / "standard" / "MV.yaml").read_text(encoding="utf-8")
    write_files(folder, {"standard/MV.yaml": text})
    spoil(
        folder, "standard/MV.yaml", r"(id: MV1\.5\n(?:.*\n)*?\s+statement: ).*(\n(?:\s{10}.*\n)*)", rf"\1{OWN_WORDS}\n"
    )
    return folder


# --- ours -------------------------------------------------------------------------------------------------------


def test_every_file_that_stands_alone_comes_with_the_program() -> None:
    missing = [name for name in SINGLE_FILES if not (own_standards_folder() / name).is_file()]
    assert SINGLE_FILES
    assert not missing


def test_aspects_elements_and_competencies_stand_in_the_order_of_the_standard(framework: Framework) -> None:
    """Aspects as standard.yaml lists them, and within each by number."""
    assert [aspect.id for aspect in framework.aspects] == list(framework.outline.aspects)
    places = [
        (framework.outline.aspects.index(name[:2]), *(int(number) for number in re.findall(r"\d+", name)))
        for name in framework.competencies
    ]
    assert len(places) == 80
    assert places == sorted(places)
    assert [name.split(".")[0] for name in framework.competencies if name.endswith(".1")] == list(framework.elements)


def test_an_id_is_found_in_any_case_and_with_blanks_round_it(framework: Framework) -> None:
    assert framework.item(" sd1.3 ") is framework.competencies["SD1.3"]
    assert framework.item("mv1") is framework.elements["MV1"]
    assert framework.item("Wo").id == "WO"


def test_an_unknown_id_is_answered_with_the_nearest_and_where_to_look(framework: Framework) -> None:
    with pytest.raises(
        UnknownId, match=r"no aspect, element or competency 'SD1\.33'\. Did you mean SD1\.3\?.*standard list"
    ):
        framework.item("SD1.33")


def test_an_id_that_resembles_none_gets_no_guess(framework: Framework) -> None:
    with pytest.raises(UnknownId, match=r"'zzzzzzzz'\. `cswo-eval standard list`"):
        framework.item("zzzzzzzz")


def test_a_whole_page_given_as_an_id_is_not_repeated(framework: Framework) -> None:
    with pytest.raises(UnknownId) as caught:
        framework.item("page " * 1000)
    assert len(str(caught.value)) < 200


@settings(deadline=None, max_examples=80)
@given(st.data())
def test_every_competency_leads_up_to_its_element_and_aspect(framework: Framework, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(list(framework.competencies)))
    element = framework.element_of(name)
    assert framework.competencies[name] in element.competencies
    assert element in framework.aspect_of(name).elements
    assert framework.title_of(name) == framework.competencies[name].title
    assert {entry.id for entry in framework.guidance_for(framework.competencies[name])} == set(
        framework.competencies[name].guidance
    )
    assert all(element.id in example.elements for example in framework.practice_examples_for(name))


def test_what_was_read_cannot_be_changed(framework: Framework) -> None:
    with pytest.raises((AttributeError, TypeError, dataclasses.FrozenInstanceError)):
        framework.competencies["SD1.3"].title = "Mine"  # type: ignore[misc]
    assert isinstance(framework.competencies["SD1.3"].evidence, tuple)


def test_a_file_that_nobody_asked_for_is_not_read(tmp_path: Path) -> None:
    """With broken guidance the competencies still read; the guidance itself is refused by name and line."""
    folder = copy_of_ours(tmp_path / "ours")
    (folder / "guidance.yaml").write_text("id: guidance\nentries: [\n", encoding="utf-8")
    broken = Framework(StandardsFolder(own_standards_folder(), folder))
    assert len(broken.competencies) == 80
    with pytest.raises(ProblemsFound, match=r"guidance\.yaml, line \d: the YAML is broken here"):
        _ = broken.guidance


def test_a_file_of_ours_that_is_gone_is_named_with_what_to_do(tmp_path: Path) -> None:
    folder = copy_of_ours(tmp_path / "ours")
    (folder / "levels.yaml").unlink()
    with pytest.raises(ProblemsFound, match=r"levels\.yaml: this file is missing\. .*install the program again"):
        _ = Framework(StandardsFolder(folder)).levels


# --- the content hash -------------------------------------------------------------------------------------------


def hash_of(folder: Path) -> str:
    """The content hash of a folder taken as the program's own."""
    return Framework(StandardsFolder(folder)).content_hash


def test_the_content_hash_is_the_same_wherever_the_same_words_lie(framework: Framework, tmp_path: Path) -> None:
    assert hash_of(copy_of_ours(tmp_path / "a")) == framework.content_hash


def test_the_content_hash_does_not_depend_on_the_line_ends(framework: Framework, tmp_path: Path) -> None:
    folder = copy_of_ours(tmp_path / "a")
    for path in folder.rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert hash_of(folder) == framework.content_hash


def test_one_other_word_in_the_standard_changes_the_content_hash(framework: Framework, tmp_path: Path) -> None:
    folder = copy_of_ours(tmp_path / "a")
    spoil(folder, "standard/WO.yaml", r"title: (\w+)", r"title: Not \1")
    assert hash_of(folder) != framework.content_hash


def test_another_word_in_an_activity_does_not_change_the_content_hash(framework: Framework, tmp_path: Path) -> None:
    """It says what was answered, and nobody answers an activity."""
    folder = copy_of_ours(tmp_path / "a")
    spoil(folder, "activities/direction.yaml", r"first_step: ", "first_step: Then ")
    assert hash_of(folder) == framework.content_hash


# --- a folder of the user's own ---------------------------------------------------------------------------------


def test_own_wording_replaces_ours_and_all_else_stays(own_wording: Path, framework: Framework) -> None:
    """One file laid over: its statement is theirs, the other 79 are ours."""
    theirs = load_framework(own_wording)
    assert theirs.competencies["MV1.5"].statement == OWN_WORDS
    same = [name for name, one in theirs.competencies.items() if one == framework.competencies[name]]
    assert len(same) == 79
    assert theirs.activities == framework.activities
    assert theirs.content_hash != framework.content_hash


@pytest.fixture
def run(run_inside: Callable[..., Finished]) -> Callable[..., Finished]:
    """Run the program within this process: one of its own would prove no more here."""
    return run_inside


@pytest.mark.parametrize("way", ["--standards", "CSWO_EVAL_STANDARDS"])
def test_own_wording_is_what_the_command_line_shows(way: str, own_wording: Path, run: Callable[..., Finished]) -> None:
    """Named by the option, or once and for all in the environment."""
    if way == "--standards":
        done = run("standard", "show", "MV1.5", "--plain", "--standards", own_wording)
    else:
        done = run("standard", "show", "MV1.5", "--plain", environment={way: str(own_wording)})
    assert done.status == 0, done
    assert OWN_WORDS in done.stdout
    assert not done.stderr


def test_an_activity_file_of_another_name_adds_to_the_catalogue(tmp_path: Path, framework: Framework) -> None:
    folder = write_files(tmp_path, {"activities/own.yaml": TINY["activities/own.yaml"].replace("ZZ1.1", "SD1.1")})
    theirs = load_framework(folder)
    assert set(theirs.activities) == {*framework.activities, "own-1", "own-2", "own-3"}


def test_an_activity_file_of_the_same_name_replaces_ours(tmp_path: Path, framework: Framework) -> None:
    folder = copy_of_ours(tmp_path / "copy")
    spoil(folder, "activities/direction.yaml", r"(- id: [\w-]+\n\s+title: ).*", r"\1Do it our way")
    theirs = load_framework(folder)
    assert list(theirs.activities) == list(framework.activities)
    assert "Do it our way" in {activity.title for activity in theirs.activities.values()}


def test_an_organisation_can_bring_a_whole_standard_of_its_own(tmp_path: Path) -> None:
    """With its own aspects, presets, examples, cases and activities, none of ours is left, and nothing is amiss."""
    folder = write_files(tmp_path / "tiny", TINY)
    assert problems_of(folder)[:5] == []
    theirs = load_framework(folder)
    assert list(theirs.competencies) == ["ZZ1.1"]
    assert set(theirs.activities) == {"own-1", "own-2", "own-3"}
    assert theirs.levels.levels[0].name


def test_files_that_are_no_yaml_and_hidden_folders_are_left_alone(own_wording: Path) -> None:
    """A read-me, a version control folder, an editor's backup."""
    extra = {"README.md": "Ours.", ".git/config.yaml": "a: [", "standard/.#MV.yaml": "x", "standard/MV.yaml~": "old"}
    write_files(own_wording, extra)
    assert problems_of(own_wording) == []


def test_a_folder_with_a_problem_is_not_used_at_all(own_wording: Path, run: Callable[..., Finished]) -> None:
    """Exit status 1, the file, the line and the remedy on standard error, and no half-read Standard on standard output."""
    line = spoil(own_wording, "standard/MV.yaml", r'guidance: \["9\.3a"', 'guidance: ["9.3z"')
    done = run("standard", "list", "--standards", own_wording)
    assert (done.status, done.stdout) == (1, ""), done
    assert f"The standards in {own_wording} need mending" in done.stderr
    assert f"{own_wording / 'standard/MV.yaml'}, line {line}: there is no guidance entry '9.3z'." in done.stderr
    assert "Correct the reference" in done.stderr


@pytest.mark.parametrize("command", ["check", "list"])
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("nowhere", "is not there: the folder of standards must be a folder. Check its name."),
        ("file.yaml", "is a file: the folder of standards must be a folder. Check its name."),
        ("empty", "holds no standards: a file such as 'standard/SD.yaml' or 'targets.yaml' was expected."),
        ("foreign", "holds no standards: a file such as 'standard/SD.yaml' or 'targets.yaml' was expected."),
    ],
)
def test_what_is_no_folder_of_standards_is_refused_in_words(
    command: str, given: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A place that is not there, a file, an empty folder, and a folder of something else."""
    (tmp_path / "empty").mkdir()
    write_files(tmp_path, {"file.yaml": "a: b", "foreign/holiday.yaml": "a: b", "foreign/photo.txt": "x"})
    place = [tmp_path / given] if command == "check" else ["--standards", tmp_path / given]
    done = run_here(monkeypatch, "standard", command, *place)
    assert (done.status, done.stdout) == (1, ""), done
    assert f"{tmp_path / given} {words}" in done.stderr


def test_a_folder_that_cannot_be_used_raises_one_error_for_the_caller(tmp_path: Path) -> None:
    with pytest.raises(CswoEvalError, match="is not there"):
        load_framework(tmp_path / "nowhere")


def test_the_list_as_json_is_the_standard_that_was_laid_over(own_wording: Path, run: Callable[..., Finished]) -> None:
    done = run("standard", "list", "--json", "--standards", own_wording)
    values = json.loads(done.stdout)
    elements = [element for aspect in values["aspects"] for element in aspect["elements"]]
    statements = {one["id"]: one["statement"] for element in elements for one in element["competencies"]}
    assert len(statements) == 80
    assert statements["MV1.5"] == OWN_WORDS
