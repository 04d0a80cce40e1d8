"""What the component knows of the catalogue: ``table.json``, generated with the extension."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent

TABLE: dict[str, Any] = json.loads((FOLDER / "table.json").read_text("utf-8"))
