"""`cswo-eval portfolio …`: check the evidence, build what can be handed in, verify what was received."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cswo_eval.cli.leaving import FindingsOption
from cswo_eval.cli.options import JsonOption, PlainOption, PrivateOption, RecordOption, StandardsOption, TodayOption
from cswo_eval.cli.typer_private_parts import PlainCommand, PlainGroup

if TYPE_CHECKING:
    from cswo_eval.cli.setting import Setting

portfolio_app = typer.Typer(
    cls=PlainGroup,
    help="Check your evidence, build a portfolio that can be handed in, verify one.",
    rich_markup_mode=None,
    no_args_is_help=True,
)

ForceOption = Annotated[bool, typer.Option("--force", help="Write over what is there.")]
OutputOption = Annotated[str | None, typer.Option("--output", metavar="PATH", help="Where to write it.")]


@portfolio_app.command("check", cls=PlainCommand)
def check(
    item: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="One aspect, element or competency, such as SD, SD1 or SD1.3.")
    ] = None,
    record: RecordOption = None,
    standards: StandardsOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """Your evidence against the five tests: the matrix, what is missing, old or resting on one thing, what mends it."""
    from cswo_eval.cli.gathered_portfolio import sufficiency_now
    from cswo_eval.cli.setting import open_setting
    from cswo_eval.pages.sufficiency_sections import competency_document, sufficiency_document, sufficiency_values
    from cswo_eval.record.attachments import verify

    setting = open_setting(record, standards, today, plain)
    items = _items(setting, item)
    found = sufficiency_now(setting)
    if json:
        setting.terminal.data(sufficiency_values(found, items))
        return
    if len(items) == 1 and item is not None and "." in item:
        one = next(one for one in found.competencies if one.id in items)
        setting.terminal.show(competency_document(setting.framework, one, setting.register))
        return
    files = [f"{one.entry}, {one.name}: {one.what} {one.remedy}" for one in verify(setting.record, setting.register)]
    setting.terminal.show(sufficiency_document(setting.framework, found, setting.register, items, files))


@portfolio_app.command("build", cls=PlainCommand)
def build(
    profile: Annotated[
        str | None,
        typer.Option("--profile", metavar="NAME", help="What your programme asks for (else the one you set)."),
    ] = None,
    output: Annotated[
        str | None, typer.Option("--output", metavar="PATH", help="The folder to make; the zip lies beside it.")
    ] = None,
    force: ForceOption = False,
    findings: FindingsOption = "stop",
    template: Annotated[
        str | None, typer.Option("--template", metavar="FILE", help="A Word file whose styles to use.")
    ] = None,
    record: RecordOption = None,
    standards: StandardsOption = None,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """Build a portfolio that could be handed in: a folder and a zip, in Word and HTML. What is private stays out."""
    from pathlib import Path

    from cswo_eval.cli.built_portfolio import build_and_write
    from cswo_eval.cli.setting import open_setting
    from cswo_eval.files.typed_paths import path_given

    setting = open_setting(record, standards, today, plain)
    folder = path_given(output) if output else Path(f"cswo-portfolio-{setting.today}")
    if folder.suffix.lower() == ".zip":  # the zip is what was meant; it lies beside a folder of its name
        folder = folder.with_suffix("")
    build_and_write(setting, profile, folder, force, findings, template)


@portfolio_app.command("verify", cls=PlainCommand)
def verify(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A portfolio: its zip, or the folder.")],
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Check that a portfolio is whole and nothing in it was changed since it was built. No record is needed."""
    from cswo_eval.cli.terminal import Terminal
    from cswo_eval.exchange.portfolio.portfolio_files import verified
    from cswo_eval.files.typed_paths import path_given
    from cswo_eval.pages.blocks import Document, Facts, Section

    result = verified(path_given(path))
    terminal = Terminal(plain)
    if json:
        terminal.data({"made": result.made, "files": result.files, "problems": []})
        return
    pairs = (
        ("Portfolio", path),
        ("Made", result.made),
        ("Files", f"{result.files}, all there and each as it was when the portfolio was built"),
        ("Not checked", "whether what is written in it is true, and who built it"),
    )
    terminal.show(Document("Verified", "", (Section("verified", "", (Facts(pairs),)),)))


