// The share page; on a saved copy it fills itself in.

const one = (selector) => document.querySelector(selector);
const part = (name) => import(one(`script[src*="/${name}.js"]`).src);
const KEPT = ["substance", "on"]; // what a link keeps of a page's question

function linkHere() {
  const asked = new URLSearchParams(location.search);
  const kept = KEPT.filter((name) => asked.has(name)).map((name) => `${name}=${encodeURIComponent(asked.get(name) || "")}`);
  const query = [...kept, ...(asked.has("plain") ? ["plain"] : [])].join("&");
  return location.origin + location.pathname + (query && `?${query}`);
}

/** What the server would have written: a saved copy is of no page. */
async function fillIn(link) {
  (await part("qr")).drawQr(document, link);
  one(".link a").href = link;
  one(".link bdi").textContent = link;
  const text = encodeURIComponent(`${one("#share").dataset.words} ${link}`);
  one("[data-to=whatsapp]").href = `https://wa.me/?text=${text}`;
  one("[data-to=telegram]").href = `https://t.me/share/url?url=${encodeURIComponent(link)}`;
  one("[data-to=sms]").href = `sms:?&body=${text}`;
  one("[data-to=mail]").href = `mailto:?subject=Leafline&body=${text}`;
  one("[name=plain]").checked = new URLSearchParams(location.search).has("plain");
}

function offer(action, isThere, act) {
  const button = one(`[data-do=${action}]`);
  button.hidden = !isThere;
  button.addEventListener("click", act);
}

async function start() {
  const link = one(".link a").getAttribute("href") || linkHere();
  if (!one(".link a").getAttribute("href")) await fillIn(link);
  offer("copy", navigator.clipboard, async () => {
    await navigator.clipboard.writeText(link);
    one("[data-do=copy]").setAttribute("aria-pressed", "true");
  });
  offer("sheet", navigator.share, () =>
    navigator.share({ title: "Leafline", text: one("#share").dataset.words, url: link }).catch(() => {}),
  );
}

start().catch((problem) => console.warn("Leafline:", String(problem)));
