"""An earlier edition on the command line: its own rows, names and record."""

import io
import json
import zipfile

import docx
import openpyxl
import pandas as pd
import pytest

from tcdata import reference, sample, store
from tcdata.cli import main
from tcdata.reference import from_files
from tests.store.kept import make_checked, make_rows

FORMS = ["workbook", "rows", "briefing", "case", "register"]


@pytest.fixture
def url(tmp_path):
    """A store with two editions: three skills and the old name, then two and today's; the file
    of the first is withdrawn since."""
    found = f"sqlite:///{tmp_path}/store.db"
    engine, now = store.open_store(found), reference.load()
    organisation = now.files["organisation.csv"].replace(
        "Faculty of Biological Sciences", "Faculty of Old Biology"
    )
    then = from_files({**now.files, "organisation.csv": organisation})
    first = store.accept(engine, make_checked(), "tester")
    store.publish(engine, make_rows(3), [first], then, "tester")
    second = store.accept(engine, make_checked(period="2026-10-01", text="b"), "tester")
    store.publish(engine, make_rows(2), [first, second], now, "tester")
    store.withdraw(engine, first, "tester", "another extract")
    engine.dispose()
    return found


@pytest.fixture
def call(url, capsys):
    def run(*args):
        try:
            code = main([*args, "--store", url])
        except SystemExit as stop:
            code = stop.code
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.mark.parametrize(
    ("options", "count"), [([], 2), (["--edition", "2"], 2), (["--edition", "1"], 3)]
)
def test_show_prints_the_rows_of_the_edition(call, options, count):
    code, out, _ = call("show", "skill_holders", "--json", *options)
    assert code == 0
    assert [row["item"] for row in json.loads(out)] == [f"skill-{n}" for n in range(count)]


def test_its_units_have_the_names_they_had(call):
    assert "Faculty of Old Biology" in call("show", "skill_holders", "--edition", "1")[1]
    assert "Old Biology" not in call("show", "skill_holders")[1]
    assert call("show", "skill_holders", "--unit", "Old Biology")[0] == 2


def test_an_export_is_of_the_edition_and_says_so(call, tmp_path):
    for number, count in ((1, 3), (2, 2)):
        path = tmp_path / "out"
        asked = ["--unit", "FBS", str(path), "--edition", str(number)]
        assert call("export", "rows", *asked)[0] == 0
        assert len(pd.read_csv(path)) == count
        assert call("export", "workbook", *asked)[0] == 0
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
        cells = [str(cell.value) for page in book for row in page for cell in row]
        assert any(f"Edition {number}, published" in text for text in cells)
        assert not any(f"Edition {3 - number}, published" in text for text in cells)
        asked[2] = str(tmp_path / "out.docx")
        assert call("export", "briefing", *asked)[0] == 0
        title = docx.Document(asked[2]).core_properties.title
        assert ("Old" in title) == (number == 1)


def _content(path):
    """A file's content; of a workbook each part but the moment it was written."""
    if path.suffix == ".csv":
        return path.read_bytes()
    with zipfile.ZipFile(path) as book:
        return {n: book.read(n) for n in book.namelist() if n != "docProps/core.xml"}


@pytest.mark.parametrize(
    ("form", "name"), [("rows", "a.csv"), ("register", "a.csv"), ("case", "a.xlsx")]
)
def test_an_earlier_edition_gives_what_it_gave_when_it_was_shown(tmp_path, form, name):
    where = f"sqlite:///{tmp_path}/sample.db"
    sample.ensure(where)
    path = tmp_path / name

    def exported(*options):
        asked = ["export", form, "--unit", "FBS", str(path), "--store", where, *options]
        return main(asked), _content(path)

    then = exported()
    assert then[0] == 0
    engine = store.open_store(where, sample=True)
    number = store.current_edition(engine)
    later = store.edition_rows(engine, number)
    later = later[later["metric"] == "headcount"]
    store.publish(engine, later, [], reference.load(), "tester")
    engine.dispose()
    assert exported("--edition", str(number)) == then
    now = exported()
    assert now[0] == (0 if form == "rows" else 2)
    assert form != "rows" or now[1] != then[1]


@pytest.mark.parametrize("form", ["show", *FORMS])
@pytest.mark.parametrize("number", ["3", "0", "-1"])
def test_an_edition_that_is_not_there_is_a_wrong_call(call, tmp_path, form, number):
    path = tmp_path / "out.docx" if form == "case" else tmp_path / "out"
    asked = ["show", "skill_holders"]
    if form != "show":
        asked = ["export", form, "--unit", "FBS", str(path)]
    code, out, err = call(*asked, "--edition", number)
    assert (code, out) == (2, "")
    assert err == f"There is no edition {number}; there are: 2, 1.\n"
    assert not path.exists()


def test_a_plan_is_of_the_current_edition(call, tmp_path):
    path = tmp_path / "plan.xlsx"
    code, _, err = call("export", "plan", "--unit", "FBS", str(path), "--edition", "1")
    assert code == 2
    assert "A plan is made of the current edition" in err
    assert not path.exists()


def test_its_number_is_a_number(call):
    code, out, err = call("show", "skill_holders", "--edition", "first")
    assert (code, out) == (2, "")
    assert "invalid int value" in err and err.count("\n") == 1
