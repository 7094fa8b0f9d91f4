"""Where the store and the key are."""

import pytest

from tcdata import where


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    for name in ("TCDATA_STORE", "TCDATA_KEY"):
        monkeypatch.delenv(name, raising=False)


def test_the_store_is_in_the_project_unless_set(monkeypatch):
    assert where.sqlite_path(where.store_url()) == where.PROJECT / "data" / "tcdata.db"
    monkeypatch.setenv("TCDATA_STORE", "postgresql+psycopg://somewhere/tc")
    assert where.store_url() == "postgresql+psycopg://somewhere/tc"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///data/x.db", "data/x.db"),
        ("sqlite:////srv/x y.db", "/srv/x y.db"),
        ("sqlite:////srv/x.db?timeout=3", "/srv/x.db"),
        ("sqlite:////srv/x%20y.db", "/srv/x y.db"),
        ("sqlite+pysqlite:////srv/x.db", "/srv/x.db"),
        ("sqlite://", "None"),
        ("sqlite:///:memory:", "None"),
        ("postgresql+psycopg://host/db", "None"),
    ],
)
def test_only_sqlite_has_a_file(url, path):
    assert str(where.sqlite_path(url)) == path


def test_an_address_without_a_scheme_is_refused():
    with pytest.raises(where.WrongPlaceError, match="not a store's address"):
        where.sqlite_path("data/x.db")


def test_the_sample_is_beside_the_store_in_a_file_of_its_own():
    assert where.sample_url("sqlite:////srv/tc/store.db") == "sqlite:////srv/tc/sample.db"
    elsewhere = where.sample_url("postgresql+psycopg://host/db")
    assert elsewhere == f"sqlite:///{where.PROJECT}/data/sample.db"


def test_the_key_is_made_once_private_and_random(tmp_path):
    first = where.key(f"sqlite:///{tmp_path}/a/store.db")
    assert where.key(f"sqlite:///{tmp_path}/a/store.db") == first
    assert where.key(f"sqlite:///{tmp_path}/b/store.db") != first
    assert len(first) >= where.SHORTEST_KEY
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["key"]
    assert (tmp_path / "a" / "key").stat().st_mode & 0o777 == 0o600


def test_the_first_key_stays(tmp_path):
    where.put_once(tmp_path / "key", b"first")
    where.put_once(tmp_path / "key", b"second")
    assert (tmp_path / "key").read_bytes() == b"first"


def test_the_key_may_come_from_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("TCDATA_KEY", "k" * 40)
    assert where.key(f"sqlite:///{tmp_path}/store.db") == b"k" * 40
    assert list(tmp_path.iterdir()) == []


def test_a_short_key_is_refused_without_being_shown(monkeypatch, tmp_path):
    monkeypatch.setenv("TCDATA_KEY", "secret")
    with pytest.raises(where.WrongPlaceError, match="too short") as caught:
        where.key(f"sqlite:///{tmp_path}/store.db")
    assert "secret" not in str(caught.value)


def test_a_key_that_cannot_be_read_is_a_sentence(tmp_path):
    (tmp_path / "key").mkdir()
    with pytest.raises(where.WrongPlaceError, match="cannot be used"):
        where.key(f"sqlite:///{tmp_path}/store.db")
