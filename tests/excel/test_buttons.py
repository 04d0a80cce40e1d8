"""Every button in the fake Excel, through the delivered VBA, by each way to Python."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from desk import NO, Desk, Gone
from fake_excel import ComError, Workbook
from workbooks import last_row

from jcplan import __version__, handbook
from jcplan.buttons import BUTTONS, button
from jcplan.hosts.excel import actions
from jcplan.hosts.excel.book import ExcelBook
from jcplan.ooxml import WorkbookFile

INFO, NOT_DONE, BROKEN, FILES, CONFIRM = 64, 48, 16, 1, 36
LONG = "monat;einheit;kennzahl;wert\n"
NOT_ANSWERED = 'Python antwortet nicht. Bitte im Startmenü "JC-Planung prüfen" wählen, oder in der Eingabeaufforderung'


@pytest.fixture
def plan(desk, way, opened):
    """The delivered workbook, just opened."""
    return desk.open(copy.deepcopy(opened))


def select(plan: Workbook, name: str) -> None:
    cells = plan.cell(name)
    plan.Application.ActiveCell = cells(1, 1)


def settings(plan: Workbook) -> dict:
    names = ("ScreenUpdating", "EnableEvents", "DisplayAlerts", "Calculation", "StatusBar", "Cursor")
    return {name: getattr(plan.Application, name) for name in names}


def give(plan: Workbook, name: str, value: object) -> None:
    cell = plan.cell(name)
    cell.Worksheet.values[cell.Row, cell.Column] = value


def values(plan: Workbook) -> dict:
    sheets = plan.Worksheets.items
    return {sheet.Name: {key: value for key, value in sheet.values.items() if value is not None} for sheet in sheets}


# ---- opening ------------------------------------------------------------------------------------


def test_opening_describes_the_functions_and_says_nothing(plan):
    """The help of the function wizard is set before Python is asked; the status bar is Excel's again."""
    application = plan.Application
    assert application.described["JC_IQ_ZIEL"]["Category"].startswith("JC-Planung")
    assert application.StatusBar is False
    assert plan.Saved
    bar = [value for name, value in application.history if name == "StatusBar"]
    assert bar == ["JC-Planung: Python wird gestartet ...", False]


def small(desk: Desk, name: str = "Plan.xlsm", **lies) -> Workbook:
    book = Workbook(name, **lies)
    book.add("Vorn")
    book.add("Hilfe")
    desk.give_macros(book)
    return book


def test_another_version_is_said_in_the_status_bar_and_stays_there(desk, way, monkeypatch):
    from jcplan.hosts.excel import udfs

    monkeypatch.setattr(udfs, "__version__", "9.9.9")
    book = desk.open(small(desk))
    hint = f"JC-Planung: Die Mappe ist aus Version {__version__}, gerechnet wird mit Version 9.9.9."
    assert book.Application.StatusBar == hint
    desk.click(book, button("about"))
    assert book.Application.StatusBar == hint


def test_no_python_is_said_in_the_status_bar(desk):
    desk.started = None
    book = desk.open(small(desk))
    assert book.Application.StatusBar.startswith("JC-Planung: Python antwortet nicht.")
    assert desk.shown == []


# ---- every button -------------------------------------------------------------------------------


def test_the_buttons_of_this_file_are_all():
    tested = {"refresh", "check", "explain", "why", "need", "adopt_scenario", "comment", "history", "to_word"}
    tested |= {"import_actuals", "undo_import", "new_plan", "next_year", "upgrade", "help", "about"}
    assert tested == {entry.key for entry in BUTTONS}


def test_targets_are_updated_and_taken_back(desk, plan):
    give(plan, "Annahme_G1_IQ_Steigerung", 0.02)
    before, kept = values(plan), settings(plan)
    ((title, text, kind),) = desk.click(plan, button("refresh"))
    assert (title, kind) == ("Ziele aktualisieren", INFO), text
    assert plan.cell("Ziel_IQ_G1").Value2 == pytest.approx(0.23 * 1.02)
    assert settings(plan) == kept
    assert plan.events == []  # nobody's handler saw a cell change
    assert plan.Application.undo == [("Ziele aktualisieren", "'Plan.xlsm'!ZieleZuruecknehmen")]
    assert desk.undo(plan.Application) == []
    assert values(plan) == before
    assert settings(plan) == kept


def test_manual_calculation_stays_manual(desk, plan):
    plan.Application.Calculation = -4135
    desk.click(plan, button("refresh"))
    assert plan.Application.Calculation == -4135


