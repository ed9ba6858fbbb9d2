"""The walk over a round as the record has it: with the targets, the preset importance and the marks that hold in it."""

from __future__ import annotations

from cswo_eval.analysis.gaps import preset_importance, preset_of, target_of, target_profile_of
from cswo_eval.cli.earlier_marks import private_before
from cswo_eval.cli.setting import Setting
from cswo_eval.record.given_ids import ENTRY
from cswo_eval.record.models import Depth, Round
from cswo_eval.walk.machine import Walk


def begun_walk(setting: Setting, round_: Round, depth: Depth, order: tuple[str, ...], private: bool) -> Walk:
    """Return a walk over `order` that has not asked yet. `private`: every answer given in it is marked."""
    framework, profile = setting.framework, setting.profile
    target_profile = target_profile_of(framework, profile)
    preset = preset_of(framework, target_profile, profile)
    items = (*framework.elements, *framework.competencies)
    return Walk(
        framework=framework,
        round=round_,
        register=setting.register,
        order=order,
        targets={name: target_of(profile, target_profile, name) for name in items},
        presets={name: preset_importance(preset, name) for name in items},
        preset_reasons=preset.reasons,
        depth=depth,
        entries_given=setting.record.given(ENTRY),
        private_sitting=private,
        kept_private=private_before(setting, round_),
    )
