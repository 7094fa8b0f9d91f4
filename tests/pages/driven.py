"""Driving the pages as a reader does, and reading what they show."""

from __future__ import annotations

import html
import json
import re
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tcdata import where

# Each page and how its question begins.
PAGES = {
    "insight/overview": "How are we doing",
    "insight/participation": "Who has answered",
    "insight/skills": "Which skills are thin",
    "insight/change": "Did ",
    "insight/workforce": "How many technicians are there",
    "act/plan": "What are we doing about each skill",
    "act/documents": "What do I take",
    "data/load": "What is in this file",
    "data/snapshots": "What is stored",
    "help/methods": "What does this number mean",
}
FILTERED = ["insight/participation", "insight/skills", "insight/workforce", "act/plan"]


def opened(
    page: str = "insight/overview",
    *,
    url: dict[str, str] | None = None,
    theme: str = "light",
    secrets: dict[str, Any] | None = None,
    user: dict[str, Any] | None = None,
    whole: bool = True,
) -> AppTest:
    """A new reader's session on `page`; `url` holds the query parameters they come with.

    `whole` is False where the page must refuse.
    """
    reader = AppTest.from_file(where.PROJECT / "dashboard.py", default_timeout=60)
    reader.query_params.update(url or {})
    reader.context["theme"] = theme
    reader.secrets.update(secrets or {})
    reader.user = user or reader.user
    reader.run()
    return at(page, reader) if whole else reader


def at(page: str, reader: AppTest) -> AppTest:
    """The same reader on another page.

    Whether filters follow is for the browser tests to see: AppTest forgets them for a run.
    """
    return shows(reader.switch_page(f"pages/{page}.py").run())


def choose(reader: AppTest, **choices: Any) -> AppTest:
    """Make the choices, by the filters' keys, in one run; then what is shown must be whole."""
    for key, value in choices.items():
        widget(reader, key).set_value(value)
    return shows(reader.run())


def widget(reader: AppTest, key: str) -> Any:
    """The filter with this key."""
    kinds = (reader.selectbox, reader.button_group, reader.select_slider, reader.multiselect)
    return next(found for kind in kinds for found in kind if found.key == key)


def options(reader: AppTest, key: str) -> list[str]:
    """What a filter offers, as its reader sees it."""
    found = widget(reader, key)
    return list(found.options) if found.type == "selectbox" else list(found.formatted_values)


def shows(reader: AppTest) -> AppTest:
    """The page as it must be: one question, nothing failed."""
    assert [error.message for error in reader.exception] == []
    assert [error.value for error in reader.error] == []
    assert len(reader.title) == 1
    return reader


def said(text: str) -> str:
    """Markdown as its reader sees it."""
    return re.sub(r"\\(.)", r"\1", text).replace("**", "")


def finding(reader: AppTest) -> str:
    """The page's answer."""
    return said(reader.markdown[0].value)


def headings(reader: AppTest) -> list[str]:
    """What the pictures' headings say."""
    return [said(heading.value) for heading in reader.header]


def figures(reader: AppTest) -> list[dict[str, Any]]:
    """The pictures, as plotly describes them."""
    return [json.loads(chart.proto.spec) for chart in reader.get("plotly_chart")]


def alternatives(reader: AppTest) -> list[str]:
    """What the pictures say to who cannot see them."""
    return [chart.proto.alt for chart in reader.get("plotly_chart")]


def drawn_texts(figure: dict[str, Any], axis: str) -> list[str]:
    """The texts along an axis from top to bottom, as their reader sees them."""
    texts = figure["layout"][axis]["ticktext"][::-1]
    return [html.unescape(text.replace("<br>", " ")) for text in texts]


def drawn_bars(figure: dict[str, Any]) -> list[tuple[str, float, str]]:
    """Label, length and text of each bar, from top to bottom."""
    bars = next(trace for trace in figure["data"] if trace["type"] == "bar")
    labels, texts = drawn_texts(figure, "yaxis"), drawn_texts(figure, "yaxis2")
    return list(zip(labels, bars["x"][::-1], texts, strict=True))


def table(reader: AppTest, number: int = 0) -> pd.DataFrame:
    """A table, with its index as the rows' numbers."""
    return reader.dataframe[number].value.reset_index(drop=True)


def visitor(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pages believe that their reader comes from `address`."""
    reader = SimpleNamespace(remote_ip=address, headers=[], cookies={})
    monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: reader)
