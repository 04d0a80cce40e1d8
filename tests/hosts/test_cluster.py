"""``jcplan verbund --dask``: a real scheduler and two workers, one of them killed midway."""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import subprocess
import sys
import time

import pytest
from workbooks import ROOT, SHIPPED

from jcplan.hosts import together

pytest.importorskip("distributed", reason="needs jcplan[dask]")
pytestmark = pytest.mark.filterwarnings("ignore")  # Dask's own


def _free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextlib.contextmanager
def started(*arguments):
    """A program of Dask, ended at the end."""
    command = [sys.executable, "-m", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def cluster():
    """Address of a scheduler, and its two workers."""
    port = _free_port()
    address = f"tcp://127.0.0.1:{port}"
    scheduler = ("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    one = ("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
    with started(*scheduler), started(*one) as first, started(*one) as second:
        yield address, first, second


@pytest.fixture
def files(tmp_path):
    found = [tmp_path / f"{number}.xlsx" for number in range(8)]
    for path in found:
        shutil.copy(SHIPPED, path)
    found[3].write_bytes(b"keine Mappe")
    return found


def test_a_killed_worker_costs_a_retry_and_no_bit(cluster, files):
    from jcplan.hosts.cluster import Cluster

    address, first, second = cluster
    undisturbed, _ = together.gathered(files, 500, lambda: None, 1)
    done = []

    def one_done():
        done.append(time.monotonic())
        if len(done) == 2:
            first.kill()

    with Cluster(address) as workers:
        _until(lambda: workers._threads(address) == 2)
        workers.ahead = 4
        found, failed = together.gathered(files, 500, one_done, workers=workers)
    assert len(done) == len(files)
    assert first.wait(timeout=30) != 0
    assert second.poll() is None
    assert found == undisturbed
    assert [each.file for each in failed] == ["3.xlsx"]


def _until(holds):
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_an_address_where_nobody_answers_is_an_error(tmp_path, run, monkeypatch):
    monkeypatch.setattr("jcplan.hosts.cluster._SECONDS", 1)
    shutil.copy(SHIPPED, tmp_path / "A.xlsx")
    address = f"tcp://127.0.0.1:{_free_port()}"
    code, _, err = run("verbund", tmp_path, "-o", tmp_path / "Verbund.xlsx", "--dask", address)
    assert code == 2
    assert re.search(rf"--dask: gefunden „{address}“ \(\w+\), erwartet die Adresse eines Dask-Schedulers", err)
    assert not (tmp_path / "Verbund.xlsx").exists()
