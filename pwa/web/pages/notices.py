"""What regulators published: a list with filters, a page each, and feeds."""

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.exceptions import NotFound

from pwa.locales import gettext
from pwa.records import Place, Substance
from pwa.web.http import resources
from pwa.web.http.addresses import origin, take_locale_off
from pwa.web.http.parameters import place_from, substance_from, text_from
from pwa.web.pages import feeds
from pwa.web.words.wording import place_name, substance_name

bp = Blueprint("notices", __name__, url_prefix="/<locale:locale>")
take_locale_off(bp)

PAGE = 30


@bp.get("/notices")
def overview() -> str:
    """The newest first; narrowed by place and substance; older ones by cursor."""
    place, substance = place_from(request.args), substance_from(request.args)
    before = text_from(request.args, "before").rpartition(" ")
    found = resources.notices().notices(
        place=place.id if place else None,
        substance=substance,
        before=(before[0], before[2]) if before[0] else None,
        limit=PAGE + 1,
    )
    states = {state.name: state for state in resources.notices().sources()}
    return render_template(
        "notices.html",
        notices=found[:PAGE],
        older=" ".join(found[PAGE - 1].cursor) if len(found) > PAGE else None,
        place=place,
        substance=substance,
        places=_places(),
        substances=list(Substance),
        sources=resources.sources(),
        states=states,
    )


@bp.get("/notices/<key>")
def notice(key: str) -> str:
    """One notice: what, who, when, where, the official page, and what it does not mean."""
    found = resources.notices().notice(key)
    if found is None or not found.tags.relevant:
        raise NotFound(gettext("We have no notice of that name."))
    facts = resources.facts()
    place = facts.places.get(found.tags.place or "")
    title = {source.name: source.title for source in resources.sources()}
    return render_template(
        "notice.html",
        notice=found,
        place=place,
        source=title.get(found.source, found.source),
        older=resources.notices().older_versions(found.id),
    )


@bp.get("/notices.atom")
def atom() -> Response:
    """The newest notices as an Atom feed."""
    return Response(
        feeds.atom(_title(), _own_address(), _entries()), content_type="application/atom+xml"
    )


@bp.get("/notices.json")
def json_feed() -> Response:
    """The newest notices as a JSON Feed."""
    return Response(
        feeds.json_feed(_title(), _own_address(), _entries()), content_type="application/feed+json"
    )


def _places() -> list[Place]:
    facts = resources.facts()
    named = (facts.places.get(key) for key in resources.notices().places())
    return sorted((place for place in named if place), key=place_name)


def _own_address() -> str:
    """The one address of this feed, which is its id too, in whatever words it was asked for."""
    place, substance = place_from(request.args), substance_from(request.args)
    asked = {"place": place.id if place else None, "substance": substance}
    return origin() + url_for(request.endpoint or "", **asked)  # type: ignore[arg-type]  # Flask takes them for its own


def _entries() -> list[feeds.FeedEntry]:
    place = place_from(request.args)
    found = resources.notices().notices(
        place=place.id if place else None, substance=substance_from(request.args), limit=PAGE
    )
    return [
        feeds.FeedEntry(
            url=origin() + url_for("notices.notice", key=each.id),
            title=each.item.title,
            summary=each.item.summary,
            author=each.item.agency,
            moment=each.dated_at,
            language=each.item.language,
        )
        for each in found
    ]


def _title() -> str:
    place, substance = place_from(request.args), substance_from(request.args)
    parts = [gettext("Notices on kratom and 7-OH")]
    parts += [place_name(place)] if place else []
    parts += [substance_name(substance)] if substance else []
    return " · ".join(parts)
