"""The briefing's claims beside the published rows, and its length as an office program sets it."""

import re
import shutil
import subprocess

import pytest
from sample_documents import opened

from tcdata.reports import briefing, word
from tcdata.reports.blocks import Heading, Note, Said, Table, plain
from tcdata.rows import select

FACULTIES = ["fbs", "mh", "eps", "foe", "ahc", "university"]
OFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    return opened(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module", params=FACULTIES)
def made(request, edition):
    rows, reference, record = edition
    return request.param, rows, briefing.content(rows, request.param, reference, record).blocks


def known_here(rows, unit):
    """Skills that somebody holds or is learning, or held in the survey before."""
    sources = [("skill_holders", "2026"), ("skill_learners", "2026"), ("skill_holders", "2023")]
    found = [select(rows, metric, period=period, unit=unit) for metric, period in sources]
    return set().union(*(set(rows_[rows_["value"] > 0]["item"]) for rows_ in found))


def test_skills_that_only_the_rule_asks_for_are_counted_and_left_out(made):
    unit, rows, blocks = made
    gap = select(rows, "skill_gap", period="2026", unit=unit)
    lost = set(select(rows, "skill_change", unit=unit, cut=None, category="lost")["item"])
    short = set(gap[gap["value"] > 0]["item"]) | lost
    strange = short - known_here(rows, unit)
    assert strange, "each faculty of the sample has some"
    said = " ".join(plain(block.markdown) for block in blocks if isinstance(block, Said))
    assert f"{len(strange)} of the {len(short)} short skills are not known here" in said
    (table,) = (block for block in blocks if isinstance(block, Table) and "Skill" in block.frame)
    asked = set(select(rows, "skill_required", period="2026", unit=unit)["item"])
    known = known_here(rows, unit) & (asked | lost)
    assert table.caption.startswith(f"The 6 highest scores among the {len(known)} skills known")
    assert "by September 2028" in table.caption
    assert table.frame["Score"].is_monotonic_decreasing
    assert ("Held elsewhere" in table.frame) == (unit != "university")
    measures = next(block.frame for block in blocks if isinstance(block, Table))
    own = measures.set_index("Measure").loc["Skills too thin"].iloc[0]
    assert own == f"{len(short)} of {len(asked | lost)}"


def test_the_score_and_the_shares_say_what_they_are_out_of(made):
    unit, rows, blocks = made
    notes = " ".join(block.text for block in blocks if isinstance(block, Note))
    assert "The score, 0 to 100, adds up at most 40 for holders missing now" in notes
    asked = select(rows, "answer_favourable", item="training_access", unit=unit)
    then, now = (f"{base:.0f}" for base in asked.sort_values("period")["base"])
    if unit not in ("ahc", "foe"):  # their answers are compared together only
        assert f"Out of {then} in 2023 and {now} in 2026" in notes
    if unit == "fbs":
        assert "(“Expects to stay here” 55 in 2023 and 65 in 2026)" in notes


def test_a_service_without_survey_has_no_empty_second_page(edition):
    rows, reference, record = edition
    for unit in ("it", "library"):
        blocks = briefing.content(rows, unit, reference, record).blocks
        assert not any(isinstance(block, Heading) and block.new_page for block in blocks)


@pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice")
def test_a_briefing_is_two_pages_at_most(edition, tmp_path):
    rows, reference, record = edition
    most = dict.fromkeys(FACULTIES, 2) | {"physics": 2, "it": 1}
    for unit in most:
        meant = briefing.content(rows, unit, reference, record)
        (tmp_path / f"{unit}.docx").write_bytes(word.write(meant))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    files = [f"{unit}.docx" for unit in most]
    call = [OFFICE, profile, "--headless", "--convert-to", "pdf", *files]
    subprocess.run(call, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    for unit, pages in most.items():
        found = re.findall(rb"/Type ?/Page[^s]", (tmp_path / f"{unit}.pdf").read_bytes())
        assert len(found) == pages, unit
