"""Sheet Teams: offices and teams with the weights by which targets are shared out, and fixed targets."""

from __future__ import annotations

from jcplan.cases import Case
from jcplan.cells import Area
from jcplan.model.teams import MEASURES, OFFICES, TEAMS, UNITS, Entry
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet, Validation

NAME = "Teams"
KEY, LABEL, OFFICE = 2, 3, 4
FIRST_OFFICE = 9
FIRST_TEAM = 20
WEIGHT = 5  # of the first measure; each measure takes two columns: weight and fixed value


def office_row(index: int) -> int:
    """Row of an office, counted from 0."""
    return FIRST_OFFICE + index


def team_row(index: int) -> int:
    """Row of a team, counted from 0 over all offices."""
    return FIRST_TEAM + index


def office_label(index: int) -> str:
    """Formula of an office's Kürzel and name, for other sheets; blank for a slot that is not used."""
    return _label(office_row(index))


def team_label(index: int) -> str:
    """Formula of a team's Kürzel and name, likewise."""
    return _label(team_row(index))


def _label(row: int) -> str:
    key, name = f"{NAME}!B{row}", f"{NAME}!C{row}"
    return f'IF(ISBLANK({key}),"",{key}&" · "&{name})'


def sheet(case: Case) -> Sheet:
    """The offices and teams of a case."""
    page = Sheet(NAME, "Geschäftsstellen und Teams", (10, 30, 24, *[13.5] * 8), tab=styles.PALE_YELLOW)
    page.put(3, 2, "Wer die Ziele trägt. Eingetragen wird in die gelben Felder; Plätze dürfen leer bleiben.", "finding")
    page.row = 5
    page.heading(
        "Geschäftsstellen",
        "Ein fester Jahreswert hält das Ziel einer Geschäftsstelle; die anderen teilen sich den Rest.",
    )
    _header(page, ("Kürzel", "Geschäftsstelle", ""), "")
    page.expect(FIRST_OFFICE)
    for index in range(OFFICES):
        row = office_row(index)
        office = case.offices[index] if index < len(case.offices) else None
        page.put(row, KEY, office.key if office else None, "input_label", "@")  # 1.2 is no date
        page.put(row, LABEL, office.name if office else None, "input_label")
        page.put(row, OFFICE, None, "label")
        for offset in range(len(MEASURES)):
            page.put(row, WEIGHT + 2 * offset, None, "value")
            page.put(row, WEIGHT + 2 * offset + 1, None, "input", styles.HEADS)
    page.row = 16
    page.heading(
        "Teams",
        "Nach dem Gewicht wird das Jahresziel der Geschäftsstelle verteilt, in ganzen Köpfen; ein fester Jahreswert hält das Ziel eines Teams.",
    )
    _header(page, ("Kürzel", "Team", "Geschäftsstelle"), "Gewicht")
    page.expect(FIRST_TEAM)
    for index in range(UNITS):
        _team(page, case, index)
    page.put(
        team_row(UNITS) + 1,
        2,
        "Das Kürzel steht in den Dateien für „jcplan import-ist“ in der Spalte einheit. Je Geschäftsstelle sind vier Plätze für Teams da.",
        "subtitle",
    )
    _names(page)
    _validations(page)
    return page


def _header(page: Sheet, first: tuple[str, str, str], weight: str) -> None:
    """Two rows: the measures, and under each weight (if any) and fixed value."""
    row = page.row
    for column in range(KEY, WEIGHT + 2 * len(MEASURES)):
        offset, second = divmod(column - WEIGHT, 2)
        page.put(row, column, MEASURES[offset].label if column >= WEIGHT and not second else None, "header_plain")
    page.row += 1
    page.header((*first, *(weight, "fester Jahreswert") * len(MEASURES)), left=3)


def _team(page: Sheet, case: Case, index: int) -> None:
    row, office = team_row(index), office_row(index // TEAMS)
    team = case.team(index // TEAMS, index % TEAMS)
    page.put(row, KEY, team.key if team else None, "input_label", "@")
    page.put(row, LABEL, team.name if team else None, "input_label")
    page.put(row, OFFICE, formula=f'IF(ISBLANK(C{office}),"",C{office})', style="label")
    for offset, measure in enumerate(MEASURES):
        weight = team.weights.get(measure.key) if team else None
        page.put(row, WEIGHT + 2 * offset, weight, "input", "#,##0.##")
        page.put(row, WEIGHT + 2 * offset + 1, None, "input", styles.HEADS)


def _names(page: Sheet) -> None:
    first, last = team_row(0), team_row(UNITS - 1)
    top, bottom = office_row(0), office_row(OFFICES - 1)
    page.name_area("Geschaeftsstelle_Kuerzel", Area(top, KEY, bottom, KEY))
    page.name_area("Geschaeftsstelle_Name", Area(top, LABEL, bottom, LABEL))
    page.name_area("Team_Kuerzel", Area(first, KEY, last, KEY))
    page.name_area("Team_Name", Area(first, LABEL, last, LABEL))
    for offset, measure in enumerate(MEASURES):
        column = WEIGHT + 2 * offset
        page.name_area(measure.weight, Area(first, column, last, column))
        page.name_area(measure.held, Area(first, column + 1, last, column + 1))
        page.name_area(measure.held_by_office, Area(top, column + 1, bottom, column + 1))


def _validations(page: Sheet) -> None:
    for first, count in ((office_row(0), OFFICES), (team_row(0), UNITS)):
        for column, title, text in (
            (KEY, "Kürzel", "Kurzes Zeichen, zum Beispiel 1.2; als Text."),
            (LABEL, "Name", "Wie er auf den Blättern stehen soll."),
        ):
            options = {
                "validate": "length", "criteria": "<=", "value": 40, "ignore_blank": True, "input_title": title,
                "input_message": text, "error_title": "Eingabe", "error_message": "Bitte höchstens 40 Zeichen eintragen.",
            }  # fmt: skip
            page.validations.append(Validation(first, column, options, rows=count))
        for offset, measure in enumerate(MEASURES):
            held = {
                **_number(f"{measure.label}: fest"[:32], "Fester Jahreswert in ganzen Köpfen; leer: wird verteilt."),
                "validate": "integer",
                "maximum": 50_000_000,
            }
            page.validations.append(Validation(first, WEIGHT + 2 * offset + 1, held, rows=count))
            if first == team_row(0):
                weight = _number(f"{measure.label}: Gewicht"[:32], "Gewicht ab 0, zum Beispiel der Bestand des Teams.")
                page.validations.append(Validation(first, WEIGHT + 2 * offset, weight, rows=count))


def _number(title: str, text: str, entry: Entry = Entry.NUMBER) -> dict[str, object]:
    return {
        "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1e9, "ignore_blank": True, "input_title": title,
        "input_message": text, "error_title": "Das geht hier nicht", "error_message": f"Erwartet wird {entry.value}. {text}",
    }  # fmt: skip
