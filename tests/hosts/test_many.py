"""Many files at once: which files a pattern means, what a bad file and a lost process cost, „Ziele aktualisieren“."""

from __future__ import annotations

import json
import os
import shutil
from concurrent.futures import Future
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbooks import SHIPPED, log, stored, type_in

from jcplan.errors import InputError
from jcplan.hosts import many
from jcplan.hosts.many import Failed, each, expanded, in_folders


def touched(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"")


# ---- which files --------------------------------------------------------------------------------


def test_a_pattern_means_the_workbooks_of_that_name_in_order(tmp_path):
    touched(tmp_path, "b.xlsx", "a.xlsm", "c.XLSX", "~$a.xlsm", "a.xlsx.bak", "notiz.txt", "tief/d.xlsx")
    assert [path.name for path in expanded([f"{tmp_path}/*"])] == ["a.xlsm", "b.xlsx", "c.XLSX"]
    assert [path.name for path in expanded([f"{tmp_path}/[b]*.xlsx"])] == ["b.xlsx"]
    assert [path.name for path in expanded([f"{tmp_path}/**/*.xlsx"])] == ["b.xlsx", "d.xlsx"]


def test_a_file_is_no_pattern_though_it_is_called_like_one(tmp_path):
    touched(tmp_path, "Plan [1].xlsx", "Plan 1.xlsx")
    path = tmp_path / "Plan [1].xlsx"
    assert expanded([str(path)]) == [path]


def test_each_file_counts_once(tmp_path):
    touched(tmp_path, "a.xlsx", "b.xlsx")
    paths = [f"{tmp_path}/b.xlsx", f"{tmp_path}/*.xlsx", f"{tmp_path}/../{tmp_path.name}/a.xlsx"]
    assert [path.name for path in expanded(paths)] == ["b.xlsx", "a.xlsx"]


def test_a_pattern_of_nothing_is_an_error(tmp_path):
    with pytest.raises(InputError, match=r"\*\.xlsx: gefunden keine Datei, erwartet ein Muster"):
        expanded([f"{tmp_path}/*.xlsx"])


def test_a_folder_means_its_workbooks_without_the_one_to_be_written(tmp_path):
    touched(tmp_path, "b.xlsx", "a.xlsx", "Verbund.xlsx", "~$a.xlsx")
    assert [path.name for path in in_folders([str(tmp_path)], tmp_path / "Verbund.xlsx")] == ["a.xlsx", "b.xlsx"]
    with pytest.raises(InputError, match="erwartet einen Ordner mit Arbeitsmappen"):
        in_folders([str(tmp_path / "b.xlsx")], tmp_path / "b.xlsx")


# ---- work ---------------------------------------------------------------------------------------


def halved(number):
    """Half of an even number; others are bad in the ways that files are."""
    if number == 13:
        raise ValueError("so nicht")
    if number % 2:
        raise InputError("Zahl", str(number), "eine gerade Zahl")
    return number // 2


def dies_once(folder, number):
    """A process that ends without a word, the first time."""
    mark = Path(folder) / str(number)
    if number == 3 and not mark.exists():
        mark.write_bytes(b"")
        os._exit(1)
    return number * 10


def dies(number):
    if number == 3:
        os._exit(1)
    return number * 10


@pytest.mark.parametrize("processes", [1, 2])
def test_a_bad_item_stops_no_other(processes):
    found = list(each(halved, [2, 3, 13, 8], int, processes))
    assert found[0] == 1
    assert found[3] == 4
    assert [type(one) for one in found] == [int, Failed, Failed, int]
    assert found[1].reason == "Zahl: gefunden 3, erwartet eine gerade Zahl."
    assert "ValueError: so nicht" in found[2].reason


@given(st.lists(st.integers(0, 40).map(lambda number: number * 2), max_size=12))
def test_results_come_in_the_order_of_the_items(numbers):
    assert list(each(halved, numbers, int, 1)) == [number / 2 for number in numbers]


def test_what_cannot_be_loaded_is_that_items_failure():
    found = list(each(halved, ["4", "x"], int, 1))
    assert found[0] == 2
    assert isinstance(found[1], Failed)


