// Reads aloud, a sentence at a time: some phones stop in long texts.

const one = (selector) => document.querySelector(selector);
const button = one("[data-speak]");
const speech = globalThis.speechSynthesis;
const { lang } = document.documentElement;
let left = [];

const voice = () => speech.getVoices().find((each) => each.localService && each.lang.split(/[-_]/)[0] === lang);
const sentences = ({ innerText }) => innerText.match(/[^.!?\n]+[.!?]*/g) || [];

function sayNext() {
  const text = left.shift();
  button.setAttribute("aria-pressed", String(Boolean(text)));
  if (text)
    speech.speak(
      Object.assign(new SpeechSynthesisUtterance(text.trim()), { voice: voice(), lang, onend: sayNext }),
    );
}

function toggle() {
  left = speech.speaking ? [] : [...document.querySelectorAll(button.dataset.speak)].flatMap(sentences);
  speech.cancel();
  sayNext();
}

if (button && speech) {
  const offer = () => (button.hidden = !voice());
  button.addEventListener("click", toggle);
  addEventListener("pagehide", () => speech.cancel());
  speech.addEventListener?.("voiceschanged", offer);
  offer();
}
