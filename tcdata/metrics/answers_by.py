"""The favourable share by kind of respondent, for the whole University."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from tcdata.metrics.answers import NO_ANSWER
from tcdata.metrics.respondents import Waves, about, asked, in_scope
from tcdata.metrics.weighted import chose_favourable
from tcdata.published import metric_rows, stack
from tcdata.reference import Reference

CUTS = ["role_type", "grade_band"]
IN_ORDER = ["grade_band"]  # only neighbours are shown together
TOGETHER = " + "

Names = dict[str, dict[str, str]]  # cut → category → the group it is shown in


def answers_by(waves: Waves, tables: dict[str, pd.DataFrame], reference: Reference) -> pd.DataFrame:
    """Rows of `answer_favourable` at the root with cut one of CUTS, category the group.

    One per wave, question with a favourable option and group; base: the group's respondents in
    scope, whether they answered the question or not. Groups are those of `groups`. `tables`:
    respondents (with CUTS) and answers, each with `wave`. A cut that a wave did not ask for, or
    that has one group only, has no rows.
    """
    names = groups(waves, tables, reference)
    parts = []
    for wave, everyone in waves:
        answered = in_scope(everyone)
        if answered.empty:
            continue
        questions = asked(reference, wave["wave"])
        questions = questions[questions["favourable"] != ""].reset_index(drop=True)
        chosen = chose_favourable(answered, questions, tables, wave, reference)
        for rule, shown in names.items():
            here = np.flatnonzero((questions["sensitivity"] == "sensitive") == (rule != "internal"))
            if not len(here):
                continue
            kinds = kinds_of(answered, tables, wave["wave"], shown)
            for cut in CUTS:
                rows = _rows(kinds[cut], chosen[:, here], questions["question"].iloc[here])
                parts.append(metric_rows(rows, "answer_favourable", period=wave["wave"], cut=cut))
    root = reference.settings["institution"]["root_unit"]
    return stack(parts).assign(unit=root)


def groups(waves: Waves, tables: dict[str, pd.DataFrame], reference: Reference) -> dict[str, Names]:
    """Rule (`internal`, `sensitive`) → cut → category → group, alike in all waves: see `joined`.

    Counted are the respondents in scope of each wave; one that did not ask for a cut has no say
    in its groups.
    """
    counts: dict[str, list[pd.Series]] = {cut: [] for cut in CUTS}
    for wave, everyone in waves:
        said = about(in_scope(everyone), tables, wave["wave"], CUTS)
        for cut in CUTS:
            if said[cut].notna().any():
                counts[cut].append(said[cut].fillna(NO_ANSWER).value_counts())
    sizes = {cut: pd.concat(found, axis="columns") for cut, found in counts.items() if found}
    return joined(sizes, reference.settings["thresholds"])


def joined(sizes: Mapping[str, pd.DataFrame], limits: Mapping[str, int]) -> dict[str, Names]:
    """Rule → cut → category → group, so that each group reaches the rule's limit in every wave.

    `sizes`: per cut, respondents by category (the index) and wave (the columns; missing is none).
    Only these numbers decide. Grade bands are joined with their neighbours, role types from the
    smallest; “No answer” is a category. The groups of the stricter rule are sums of those of the
    other. A group is named after its members. A cut with fewer than two groups is left out.
    """
    out: dict[str, Names] = {rule: {} for rule in ("internal", "sensitive")}
    for cut, found in sizes.items():
        found = found.fillna(0)
        parts: list[tuple[str, ...]] = [
            (name,) for name in sorted(map(str, found.index), key=_place)
        ]
        for rule in out:
            parts = _merged(parts, found, limits[rule], cut in IN_ORDER)
            if len(parts) > 1:
                out[rule][cut] = {name: TOGETHER.join(part) for part in parts for name in part}
    return out


def kinds_of(
    answered: pd.DataFrame, tables: dict[str, pd.DataFrame], wave: str, names: Names
) -> pd.DataFrame:
    """The group of each row of `answered` for each of CUTS, by `names` (one rule of `groups`).

    Missing where the wave did not ask for the cut, or it is not shown.
    """
    said = about(answered, tables, wave, CUTS)
    kinds = {
        cut: said[cut].fillna(NO_ANSWER).map(names.get(cut, {}))
        if said[cut].notna().any()
        else pd.Series(np.nan, index=said.index)
        for cut in CUTS
    }
    return pd.DataFrame(kinds).astype("str")


def _place(name: str) -> tuple[bool, float, str]:
    """Bands by the first number in their name, others by the alphabet, “No answer” last."""
    number = re.search(r"\d+", name)
    return name == NO_ANSWER, float(number.group()) if number else np.inf, name


def _merged(
    parts: list[tuple[str, ...]], sizes: pd.DataFrame, threshold: int, in_order: bool
) -> list[tuple[str, ...]]:
    """The parts joined until each has `threshold` people in every wave, or one part is left."""

    def fewest(part: tuple[str, ...]) -> float:
        return float(sizes.loc[[*part]].sum().min())

    while len(parts) > 1 and min(map(fewest, parts)) < threshold:
        small = min(parts, key=lambda part: (fewest(part), part))
        at = parts.index(small)
        beside = [parts[n] for n in (at - 1, at + 1) if 0 <= n < len(parts)]
        beside = [part for part in beside if part != (NO_ANSWER,)]
        others = beside if in_order and small != (NO_ANSWER,) and beside else parts
        other = min((p for p in others if p != small), key=lambda part: (fewest(part), part))
        joined = tuple(sorted({*small, *other}, key=_place))
        parts = sorted([p for p in parts if p not in (small, other)] + [joined], key=_first)
    return parts


def _first(part: tuple[str, ...]) -> tuple[bool, float, str]:
    return _place(part[0])


def _rows(kind: pd.Series, chosen: np.ndarray, questions: pd.Series) -> pd.DataFrame:
    """One row per group and question: item, category, base, count, value."""
    names = [*dict.fromkeys(sorted(kind.dropna(), key=_place))]
    place = pd.Index(names).get_indexer(pd.Index(kind))
    inside = (place[None, :] == np.arange(len(names))[:, None]).astype("float64")
    counts, base = inside @ chosen, inside.sum(axis=1)
    group, question = (part.ravel() for part in np.indices(counts.shape))
    rows = pd.DataFrame(
        {
            "item": questions.to_numpy()[question],
            "category": np.array(names, dtype="object")[group],
            "base": base[group],
            "count": counts.ravel(),
        }
    )
    return rows.assign(value=100 * rows["count"] / rows["base"])
