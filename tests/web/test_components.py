"""The page of components that developers look at: it renders, and it is not in the product."""

from pwa.app import create_app
from tests.browsers.looks import COMPONENTS, with_components
from tests.clock import NOW
from tests.page import Page


def test_the_page_of_components_owes_what_all_pages_owe(settings, facts):
    app = with_components(create_app(settings, facts=facts, clock=lambda: NOW), facts)
    page = Page(f"/en/{COMPONENTS}", app.test_client().get(f"/en/{COMPONENTS}"))
    page.owes_what_all_pages_owe()
    assert len(page.soup.select(".answer")) == 5
    assert page.soup.select(".answer.old")


def test_no_reader_comes_to_it(client):
    assert client.get(f"/en/{COMPONENTS}").status_code == 404
