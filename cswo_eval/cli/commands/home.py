"""Bare `cswo-eval`: where you are, and what comes next."""

from __future__ import annotations


def home(record: str | None, standards: str | None, json: bool, plain: bool, today: str | None) -> None:
    """Show the home screen."""
    from cswo_eval.cli.setting import open_setting
    from cswo_eval.pages.home_sections import collected, first_screen, home_screen, home_values
    from cswo_eval.record.portfolio_models import PortfolioDetails

    setting = open_setting(record, standards, today, plain, needs_record=False)
    if not setting.record.exists():
        if json:
            setting.terminal.data({"record": str(setting.record.folder), "exists": False})
        else:
            setting.terminal.show(first_screen(str(setting.record.folder)))
        return
    if not setting.today_given:
        setting.today = setting.profile.as_of or setting.today
    where = str(setting.record.folder)
    reviews = setting.record.reviews(setting.plan.start) if setting.plan is not None else ()
    held = frozenset(review.number for review in reviews)
    has = collected(
        setting.framework,
        setting.register,
        setting.record.reflections(),
        len(setting.record.prior_learning().present()),
        setting.record.portfolio_details() != PortfolioDetails(),
    )
    if json:
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
