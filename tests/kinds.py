"""An address of every kind of page, below the locale."""

KINDS = (
    "", "emergency", "emergency?place=us", "emergency?place=aq", "emergency/numbers", "help",
    "help/us-tx", "help/th",
    "law", "law/us", "law/us-il", "law/us-il/jerseyville", "law/th?substance=7oh",
    "law/us-tn?on=2026-06-30", "law/aq", "law/int", "law/us-tx/calling", "law/calling",
    "coverage", "disagreements",
    "search?q=mississipi", "search?q=alcohol",
    "search?q=xyzzyq", "notices", "notices?place=TH", "learn", "learn/body-and-brain",
    "learn/opioid-withdrawal", "learn/how-we-know", "learn/talk-to-a-doctor",
    "learn/talk-to-a-doctor/card", "mixing", "mixing?with=alprazolam&and=xyzzyq", "mixing/alcohol",
    "kit", "kit?place=us-tx&in=en&in=th&plain=on&about=naloxone", "kit?place=anna", "share",
    "law/us-tx?substance=7oh&share",
    "evidence", "evidence?kind=rct", "evidence/hemby-2018", "languages", "about", "privacy",
    "partners", "partners?place=us-il/jerseyville",
)  # fmt: skip
# Cards that other sites show. They have a frame of their own, and no script.
CARDS = (
    "embed/help/us-tx", "embed/help/th", "embed/help/aq", "embed/help/id",
    "embed/law/us-il/jerseyville", "embed/law/th", "embed/law/aq", "embed/law/us-tn?substance=7oh",
    "embed/law/int",
)  # fmt: skip
CARD_ERRORS = {"embed/law/nowhere": 404, "embed/law/us?substance=tea": 400}
# Pages that say what went wrong, with the code that they come with.
ERRORS = {"nothing": 404, "law/us?on=9999": 400, "search?q=a&for=elsewhere": 400}
