"""One question by role type and grade band, from rows written by hand."""

import math

import pandas as pd

from tcdata import charts_change
from tcdata.published import metric_rows
from tcdata.views import change, in_full, in_groups
from tests.views.changed import REFERENCE, ROWS, WAVES, with_rows

QUESTION = "training_access"
# category, count and base in 2023 and in 2026; None where the group cannot be shown
GROUPS = [
    ("laboratory", (50, 80), (66, 90)),
    ("research", (40, 60), (45, 90)),
    ("studio", (None, None), (12, 20)),
    ("workshop", (9, 30), (None, None)),
]


def with_groups(groups=GROUPS, cut="role_type", question=QUESTION):
    given = [
        {"category": category, "period": wave, "count": count, "base": base}
        for category, *waves in groups
        for wave, (count, base) in zip(["2023", "2026"], waves, strict=True)
    ]
    frame = pd.DataFrame(given).astype({"count": "float64", "base": "float64"})
    frame = frame.assign(value=100 * frame["count"] / frame["base"], item=question)
    frame["symbol"] = frame["value"].isna().map({True: "[c]", False: ""})
    added = metric_rows(frame, "answer_favourable", unit="university", cut=cut)
    return with_rows(ROWS, {"answer_favourable": pd.concat([ROWS["answer_favourable"], added])})


GIVEN = with_groups()


def drawn(rows=GIVEN, question=QUESTION, cut="role_type"):
    return in_groups.groups(rows, REFERENCE, "2026", question, cut)


def test_the_choices_are_what_the_edition_has():
    assert in_groups.cuts(ROWS, QUESTION) == []
    assert in_groups.cuts(GIVEN, "committees") == []
    assert in_groups.cuts(GIVEN, QUESTION) == ["role_type"]
    both = with_groups(cut="grade_band")
    both["answer_favourable"] = pd.concat([both["answer_favourable"], GIVEN["answer_favourable"]])
    assert in_groups.cuts(both, QUESTION) == ["role_type", "grade_band"]
    assert [in_groups.cut_name(cut) for cut in in_groups.CUTS] == ["Role type", "Grade band"]


def test_the_highest_of_the_latest_wave_stands_first_and_the_hidden_last():
    found = drawn()
    assert found["row"].drop_duplicates().tolist() == [
        *("Laboratory", "Studio", "Research", "Workshop")
    ]
    assert found["text"].drop_duplicates().tolist() == [
        *("63 % → 73 %", "[c] → 60 %", "67 % → 50 %", "30 % → [c]")
    ]
    assert found["wave"].tolist() == ["2023", "2026"] * 4


def test_a_hidden_group_is_its_symbol_and_never_a_dot_at_zero():
    found = drawn()
    hidden = found[found["share"] == "[c]"]
    assert hidden[["row", "wave"]].to_numpy().tolist() == [["Studio", "2023"], ["Workshop", "2026"]]
    assert hidden["value"].isna().all()
    figure, alt = charts_change.dumbbell(found, WAVES, "light")
    dots = [
        x for trace in figure.data if trace.mode == "markers" and trace.customdata for x in trace.x
    ]
    assert sorted(round(x) for x in dots) == [30, 50, 60, 62, 67, 73]
    assert "Workshop: 30 % → [c]" in alt


def test_the_headline_names_the_ends():
    said = in_groups.headline(drawn(), REFERENCE, "2026", QUESTION, "role_type")
    assert said == "Had access to training: highest in Laboratory, 73 %; lowest in Research, 50 %"
    one = with_groups(GROUPS[:1], "grade_band")
    said = in_groups.headline(
        drawn(one, cut="grade_band"), REFERENCE, "2026", QUESTION, "grade_band"
    )
    assert said == "Had access to training: by grade band"


def test_the_table_has_what_each_share_is_out_of():
    table = in_groups.table(drawn(), "role_type")
    assert list(table) == ["Role type", "2023", "2026"]
    assert table.iloc[0].tolist() == ["Laboratory", "63 % (50 of 80)", "73 % (66 of 90)"]
    assert table.iloc[3].tolist() == ["Workshop", "30 % (9 of 30)", "[c]"]


def test_waves_that_cannot_be_compared_are_not_joined():
    assert drawn()["joined"].tolist() == [False, True] * 4
    apart = drawn(with_groups(question="induction"), "induction")
    assert not apart["joined"].any()


def test_a_question_without_groups_says_why():
    assert drawn(ROWS).empty
    assert "No answer" in in_groups.missing(REFERENCE, "line_management")
    assert "no groups that can be shown" in in_groups.missing(REFERENCE, QUESTION)


def test_groups_change_nothing_else_on_the_page():
    """The breakdown's rows are of the same metric as the plain shares."""
    plain = in_full.answers(ROWS, REFERENCE, "2026", "university", "advance_he_fellowship")
    rows = with_groups(question="advance_he_fellowship")
    again = in_full.answers(rows, REFERENCE, "2026", "university", "advance_he_fellowship")
    assert again.equals(plain)
    before, after = (change.compared(r, REFERENCE, "2026", "university") for r in (ROWS, rows))
    assert after.drop(columns="shares").equals(before.drop(columns="shares"))
    assert not any(math.isnan(s["value"]) for shares in after["shares"] for s in shares.values())


def test_the_download_holds_the_groups_only():
    found = in_groups.published(GIVEN, REFERENCE, "2026", QUESTION, "role_type")
    assert len(found) == 8 and set(found["cut"]) == {"role_type"}
