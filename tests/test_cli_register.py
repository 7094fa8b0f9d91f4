"""The risk register on the command line: what the Skills page shows, under a scenario."""

import shutil

import pandas as pd
import pytest
from scipy.stats import binom

from tcdata import sample
from tcdata.cli import main


@pytest.fixture
def export(tmp_path, capsys):
    """Export a register of FBS in this process: exit code, the table, and what was said."""
    path, kept = tmp_path / "register.csv", tmp_path / "store.db"
    shutil.copyfile(sample.SHIPPED, kept)
    kept.chmod(0o600)

    def run(*options):
        code = main(
            [
                *("export", "register", "--unit", "FBS", str(path)),
                *(*options, "--store", f"sqlite:///{kept}"),
            ]
        )
        table = pd.read_csv(path).set_index("skill") if path.exists() else None
        return code, table, capsys.readouterr().err

    return run


def test_the_register_stands_with_its_scenario(export):
    code, table, _ = export("--scenario", "horizon=12")
    assert code == 0
    assert table["rank"].is_monotonic_increasing
    assert set(table["scenario"]) == {
        "Assumed: 12 months ahead; people leave as they did in the last years."
    }
    yearly = table[(table["holders"] == 1) & (table["required"] == 1)]["risk"].iloc[0] / 100
    twice = export("--scenario", "horizon=24,required=1")[1]
    for skill in table[table["required"] == 1].index[:40]:
        held = table.loc[skill, "holders"]
        expected = 100 * binom.cdf(1, held, (1 - yearly) ** 2)
        assert twice.loc[skill, "risk"] == pytest.approx(expected, rel=1e-6, abs=1e-9)


def test_an_earlier_survey_has_no_chances_but_its_gaps(export):
    code, table, _ = export("--wave", "2023")
    assert code == 0
    short = table["holders"] < table["required"]
    assert (table.loc[short, "risk"] == 100).all()
    assert table.loc[~short, "risk"].isna().all()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--scenario", "speed=1"], "“speed” is not part of a scenario"),
        (["--wave", "2020"], "No skills of a wave “2020”"),
        (["--skill", "Flow cytometry"], "--skill belongs to a case, not to a register"),
        (["--preset", "publish"], "A register is made of exact numbers"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(export, options, said):
    code, table, error = export(*options)
    assert (code, table) == (2, None)
    assert said in error
