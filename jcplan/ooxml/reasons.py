"""What the operating system reports, as a German half-sentence."""

from __future__ import annotations

import errno
from typing import Final

_REASONS: Final = {
    errno.EACCES: "der Zugriff ist verweigert (fehlende Rechte, oder ein anderes Programm hält die Datei offen)",
    errno.EPERM: "der Zugriff ist verweigert (fehlende Rechte)",
    errno.EBUSY: "ein anderes Programm hält die Datei offen",
    errno.ENOENT: "den Ordner oder die Datei gibt es nicht",
    errno.ENOTDIR: "ein Teil des Pfads ist kein Ordner",
    errno.EISDIR: "an dieser Stelle liegt ein Ordner",
    errno.EEXIST: "an dieser Stelle liegt schon etwas anderes",
    errno.EROFS: "der Datenträger ist schreibgeschützt",
    errno.ENOSPC: "der Datenträger ist voll",
    errno.EDQUOT: "das Speicherkontingent ist erschöpft",
    errno.ENAMETOOLONG: "der Dateiname ist zu lang",
    errno.ELOOP: "die Verknüpfungen führen im Kreis",
}


def reason(error: OSError) -> str:
    """Why an operation on a file failed.

    >>> reason(OSError(errno.ENOSPC, "No space left on device"))
    'der Datenträger ist voll'
    """
    known = _REASONS.get(error.errno or 0)
    return known or f"das Betriebssystem meldet „{error.strerror or error}“"
