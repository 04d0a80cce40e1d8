"""``python -m jcplan``."""

from __future__ import annotations

import sys

from jcplan.hosts.cli import main

sys.exit(main())
