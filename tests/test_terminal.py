"""What the terminal writes beside one another, at any width."""

from __future__ import annotations

import pytest
from gap_records import standard

from cswo_eval.cli.terminal import Terminal
from cswo_eval.framework.form_choices import choices_from

SOURCES = ("level", "importance", "confidence", "bearing", "evidence-kinds", "reflection-models", "portfolio-profiles")


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("columns", [30, 40, 60, 80])
@pytest.mark.parametrize("source", SOURCES)
def test_no_choice_is_divided_that_fits_a_line(
    source: str, columns: int, plain: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """'n No' at the end of one line and 'chance yet' on the next read like two answers."""
    monkeypatch.setenv("COLUMNS", str(columns))
    choices = [f"{one.key} {one.name}" for one in choices_from(standard(), source)]  # type: ignore[arg-type]
    Terminal(plain).say_beside(choices)
    lines = capsys.readouterr().err.splitlines()
    assert all(len(line) <= columns for line in lines)
    assert " ".join(" ".join(lines).split()) == " ".join(choices)
    for one in choices:
        assert len(one) > columns or any(one in line for line in lines)
