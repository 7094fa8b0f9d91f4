"""Who is missing, how evenly people answered and what weights change, from rows by hand."""

import pandas as pd
import pytest

from tcdata import reference
from tcdata.published import metric_rows, stack
from tcdata.rows import by_metric
from tcdata.views import representativeness as view
from tests.views.changed import with_rows

REFERENCE = reference.load()
NAN = float("nan")
AT = {"period": "2026", "unit": "university"}

# cut, category, base, count, value, high, symbol
GROUPS = [
    ("grade_band", "Grade 5", 124, 87, 70.2, NAN, ""),
    ("grade_band", "Grade 6", 103, 81, 78.6, NAN, ""),
    ("grade_band", "Grades 2 to 4", 63, 34, 54.0, NAN, ""),
    ("grade_band", "No answer", 384, 12, 3.1, NAN, ""),
    ("contract_type", "open-ended", 343, 258, 75.2, NAN, ""),
    ("contract_type", "fixed-term", NAN, NAN, NAN, NAN, "[c]"),
    ("contract_type", "apprentice + casual", 18, NAN, NAN, 11.1, "≤2"),
    ("contract_type", "No answer", 384, NAN, NAN, 0.5, "≤2"),
    ("gender", "Man", 200, 130, 65.0, NAN, ""),
]


def published(rate=71.4, partials=(0.05, 0.03)):
    columns = ["cut", "category", "base", "count", "value", "high", "symbol"]
    r = {"base": 384, "count": 274, "value": 0.84, "low": 0.73, "high": 0.94}
    parts = {"item": ["grade_band", "role_type"], "value": list(partials)}
    return by_metric(
        stack(
            [
                metric_rows(pd.DataFrame(GROUPS, columns=columns), "response_by_group", **AT),
                metric_rows(pd.DataFrame([{"value": rate}]), "participation_rate", **AT),
                metric_rows(pd.DataFrame([r]), "r_indicator", **AT),
                metric_rows(pd.DataFrame(parts), "r_partial", **AT),
            ]
        )
    )


ROWS = published()


def groups(cut, rows=ROWS):
    return view.groups(rows, REFERENCE, "2026", cut)


def test_the_choices_are_what_the_edition_compares():
    assert view.characteristics(ROWS) == ["grade_band", "contract_type", "gender"]
    assert [view.choice_name(cut) for cut in view.characteristics(ROWS)] == [
        *("Grade", "Contract", "Gender")
    ]
    assert view.characteristics({}) == []


def test_the_lowest_group_stands_last_and_is_marked():
    found = groups("grade_band")
    assert found["label"].tolist() == ["Grade 6", "Grade 5", "Grades 2 to 4"]
    assert found["marked"].tolist() == [False, False, True]
    assert found["text"].iloc[0] == "79 % (81 of 103)"
    assert view.headline(found, 71.4, "grade_band") == (
        "Grades 2 to 4: least response, 54 % against 71 % of everybody"
    )


def test_nobody_is_least_where_all_reach_the_whole():
    rows = published(rate=50)
    assert view.headline(groups("grade_band", rows), 50, "grade_band") == "Response by grade"


def test_a_bound_is_compared_and_a_hidden_group_has_its_symbol():
    found = groups("contract_type")
    assert found["label"].tolist() == ["Open-ended", "Apprentice + casual", "Fixed-term"]
    assert found["text"].tolist() == ["75 % (258 of 343)", "≤2 of 18", "[c]"]
    assert view.headline(found, 71.4, "contract_type") == (
        "Apprentice + casual: least response, ≤2 of 18 against 71 % of everybody"
    )


def test_one_group_alone_is_set_against_everybody():
    assert view.headline(groups("gender"), 71.4, "gender") == (
        "Man: 65 % (130 of 200), against 71 % of everybody"
    )


@pytest.mark.parametrize(
    ("cut", "starts"),
    [
        ("grade_band", "12 respondents are in none of these groups"),
        ("gender", "By gender only the largest group is shown, rounded to 5. That is on purpose"),
    ],
)
def test_the_note_says_what_is_left_out(cut, starts):
    assert view.note(ROWS, REFERENCE, "2026", cut).startswith(starts)


def test_without_the_rate_of_everybody_nothing_is_compared():
    assert groups("grade_band", published(rate=NAN)).empty
    assert groups("grade_band", by_metric(ROWS["response_by_group"])).empty


def test_the_r_indicator_is_said_with_its_meaning():
    """R = 0.84 is a standard deviation of 0.08 of the chances."""
    assert view.evenness(ROWS, REFERENCE, "2026") == (
        "**The R-indicator is 0.84** (95 % interval 0.73 to 0.94). It says how alike role types "
        "and grade bands were in answering: 1 would mean that everybody was equally likely to "
        "answer; 0.84 means that their chances were typically 8 points from the average. Response "
        "differs more by grade than by role."
    )
    alike = view.evenness(published(partials=(0.05, 0.05)), REFERENCE, "2026")
    assert alike.endswith("the average.")
    assert view.evenness({}, REFERENCE, "2026") == ""


@pytest.mark.parametrize(("r", "said"), [(0.98, "1 point"), (0.995, "less than 1 point")])
def test_nearly_equal_chances_are_said_to_be_so(r, said):
    rows = with_rows(ROWS, {"r_indicator": ROWS["r_indicator"].assign(value=r)})
    assert f"typically {said} from" in view.evenness(rows, REFERENCE, "2026")


def test_the_table_has_every_group_with_what_it_is_out_of():
    table = view.table(groups("contract_type"), "contract_type")
    assert table.to_dict("list") == {
        "Contract": ["Open-ended", "Apprentice + casual", "Fixed-term"],
        "Answered": ["258", "≤2", "[c]"],
        "In scope": ["343", "18", "[c]"],
        "Rate": ["75 %", "≤2", "[c]"],
    }


def test_the_download_has_the_groups_and_everybody():
    found = view.published(ROWS, REFERENCE, "2026", "grade_band")
    assert found["metric"].tolist() == ["response_by_group"] * 3 + ["participation_rate"]


def test_weights_of_an_open_wave_are_said_to_come_later():
    rows = with_rows(ROWS, {"participation_rate": ROWS["participation_rate"].assign(symbol="[p]")})
    assert view.weighting(rows, REFERENCE, "2026") == (
        "After the close on 6 October 2026 the answers are weighted as well, and this page says "
        "what that changes."
    )


def test_weighting_says_the_answer_that_moves_most():
    items = {"item": ["publications", "committees", "training_access"]}
    rows = by_metric(
        stack(
            [
                metric_rows(pd.DataFrame(items | {"value": values}), metric, **AT)
                for metric, values in (
                    ("answer_favourable", [21.2, 40, 61]),
                    ("answer_weighted", [19.8, 40.3, NAN]),
                )
            ]
        )
    )
    said = view.weighting(rows, REFERENCE, "2026")
    assert "no favourable answer moves by more than 1.4 points" in said
    assert said.endswith(": 21.2 % to 19.8 %).")
    assert view.weighting(ROWS, REFERENCE, "2026") == ""