def test_checks(desk, plan):
    before = values(plan)
    ((title, text, kind),) = desk.click(plan, button("check"))
    assert (title, kind) == ("Prüfungen", INFO)
    assert "Widerspruch: VKB und EGT ergeben das gedruckte Gesamtbudget." in text
    assert (values(plan), plan.written, plan.Application.undo) == (before, [], [])


def test_explain_why_and_history_ask_nothing_and_write_nothing(desk, plan):
    select(plan, "Ziel_IQ_gesamt")
    for key, begins in (
        ("why", "IQ gesamt: Plan gegen Vorjahr"),
        ("history", "Verlauf: IQ gesamt (Ziel_IQ_gesamt)"),
        ("explain", "Ziele!"),
    ):
        ((title, text, kind),) = desk.click(plan, button(key))
        assert (title, kind) == (button(key).title, INFO)
        assert text.startswith(begins), text
    assert (plan.written, plan.Application.asked) == ([], [])


def test_need_asks_and_answers(desk, plan):
    select(plan, "Ziel_IQ_gesamt")
    plan.Application.answers = [" 22,5 % "]
    ((title, text, kind),) = desk.click(plan, button("need"))
    assert (title, kind) == ("Was braucht es?", INFO)
    assert "relative Steigerung: 1,6209 % statt 1,5 %" in text
    ((dialog, (prompt, heading, default, *_, answer_type)),) = plan.Application.asked
    assert (dialog, prompt, heading, default) == (
        "InputBox",
        "Was soll „IQ gesamt“ werden?",
        "Was braucht es?",
        "22,5 %",
    )
    assert answer_type == 2  # a text
    assert plan.written == []


@pytest.mark.parametrize("answer", [False, "", "  "])
def test_whoever_cancels_a_question_hears_nothing(desk, plan, answer):
    """Application.InputBox gives False."""
    select(plan, "Ziel_IQ_gesamt")
    plan.Application.answers = [answer]
    assert desk.click(plan, button("need")) == []
    assert settings(plan)["DisplayAlerts"] is True


def test_a_comment(desk, plan):
    select(plan, "Ziel_IQ_gesamt")
    before = values(plan)
    plan.Application.answers = ["Mit dem Träger besprochen"]
    ((_, text, kind),) = desk.click(plan, button("comment"))
    assert kind == INFO
    assert text.endswith("zu 22,4 %: Mit dem Träger besprochen")
    assert plan.cell("Kommentar_Text")(1, 1).Value2 == "Mit dem Träger besprochen"
    desk.undo(plan.Application)
    assert values(plan) == before


def test_a_scenario(desk, plan):
    before = values(plan)
    select(plan, "Szenario_Bezeichnung")
    ((title, _, kind),) = desk.click(plan, button("adopt_scenario"))
    assert (title, kind, plan.cell("Annahme_G2_Zugang").Value2) == ("Szenario übernehmen", INFO, 873)
    desk.undo(plan.Application)
    assert values(plan) == before


def test_a_figure_for_word(desk, plan, tmp_path, monkeypatch):
    from jcplan import press

    made = iter(range(20))
    monkeypatch.setattr(press, "_scraps", [])
    monkeypatch.setattr(press.tempfile, "mkdtemp", lambda prefix: str(folder(tmp_path / f"{prefix}{next(made)}")))
    opened = []
    monkeypatch.setattr(actions, "open_file", opened.append)
    select(plan, "Ziel_IQ_gesamt")
    for _ in range(7):
        ((title, text, kind),) = desk.click(plan, button("to_word"))
    assert (title, kind) == ("Zahl nach Word", INFO)
    assert str(opened[-1]) in text
    assert opened[-1].is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"jcplan-{number}" for number in range(2, 7)]


def folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_actuals_and_back(desk, plan, tmp_path):
    source = tmp_path / "Ist.csv"
    source.write_text(f"{LONG}01.2017;1.1;ELB;1.500\n", encoding="utf-8")
    before, rows = values(plan), last_row(ExcelBook(plan), "Protokoll")
    plan.Application.answers = [(str(source),)]
    (preview, done) = desk.click(plan, button("import_actuals"))
    assert (preview[2], done[2]) == (CONFIRM, INFO)
    assert "1 Wert, davon 1 neu" in preview[1]
    ((dialog, (filters, index, title, _, several)),) = plan.Application.asked
    assert (dialog, index, title, several) == ("GetOpenFilename", 1, "Istwerte einlesen", True)
    assert filters == "Dateien mit Istwerten (*.csv;*.txt;*.xlsx;*.xlsm;*.ods),*.csv;*.txt;*.xlsx;*.xlsm;*.ods"
    assert plan.cell("Ist_ELB")(1, 1).Value2 == 1500
    (question, done) = desk.click(plan, button("undo_import"))
    assert (question[2], done[2]) == (CONFIRM, INFO)
    assert values(plan)["Istwerte"] == before["Istwerte"]
    assert last_row(ExcelBook(plan), "Protokoll") == rows + 2


