"""After one visit the server is killed and the browser restarted; then clocks and networks lie."""

import re
import signal
import time
from datetime import datetime, timedelta

import pytest

from pwa.answers.hours import is_open
from pwa.answers.week import week_of
from tests.offline.conftest import DAY, HAS_ALL, save_all, until
from tests.offline.relay import Relay

pytestmark = pytest.mark.browser
# Seconds. Well below PAGE_LIMIT of static/sw.js, at which a page that hung would come.
LIE_FI_LIMIT = 2.5
# Where nothing is saved, PAGE_LIMIT is waited for first.
NOTHING_LIMIT = 8


@pytest.fixture
def saved(visited):
    """A tab of the phone that visited once; the server is gone."""
    tab = visited[0].open()
    yield tab
    tab.close()


@pytest.fixture
def site(visited) -> str:
    """Where the server was."""
    return visited[1]


def heading(page, address: str) -> str:
    answer = page.goto(address)
    assert answer.status == 200, address
    return page.inner_text("h1")


def test_after_one_visit_everything_opens_without_a_server(saved, site):
    headings = {
        "/": "What do you need?",
        "/en": "What do you need?",
        "/en/emergency": "Not breathing well, or won’t wake up?",
        "/en/law/us-tn": "Tennessee: is kratom legal?",
        "/en/LAW/US-TN": "Tennessee: is kratom legal?",
        "/en/law/us-tn?substance=7oh": "Tennessee: is 7-OH legal?",
        "/en/law/us-il/jerseyville": "Jerseyville: is kratom legal?",
        "/en/law/aq": "Antarctica: is kratom legal?",
        "/en/help/us-tx": "Talk to someone",
        "/en/help/th": "Talk to someone",
        "/en/learn/risks": "What are the risks and side effects?",
        "/en/mixing/alcohol": "Kratom or 7-OH with alcohol",
        "/en/search": "Search",
        "/en/notices": "What did regulators publish?",
        "/en/?to=law": "What do you need?",
        "/?to=law": "Is it legal here?",
    }
    for address, expected in headings.items():
        assert heading(saved, site + address) == expected, address
    saved.evaluate("scrollTo(0, 2000)")
    assert 0 <= saved.locator(".leave").bounding_box()["y"] < 100


def test_every_law_and_help_page_is_saved(saved, site, facts):
    saved.goto(f"{site}/en/")
    slugs = [place.slug for place in facts.places.values()]
    answered = saved.evaluate(
        """async (slugs) => {
          const missing = [];
          for (const slug of slugs)
            for (const kind of ["law/*", "law/*?substance=7oh", "help/*"]) {
              const address = `/en/${kind.replace("*", slug)}`;
              if (!(await fetch(address)).ok) missing.push(address);
            }
          return missing;
        }""",
        slugs,
    )
    assert answered == []


def without_what_stays(page: str) -> str:
    """What a phone keeps of a page: neither notices nor what is for other programs."""
    page = re.sub(r'<meta property="og:[^>]*>\n', "", page)
    page = re.sub(r'<script type="application/ld\+json">[^<]*</script>', "", page)
    page = re.sub(r"(<!--notices-->).*?(<!--/notices-->)", r"\1\2", page, flags=re.DOTALL)
    return re.sub(r'(<section data-notices="[^"]*")(?: hidden)?>', r"\1 hidden>", page)


def test_a_saved_page_is_the_page_that_the_server_sends(phone, server, all_pages):
    server.publish(all_pages)
    server.start()
    page = phone.open()
    save_all(page, f"{server.address}/en/")
    for address in ("/en/emergency", "/en/help/us", "/en/learn/risks", "/en/law/us-tn"):
        sent, kept = (
            page.evaluate(
                "async ([a, m]) => (await fetch(a, {method: m})).text()", [address, "GET"]
            )
            for _ in range(2)
        )
        assert sent == kept
        live = page.request.get(server.address + address).text()
        pack = page.request.get(f"{server.address}/en/pack.json").json()
        mark = f'<meta name="release" content="{pack["release"]} {pack["date"]}">'
        assert kept == without_what_stays(live).replace('<meta name="release" content="">', mark)


def test_search_finds_and_the_mixing_checker_answers(saved, site):
    saved.goto(f"{site}/en/search?q=tenessee")
    until(lambda: saved.locator("main .rows a[href='/en/law/us-tn']").count())
    saved.goto(f"{site}/en/mixing?with=alprazolam")
    until(lambda: saved.locator("main [data-level]:visible").count())
    assert saved.locator("main [data-level]").first.get_attribute("data-level") == "dangerous"


