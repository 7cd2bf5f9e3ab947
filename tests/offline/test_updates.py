"""From one release to the next: by the reader's choice, whatever happens on the way."""

import random

import pytest

from tests.offline.conftest import Phone, save_all, until
from tests.offline.relay import Relay

pytestmark = pytest.mark.browser

KILLS = 8
THAI_IS_COMPLETE = """async () => {
  for (const name of await caches.keys())
    if (name.startsWith("leafline-pack-th-"))
      return Boolean(await (await caches.open(name)).match("/~full"));
}"""
CONTACT = "a[href^='mailto:']"
TIDY = """() => new Promise((resolve) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => resolve(data.done);
  navigator.serviceWorker.controller.postMessage({ do: "tidy", locale: "en" }, [port2]);
})"""
HAS_WHOLE = """async (pack) => {
  for (const name of await caches.keys())
    if (name.includes("-pack-") && (await (await caches.open(name)).match(`/~${pack}`)))
      return Boolean((await navigator.serviceWorker.getRegistration() || {}).active);
  return false;
}"""
PACKS = "async () => (await caches.keys()).filter((name) => name.includes('-pack-')).length"


def release_shown(page, server) -> str:
    """Which release the about page of this phone is from; the phone must not be broken."""
    for address, title in (("/en/emergency", "Not breathing well"), ("/en/about", "What is")):
        assert page.goto(server.address + address).status == 200
        assert page.inner_text("h1").startswith(title)
    return page.locator(CONTACT).inner_text().partition("@")[0]


@pytest.fixture
def on_a(phone, server, few_pages):
    """A tab of a phone that has all of release A."""
    server.publish(few_pages("a@leafline.example"))
    server.start()
    page = phone.open()
    save_all(page, f"{server.address}/en/about")
    return page


def prompt(page):
    return page.locator("#phone [data-say=update]")


def move_on(server, page, release) -> None:
    server.publish(release)
    page.wait_for_timeout(1100)  # the server looks for a new release once a second
    page.goto(f"{server.address}/en/about")


def test_the_reader_chooses_when_to_change_release(on_a, server, few_pages):
    move_on(server, on_a, few_pages("b@leafline.example"))
    until(lambda: prompt(on_a).is_visible())
    assert release_shown(on_a, server) == "a"
    until(lambda: prompt(on_a).is_visible())
    on_a.get_by_role("button", name="Use them now").click()
    until(lambda: on_a.locator(CONTACT).inner_text() == "b@leafline.example")
    until(lambda: on_a.evaluate(PACKS) == 1)  # A goes once the phone has all of B
    server.kill()
    assert release_shown(on_a, server) == "b"


def test_the_release_in_use_never_takes_the_next_one_for_old(on_a, server, few_pages):
    move_on(server, on_a, few_pages("b@leafline.example"))
    until(lambda: prompt(on_a).is_visible())
    assert on_a.evaluate(TIDY) is True
    assert on_a.evaluate(PACKS) == 2


def test_a_release_that_cannot_be_fetched_whole_changes_nothing(on_a, server, few_pages):
    release = few_pages("c@leafline.example")
    for pack in release.glob("*/en/packs/*/essential.ndjson*"):
        pack.rename(pack.with_suffix(pack.suffix + ".gone"))
    move_on(server, on_a, release)
    on_a.wait_for_timeout(2000)
    assert not prompt(on_a).is_visible()
    server.kill()
    assert release_shown(on_a, server) == "a"


def test_half_an_update_changes_nothing_and_the_next_try_completes_it(phone, server, few_pages):
    server.publish(few_pages("a@leafline.example"))
    server.start()
    relay = Relay(server.port)
    page = phone.open()
    save_all(page, f"{relay.address}/en/about")
    relay.received, relay.cut_after = 0, 9000
    server.publish(few_pages("b@leafline.example"))
    page.wait_for_timeout(1100)
    page.goto(f"{relay.address}/en/about")
    page.wait_for_timeout(1500)
    assert not prompt(page).is_visible()
    assert page.locator(CONTACT).inner_text() == "a@leafline.example"
    relay.cut_after = None
    page.goto(f"{relay.address}/en/about")
    until(lambda: prompt(page).is_visible())
    phone.close()
    relay.close()


def test_an_urgent_release_takes_over_by_itself(on_a, server, few_pages):
    move_on(server, on_a, few_pages("u@leafline.example", "2026-11-22"))
    until(lambda: on_a.locator(CONTACT).inner_text() == "u@leafline.example")
    server.kill()
    assert release_shown(on_a, server) == "u"