def test_actuals_need_a_file_and_a_yes(desk, plan, tmp_path):
    source = tmp_path / "Ist.csv"
    source.write_text(f"{LONG}01.2017;1.1;ELB;1.500\n", encoding="utf-8")
    plan.Application.answers = [False]
    assert desk.click(plan, button("import_actuals")) == []
    plan.Application.answers, desk.presses = [(str(source),)], [NO]
    ((_, _, kind),) = desk.click(plan, button("import_actuals"))
    assert (kind, plan.written) == (CONFIRM, [])


def test_actuals_that_lie_in_the_net_are_refused_with_what_to_do(desk, plan):
    plan.Application.answers = [("https://amt.sharepoint.com/sites/jc/Ist.csv",)]
    ((_, text, kind),) = desk.click(plan, button("import_actuals"))
    assert kind == NOT_DONE
    assert text.startswith("https://amt.sharepoint.com/sites/jc/Ist.csv: gefunden eine Adresse im Netz")


def test_help_opens_the_handbook_and_leaves_the_sheet_in_front(desk, way, monkeypatch):
    opened = []
    monkeypatch.setattr(handbook, "opened", lambda page: opened.append(page) or True)
    book = small(desk)
    book.Worksheets("Vorn").Activate()
    assert desk.click(book, button("help")) == []
    assert [path.name for path in opened] == ["index.html"]
    assert "Handbuch der JC-Planung" in opened[0].read_text(encoding="utf-8")
    assert book.Application.ActiveCell.Worksheet.Name == "Vorn"


def test_help_that_no_browser_opens_says_where_it_lies_and_shows_its_sheet(desk, way, monkeypatch):
    monkeypatch.setattr(handbook, "opened", lambda _: False)
    book = small(desk)
    ((title, text, kind),) = desk.click(book, button("help"))
    assert (title, kind) == ("Hilfe", NOT_DONE)
    assert text.startswith("Das Handbuch lässt sich von hier nicht öffnen.")
    assert Path(text.splitlines()[-1]).is_file()
    assert book.Application.ActiveCell.Worksheet.Name == "Hilfe"


def test_help_shows_its_sheet_without_python(desk):
    desk.started = Gone()
    book = small(desk)
    other = Workbook("Andere.xlsx", application=book.Application)
    assert book.Application.ActiveWorkbook is other
    ((title, text, kind),) = desk.click(book, button("help"))
    assert (title, kind) == ("JC-Planung", BROKEN)
    assert text.startswith(NOT_ANSWERED)
    assert book.Application.ActiveCell.Worksheet.Name == "Hilfe"
    assert book.Application.ActiveWorkbook is book
    book.Worksheets("Hilfe").Name = "Weg"
    *_, last = desk.click(book, button("help"))
    assert last == ("Hilfe", 'In dieser Arbeitsmappe gibt es kein Blatt "Hilfe".', NOT_DONE)


def test_about(desk, way):
    ((title, text, kind),) = desk.click(small(desk), button("about"))
    assert (title, kind) == ("Über JC-Planung", INFO)
    assert f"Die Mappe ist mit Version {__version__} gemacht." in text


# ---- workbooks that are written -----------------------------------------------------------------


@pytest.fixture
def light(monkeypatch):
    """A workbook that is quick to write and to open in place of the delivered one; what is built is tested elsewhere."""
    import io

    import openpyxl

    import jcplan.build
    from jcplan.hosts.excel import next_year, upgrade, workbook

    out = io.BytesIO()
    openpyxl.Workbook().save(out)

    def write(source: Path, target: Path, **_: object) -> object:
        assert source.is_absolute() or "\\" in str(source)
        target.write_bytes(out.getvalue())
        return Report()

    class Report:
        def text(self) -> str:
            return "Geschrieben."

    monkeypatch.setattr(jcplan.build, "build", lambda **_: out.getvalue())
    monkeypatch.setattr(workbook, "to_macro", lambda build: build(None))
    monkeypatch.setattr(next_year, "next_year_file", write)
    monkeypatch.setattr(upgrade, "upgrade_copy", write)


WRITING = [entry for entry in BUTTONS if entry.writes]


def test_three_buttons_write_a_workbook():
    assert {entry.key for entry in WRITING} == {"new_plan", "next_year", "upgrade"}


