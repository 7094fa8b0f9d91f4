"""The survey's three tables: who answered, what they answered, and what they can do."""

from __future__ import annotations

import pandera.pandas as pa

from tcdata.schemas.columns import AGE_BANDS, CONTRACT_TYPES, ROLE_TYPES, YES_NO, column

LEVELS = ["aware", "with help", "unaided", "can teach"]


def _respondent(description: str) -> pa.Column:
    return column("id", "Respondent", description, "internal", required=True)


RESPONDENTS = pa.DataFrameSchema(
    {
        "respondent_id": _respondent("The response's id in the survey. Only its hash is kept."),
        "unit": column(
            "unit",
            "Unit",
            "The respondent's unit: its id, name or alias in organisation.csv.",
            "internal",
            required=True,
        ),
        "completed_on": column(
            "date", "Completed on", "The day of the response.", "internal", required=True
        ),
        "complete": column(
            "code",
            "Complete",
            "Whether every page was answered: yes or partial; yes where not given.",
            "internal",
            allowed=["yes", "partial"],
        ),
        "role_type": column(
            "code", "Role type", "What the role mainly does.", "internal", allowed=ROLE_TYPES
        ),
        "grade_band": column("text", "Grade band", "The band of the pay grade.", "internal"),
        "contract_type": column(
            "code", "Contract type", "The contract's type.", "internal", allowed=CONTRACT_TYPES
        ),
        "years_in_role": column(
            "number",
            "Years in role",
            "Years in the present role.",
            "internal",
            unit="years",
            high=60,
        ),
        "age_band": column(
            "code", "Age band", "Age when answering.", "sensitive", unit="years", allowed=AGE_BANDS
        ),
        "gender": column("text", "Gender", "As the respondent said.", "sensitive"),
        "ethnicity": column("text", "Ethnicity", "As the respondent said.", "sensitive"),
        "disability": column("text", "Disability", "As the respondent said.", "sensitive"),
    },
    name="respondents",
    title="Respondents",
    description="One row per respondent and wave.",
    unique=["respondent_id"],
    strict=True,
)

ANSWERS = pa.DataFrameSchema(
    {
        "respondent_id": _respondent("The respondent's hash."),
        "question": column(
            "text", "Question", "The question's id in questions.csv.", "internal", required=True
        ),
        "option": column(
            "text",
            "Option",
            "One chosen option, as questions.csv writes it. Its sensitivity is the question's.",
            "internal",
            required=True,
            longest=1_000,
        ),
    },
    name="answers",
    title="Answers",
    description="One row per respondent, question and chosen option; none where not answered.",
    unique=["respondent_id", "question", "option"],
    strict=True,
)

SKILLS = pa.DataFrameSchema(
    {
        "respondent_id": _respondent("The response's id, as in the sheet “responses”."),
        "skill": column(
            "skill", "Skill", "The skill: its id or name in skills.csv.", "open", required=True
        ),
        "level": column(
            "code",
            "Level",
            "How far the respondent masters the skill.",
            "open",
            required=True,
            allowed=LEVELS,
        ),
        "uses_now": column(
            "code", "Uses now", "Whether the present role uses it.", "internal", allowed=YES_NO
        ),
        "wants_to_learn": column(
            "code",
            "Wants to learn",
            "Whether the respondent wants to learn it or learn more.",
            "internal",
            allowed=YES_NO,
        ),
    },
    name="skills",
    title="Skills",
    description="One row per respondent and skill.",
    unique=["respondent_id", "skill"],
    strict=True,
)
