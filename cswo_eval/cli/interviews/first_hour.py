"""The first hour of a new owner: a welcome, what their post is, two worked cases, the choice of depth, and the first plan."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from cswo_eval.cli.interviews.asking import Stopped
from cswo_eval.cli.interviews.form_host import FormHost
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.made_plan import TimeWished, make_and_save, say_what_is_new
from cswo_eval.cli.setting import Setting
from cswo_eval.forms.engine import Kept
from cswo_eval.forms.filling import Filling, Known, Step
from cswo_eval.forms.questions import Question
from cswo_eval.framework.form_models import AskedWhen, Form, FormField
from cswo_eval.framework.models import WorkedCase
from cswo_eval.pages.blocks import Facts, Paragraph
from cswo_eval.pages.plan_sections import plan_document
from cswo_eval.planning.time_in_words import time_in_words
from cswo_eval.planning.working_days import calendar_for
from cswo_eval.record.models import Depth, Leave
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.walk.progress import rounded_minutes, said_minutes


def welcome(setting: Setting) -> None:
    """Say what this is, where it is kept, and that it is private."""
    terminal = setting.terminal
    terminal.say(
        "Welcome. This is your own self-evaluation against the Standard for Chief Social Work Officers.", "bold"
    )
    terminal.say(
        "It asks what you did before it asks how good you are. Nothing leaves this machine. Every answer is saved as you "
        "give it, so you can stop at any prompt with `quit` and come back. Please name nobody who uses services."
    )
    terminal.say(f"It is kept in {setting.record.folder}.", "dim")
    setting.remark_on_place()


class FirstHour(FormHost):
    """Reads the worked cases, a guess first, then the level and why; and asks where to begin."""

    form_name = "first-hour"

    def __init__(self, setting: Setting, writer: RecordWriter, keyboard: Keyboard) -> None:
        super().__init__(setting, writer, keyboard)
        self._cases = {f"{one.id}-level": one for one in setting.framework.worked_cases.cases}
        self._levels = {entry.level: entry.name for entry in setting.framework.levels.levels}

    def read_cases(self) -> None:
        """Read the worked cases. Any can be skipped. Raises Stopped."""
        script = self.ask(("cases", *self._cases))
        if script.answers.get("cases") is False:
            self.terminal.say("`cswo-eval assess --cases` shows them at any time.", "dim")

    def offered_depth(self) -> Depth:
        """Offer the elements first, or all the competencies at once. Raises Stopped."""
        return "usual" if self.ask(("depth",)).answers.get("depth") == "2" else "element"

    def form(self) -> Form:
        """Return the form with a question for each case behind the first."""
        form = super().form()
        asked = tuple(
            FormField(
                id=name,
                kind="choice",
                wording="Which level would you give?",
                hint="1 to 5. Enter to see ours, skip to go on.",
                help="A 2 is what the weak illustration shows, a 4 what the strong one shows; 1, 3 and 5 lie around them.",
                when=AskedWhen(field="cases", is_one_of=("yes",)),
            )
            for name in self._cases
        )
        return form._replace(fields=(form.fields[0], *asked, *form.fields[1:]))

    def known(self) -> Known:
        """Return what its questions take from elsewhere."""
        known = super().known()
        figures = tuple(one for one in known.choices["level"] if one.key.isdecimal())
        read = (
            f"{len(self._cases)} short cases, about three minutes, so that a 2 or a 4 means the same to everyone. "
            "Read them now?"
        )
        return known._replace(choices={**known.choices, **dict.fromkeys(self._cases, figures)}, words={"cases": read})

    def answers(self) -> Mapping[str, Any]:
        """Return nothing: a guess is not kept."""
        return {}

    def put(self, question: Question, script: Filling) -> None:
        """Show the case, or the two ways to begin, above the question."""
        case = self._cases.get(question.field)
        if case is not None:
            self._show(case)
        elif question.field == "depth":
            self._show_ways()

    def _show(self, case: WorkedCase) -> None:
        competency = self.setting.framework.competencies[case.competency]
        self.terminal.say("")
        self.terminal.say(f"== {case.title}", "bold cyan")
        self.terminal.tell(Paragraph(case.story), Facts((("Evidence", case.evidence),)))
        self.terminal.say("")
        self.terminal.say(f"{competency.id}  {competency.statement}", "bold")
        self.terminal.tell(Facts((("Weak (a 2)", competency.weak), ("Strong (a 4)", competency.strong))))

    def _show_ways(self) -> None:
        framework = self.setting.framework
        elements, competencies = len(framework.elements), len(framework.competencies)
        first = said_minutes(rounded_minutes(elements * framework.method.seconds_element))
        whole = said_minutes(rounded_minutes(competencies * framework.method.seconds_usual))
        begin_with_elements = (
            f"The first hour: the {elements} elements as a whole, about {first}, then a first gap analysis and a 100-day "
            "plan. The competencies follow in later sittings."
        )
        begin_with_all = f"All {competencies} competencies from the start, about {whole} over several sittings."
        self.terminal.say("")
        self.terminal.tell(Facts((("1", begin_with_elements), ("2", begin_with_all))))

    def keep(self, kept: Kept) -> Filling:
        """Say which level we gave, and why: also where Enter asks for it."""
        script: Filling = kept.script
        case = self._cases.get(kept.question.field)
        if case is not None:
            said = f"We gave {case.level}, {self._levels[case.level]}."
            if kept.value is not None:
                said += " So did you." if int(kept.value) == case.level else f" You gave {kept.value}."
            self.terminal.say("")
            self.terminal.say(said, "bold")
            self.terminal.tell(Facts((("Why", case.why), ("The slip to watch for", case.trap))))
        return script


class FirstPlan(FormHost):
    """Offers the 100-day plan after the elements, with the hours and the leave that it must fit."""

    form_name = "first-plan"

    def __init__(self, setting: Setting, writer: RecordWriter, keyboard: Keyboard) -> None:
        super().__init__(setting, writer, keyboard)
        self._said = self._usual()

    def _usual(self) -> dict[str, Any]:
        """Return what holds where nothing else is said."""
        profile, usual = self.setting.profile, self.setting.framework.method.plan.usual_hours_a_week
        return {
            "hours": profile.hours_per_week or usual,
            "start": self.today + timedelta(days=7 - self.today.weekday()),
            "leave": tuple(profile.leave),
        }

    def offer(self) -> None:
        """Ask, make the plan and show it; where the answers together make none, ask again. Raises Stopped."""
        terminal = self.terminal
        only: tuple[str, ...] | None = None
        while True:
            try:
                script = self.ask(only)
            except (KeyboardInterrupt, Stopped):
                with contextlib.suppress(OSError):  # the window may be gone
                    terminal.say(
                        "\nThe plan is not made, so what you said for it is not kept: `cswo-eval plan make` asks nothing more than "
                        "--start, --hours and --leave.",
                        "yellow",
                    )
                raise
            if script.answers.get("make") is False:
                terminal.say("`cswo-eval plan make` makes it at any time; `cswo-eval gaps` shows the whole analysis.")
                return
            try:
                self._make()
            except CswoEvalError as problem:
                terminal.say("")
                terminal.say(f"{problem} Nothing was changed.", "yellow")
                only = ("hours", "start", "leave")
                self._said = {**self._usual(), "make": True}  # Enter must not stand for what just made no plan
            else:
                return

    def _make(self) -> None:
        setting, said = self.setting, self._said
        leave = tuple(Leave(first=one.first, last=one.last) for one in said["leave"])
        calendar = calendar_for(setting.framework, said["start"], leave, ())
        self.terminal.say("")
        # Before the plan, above which it would scroll away.
        rules = setting.framework.method.plan
        self.terminal.tell(Facts(time_in_words(rules, calendar, float(said["hours"]))))
        before = setting.plan
        plan = make_and_save(setting, self.writer, TimeWished(said["start"], float(said["hours"]), leave))
        self.terminal.show(plan_document(setting.framework, plan, setting.today))
        say_what_is_new(setting, before, plan)
        self.terminal.say("")
        self.terminal.say(
            "The plan is saved. `cswo-eval plan show` shows it again, `cswo-eval plan calendar --output plan.ics` writes it "
            "for your calendar, and `cswo-eval assess` goes on with the competencies of the elements that matter most."
        )

    def answers(self) -> Mapping[str, Any]:
        """Return what holds where nothing else is said. Asked again, the plan is wanted."""
        return self._said

    def store(self, step: Step, value: Any) -> None:
        """Remember an answer: all of them together make the plan."""
        self._said[step.field] = value