@pytest.mark.parametrize("entry", WRITING, ids=lambda entry: entry.key)
def test_a_workbook_is_written_where_the_person_says_and_opened(desk, way, light, tmp_path, entry):
    book = small(desk)
    target = tmp_path / "Neu.xlsm"
    book.Application.answers = [str(target)]
    shown = desk.click(book, entry)
    assert shown == ([] if entry.key == "new_plan" else [(entry.title, "Geschrieben.", INFO)])
    ((dialog, (suggested, filters, _, title)),) = book.Application.asked
    assert (dialog, suggested, title) == ("GetSaveAsFilename", entry.writes, entry.title)
    assert filters == "Excel-Arbeitsmappe mit Makros (*.xlsm), *.xlsm"
    assert WorkbookFile.read(target)
    assert book.Application.ActiveWorkbook.FullName.endswith("Neu.xlsm")


@pytest.mark.parametrize("entry", WRITING, ids=lambda entry: entry.key)
def test_whoever_cancels_the_dialog_gets_no_workbook(desk, way, light, entry):
    book = small(desk)
    book.Application.answers = [False]
    assert desk.click(book, entry) == []
    assert [held.Name for held in book.Application.Workbooks.items] == ["Plan.xlsm"]


@pytest.mark.parametrize("entry", WRITING, ids=lambda entry: entry.key)
def test_a_workbook_of_the_name_of_an_open_one_is_written_and_that_is_said(desk, way, light, tmp_path, entry):
    """The dialog suggests Plan.xlsm, and that is what the workbook in front is called: Excel opens no second one."""
    book = small(desk)
    target = tmp_path / "Plan.xlsm"
    book.Application.answers = [str(target)]
    *_, (title, text, kind) = desk.click(book, entry)
    assert (title, kind) == (entry.title, NOT_DONE)
    assert text.startswith(
        f"Die neue Arbeitsmappe ist fertig, aber Excel öffnet sie jetzt nicht:\n{target}\n\nGemeldet"
    )
    assert "Plan.xlsm“ ist bereits geöffnet" in text
    assert target.is_file()
    assert book.Application.DisplayAlerts is True


@pytest.mark.parametrize("entry", WRITING, ids=lambda entry: entry.key)
def test_no_workbook_is_written_into_the_net(desk, way, light, entry):
    book = small(desk)
    book.Application.answers = ["https://amt.sharepoint.com/sites/jc/Neu.xlsm"]
    ((_, text, kind),) = desk.click(book, entry)
    assert kind == NOT_DONE
    assert text.startswith("https://amt.sharepoint.com/sites/jc/Neu.xlsm: gefunden eine Adresse im Netz")


@pytest.mark.parametrize("key", ["next_year", "upgrade"])
@pytest.mark.parametrize(
    ("folder", "saved", "begins"),
    [
        ("https://d.docs.live.net/1a2b", True, "Die Mappe liegt im Netz (https://d.docs.live.net/1a2b/Plan.xlsm)."),
        ("C:\\Plan", False, "Es gilt der gespeicherte Stand der Mappe. Bitte zuerst speichern."),
        ("", True, "Es gilt der gespeicherte Stand der Mappe. Bitte zuerst speichern."),
    ],
)
def test_what_is_written_from_the_file_needs_one(desk, way, light, tmp_path, key, folder, saved, begins):
    book = small(desk, folder=folder)
    book.Saved = saved
    book.Application.answers = [str(tmp_path / "Neu.xlsm")]
    ((_, text, kind),) = desk.click(book, button(key))
    assert (kind, text[: len(begins)]) == (NOT_DONE, begins)
    assert list(tmp_path.iterdir()) == []


# ---- what goes wrong ----------------------------------------------------------------------------


def test_no_python_is_said_with_what_to_do(desk):
    desk.started = None
    book = small(desk)
    ((title, text, kind),) = desk.click(book, button("about"))
    assert (title, kind) == ("JC-Planung", BROKEN)
    assert text.startswith(NOT_ANSWERED)
    assert text.endswith("Gemeldet wurde: Could not create Python process.\nError message: Zugriff verweigert")
    assert book.Application.DisplayAlerts is True


