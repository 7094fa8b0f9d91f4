"""Print how fast the product is: one table, with a floor or a peer from the same run.

python -m benchmarks [NAME…]     NAME: one of NAMES below; all of them by default

Limits that are not met are told in the table; the exit status is 0 unless something crashes.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sys

from benchmarks.timing import Row, table

NAMES = ["pages", "skills", "start", "check", "change", "publish", "documents"]


def main() -> None:
    """Measure what is named on the command line and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    names = parser.parse_args().names or NAMES
    if unknown := sorted(set(names) - set(NAMES)):
        parser.error(f"no benchmark is called {unknown[0]}; there are {', '.join(NAMES)}")
    before = _load()
    rows: list[Row] = []
    for name in dict.fromkeys(names):
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        rows += importlib.import_module(f"benchmarks.{name}").rows()
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} processors")
    print(
        f"other work on the machine slows both sides: load {before:.1f} before, {_load():.1f} after"
    )
    print(table(rows))


def _load() -> float:
    """How many processes have wanted a processor in the last minute."""
    return os.getloadavg()[0]


if __name__ == "__main__":
    main()
