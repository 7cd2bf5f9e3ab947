"""A page as the tests read it, and what every page of ours owes its reader."""

import json
import re
from collections import Counter
from urllib.parse import urlsplit

import html5lib
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

DATA = "script[type='application/ld+json']"


def parsed(html: str) -> BeautifulSoup:
    """A page without what its templates hold: some parsers look into them, and some do not."""
    soup = BeautifulSoup(html, "html.parser")
    for template in soup.find_all("template"):
        template.clear()
    return soup


class Written:
    """HTML that came by no request of its own: what a partner pastes, a text read before."""

    def __init__(self, html: str) -> None:
        self.html = html

    def get_data(self, as_text: bool = True) -> str:
        return self.html


class Page:
    """One answer of the application, parsed."""

    def __init__(self, address: str, response: TestResponse | Written) -> None:
        self.address = address
        self.response = response
        self.html = response.get_data(as_text=True)
        self.soup = parsed(self.html)

    def text(self, selector: str = "main") -> str:
        """The words of the first element that fits, with single spaces."""
        element = self.soup.select_one(selector)
        assert element, f"{self.address} has no {selector}"
        return " ".join(element.get_text(" ").split())

    def links(self, selector: str = "a[href]") -> list[str]:
        return [str(link["href"]) for link in self.soup.select(selector)]

    def owes_what_all_pages_owe(self) -> None:
        self._is_valid_html()
        self._says_its_language()
        self._has_one_heading_and_a_title()
        self._leads_to_help_in_one_tap()
        self._loads_nothing_from_others()
        self._keeps_nothing()

    def _is_valid_html(self) -> None:
        parser = html5lib.HTMLParser(strict=True)
        parser.parse(self.html)
        ids = Counter(element["id"] for element in self.soup.select("[id]"))
        assert [name for name, count in ids.items() if count > 1] == []

    def _says_its_language(self) -> None:
        assert self.soup.html["lang"]
        assert self.soup.html["dir"] in ("ltr", "rtl")

    def _has_one_heading_and_a_title(self) -> None:
        assert len(self.soup.select("h1")) == 1
        title = self.soup.title.get_text()
        assert title.endswith(" · Leafline")
        assert len(title) > len(" · Leafline")

    def _leads_to_help_in_one_tap(self) -> None:
        links = self.links()
        if "/emergency" not in self.address:
            assert any(re.fullmatch(r"/[^/]+/emergency([?#].*)?", link) for link in links)
        assert any(re.match(r"/[^/]+/help", link) for link in links)

    def _loads_nothing_from_others(self) -> None:
        loaded = [
            *(element["src"] for element in self.soup.select("[src]")),
            *(element["href"] for element in self.soup.select("link[href], use[href]")),
            *(element["action"] for element in self.soup.select("form[action]")),
        ]
        assert [address for address in loaded if urlsplit(address).netloc] == []
        inline = "script:not([src]), style, [style], [onclick], [onload]"
        assert self.soup.select(inline) == self.soup.select(DATA)
        assert all(json.loads(data.string) for data in self.soup.select(DATA))
        assert "default-src 'none'" in self.response.headers["Content-Security-Policy"]
        assert "unsafe" not in self.response.headers["Content-Security-Policy"]
        assert self.response.headers["Referrer-Policy"] == "no-referrer"

    def _keeps_nothing(self) -> None:
        assert "Set-Cookie" not in self.response.headers
