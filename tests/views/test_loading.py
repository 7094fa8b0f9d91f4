"""Tables of files and findings: no text of an uploaded file runs in a spreadsheet."""

from types import SimpleNamespace

import pandas as pd
import pytest

from tcdata.views import loading

RUNS = ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\tx", "\rx"]


def test_what_was_found_in_a_file_is_text_for_a_spreadsheet():
    findings = pd.DataFrame(
        {
            "sheet": RUNS,
            "row": range(6),
            "column": RUNS,
            "value": RUNS,
            "problem": "Wrong.",
            "remedy": "Correct it.",
            "severity": "error",
        }
    )
    table = loading.findings_table(findings)
    for column in ("Sheet", "Column", "Found"):
        assert sorted(table[column]) == sorted(f"'{text}" for text in RUNS)
    assert sorted(table["Row"]) == list(range(6))


def test_a_missing_value_stays_missing_and_other_text_as_it_is():
    findings = pd.DataFrame(
        {
            "sheet": ["people", "people"],
            "row": [2, 3],
            "column": ["fte", "fte"],
            "value": [None, "one = 1"],
            "problem": "Wrong.",
            "remedy": "Correct it.",
            "severity": "error",
        }
    )
    found = loading.findings_table(findings)["Found"]
    assert pd.isna(found.iloc[0])
    assert found.iloc[1] == "one = 1"


def findings(*places):
    return pd.DataFrame(
        [("s", row, column, None, "p", "r", "error") for row, column in places],
        columns=["sheet", "row", "column", "value", "problem", "remedy", "severity"],
    )


def checked(found, rows=3, refused=3):
    return SimpleNamespace(
        findings=found,
        rows_in=rows,
        rows_accepted=rows - refused,
        refused=range(refused),
        kind="workforce",
        period="2026-09-01",
        sha256="a",
    )


def test_the_verdict_tells_columns_from_cells():
    said = loading.verdict(checked(findings((1, "fte"), (2, "unit"), (3, "unit"))))
    assert said == "1 column is missing and 2 cells are wrong, so 3 rows of 3 cannot be accepted"
    said = loading.verdict(checked(findings((2, "unit")), refused=1))
    assert said == "1 cell is wrong, so 1 row of 3 cannot be accepted"
    headings_only = checked(findings((1, None)), rows=0, refused=0)
    assert loading.verdict(headings_only) == "The file has no row to accept"


def test_one_is_said_as_one():
    one = checked(findings((2, "unit")), rows=1, refused=1)
    one.dropped = []
    assert loading.notes(one) == ["1 row read: 0 can be accepted, 1 cannot."]


def test_the_same_file_in_use_for_another_day_is_warned_of():
    kept = [
        ("a", "workforce", "2026-03-01", "current"),
        ("a", "workforce", "2026-02-01", "withdrawn"),
        ("a", "workforce", "2026-09-01", "current"),
        ("b", "workforce", "2025-09-01", "current"),
    ]
    snapshots = pd.DataFrame(kept, columns=["source_sha256", "kind", "period", "state"])
    (warning,) = loading.in_use_as_another(snapshots, checked(findings()))
    assert "in use as the workforce extract of 1 March 2026" in warning
    assert loading.in_use_as_another(snapshots.iloc[1:], checked(findings())) == []


@pytest.mark.parametrize(
    ("accepted", "refused", "told", "choice"),
    [
        (
            *(37, 3, "40 rows read: 37 can be accepted, 3 cannot."),
            "Accept the 37 rows without errors; keep the 3 others aside with their reasons",
        ),
        (
            *(1, 0, "1 row read: 1 can be accepted, 0 cannot."),
            "Accept the 1 row without errors; keep the 0 others aside with their reasons",
        ),
        (
            *(1, 1, "2 rows read: 1 can be accepted, 1 cannot."),
            "Accept the 1 row without errors; keep the 1 other aside with its reason",
        ),
    ],
)
def test_one_row_is_not_rows(accepted, refused, told, choice):
    checked = SimpleNamespace(
        rows_in=accepted + refused, rows_accepted=accepted, refused=[0] * refused, dropped=[]
    )
    assert loading.notes(checked) == [told]
    assert loading.partly(checked) == choice


def test_an_edition_names_its_files_in_words():
    editions = pd.DataFrame(
        {
            "edition": [1],
            "current": [True],
            "built_at": [pd.Timestamp("2026-09-22", tz="UTC")],
            "built_by": ["x"],
            "rows": [3],
            "periods": [
                ["activity 2026-09-22", "survey 2026", "workforce 2026-09-01", "snapshot 7"]
            ],
        }
    )
    assert loading.editions_table(editions)["Built from"].tolist() == [
        "activities of 22 September 2026, survey of 2026, workforce extract of 1 September 2026, "
        "snapshot 7"
    ]


def test_file_names_do_not_run_either():
    day = pd.Timestamp("2026-09-22", tz="UTC")
    snapshots = pd.DataFrame(
        {
            "snapshot_id": [1],
            "kind": ["survey"],
            "period": ["2026"],
            "state": ["current"],
            "rows_accepted": [3],
            "rows_refused": [0],
            "accepted_at": [day],
            "accepted_by": ["@me"],
            "file_names": [["=cmd.csv", "+b.csv"]],
        }
    )
    row = loading.snapshots_table(snapshots).iloc[0]
    assert row["Files"] == "'=cmd.csv, +b.csv"
    assert row["By"] == "'@me"
