"""The sample's store that comes with the product is what a rebuild gives, row by row."""

import errno
import shutil

import pandas as pd
import pytest

from sample_data import build
from tcdata import sample, store, where
from tcdata.metrics import CATALOGUE


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('shipped')}/sample.db"
    sample.ensure(url)
    return store.open_store(url, sample=True)


def test_it_equals_a_rebuild_row_by_row(shipped, tmp_path):
    path = tmp_path / "sample.db"
    build.build(path)
    rebuilt = store.open_store(f"sqlite:///{path}", sample=True)
    pd.testing.assert_frame_equal(store.edition_rows(shipped, 1), store.edition_rows(rebuilt, 1))
    assert store.edition_reference(shipped, 1).sha256 == store.edition_reference(rebuilt, 1).sha256


def test_its_story_is_told_while_the_survey_is_open(shipped):
    told = pd.Timestamp(store.edition_dates(shipped)[1])
    waves = store.edition_reference(shipped, 1).waves.set_index("wave")
    opens, closes = (pd.Timestamp(waves.loc["2026", end], tz="UTC") for end in ("opens", "closes"))
    assert opens < told < closes
    assert set(store.audit_trail(shipped)["at"]) == {told}


def test_a_folder_that_cannot_take_it_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(where.WrongPlaceError, match="cannot be put in the folder"):
        sample.ensure(f"sqlite:///{tmp_path}/file/sample.db")


def test_a_copy_that_fails_leaves_nothing(tmp_path, monkeypatch):
    def full(source, target):
        target.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(where.WrongPlaceError, match="No space left on device"):
        sample.ensure(f"sqlite:///{tmp_path}/sample.db")
    assert list(tmp_path.iterdir()) == []


def test_it_is_whole(shipped):
    assert store.verify(shipped) == []


def test_exactly_the_figures_that_the_catalogue_gives_an_interval_have_one(shipped):
    rows = store.edition_rows(shipped, 1)
    assert set(rows["metric"]) == set(CATALOGUE), "a metric that no file of the sample gives"
    shown = rows[rows["value"].notna()]
    bounded = shown[shown[["low", "high"]].notna().any(axis="columns")]
    assert set(bounded["metric"]) == {m.id for m in CATALOGUE.values() if m.interval}


def test_a_second_visit_keeps_the_first_copy(tmp_path):
    url = f"sqlite:///{tmp_path}/sample.db"
    sample.ensure(url)
    before = (tmp_path / "sample.db").stat().st_mtime_ns
    sample.ensure(url)
    assert (tmp_path / "sample.db").stat().st_mtime_ns == before
    assert (tmp_path / "sample.db").stat().st_mode & 0o077 == 0


def test_the_sample_of_an_earlier_version_is_replaced(tmp_path):
    path = tmp_path / "sample.db"
    url = f"sqlite:///{path}"
    store.open_store(url, sample=True).dispose()
    sample.ensure(url)
    assert path.read_bytes() == sample.SHIPPED.read_bytes()
    assert store.current_edition(store.open_store(url, sample=True)) == 1


def test_a_store_of_real_data_is_never_replaced(tmp_path):
    path = tmp_path / "sample.db"
    url = f"sqlite:///{path}"
    store.open_store(url).dispose()
    before = path.read_bytes()
    sample.ensure(url)
    assert path.read_bytes() == before
