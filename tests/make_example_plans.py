"""Make the plans in examples/plans again. One line for a maintainer:

.venv/bin/python tests/make_example_plans.py
"""

from __future__ import annotations

from pathlib import Path

from optimum.planned import planned
from optimum.records import PlannedRecord, record_of

from cswo_eval.formats.markdown import markdown_text
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.load import load_framework
from cswo_eval.pages.plan_sections import plan_document
from cswo_eval.record.sample import sample_folder

PLANS = sample_folder().parent / "plans"
AGAIN = "Run `python tests/make_example_plans.py`, and look at what has changed."
SHOWN = ("new-weak-on-money", "acting-little-time", "ten-years-few-gaps")
"""Three people who could not be less alike, of the records that the planner is measured by."""


def plan_text(framework: Framework, record: PlannedRecord) -> str:
    """Return the plan of a record as Markdown, under a line that says who it is for. Nobody in it is real."""
    plan = planned(framework, record)
    text = markdown_text(plan_document(framework, plan, record.start))
    return f"<!-- An invented CSWO. {record.who} -->\n\n{text}"


def made() -> dict[str, str]:
    """Return the text of each plan by the name of its file."""
    framework = load_framework()
    return {f"{name}.md": plan_text(framework, record_of(name)) for name in SHOWN}


def main() -> None:
    """Write every plan anew."""
    PLANS.mkdir(exist_ok=True)
    for file in PLANS.glob("*.md"):
        file.unlink()
    for name, text in made().items():
        Path(PLANS / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
