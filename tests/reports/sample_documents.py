"""The sample's edition as documents are built from it, and a Word file as its readers meet it."""

from __future__ import annotations

import io
import json
import zipfile
from xml.etree import ElementTree

from tcdata import sample, store, where
from tcdata.rows import by_metric

TRUTHS = json.loads((where.PROJECT / "sample_data" / "truths.json").read_text())
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def opened(folder):
    """The rows, reference and record of the sample's edition, from a copy in `folder`."""
    url = f"sqlite:///{folder}/sample.db"
    sample.ensure(url)
    engine = store.open_store(url, sample=True)
    number = store.current_edition(engine)
    record = store.editions(engine).set_index("edition", drop=False).loc[number].to_dict()
    rows = by_metric(store.edition_rows(engine, number))
    return rows, store.edition_reference(engine, number), {**record, "sample": True}


def parts(content):
    """Every XML part of a Word file or workbook by name; raises where one is not well-formed."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        return {
            name: ElementTree.fromstring(file.read(name))
            for name in file.namelist()
            if name.endswith((".xml", ".rels"))
        }


def pictures(content):
    """The pictures of a Word file."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return [file.read(name) for name in file.namelist() if name.startswith("word/media/")]


def text(element):
    """All the text inside an element."""
    return "".join(part.text or "" for part in element.iter(f"{W}t"))


def paragraphs(body, style):
    """The texts of the paragraphs of a style."""
    return [
        text(paragraph)
        for paragraph in body.iter(f"{W}p")
        if (kind := paragraph.find(f"{W}pPr/{W}pStyle")) is not None
        and kind.get(f"{W}val") == style
    ]


def grid(table):
    """A table as rows of texts."""
    return [[text(cell) for cell in row.findall(f"{W}tc")] for row in table.findall(f"{W}tr")]
