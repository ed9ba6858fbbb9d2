"""Bare `cswo-eval`: where you are, and what comes next."""

from __future__ import annotations

from cswo_eval.cli.command import command
from cswo_eval.cli.setting import Setting
from cswo_eval.pages.home_sections import collected, first_screen, home_screen, home_values
from cswo_eval.record.portfolio_models import PortfolioDetails


@command(record="taken", json=True)
def home(setting: Setting) -> None:
    """Show the home screen."""

    where = str(setting.record.folder)
    if not setting.record.exists():
        setting.give(lambda: {"record": where, "exists": False}, lambda: first_screen(where))
        return
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
    if setting.as_json:
        setting.terminal.data(
            home_values(
                setting.framework, where, setting.round, setting.analysis, setting.plan, setting.today, held, has
            )
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