def test_an_urgent_release_never_takes_away_what_somebody_types(on_a, server, few_pages):
    on_a.goto(f"{server.address}/en/search")
    on_a.fill("#q", "half a word")
    server.publish(few_pages("u@leafline.example", "2026-11-22"))
    on_a.wait_for_timeout(1100)
    on_a.request.get(f"{server.address}/en/about")
    on_a.wait_for_timeout(500)
    on_a.evaluate("navigator.serviceWorker.getRegistration().then((r) => r.update())")
    until(lambda: on_a.locator("#phone [data-say=urgent]").is_visible())
    assert on_a.input_value("#q") == "half a word"


def test_switched_off_the_worker_and_all_that_it_stored_go(on_a, server, few_pages, tmp_path):
    server.kill()
    server.publish(few_pages("a@leafline.example", offline=False))
    server.start(str(tmp_path / "data"))
    on_a.goto(f"{server.address}/en/about")
    until(lambda: on_a.evaluate("caches.keys()") == [])
    on_a.goto(f"{server.address}/en/about")
    assert on_a.evaluate("navigator.serviceWorker.getRegistrations().then((r) => r.length)") == 0
    assert on_a.locator("html[data-offline]").count() == 0


def test_several_languages_are_kept_side_by_side(phone, server, few_pages):
    server.publish(few_pages("a@leafline.example", locales=("en", "th")))
    server.start()
    page = phone.open()
    save_all(page, f"{server.address}/en/about")
    page.goto(f"{server.address}/th/about")
    until(lambda: page.evaluate(THAI_IS_COMPLETE))
    server.kill()
    page = phone.restart()
    for address, language in (("/en/emergency", "en"), ("/th/emergency", "th"), ("/th", "th")):
        assert page.goto(server.address + address).status == 200
        assert page.get_attribute("html", "lang") == language
    page.goto(f"{server.address}/th/languages")
    page.locator("[data-keep]").click()
    until(lambda: page.locator("[data-keep][aria-pressed=true]").count())
    page.goto(f"{server.address}/")
    assert page.url == f"{server.address}/th/"


def test_asking_again_when_nothing_changed_costs_less_than_a_kilobyte(phone, server, few_pages):
    server.publish(few_pages("a@leafline.example"))
    server.start()
    relay = Relay(server.port)
    page = phone.open()
    save_all(page, f"{relay.address}/en/privacy")
    page.goto(f"{relay.address}/en/privacy")
    page.wait_for_timeout(1500)
    relay.received = 0
    page.goto(f"{relay.address}/en/privacy")
    page.evaluate("navigator.serviceWorker.getRegistration().then((r) => r.update())")
    page.wait_for_timeout(1500)
    assert 0 < relay.received <= 1000
    phone.close()
    relay.close()


def kill_at_random(phone: Phone, server, releases, times: int, seed: int) -> int:
    """Kill the server during installs and updates; how often a new release was reached."""
    chance = random.Random(seed)
    reached = 0
    page, shown = phone.open(), ""
    for turn in range(times):
        server.publish(releases[turn % 2])
        server.start()
        page.goto(f"{server.address}/en/about")
        if chance.random() < 0.5 and prompt(page).is_visible():
            page.get_by_role("button", name="Use them now").click()
        page.wait_for_timeout(chance.random() * 900)
        server.kill()
        if page.evaluate("async () => (await caches.keys()).some((n) => n.includes('-pack-'))"):
            now = _shown_offline(page, server, shown)
            reached += now != shown
            shown = now
        page = phone.restart()
    server.start()
    save_all(page, f"{server.address}/en/about")
    return reached


def _shown_offline(page, server, before: str) -> str:
    """What was once whole is shown from then on: emergency with the essential pack, about with the
    full one. The release that about is from; what it was `before`, where no full pack is whole."""
    if page.evaluate(HAS_WHOLE, "essential"):
        assert page.goto(server.address + "/en/emergency").status == 200
    if before or page.evaluate(HAS_WHOLE, "full"):
        return release_shown(page, server)
    return before


def test_killing_the_server_at_any_moment_never_breaks_the_app(phone, server, few_pages):
    releases = [few_pages("a@leafline.example"), few_pages("b@leafline.example")]
    kill_at_random(phone, server, releases, KILLS, seed=20261122)
