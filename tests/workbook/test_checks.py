"""The relations of the planning document's figures: computed by hand, verdict, on the sheet Prüfungen."""

from __future__ import annotations

import pytest
from workbooks import SHIPPED, Values

FITS, CONTRADICTS, OPEN = "passt", "Widerspruch", "nicht prüfbar"

# part of the label, computed (typed from hand computations; None: no figure), stated, verdict
RELATIONS = [
    ("VKB und EGT ergeben das gedruckte Gesamtbudget", 25_575_625 + 21_987_044, 47_562_696, CONTRADICTS),
    ("Anteil am EGT ergibt den gedruckten Umschichtungsbetrag", 0.27 * 21_987_044, 5_900_000, FITS),
    ("Zugang und Rate der 8 HKL setzen den angenommenen Bestand voraus", 953 / 0.696, 1369, FITS),
    ("Die frühere Angabe zu Geflüchteten", 873 / 0.65, 1369, OPEN),
    ("gedruckten Anstieg der ELB (relativ)", (953 + 0.005 * (26_570 - 1_369)) / 26_570, 0.041, FITS),
    ("gedruckten Anstieg der ELB (Köpfe)", 953 + 0.005 * (26_570 - 1_369), 897, CONTRADICTS),
    ("nicht kleiner als der Zuwachs der 8 HKL allein", 953, 897, CONTRADICTS),
    (
        "Frühere Angaben ergeben den früher gedruckten Anstieg",
        (873 + 0.005 * (26_570 - 873 / 0.65)) / 26_570,
        0.04,
        FITS,
    ),
    ("Die gedruckte Mitte der svB-Prognose ist die Mitte", (-0.006 + 0.021) / 2, -0.006, CONTRADICTS),
    ("Anteil der LZB an den ELB ist der gedruckte", 17_241 / 26_570, 0.66, OPEN),
    ("LZB des vorletzten Jahres", 17_241 / (1 - 0.012), None, OPEN),
    ("Der geplante Abgang reicht für das LZB-Ziel", 68.964, 32, CONTRADICTS),
    ("Integrationen in Teilzeit im Vorjahresquartal", 132 / 0.082, None, OPEN),
    ("Zuwachs und Rate der 8 HKL ergeben ihren Anteil", 1_043 / 26_570, 0.04, FITS),
    ("Von den ELB mit Fluchtkontext", 979 / 1_248, 0.8, CONTRADICTS),
    ("LZB unter den Ausländern ergeben den Anteil", 0.60 * 0.32 / 0.66, 0.29, FITS),
    ("Die Profilanteile der ELB ergeben zusammen", None, None, FITS),
    ("Die Profilanteile der LZB ergeben zusammen", None, None, FITS),
    ("Die Profilanteile der Ausländer ergeben zusammen", None, None, FITS),
    ("Die Profilanteile der ELB aus den 8 HKL ergeben zusammen", None, None, FITS),
    ("Ohne Berufsausbildung sind von den 8 HKL", None, None, OPEN),
    ("Soll, Projekte und Integration Point", 441.5 + 8.0 + 17.5, None, OPEN),
    ("Plus5 und Joboffensive U25 ergeben das Soll", 5.0 + 2.0, 8.0, CONTRADICTS),
    ("auch mit ESF im Jahresmittel", 5.0 + 2.0 + 4.0 * 6 / 12, 8.0, CONTRADICTS),
    ("Plus5: Integrationen im Jahr", 25 * 12, None, OPEN),
    ("Qualifizierung: Integrationen", 0.6 * 165, None, OPEN),
    ("der Anteil der Leistungsbeendigungen im Vorjahr", 0.25, 65 / 115, FITS),
    ("Die veröffentlichte IQ ohne 8 HKL ist die gerundete exakte", 0.23 * 1.015, 0.233, FITS),
    (
        "IQ gesamt aus den veröffentlichten Gruppenquoten",
        (0.233 * 25_327.005 + 0.1298 * 2_322) / 27_649.005,
        0.224,
        FITS,
    ),
    ("IQ gesamt aus ungerundeten Gruppenquoten", (0.23345 * 25_327.005 + 0.1298 * 2_322) / 27_649.005, 0.224, OPEN),
    (
        "Struktur- und Quoteneffekt ergeben die gedruckte Veränderung",
        (0.233 * 25_327.005 + 0.1298 * 2_322) / 27_649.005 - 0.225,
        -0.001,
        FITS,
    ),
    ("Die erwartete IQ des Vorjahres liegt nicht unter dessen Zielwert", 0.208, 0.225, FITS),
]


@pytest.fixture(scope="module")
def checks():
    sheet = Values(SHIPPED)["Prüfungen"]
    return [tuple(sheet.cell(row, column).value for column in (3, 4, 5, 10, 11)) for row in range(8, sheet.max_row + 1)]


@pytest.mark.parametrize(("label", "computed", "stated", "verdict"), RELATIONS, ids=[row[0] for row in RELATIONS])
def test_relation(checks, label, computed, stated, verdict):
    (found,) = [row for row in checks if label in str(row[0])]
    if computed is not None:
        assert found[1] == pytest.approx(computed, rel=1e-9)
    if stated is not None:
        assert found[2] == pytest.approx(stated, rel=1e-9)
    assert found[3] == verdict
    assert len(found[4]) > 20