def test_the_phone_says_when_nothing_is_saved_at_an_address(saved, site):
    answer = saved.goto(f"{site}/en/law/us-tn?on=2024-03-01")
    assert answer.status == 503
    assert saved.inner_text("h1") == "This page did not come"
    assert saved.locator("a[href='/en/emergency']").count()


def test_connected_but_nothing_arrives(phone, server, all_pages):
    server.publish(all_pages)
    server.start()
    relay = Relay(server.port)
    page = phone.open()
    save_all(page, f"{relay.address}/en/")
    relay.silent.set()
    server.process.send_signal(signal.SIGSTOP)
    for address in ("/en/emergency", "/en/law/us-tx", "/en/help/us-ca"):
        began = time.monotonic()
        page.goto(relay.address + address, wait_until="domcontentloaded")
        assert page.inner_text("h1")
        assert time.monotonic() - began < LIE_FI_LIMIT, address
    for address in ("/en/law/us-tx?on=2024-03-01", "/en/notices/none"):
        began = time.monotonic()
        page.goto(relay.address + address, wait_until="domcontentloaded")
        assert page.inner_text("h1") == "This page did not come"
        assert time.monotonic() - began < NOTHING_LIMIT, address
    phone.close()
    relay.close()


@pytest.mark.parametrize("address", ["/en/law/us-mn", "/en/help/us", "/en/learn/risks"])
def test_the_words_grow_older_with_the_phone_s_clock(address, saved, site):
    said = {}
    for days in (0, 1, 181, 400):
        page = saved.context.new_page()
        page.clock.set_fixed_time(f"{_day_after(days)}T12:00:00Z")
        page.goto(site + address)
        until(lambda page=page: page.locator("[data-say=copy]").is_visible())
        said[days] = page.inner_text("body")
        page.close()
    assert len(set(said.values())) == 4
    assert "today" in said[0]
    assert "yesterday" in said[1]
    assert "This copy is old." in said[181]
    assert "more than a year old" in said[400]


def test_an_answer_that_outlived_its_sources_says_so(saved, site):
    def status(days: int) -> str:
        page = saved.context.new_page()
        page.clock.set_fixed_time(f"{_day_after(days)}T12:00:00Z")
        page.goto(f"{site}/en/law/us-mn")
        until(lambda: page.locator("[data-say=copy]").is_visible())
        shown = page.locator("[data-legal-status]:visible")
        assert shown.count() == 1
        found = shown.get_attribute("data-legal-status")
        page.close()
        return str(found)

    assert status(0) == "regulated"
    assert status(400) == "unclear"


def test_a_clock_that_runs_behind_makes_nothing_fresh_or_broken(saved, site):
    page = saved.context.new_page()
    page.clock.set_fixed_time("2020-01-01T12:00:00Z")
    page.goto(f"{site}/en/law/us-mn")
    until(lambda: page.locator("[data-say=copy]").is_visible())
    assert "(today)" in page.inner_text("[data-say=copy]")


def test_forgetting_leaves_nothing(phone, server, few_pages):
    server.publish(few_pages("a@leafline.example"))
    server.start()
    page = phone.open()
    save_all(page, f"{server.address}/en/about")
    server.kill()
    page.goto(f"{server.address}/en/saved")
    page.get_by_role("button", name="Forget this phone").click()
    until(lambda: page.locator("[data-state=forgotten]").is_visible())
    left = "async () => [await caches.keys(), {...localStorage}, {...sessionStorage}]"
    assert page.evaluate(left) == [[], {}, {}]
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((r) => r.length)") == 0


def test_a_full_disk_leaves_a_plain_site_that_works(phone, server, all_pages):
    server.publish(all_pages)
    server.start()
    page = phone.open()
    session = page.context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": server.address, "quotaSize": 30_000})
    page.goto(f"{server.address}/en/")
    page.wait_for_timeout(1500)
    assert page.evaluate(HAS_ALL, "") == ""
    assert heading(page, f"{server.address}/en/law/us-tn") == "Tennessee: is kratom legal?"


@pytest.mark.parametrize("online", [True, False])
def test_leaving_by_the_keyboard_shows_nothing_of_us(online, saved, site):
    saved.goto(f"{site}/en/law/us-tn")
    saved.context.route("https://www.wikipedia.org/", lambda route: route.fulfill(body="neutral"))
    saved.context.set_offline(not online)
    for _ in range(3):
        saved.keyboard.press("Shift")
    saved.wait_for_url("https://www.wikipedia.org/" if online else f"{site}/en/away")
    saved.context.set_offline(False)
    assert "kratom" not in saved.content().lower()


