"""`cswo-eval demo`: a complete, fictional record to look at, kept where it says."""

from __future__ import annotations

from pathlib import Path

from cswo_eval.cli.command import command
from cswo_eval.cli.setting import Setting, now, open_setting
from cswo_eval.files.by_the_way import is_as_good_as_empty
from cswo_eval.files.typed_paths import path_given
from cswo_eval.pages.gap_sections.gap_document import gap_document
from cswo_eval.pages.plan_sections import plan_document
from cswo_eval.record.place import own_data_folder
from cswo_eval.record.sample import write_sample
from cswo_eval.text.problems import CswoEvalError


@command(record="taken", without=("standards", "today"))
def demo(setting: Setting) -> None:
    """Write a complete sample record and show its gap analysis and plan."""
    folder = path_given(setting.record_given) if setting.record_given else _new_folder(own_data_folder())
    if folder.exists() and (not folder.is_dir() or not is_as_good_as_empty(folder)):
        raise CswoEvalError(
            f"{folder} is not empty, so the sample was not written there. Name a new folder with --record."
        )
    write_sample(folder, setting.framework, now)
    sample = open_setting("needed", {"record": str(folder), "plain": setting.terminal.plain})
    sample.terminal.show(gap_document(sample.framework, sample.profile, sample.round, sample.analysis))
    if sample.plan is not None:
        sample.terminal.show(plan_document(sample.framework, sample.plan, sample.today))
    shown = f'"{folder}"' if " " in str(folder) else str(folder)
    sample.terminal.say(f"\nThis is a fictional record, kept in {folder}. Look at it with any command, for example:")
    commands = ("gaps --explain SD1.5", "plan show A1", "evidence list", "portfolio check", "report --for coach")
    sample.terminal.commands(*(f"cswo-eval {one} --record {shown}" for one in commands))
    sample.terminal.say("Your own begins with `cswo-eval assess`; it is kept elsewhere.")


def _new_folder(parent: Path) -> Path:
    number = 1
    while (parent / f"demo-{number}").exists():
        number += 1
    return parent / f"demo-{number}"
