// The page "Saved on this phone".

const one = (selector, within = document) => within.querySelector(selector);
const app = import(one('script[src*="/app.js"]').src);
const locale = location.pathname.split("/")[1];

async function text(cache, key) {
  const found = await cache.match(key);
  return found && found.text();
}

/** The packs on this phone: [{locale, date, essential, full, has, of}]. */
async function packs() {
  const names = (await caches.keys()).filter((name) => name.startsWith("leafline-pack-"));
  return Promise.all(names.map(pack));
}

async function pack(name) {
  const cache = await caches.open(name);
  const essential = await text(cache, "/~essential");
  const full = await text(cache, "/~full");
  const partial = full || (await text(cache, "/~full-partial"));
  const header = JSON.parse(full || essential || partial || "{}");
  const sheets = (await cache.keys()).filter((key) => /~full\/\d+$/.test(key.url)).length;
  return {
    locale: name.split("-").slice(2, -1).join("-"),
    date: header.date,
    essential: essential ? "ready" : "none",
    full: full ? "ready" : sheets ? "part" : "none",
    share: partial ? sheets / JSON.parse(partial).sheets : 0,
  };
}

async function show() {
  const { ago, inWords, kept } = await app;
  const found = await packs();
  const list = one("#packs");
  for (const old of list.querySelectorAll(".pack")) old.remove();
  for (const each of found) list.append(card(list, each, { ago, inWords }));
  const choice = await kept();
  if (choice.name) one('[data-show="place"]').textContent = choice.name;
  const notices = (await caches.has("leafline-notices"))
    ? (await (await caches.open("leafline-notices")).keys()).length
    : 0;
  one('[data-show="notices"]').textContent = String(notices);
  one('[data-show="size"]').textContent = await space();
  for (const id of ["packs", "more"]) one(`#${id}`).hidden = !found.length;
  one("#acts").hidden = false;
  one('[data-do="save-all"]').hidden = found.some((each) => each.locale === locale && each.full === "ready");
  say(found.length ? "" : "no-script");
}

async function space() {
  const { usage } = navigator.storage ? await navigator.storage.estimate() : {};
  const format = new Intl.NumberFormat(document.documentElement.lang, {
    style: "unit",
    unit: "kilobyte",
    maximumFractionDigits: 0,
  });
  return usage ? format.format(usage / 1000) : "–";
}

function card(list, { locale: tag, date, essential, full, share }, { ago, inWords }) {
  const made = one("template", list).content.firstElementChild.cloneNode(true);
  const own = new Intl.DisplayNames([tag], { type: "language" });
  one("h2", made).textContent = own.of(tag);
  one("h2", made).lang = tag;
  one("[data-date]", made).textContent = date ? `${inWords(date)} (${ago(date)})` : "–";
  one("[data-part]", made).textContent = `${Math.floor(share * 100)} %`;
  for (const [name, state] of Object.entries({ essential, full }))
    for (const words of made.querySelectorAll(`[data-pack="${name}"] [data-is]`))
      words.hidden = words.dataset.is !== state;
  return made;
}

function say(state) {
  for (const words of document.querySelectorAll("[data-state]"))
    words.hidden = words.dataset.state !== state;
}

async function saveAll() {
  const { ask, keep } = await app;
  say("busy");
  await keep({ all: true });
  const { active } = await navigator.serviceWorker.ready;
  const done = await ask(active, { do: "save", locale, all: true });
  await show();
  if (!done) say("failed");
}

async function forget() {
  const { ask } = await app;
  const { controller } = navigator.serviceWorker;
  if (controller) await ask(controller, { do: "forget" });
  const left = (await caches.keys()).filter((name) => name.startsWith("leafline-"));
  await Promise.all(left.map((name) => caches.delete(name)));
  for (const registration of await navigator.serviceWorker.getRegistrations())
    await registration.unregister();
  sessionStorage.clear();
  localStorage.clear();
  for (const id of ["packs", "more", "acts"]) one(`#${id}`).hidden = true;
  say("forgotten");
}

if ("caches" in globalThis && navigator.serviceWorker) {
  one('[data-do="save-all"]').addEventListener("click", saveAll);
  one('[data-do="forget"]').addEventListener("click", forget);
  show().catch(() => say("no-script"));
}
