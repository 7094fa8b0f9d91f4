"""The closed world: no byte that leaves the server, and no log line, shows a person's value."""

from __future__ import annotations

import contextlib
import sqlite3
import urllib.error
import urllib.request

import pytest
from opening import reading, serving
from planted_people import PLANTED, fill, found_in, planted_file
from seeing import PAGES, main, settled, visit
from uploads import XLSX

from tcdata import reference, store
from tcdata.cli import documents
from tcdata.metrics import CATALOGUE
from tcdata.reports import rows as rows_report
from tcdata.reports import workbook

KEY = "0" * 64
ASKED = [
    "faculty=mh&school=dentistry&person_id=1&unit=*&edition=1&debug=1&snapshot=1",
    "faculty=eps&school=robotics&wave=2026&cut=job_title&discipline=Quill",
]
PATHS = [
    *("media/", "media/workforce.parquet", "data/store.db", "store.db", "../store.db"),
    *("app/static/store.db", "%2e%2e/store.db", "component/../store.db", "_stcore/metrics"),
    *("_stcore/health", "_stcore/host-config", "_stcore/upload_file/1/1", "pages/data/load.py"),
]


class Wire:
    """Every byte that a browser receives."""

    def __init__(self, page):
        self.bytes: list[bytes] = []
        page.on("websocket", self.watch)
        page.on("response", self.read)

    def watch(self, socket):
        socket.on("framereceived", lambda frame: self.keep(frame))

    def keep(self, frame):
        self.bytes.append(frame.encode() if isinstance(frame, str) else frame)

    def read(self, response):
        self.bytes.append(str(response.headers).encode() + response.url.encode())
        with contextlib.suppress(Exception):  # a redirect or an aborted request has no body
            self.bytes.append(response.body())


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """A folder with a store of planted people, the address of a server on it, and the secrets."""
    folder = tmp_path_factory.mktemp("planted")
    secrets = fill(f"sqlite:///{folder}/store.db", KEY.encode())
    with serving(folder) as server:
        yield folder, server, secrets


def test_the_search_finds_what_it_looks_for():
    secret = PLANTED["job_title"]
    content = planted_file("workforce_2026-09-01.xlsx")
    assert found_in(content, [secret, "not there at all"]) == {secret}
    import base64

    for pad in range(3):
        assert found_in(base64.b64encode(b"x" * pad + secret.encode() + b"yz"), [secret])


@pytest.mark.parametrize("path", PAGES)
def test_no_page_address_or_download_shows_a_person(browser, planted, path):
    _, server, secrets = planted
    with reading(browser) as page:
        wire = Wire(page)
        for asked in ["", *ASKED]:
            visit(page, server, f"{path}?{asked}" if asked else path)
            for button in main(page).get_by_test_id("stDownloadButton").all():
                with page.expect_download() as started:
                    button.get_by_role("button").click()
                wire.bytes.append(started.value.path().read_bytes())
                settled(page)
        received = b"\n".join(wire.bytes)
        assert found_in(received, [PAGES[path][1]])  # what pages say passes through this sieve
        books = [part for part in wire.bytes if part[:2] == b"PK"]
        told = {secret for part in books for secret in found_in(part, secrets)}
        assert told | found_in(received, secrets) == set()


def test_no_other_address_of_the_server_gives_a_person_away(planted):
    _, server, secrets = planted
    for path in PATHS:
        try:
            with urllib.request.urlopen(f"{server}/{path}", timeout=10) as answer:
                content = answer.read()
        except urllib.error.HTTPError as error:
            content = error.read()
        assert not content.startswith((b"SQLite", b"PAR1")), path
        assert found_in(content, secrets) == set(), path


def test_no_log_line_shows_a_person_even_of_a_file_that_is_refused(browser, planted):
    folder, server, secrets = planted
    wrong = planted_file("workforce_2026-09-01.xlsx").replace(b"PK", b"XK", 1)
    with reading(browser) as page:
        visit(page, server, "load")
        chooser = main(page).get_by_test_id("stFileUploaderDropzoneInput")
        if chooser.count():
            file = {"name": "extract.xlsx", "mimeType": XLSX, "buffer": wrong}
            chooser.set_input_files(file)
            settled(page)
    assert found_in((folder / "server.log").read_bytes(), secrets) == set()


def test_no_report_and_no_row_beside_the_snapshots_shows_a_person(planted):
    folder, _, secrets = planted
    engine = store.open_store(f"sqlite:///{folder}/store.db")
    rows, record = store.edition_rows(engine, 1), store.editions(engine).iloc[0].to_dict()
    record["sample"] = False
    known = reference.load()
    for unit in ("university", "mh", "dentistry"):
        for report in (workbook, rows_report):
            content = report.render(rows, unit, known, CATALOGUE, record)
            assert found_in(content, secrets) == set()
        for suffix in documents.SUFFIXES["briefing"]:
            content = documents.briefing(rows, unit, known, record, suffix)
            assert found_in(content, secrets) == set()
    engine.dispose()
    with sqlite3.connect(folder / "store.db") as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master")]
        for table in tables:
            if table == "snapshot_tables" or table.startswith("sqlite_"):
                continue
            with contextlib.suppress(sqlite3.OperationalError):  # an index or a trigger
                cells = repr(connection.execute(f"SELECT * FROM {table}").fetchall())
                assert found_in(cells.encode(), secrets) == set(), table


def test_staff_numbers_names_and_addresses_never_reach_the_store(planted):
    folder, _, _ = planted
    engine = store.open_store(f"sqlite:///{folder}/store.db")
    dropped = ("person_id", "line_manager", "Name", "E-mail", "birth_date")
    for frame in store.in_use(engine)[1].values():
        text = frame.astype("str").to_csv()
        assert found_in(text.encode(), [PLANTED[name] for name in dropped]) == set()
    engine.dispose()
