"""The worker: counts of calls, death, silence, back-off; and a component without an environment."""

from __future__ import annotations

import stat
import sys
import time

import pytest

from jcplan.hosts.libreoffice import environment
from tools.office import Office

ERROR = 502

STAND_IN = """#!{python}
# Stands in for the interpreter: starts the worker as the component asks, but with faults on demand.
import os, sys, time
paths = sys.argv[sys.argv.index("-c") + 2:]
assert not [name for name in os.environ if name.startswith("PYTHON")], "PYTHON* must not leak"
with open({log!r}, "a") as log:
    log.write("start\\n")
if os.path.exists({log!r} + ".broken"):
    sys.exit(1)
sys.path.extend(paths)
from jcplan.hosts.libreoffice import worker
real = worker.call
def call(name, arguments):
    with open({log!r}, "a") as log:
        log.write(name + "\\n")
    if name == "JC_BASIS" and arguments[0] == 13:
        os._exit(3)
    if name == "JC_BASIS" and arguments[0] == 14:
        time.sleep(60)
    if name == "JC_BASIS" and arguments[0] == 15:
        print("something a library prints")
    return real(name, arguments)
worker.call = call
worker.main()
"""


class Counted:
    """An office whose worker writes down what it does."""

    def __init__(self, office, log):
        self.office, self.log = office, log

    def seen(self):
        lines = self.log.read_text().split() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return lines


@pytest.fixture(scope="module")
def counted(libreoffice, tmp_path_factory):
    folder = tmp_path_factory.mktemp("worker")
    log, script = folder / "log", folder / "python"
    script.write_text(STAND_IN.format(python=sys.executable, log=str(log)))
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    described = environment.describe(mode="worker") | {"interpreter": str(script)}
    described["seconds"] = {"call": 1.5, "pause": 2.0}
    with Office(described=described) as office:
        yield Counted(office, log)


@pytest.fixture
def document(counted):
    with counted.office.open() as opened:
        yield opened


def test_a_block_is_one_call(counted, document):
    document.cells("Tabelle1", "A1:A1000").setDataArray(tuple((float(i),) for i in range(1, 1001)))
    counted.seen()
    document.cells("Tabelle1", "C1:C1000").setArrayFormula("=JC_INTEGRATIONEN(A1:A1000/1000;A1:A1000)")
    assert document.value("Tabelle1", "C1000") == 1000.0
    assert [line for line in counted.seen() if line != "start"] == ["JC_INTEGRATIONEN"]


def test_one_call_a_block_on_hard_recalculation(counted, document):
    document.cells("Tabelle1", "E1:G4").setArrayFormula("=JC_BESTANDSPFAD(100;{10;20;30};{5;5;5})")
    document.cells("Tabelle1", "A1").Formula = "=SUM(E1:G4)"
    document.value("Tabelle1", "A1")
    counted.seen()
    document.recalculate()
    document.value("Tabelle1", "A1")
    assert counted.seen() == ["JC_BESTANDSPFAD"]


def test_a_worker_that_dies_gives_an_error_value_and_is_started_again(counted, document):
    cell = document.cells("Tabelle1", "A1")
    cell.Formula = "=JC_BASIS(953;0.696)"
    assert cell.getError() == 0
    counted.seen()
    cell.Formula = "=JC_BASIS(13;0.5)"
    assert cell.getError() == ERROR
    cell.Formula = "=JC_BASIS(953;0.696)"
    assert cell.Value == pytest.approx(953 / 0.696)
    assert counted.seen() == ["JC_BASIS", "start", "JC_BASIS"]


def test_a_worker_that_does_not_answer_is_ended_in_time(counted, document):
    cell = document.cells("Tabelle1", "A1")
    start = time.monotonic()
    cell.Formula = "=JC_BASIS(14;0.5)"
    assert cell.getError() == ERROR
    assert time.monotonic() - start < 10
    cell.Formula = "=JC_BASIS(953;0.696)"
    assert cell.getError() == 0


def test_what_a_library_prints_does_no_harm(document):
    cell = document.cells("Tabelle1", "A1")
    cell.Formula = "=JC_BASIS(15;0.5)"
    assert cell.Value == 30


def test_after_repeated_failures_calls_fail_at_once_for_a_while(counted, document):
    broken = counted.log.with_name("log.broken")
    cell = document.cells("Tabelle1", "A1")
    cell.Formula = "=JC_BASIS(13;0.5)"  # ends the worker that is running
    assert cell.getError() == ERROR
    broken.touch()
    try:
        counted.seen()
        document.cells("Tabelle1", "B1:B500").setFormulaArray(tuple((f"=JC_BASIS({i + 100};0.5)",) for i in range(500)))
        assert {row[0] for row in document.cells("Tabelle1", "B1:B500").getDataArray()} == {None}
        assert 1 <= counted.seen().count("start") <= 4
        document.select("Tabelle1", "B1")
        (message,) = document.press("hilfe")
        assert message["kind"] == "error"
        assert "Sekunden" in message["text"] or "beendet" in message["text"]
    finally:
        broken.unlink()
        cell.Formula = ""
    time.sleep(4.5)
    document.recalculate()
    assert document.value("Tabelle1", "B500") == (599 / 0.5)


def test_an_environment_that_is_gone_says_what_to_do(libreoffice, tmp_path):
    described = environment.describe(mode="worker") | {"interpreter": str(tmp_path / "gone" / "python")}
    with Office(described=described) as office, office.open() as document:
        cell = document.cells("Tabelle1", "A1")
        cell.Formula = "=JC_VERSION()"
        assert cell.getError() == ERROR
        (message,) = document.press("hilfe")
        assert message["kind"] == "error"
        assert "lässt sich nicht starten" in message["text"]
