"""The plans in examples/plans are what the planner makes of these people now."""

from __future__ import annotations

import pytest
from make_example_plans import AGAIN, PLANS, SHOWN, made


@pytest.fixture(scope="module")
def plans() -> dict[str, str]:
    """The plans as they are made now, by the name of the file."""
    return made()


@pytest.mark.parametrize("name", SHOWN)
def test_every_plan_is_current(name: str, plans: dict[str, str]) -> None:
    assert (PLANS / f"{name}.md").read_text(encoding="utf-8") == plans[f"{name}.md"], AGAIN


def test_no_plan_is_there_that_nobody_made(plans: dict[str, str]) -> None:
    assert {path.name for path in PLANS.iterdir()} == set(plans)
