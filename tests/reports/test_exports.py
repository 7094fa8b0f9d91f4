"""The three exports of a unit's published rows: CSV, workbook, briefing."""

import io
import re
from html.parser import HTMLParser

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcdata import reference
from tcdata.metrics import CATALOGUE
from tcdata.published import COLUMNS, KEY, SYMBOLS, metric_rows, stack
from tcdata.reports import about, briefing, html_page, rows, workbook
from tcdata.rows import by_metric

REFERENCE = reference.load()
EDITION = {
    "edition": 7,
    "built_at": pd.Timestamp("2026-09-22 08:00", tz="UTC"),
    "periods": ["workforce 2026-09-01", "survey 2023", "survey 2026"],
    "sample": True,
}
FACULTY = "Faculty of Biological Sciences"


def frame(metric, period, units, **columns):
    count = len(units)
    return metric_rows(
        pd.DataFrame({"unit": units, **columns}, index=range(count)), metric, period=period
    )


@pytest.fixture(scope="module")
def published():
    nothing = np.nan
    skills = REFERENCE.skills["skill"].tolist()[:20]
    holders = [float(number % 4) for number in range(20)]
    return stack(
        [
            frame("headcount", "2019-09-30", ["fbs"], base=83, count=83, value=83),
            frame("headcount", "2026-09-01", ["fbs", "fbs-service"], base=66, count=66, value=66),
            frame("fte", "2026-09-01", ["fbs"], base=70, value=61.25),
            frame(
                "headcount",
                "2026-09-01",
                ["fbs", "fbs"],
                cut="contract_type",
                category=["open-ended", "fixed-term"],
                base=66,
                count=[40, 26],
                value=[40, 26],
            ),
            frame("headcount", "2026-09-01", ["geography"], base=5, count=5, value=5),
            frame(
                "participation_rate",
                "2026",
                ["fbs", "fbs-service", "ahc+fbs"],
                base=[83, nothing, 90],
                count=[66, nothing, 70],
                value=[79.518, nothing, 77.8],
                symbol=["[p]", "[c]", ""],
            ),
            frame("responses_needed", "2026", ["fbs"], base=83, count=66, value=1),
            frame("skill_holders", "2026", ["fbs"] * 20, item=skills, count=holders, value=holders),
            frame("skill_required", "2026", ["fbs"] * 20, item=skills, value=2.0),
            frame(
                "answer_share",
                "2026",
                ["fbs"],
                item="training_access",
                cut="option",
                category="=1+1",
                base=66,
                count=30,
                value=45.5,
            ),
        ]
    )


def render(form, published, unit="fbs", edition=EDITION):
    return form.render(published, unit, REFERENCE, CATALOGUE, edition)


def brief(published, unit="fbs", edition=EDITION, using=REFERENCE):
    return html_page.write(briefing.content(by_metric(published), unit, using, edition))


def read_csv(content):
    found = pd.read_csv(io.BytesIO(content), dtype=dict.fromkeys([*KEY, "symbol"], "str"))
    return found.fillna(dict.fromkeys([*KEY, "symbol"], ""))


def test_the_csv_holds_the_units_own_rows_and_those_beneath(published):
    found = read_csv(render(rows, published))
    assert list(found) == COLUMNS
    assert set(found["unit"]) == {"fbs", "fbs-service", "ahc+fbs"}
    assert len(read_csv(render(rows, published, "university"))) == len(published)
    assert set(read_csv(render(rows, published, "env"))["unit"]) == {"geography"}


def test_numbers_in_the_csv_are_what_was_published(published):
    found = read_csv(rows.to_csv(published))
    pd.testing.assert_series_equal(found["value"], published["value"], rtol=1e-14)
    assert b",83,83,83,,," in rows.to_csv(published)