@portfolio_app.command("contract", cls=PlainCommand)
def contract(
    output: OutputOption = None,
    force: ForceOption = False,
    findings: FindingsOption = "stop",
    record: RecordOption = None,
    standards: StandardsOption = None,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """The learning contract from your gaps and plan; with --output as Word (.docx) or HTML, to be signed."""
    _one_section("learning-contract", output, force, findings, record, standards, plain, today)


@portfolio_app.command("brief", cls=PlainCommand)
def brief(
    output: OutputOption = None,
    force: ForceOption = False,
    findings: FindingsOption = "stop",
    record: RecordOption = None,
    standards: StandardsOption = None,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """A brief for the professional discussion: strongest claims, where more work is needed, likely questions."""
    _one_section("discussion-brief", output, force, findings, record, standards, plain, today)


@portfolio_app.command("claim", cls=PlainCommand)
def claim(
    claim_id: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="A claim you have, such as L1; left out: a new one.")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="What it is called.")] = None,
    learned: Annotated[
        str | None, typer.Option("--learned", metavar="TEXT", help="What you learned and can do.")
    ] = None,
    where: Annotated[str | None, typer.Option("--where", metavar="TEXT", help="Where and how, by role.")] = None,
    when: Annotated[str | None, typer.Option("--when", metavar="TEXT", help="When, such as '2019 to 2021'.")] = None,
    for_: Annotated[
        list[str] | None, typer.Option("--for", metavar="ID", help="A competency; may be repeated.")
    ] = None,
    evidence: Annotated[
        list[str] | None, typer.Option("--evidence", metavar="ID", help="An entry of your register; may be repeated.")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take the claim out; --undo brings it back.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Bring back a claim you took out.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="Show all claims.")] = False,
    private: PrivateOption = False,
    record: RecordOption = None,
    standards: StandardsOption = None,
    plain: PlainOption = False,
) -> None:
    """Claim learning from before for the award: what was learned, where, the evidence, the competencies."""
    from cswo_eval.cli.interviews.claim import ClaimWords, change_claim, new_claim, show_claims
    from cswo_eval.cli.setting import open_setting

    setting = open_setting(record, standards, None, plain, begins_record=True)
    given = ClaimWords(title, learned, where, when, tuple(for_ or ()), tuple(evidence or ()), private)
    if list_:
        show_claims(setting)
    elif claim_id is not None:
        change_claim(setting, claim_id, given, remove, undo)
    else:
        new_claim(setting, given)


@portfolio_app.command("set", cls=PlainCommand)
def set_(
    profile: Annotated[
        str | None, typer.Option("--profile", metavar="NAME", help="What your programme asks for.")
    ] = None,
    student: Annotated[
        str | None, typer.Option("--student", metavar="TEXT", help="Your name on the title page.")
    ] = None,
    programme: Annotated[str | None, typer.Option("--programme", metavar="TEXT")] = None,
    module: Annotated[str | None, typer.Option("--module", metavar="TEXT")] = None,
    adviser: Annotated[str | None, typer.Option("--adviser", metavar="TEXT")] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option(
            "--limit", metavar="SECTION=WORDS", help="Such as reflective-accounts=4000 or whole=12000; =none ends it."
        ),
    ] = None,
    record: RecordOption = None,
    standards: StandardsOption = None,
    plain: PlainOption = False,
) -> None:
    """Set the title page, the profile and your programme's word limits; without options, show them."""
    from cswo_eval.cli.guard_remarks import changed_texts, remark_on_texts
    from cswo_eval.cli.portfolio_details import details_document, with_details
    from cswo_eval.cli.setting import open_setting

    setting = open_setting(record, standards, None, plain, begins_record=True)
    given = {"profile": profile, "student": student, "programme": programme, "module": module, "adviser": adviser}
    changing = any(text is not None for text in given.values()) or bool(limit)
    if changing:
        with setting.record.changing() as writer:
            present = setting.record.portfolio_details()
            details = with_details(setting.framework, present, given, limit or [])
            writer.save_portfolio_details(details)
        setting.terminal.say("Saved.", "bold")
        remark_on_texts(setting, changed_texts("the title page", present, details), names_are_meant=True)
    setting.terminal.show(details_document(setting.framework, setting.record.portfolio_details(), not changing))


def _items(setting: Setting, given: str | None) -> frozenset[str]:
    """Return the competencies that an id stands for; all where none is given. Raises UnknownId."""
    competencies = setting.framework.competencies
    if given is None:
        return frozenset(competencies)
    name = setting.framework.item(given).id
    return frozenset(one for one in competencies if name in (one, one.split(".")[0], one[:2]))


def _one_section(
    name: str,
    output: str | None,
    force: bool,
    findings: str,
    record: str | None,
    standards: str | None,
    plain: bool,
    today: str | None,
) -> None:
    from cswo_eval.cli.built_portfolio import section_document, write_document
    from cswo_eval.cli.setting import open_setting
    from cswo_eval.files.typed_paths import path_given

    setting = open_setting(record, standards, today, plain)
    document = section_document(setting, name, findings)
    if output is None:
        setting.terminal.show(document)
    else:
        write_document(setting, document, path_given(output), force)
