"""`cswo-eval worksheet import`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.earlier_marks import with_marks_kept
from cswo_eval.cli.guard_remarks import changed_texts, remark_on_texts
from cswo_eval.cli.setting import Setting, now
from cswo_eval.cli.ways_back import TAKES_BACK
from cswo_eval.exchange.worksheet.columns import HEADING_OF
from cswo_eval.exchange.worksheet.filled_worksheet import read_worksheet
from cswo_eval.exchange.worksheet.merged import Applied, Difference, apply_rows
from cswo_eval.exchange.worksheet.stages import FilledWorksheet, row_word
from cswo_eval.exchange.worksheet.told import emptied_in_words, nothing_in_words
from cswo_eval.files.file_data import read_data
from cswo_eval.files.typed_paths import path_given
from cswo_eval.record.fitted import refuse_another_standard, standard_used
from cswo_eval.record.given_ids import ENTRY
from cswo_eval.record.models import Depth, Round
from cswo_eval.text.problems import Problem, ProblemsFound


@command()
def worksheet_import(
    setting: Setting,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The worksheet, filled in.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Where an answer was changed in both, take the worksheet's.")
    ] = False,
) -> None:
    """Take in a filled worksheet: all of it or, where anything in it is wrong, nothing.

    What you did not touch in it leaves your record as it is. What was changed in both is listed, and yours is kept.
    """
    path = path_given(file)
    filled = read_worksheet(read_data(path, str(path)), path.name, setting.framework, setting.profile.record_id)
    with setting.changing() as writer:
        before, register = setting.round, setting.register
        round_ = _round(setting, filled, path)
        applied = apply_rows(
            setting.framework,
            round_,
            register,
            filled.rows,
            record_id=setting.profile.record_id,
            replace=replace,
            now=now(),
            today=setting.today,
            entries_given=setting.record.given(ENTRY),
            name=path.name,
        )
        applied = applied._replace(round=with_marks_kept(setting, round_, applied.round))
        with writer.together():
            if applied.register != register:
                writer.save_register(applied.register)
            if applied.round != round_ or (before is None and applied.added):
                writer.save_round(applied.round)
    says_nothing = nothing_in_words(filled.rows)
    if says_nothing:
        setting.terminal.say(says_nothing, "yellow")
    _tell(setting, applied, replace, path.name)
    remark_on_texts(
        setting, [*changed_texts("", before, applied.round), *changed_texts("", register, applied.register)], short=True
    )
    if filled.comments:
        setting.terminal.say("It also holds comments. They are not taken in; read them in the file.", "yellow")


def _round(setting: Setting, filled: FilledWorksheet, path: Path) -> Round:
    """Return the round that the worksheet was made for, or a first one. Raises ProblemsFound where a newer one has begun."""
    present, days = setting.round, setting.record.round_days()
    refuse_another_standard(present, setting.framework)
    if present is None and filled.round is None:
        depth: Depth = "element" if filled.elements else "usual"
        used = standard_used(setting.framework)
        return Round(title="Baseline", started=setting.today, standard=used, depth=depth)
    wanted = filled.round or days[0]
    if present is None or wanted != present.started:
        made = f"the round of {filled.round}" if filled.round is not None else "the first round"
        newest = f"the newest of this record began on {present.started}" if present is not None else "there is none now"
        what = f"it was made for {made}, and {newest}."
        raise ProblemsFound([Problem(path.name, 0, what, "Export a new worksheet. Nothing was changed.")])
    return present


def _tell(setting: Setting, applied: Applied, replaced: bool, name: str) -> None:
    say = setting.terminal.say
    row = row_word(name).capitalize()
    for number, was, item in applied.carried:
        say(f"{row} {number}: {was} is called {item} in the Standard now, and was taken in as that.")
    for one in applied.replaced:
        how = f"{one.present} before, {one.given} now" if one.given else "the words were changed"
        say(f"{_place(row, one)}: {how}.")
    for one in applied.conflicts:
        was = (
            f"the record says {one.present or 'nothing'}, the worksheet {one.given}"
            if one.given
            else "the words differ"
        )
        what = "replaced by the worksheet's" if replaced else "the record's is kept"
        say(f"{_place(row, one)}: {was}; {what}.", "yellow")
    if applied.emptied:
        say(emptied_in_words(applied.emptied, name))
    for entry in applied.removed_before:
        say(f"{entry} has the same words and you took it out, so it was not added again.")
    if not (applied.answered or applied.added or applied.linked):
        say("Nothing new in it: the record is as it was.")
    else:
        say(f"{_taken_in(setting, applied)} {TAKES_BACK}")
    if applied.conflicts and not replaced:
        say("Import it again with --replace where the worksheet should win.")


def _place(row: str, one: Difference) -> str:
    return f"{row} {one.row}, {one.item}, '{HEADING_OF[one.field]}'"


def _taken_in(setting: Setting, applied: Applied) -> str:
    answers, entries = len(applied.answered), len(applied.added)
    which = (
        f" ({', '.join(applied.added[:10])}{' …' if entries > 10 else ''}, dated {setting.today})" if entries else ""
    )
    again = f"; linked once more: {', '.join(applied.linked)}" if applied.linked else ""
    return (
        f"Taken in: {answers} answer{'' if answers == 1 else 's'} and {entries} new entr{'y' if entries == 1 else 'ies'}"
        f"{which}{again}. `cswo-eval gaps` shows what it means."
    )
