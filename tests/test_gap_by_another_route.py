"""A whole record recomputed by another route: written from design.md's "Gap analysis" alone, over the raw YAML files.

Nothing here uses the product's models, constants or arithmetic; only the last step compares with what it gives.
"""

from __future__ import annotations

import json
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import examples
from hypothesis import HealthCheck, given, settings
from processes import Program
from strategies_gaps import RandomRecord, records

from cswo_eval.framework.standards_folder import own_standards_folder
from cswo_eval.pages.json_values import gap_values, plain_value
from cswo_eval.record.sample import sample_folder

Raw = dict[str, Any]


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


class TheStandard:
    """The ids in their order, the target profiles and the importance presets, straight from the files."""

    def __init__(self, folder: Path) -> None:
        outline = read(folder / "standard" / "standard.yaml")
        aspects = [read(folder / "standard" / f"{name}.yaml") for name in outline["aspects"]]
        self.aspects = {one["id"]: [element["id"] for element in one["elements"]] for one in aspects}
        self.elements = {
            element["id"]: [item["id"] for item in element["competencies"]]
            for one in aspects
            for element in one["elements"]
        }
        self.target_profiles = {one["id"]: one for one in read(folder / "targets.yaml")["profiles"]}
        self.presets = {one["id"]: one["levels"] for one in read(folder / "importance.yaml")["presets"]}
        self.order = [item for name, items in self.elements.items() for item in (name, *items)]


@pytest.fixture(scope="module")
def standard() -> TheStandard:
    """The Standard, read without the product."""
    return TheStandard(own_standards_folder())


