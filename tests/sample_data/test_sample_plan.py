"""The sample's succession plan is the one written down beside its other plans."""

import pandas as pd

from sample_data import FOLDER
from tcdata import reference, sample, store


def test_the_samples_plan_is_the_list_of_its_decisions(tmp_path):
    url = f"sqlite:///{tmp_path}/sample.db"
    sample.ensure(url)
    kept = store.plan_entries(store.open_store(url, sample=True))
    made = pd.read_csv(FOLDER / "plan" / "decisions.csv", dtype="str")
    assert kept[[*made]].to_dict("records") == made.to_dict("records")


def test_every_decision_is_about_a_skill_and_a_unit_of_the_reference():
    known = reference.load()
    made = pd.read_csv(FOLDER / "plan" / "decisions.csv", dtype="str")
    assert set(made["skill"]) <= set(known.skills["skill"])
    assert set(made["unit"]) <= set(known.organisation["unit"])
    assert set(made["wave"]) <= set(known.waves["wave"])
