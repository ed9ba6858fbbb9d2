"""What the record names and the Standard in use has no more, with what can be done about each."""

from __future__ import annotations

from cswo_eval.cli.setting import Setting
from cswo_eval.framework.fitted_ids import fitting_of
from cswo_eval.pages.blocks import Column, Section, Table
from cswo_eval.pages.gap_sections.frame import set_aside_because
from cswo_eval.record.fitted import is_of_another_standard
from cswo_eval.record.mending.stray_ids import Stray, StraysIn, strays
from cswo_eval.record.models import Round


def not_in_standard(setting: Setting) -> tuple[Stray, ...]:
    """Return everything that is set aside, or named, and that the Standard in use has no more. Raises CswoEvalError."""
    where, framework = setting.record, setting.framework
    rounds = [where.round(day, framework) for day in where.round_days()]
    aside = tuple(
        Stray(
            f"Your answer in the round of {round_.started}",
            one.id,
            f"{set_aside_because(framework, round_, one.id)}: {one.reason}",
            _what_to_answer(setting, round_, one.id),
        )
        for round_ in rounds
        for one in round_.set_aside
    )
    plans = [where.plan(day) for day in where.plan_days()]
    parts = StraysIn(
        profile=setting.profile,
        register=setting.register,
        plans=plans,
        reviews=[review for plan in plans for review in where.reviews(plan.start)],
        accounts=where.reflections(),
        claims=where.prior_learning().claims,
        tool_runs=where.tool_runs(),
    )
    return aside + strays(framework, parts)


def remark_on_them(setting: Setting) -> None:
    """Say how many places name what the Standard in use has no more, and what lists them; nothing where there is none."""
    gone = len(not_in_standard(setting))
    if gone:
        says = "One place in your record names" if gone == 1 else f"{gone} places in your record name"
        setting.terminal.say(
            f"{says} what the Standard in use has no more. `cswo-eval check` lists what to do.", "yellow"
        )


def sections_of(gone: tuple[Stray, ...]) -> tuple[Section, ...]:
    """Return the section that lists it; none where there is nothing."""
    if not gone:
        return ()
    columns = (Column("Where"), Column("Id"), Column("What became of it", main=True), Column("What to do", main=True))
    table = Table("", columns, tuple((one.where, one.item, one.became, one.remedy) for one in gone))
    return (Section("not-in-standard", "Not in the Standard in use", (table,)),)


def _what_to_answer(setting: Setting, round_: Round, item: str) -> str:
    """Return what the owner can do about an answer that is set aside."""
    if is_of_another_standard(round_, setting.framework):
        return "Use the Standard it was answered against (--standards), or `cswo-eval assess --new-round`."
    if setting.round is None or round_.started != setting.round.started:
        return "Nothing: it stays in the round of that day."
    after = fitting_of(item, setting.framework).successors
    if not after:
        return "Nothing: it stays in your record as you gave it."
    return f"{' or '.join(f'`cswo-eval assess --go {name}`' for name in after)} answers what is asked now."
