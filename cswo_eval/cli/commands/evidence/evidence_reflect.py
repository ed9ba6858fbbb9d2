"""`cswo-eval evidence reflect`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.commands.evidence.entry_options import DateOption, ForOption, PrivateOrNot, TitleOption
from cswo_eval.cli.commands.evidence.kept import show_kept
from cswo_eval.cli.interviews.account import GivenAccount, reflect_on
from cswo_eval.cli.setting import Setting
from cswo_eval.pages.evidence_sections.reflective_accounts import accounts_document
from cswo_eval.pages.evidence_values import account_values
from cswo_eval.text.problems import CswoEvalError


@command(record="begun", json=True, keeps_answers=True)
def evidence_reflect(
    setting: Setting,
    name: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="An account to go on with, such as R1 (else: a new one).")
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", metavar="MODEL", help="gibbs, driscoll, rolfe or plain.")
    ] = None,
    title: TitleOption = None,
    about: Annotated[
        tuple[str, ...], typer.Option("--about", metavar="ID", help="An entry it reflects on; may be repeated.")
    ] = (),
    for_: ForOption = (),
    limit: Annotated[
        str | None,
        typer.Option("--limit", metavar="N", help="The most words it may have, or none; nothing is ever cut."),
    ] = None,
    date: DateOption = None,
    level_eleven: Annotated[
        bool | None,
        typer.Option("--level-eleven/--no-level-eleven", help="With the prompts at SCQF level 11, or without."),
    ] = None,
    private: PrivateOrNot = None,
    list_all: Annotated[bool, typer.Option("--list", help="Show the accounts you have.")] = False,
) -> None:
    """Write a reflective account. You are asked part by part, and each is saved before the next."""
    given = GivenAccount(
        model=model,
        title=title,
        about=about,
        supports=for_,
        limit=limit,
        date=date,
        private=private,
    )
    if list_all:
        if name is not None or given != GivenAccount() or level_eleven is not None:
            raise CswoEvalError("--list stands alone: it shows the accounts you have.")
        _list_accounts(setting)
        return
    if setting.as_json:
        raise CswoEvalError("--json goes with --list here; `cswo-eval evidence show R1 --json` gives one account.")
    account = reflect_on(setting, name, given, level_eleven)
    if account is not None:
        show_kept(setting, account)


def _list_accounts(setting: Setting) -> None:
    accounts = setting.record.reflections()
    setting.give(
        lambda: {"accounts": [account_values(one) for one in accounts if one.removed is None]},
        lambda: accounts_document(setting.framework, accounts),
    )
