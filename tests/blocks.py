"""A block of twelve cells for each argument that takes a range, of each function of the catalogue that asks no plan."""

from __future__ import annotations


def column(*values):
    """Twelve cells, one below the other, as Excel and LibreOffice hand them over."""
    return tuple((float(value),) for value in (values * 12)[:12])


def texts(text):
    return ((text,),) * 12


HEADS = tuple((1000.0 + n,) for n in range(12))
MORE = tuple((1010.0 + 2 * n,) for n in range(12))
FEW = tuple((10.0 + n,) for n in range(12))
RATES = tuple((0.10 + n / 100,) for n in range(12))
OTHER_RATES = tuple((0.12 + n / 200,) for n in range(12))
CHANGES = column(0.01, -0.02, 0.005)
MONTHS = tuple((1.0 + n,) for n in range(12))
ONES, PLACES = column(1), column(2)
OPEN_RATES = (*RATES[:-1], (None,))
BLOCKS = {
    "JC_ELB_PROGNOSE": (HEADS, CHANGES, FEW),
    "JC_JAHRESWIRKUNG": (FEW, MONTHS),
    "JC_RESTANTEIL": (OTHER_RATES, RATES, CHANGES[:1] * 12),
    "JC_BASIS": (FEW, RATES),
    "JC_VERAENDERUNG": (MORE, HEADS),
    "JC_K3": (MORE, HEADS),
    "JC_BESTANDSPFAD": (1000.0, FEW, FEW),
    "JC_JDW": (HEADS,),
    "JC_GJDW": (HEADS, 3.0),
    "JC_IQ": (FEW, HEADS),
    "JC_IQ_ZIEL": (RATES, CHANGES),
    "JC_IQ_GESAMT": (RATES, HEADS),
    "JC_IQ_SPANNE": (RATES, HEADS, PLACES),
    "JC_IQ_BENOETIGT": (0.155, OPEN_RATES, HEADS),
    "JC_IQ_ZERLEGUNG": (RATES, HEADS, OTHER_RATES, MORE),
    "JC_INTEGRATIONEN": (RATES, HEADS),
    "JC_LZB_ABGANG": (HEADS, CHANGES, CHANGES),
    "JC_LZB_MITTEL": (HEADS, CHANGES, FEW),
    "JC_LIQUIDITAET": (HEADS, FEW),
    "JC_MITTELABFLUSS": (HEADS, ONES, 6.0),
    "JC_MITTELAMPEL": (FEW, MORE, HEADS, HEADS, RATES),
    "JC_VERTEILEN": (1000.0, FEW),
    "JC_UMVERTEILEN": (FEW, 3.0, 11.0),
    "JC_SOLLPFAD": (1200.0, FEW, 0.0),
    "JC_SOLLPFAD_AUFTEILEN": (FEW, ONES, column(15.5)),
    "JC_HOCHRECHNUNG": (FEW[:6], HEADS),
    "JC_RESTSOLL": (1200.0, FEW[:6], HEADS),
    "JC_SOLL_IST": (FEW, FEW, ONES),
    "JC_JFW": (FEW, HEADS),
    "JC_AMPEL": (HEADS, MORE, RATES),
    "JC_VZAE_BEDARF": (HEADS, FEW),
    "JC_SCHLUESSEL": (HEADS, FEW),
    "JC_VZAE_JAHRESMITTEL": (FEW, MONTHS),
    "JC_FLUKTUATION": (FEW, RATES),
    "JC_GESPRAECHE": (FEW, HEADS, RATES, FEW),
    "JC_DURCHLAUF": (FEW, MONTHS, FEW),
    "JC_BRUECKE": (CHANGES,),
    "JC_VERTRAEGLICH": (RATES, OTHER_RATES, PLACES),
    "JC_ZAHLENDREHER": (HEADS, MORE),
    "JC_URTEIL": (RATES, OTHER_RATES, PLACES),
    "JC_ERLAEUTERUNG": (RATES, OTHER_RATES, PLACES, texts("%")),
}
"""A block for each function that goes by entries, but for those that ask the plan."""