def test_a_lost_process_costs_a_retry(tmp_path):
    found = list(each(partial(dies_once, str(tmp_path)), range(8), int, 2))
    assert found == [number * 10 for number in range(8)]
    assert [path.name for path in tmp_path.iterdir()] == ["3"]


def test_an_item_that_ends_each_process_is_told_and_stops_no_other():
    found = list(each(dies, range(8), int, 2))
    assert [one for one in found if not isinstance(one, Failed)] == [0, 10, 20, 40, 50, 60, 70]
    assert "wiederholt abgebrochen" in found[3].reason


class Far:
    """Workers elsewhere, of whom what works on 3 ends each."""

    ahead, lost, loses_all = 3, (ChildProcessError,), False

    def submit(self, run):
        future = Future()
        try:
            found = run()
        except SystemExit:
            future.set_exception(ChildProcessError())
        else:
            future.set_result(found)
        return future

    def again(self, _):
        return Failed(many.LOST)


def leaves(number):
    if number == 3:
        raise SystemExit
    return number * 10


def test_workers_elsewhere_lose_only_what_ends_them():
    found = list(each(leaves, range(6), int, workers=Far()))
    assert found == [0, 10, 20, Failed(many.LOST), 40, 50]


def test_no_more_is_loaded_than_is_soon_needed():
    loaded = []

    def load(number):
        loaded.append(number)
        return number * 2

    results = each(halved, range(100), load, 2)
    next(results)
    results.close()
    assert len(loaded) <= 2 * many.AHEAD


# ---- refresh ------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    for name in ("A.xlsx", "B.xlsx"):
        shutil.copy(SHIPPED, tmp_path / name)
    (tmp_path / "Kaputt.xlsx").write_text("keine Mappe", encoding="utf-8")
    type_in(tmp_path / "B.xlsx", Annahme_ELB_gesamt=27000)
    return tmp_path


def test_every_workbook_is_refreshed_and_a_bad_one_is_told_at_the_end(folder, run):
    code, out, err = run("refresh", f"{folder}/*.xlsx", "--wer", "Controlling")
    assert code == 2
    # (27,000 − 1,369)·1.005 + 1,369 + 953
    assert stored(folder / "B.xlsx", "Ziel_ELB_gesamt_veroeffentlicht") == 28081
    assert [log(folder / name)[-1][1] for name in ("A.xlsx", "B.xlsx")] == ["Controlling"] * 2
    assert "2 von 3 Arbeitsmappen aktualisiert." in out
    assert "A.xlsx  Alle Ziele unverändert." in out
    assert err.startswith("Nicht aktualisiert: ")
    assert err.count("Kaputt.xlsx") == 1
    assert (folder / "Kaputt.xlsx").read_text(encoding="utf-8") == "keine Mappe"


def test_for_programs_each_workbook_is_told_as_if_it_were_the_only_one(folder, run):
    alone = folder / "allein" / "B.xlsx"
    alone.parent.mkdir()
    shutil.copy(folder / "B.xlsx", alone)
    code, out, _ = run("refresh", folder / "A.xlsx", folder / "B.xlsx", folder / "fehlt.xlsx", "--json")
    found = json.loads(out)
    assert code == 2
    assert [one["arbeitsmappe"] for one in found["nicht_aktualisiert"]] == [str(folder / "fehlt.xlsx")]
    single = json.loads(run("refresh", alone, "--json")[1])
    same = [key for key in single if key not in ("arbeitsmappe", "sicherung")]
    assert {key: found["arbeitsmappen"][1][key] for key in same} == {key: single[key] for key in same}


def test_all_good_ends_with_0(folder, run):
    (folder / "Kaputt.xlsx").unlink()
    code, _, err = run("refresh", f"{folder}/*.xlsx")
    assert (code, err) == (0, "")


def test_several_workbooks_have_no_one_place_to_go(folder, run):
    code, _, err = run("refresh", f"{folder}/*.xlsx", "-o", folder / "C.xlsx")
    assert code == 2
    assert "-o: gefunden" in err
    assert not (folder / "C.xlsx").exists()
