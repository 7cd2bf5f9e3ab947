"""Reading aloud with the device's own voice. What speaks is the device, so it is stood in for."""

import pytest

from tests.chromium import new_phone

pytestmark = pytest.mark.browser

# A phone with such voices; it is through with each sentence at once, and notes it.
DEVICE = """(voices => {
  window.said = [];
  const device = {
    getVoices: () => voices, speaking: false, cancel() { this.speaking = false; },
    addEventListener() {}, speak(it) {
      window.said.push([it.voice.lang, it.text]); this.speaking = true;
      if (!window.waits) setTimeout(() => { this.speaking = false; it.onend(); }); },
  };
  Object.defineProperty(window, 'speechSynthesis', { value: device });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
})(%s)"""
THAI = "[{lang: 'th-TH', localService: true}]"
ENGLISH = "[{lang: 'en_GB', localService: true}, {lang: 'th-TH', localService: true}]"
FAR_AWAY = "[{lang: 'en-US', localService: false}]"


@pytest.fixture
def on_a_device(browser, server):
    contexts = []

    def opened(voices, address="/en/emergency?place=us"):
        context = new_phone(browser)
        contexts.append(context)
        context.add_init_script(DEVICE % voices)
        page = context.new_page()
        page.goto(server + address)
        return page

    yield opened
    for context in contexts:
        context.close()


def test_the_steps_are_read_sentence_by_sentence_in_their_order(on_a_device):
    page = on_a_device(ENGLISH)
    page.click("[data-speak]")
    page.wait_for_selector("[data-speak][aria-pressed=false]")
    said = page.evaluate("said")
    assert {voice for voice, _ in said} == {"en_GB"}
    texts = [text for _, text in said]
    assert texts[0] == "Call now, on speaker"
    assert "Rub hard on the chest bone." in texts
    assert texts.index("Give naloxone") < texts.index("Stay, and tell the medic")
    assert max(map(len, texts)) < 150


def test_a_second_tap_stops_it(on_a_device):
    page = on_a_device(ENGLISH)
    page.evaluate("window.waits = true")
    page.click("[data-speak]")
    assert page.get_attribute("[data-speak]", "aria-pressed") == "true"
    page.click("[data-speak]")
    assert page.get_attribute("[data-speak]", "aria-pressed") == "false"
    assert len(page.evaluate("said")) == 1


@pytest.mark.parametrize("voices", [THAI, FAR_AWAY, "[]"])
def test_without_a_voice_of_the_language_on_the_phone_it_is_not_offered(voices, on_a_device):
    assert on_a_device(voices).locator("[data-speak]").is_hidden()
