"""Installing, removing, status and opening, with a private profile and a private place for shared extensions."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from jcplan import __version__
from jcplan import libreoffice as program
from jcplan.errors import FileError
from jcplan.hosts.libreoffice import environment, install
from tools.office import Office


@pytest.fixture
def private(libreoffice, monkeypatch, tmp_path):
    """Lets unopkg work on a private profile and a private shared layer."""
    shared = tmp_path / "shared"
    shared.mkdir()
    options = [
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        f"-env:UNO_SHARED_PACKAGES_CACHE={shared.as_uri()}",
    ]
    real = subprocess.run

    def run(command, **options_of_run):
        if "unopkg" in str(command[0]):
            command = [*command, *options]
        return real(command, **options_of_run)

    monkeypatch.setattr(install.subprocess, "run", run)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "config"))
    return options


def test_install_status_remove(private, monkeypatch):
    assert "nicht installiert" in install.status()
    assert "installiert" in install.install()
    assert f"JC-Planung {__version__}: installiert" in install.status()
    assert environment.settings_file().is_file()
    assert not any("BUNDLED" in part for part in install.command(program.soffice()))
    prepare = Office._prepare

    def installed_only(self, *arguments):
        command = [
            part for part in prepare(self, *arguments) if "BUNDLED" not in part and "UserInstallation" not in part
        ]
        return command + private

    monkeypatch.setattr(Office, "_prepare", installed_only)
    with Office() as running, running.open() as document:
        sheet = document.model.Sheets.ElementNames[0]
        cell = document.cells(sheet, "A1")
        cell.Formula = "=JC_VERSION()"
        assert cell.String == __version__
    assert "entfernt" in install.remove()
    assert "war nicht installiert" in install.remove()
    assert not environment.settings_file().exists()
    assert "nicht installiert" in install.status()


def test_installing_twice_updates(private):
    install.install()
    assert "installiert" in install.install()
    install.remove()


def test_open_without_installation_brings_the_extension_along(private, tmp_path):
    start = install.command(tmp_path / "a b.xlsx")
    (bundled,) = (part for part in start if part.startswith("-env:BUNDLED_EXTENSIONS=file://"))
    assert start[-1] == str(tmp_path / "a b.xlsx")
    folder = environment.settings_file().parent / "libreoffice"
    assert bundled.endswith(folder.as_uri())
    assert (folder / "jcplan" / "description.xml").is_file()
    install.remove()
    assert not folder.exists()


def test_open_names_a_missing_file(private, tmp_path):
    with pytest.raises(FileError, match=r"fehlt\.xlsx: Die Datei gibt es nicht"):
        install.open_workbook(tmp_path / "fehlt.xlsx")


def test_missing_program_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setenv("JCPLAN_SOFFICE", str(tmp_path / "soffice"))
    program.soffice.cache_clear()
    try:
        with pytest.raises(FileError, match=r"LibreOffice 25\.2 oder neuer fehlt: "):
            program.soffice()
    finally:
        program.soffice.cache_clear()


def test_old_program_is_refused(monkeypatch, tmp_path):
    old = tmp_path / "soffice"
    old.write_text("#!/bin/sh\necho LibreOffice 7.4.7.2 40\n")
    old.chmod(0o755)
    monkeypatch.setenv("JCPLAN_SOFFICE", str(old))
    program.soffice.cache_clear()
    try:
        with pytest.raises(FileError, match=r"ist LibreOffice 7\.4\. LibreOffice 25\.2 oder neuer fehlt"):
            program.soffice()
    finally:
        program.soffice.cache_clear()


def test_an_activated_virtual_environment_does_not_reach_libreoffice(libreoffice, monkeypatch, tmp_path):
    """LibreOffice's own Python would look for its library there."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "pyvenv.cfg").write_text("home = /nowhere\nversion = 3.99.0\n")
    (tmp_path / "bin" / "python3").symlink_to(sys.executable)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path))
    with Office() as running, running.open() as document:
        document.model.Sheets.getByIndex(0).getCellByPosition(0, 0).Formula = "=JC_IQ_ZIEL(0.23;0.015;3)"
        assert document.model.Sheets.getByIndex(0).getCellByPosition(0, 0).Value == pytest.approx(0.233)
