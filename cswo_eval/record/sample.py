"""The complete, fictional record that comes with the program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cswo_eval.files.whole_files import write_whole
from cswo_eval.framework.framework import Framework
from cswo_eval.record.attachments import read_attachment
from cswo_eval.record.fitted import standard_used
from cswo_eval.record.layout import ATTACHMENTS
from cswo_eval.record.store import Record


def sample_folder() -> Path:
    """Return where the sample lies: in the wheel, or in the repository."""
    package = Path(__file__).resolve().parent.parent
    packed = package / "examples"
    return (packed if packed.is_dir() else package.parent / "examples") / "sample-record"


def write_sample(folder: Path, framework: Framework, now: Callable[[], str]) -> Record:
    """Write the sample record to a new or empty folder and return it. `now` gives the UTC moment.

    Raises CswoEvalError where that cannot be written.
    """
    sample, record = Record(sample_folder()), Record(folder)
    with record.changing("demo", now) as writer, writer.together():
        writer.save_profile(sample.profile())
        writer.save_register(sample.register())
        _copy_attachments(sample, folder)
        for account in sample.reflections():
            writer.save_reflection(account)
        writer.save_prior_learning(sample.prior_learning())
        writer.save_portfolio_details(sample.portfolio_details())
        for day in sample.round_days():
            round_ = sample.round(day, framework)
            writer.save_round(round_._replace(standard=standard_used(framework)))
        for day in sample.plan_days():
            writer.save_plan(sample.plan(day))
            for review in sample.reviews(day):
                writer.save_review(review)
    return record


def _copy_attachments(sample: Record, folder: Path) -> None:
    for entry in sample.register().present():
        for attachment in entry.attachments:
            write_whole(folder / ATTACHMENTS / attachment.stored, read_attachment(sample, attachment))
