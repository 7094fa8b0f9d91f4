"""A server that nobody has visited yet, and a first reader who comes by a deep link."""

import pytest
from opening import serving
from seeing import PAGES, is_whole, main, settled, shows_sample, visit


@pytest.mark.parametrize("path", PAGES)
def test_the_first_visit_may_be_a_deep_link(page, tmp_path, path):
    with serving(tmp_path) as server:
        visit(page, server, path)
        page.get_by_role("heading", level=1, name=PAGES[path][1]).wait_for()
        is_whole(page)
        assert shows_sample(page)
        assert page.get_by_test_id("stSidebarNavLink").count() == len(PAGES)
        page.close()


def test_a_cold_deep_link_does_not_pass_the_gate_by(page, tmp_path):
    """The address is this machine's, but not one of those that the gate lets pass."""
    with serving(tmp_path, "127.0.0.2") as server:
        for path in ["snapshots", "skills"]:
            page.goto(f"{server}/{path}")
            page.get_by_role("heading", level=1, name="Not available").wait_for()
            settled(page)
            assert "refuses to run on a network address" in main(page).inner_text()
            assert page.get_by_test_id("stDataFrame").count() == 0
            assert page.get_by_test_id("stSidebarNavLink").count() == 0
        assert not (tmp_path / "sample.db").exists()
        page.close()
