// On every page; nothing here is needed to read it.

const PHONE = "leafline-phone"; // the cache that holds what the reader chose to keep
const SHELF_LIFE = 180; // days, as pwa/answers/ages.py has it for copies
const VIEWS_BEFORE_HINT = 3;
const SHIFTS_WITHIN = 2000; // milliseconds from the first press to the third
const LEFT = "leafline.left"; // kept in the tab by whoever left
const DAY = 86400000;

const page = document.documentElement;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const one = (selector, within = document) => within.querySelector(selector);
const [release, madeOn] = one('meta[name="release"]').content.split(" ");
const locale = location.pathname.split("/")[1];

// --- Leave

/** Away at once: the page is gone before the network answers, and Back does not return to it.
 * A tab without a title would show the address; one with that of the neutral page does not. */
function leave(link) {
  page.hidden = true;
  document.title = link.hostname;
  one("link[rel=icon]").href = "data:,";
  remember(LEFT, "yes");
  const nowhere = navigator.serviceWorker?.controller ? link.dataset.away : "about:blank";
  if (navigator.onLine) {
    setTimeout(() => location.replace(nowhere), 2500);
    location.replace(link.href);
  } else location.replace(nowhere);
}

/** In this tab alone, until it is closed. */
function remember(name, value) {
  try {
    sessionStorage.setItem(name, value);
  } catch {
    // No storage: Back may show the pages before the one that was left.
  }
}

/** Back leaves too, until the site is opened anew in this tab. */
function stayAway(link) {
  const [visit] = performance.getEntriesByType("navigation");
  const sendOn = () => sessionStorage.getItem(LEFT) && leave(link);
  addEventListener("pageshow", ({ persisted }) => persisted && sendOn());
  if (visit && visit.type === "back_forward") sendOn();
  else sessionStorage.removeItem(LEFT);
}

/** Three short presses of Shift and of nothing else: not capitals, not Shift with a click, a wheel
 * or another key, not one that is held. */
function onThreeShifts(act) {
  let presses = [];
  let isDown = false;
  const forget = () => {
    presses = [];
    isDown = false;
  };
  const isAlone = (event) =>
    event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey && !event.isComposing;
  const pressed = (event) => {
    if (!isAlone(event) || event.repeat || isDown) forget();
    else isDown = true;
  };
  const released = (event) => {
    const counts = isDown && isAlone(event);
    const now = event.timeStamp;
    if (!counts) return forget();
    isDown = false;
    presses = [...presses, now].filter((then) => now - then < SHIFTS_WITHIN);
    if (presses.length >= 3) act();
  };
  addEventListener("keydown", pressed, true);
  addEventListener("keyup", released, true);
  for (const other of ["pointerdown", "wheel", "compositionstart", "blur"])
    addEventListener(other, forget, { capture: true, passive: true });
}

function watchForLeaving() {
  const link = one(".leave");
  if (!link) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link);
  });
  onThreeShifts(() => leave(link));
  stayAway(link);
}

// --- The clock

/** Today in UTC. A clock that is set before the day of this copy is wrong, and counts as that day. */
export function today() {
  const clock = new Date().toISOString().slice(0, 10);
  return madeOn && madeOn > clock ? madeOn : clock;
}

export function daysSince(day) {
  return Math.round((Date.parse(today()) - Date.parse(day.slice(0, 10))) / DAY);
}

/** Of the versions that the page carries, the one of the day. */
function showToday() {
  const now = today();
  for (const part of all("[data-from], [data-until]"))
    part.hidden = (part.dataset.from || "") > now || now > (part.dataset.until || "9");
}

/** "102 days ago" in the page's language. */
export function ago(moment) {
  const words = new Intl.RelativeTimeFormat(page.lang, { numeric: "auto" });
  const hours = Math.round((Date.now() - Date.parse(moment)) / 3600000);
  if (moment.includes("T") && hours < 48) return words.format(-Math.max(hours, 0), "hour");
  const days = daysSince(moment);
  if (days < 60) return words.format(-days, "day");
  return days < 730
    ? words.format(-Math.round(days / 30.44), "month")
    : words.format(-Math.round(days / 365.25), "year");
}

/** 2026, 2026-08 or 2026-08-12 as a language writes it. */
export function inWords(date, language = page.lang) {
  const [, month, day] = date.split("-");
  return new Date(date).toLocaleDateString(`${language}-u-ca-gregory`, {
    timeZone: "UTC",
    year: "numeric",
    month: month && (day ? "short" : "long"),
    day: day && "numeric",
  });
}

function sayAges() {
  for (const time of all("time[data-age]")) time.append(` (${ago(time.dateTime)})`);
}

