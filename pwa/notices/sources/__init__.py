"""Every source of notices that a machine reads, and those that people read by hand."""

from pwa.notices.source import NoticeSource
from pwa.notices.sources import (
    congress_gov,
    fda_rss,
    federal_register,
    gov_uk,
    health_canada,
    legiscan,
    legislation_gov_uk,
    openfda,
    openstates,
    rasff,
    regulations_gov,
    tga,
)
from pwa.notices.sources.by_hand import ByHand, read_by_hand

SOURCES: dict[str, NoticeSource] = {
    source.name: source
    for source in (
        federal_register.PUBLISHED,
        federal_register.INSPECTION,
        openfda.FOOD,
        openfda.DRUG,
        fda_rss.PRESS,
        fda_rss.RECALLS,
        fda_rss.MEDWATCH,
        health_canada.SOURCE,
        gov_uk.SOURCE,
        legislation_gov_uk.SOURCE,
        tga.SOURCE,
        rasff.SOURCE,
        openstates.SOURCE,
        legiscan.SOURCE,
        regulations_gov.SOURCE,
        congress_gov.SOURCE,
    )
}
BY_HAND: tuple[ByHand, ...] = read_by_hand()
