"""`cswo-eval evidence list`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from cswo_eval.analysis.register_views import GROUPINGS, EntryFilter, chosen, day_of_age, grouped
from cswo_eval.cli.command import command
from cswo_eval.cli.commands.evidence.kept import register_shown
from cswo_eval.cli.option_readers import ReadIn, aspect_named, choice_of, element_named
from cswo_eval.cli.options import ReadBy
from cswo_eval.cli.setting import Setting
from cswo_eval.framework.given_names import competency_or_element, kind_named
from cswo_eval.pages.evidence_sections.register_listed import grouped_document, list_document
from cswo_eval.pages.evidence_values import account_values, grouped_values, list_values
from cswo_eval.record.models import Evidence
from cswo_eval.record.portfolio_models import Reflection
from cswo_eval.record.register_changes import tag_to_look_for


def _age(text: str, where: ReadIn) -> date:
    return day_of_age(text, where.today)


def _tag(text: str, setting: Setting) -> str:
    return tag_to_look_for(setting.framework, setting.register, text)


@command(json=True)
def evidence_list(
    setting: Setting,
    aspect: Annotated[
        str,
        typer.Option("--aspect", metavar="ID", help="Bears on this aspect, such as MV."),
        ReadBy(lambda text, where: aspect_named(where.framework, text)),
    ] = "",
    element: Annotated[
        str,
        typer.Option("--element", metavar="ID", help="Or on this element: SD1."),
        ReadBy(lambda text, where: element_named(where.framework, text)),
    ] = "",
    item: Annotated[
        str,
        typer.Option("--item", metavar="ID", help="Or on this very competency: SD1.3."),
        ReadBy(lambda text, where: competency_or_element(where.framework, text)),
    ] = "",
    kind: Annotated[
        str,
        typer.Option("--kind", metavar="KIND", help="Of this kind, such as document."),
        ReadBy(lambda text, where: kind_named(where.framework, text)),
    ] = "",
    older_than: Annotated[
        date | None,
        typer.Option("--older-than", metavar="AGE", help="Happened longer ago: 2y, 18m, 6w or 730 (days)."),
        ReadBy(_age),
    ] = None,
    unlinked: Annotated[bool, typer.Option("--unlinked", help="Bears on nothing yet.")] = False,
    contradicts: Annotated[bool, typer.Option("--contradicts", help="Speaks against you.")] = False,
    tag: Annotated[str, typer.Option("--tag", metavar="TAG", help="Filed under this heading."), ReadBy(_tag)] = "",
    private: Annotated[bool, typer.Option("--private", help="Only what is private.")] = False,
    removed: Annotated[bool, typer.Option("--removed", help="What you took out, instead.")] = False,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="WHAT", help="Grouped by cpl, annual-report, element or kind."),
        choice_of(GROUPINGS, "grouping"),
    ] = None,
) -> None:
    """List your evidence. Grouped, it also names what is still empty."""
    framework = setting.framework
    register = register_shown(setting)
    wanted = EntryFilter(
        aspect=aspect,
        element=element,
        item=item,
        kind=kind,
        before=older_than,
        unlinked=unlinked,
        contradicts=contradicts,
        tag=tag,
        private=private,
        removed=removed,
    )
    known = frozenset({*framework.elements, *framework.competencies}) if unlinked else frozenset()
    entries = chosen(register.entries, wanted, known)
    if by is not None:
        groups = grouped(framework, entries, by)
        setting.give(lambda: grouped_values(groups), lambda: grouped_document(framework, groups, wanted.narrows))
        return
    accounts = tuple(one for one in setting.record.reflections() if one.removed is not None) if removed else ()
    total = len(register.entries) - len(register.present()) if removed else len(register.present())
    setting.give(
        lambda: _values(entries, total, accounts if removed else None),
        lambda: list_document(framework, entries, total, wanted.narrows, accounts),
    )


def _values(entries: tuple[Evidence, ...], total: int, accounts: tuple[Reflection, ...] | None) -> dict[str, Any]:
    values = list_values(entries, total)
    if accounts is not None:
        values["accounts"] = [account_values(one) for one in accounts]
    return values
