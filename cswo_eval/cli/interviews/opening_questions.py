"""The opening questions about the owner's post, each of which can be skipped; what an answer sets is said at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cswo_eval.analysis.gaps import circumstances_of
from cswo_eval.cli.interviews.form_host import FormHost
from cswo_eval.forms.filling import Filling, Known, Step
from cswo_eval.forms.known import services
from cswo_eval.record.models import InPost, Leave, Profile
from cswo_eval.text.words import counted, listed_with_and

IN_POST: Mapping[str, InPost] = {"1": "under-a-year", "2": "one-to-two", "3": "two-or-more"}
"""How long in post, by what is typed."""
_TARGET_PROFILES: Mapping[InPost, str] = {
    "under-a-year": "new-in-post",
    "one-to-two": "new-in-post",
    "two-or-more": "established",
}
"""The target profile that goes with it. One that the owner chose otherwise, such as the Diploma's, stays."""


class OpeningQuestions(FormHost):
    """Asks about the post and saves the profile after each answer."""

    form_name = "opening"

    def known(self) -> Known:
        """Return what its questions take from elsewhere."""
        usual = self.setting.framework.method.plan.usual_hours_a_week
        return super().known()._replace(words={"usual_hours": f"{self.setting.profile.hours_per_week or usual:g}"})

    def put(self, question: Any, script: Filling) -> None:
        """List the services, with their numbers, above the question that takes these."""
        if question.field == "services":
            self.terminal.say("")
            rows = (f"{place:>4} {one.title}" for place, one in enumerate(services(self.setting.framework), start=1))
            self.terminal.say("\n".join(rows), "cyan")

    def answers(self) -> Mapping[str, Any]:
        """Return what has been said of the post before."""
        profile = self.setting.profile
        in_post = next((key for key, value in IN_POST.items() if value == profile.in_post), None)
        titles = {one.id: one.title for one in services(self.setting.framework)}
        return {
            "in_post": in_post,
            "services": tuple(titles[one].lower() for one in profile.services if one in titles),
            "deputy": profile.has_deputy,
            "hours": profile.hours_per_week,
            "leave": profile.leave,
        }

    def store(self, step: Step, value: Any) -> None:
        """Save an answer in the profile, and say what it sets."""
        before = self.setting.profile
        if step.field == "in_post":
            self._save(self._with_tenure(before, IN_POST[value]))
        elif step.field == "services":
            alone = "none" in value and len(value) > 1
            self._save(before._replace(services=tuple(one for one in value if not (alone and one == "none"))))
        elif step.field == "deputy":
            self._save(before._replace(has_deputy=value))
        elif step.field == "hours":
            self._save(before._replace(hours_per_week=float(value)))
            self.terminal.say(f"The plan will hold no more than {value:g} hours in a week.", "dim")
        else:
            self._save(before._replace(leave=tuple(Leave(first=one.first, last=one.last) for one in value)))
            if value:
                self.terminal.say("Nothing of the plan will fall on these days.", "dim")
        if step.field in ("services", "deputy"):
            self._tell_importance(before)

    def _with_tenure(self, profile: Profile, in_post: InPost) -> Profile:
        framework = self.setting.framework
        named = {one.id: one for one in framework.targets.profiles}
        wanted = _TARGET_PROFILES[in_post]
        follows = profile.target_profile in _TARGET_PROFILES.values() and wanted in named
        target = named[wanted if follows else profile.target_profile]
        self.terminal.say(
            f"You are measured against level {target.level} in everything ({target.title.lower()}), unless you set a target "
            "of your own.",
            "dim",
        )
        return profile._replace(in_post=in_post, target_profile=target.id)

    def _tell_importance(self, before: Profile) -> None:
        """Say which competencies count for more now, and why."""
        framework, terminal = self.setting.framework, self.terminal
        known = {one.id for one in circumstances_of(framework, before)}
        new = [one for one in circumstances_of(framework, self.setting.profile) if one.id not in known]
        raised = {item: why for one in new for item, why in one.raises.items()}
        if not raised:
            terminal.say("Importance stays as it usually is.", "dim")
            return
        terminal.say(
            f"{counted(len(raised), 'competency counts', 'competencies count')} as highly important from now on, and "
            f"activities for {'it' if len(raised) == 1 else 'them'} come early in a plan, unless you answer otherwise: "
            f"{listed_with_and([f'{item} {framework.title_of(item)}' for item in raised])}.",
            "dim",
        )
        for why in dict.fromkeys(raised.values()):
            terminal.say(why, "dim")

    def _save(self, profile: Profile) -> None:
        self.setting.profile = profile
        self.writer.save_profile(profile)
