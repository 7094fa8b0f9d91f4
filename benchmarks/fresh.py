"""One piece of work in this process alone: prints its seconds and the process's peak memory."""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from pathlib import Path


def _peak_megabytes() -> float:
    """The most memory this process has held.

    `ru_maxrss` of a started process begins at its parent's, so Linux's own figure goes first.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(
            text for text in status.read_text(encoding="ascii").splitlines() if "VmHWM" in text
        )
        return int(line.split()[1]) / 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1024**2


def main() -> None:
    """Prepare the work named by the first argument ("module:function") and time it once."""
    module, _, function = sys.argv[1].partition(":")
    work = getattr(importlib.import_module(f"benchmarks.{module}"), function)(*sys.argv[2:])
    begun = time.perf_counter()
    kept = work()  # kept until the clock is read: freeing it is not the work
    seconds = time.perf_counter() - begun
    print(json.dumps([seconds, _peak_megabytes()]))
    del kept


if __name__ == "__main__":
    main()
