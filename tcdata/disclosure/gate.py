"""The gate's steps in order: blocks, rules, ledger, audit. Nothing else decides what is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from tcdata.disclosure.breakdowns import auditable, kinds, sets_of
from tcdata.disclosure.merging import by_block
from tcdata.disclosure.nodes import ASKED, EMPLOYED, RESPONDENTS, SENSITIVE
from tcdata.disclosure.past import LEDGER, Past, decisions, members, scope_of, serve_earlier
from tcdata.disclosure.possible import check_possible
from tcdata.disclosure.rules import (
    academic_year,
    internal,
    one_count,
    open_to_all,
    rounded,
    strictest,
    without_hints,
)
from tcdata.disclosure.trees import trees
from tcdata.metrics.catalogue import Metric
from tcdata.published import COLUMNS, metric_rows, stack
from tcdata.reference import Reference

COARSER = (1, 2, 4)  # how many times the threshold sensitive blocks need, one attempt after another

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Released:
    """What may be shown (`rows`, published.COLUMNS) and what the ledger must keep (`entries`)."""

    rows: pd.DataFrame
    entries: pd.DataFrame


class AuditError(ValueError):
    """The attacker found something in the figures of an item; says which, and what to do."""


def gate(
    rows: pd.DataFrame,
    catalogue: Mapping[str, Metric],
    reference: Reference,
    people: pd.DataFrame | None = None,
    past: Past | None = None,
    tell: Tell | None = None,
) -> Released:
    """Make metric rows safe to show; with `people` and `past` also across editions, and audited.

    `rows` have published.COLUMNS; `people` as `tcdata.metrics.behind` gives them; `past` is what
    was shown before; `tell` hears what is being done. Without `people` and `past` nothing is
    compared with earlier editions and nothing is audited: such rows must not be published. Raises
    ImpossibleTotalError where the rows contradict themselves, AuditError where the attacker finds
    something even in the coarsest blocks.
    """
    rows = rows[COLUMNS].reset_index(drop=True)
    check_possible(rows, catalogue, reference)
    rows = labelled(rows, catalogue, reference)
    if people is None or past is None:
        return Released(_attempt(rows, catalogue, reference, None, None, None, 1).rows, _none())
    from tcdata.disclosure.audit import LeakError  # scipy.optimize takes 0.1 s to import

    for times in COARSER:
        try:
            return _attempt(rows, catalogue, reference, people, past, tell, times)
        except LeakError as found:
            if tell:
                tell(f"{found} Trying again with larger blocks.")
            last = found
    raise AuditError(f"Nothing was published. {last}")


def labelled(
    rows: pd.DataFrame, catalogue: Mapping[str, Metric], reference: Reference
) -> pd.DataFrame:
    """The rows with columns rule, people (whom the base counts), tree and scope.

    Rows of a wave whose base is not open count its respondents, others of a wave the people asked;
    rows of a date the people employed.
    """
    told = {metric.id: metric.base_sensitivity != "open" for metric in catalogue.values()}
    answered = rows["metric"].map(told).fillna(False).astype("bool")
    people = pd.Series(ASKED, index=rows.index, dtype="str").mask(answered, RESPONDENTS)
    people = people.mask(~rows["period"].isin(reference.waves["wave"]), EMPLOYED)
    rule = strictest(rows, catalogue, reference)
    tree = people.mask(rule == "sensitive", people + SENSITIVE)
    years = {period: academic_year(period) for period in rows["period"].unique()}
    cells = pd.DataFrame({"tree": tree, "period": rows["period"]})
    pairs = cells.drop_duplicates()
    scopes = {
        (kind, period): scope_of(kind, period, years[period])
        for kind, period in pairs.itertuples(index=False)
    }
    scope = [scopes[pair] for pair in zip(tree, rows["period"], strict=True)]
    return rows.assign(rule=rule, people=people, tree=tree, scope=pd.Series(scope, rows.index))


def _attempt(
    rows: pd.DataFrame,
    catalogue: Mapping[str, Metric],
    reference: Reference,
    people: pd.DataFrame | None,
    past: Past | None,
    tell: Tell | None,
    times: int,
) -> Released:
    own = {metric.id: metric.base_sensitivity != "open" for metric in catalogue.values()}
    blocked = (rows["rule"] != "open") | rows["metric"].map(own).astype("bool")
    before = None if past is None else _blocks_of(past.latest, catalogue, reference)
    forest = trees(rows[blocked], reference, before, times)
    parents = _parents(forest)
    shown = rows[rows["rule"] == "open"]
    safe_open = open_to_all(shown, _alone(shown, forest), catalogue)
    merged = _merge(rows[rows["rule"] == "internal"], forest, catalogue, reference)
    inner = internal(merged, parents, catalogue, reference)
    inner = without_hints(inner, shown, forest)
    exact = one_count(
        _merge(rows[rows["rule"] == "sensitive"], forest, catalogue, reference), reference
    )
    private = rounded(exact, parents, reference)
    if people is None or past is None:
        return Released(_together(safe_open, inner, private), _none())
    from tcdata.disclosure.audit import audited
    from tcdata.disclosure.audit_kinds import audited_kinds

    root = reference.settings["institution"]["root_unit"]
    everyone = auditable(pd.concat([members(people, forest, reference), kinds(people, root)]))
    inside = _only_shown(everyone, inner, private)
    limits = reference.settings["thresholds"]
    told, entries = decisions(inside, past, limits)
    inner = serve_earlier(inner, told, past, _relabel(catalogue, reference))
    private = serve_earlier(private, told, past, _relabel(catalogue, reference))
    private = audited(private, exact, forest, everyone, past, inner, reference, tell)
    private = audited_kinds(private, everyone, past, reference, tell)
    inner = audited_kinds(inner, everyone, past, reference, tell)
    return Released(_together(safe_open, inner, private), entries)


def _together(*parts: pd.DataFrame) -> pd.DataFrame:
    return stack([metric_rows(part, "").assign(metric=part["metric"].to_numpy()) for part in parts])


def _only_shown(inside: pd.DataFrame, *shown: pd.DataFrame) -> pd.DataFrame:
    """The members of sets that have rows: nothing was told of any other."""
    sets = [part[["tree", "period"]].assign(block=sets_of(part)) for part in shown]
    return inside.merge(pd.concat(sets).drop_duplicates(), on=["tree", "period", "block"])


def _relabel(
    catalogue: Mapping[str, Metric], reference: Reference
) -> Callable[[pd.DataFrame], pd.DataFrame]:
    return lambda rows: labelled(rows.reset_index(drop=True), catalogue, reference)


def _merge(
    rows: pd.DataFrame,
    forest: pd.DataFrame,
    catalogue: Mapping[str, Metric],
    reference: Reference,
) -> pd.DataFrame:
    """Rows of blocks, each kind of people by its own tree; the labels stay."""
    labels = ["rule", "people", "tree", "scope"]
    if rows.empty:
        return rows[[*COLUMNS, *labels]]
    parts = [rows]
    for key, part in rows.groupby(["tree", "people", "rule"], sort=False):
        tree, people, rule = map(str, key)
        here = forest[forest["tree"] == tree]
        merged = by_block(part[COLUMNS], here, catalogue, reference)
        parts.append(merged.assign(rule=rule, people=people, tree=tree))
    out = pd.concat([parts[0].head(0), *parts[1:]], ignore_index=True)
    scopes = rows.drop_duplicates(["tree", "period"]).set_index(["tree", "period"])["scope"]
    keys = pd.MultiIndex.from_frame(out[["tree", "period"]])
    return out.assign(scope=scopes.reindex(keys).to_numpy())[[*COLUMNS, *labels]]


def _parents(forest: pd.DataFrame) -> pd.DataFrame:
    """Columns tree, period, unit (a block), parent, and the block of respondents it adds up to."""
    blocks = forest[forest["block"] != ""].drop_duplicates(["tree", "period", "block"])
    answered = forest[forest["tree"] == RESPONDENTS].set_index(["period", "unit"])["block"]
    keys = pd.MultiIndex.from_frame(blocks[["period", "unit"]])
    inside = answered.reindex(keys).fillna("").to_numpy()
    out = pd.DataFrame(
        {
            "tree": blocks["tree"],
            "period": blocks["period"],
            "unit": blocks["block"],
            "parent": blocks["parent"],
            "block": inside,
        }
    )
    return out.assign(block=out["block"].where(out["tree"] == ASKED, ""))


def _alone(rows: pd.DataFrame, forest: pd.DataFrame) -> pd.Series:
    """Whether the respondents of each row's unit are a block by themselves."""
    own = forest[(forest["tree"] == RESPONDENTS) & (forest["unit"] == forest["block"])]
    known = pd.MultiIndex.from_frame(own[["period", "unit"]])
    alone = pd.MultiIndex.from_frame(rows[["period", "unit"]]).isin(known)
    return pd.Series(alone, index=rows.index)


def _blocks_of(
    published: pd.DataFrame, catalogue: Mapping[str, Metric], reference: Reference
) -> pd.DataFrame:
    """The blocks in which published rows were shown: columns tree and block."""
    known = published[published["metric"].isin([metric.id for metric in catalogue.values()])]
    rows = labelled(known.reset_index(drop=True), catalogue, reference)
    rows = rows[rows["rule"] != "open"]
    return rows[["tree", "unit"]].drop_duplicates().rename(columns={"unit": "block"})


def _none() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="str") for name in LEDGER if name != "edition"})
