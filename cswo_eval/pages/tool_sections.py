"""The tools there are, what one asks, and what its owner answered: for their own screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from cswo_eval.files.shapes import plain
from cswo_eval.forms.filling import Filling, Known
from cswo_eval.forms.level_questions import with_level_questions
from cswo_eval.framework.form_choices import Choice, choices_from
from cswo_eval.framework.form_models import Form, FormField
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Block, Bullets, Column, Document, Entry, Paragraph, Section, Table
from cswo_eval.record.tool_answers import how_far, values_kept
from cswo_eval.record.tool_models import ToolAnswer, ToolRun
from cswo_eval.text.days_in_words import plain_day
from cswo_eval.text.moments import plain_local_day
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.stretches_of_days import read_stretch, said_stretch
from cswo_eval.text.words import counted, listed

_KINDS = {
    "line": "a line",
    "text": "a text",
    "date": "a date",
    "level": "a level",
    "choice": "a choice",
    "ids": "ids",
    "yes-no": "yes or no",
    "number": "a number",
    "days": "days, from and to",
    "file": "where a file is",
}
_NOT_IN_USE = "its questions are not in the standards in use"


def _whole(framework: Framework, form: Form) -> Form:
    """Return a tool's form with what is asked after each of its levels."""
    return with_level_questions(form, framework.form("competency"), framework.method.high_level_from)


# --- which there are ------------------------------------------------------------------------------------------------


class _Tool(NamedTuple):
    """A tool, and its newest run."""

    id: str
    form: Form | None
    """None where its questions are not in use."""
    run: ToolRun | None
    runs: int


def _tools(framework: Framework, runs: Sequence[ToolRun]) -> list[_Tool]:
    forms = {one.id: one for one in framework.tools()}
    names = dict.fromkeys((*forms, *(one.tool for one in runs)))
    by_tool = {name: [one for one in runs if one.tool == name] for name in names}
    return [_Tool(name, forms.get(name), next(iter(of[::-1]), None), len(of)) for name, of in by_tool.items()]


def tools_document(framework: Framework, runs: Sequence[ToolRun]) -> Document:
    """Return the tools there are with how far each has come; where there is none, how one gets one."""
    tools = _tools(framework, runs)
    if not tools:
        steps = (
            "Write its questions into a file of your own, such as my-standards/companions/mine.yaml. The README shows a whole one, under "
            "Questions of your own; `cswo-eval standard schema --of companion` lists all that may stand in it.",
            "`cswo-eval standard check my-standards` says whether it reads, and what is wrong where it does not.",
            "`cswo-eval tool run mine --standards my-standards` asks it.",
        )
        blocks: tuple[Block, ...] = (
            Paragraph(
                "There is no tool in the standards in use. A tool is a file of questions, and you can have your own:"
            ),
            Bullets(steps, numbered=True),
        )
        return Document("Tools", "", (Section("tools", "", blocks),))
    rows = tuple(
        (
            one.id,
            one.form.title if one.form is not None else f"({_NOT_IN_USE})",
            str(len(one.form.fields)) if one.form is not None else "",
            plain_day(one.run.begun) if one.run is not None else "",
            _said_how_far(framework, one),
        )
        for one in tools
    )
    columns = (
        Column("Name"),
        Column("What", main=True),
        Column("Questions", "right"),
        Column("Last begun"),
        Column("How far"),
    )
    how = "`cswo-eval tool run NAME` asks one, `cswo-eval tool show NAME` shows what you answered."
    blocks = (Table("", columns, rows), Paragraph(how, "quiet"))
    return Document("Tools", "", (Section("tools", "", blocks),))


def _said_how_far(framework: Framework, tool: _Tool) -> str:
    if tool.run is None:
        return "not begun"
    if tool.run.finished is not None:
        return f"finished {plain_local_day(tool.run.finished)}"
    if tool.form is None:
        return counted(len(tool.run.answers), "answer")
    answered, asked = how_far(_whole(framework, tool.form), tool.run)
    return f"{answered} of {asked} answered"


def tools_values(framework: Framework, runs: Sequence[ToolRun]) -> dict[str, Any]:
    """Return the same for --json."""
    return {"tools": [_values_of_tool(framework, one) for one in _tools(framework, runs)]}


def _values_of_tool(framework: Framework, tool: _Tool) -> dict[str, Any]:
    far = how_far(_whole(framework, tool.form), tool.run) if tool.form is not None and tool.run is not None else None
    return {
        "name": tool.id,
        "title": tool.form.title if tool.form is not None else None,
        "questions": len(tool.form.fields) if tool.form is not None else None,
        "runs": tool.runs,
        "last_run": f"{tool.run.begun}" if tool.run is not None else None,
        "answered": far[0] if far is not None else None,
        "asked": far[1] if far is not None else None,
        "finished": tool.run.finished if tool.run is not None else None,
    }


# --- one of them ----------------------------------------------------------------------------------------------------


class _Told(NamedTuple):
    """One question with its answer."""

    key: str
    field: FormField | None
    """None where the form no longer asks it."""
    wording: str
    answer: ToolAnswer


