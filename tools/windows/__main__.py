"""``python -m tools.windows``: makes the folder, or writes the list of hashes of its wheels."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from jcplan.errors import FileError
from tools.parts import sbom
from tools.windows import folder, wheels

_HEADING = """\
Die Wheels des Ordners für PCs ohne Python, mit ihren Hashes.
Neu: python -m tools.windows --wheels ORDNER --hashes DIESE_DATEI, und die Änderungen lesen."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run; returns the exit code: 0 fine, 2 something is not as it should be."""
    parser = argparse.ArgumentParser(prog="python -m tools.windows", description=__doc__)
    parser.add_argument("--python", type=Path, metavar="ZIP_ODER_ORDNER", help="Pythons „embeddable“-Fassung")
    parser.add_argument("--wheels", type=Path, metavar="ORDNER", required=True, help="jcplan und alles, was es braucht")
    parser.add_argument("--hashes", type=Path, metavar="LISTE", help="Liste der Hashes; allein wird sie geschrieben")
    parser.add_argument("-o", "--out", type=Path, metavar="ORDNER", help="der Ordner, der entsteht")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.python and chosen.out:
            folder.make(chosen.python, chosen.wheels, chosen.hashes, chosen.out, sbom.when())
            sys.stdout.write(f"Fertig: {chosen.out}\n")
        elif chosen.hashes and not (chosen.python or chosen.out):
            chosen.hashes.write_text(wheels.listed(chosen.wheels.glob("*.whl"), _HEADING), "utf-8", newline="\n")
            sys.stdout.write(f"Geschrieben: {chosen.hashes}\n")
        else:
            parser.error("gebraucht werden --python und --out, oder --hashes allein")
    except FileError as error:
        sys.stderr.write(f"Fehler: {error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