class Refusing:
    """A service that does not answer this Excel, or another program under its class id."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __getattr__(self, name: str):
        def refuse(*_: object) -> None:
            self.asked.append(name)
            raise ComError(-2147024891, "Zugriff verweigert")

        return refuse


def test_a_service_that_refuses_is_passed_by(desk):
    desk.service = Refusing()
    book = desk.open(small(desk))
    assert book.Application.StatusBar is False
    ((_, text, kind),) = desk.click(book, button("about"))
    assert (kind, __version__ in text) == (INFO, True)
    assert set(desk.service.asked) == {"Ready"}


def test_a_button_of_a_newer_version_is_a_sentence(desk, way):
    book = small(desk)
    book.project.call("Ausfuehren", "neu", "x")
    assert desk.shown[-1][1].startswith(f"jcplan {__version__} kennt diese Schaltfläche (neu) nicht.")


def test_excel_that_waits_for_something_is_said(desk, way):
    """From the first question on, and for longer than anybody waits."""
    book = small(desk)
    desk.line.rejects = lambda _number, _name: True
    for key in ("check", "refresh", "why", "import_actuals"):
        ((title, text, kind),) = desk.click(book, button(key))
        assert (title, kind) == (button(key).title, NOT_DONE)
        assert text.startswith("Excel nimmt gerade nichts entgegen")


def test_a_cell_of_another_workbook_is_not_taken_for_one_of_this(desk, plan):
    """Macros of all open workbooks stand in Excel's list: the workbook in front may be another, with the same sheets."""
    other = copy.deepcopy(plan)
    other._lies("C:\\2018", "Plan-2018.xlsm")
    other.Application = plan.Application
    plan.Application.take(other)
    plan.Application.ActiveCell = other.cell("Ziel_IQ_gesamt")
    for key in ("why", "explain"):
        assert desk.click(plan, button(key))[0][1] == "Bitte zuerst eine Zelle auswählen."
    assert "Bitte" in desk.click(plan, button("history"))[0][1]


def test_no_cell_is_selected(desk, plan):
    plan.Application.ActiveCell = None
    for key in ("why", "explain", "comment", "history", "to_word", "adopt_scenario"):
        ((_, text, _),) = desk.click(plan, button(key))
        assert "Bitte" in text, (key, text)
    plan.Application.answers = [False]
    assert desk.click(plan, button("need")) == []  # asks for the target too
    assert plan.written == []


def test_a_read_only_workbook_and_a_protected_structure_take_targets(desk, plan):
    plan.ReadOnly = plan.ProtectStructure = True
    ((_, _, kind),) = desk.click(plan, button("refresh"))
    assert kind == INFO
    assert plan.written


def test_a_fixed_array_in_the_way_is_named_and_nothing_is_written(desk, plan):
    give(plan, "Annahme_G1_IQ_Steigerung", 0.02)
    target = plan.cell("Ziel_IQ_gesamt")
    sheet = target.Worksheet
    sheet.Unprotect()
    sheet.Range(target.Address, target(1, 30)).FormulaArray = "=SUM(1)"
    before, kept = values(plan), settings(plan)
    ((_, text, kind),) = desk.click(plan, button("refresh"))
    assert kind == NOT_DONE
    assert text == (
        "Plan.xlsm: Excel hat das Schreiben abgelehnt. Es steht alles wieder da wie vorher. Gemeldet wurde: Teile eines "
        "Arrays können nicht geändert werden."
    )
    assert (values(plan), settings(plan)) == (before, kept)


def test_a_password_is_named_and_nothing_is_written(desk, plan):
    give(plan, "Annahme_G1_IQ_Steigerung", 0.02)
    plan.Worksheets("Ziele").password = "geheim"
    ((_, text, kind),) = desk.click(plan, button("refresh"))
    assert kind == NOT_DONE
    assert text.startswith("Das Blatt „Ziele“ ist mit einem Kennwort geschützt.")
    assert plan.written == []


def test_years_and_excels_side_by_side(desk, plan):
    """Old and new year in one Excel, and the old one's file once more in another Excel: one Python, no mixing."""
    new = copy.deepcopy(plan)
    new._lies("C:\\2018", "Plan-2018.xlsm")
    new.Application = plan.Application
    plan.Application.take(new)
    desk.open(new)
    other = copy.deepcopy(plan)
    other.project = None
    other.Application.elsewhere()
    other.Application.Workbooks.items[:] = [other]
    desk.open(other)
    give(new, "Annahme_ELB_gesamt", 30_000.0)
    before = {id(book): values(book) for book in (plan, new, other)}
    assert "30.000" in desk.click(new, button("refresh"))[0][1]
    assert (values(plan), values(other)) == (before[id(plan)], before[id(other)])
    desk.click(plan, button("refresh"))
    assert values(other) == before[id(other)]
    assert desk.macro(other, "ZieleZuruecknehmen")[0][1].startswith("Es gibt nichts zurückzunehmen.")
    desk.macro(new, "ZieleZuruecknehmen")
    assert values(new) == before[id(new)]
    assert values(plan) != before[id(plan)]
    desk.macro(plan, "ZieleZuruecknehmen")
    assert values(plan) == before[id(plan)]