def halves_up(value: Fraction) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def redo(standard: TheStandard, profile: Raw, answers: dict[str, Raw], entries: list[Raw]) -> Raw:
    """The gap analysis of one round, from plain dictionaries.

    Where design.md leaves room, it is read thus: of evidence against only whether there is any counts; "no chance yet" and
    "not applicable" said of an element as a whole hold of its competencies that are not answered, like a level; "not
    applicable" without a reason is no answer.
    """
    chosen = standard.target_profiles[profile["target_profile"]]
    preset = standard.presets[chosen["importance"]]
    links = [
        (link["item"], link.get("bearing", "supports"), number)
        for number, entry in enumerate(entries)
        if not entry.get("removed")
        for link in entry.get("links", ())
    ]

    def against(item: str) -> int:
        return len({number for linked, bearing, number in links if linked == item and bearing == "contradicts"})

    items: dict[str, Raw] = {}
    for name in standard.order:
        answer = dict(answers.get(name) or {})
        if answer.get("standing") == "not-applicable" and not answer.get("reason", "").strip():
            answer["standing"] = None
        level = answer.get("level") if answer.get("standing") == "rated" else None
        target = profile["targets"][name] if name in profile["targets"] else chosen["level"]
        importance = answer.get("importance") or preset[name]
        gap = need = None
        band, planned, quadrant = "none", 0, None
        if level is not None and target is not None:
            gap = target - level if target > level else 0
            need = planned = importance * ((1 + gap) ** 2 - 1)
            if need > 0:
                band = "low" if need < 9 else "medium" if need < 24 or importance == 1 else "high"
        if answer.get("standing") == "no-chance" and target is not None:
            planned = importance * 3
        if level is not None:
            quadrant = ("important" if importance == 3 else "ordinary") + ("-below" if gap else "-met")
        items[name] = {
            "standing": answer.get("standing"),
            "level": level,
            "target": target,
            "importance": importance,
            "confidence": answer.get("confidence"),
            "gap": gap,
            "need": need,
            "band": band,
            "planned_need": planned,
            "quadrant": quadrant,
            "against": against(name),
        }

    open_in = {
        name: [one for one in members if items[one]["standing"] is None] for name, members in standard.elements.items()
    }
    speaking = [name for name, left in open_in.items() if left and items[name]["standing"] is not None]
    used = [name for name in standard.order if "." in name or name in speaking]

    elements: dict[str, Raw] = {}
    aspects: dict[str, Raw] = {}
    for aspect, its_elements in standard.aspects.items():
        means: list[Fraction] = []
        levels_here: list[tuple[int, str]] = []
        covered = all_applicable = 0
        for name in its_elements:
            members = standard.elements[name]
            whole = items[name] if name in speaking else {"standing": None, "level": None}
            # Each competency's own answer, else what is said on the whole: level and standing.
            said = {one: whole if one in open_in[name] else items[one] for one in members}
            applicable = [one for one in members if said[one]["standing"] != "not-applicable"]
            counted = [said[one]["level"] for one in applicable if said[one]["level"] is not None]
            levels = [(items[one]["level"], one) for one in applicable if items[one]["level"] is not None]
            rated_members = len(levels)
            mean = None
            if counted and 2 * len(counted) >= len(applicable):
                mean = Fraction(sum(counted), len(counted))
            if whole["level"] is not None:
                levels.append((whole["level"], name))
            covered += len(counted)
            elements[name] = {
                "mean": None if mean is None else (str(mean), halves_up(mean)),
                "rated": rated_members,
                "from whole": len(counted) - rated_members,
                "applicable": len(applicable),
                "lowest": lowest(levels),
                "unsure": sum(items[one]["confidence"] == "low" for _, one in levels),
            }
            means += [] if mean is None else [mean]
            levels_here += levels
            all_applicable += len(applicable)
        mean = sum(means, Fraction(0)) / len(means) if means and 2 * covered >= all_applicable > 0 else None
        aspects[aspect] = {
            "mean": None if mean is None else (str(mean), halves_up(mean)),
            "covered": covered,
            "applicable": all_applicable,
            "lowest": lowest(levels_here),
        }

    return {
        "items": {name: items[name] for name in used},
        "elements": elements,
        "aspects": aspects,
        "needs": in_order([one for one in used if items[one]["need"]], items, standard),
        "planned": in_order(
            [one for one in used if items[one]["need"] or items[one]["standing"] == "no-chance"], items, standard
        ),
        "exposures": in_order([one for one in used if items[one]["standing"] == "no-chance"], items, standard),
        "not_applicable": [one for one in used if items[one]["standing"] == "not-applicable"],
        "strengths": sorted(one for one in used if (items[one]["level"] or 0) >= 4),
        "quadrants": {
            cell: [one for one in used if items[one]["quadrant"] == cell]
            for cell in ("important-below", "important-met", "ordinary-below", "ordinary-met")
        },
        "answered": sum(items[one]["standing"] is not None for one in standard.order if "." in one),
    }


def lowest(levels: list[tuple[int, str]]) -> tuple[int | None, list[str]]:
    if not levels:
        return None, []
    least = min(level for level, _ in levels)
    return least, sorted(name for level, name in levels if level == least)


def in_order(names: list[str], items: dict[str, Raw], standard: TheStandard) -> list[str]:
    """Greatest first; ties one rule after another, each only among those that the rules before leave equal."""
    left = list(names)
    served: Counter[str] = Counter()
    ordered: list[str] = []
    while left:
        rules = (
            lambda one: -items[one]["planned_need"],
            lambda one: -items[one]["importance"],
            lambda one: 0 if items[one]["against"] else 1,
            lambda one: 0 if items[one]["confidence"] == "low" else 1,
            lambda one: served[one[:2]],
            standard.order.index,
        )
        best = left
        for rule in rules:
            least = min(rule(one) for one in best)
            best = [one for one in best if rule(one) == least]
        (first,) = best
        left.remove(first)
        ordered.append(first)
        served[first[:2]] += 1
    return ordered


