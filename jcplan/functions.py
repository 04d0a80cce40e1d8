"""The worksheet functions as plain Python: ``from jcplan.functions import jc_iq_gesamt``.

They take what a cell would hold: numbers, lists, tuples, ranges as rows or columns, arrays,
None for a blank. One value comes back as a number, a truth value or a text; a block as a tuple
of rows. Bad input raises ``jcplan.errors.InputError``.
"""

from __future__ import annotations

from jcplan.catalogue.bridge import jc_bruecke
from jcplan.catalogue.groups import (
    jc_basis,
    jc_bestandspfad,
    jc_elb_prognose,
    jc_gjdw,
    jc_jahreswirkung,
    jc_jdw,
    jc_k3,
    jc_restanteil,
    jc_veraenderung,
)
from jcplan.catalogue.longterm import jc_lzb_abgang, jc_lzb_mittel, jc_lzb_pfad
from jcplan.catalogue.measures import jc_durchlauf
from jcplan.catalogue.money import (
    jc_kfa,
    jc_liquiditaet,
    jc_mittelabfluss,
    jc_mittelampel,
    jc_umschichtung,
    jc_umschichtung_bedarf,
)
from jcplan.catalogue.months import (
    jc_ampel,
    jc_hochrechnung,
    jc_hochrechnung_spanne,
    jc_jfw,
    jc_restsoll,
    jc_soll_ist,
    jc_sollpfad,
    jc_sollpfad_aufteilen,
    jc_sollpfad_bestand,
    jc_version,
)
from jcplan.catalogue.posts import jc_fluktuation, jc_gespraeche, jc_schluessel, jc_vzae_bedarf, jc_vzae_jahresmittel
from jcplan.catalogue.proof import jc_erlaeuterung, jc_urteil, jc_vertraeglich, jc_zahlendreher
from jcplan.catalogue.questions import (
    jc_benoetigt,
    jc_chance,
    jc_empfindlichkeit,
    jc_erklaere,
    jc_erklaere_satz,
    jc_faecher,
    jc_plan,
    jc_plan_grund,
    jc_plan_namen,
    jc_plan_spanne,
    jc_quantil,
    jc_rechenweg,
    jc_ziehungen,
)
from jcplan.catalogue.rates import (
    jc_integrationen,
    jc_iq,
    jc_iq_benoetigt,
    jc_iq_gesamt,
    jc_iq_spanne,
    jc_iq_zerlegung,
    jc_iq_ziel,
)
from jcplan.catalogue.sharing import jc_umverteilen, jc_verteilen

__all__ = [
    "jc_ampel",
    "jc_basis",
    "jc_benoetigt",
    "jc_bestandspfad",
    "jc_bruecke",
    "jc_chance",
    "jc_durchlauf",
    "jc_elb_prognose",
    "jc_empfindlichkeit",
    "jc_erklaere",
    "jc_erklaere_satz",
    "jc_erlaeuterung",
    "jc_faecher",
    "jc_fluktuation",
    "jc_gespraeche",
    "jc_gjdw",
    "jc_hochrechnung",
    "jc_hochrechnung_spanne",
    "jc_integrationen",
    "jc_iq",
    "jc_iq_benoetigt",
    "jc_iq_gesamt",
    "jc_iq_spanne",
    "jc_iq_zerlegung",
    "jc_iq_ziel",
    "jc_jahreswirkung",
    "jc_jdw",
    "jc_jfw",
    "jc_k3",
    "jc_kfa",
    "jc_liquiditaet",
    "jc_lzb_abgang",
    "jc_lzb_mittel",
    "jc_lzb_pfad",
    "jc_mittelabfluss",
    "jc_mittelampel",
    "jc_plan",
    "jc_plan_grund",
    "jc_plan_namen",
    "jc_plan_spanne",
    "jc_quantil",
    "jc_rechenweg",
    "jc_restanteil",
    "jc_restsoll",
    "jc_schluessel",
    "jc_soll_ist",
    "jc_sollpfad",
    "jc_sollpfad_aufteilen",
    "jc_sollpfad_bestand",
    "jc_umschichtung",
    "jc_umschichtung_bedarf",
    "jc_umverteilen",
    "jc_urteil",
    "jc_veraenderung",
    "jc_version",
    "jc_verteilen",
    "jc_vertraeglich",
    "jc_vzae_bedarf",
    "jc_vzae_jahresmittel",
    "jc_zahlendreher",
    "jc_ziehungen",
]
