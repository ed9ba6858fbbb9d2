"""`cswo-eval check`: whether the record reads, and what in it is worth a second look."""

from __future__ import annotations

from cswo_eval.cli.command import command
from cswo_eval.cli.guard_findings import found_in_texts
from cswo_eval.cli.setting import Setting
from cswo_eval.pages.blocks import Document, Facts, Section
from cswo_eval.pages.gap_sections.checks_table import checks_table
from cswo_eval.pages.home_sections import private_things
from cswo_eval.pages.json_values import plain_value
from cswo_eval.record.attachments import verify
from cswo_eval.record.place import synced_by
from cswo_eval.text.problems import Problem, ProblemsFound


@command(record="taken", json=True)
def check(setting: Setting) -> None:
    """Read every file of your record and list what does not fit together, with what mends it."""
    where = setting.record
    where.require()
    problems = where.problems()
    if not problems:
        problems = [
            Problem(f"{one.entry}, {one.attachment} ({one.name})", 0, one.what, one.remedy)
            for one in verify(where, where.register())
        ]
    if problems:
        if setting.as_json:
            setting.terminal.data({"problems": plain_value(problems), "checks": []})
        raise ProblemsFound(problems)
    setting.take_day_of_sample()
    checks = setting.analysis.checks
    found = found_in_texts(setting, quick=True).findings
    certain = sum(one.reason is None and one.finding.certain for one in found)
    accepted = sum(one.reason is not None for one in found)
    perhaps = len(found) - certain - accepted
    if setting.as_json:
        counts = {"found": certain, "perhaps": perhaps, "accepted": accepted}
        setting.terminal.data({"problems": [], "checks": plain_value(checks), "identifying": counts})
        return
    pairs = [("Record", str(where.folder)), ("Files", "every file reads")]
    reviews = [review for day in where.plan_days() for review in where.reviews(day)]
    private = private_things(
        setting.round, setting.register, setting.plan, reviews, where.reflections(), where.prior_learning().claims
    )
    pairs.append(("Marked private", private or "nothing"))
    pairs.append(("May identify somebody", _said(certain, perhaps, accepted)))
    service = synced_by(where.folder)
    if service is not None:
        pairs.append(("Place", f"under '{service}', which is probably copied elsewhere"))
    setting.terminal.show(
        Document(
            "Check",
            "",
            (
                Section("files", "", (Facts(tuple(pairs)),)),
                Section("checks", "Worth a second look", (checks_table(checks),)),
            ),
        )
    )


def _said(certain: int, perhaps: int, accepted: int) -> str:
    """Return one line on what the guard finds in the texts. Files are left to the guard's own command: they take longer."""
    said = "nothing found in your texts that a rule knows"
    if certain or perhaps:
        more = f" and {perhaps} perhaps" if perhaps else ""
        said = (
            f"{certain or 'none'} found{more} in your texts; `cswo-eval guard check` shows them, and looks in files too"
        )
    return f"{said}; {accepted} accepted by you" if accepted else said