def what_the_product_says(values: Raw) -> Raw:
    """The same facts, out of `gaps --json`."""

    def mean(one: Raw) -> tuple[str, str] | None:
        return (one["mean"]["exact"], one["mean"]["rounded"]) if one["mean"] else None

    def least(one: Raw) -> tuple[int | None, list[str]]:
        return one["lowest_level"], sorted(one["lowest"])

    fields = ("level", "target", "importance", "confidence", "gap", "need", "band", "planned_need", "quadrant")
    items = {
        one["id"]: {
            "standing": one["standing"] if one["standing"] in ("rated", "no-chance", "not-applicable") else None,
            **{name: one[name] for name in fields},
            "against": len(one["contradicts"]),
        }
        for one in sorted((*values["items"], *values["element_items"]), key=lambda one: one["place"])
    }
    elements = {
        one["id"]: {
            "mean": mean(one),
            "rated": one["rated"],
            "from whole": one["from_whole"],
            "applicable": one["applicable"],
            "lowest": least(one),
            "unsure": one["low_confidence"],
        }
        for aspect in values["aspects"]
        for one in aspect["elements"]
    }
    aspects = {
        one["id"]: {
            "mean": mean(one),
            "covered": one["covered"],
            "applicable": one["applicable"],
            "lowest": least(one),
        }
        for one in values["aspects"]
    }
    return {
        "items": items,
        "elements": elements,
        "aspects": aspects,
        "needs": [one["id"] for one in values["needs"]],
        "planned": list(values["planned"]),
        "exposures": [one["id"] for one in values["exposures"]],
        "not_applicable": [one["id"] for one in values["not_applicable"]],
        "strengths": sorted(one["id"] for one in values["strengths"]),
        "quadrants": {one["id"]: list(one["items"]) for one in values["quadrants"]},
        "answered": values["coverage"]["answered"],
    }


def assert_same(product: Raw, redone: Raw) -> None:
    """Compare part by part, so that a failure names the first part that differs and not all eighty items."""
    assert product.keys() == redone.keys()
    for part, expected in redone.items():
        if isinstance(expected, dict):
            differing = {
                name: (product[part].get(name), value)
                for name, value in expected.items()
                if product[part].get(name) != value
            }
            assert differing == {}, f"{part}: (product, by hand)"
            assert list(product[part]) == list(expected), part
        else:
            assert product[part] == expected, part


@pytest.fixture(scope="module")
def sample(standard: TheStandard) -> Raw:
    """The sample record, redone from its raw files."""
    folder = sample_folder()
    (round_path,) = sorted((folder / "assessments").glob("*.yaml"))[-1:]
    profile = {"targets": {}, **read(folder / "profile.yaml")}
    return redo(standard, profile, read(round_path)["answers"], read(folder / "evidence.yaml")["entries"])


def test_the_sample_holds_something_to_recompute(sample: Raw) -> None:
    """The sample has needs of each band, needs that tie, exposures, own targets, and something not applicable."""
    items = sample["items"]
    assert {items[one]["band"] for one in sample["needs"]} == {"high", "medium", "low"}
    assert max(Counter(items[one]["need"] for one in sample["needs"]).values()) > 3
    assert sample["exposures"]
    assert sample["not_applicable"]
    assert len({one["target"] for one in items.values()}) > 1
    assert any(one["against"] for one in items.values())


def test_the_sample_record_recomputed_by_hand_is_what_the_command_says(program: Program, sample: Raw) -> None:
    """`gaps --json` of the sample agrees with the other route in every number, band, mean, cell and place."""
    done = program("gaps", "--json", record=sample_folder())
    assert done.status == 0, done
    assert_same(what_the_product_says(json.loads(done.stdout)), sample)


@settings(
    max_examples=examples(70), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(record=records())
def test_any_record_recomputed_by_hand_is_what_the_analysis_says(standard: TheStandard, record: RandomRecord) -> None:
    """The analysis of any record agrees with the other route in every number, band, mean, cell and place."""
    profile = plain_value(record.profile)
    answers = {name: plain_value(answer) for name, answer in record.round.answers.items()}
    entries = [plain_value(entry) for entry in record.register.entries]
    assert_same(
        what_the_product_says(gap_values(record.analysis())),
        redo(standard, profile, answers, entries),
    )
