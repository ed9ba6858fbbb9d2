"""The title page, the profile and the word limits of the owner's own programme."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from cswo_eval.framework.framework import Framework
from cswo_eval.framework.portfolio_models import PortfolioProfile
from cswo_eval.pages.blocks import Column, Document, Facts, Section, Table
from cswo_eval.pages.portfolio.whole_portfolio import WHOLE
from cswo_eval.record.portfolio_models import PortfolioDetails
from cswo_eval.text.problems import CswoEvalError, UnknownId, nearest_sentence

COUNTED = ("self-evaluation", "learning-contract", "prior-learning", "competencies", "reflective-accounts", WHOLE)
"""What may have a limit: the sections in which the owner's own words stand, and the whole."""
MOST_WORDS = 1_000_000


def profile_of(framework: Framework, name: str) -> PortfolioProfile:
    """Return the portfolio profile with this id; the first for an empty name. Raises UnknownId."""
    profiles = framework.portfolio_profiles.profiles
    if not name.strip():
        return profiles[0]
    found = next((one for one in profiles if one.id == name.strip().lower()), None)
    if found is None:
        known = [one.id for one in profiles]
        raise UnknownId(name, "portfolio profile", known, f"There are: {', '.join(known)}.")
    return found


def own_profile(framework: Framework, details: PortfolioDetails) -> PortfolioProfile:
    """Return the profile that the owner's portfolio.yaml names. Raises CswoEvalError where there is none such."""
    try:
        return profile_of(framework, details.profile)
    except UnknownId:  # its sentence repeats what stands in the file
        known = ", ".join(one.id for one in framework.portfolio_profiles.profiles)
        raise CswoEvalError(
            f"portfolio.yaml names a profile that the standards do not have. Choose one of {known} with "
            "`cswo-eval portfolio set --profile NAME`."
        ) from None


def with_details(
    framework: Framework, present: PortfolioDetails, given: Mapping[str, str | None], limits: Sequence[str]
) -> PortfolioDetails:
    """Return the details with what was given. Raises CswoEvalError, with every limit that cannot be read."""
    changes: dict[str, Any] = {name: text for name, text in given.items() if text is not None}
    if changes.get("profile"):
        changes["profile"] = profile_of(framework, changes["profile"]).id
    own = dict(present.limits)
    wrong: list[str] = []
    for one in limits:
        section, _, number = (part.strip().lower() for part in one.partition("="))
        if section not in COUNTED:
            wrong.append(_no_such_section(framework, section))
        elif number == "none":
            own.pop(section, None)
        elif not re.fullmatch(r"[0-9,]{1,20}", number) or not (words := number.replace(",", "")):
            wrong.append(f"'{one[:60]}' names no number of words: write it as {section}=4000, or {section}=none.")
        elif not 1 <= int(words) <= MOST_WORDS:
            wrong.append(f"A limit for {section} is from 1 to {MOST_WORDS:,} words; {section}=none ends it.")
        else:
            own[section] = int(words)
    if wrong:
        raise CswoEvalError(f"--limit: {' '.join(wrong)} Nothing was changed.")
    return present._replace(**changes, limits=own)


def _no_such_section(framework: Framework, given: str) -> str:
    """Return why a section can have no limit, with the nearest that can."""
    may = f"A limit may be set for: {', '.join(COUNTED)}."
    if any(one.id == given for one in framework.portfolio_profiles.sections):
        return f"'{given}' has no words of your own to count. {may}"
    # The beginning or the end of a name is the likeliest slip, and too short to be near to it by its letters.
    part = [one for one in COUNTED if len(given) > 3 and given in one]
    near = f" Did you mean {part[0]}?" if part else nearest_sentence(given, COUNTED)
    return f"There is no section '{given[:40]}'.{near} {may}"


def details_document(framework: Framework, details: PortfolioDetails, with_profiles: bool) -> Document:
    """Return what is set and, where they are wanted, the profiles that there are."""
    chosen = own_profile(framework, details)
    pairs = [
        ("Student", details.student or "the name in your profile"),
        ("Programme", details.programme or "-"),
        ("Module", details.module or "-"),
        ("Adviser", details.adviser or "-"),
        ("Profile", f"{chosen.id}: {chosen.title}"),
        ("Limits", "; ".join(f"{name} {words:,} words" for name, words in details.limits.items()) or "none set"),
    ]
    sections = [Section("details", "", (Facts(tuple(pairs)),))]
    if with_profiles:
        rows = tuple((one.id, f"{one.title}. {one.text}") for one in framework.portfolio_profiles.profiles)
        table = Table("", (Column("Profile"), Column("What it is for", main=True)), rows)
        sections.append(Section("profiles", "Profiles", (table,)))
    return Document("Your portfolio", "", tuple(sections))