function sayAgeOfCopy() {
  const made = madeOn || today();
  for (const time of all("time:empty")) time.textContent = `${inWords(made)} (${ago(made)})`;
  if (!madeOn) return;
  const age = daysSince(made);
  one('[data-say="copy"]').hidden = false;
  one('[data-say="old"]').hidden = age <= SHELF_LIFE || age > 365;
  one('[data-say="very-old"]').hidden = age <= 365;
}

// --- Opening hours

/** Whether a line with this week (see hours_wording.py) answers now, in its own zone. */
export function isOpen([usual, other = {}], zone, now = new Date()) {
  const clocks = new Intl.DateTimeFormat("sv", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "short",
    hourCycle: "h23",
  });
  const [day, clock] = clocks.format(now).split(" ");
  const [hour, minute] = clock.split(":").map(Number);
  const before = new Date(Date.parse(day) - DAY).toISOString().slice(0, 10);
  const spans = (date) => other[date] || usual[(new Date(date).getUTCDay() + 6) % 7];
  const at = hour * 60 + minute;
  const within = (later) => ([start, end]) => start <= at + later && at + later < end;
  return spans(day).some(within(0)) || spans(before).some(within(1440));
}

function sayWhetherOpen() {
  for (const hours of all("[data-week]")) {
    const open = isOpen(JSON.parse(hours.dataset.week), hours.dataset.zone);
    const [yes, no] = all("b", hours);
    yes.hidden = !open;
    no.hidden = open;
  }
}

// --- Notices on saved copies

/** A saved copy holds none: they come from the network, or the last look. */
async function fillNotices() {
  const sections = release ? all("[data-notices]") : [];
  if (!sections.length) return;
  const answer = await fetch(`/${locale}/data/notices.json`);
  if (!answer.ok) return;
  const { items } = await answer.json();
  for (const section of sections) {
    const places = section.dataset.notices.split(" ").filter(Boolean);
    const found = places.length
      ? places.flatMap((place) => items.filter((item) => item.place === place).slice(0, 2))
      : items.filter((item) => daysSince(item.day) <= 30).slice(0, 2);
    one("ul", section).replaceChildren(...found.map((item) => noticeRow(item, section)));
    section.hidden = !found.length;
  }
}

function noticeRow(item, section) {
  const row = one("template", section).content.firstElementChild.cloneNode(true);
  one("a", row).href = item.url;
  one("b", row).lang = item.language;
  one("bdi", row).textContent = item.title;
  one("small", row).textContent = item.line;
  return row;
}

// --- What the reader keeps

/** Place and language, on this phone only: {place, name, locale, hint}. */
export async function kept() {
  const found = await (await caches.open(PHONE)).match("/~kept");
  return found ? found.json() : {};
}

export async function keep(change) {
  const all = JSON.stringify({ ...(await kept()), ...change });
  await (await caches.open(PHONE)).put("/~kept", new Response(all));
}

async function offerToKeep() {
  const choice = await kept();
  for (const button of all("[data-keep]")) {
    const names = button.dataset.keep.split(" ");
    const wish = Object.fromEntries(names.map((name) => [name, button.dataset[name]]));
    const has = () => Object.keys(wish).every((key) => choice[key] === wish[key]);
    const show = () => button.setAttribute("aria-pressed", String(has()));
    button.addEventListener("click", async () => {
      const none = Object.fromEntries(Object.keys(wish).map((key) => [key, undefined]));
      Object.assign(choice, has() ? none : wish);
      await keep(choice);
      show();
    });
    show();
    button.hidden = false;
  }
  const place = new URLSearchParams(location.search).get("place") || choice.place || "";
  const slug = place.replace("/", "").toLowerCase();
  if (choice.place) {
    for (const part of all("[data-kept]")) {
      one("[data-name]", part).textContent = choice.name;
      part.hidden = false;
    }
    for (const link of all("a[data-placed]")) link.href += choice.place;
  }
  await Promise.all([showEmergencyNumber(slug), slug && showCalling(slug)]);
}

/** The rows of another page, of all places alike: nobody learns which one is looked for. */
async function rowsOf(address) {
  const text = await (await fetch(address)).text();
  return all("[data-place]", new DOMParser().parseFromString(text, "text/html"));
}

async function showCalling(slug) {
  const part = one("[data-all]");
  const rows = part ? await rowsOf(part.dataset.all) : [];
  const row = rows.find(({ dataset }) => dataset.place.toLowerCase() === slug.split("/")[0]);
  if (row) part.replaceWith(one("span", row));
}

/** The number of the place that is kept or asked for; where there is none, of the country that the
 * clock of the phone is set to. */
