"""`cswo-eval demo`: a complete, fictional record to look at, kept where it says."""

from __future__ import annotations

from pathlib import Path

from cswo_eval.cli.options import PlainOption, RecordOption


def demo(record: RecordOption = None, plain: PlainOption = False) -> None:
    """Write a complete sample record and show its gap analysis and plan."""
    from cswo_eval.cli.setting import open_setting
    from cswo_eval.files.typed_paths import path_given
    from cswo_eval.framework.loading import load_framework
    from cswo_eval.pages.gap_sections import gap_document
    from cswo_eval.pages.plan_sections import plan_document
    from cswo_eval.record.place import own_data_folder
    from cswo_eval.record.sample import write_sample
    from cswo_eval.text.problems import CswoEvalError

    folder = path_given(record) if record else _new_folder(own_data_folder())
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CswoEvalError(
            f"{folder} is not empty, so the sample was not written there. Name a new folder with --record."
        )
    write_sample(folder, load_framework())
    setting = open_setting(str(folder), None, None, plain)
    setting.terminal.show(gap_document(setting.framework, setting.profile, setting.round, setting.analysis))
    if setting.plan is not None:
        setting.terminal.show(plan_document(setting.framework, setting.plan, setting.today))
    shown = f'"{folder}"' if " " in str(folder) else str(folder)
    setting.terminal.say(f"\nThis is a fictional record, kept in {folder}. Look at it with any command, for example:")
    commands = ("gaps --explain SD1.5", "plan show A1", "evidence list", "portfolio check", "report --for coach")
    setting.terminal.commands(*(f"cswo-eval {one} --record {shown}" for one in commands))
    setting.terminal.say("Your own begins with `cswo-eval assess`; it is kept elsewhere.")


def _new_folder(parent: Path) -> Path:
    number = 1
    while (parent / f"demo-{number}").exists():
        number += 1
    return parent / f"demo-{number}"
