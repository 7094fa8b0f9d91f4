import subprocess
import sys

import pandas as pd
import pytest

from tcdata.check import check
from tcdata.schemas import MODELS, dictionary, file_columns, gate
from tcdata.schemas.people import FULL_TIME
from tests.made_files import AS_OF, KEY, REFERENCE, people, person

SENSITIVE = {"age_band", "gender", "ethnicity", "disability", "leaving_reason"}


@pytest.fixture(scope="module")
def workforce():
    data = people(*(person(n) for n in range(3)))
    return check("workforce", [("a.xlsx", data)], REFERENCE, AS_OF, KEY).tables["workforce"]


def test_the_data_dictionary_says_everything_of_every_column():
    found = dictionary()
    assert not found.duplicated(["table", "column"]).any()
    assert set(found["table"]) == set(MODELS)
    for column in ("title", "description", "holds"):
        assert (found[column].str.len() > 1).all()
    assert set(found["sensitivity"]) == {"open", "internal", "sensitive"}
    about_people = found[found["column"].isin(SENSITIVE)]
    assert (about_people["sensitivity"] == "sensitive").all()
    numbers = found[found["holds"].isin(["number", "whole"])]
    assert (numbers["unit"] != "").all()


def test_required_columns_are_the_designs():
    found = dictionary()
    required = found[found["required"]].groupby("table")["column"].agg(list).to_dict()
    assert required["workforce"] == [
        *("person_id", "job_title", "grade", "fte", "contract_type", "continuous_start", "unit"),
    ]
    assert required["respondents"] == ["respondent_id", "unit", "completed_on"]
    assert required["skills"] == ["respondent_id", "skill", "level"]
    assert required["activities"] == ["date", "kind", "title"]


def test_no_column_of_a_model_holds_a_name_an_address_or_a_birthday():
    for model in MODELS.values():
        assert not {"name", "email", "birth_date"} & set(model.columns)
    assert "birth_date" in file_columns("workforce")


def test_the_gate_lets_a_canonical_table_through(workforce):
    assert gate("workforce", workforce) is workforce
    MODELS["workforce"].validate(workforce, lazy=True)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("person_id", "104233"),
        ("person_id", None),
        ("fte", FULL_TIME + 0.001),
        ("fte", 0.0),
        ("contract_type", "permanent"),
        ("post_start", pd.Timestamp("1900-01-01")),
        ("grade", None),
    ],
)
def test_the_gate_stops_a_wrong_value_without_telling_it(workforce, column, value):
    broken = workforce.copy()
    broken.loc[1, column] = value
    with pytest.raises(ValueError, match=f"{column}: ") as error:
        gate("workforce", broken)
    assert str(value) not in str(error.value) or value is None


def test_the_gate_stops_wrong_columns_and_types(workforce):
    with pytest.raises(ValueError, match="not a canonical"):
        gate("workforce", workforce.drop(columns="grade"))
    with pytest.raises(ValueError, match="not a canonical"):
        gate("workforce", workforce.assign(name="x"))
    with pytest.raises(ValueError, match="fte: float64"):
        gate("workforce", workforce.assign(fte=workforce["fte"].astype("float32")))
    with pytest.raises(ValueError, match="grade: str"):
        gate("workforce", workforce.assign(grade=workforce["grade"].astype("object")))


def test_importing_the_package_does_not_import_pandera():
    code = "import sys, tcdata, tcdata.store, tcdata.reference; assert 'pandera' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
