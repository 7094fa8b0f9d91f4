"""The canonical tables as pandera models: what a table holds, and what may be shown of it.

The models are the last gate before a table is kept, and the source of the data dictionary and
the templates. Importing this package imports pandera, which takes a fifth of a second: pages
that only read an edition must not.
"""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from tcdata.schemas.activities import ACTIVITIES
from tcdata.schemas.people import BIRTH_DATE, WORKFORCE
from tcdata.schemas.survey import ANSWERS, RESPONDENTS, SKILLS

__all__ = ["FILE_TABLES", "MODELS", "dictionary", "file_columns", "gate"]

MODELS: dict[str, pa.DataFrameSchema] = {
    "workforce": WORKFORCE,
    "respondents": RESPONDENTS,
    "answers": ANSWERS,
    "skills": SKILLS,
    "activities": ACTIVITIES,
}

# The tables that stand in a file of each kind; answers are made from the question columns.
FILE_TABLES = {
    "workforce": ["workforce"],
    "survey": ["respondents", "skills"],
    "activity": ["activities"],
}


def file_columns(table: str) -> dict[str, pa.Column]:
    """The columns that a file may hold for `table`, in order, question columns aside."""
    columns: dict[str, pa.Column] = {}
    for name, column in MODELS[table].columns.items():
        if table == "workforce" and name == "age_band":
            columns["birth_date"] = BIRTH_DATE
        columns[name] = column
    return columns


# pandera looks at every text cell to confirm a text type, which takes most of its time; `gate`
# compares the types themselves.
_UNTYPED = {
    table: model.update_columns({name: {"dtype": None} for name in model.columns})
    for table, model in MODELS.items()
}


def gate(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Give back `frame` if it is a canonical `table`: its columns, their types and values.

    Raises ValueError naming the columns and checks that fail, never a value.
    """
    try:
        _UNTYPED[table].validate(frame, lazy=True)
        failed = [
            f"{name}: {column.metadata['dtype']}"
            for name, column in MODELS[table].columns.items()
            if frame[name].dtype != column.metadata["dtype"]
        ]
    except pa.errors.SchemaErrors as errors:
        failed = sorted({f"{one.schema.name}: {one.check}" for one in errors.schema_errors})
    if failed:
        raise ValueError(f"this is not a canonical {table} table: {'; '.join(failed)}")
    return frame


def dictionary() -> pd.DataFrame:
    """The data dictionary: a row per table and column, with title, description, type, unit,
    allowed values, whether a file must have it, and sensitivity."""
    rows = [
        {
            "table": table,
            "column": name,
            "title": column.title,
            "description": column.description,
            "holds": column.metadata["holds"],
            "unit": column.metadata["unit"],
            "allowed": "; ".join(column.metadata["allowed"]),
            "required": column.metadata["required"],
            "sensitivity": column.metadata["sensitivity"],
        }
        for table, model in MODELS.items()
        for name, column in model.columns.items()
    ]
    return pd.DataFrame(rows)
