"""`python -m tcdata …`: see `tcdata.cli`."""

import sys

from tcdata.cli import main

sys.exit(main())