async function showEmergencyNumber(slug) {
  const call = one("#call [data-call]");
  const found = one("#call [data-found]");
  if (!call || !(slug || found)) return;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const country = slug.split(/[-/]/)[0].toUpperCase();
  const rows = await rowsOf(one("#call").dataset.numbers);
  const row = slug
    ? rows.find(({ dataset }) => dataset.place === country) ||
      rows.find(({ textContent }) => textContent.trim().toLowerCase().startsWith(slug))
    : rows.find(({ dataset }) => ` ${dataset.zones} `.includes(` ${timeZone} `));
  if (!row) return;
  call.href = one("a", row).href;
  one("bdi", call).textContent = one("b", row).textContent;
  call.hidden = false;
  one("[data-name]", call).textContent = one("a span", row).firstChild.textContent;
  if (!found) return one("#call .alarm:not(.call)").classList.remove("alarm");
  one("#call [data-none]").hidden = true;
  found.hidden = false;
}

// --- The service worker

function say(name) {
  for (const words of all("#phone [data-say]")) words.hidden = words.dataset.say !== name;
  one("#phone").hidden = false;
}

/** Ask a worker for something; whether it was done. */
export function ask(worker, wish) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data.done);
    worker.postMessage(wish, [port2]);
  });
}

/** Everything, unless the reader pays dearly for data and did not ask. */
export function wantsAll(choice) {
  return Boolean(choice.all) || !(navigator.connection && navigator.connection.saveData);
}

async function startWorker() {
  const workers = navigator.serviceWorker;
  if (!workers || !page.dataset.offline) return;
  const hadOne = Boolean(workers.controller);
  let asked = false;
  workers.addEventListener("controllerchange", () => asked && location.reload());
  workers.addEventListener("message", ({ data }) => data.say === "urgent" && reloadSoon());
  on("update", async () => {
    asked = true;
    const { waiting } = await workers.ready;
    if (waiting) await ask(waiting, { do: "use" });
    else location.reload();
  });
  const registration = await workers.register("/sw.js");
  registration.addEventListener("updatefound", () => offer(registration, registration.installing));
  offer(registration, registration.waiting);
  const { active } = await workers.ready;
  const wish = { do: "save", locale, all: wantsAll(await kept()) };
  if ((await ask(active, wish)) && hadOne) await ask(active, { do: "tidy", locale });
}

/** Offer a new release when all of it is on the phone, not before. */
async function offer(registration, worker) {
  if (!worker || !registration.active) return;
  await new Promise((resolve) => {
    const settled = () => worker.state !== "installing" && resolve(worker);
    worker.addEventListener("statechange", settled);
    settled();
  });
  if (registration.waiting !== worker) return;
  const complete = await ask(worker, { do: "save", locale, all: wantsAll(await kept()) });
  if (complete && registration.waiting === worker) say("update");
}

/** A withdrawn safety statement: away with the old page, but never with what somebody types. */
function reloadSoon() {
  const typing = all("input[type=search], input:not([type]), textarea").some((field) => field.value);
  if (typing) say("urgent");
  else location.reload();
}

function on(name, act) {
  for (const button of all(`[data-do="${name}"]`)) button.addEventListener("click", act);
}

// --- Hand on

/** The phone's own sheet where there is one. */
function offerSheet() {
  const link = one("a[data-do=share]");
  if (!link || !navigator.share) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const url = new URL(link.href);
    url.searchParams.delete("share");
    navigator.share({ title: "Leafline", url: url.href }).catch(() => {});
  });
}

// --- Install hint

/** After some use, once, and never again when the reader says no. */
async function hintAtInstalling() {
  let prompt;
  const views = Number(sessionStorage.getItem("leafline.views")) + 1;
  sessionStorage.setItem("leafline.views", String(views));
  const show = async () =>
    views >= VIEWS_BEFORE_HINT && (await kept()).hint !== "no" && one("#phone").hidden && say("install");
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    prompt = event;
    show();
  });
  on("install", () => {
    one("#phone").hidden = true;
    if (prompt) prompt.prompt();
    else location.assign(`/${locale}/saved#install`);
  });
  on("no-install", async () => {
    one("#phone").hidden = true;
    await keep({ hint: "no" });
  });
  if (navigator.standalone === false) await show();
}

// A phone without storage still has a plain site: each part stands alone.
for (const part of [
  watchForLeaving,
  showToday,
  sayAges,
  sayAgeOfCopy,
  sayWhetherOpen,
  offerToKeep,
  fillNotices,
  offerSheet,
  hintAtInstalling,
  startWorker,
])
  Promise.resolve()
    .then(part)
    .catch((problem) => console.warn("Leafline:", String(problem)));

on("reload", () => location.reload());
