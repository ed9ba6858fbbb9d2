"""Report profiles, an audience and sections under a name: those that come with the program, and those that the owner keeps."""

from __future__ import annotations

from typing import NamedTuple

from cswo_eval.cli.setting import Setting
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Column, Document, Paragraph, Section, Table
from cswo_eval.record.models import ReportProfile
from cswo_eval.text.problems import CswoEvalError, UnknownId
from cswo_eval.text.words import listed

LONGEST_NAME = 80
"""Characters, as `record/models.py: ReportProfile` has it."""


class ProfileChoice(NamedTuple):
    """What a profile asks for: the id of an audience, and sections; none for all of that audience."""

    audience: str
    sections: tuple[str, ...]
    id: str = ""
    """Its id where it comes with the program; it may stand in the name of a file."""


def profile_named(setting: Setting, name: str) -> ProfileChoice:
    """Return the profile of this name: the owner's own, else one that comes with the program. Raises UnknownId."""
    wanted = name.strip().casefold()
    own = setting.record.report_profiles().profiles
    for kept in own:
        if kept.name.casefold() == wanted:
            _refuse_unknown_words(setting, kept)
            return ProfileChoice(kept.audience, kept.sections)
    ready = setting.framework.report_profiles.profiles
    for one in ready:
        if wanted in (one.id, one.title.casefold()):
            return ProfileChoice(one.audience, one.sections, one.id)
    known = [*(one.name for one in own), *(one.id for one in ready)]
    raise UnknownId(
        name, "report profile", known, "`cswo-eval report --list-profiles` shows all; --save-profile NAME keeps one."
    )


def _refuse_unknown_words(setting: Setting, kept: ReportProfile) -> None:
    """Raise CswoEvalError, without repeating it, where a kept profile names an audience or a section that there is not."""
    data = setting.framework.report_profiles
    audiences = [one.id for one in data.audiences]
    for what, unknown, known in (
        ("an audience", kept.audience not in audiences, audiences),
        ("a section", not set(kept.sections) <= set(data.sections), data.sections),
    ):
        if unknown:
            raise CswoEvalError(
                f"In report-profiles.yaml, this profile names {what} that there is not. There are: {', '.join(known)}."
            )


def refuse_name(name: str, framework: Framework) -> None:
    """Raise CswoEvalError where a profile cannot be kept under this name: nobody could read it, or another has it."""
    if name.strip().casefold() in {one.id for one in framework.report_profiles.profiles}:
        raise CswoEvalError(f"--save-profile: {name.strip()} comes with the program. Choose another name.")
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        raise CswoEvalError(f'--save-profile needs a name of 1 to {LONGEST_NAME} characters, such as "for my coach".')
    if not name.strip().isprintable():
        raise CswoEvalError("--save-profile: the name holds characters that cannot be seen. Type it again, in letters.")


def keep_profile(setting: Setting, name: str, choice: ProfileChoice) -> None:
    """Keep a profile in the record; one of the same name gives way."""
    kept = name.strip()
    with setting.changing() as writer:
        present = setting.record.report_profiles()
        others = tuple(one for one in present.profiles if one.name.casefold() != kept.casefold())
        fresh = ReportProfile(name=kept, audience=choice.audience, sections=choice.sections)
        writer.save_report_profiles(present._replace(profiles=(*others, fresh)))
    setting.terminal.say(f"Kept: --profile {kept}.")


def profiles_document(setting: Setting) -> Document:
    """Return all profiles, the owner's own first, and all sections that --sections can name."""
    data = setting.framework.report_profiles
    titles = {one.id: one.title for one in data.audiences}
    own = setting.record.report_profiles().profiles if setting.record.exists() else ()
    rows = [
        (one.name, titles.get(one.audience, one.audience), f"Yours: {listed(one.sections) or 'all its sections'}.")
        for one in own
    ]
    rows += [(one.id, titles[one.audience], f"{one.title}. {one.text}") for one in data.profiles]
    columns = (Column("Name"), Column("Whom for"), Column("What", main=True))
    return Document(
        "Report profiles",
        "",
        (
            Section("profiles", "", (Table("", columns, tuple(rows)),)),
            Section("audiences", "Whom a report can be for", (_audiences(setting),)),
            Section("sections", "What --sections can name", (Paragraph(", ".join(data.sections) + "."),)),
        ),
    )


def _audiences(setting: Setting) -> Table:
    audiences = setting.framework.report_profiles.audiences
    return Table("", (Column("--for"), Column("What", main=True)), tuple((one.id, one.text) for one in audiences))
