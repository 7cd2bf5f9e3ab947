"""The words with which a phone makes cards and messages offline: static/kit.js.

The facts themselves it takes from the saved pages of the place: those are shown with their ages.
"""

from flask import Blueprint, Response

from pwa.answers.ages import EMERGENCY_TOPIC
from pwa.answers.kits import AUDIENCES, FIRST_DAY, PLAIN, TOPIC_BITS
from pwa.answers.text_messages import GSM, GSM_EXTENSION, GSM_LIMIT, PLAINER, UCS2_LIMIT
from pwa.facts.rules import TOPICS
from pwa.locales import current, gettext
from pwa.records.helplines import GROUPS
from pwa.web.http import resources
from pwa.web.http.addresses import take_locale_off
from pwa.web.paper.sheets import (
    ISOLATES,
    LINES_IN_MESSAGE,
    about_words,
    heading_words,
    patterns,
)
from pwa.web.phone.phone_data import as_file
from pwa.web.words.wording import topic_name

bp = Blueprint("kit_data", __name__, url_prefix="/<locale:locale>/data")
take_locale_off(bp)


@bp.get("/kit.json")
def kit() -> Response:
    """What sheets say around their facts, and the tables that a stamp is made with."""
    topics = resources.facts().safety.topic_by_slug
    said = {
        "dir": current().direction,
        "name": current().name,
        "audiences": {
            name: [heading_words(name), [EMERGENCY_TOPIC, *wanted]]
            for name, wanted in AUDIENCES.items()
        },
        "topics": [[slug, gettext(topics[slug].title)] for slug in TOPIC_BITS],
        "groups": GROUPS,
        "needs": {topic: topic_name(topic) for topic in TOPICS},
        "about": about_words(),
        **patterns(),
        "firstDay": FIRST_DAY.isoformat(),
        "linesInMessage": LINES_IN_MESSAGE,
        "gsm": "".join(sorted(GSM)),
        "gsmExtension": "".join(sorted(GSM_EXTENSION)),
        "gsmLimit": GSM_LIMIT,
        "ucs2Limit": UCS2_LIMIT,
        "plainer": {chr(sign): chr(plain) for sign, plain in PLAINER.items()},
        "plainKit": PLAIN,
        "isolates": dict(zip(("ltr", "", "end"), ISOLATES.values(), strict=True)),
    }
    return as_file(said)
