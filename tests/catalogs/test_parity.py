"""Each kind of fault that a translation can have, planted; and what is no fault."""

import pytest

from pwa.catalogs.glossary import Glossary
from pwa.catalogs.parity import Language, faults

GLOSSARY = {
    "es": Glossary(
        substances={"naloxone": ("naloxona",), "methadone": ("metadona",)},
        terms={"overdose": ("sobredosis",), "withdrawal": ("abstinencia",)},
        units={"mg": ("mg",), "minute": ("minuto",), "m": ("metro",)},
        kept=("FDA", "7-OH"),
    ),
    "th": Glossary(
        substances={"naloxone": ("นาลอกโซน",), "methadone": ("เมทาโดน",)},
        terms={"overdose": ("เกินขนาด",)},
        units={"mg": ("mg", "มก."), "minute": ("นาที",), "m": ("เมตร",)},
        kept=("FDA", "7-OH"),
    ),
}


def found(english, translation, tag="es"):
    return faults(english, translation, Language(tag, GLOSSARY[tag]))


@pytest.mark.parametrize(("english", "translation", "fault"), [
    ("Wait 2 to 3 minutes.", "Espere de 2 a 4 minutos.", "lost the number 3"),
    ("Wait 2 to 3 minutes.", "Espere de 2 a 4 minutos.", "added the number 4"),
    ("About 0.7% of people.", "Cerca del 7% de las personas.", "lost the number 0.7"),
    ("A fine of 1,260 euros.", "Una multa de 12,60 euros.", "lost the number 1260"),
    ("In force since 2021.", "En vigor desde 2012.", "lost the number 2021"),
    ("Until 9 May 2026.", "Hasta el 9 de marzo de 2026.", "lost the month May"),
    ("From 12 Aug 2026.", "Desde el 12 de julio de 2026.", "lost the month August"),
    ("It held 150 mg.", "Tenía 150 gramos.", "lost the unit mg"),
    ("Wait 2 minutes.", "Espere 2 horas.", "lost the unit minute"),
    ("Not within 1,000 m.", "No a menos de 1 000 millas.", "lost the unit m"),
    ("Call +66 2 113 6789.", "Llame al +66 2 113 6798.", "lost the phone number +6621136789"),
    ("Call 1-800-662-4357.", "Llame al 1-662-800-4357.", "lost the phone number 18006624357"),
    ("See https://a.example/x.", "Vea https://b.example/x.", "lost the link https://a.example/x."),
    ("Write to a@b.example now", "Escriba a a@c.example ya", "lost the link a@b.example"),
    ("[Call](page:help) now.", "[Llame](page:law) ya.", "lost the link ](page:help)"),
    ("[Call](page:help) now.", "Llame ya.", "lost the markup ]("),
    ("Do <b>not</b> mix.", "No mezcle.", "lost the markup <b>"),
    ("Do not mix.", "No <i>mezcle</i>.", "added the markup <i>"),
    ("Since %(date)s", "Desde siempre", "lost the placeholder %(date)s"),
    ("Since %(date)s", "Desde %(dia)s", "added the placeholder %(dia)s"),
    ("100%% of %(n)s", "100% de %(n)s", "lost the placeholder %%"),
    ("A bill, HB 1647.", "Un proyecto, SB 1647.", "lost HB 1647"),
    ("The FDA warns.", "La agencia advierte.", "lost FDA"),
    ("7-OH is strong.", "El 7-hidroxi es fuerte, 7.", "lost 7-OH"),
    ("Give naloxone.", "Dé metadona.", "lost naloxone (the glossary has: naloxona)"),
    ("Give naloxone.", "Dé naloxona y metadona.", "added methadone"),
    ("Give it.", "Dé metadona.", "added methadone"),
    ("Signs of overdose", "Señales de exceso", "lost overdose (the glossary has: sobredosis)"),
    ("Notices", "Avisos de las autoridades", "is 25 letters wide; there is room for 12"),
    ("Banned", "Prohibido\u200b", "holds the invisible U+200B"),
    ("We found no rule that forbids it.", " ", "is empty"),
    ("We found no rule that forbids it.", "We found no rule that forbids it.", "is not translated"),
])  # fmt: skip
def test_a_planted_fault_is_found(english, translation, fault):
    assert fault in found(english, translation)


@pytest.mark.parametrize(("english", "translation", "tag"), [
    ("A fine of 1,260 euros.", "Una multa de 1260 euros.", "es"),
    ("Fine: 27,338 euros.", "Multa: 27\u00a0338 euros.", "es"),
    ("Fine: 27,338 euros.", "Multa: 27.338 euros.", "es"),
    ("About 0.7%.", "Cerca del 0,7%.", "es"),
    ("From 12 Aug 2026.", "Desde el 12 de agosto de 2026.", "es"),
    ("You may call.", "Puede llamar en mayo.", "es"),
    ("Give naloxone.", "ให้นาลอกโซน", "th"),
    ("In force since 24 August 2021.", "มีผลตั้งแต่ ๒๔ สิงหาคม ๒๕๖๔", "th"),
    ("Wait 2 to 3 minutes.", "รอ ๒ ถึง ๓ นาที", "th"),
    ("Narcotics Act B.E. 2564 (2021)", "พ.ร.บ. ยาเสพติด พ.ศ. 2564 (2021)", "th"),
    ("It held 150 mg.", "มี 150 มก.", "th"),
    ("Crisis Text Line", "Crisis Text Line", "es"),
    ("A 27-year-old man", "Un hombre de 27 años", "es"),
    ("morphine-like, naloxone-triggered", "como morfina, por naloxona", "es"),
])  # fmt: skip
def test_what_only_looks_different_is_no_fault(english, translation, tag):
    assert found(english, translation, tag) == []