def tool_document(framework: Framework, form: Form | str, run: ToolRun | None, runs: int) -> Document:
    """Return what a tool asks, or what was answered in a run of it. `form`: its name alone where it is not in use; `runs`: how many
    there are.
    """
    if run is None:
        assert isinstance(form, Form)  # without a run, nothing but the form is known of it
        return _items_document(form)
    title = form if isinstance(form, str) else form.title
    blocks: list[Block] = [_entry(framework, one) for one in _answered(framework, form, run)]
    if not blocks:
        blocks.append(Paragraph("Nothing was answered in it.", "quiet"))
    sections = [Section("answers", "", tuple(blocks))]
    ends = [] if run.finished is not None else [f"`cswo-eval tool run {run.tool}` goes on with it."]
    ends += [f"It is one of {runs} runs; --run DATE shows another."] if runs > 1 else []
    if ends:
        sections.append(Section("more", "", tuple(Paragraph(one, "quiet") for one in ends)))
    return Document(title, _said_run(framework, form, run), tuple(sections))


def _said_run(framework: Framework, form: Form | str, run: ToolRun) -> str:
    said = f"Begun {plain_day(run.begun)}"
    if run.finished is not None:
        return f"{said}, answered to its end {plain_local_day(run.finished)}"
    if isinstance(form, str):
        return f"{said}; {_NOT_IN_USE}"
    answered, asked = how_far(_whole(framework, form), run)
    return f"{said}; {answered} of {asked} answered"


def _items_document(form: Form) -> Document:
    rows = tuple(
        (str(number), field.id, field.wording, _KINDS[field.kind]) for number, field in enumerate(form.fields, start=1)
    )
    columns = (Column("", "right"), Column("Name"), Column("Question", main=True), Column("Answer"))
    blocks: list[Block] = [Paragraph(form.about)] if form.about is not None else []
    blocks.append(Table("", columns, rows))
    blocks.append(Paragraph(f"You have not begun it. `cswo-eval tool run {form.id}` asks it.", "quiet"))
    return Document(form.title, counted(len(form.fields), "question"), (Section("questions", "", tuple(blocks)),))


def _answered(framework: Framework, form: Form | str, run: ToolRun) -> list[_Told]:
    """Return every question that is asked now, and every answer to another that is kept, in order."""
    if isinstance(form, str):
        return [_Told(key, None, key, one) for key, one in run.answers.items()]
    whole = _whole(framework, form)
    filling = Filling(whole, Known(title_of=framework.title_of), values_kept(whole, run))
    asked = {one.key: filling.field_of(one) for one in filling.steps()}
    fields = {one.id: one for one in whole.fields}
    kept = {key: fields.get(key.partition("/")[0]) for key in run.answers if key not in asked}
    found = []
    for key, field in (asked | kept).items():
        of = key.partition("/")[2]
        title = framework.title_of(of) if of and not of.startswith("E") else ""
        wording = field.wording.replace("{of}", of).replace("{title}", title).strip() if field is not None else key
        found.append(_Told(key, field, wording, run.answers.get(key, ToolAnswer())))
    return found


def _entry(framework: Framework, told: _Told) -> Entry:
    heading = f"{told.key}: {told.wording}" if told.wording != told.key else told.key
    private = " (private)" if told.answer.private else ""
    return Entry(f"{heading}{private}", _said_answer(framework, told) or "Not answered.")


def _said_answer(framework: Framework, told: _Told) -> str:
    """Return an answer as a person reads it: a choice with its name, a day in words; words of the owner's letter for letter."""
    field, answer = told.field, told.answer
    if answer.several:
        names = {
            f"{purpose}:{one.id}": one.name for purpose, file in framework.headings.items() for one in file.headings
        }
        return listed(names.get(one) or _said_name(one) for one in answer.several)
    if field is None or not answer.said:
        return answer.said
    if field.kind in ("choice", "level"):
        meant = next((one for one in _choices(framework, field) if one.key == answer.said), None)
        return f"{meant.key} {meant.name}" if meant is not None else answer.said
    if field.kind == "date":
        try:
            return plain_day(date.fromisoformat(answer.said))
        except ValueError:
            return answer.said
    return answer.said


def _said_name(name: str) -> str:
    """Return a stretch of days in words, anything else as it is."""
    if not name[:1].isdigit():
        return name
    try:
        return said_stretch(read_stretch(name, date(2026, 1, 1)))
    except ValueError:
        return name


def _choices(framework: Framework, field: FormField) -> tuple[Choice, ...]:
    if field.choices:
        return tuple(Choice(one.key, one.name) for one in field.choices)
    try:
        return choices_from(
            framework, "level" if field.kind == "level" or field.choices_from is None else field.choices_from
        )
    except CswoEvalError:
        return ()


def tool_values(framework: Framework, form: Form | str, run: ToolRun | None) -> dict[str, Any]:
    """Return a tool with its answers for --json. The words of an answer marked private are left out: output travels."""
    if run is None:
        assert isinstance(form, Form)
        questions = [
            {
                "name": one.id,
                "kind": one.kind,
                "question": one.wording,
                "help": one.help,
                "choices": plain(one)["choices"],
            }
            if one.choices
            else {"name": one.id, "kind": one.kind, "question": one.wording, "help": one.help}
            for one in form.fields
        ]
        return {"name": form.id, "title": form.title, "version": form.version, "run": None, "questions": questions}
    return {
        "name": run.tool,
        "title": form.title if isinstance(form, Form) else None,
        "version": run.version,
        "run": {"begun": f"{run.begun}", "changed": run.changed, "finished": run.finished, "position": run.position},
        "questions": [_values_of_answer(one) for one in _answered(framework, form, run)],
    }


def _values_of_answer(told: _Told) -> dict[str, Any]:
    hidden = told.answer.private
    return {
        "name": told.key,
        "kind": told.field.kind if told.field is not None else None,
        "question": told.wording,
        "answered": told.answer.says,
        "private": hidden,
        "said": None if hidden or told.answer.several else told.answer.said,
        "several": None if hidden or not told.answer.several else list(told.answer.several),
    }
