"""The handbook's pictures: what is spoken about of a sheet, and no more."""

from __future__ import annotations

import pytest
from PIL import Image
from workbooks import ROOT, SHIPPED

from jcplan.errors import FileError
from tools.handbook import pictures
from tools.handbook.pictures import Picture


def size(path):
    with Image.open(path) as image:
        return image.size


def test_each_picture_of_the_handbook_is_one_that_is_made():
    made = {picture.name for group in pictures.ALL for picture in group} | {"planungsdokument"}
    assert {path.stem for path in (ROOT / "handbuch" / "bilder").iterdir()} == made


def test_a_part_of_a_sheet(office, tmp_path):
    wanted = (
        Picture("ganz", "Annahmen"),
        Picture("oben", "Annahmen", until="Budget"),
        Picture("schmal", "Annahmen", until="Budget", columns=5),
        Picture("zeilen", "Annahmen", first="Budget", rows=4),
    )
    with office.open(SHIPPED) as document:
        sizes = [size(path) for path in pictures.crops(document, wanted, tmp_path)]
    whole, top, narrow, rows = sizes
    assert top[0] == pytest.approx(whole[0], abs=3)
    assert 150 < top[1] < whole[1]
    assert narrow[0] < top[0] * 0.7
    assert narrow[1] == pytest.approx(top[1], rel=0.2)
    assert 40 < rows[1] < top[1] / 2


def test_a_text_that_is_not_there_is_named(office, tmp_path):
    with office.open(SHIPPED) as document, pytest.raises(FileError, match=r"Annahmen: gefunden keine Zelle.*„Rübe“"):
        pictures.crops(document, (Picture("x", "Annahmen", until="Rübe"),), tmp_path)


def test_what_is_shown_begins_before_it_ends(office, tmp_path):
    """A heading may stand twice: what ends the picture is looked for below what begins it."""
    wanted = (Picture("ab", "Annahmen", first="Budget", until="Gruppen"),)
    with office.open(SHIPPED) as document:
        (path,) = pictures.crops(document, wanted, tmp_path)
    assert size(path)[1] > 40


def test_the_month_shown_is_september(tmp_path):
    shorter = pictures._until_september(ROOT / "workbook" / "beispiel" / "Istwerte-2017.csv", tmp_path)
    months = {line.partition(";")[0] for line in shorter.read_text(encoding="utf-8").splitlines()[1:]}
    assert months == {"12.2016", *(f"{month:02}.2017" for month in range(1, 10))}
