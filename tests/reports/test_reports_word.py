"""Word files as Word, a screen reader and a printer meet them: parts, styles, tables, pictures."""

import datetime

import pandas as pd
import pytest
from sample_documents import DRAWING, W, grid, opened, paragraphs, parts, pictures, text

from tcdata.reports import briefing, case, word
from tcdata.reports.blocks import Document, Drawn, Heading, Note, Pictures, Said, Table, explained
from tcdata.reports.pictures import bars
from tcdata.views import scenario

STRANGE = ['=HYPERLINK("x")', "<w:t>&amp;", "**bold** _x_", "{ PAGE }", "$x^2$ €"]
ROWS = pd.DataFrame({"label": ["A", "B"], "value": [3.0, 1.0], "text": ["3", "1"], "marked": False})


def document(blocks, points=11.0):
    made = datetime.datetime(2026, 9, 22, tzinfo=datetime.UTC)
    about = ("Title", "Edition 7.", "Sample data.", "Edition 7 · sample data", "University")
    return Document(*about, made, points, blocks)


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    return opened(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module", params=["fbs", "mh", "university", "ahc", "physics", "library"])
def made(request, edition):
    """A unit's two documents as they are meant (blocks) and as they are written."""
    rows, reference, record = edition
    given = scenario.parse("horizon=36,hires=1", reference)
    chosen = ["glass-blowing", "cell-sorting"]
    asked = (rows, request.param, reference, record, "2026", chosen, given)
    both = [briefing.content(rows, request.param, reference, record), case.content(*asked)]
    return [(meant, word.write(meant)) for meant in both]


def test_every_part_is_well_formed_and_says_what_it_is(made):
    for meant, content in made:
        found = parts(content)
        core = "".join(found["docProps/core.xml"].itertext())
        assert meant.title in core
        assert "en-GB" in core
        assert "python-docx" not in core
        languages = {lang.get(f"{W}val") for lang in found["word/styles.xml"].iter(f"{W}lang")}
        assert languages == {"en-GB"}
        modes = found["word/settings.xml"].iter(f"{W}compatSetting")
        assert "15" in {
            mode.get(f"{W}val") for mode in modes if mode.get(f"{W}name") == "compatibilityMode"
        }
        assert not any("thumbnail" in str(rel.attrib) for rel in found["_rels/.rels"])


def test_it_is_a4_and_its_foot_has_edition_day_sample_and_page(made):
    for meant, content in made:
        found = parts(content)
        size = next(found["word/document.xml"].iter(f"{W}pgSz"))
        assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")
        foot = found["word/footer1.xml"]
        assert text(foot).startswith(meant.footer)
        assert text(foot).startswith("Edition 1 · ")
        assert "· sample data ·" in text(foot)
        assert [field.get(f"{W}instr") for field in foot.iter(f"{W}fldSimple")] == [
            "PAGE",
            "NUMPAGES",
        ]


def test_headings_captions_and_sentences_are_in_their_styles(made):
    for meant, content in made:
        body = parts(content)["word/document.xml"]
        headings = [block.text for block in meant.blocks if isinstance(block, Heading)]
        assert paragraphs(body, "Heading1") == headings
        assert paragraphs(body, "Title") == [meant.title]
        captions = [block.caption for block in meant.blocks if isinstance(block, Table)]
        assert set(captions) <= set(paragraphs(body, "Caption"))
        assert len(paragraphs(body, "Method")) == sum(isinstance(b, Note) for b in meant.blocks)


def test_tables_have_a_marked_header_and_no_merged_cell(made):
    for meant, content in made:
        body = parts(content)["word/document.xml"]
        tables = list(body.iter(f"{W}tbl"))
        assert len(tables) == sum(isinstance(block, Table) for block in meant.blocks)
        assert not list(body.iter(f"{W}gridSpan"))
        assert not list(body.iter(f"{W}vMerge"))
        for table in tables:
            first, *rest = table.findall(f"{W}tr")
            assert first.find(f"{W}trPr/{W}tblHeader") is not None
            assert all(row.find(f"{W}trPr/{W}tblHeader") is None for row in rest)
            widths = {len(row) for row in grid(table)}
            assert len(widths) == 1
            assert all(cell for row in grid(table) for cell in row[:1])


def test_pictures_have_their_words_and_fit_the_page(made):
    for meant, content in made:
        drawn = [d for b in meant.blocks if isinstance(b, Pictures) for d in b.drawn]
        body = parts(content)["word/document.xml"]
        assert [about.get("descr") for about in body.iter(f"{DRAWING}docPr")] == [
            one.alt for one in drawn
        ]
        assert all(one.alt.endswith(".") and one.headline for one in drawn)
        assert set(pictures(content)) == {one.png for one in drawn}
        for extent in body.iter(f"{DRAWING}extent"):
            assert int(extent.get("cx")) <= 17.4 * 360_000 + 1


def test_no_text_is_smaller_than_the_document_says(made):
    for meant, content in made:
        found = parts(content)
        body, styles = found["word/document.xml"], found["word/styles.xml"]
        assert not list(body.iter(f"{W}sz"))
        used = {style.get(f"{W}val") for style in body.iter(f"{W}pStyle")} | {"Normal", "Footer"}
        sizes = {
            style.get(f"{W}styleId"): int(style.find(f"{W}rPr/{W}sz").get(f"{W}val")) / 2
            for style in styles.iter(f"{W}style")
            if style.get(f"{W}styleId") in used
        }
        assert set(sizes) == used
        assert min(sizes.values()) == meant.points >= 10


def test_the_case_is_set_in_eleven_points_and_leaves_costs_to_fill_in(edition):
    rows, reference, record = edition
    given = scenario.base(reference)
    meant = case.content(rows, "fbs", reference, record, "2026", ["cell-sorting"], given)
    assert meant.points == 11
    body = parts(word.write(meant))["word/document.xml"]
    controls = list(body.iter(f"{W}sdt"))
    labels = [control.find(f"{W}sdtPr/{W}alias").get(f"{W}val") for control in controls]
    assert labels[:3] == ["One-off cost, £", "Cost a year, £", "Paid from"]
    assert len(labels) == 6 * 3 + 4
    assert {text(control) for control in controls} == {"to fill in"}


def test_strange_text_stays_text():
    frame = pd.DataFrame(dict.fromkeys(["Skill", *STRANGE], STRANGE))
    content = word.write(
        document([Heading(STRANGE[1]), Table(frame, STRANGE[3]), Note(STRANGE[0])])
    )
    found = parts(content)
    body = found["word/document.xml"]
    (table,) = body.iter(f"{W}tbl")
    assert grid(table) == [["Skill", *STRANGE], *[[one] * 6 for one in STRANGE]]
    assert paragraphs(body, "Heading1") == [STRANGE[1]]
    assert paragraphs(body, "Caption") == [STRANGE[3]]
    assert not list(body.iter(f"{W}fldSimple"))
    assert not list(body.iter(f"{W}instrText"))


def test_only_the_marked_clause_is_bold():
    content = word.write(document([Said(r"**3 \*of\* 4** hold it.")]))
    runs = list(parts(content)["word/document.xml"].iter(f"{W}r"))[-2:]
    assert [text(run) for run in runs] == ["3 *of* 4", " hold it."]
    assert [run.find(f"{W}rPr/{W}b") is not None for run in runs] == [True, False]


def test_pictures_in_one_line_share_a_caption():
    one = bars(ROWS, "First", width=8.5)
    two = Drawn("Second", one.png, "Said.", 8.5)
    body = parts(word.write(document([Pictures([one, two])])))["word/document.xml"]
    assert paragraphs(body, "Caption") == ["First · Second"]
    holding = [p for p in body.iter(f"{W}p") if p.find(f".//{W}drawing") is not None]
    assert len(holding) == 1
    stop = int(holding[0].find(f"{W}pPr/{W}tabs/{W}tab").get(f"{W}pos")) / 20 * 2.54 / 72
    assert 8.5 + 0.2 < stop <= 17.4 - 8.5, "a number is not beside the next picture's label"


def test_a_symbol_is_explained_after_what_first_uses_it():
    first = Table(pd.DataFrame({"A": ["x"], "B": ["[c]"]}), "One")
    drawn = Pictures([bars(ROWS, "Two")._replace(alt="A: [x], B: [c].")])
    last = Table(pd.DataFrame({"A": ["[x]"]}), "Three")
    found = explained([Heading("Q"), first, drawn, Said("[z]"), last])
    kinds = [type(block).__name__ for block in found]
    assert kinds == ["Heading", "Table", "Note", "Pictures", "Note", "Said", "Table"]
    assert found[2].text.startswith("[c] confidential")
    assert found[4].text == "[x] not available."
