"""How often the guard speaks up over ordinary papers: counted, printed in pytest's summary, and held within bounds.

A guard that cries wolf is switched off. None of these texts is about a person.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from cswo_eval.confidentiality.all_rules import findings_in
from cswo_eval.framework.framework import Framework
from cswo_eval.record.sample import sample_folder

WORDS_A_CERTAIN_FINDING = 2_000
"""At most one certain finding in so many words."""
WORDS_A_WARNING = 400
"""Fewer than one warning in so many: what a busy person still reads."""
PROSE = Path(__file__).parent / "prose"


Tell = Callable[[str, object], None]


def assert_seldom(paths: Sequence[Path], framework: Framework, least_words: int, tell: Tell) -> None:
    """Count the findings in these files, have the count printed, and hold it to the bounds."""
    words = certain = warnings = 0
    for path in paths:
        text = path.read_text(encoding="utf-8")
        words += len(text.split())
        for one in findings_in(text, framework.confidentiality):
            certain, warnings = certain + one.certain, warnings + (not one.certain)
            print(f"  {path.name}: {one.kind}{'' if one.certain else ' (warning)'}: {' '.join(one.found.split())}")
    tell("printed", f"False alarms: {words:,} words in {len(paths)} files, {certain} certain, {warnings} warnings")
    assert words >= least_words
    assert certain * WORDS_A_CERTAIN_FINDING <= words
    assert warnings * WORDS_A_WARNING < words


def test_papers_as_a_chief_social_work_officer_writes_them(framework: Framework, record_property: Tell) -> None:
    """A committee paper, an annual report, a budget note, minutes, and learning accounts, full of figures and dates."""
    assert_seldom(sorted(PROSE.glob("*.txt")), framework, least_words=3_000, tell=record_property)


def test_everything_that_comes_with_the_program(framework: Framework, record_property: Tell) -> None:
    """All of the Standard and its companions, and the sample record."""
    ours = sorted(path for path in framework.folder.files.values() if path.suffix == ".yaml")
    assert_seldom(
        [*ours, *sorted(sample_folder().rglob("*.yaml"))], framework, least_words=50_000, tell=record_property
    )


@pytest.mark.skipif(
    not os.environ.get("CSWO_EVAL_SOURCES"),
    reason="CSWO_EVAL_SOURCES names no folder with the source documents as text.",
)
def test_the_source_documents(framework: Framework, record_property: Tell) -> None:
    """Long published documents; what is certain in them is the postal address of their publishers."""
    assert_seldom(
        sorted(Path(os.environ["CSWO_EVAL_SOURCES"]).glob("*.txt")), framework, least_words=1_000, tell=record_property
    )
