"""What README and the other pages point to is there: in a clone, not only where it was made."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from workbooks import ROOT

PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "workbook/beispiel/README.md")


def pointed_to(page):
    """Paths of the links and pictures of a page, from its folder."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = re.findall(r"\]\(([^)#\s]+)", text)
    return [(ROOT / page).parent / link for link in found if "://" not in link]


def kept(path):
    """Whether a file belongs to the project; where git has no say, whether it is there."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        return path.is_file()
    command = ["git", "-C", str(ROOT), "ls-files", "--error-unmatch", str(path)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("page", PAGES)
def test_links_and_pictures_are_there(page):
    assert [path for path in pointed_to(page) if not kept(path)] == []
