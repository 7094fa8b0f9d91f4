"""Blocks: enough people in every wave, as many blocks as possible, parents that add up."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest

from tcdata.disclosure.blocks import blocks


def units(parent: str, **counts: int | list[int]) -> pd.DataFrame:
    rows = [
        {
            "unit": unit,
            "parent": parent,
            **{str(2023 + n): c for n, c in enumerate(np.ravel(count))},
        }
        for unit, count in counts.items()
    ]
    return pd.DataFrame(rows)


def sizes(frame: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    waves = [column for column in frame if column not in {"unit", "parent"}]
    return frame.merge(found[["unit", "block"]], on="unit").groupby("block")[waves].sum(min_count=1)


def partitions(items: list[int]):
    if not items:
        yield []
        return
    first, rest = items[0], items[1:]
    for smaller in partitions(rest):
        yield [[first], *smaller]
        for place in range(len(smaller)):
            yield [*smaller[:place], [first, *smaller[place]], *smaller[place + 1 :]]


def test_small_schools_are_merged_and_named_plainly():
    frame = units("eps", civil=3, robotics=4, imbe=5, physics=14)
    names = {"civil": "Civil Engineering", "robotics": "Robotics", "imbe": "iMBE"}
    found = blocks(frame, 10, names).set_index("unit")
    assert found.loc["civil", "block"] == "civil+imbe+robotics"
    assert found.loc["civil", "name"] == "Civil Engineering + Robotics + iMBE"
    assert found.loc["civil", "parent"] == "eps"
    assert found.loc["physics", "block"] == "physics"


@pytest.mark.parametrize("threshold", [10, 25])
def test_the_packing_is_as_fine_as_any_that_exists(threshold):
    rng = np.random.default_rng(threshold)
    for _ in range(25):
        counts = rng.integers(0, 25, (rng.integers(2, 8), 2))
        if counts.sum(axis=0).min() < threshold:
            continue
        frame = units("f", **{f"s{n}": row for n, row in enumerate(counts)})
        found = blocks(frame, threshold, {})
        schools = found[found["unit"].ne("f")]
        possible = max(
            len(parts)
            for parts in partitions(list(range(len(counts))))
            if all((counts[part].sum(axis=0) >= threshold).all() for part in parts)
        )
        assert schools["block"].nunique() == possible
        assert (sizes(frame, found) >= threshold).all().all()


def test_a_faculty_of_the_real_shape_does_not_collapse():
    rng = np.random.default_rng(3)
    for people in (27, 60, 126):
        cuts = np.sort(rng.integers(1, people, 8))
        counts = np.diff([0, *cuts, people]).clip(1)
        frame = units("f", **{f"s{n}": int(count) for n, count in enumerate(counts)})
        assert blocks(frame, 10, {}).query("unit != 'f'")["block"].nunique() >= people // 25


def test_children_add_up_to_their_parent_at_every_level():
    rng = np.random.default_rng(4)
    for _ in range(20):
        leaves = {f"s{n}": (f"f{n % 5}", *rng.integers(0, 20, 2)) for n in range(20)}
        rows = [{"unit": u, "parent": f, "a": x, "b": y} for u, (f, x, y) in leaves.items()]
        own = rng.integers(0, 3, (5, 2))
        schools = pd.DataFrame(rows)
        faculties = schools.groupby("parent")[["a", "b"]].sum() + own
        upper = [
            {"unit": f, "parent": "root", **faculties.loc[f].to_dict()} for f in faculties.index
        ]
        root = {"unit": "root", "parent": "", **faculties.sum().to_dict()}
        frame = pd.concat([pd.DataFrame([root, *upper]), schools], ignore_index=True)
        found = blocks(frame, 10, {})
        residue = faculties - schools.groupby("parent")[["a", "b"]].sum()
        residue.index += ".own"
        counts = pd.concat([frame.set_index("unit")[["a", "b"]], residue])
        by_block = found.join(counts, on="unit").groupby(["block", "parent"])[["a", "b"]].sum()
        by_block = by_block.reset_index("parent")
        assert (by_block[["a", "b"]] >= 10).all().all()
        inner = by_block[by_block["parent"].ne("")]
        totals = inner.groupby("parent")[["a", "b"]].sum()
        assert totals.equals(by_block.loc[totals.index, ["a", "b"]].astype(totals.dtypes))
        assert found["unit"].is_unique


def test_a_faculty_too_small_is_merged_with_another_and_so_are_their_schools():
    frame = pd.DataFrame(
        [
            ("u", "", 66),
            ("f1", "u", 4),
            ("f2", "u", 30),
            ("f3", "u", 32),
            ("a", "f1", 4),
            ("b", "f2", 15),
            ("c", "f2", 15),
            ("d", "f3", 32),
        ],
        columns=["unit", "parent", "2026"],
    )
    found = blocks(frame, 10, {}).set_index("unit")
    assert found.loc["f1", "block"] == found.loc["f2", "block"] == "f1+f2"
    assert found.loc["f3", "block"] == "f3"
    assert found.loc["a", "parent"] == found.loc["b", "parent"] == "f1+f2"
    assert found.loc["a", "block"] in {"a+b", "a+c"}


def test_nothing_is_shown_where_even_the_top_is_too_small():
    frame = pd.DataFrame([("u", "", 7), ("a", "u", 7)], columns=["unit", "parent", "2026"])
    assert blocks(frame, 10, {})["block"].eq("").all()


def test_a_wave_that_did_not_ask_a_unit_asks_nothing_of_its_block():
    frame = pd.DataFrame(
        [
            ("u", "", 40, 62),
            ("faculties", "u", 40, 50),
            ("services", "u", np.nan, 12),
            ("it", "services", np.nan, 6),
            ("library", "services", np.nan, 6),
        ],
        columns=["unit", "parent", "2023", "2026"],
    )
    found = blocks(frame, 10, {}).set_index("unit")["block"]
    assert found["services"] == "services"
    assert found["it"] == "it+library"


def test_people_of_a_parent_but_of_none_of_its_children_are_packed_too():
    frame = pd.DataFrame(
        [("f", "", 33), ("a", "f", 15), ("b", "f", 15)], columns=["unit", "parent", "2026"]
    )
    found = blocks(frame, 10, {"f": "Faculty"}).set_index("unit")
    assert "f.own" in found.index
    assert found.loc["f.own", "block"].startswith(("a+", "b+"))
    assert "Faculty itself" in found.loc["f.own", "name"]
    with pytest.raises(ValueError, match="add up to more"):
        blocks(frame.assign(**{"2026": [20, 15, 15]}), 10, {})


def test_earlier_blocks_are_kept_or_split_but_not_mixed():
    before = units("f", a=6, b=6, c=6, d=6)
    first = blocks(before, 10, {})
    pairs = {frozenset(rows) for _, rows in first[first["unit"].ne("f")].groupby("block")["unit"]}
    after = units("f", a=11, b=3, c=9, d=8)
    fresh = blocks(after, 10, {})
    second = blocks(after, 10, {}, first)
    assert second[second["unit"].ne("f")]["block"].nunique() <= fresh["block"].nunique()
    for _, rows in second[second["unit"].ne("f")].groupby("block")["unit"]:
        assert any(set(rows) <= pair for pair in pairs)
    grown = blocks(units("f", a=11, b=12, c=13, d=14), 10, {}, first)
    assert grown[grown["unit"].ne("f")]["block"].tolist() == ["a", "b", "c", "d"]
    shrunk = blocks(units("f", a=4, b=5, c=16, d=2), 10, {}, first)
    assert (sizes(units("f", a=4, b=5, c=16, d=2), shrunk) >= 10).all().all()


def test_of_many_units_those_that_stand_alone_do_and_only_the_small_ones_merge():
    """More units than every partition can be tried of, few of them small."""
    large = {f"large{n:02}": 20 + n for n in range(16)}
    found = blocks(units("f", **large, tiny=4, little=6), 10, {}).set_index("unit")["block"]
    assert found[[*large]].tolist() == [*large]
    assert found["tiny"] == found["little"] == "little+tiny"
    # Too few by themselves, they are taken in by the smallest of the others.
    found = blocks(units("f", **large, tiny=4), 10, {}).set_index("unit")["block"]
    assert found["tiny"] == found["large00"] == "large00+tiny"
    assert found[[*large][1:]].tolist() == [*large][1:]


def test_the_choice_does_not_depend_on_the_order_of_the_rows():
    rng = np.random.default_rng(6)
    frame = units("f", **{f"s{n}": int(c) for n, c in enumerate(rng.integers(1, 20, 9))})
    found = blocks(frame, 10, {}).set_index("unit")["block"].sort_index()
    for seed in range(5):
        mixed = blocks(frame.sample(frac=1, random_state=seed), 10, {})
        assert mixed.set_index("unit")["block"].sort_index().equals(found)


def test_twelve_and_forty_schools_are_packed_fast():
    rng = np.random.default_rng(7)
    for schools in (12, 40):
        counts = {f"s{n:02}": rng.integers(1, 20, 2) for n in range(schools)}
        started = time.process_time()
        found = blocks(units("f", **counts), 10, {})
        assert time.process_time() - started < 2
        assert (sizes(units("f", **counts), found) >= 10).all().all()
