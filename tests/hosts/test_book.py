"""One book for every host: how often it is asked, and actions without any host."""

from __future__ import annotations

import datetime as dt

import pytest
from workbooks import type_in

from jcplan import actions
from jcplan.actuals import import_actuals, read_csv
from jcplan.explain import explain, explained, places_of_errors
from jcplan.hosts.file import FileBook

NOON = dt.datetime(2026, 11, 22, 12, 0)


class Counted:
    """A book that notes what it is asked."""

    def __init__(self, book):
        self.book, self.asked = book, []

    def __getattr__(self, question):
        self.asked.append(question)
        return getattr(self.book, question)


@pytest.fixture
def counted(plan_file):
    return Counted(FileBook(plan_file))


def test_a_refresh_asks_for_at_most_forty_things(plan_file):
    type_in(plan_file, Annahme_ELB_gesamt=26600, Annahme_LZB_Abgang=35)
    book = Counted(FileBook(plan_file))
    report = actions.refresh(book, who="Test", when=NOON)
    assert len(report.inputs_changed) == 2
    assert book.asked.count("values") <= 3
    assert len(book.asked) <= 40, book.asked


def test_the_other_actions_ask_for_at_most_forty_things(counted):
    def asked(action):
        counted.asked.clear()
        action()
        return len(counted.asked)

    table = read_csv("ist.csv", b"monat;einheit;kennzahl;wert\n03.2017;gesamt;ELB;26000\n")
    assert asked(lambda: actions.check(counted, explained(counted, places_of_errors(counted)))) <= 40
    assert asked(lambda: explain(counted, "Annahmen", 7, 3)) <= 40
    assert asked(lambda: import_actuals(counted, table, checksum="", who="Test", when=NOON)) <= 40
