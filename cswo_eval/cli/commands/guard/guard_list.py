"""`cswo-eval guard list`."""

from __future__ import annotations

from cswo_eval.cli.command import command
from cswo_eval.cli.setting import Setting
from cswo_eval.files.shapes import plain as plain_values
from cswo_eval.pages.guard_sections import decisions_document


@command(json=True)
def guard_list(setting: Setting) -> None:
    """Show your table of pseudonyms, what you called public, and what you accepted."""
    decisions = setting.record.guard_decisions()
    values = plain_values(decisions)
    setting.give(
        lambda: {name: values.get(name, []) for name in ("pseudonyms", "public_items", "accepted")},
        lambda: decisions_document(decisions),
    )
