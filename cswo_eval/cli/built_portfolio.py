"""Build a portfolio or one section of it, write it, and say what came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from cswo_eval.cli.gathered_portfolio import gathered
from cswo_eval.cli.output_file import refuse_output, refuse_parent, write_output
from cswo_eval.cli.portfolio_details import own_profile, profile_of
from cswo_eval.cli.sent_log import note_sent
from cswo_eval.cli.setting import Setting
from cswo_eval.cli.word_template import read_template, say_left_out
from cswo_eval.disclosure.private_things import counted_private
from cswo_eval.exchange.portfolio.portfolio_files import CopiedFile, refuse_target, write_portfolio
from cswo_eval.formats.html import html_bytes
from cswo_eval.formats.word import word_bytes
from cswo_eval.framework.portfolio_models import PortfolioPart, PortfolioProfile
from cswo_eval.pages.blocks import Document
from cswo_eval.pages.portfolio.portfolio_material import PortfolioMaterial
from cswo_eval.pages.portfolio.whole_portfolio import Portfolio, build_portfolio, has_self_evaluation
from cswo_eval.pages.printed import PrintedDocument
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.words import counted

READ_ME = """What is in this folder

portfolio.docx    the whole portfolio, for Word
portfolio.html    the same as one page for a browser; it can be printed
parts             each section as a Word document of its own
{appendices}manifest.json     the name, size and SHA-256 of every file

The zip beside this folder holds the same. Anyone with cswo-eval can see that nothing was changed since it was built:

    cswo-eval portfolio verify ZIP
"""
_OF_APPENDICES = """\
appendices        the files that belong to the evidence, by the number of their appendix: copies without author, place,
                  comments and tracked changes; manifest.json has the SHA-256 of the original beside that of the copy
"""
_WHAT_FILLS = {
    "self-evaluation": "cswo-eval assess",
    "learning-contract": "cswo-eval plan make",
    "prior-learning": "cswo-eval portfolio claim",
    "evidence-matrix": "cswo-eval evidence add",
    "competencies": "cswo-eval evidence link",
    "reflective-accounts": "cswo-eval evidence reflect",
    "appendices": "cswo-eval evidence edit ID --attach FILE",
}
"""The command that fills a section, by the section's id."""
_CALLED = {"learning-contract": "contract", "discussion-brief": "brief"}
"""What a section by itself is called in the log of what has left: as the command that writes it."""


class SectionFound(NamedTuple):
    """One section of a portfolio, and the ids of what it is made from."""

    name: str
    document: Document
    ids: tuple[str, ...]


def profile_wanted(setting: Setting, name: str | None) -> PortfolioProfile:
    """Return the profile that is named, else the one that the owner set. Raises UnknownId."""
    if name is not None:
        return profile_of(setting.framework, name)
    return own_profile(setting.framework, setting.record.portfolio_details())


def build_and_write(
    setting: Setting,
    profile_name: str | None,
    folder: Path,
    force: bool,
    findings: str,
    template: str | None,
    with_uncleaned: Sequence[str] = (),
) -> None:
    """Build the portfolio and write it as a folder and a zip. Raises CswoEvalError; nothing is written then.

    `with_uncleaned`: the files that may go although no clean copy of them can be made, as typed.
    """
    profile = profile_wanted(setting, profile_name)
    refuse_parent(folder, setting.record.folder)
    refuse_target(folder, force)
    styles = read_template(template)
    gathered_ = gathered(setting, profile, findings, with_uncleaned)
    material, files = gathered_.material, gathered_.files
    portfolio = build_portfolio(material)
    contents: dict[str, bytes | CopiedFile] = {"READ-ME.txt": _read_me(with_appendices=bool(files))}
    contents["portfolio.docx"] = _rendered(setting, portfolio.document, ".docx", styles)
    contents["portfolio.html"] = _rendered(setting, portfolio.document, ".html")
    for number, (name, part) in enumerate(portfolio.parts, start=1):
        contents[f"parts/{number:02}-{name}.docx"] = _rendered(setting, part, ".docx", styles)
    contents.update({f"appendices/{one.name}": one.content for one in files})
    attached = {f"appendices/{one.name}": one.register_sha256 for one in files}
    zip_path = write_portfolio(folder, contents, setting.today, force, attached)
    digests = {name: one if isinstance(one, bytes) else one.sha256 for name, one in contents.items()}
    with zip_path.open("rb") as packed:
        digests[zip_path.name] = hashlib.file_digest(packed, "sha256").hexdigest()
    note_sent(setting, audience="portfolio", what="portfolio", format_="zip", files=digests, ids=gathered_.ids)
    say = setting.terminal.say
    say(f"Built: {folder} and {zip_path.name}, {material.profile.title}, without what is marked private.", "bold")
    say_left_out(setting.terminal, styles)
    _say_what_is_in_it(setting, material, portfolio, len(files))
    stays = counted_private(gathered_.disclosure.private)
    if stays:
        say(
            f"{counted(stays, 'private thing')} {'is' if stays == 1 else 'are'} left out, and nothing in it says so; "
            "`cswo-eval private list` names them."
        )
    _say_what_is_empty(setting, material, [part.section for part in profile.parts])
    say("Read it once as somebody who knows the area, and let a second person do so, before you hand it in.", "dim")


