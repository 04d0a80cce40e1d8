"""Figures as Germans print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jcplan.document.reading.tokens import Kind, tokens, unit_of
from jcplan.document.sentences import sentences

NBSP = "\u00a0"


def found(text, **how):
    return [(t.kind, t.text, t.value, t.unit, t.places) for t in tokens(text, **how)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Es sind 26.570 ELB.", (Kind.COUNT, "26.570", 26570.0, "", 0)),
        (f"Es sind 26{NBSP}570 ELB.", (Kind.COUNT, f"26{NBSP}570", 26570.0, "", 0)),
        ("Es sind 26 570 ELB.", (Kind.COUNT, "26 570", 26570.0, "", 0)),
        ("Die IQ ist 22,4 %.", (Kind.SHARE, "22,4 %", 0.224, "%", 3)),
        ("Die IQ ist 22,4%.", (Kind.SHARE, "22,4%", 0.224, "%", 3)),
        ("Es sind 27 Prozent davon.", (Kind.SHARE, "27 Prozent", 0.27, "%", 2)),
        ("Das sind 1,5 Prozentpunkte mehr.", (Kind.POINTS, "1,5 Prozentpunkte", 0.015, "%-Punkte", 3)),
        ("Das sind 0,1 %-Punkte mehr.", (Kind.POINTS, "0,1 %-Punkte", 0.001, "%-Punkte", 3)),
        (f"Es sind 5,9{NBSP}Mio.{NBSP}€ dafür da.", (Kind.MONEY, f"5,9{NBSP}Mio.{NBSP}€", 5.9e6, "€", -5)),
        ("Es sind 25.575.625 Euro da.", (Kind.MONEY, "25.575.625 Euro", 25575625.0, "€", 0)),
        ("Es sind 1.234,56 € da.", (Kind.MONEY, "1.234,56 €", 1234.56, "€", 2)),
        ("Es sind 25,6 Mio mehr.", (Kind.COUNT, "25,6 Mio", 25.6e6, "", -5)),
        ("Es sind TEUR 120 da.", (Kind.MONEY, "TEUR 120", 120000.0, "€", -3)),
        ("Es sind 120 T€ da.", (Kind.MONEY, "120 T€", 120000.0, "€", -3)),
        ("Es sind 1,2 Mrd. Euro da.", (Kind.MONEY, "1,2 Mrd. Euro", 1.2e9, "€", -8)),
        ("Es fehlen 0,3 VZÄ.", (Kind.POSTS, "0,3 VZÄ", 0.3, "VZÄ", 1)),
        ("Der Schlüssel ist 1:75.", (Kind.RATIO, "1:75", 75.0, "", 0)),
        ("Das Ziel ist +/- 0,0 %.", (Kind.SHARE, "+/- 0,0 %", 0.0, "%", 3)),
        ("Das Ziel ist + / - 0,0%.", (Kind.SHARE, "+ / - 0,0%", 0.0, "%", 3)),
        ("Der Wert fällt (-0,6 %).", (Kind.SHARE, "-0,6 %", -0.006, "%", 3)),
        ("Der Wert fällt um −0,6 %.", (Kind.SHARE, "−0,6 %", -0.006, "%", 3)),
        ("Der Anteil – 25 % – steigt.", (Kind.SHARE, "25 %", 0.25, "%", 2)),
        ("Es sind rund 1.000 Fälle.", (Kind.COUNT, "1.000", 1000.0, "", -2)),
        ("Es sind knapp 3.600 Fälle.", (Kind.COUNT, "3.600", 3600.0, "", -2)),
        ("Es sind genau 3.600 Fälle.", (Kind.COUNT, "3.600", 3600.0, "", 0)),
        ("Dafür stehen zwei Coaches bereit.", (Kind.WORD, "zwei", 2.0, "", 0)),
        ("Das dauert zwölf Monate.", (Kind.TIME, "zwölf Monate", 12.0, "Monate", 0)),
        ("Das dauert seit 21 Monaten an.", (Kind.TIME, "21 Monaten", 21.0, "Monate", 0)),
        ("Es ist eine achtwöchige Maßnahme.", (Kind.TIME, "achtwöchige", 8.0, "Wochen", 0)),
        ("Das ist ein Drittel davon.", (Kind.SHARE, "Drittel", 1 / 3, "%", 2)),
        ("Das sind zwei Drittel davon.", (Kind.SHARE, "zwei Drittel", 2 / 3, "%", 2)),
        ("Das ist die Hälfte davon.", (Kind.SHARE, "Hälfte", 0.5, "%", 2)),
        ("Altenpflege (++)", (Kind.RATING, "++", "++", "Einschätzung", 0)),
        ("Der Plan gilt für 2017.", (Kind.YEAR, "2017", 2017.0, "", 0)),
        ("Es sind rund 2.000 Fälle.", (Kind.COUNT, "2.000", 2000.0, "", -2)),
        ("Das nennt man U25.", (Kind.NAME, "U25", None, "", 0)),
        ("Sie sind unter 25 Jahre alt.", (Kind.AGE, "25", None, "", 0)),
        ("Es kommt aus den 8 HKL.", (Kind.NAME, "8", None, "", 0)),
        ("Anruf: 02104 14163 100", (Kind.PHONE, "02104 14163 100", None, "", 0)),
        ("40822 Mettmann", (Kind.POSTAL, "40822", None, "", 0)),
        ("Stand 31.12.2017", (Kind.DATE, "31.12.2017", None, "", 0)),
        ("Bis zum 3. Quartal läuft es.", (Kind.DATE, "3. Quartal", None, "", 0)),
        ("Auswertung gJDW 06.2016", (Kind.DATE, "gJDW 06.2016", None, "", 0)),
        ("Die Wartezeit ist t-3 Monate.", (Kind.DATE, "t-3", None, "", 0)),
        ("Nach § 16e SGB II gilt das.", (Kind.LAW, "§ 16e", None, "", 0)),
        ("Das steht in Abs. 2 und fertig.", (Kind.LAW, "Abs. 2", None, "", 0)),
        ("Siehe Abschnitt 3.1 des Plans.", (Kind.NUMBERING, "3.1", None, "", 0)),
        ("Das 2. Ziel ist neu.", (Kind.NUMBERING, "2", None, "", 0)),
    ],
)  # fmt: skip
def test_a_figure_is_read_as_it_is_printed(text, expected):
    assert found(text) == [expected]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("von 20 bis 25 % der Fälle", [0.2, 0.25]),
        ("zwischen 20 und 25 % der Fälle", [0.2, 0.25]),
        ("20–25 % der Fälle", [0.2, 0.25]),
        ("von 2 bis 3,5 Mio. €", [2e6, 3.5e6]),
        ("von -0,6% bis + 2,1% für den Kreis", [-0.006, 0.021]),
        ("4,1% / 897 ELB", [0.041, 897.0]),
        ("20 und 25 % der Fälle", [20.0, 0.25]),
    ],
)
def test_the_first_of_a_range_has_the_unit_of_the_second(text, values):
    assert [t.value for t in tokens(text)] == pytest.approx(values)


@pytest.mark.parametrize("text", ["https://example.org/2017/12/seite5", "post25@example.org", "Ein Wort.", ""])
def test_no_figure_is_read_where_none_stands(text):
    assert found(text) == []


def test_a_heading_and_a_line_of_contents_have_numbers_of_chapters_and_pages():
    assert [t.kind for t in tokens("3.1 Personal", heading=True)] == [Kind.NUMBERING]
    assert [t.text for t in tokens("3.1 Personal\t17", contents=True)] == ["3.1", "17"]


def test_a_table_gives_its_unit_to_bare_numbers():
    (token,) = tokens("120", unit=unit_of("Betrag in TEUR"))
    assert (token.kind, token.value, token.places) == (Kind.MONEY, 120000.0, -3)
    (token,) = tokens("22,4", unit=unit_of("Anteil (%)"))
    assert (token.value, token.places) == (0.224, 3)


def _german(number, decimals):
    whole, _, rest = f"{number:,.{decimals}f}".partition(".")
    return whole.replace(",", ".") + ("," + rest if rest else "")


UNITS = {"": 1, " %": 0.01, "%": 0.01, " €": 1, " Mio. €": 1e6, " VZÄ": 1, " Euro": 1, " Prozent": 0.01}
SENTENCES = (
    "Das Ziel liegt bei {} und bleibt so.",
    "Wir rechnen mit {}.",
    "({}) steht dort; mehr nicht.",
    "Im Kreis gibt es {} dafür, sagt die Agentur.",
)


@given(
    st.integers(0, 10**9), st.integers(0, 3), st.sampled_from(sorted(UNITS)), st.sampled_from(SENTENCES), st.booleans()
)
def test_any_number_with_a_unit_is_found_with_its_value(units, decimals, unit, sentence, blank):
    number = units / 10**decimals
    if not unit and not decimals and number < 10000:
        number += 10000  # no year
    text = _german(number, decimals)
    printed = text.replace(".", NBSP) if blank else text
    (token,) = tokens(sentence.format(printed + unit))
    assert token.text == printed + unit
    assert token.value == pytest.approx(number * UNITS[unit], rel=1e-12, abs=1e-15)


@given(st.text(alphabet="0123456789.,%€ +-–/:()§abzweiMAT\n\t" + NBSP, max_size=60))
def test_whatever_is_written_tokens_stand_in_it_in_order_and_apart(text):
    at = 0
    for token in tokens(text):
        assert at <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.text
        at = token.end


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Das sind z. B. 115 Fälle, d. h. mehr als bisher. Das genügt.", 2),
        ("Bis zum 31.12.2017 gilt § 16 Abs. 1 Satz 2. Danach nicht.", 2),
        ("Im Jahr 2016. Die Zahl steigt.", 2),
        ("Bis zum 3. Quartal sind es 5,9 Mio. € für Nr. 2.", 1),
        ("Es sind 5,9 Mio. Die Planung sah mehr vor.", 2),
        ("Wirklich? Ja! Gut.", 3),
        ("Er sagte: „Das ist so.“ Dann ging er.", 2),
        ("Am 3. Januar beginnt es. Am 5. endet es.", 2),
        ("Zeile eins\nZeile zwei", 2),
    ],
)
def test_sentences_end_where_they_end(text, count):
    spans = sentences(text)
    assert len(spans) == count
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") == text.replace(" ", "").replace("\n", "")