@given(st.text())
def test_no_text_in_a_csv_starts_like_a_formula(text):
    cell = rows.neutral(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == text.removeprefix("'")


def test_numbers_below_zero_stay_numbers():
    table = pd.DataFrame({"value": [-1.5], "category": ["-1.5"]})
    assert rows.to_csv(table) == b"value,category\r\n-1.5,'-1.5\r\n"


@pytest.fixture(scope="module")
def book(published):
    return openpyxl.load_workbook(io.BytesIO(render(workbook, published)))


def texts(sheet):
    return [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


def test_the_workbook_has_cover_contents_notes_and_a_sheet_per_metric(book):
    assert book.sheetnames == [
        *("Cover", "Contents", "Notes", "participation_rate", "responses_needed", "headcount"),
        *("fte", "skill_holders", "skill_required", "answer_share"),
    ]
    cover = texts(book["Cover"])
    assert cover[0] == f"Technicians in figures: {FACULTY}"
    assert "Sample data: everybody in it is invented." in cover
    assert (
        "Edition 7, published 22 September 2026, from the surveys of 2023 and 2026 and the "
        "workforce extract of 1 September 2026." in cover
    )


@pytest.mark.parametrize(
    ("periods", "said"),
    [
        (["survey 2026"], "the survey of 2026."),
        (
            ["activity 2026-09-22", "workforce 2026-03-01", "workforce 2026-09-01"],
            "the workforce extracts of 1 March 2026 and 1 September 2026 and the activity log of "
            "22 September 2026.",
        ),
        (
            ["workforce 2024-09-01", "workforce 2025-09-01", "workforce 2026-09-01"],
            "the 3 workforce extracts of 1 September 2024 to 1 September 2026.",
        ),
        (["survey 2026", "snapshot 4"], "the survey of 2026 and snapshot 4."),
        ([], "no file."),
    ],
)
def test_an_edition_says_its_files_in_plain_words(periods, said):
    assert about.source(EDITION | {"periods": periods}).endswith(f", from {said}")


def test_a_workbook_for_readers_outside_says_how_it_is_rounded(published):
    for preset, rounded in (("publish", True), ("internal", False)):
        content = render(workbook, published, edition=EDITION | {"preset": preset})
        cover = " ".join(texts(openpyxl.load_workbook(io.BytesIO(content))["Cover"]))
        assert ("rounded to the nearest 5" in cover) == rounded


def test_no_column_is_wider_than_a_screen_and_long_texts_have_their_lines(book):
    for sheet in book.worksheets:
        wide = [column.width for column in sheet.column_dimensions.values()]
        assert max(wide) <= 101
    notes = book["Notes"]
    width = notes.column_dimensions["B"].width
    long = [row for row in notes.iter_rows(min_row=4) if len(row[1].value) > 2 * width]
    assert long
    for row in long:
        needed = len(row[1].value) / (1.3 * width)  # of its letters, more fit than digits
        assert notes.row_dimensions[row[0].row].height >= 15 * needed
    (table,) = book["participation_rate"].tables.values()
    heading = book["participation_rate"][table.ref.split(":")[0]]
    assert book["participation_rate"].row_dimensions[heading.row].height >= 45


def test_each_printed_page_says_its_edition_and_day(book):
    for sheet in book.worksheets:
        foot = sheet.oddFooter.left.text
        assert foot == "Edition 7 · 22 September 2026 · sample data · page &P of &N", sheet.title


def test_every_symbol_of_a_sheet_is_explained_on_it(book):
    for sheet in book.worksheets[3:]:
        (table,) = sheet.tables.values()
        cells = {cell.value for row in sheet[table.ref] for cell in row}
        above = [str(row[0].value) for row in sheet.iter_rows(max_row=sheet[table.ref][0][0].row)]
        for sign in cells & set(SYMBOLS):
            assert f"{sign} {SYMBOLS[sign]}" in above, (sheet.title, sign)


def test_whole_numbers_have_no_decimals_and_names_no_underscore(book):
    formats = {
        cell.number_format
        for sheet in ("responses_needed", "headcount")
        for row in book[sheet].iter_rows()
        for cell in row
        if isinstance(cell.value, int | float)
    }
    assert formats == {"#,##0"}
    assert "contract type" in texts(book["headcount"])
    assert not any("_" in str(text) for text in texts(book["headcount"]))


def test_every_sheet_holds_one_named_table_without_empty_cells(book):
    for sheet in book.worksheets[1:]:
        (table,) = sheet.tables.values()
        for row in sheet[table.ref]:
            assert all(cell.value not in (None, "") for cell in row), sheet.title


def test_what_cannot_be_shown_is_a_symbol_that_is_explained(book):
    sheet = book["participation_rate"]
    cells = texts(sheet)
    assert f"[c] {SYMBOLS['[c]']}" in cells
    assert f"[p] {SYMBOLS['[p]']}" in cells
    hidden = [
        row for row in sheet.iter_rows(values_only=True) if row[1] == "Faculty technical service"
    ]
    assert hidden == [("2026", "Faculty technical service", "[c]", "[c]", "[c]", "[c]")]
    notes = " ".join(map(str, texts(book["Notes"])))
    assert all(sign in notes for sign in SYMBOLS)
    assert CATALOGUE["participation_rate"].formula in notes


def test_units_blocks_and_items_have_their_names(book):
    assert "AHC + FBS" in texts(book["participation_rate"])
    assert REFERENCE.skills["name"][0] in texts(book["skill_holders"])
    assert "Figure\n(per cent)\n[note 1]" in texts(book["participation_rate"])


def test_no_cell_of_the_workbook_is_a_formula(book):
    sheet = book["answer_share"]
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert cell.data_type == "s"


class Outline(HTMLParser):
    """What a reader of the page would meet: tags, their attributes, and the text."""

    def __init__(self):
        super().__init__()
        self.tags, self.text = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture(scope="module")
def page(published):
    outline = Outline()
    outline.feed(brief(published).decode())
    return outline


def test_the_briefing_answers_five_questions(page):
    tags = [tag for tag, _ in page.tags]
    assert tags.count("h1") == 1
    assert tags.count("h2") == 5
    text = " ".join(page.text)
    assert FACULTY in text
    assert "Edition 7, published 22 September 2026" in text
    assert "Sample data: everybody in it is invented." in text
    assert "66 of 83 have answered" in text
    assert text.count("Edition 7 · 22 September 2026 · sample data") == 1
    assert [tag for tag, _ in page.tags].count("footer") == 1
    assert REFERENCE.skills["name"][1] in text, "held by one person, two required"


def test_the_briefing_can_be_read_aloud(page):
    assert ("html", {"lang": "en-GB"}) in page.tags
    tags = [tag for tag, _ in page.tags]
    assert tags.count("table") == tags.count("caption") >= 2
    assert tags.count("figure") == tags.count("figcaption") == tags.count("img") >= 2
    assert all(attrs["alt"].endswith(".") for tag, attrs in page.tags if tag == "img")
    assert all(attrs.get("scope") in ("col", "row") for tag, attrs in page.tags if tag == "th")
    assert {"header", "main", "footer"} <= set(tags)
    scrolling = [a for tag, a in page.tags if tag == "figure" or a.get("class") == "wide"]
    assert all(attrs["tabindex"] == "0" for attrs in scrolling)


def test_the_briefing_fetches_nothing(published):
    content = brief(published).decode()
    content = re.sub(r'src="data:image/png;base64,[A-Za-z0-9+/=]+"', "", content)
    assert not re.search(r"https?://|src=|href=|url\(|@import|<script", content)


def test_the_briefing_escapes_what_names_contain(published):
    organisation = REFERENCE.organisation.assign(
        short_name=lambda t: t["short_name"].replace("FBS", "<b>FBS</b> & *co*"),
        name=lambda t: t["name"].replace(FACULTY, "<img src=x>"),
    )
    files = REFERENCE.files | {
        "organisation.csv": organisation.to_csv(index=False, date_format="%Y-%m-%d")
    }
    changed = reference.from_files(files)
    content = brief(published, using=changed).decode()
    assert "<img src=x" not in content
    assert "<b>" not in content
    assert "&lt;b&gt;FBS&lt;/b&gt; &amp; *co*" in content


def test_a_real_edition_says_nothing_of_samples(published):
    content = brief(published, edition=EDITION | {"sample": False}).decode()
    assert "Sample data" not in content
    assert "invented" not in content


def test_a_unit_without_survey_or_extract_says_so(published):
    content = brief(published[published["metric"] == "fte"]).decode()
    for sentence in ("No workforce extract", "No survey", "No skills"):
        assert f"{sentence} ha" in content


def test_parts_are_one_level_and_groups_do_not_count():
    assert about.parts("fbs", REFERENCE) == {"fbs", "fbs-service"}
    whole = about.parts("university", REFERENCE)
    assert {"university", "faculties", "fbs", "it"} <= whole
    assert "fbs-service" not in whole