def _day_after(days: int) -> str:
    return (DAY + timedelta(days=days)).isoformat()


def test_a_kept_place_stays_on_the_phone_and_leads_the_way(saved, site):
    saved.goto(f"{site}/en/help/us-tx")
    saved.get_by_role("button", name="Keep as my place").click()
    until(lambda: saved.locator("[data-keep][aria-pressed=true]").count())
    saved.goto(f"{site}/en/")
    until(lambda: saved.locator("[data-kept]").is_visible())
    assert "Texas" in saved.inner_text("[data-kept]")
    assert saved.locator(".tile[href$='/en/law/us-tx']").count() == 1
    until(lambda: saved.locator("#call a[href='tel:911']").is_visible())
    saved.goto(f"{site}/en/emergency")
    until(lambda: saved.locator("#call a[href='tel:911']").count())
    saved.goto(f"{site}/en/help/us-tx")
    saved.get_by_role("button", name="Keep as my place").click()
    until(lambda: saved.locator("[data-keep][aria-pressed=false]").count())
    saved.goto(f"{site}/en/")
    saved.wait_for_timeout(300)
    assert not saved.locator("[data-kept]").is_visible()


def test_the_law_on_calling_of_the_place_asked_for_is_told_offline_too(saved, site):
    saved.goto(f"{site}/en/emergency?place=us-tx")
    told = "In Texas, the law may give a person who calls a defence in court"
    until(lambda: told in saved.inner_text("[data-calling]"))
    said = saved.inner_text("[data-calling]")
    assert said.startswith("Call for help first")
    assert "Only a lawyer can say what holds for you." in said
    saved.click("[data-calling] a")
    saved.click("[data-place=US-TX] a")
    assert saved.locator("h1").inner_text() == "Am I in trouble if I call for help?"
    assert told in saved.inner_text("main")


def test_the_emergency_number_of_the_place_asked_for_comes_first_offline_too(saved, site):
    saved.goto(f"{site}/en/emergency?place=TH")
    until(lambda: saved.locator("#call .call[href='tel:1669']").is_visible())
    assert "Thailand" in saved.inner_text("#call .call")


def test_a_country_that_is_typed_is_found_offline_too(saved, site):
    saved.goto(f"{site}/en/emergency?place=thailand")
    until(lambda: saved.locator("#call .call[href='tel:1669']").is_visible())


@pytest.mark.parametrize(
    ("zone", "number"), [("Asia/Bangkok", "1669"), ("America/Chicago", "911"), ("UTC", "")]
)
def test_the_clock_of_the_phone_tells_the_country_and_nobody_is_asked(
    zone, number, phone, server, all_pages
):
    server.publish(all_pages)
    server.start()
    save_all(phone.open(), f"{server.address}/en/")
    server.kill()
    phone.close()
    page = phone.open(timezone_id=zone)
    page.goto(f"{server.address}/en/emergency")
    if number:
        until(lambda: page.locator(f"#call .call[href='tel:{number}']").is_visible())
        assert page.locator(".likely").is_hidden()
        assert page.get_by_role("link", name="Elsewhere?").is_visible()
    else:
        page.wait_for_timeout(1000)
        assert page.locator(".likely").is_visible()
        assert page.locator("#call .call").is_hidden()


def test_whether_a_line_is_open_is_worked_out_by_the_phone_s_clock(visited, facts):
    phone, site = visited
    lines = [each for each in facts.helplines if each.published and week_of(each, DAY)]
    assert len(lines) > 15
    for moment in ("2026-11-26T15:30:00Z", "2026-11-28T22:45:00Z", "2027-04-05T07:10:00Z"):
        at = datetime.fromisoformat(moment)
        page = phone.open()
        page.clock.set_fixed_time(moment)
        for place in sorted({line.place.lower() for line in lines}):
            page.goto(f"{site}/en/help/{place}")
            until(lambda page=page: page.locator("[data-say=copy]").is_visible())
            page.locator(".more summary").first.click()
            for line in lines:
                if line.place.lower() == place:
                    shown = page.locator(f"[id='{line.id}'] [data-week] b:visible")
                    said = "Open now." if is_open(line, at) else "Closed now."
                    assert shown.inner_text() == said, f"{line.id} at {moment}"
        page.close()
