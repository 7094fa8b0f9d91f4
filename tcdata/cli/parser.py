"""The commands, their arguments and help: one list. What each does is in the module it names.

Nothing heavy is imported here, so that help and a wrong call answer at once.
"""

from __future__ import annotations

import argparse
from datetime import date
from typing import NoReturn

from tcdata.cli.exits import CALL_WRONG, to_stderr
from tcdata.plan import DECISIONS, STATES

KINDS = ["workforce", "survey", "activity"]
PRESETS = ["internal", "publish"]
EXPORTS = ["workbook", "rows", "briefing", "case", "register", "plan"]


class _Parser(argparse.ArgumentParser):
    """argparse, but a wrong call gets one sentence instead of the usage and the error."""

    def error(self, message: str) -> NoReturn:
        to_stderr(f"{self.prog}: {message} (see {self.prog} --help)")
        raise SystemExit(CALL_WRONG)


def make_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    about = "People files in, an edition of published figures out."
    parser = _Parser(prog="python -m tcdata", description=about)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_file_commands(commands)
    _add_store_commands(commands)
    _add_figure_commands(commands)
    _add_plan_commands(commands)
    return parser


def _add(commands: argparse._SubParsersAction, name: str, module: str, text: str) -> _Parser:
    """A command with the options that every command has."""
    command: _Parser = commands.add_parser(name, help=text, description=text)
    command.set_defaults(module=module, function=name)
    command.add_argument("--store", metavar="URL", help="another store than the institution's")
    command.add_argument("--reference", metavar="DIR", help="another reference folder")
    command.add_argument("--json", action="store_true", help="machine-readable output")
    return command


def _add_file_commands(commands: argparse._SubParsersAction) -> None:
    template = _add(commands, "template", "files", "write an empty workbook to fill in")
    template.add_argument("kind", choices=KINDS)
    template.add_argument("path", metavar="PATH")

    check = _add(commands, "check", "files", "say what is wrong in a file; nothing is stored")
    compare = _add(
        commands, "compare", "compare", "say what a file would change; nothing is stored"
    )
    load = _add(commands, "load", "files", "check a file and accept it as a snapshot")
    for command in (check, compare, load):
        command.add_argument("kind", choices=KINDS)
        command.add_argument("files", metavar="FILE", nargs="+", help="a survey may be two CSVs")
        command.add_argument("--as-of", metavar="DATE", type=_iso_date, help="like 2026-09-01")
        command.add_argument("--wave", help="the survey's wave, as in waves.csv")
    check.add_argument(
        "--marked", metavar="PATH", help="also write a workbook (.xlsx) with what is wrong marked"
    )
    load.add_argument(
        "--accept-partial",
        action="store_true",
        help="accept the rows without errors and keep the others, with reasons, beside them",
    )

    sample = _add(commands, "sample", "files", "write the sample files")
    sample.add_argument("folder", metavar="DIR")


def _add_store_commands(commands: argparse._SubParsersAction) -> None:
    _add(commands, "snapshots", "keep", "list the accepted files")
    _add(commands, "editions", "keep", "list the published editions")
    withdraw = _add(commands, "withdraw", "keep", "take a snapshot out of use; nothing is deleted")
    withdraw.add_argument("id", type=int)
    withdraw.add_argument("--reason", required=True, type=_reason, help="why; name no person")
    purge = _add(commands, "purge", "keep", "erase a snapshot's rows for good")
    purge.add_argument("id", type=int)
    purge.add_argument("--reason", required=True, type=_reason, help="why; name no person")
    _add(commands, "publish", "keep", "build an edition from the accepted files")
    _add(commands, "audit", "keep", "list every change of the store's state")
    _add(commands, "verify", "keep", "read everything stored and say what is damaged")


def _add_figure_commands(commands: argparse._SubParsersAction) -> None:
    show = _add(commands, "show", "figures", "print published rows of an edition")
    show.add_argument("metric", metavar="METRIC", help="such as headcount")
    show.add_argument("--unit", help="a unit's id, name or alias; all units without it")
    show.add_argument("--period", help="a wave or an as-of date; all periods without it")
    show.add_argument("--cut", default="", help="a breakdown such as grade; totals without it")
    show.add_argument("--item", help="a question, a skill …; all items without it")

    export = _add(commands, "export", "figures", "write a unit's published rows to a file")
    export.add_argument("form", choices=EXPORTS)
    export.add_argument("--unit", required=True, help="a unit's id, name or alias")
    export.add_argument(
        "path", metavar="PATH", help="briefing: .html or .docx; case: .docx or .xlsx"
    )
    export.add_argument(
        "--skill", action="append", help="case: a skill's id or name; may be repeated"
    )
    export.add_argument("--wave", help="case, register: the survey; the latest without it")
    export.add_argument(
        "--scenario", help="case, register: what if, like horizon=36,leaving=2,hires=1"
    )
    export.add_argument(
        "--preset",
        choices=PRESETS,
        help="publish: rounded as HESA does, for what leaves the institution; else the settings'",
    )
    for command in (show, export):
        command.add_argument(
            "--edition", type=int, metavar="N", help="an earlier one; the current one without it"
        )


def _add_plan_commands(commands: argparse._SubParsersAction) -> None:
    plan = _add(commands, "plan", "plan", "list what a unit does about its skills at risk")
    plan.add_argument("--skill", help="one skill, by id or name, with its history")
    decide = _add(commands, "decide", "plan", "decide about one skill of a unit")
    decide.add_argument("--skill", required=True, help="a skill's id or name")
    decide.add_argument("--decision", required=True, choices=list(DECISIONS))
    decide.add_argument("--owner", required=True, help="a role, not a person's name")
    decide.add_argument("--due", required=True, metavar="DATE", type=_iso_date)
    decide.add_argument("--state", choices=list(STATES), default="planned")
    for command in (plan, decide):
        command.add_argument("--unit", required=True, help="a unit's id, name or alias")
    forget = _add(commands, "forget", "plan", "erase the owner of a decision that named a person")
    forget.add_argument("entry", type=int, help="its number, as plan --skill --json gives it")
    forget.add_argument("--reason", required=True, type=_reason, help="why; name no person")


def _reason(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("say why; it stays in the audit trail")
    return text.strip()


def _iso_date(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date like 2026-09-01") from None
    return day.isoformat()