def _read_me(with_appendices: bool) -> bytes:
    return READ_ME.format(appendices=_OF_APPENDICES if with_appendices else "").encode("utf-8")


def _say_what_is_in_it(setting: Setting, material: PortfolioMaterial, portfolio: Portfolio, files: int) -> None:
    say = setting.terminal.say
    evidenced, counted_ = material.sufficiency.evidenced, material.sufficiency.counted
    say(
        f"{len(evidenced)} of {len(counted_)} competencies with evidence, {counted(len(material.reflections), 'reflective account')}, "
        f"{counted(files, 'appendix', 'appendices')}."
    )
    over = [one for one in portfolio.words if one.over]
    for one in over:
        say(f"{one.title}: {one.words:,} words, {one.over:,} over the limit of {one.limit:,}.", "yellow")
    for where, why in material.guard.unchecked:
        say(f"{where} could not be searched for identifiers: {why}", "yellow")


def _say_what_is_empty(setting: Setting, material: PortfolioMaterial, wanted: Collection[str]) -> None:
    """Say which sections hold nothing, and what fills each: the portfolio itself names no command."""
    report, sufficiency = material.report, material.sufficiency
    filled = {
        "self-evaluation": has_self_evaluation(material),
        "learning-contract": material.record.plan is not None,
        "prior-learning": bool(material.claims),
        "evidence-matrix": bool(material.record.register.present()),
        "competencies": any(
            one.supports or one.contradicts or one.reflections or one.claims for one in sufficiency.counted
        ),
        "reflective-accounts": bool(material.reflections),
        "appendices": any(not one.left_out for one in material.appendices),
    }
    titles = {one.id: one.title for one in report.framework.portfolio_profiles.sections}
    empty = [name for name in wanted if not filled.get(name, True)]
    if empty:
        lines = [f"  {titles[name]}: {_WHAT_FILLS[name]}" for name in empty]
        setting.terminal.say("\n".join(["Not filled yet, with the command that fills each:", *lines]), "yellow")


def section_of(setting: Setting, name: str, findings: str) -> SectionFound:
    """Return one section of a portfolio as a document of its own, past the guard."""
    own = own_profile(setting.framework, setting.record.portfolio_details())
    found = gathered(setting, section_profile(setting, name), findings, levels_as_in=own)
    _say_what_is_empty(setting, found.material, [name])
    return SectionFound(name, dict(build_portfolio(found.material).parts)[name], found.ids)


def section_profile(setting: Setting, name: str) -> PortfolioProfile:
    """Return the profile of one section by itself."""
    profile = own_profile(setting.framework, setting.record.portfolio_details())
    return profile._replace(parts=(PortfolioPart(section=name),))


def write_section(setting: Setting, section: SectionFound, target: Path, force: bool) -> None:
    """Write a section as Word or HTML, by the ending of its name. Raises CswoEvalError."""
    kind = target.suffix.lower()
    if kind not in (".docx", ".html"):
        raise CswoEvalError(f"--output: '{target.name}' should end in .docx (Word) or .html (a web page).")
    refuse_output(target, force, f"portfolio{kind}", setting.record.folder)
    data = _rendered(setting, section.document, kind)
    write_output(target, data)
    note_sent(
        setting,
        audience="portfolio",
        what=_CALLED[section.name],
        format_=kind[1:],
        files={target.name: data},
        ids=section.ids,
    )
    setting.terminal.say(f"Written: {target} (without what is marked private).")


def _rendered(setting: Setting, document: Document, ending: str, template: bytes | None = None) -> bytes:

    printed = PrintedDocument(document, setting.framework, setting.today)
    if ending == ".docx":
        return word_bytes(printed, template)

    return html_bytes(printed)
