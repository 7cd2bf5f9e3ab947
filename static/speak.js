// Reads aloud with a voice of the phone's own, a sentence at a time: long texts stop on some phones.

const button = document.querySelector("[data-speak]");
const speech = globalThis.speechSynthesis;
const { lang } = document.documentElement;
let left = [];

const voice = () => speech.getVoices().find((each) => each.localService && each.lang.split(/[-_]/)[0] === lang);

function sentences() {
  const parts = [...document.querySelectorAll(button.dataset.speak)].map((part) => part.innerText);
  const cut = new Intl.Segmenter(lang, { granularity: "sentence" });
  return parts.flatMap((text) => [...cut.segment(text)].map(({ segment }) => segment.trim()).filter(Boolean));
}

function sayNext() {
  const text = left.shift();
  button.setAttribute("aria-pressed", String(Boolean(text)));
  if (!text) return;
  const said = new SpeechSynthesisUtterance(text);
  Object.assign(said, { voice: voice(), lang, onend: sayNext });
  speech.speak(said);
}

function offer() {
  button.hidden = !voice();
}

if (button && speech && Intl.Segmenter) {
  button.addEventListener("click", () => {
    const isReading = left.length || speech.speaking;
    left = isReading ? [] : sentences();
    speech.cancel();
    sayNext();
  });
  addEventListener("pagehide", () => speech.cancel());
  speech.addEventListener?.("voiceschanged", offer);
  offer();
}
