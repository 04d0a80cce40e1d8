"""Excel's collections: by number from 1 or by name."""

from __future__ import annotations

from typing import Any

from fake_excel.errors import DISP_E_EXCEPTION, ComError


class Collection:
    """Worksheets, names or workbooks."""

    def __init__(self, items: list) -> None:
        self.items = items

    @property
    def Count(self) -> int:
        return len(self.items)

    def __call__(self, key: Any) -> Any:
        if isinstance(key, str):
            found = [item for item in self.items if item.Name.lower() == key.lower()]
        else:
            found = self.items[int(key) - 1 : int(key)] if key >= 1 else []
        if not found:
            details = (0, "Microsoft Excel", "Index außerhalb des gültigen Bereichs", None, 0, 0x800A0009 - 2**32)
            raise ComError(DISP_E_EXCEPTION, "Ausnahmefehler aufgetreten.", details)
        return found[0]

    Item = __call__


class Name:
    """A defined name."""

    def __init__(self, name: str, refers_to: str) -> None:
        self.Name, self.RefersTo = name, refers_to


class Workbooks(Collection):
    """The workbooks of one Excel."""

    def __init__(self, items: list, application: Any) -> None:
        super().__init__(items)
        self.application = application

    def Open(self, path: str) -> Any:
        return self.application.open(path)
