"""Bare `cswo-eval`: where you are, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from cswo_eval.cli.command import command
from cswo_eval.cli.setting import Setting
from cswo_eval.pages.home_sections import collected, first_screen, home_screen, home_values
from cswo_eval.record.draft import NOT_FINISHED
from cswo_eval.record.faults import MEND, Fault
from cswo_eval.record.portfolio_models import PortfolioDetails
from cswo_eval.record.survey import all_faults, faults_of
from cswo_eval.text.problems import ProblemsFound
from cswo_eval.text.words import counted, listed

MOST_NAMED = 5


@command(record="taken", json=True)
def home(setting: Setting) -> None:
    """Show the home screen."""

    where = str(setting.record.folder)
    faults = faults_of(setting.record, reading=False)
    if not faults and not setting.record.exists():
        setting.give(lambda: {"record": where, "exists": False}, lambda: first_screen(where))
        return
    try:
        _show(setting, where, faults)
    except ProblemsFound:
        every = all_faults(setting.record)  # all of it at once, and not only what was met first
        if not every:
            raise
        if setting.as_json:
            setting.terminal.data({"record": where, "exists": True, "faults": _values(every)})
        raise ProblemsFound(problem for one in every for problem in one.problems) from None


def _show(setting: Setting, where: str, faults: Sequence[Fault]) -> None:
    setting.take_day_of_sample()
    reviews = setting.record.reviews(setting.plan.start) if setting.plan is not None else ()
    held = frozenset(review.number for review in reviews)
    has = collected(
        setting.framework,
        setting.register,
        setting.record.reflections(),
        len(setting.record.prior_learning().present()),
        setting.record.portfolio_details() != PortfolioDetails(),
    )
    unfinished = setting.record.has_draft()
    if setting.as_json:
        setting.terminal.data(
            home_values(
                setting.framework, where, setting.round, setting.analysis, setting.plan, setting.today, held, has
            )
            | {"faults": _values(faults), "unfinished_text": unfinished}
        )
        return
    setting.terminal.show(
        home_screen(
            setting.framework,
            where,
            setting.profile,
            setting.round,
            setting.analysis,
            setting.plan,
            setting.today,
            held,
            has,
        )
    )
    setting.remark_on_place()
    if unfinished:
        setting.terminal.say(f"Not finished: {NOT_FINISHED}", "yellow")
    if faults:
        things = counted(len(faults), "thing")
        names = listed([one.name for one in faults], MOST_NAMED)
        setting.terminal.say(f"{things} in your record's folder to look at: {names}. {MEND}", "yellow")


def _values(faults: Sequence[Fault]) -> list[dict[str, str]]:
    return [{"file": one.name, "kind": one.kind} for one in faults]
