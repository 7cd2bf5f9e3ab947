// Cards and messages from saved pages: chosen as in pwa/answers/kits.py.

const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

// --- Stamps

function written(number, length) {
  const said = number ? number.toString(32) : "";
  return said.replace(/./g, (digit) => LETTERS[parseInt(digit, 32)]).padStart(length, "0");
}

export function mark(text) {
  let found = 2166136261;
  for (const byte of new TextEncoder().encode(text)) found = Math.imul(found ^ byte, 16777619) >>> 0;
  return written((found >>> 17) ^ (found & 0x7fff), 3);
}

/** The day alone, or all that a card has to remember. */
export function stamp(words, day, card) {
  const said = written(Math.max((Date.parse(day) - Date.parse(words.firstDay)) / 86400000, 0), 3);
  if (!card) return said;
  const kind = Object.keys(words.audiences).indexOf(card.audience) + (card.plain ? words.plainKit : 0);
  const bits = words.topics.reduce((sum, [slug], i) => sum + (card.topics.includes(slug) ? 2 ** i : 0), 0);
  return said + written(kind, 1) + card.law + card.lines + written(bits, 0);
}

/** In the alphabet that suits it. */
export function counted({ gsm, gsmExtension, gsmLimit, ucs2Limit, plainer }, text) {
  const fits = (letter) => (gsm + gsmExtension).includes(letter);
  const plain = [...text].map((sign) => {
    const letter = plainer[sign] || sign;
    const [bare] = letter.normalize("NFD");
    return !fits(letter) && gsm.includes(bare) ? bare : letter;
  });
  if (!plain.every(fits)) return { text, length: text.length, limit: ucs2Limit };
  const length = plain.length + plain.filter((letter) => gsmExtension.includes(letter)).length;
  return { text: plain.join(""), length, limit: gsmLimit };
}

/** As many parts as fit: the highest rank is shortened, then left out. */
export function fitted(words, parts) {
  let left = parts;
  for (;;) {
    const message = counted(words, left.map(({ text }) => text).join(" "));
    const worst = left.reduce((found, part) => (part.rank > found.rank ? part : found));
    if (message.length <= message.limit || !(worst.short || worst.rank)) return message;
    if (worst.short) Object.assign(worst, { text: worst.short, short: "" });
    else left = left.filter((part) => part !== worst);
  }
}

const fill = (pattern, values) => pattern.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

function ageWords(words, dated, day, inWords) {
  if (!dated.length || dated.some(({ checked }) => !checked)) return words.undated;
  const checked = dated.map((fact) => fact.checked).sort((a, b) => Date.parse(a) - Date.parse(b))[0];
  const [until] = dated.map((fact) => fact.until).sort();
  const says = day > until ? words.old : words.fresh;
  return fill(says, { date: inWords(checked), until: inWords(until) });
}

function sheetOf(words, tag, found, card, day, inWords) {
  const [heading, needs] = words.audiences[card.audience];
  const served = needs.filter((topic) => found.lines[topic]);
  const lines = served.map((topic) => ({ topic, what: words.needs[topic], ...found.lines[topic] }));
  const isFirst = served[0] === "emergency";
  const dated = card.plain ? [...lines, ...found.law] : lines;
  const link = (end) => `${location.origin}/k/${tag}/${found.slug}/${end}`;
  const marks = {
    lines: mark(lines.map(({ number }) => number).join(" ")),
    law: mark(found.law.map(({ says }) => says).join(" ")),
  };
  const url = link(stamp(words, day, { ...card, ...marks }));
  return {
    ...words,
    tag,
    place: found.place,
    heading,
    about: card.plain ? words.about : "",
    emergency: isFirst ? lines[0].value : "",
    rows: lines,
    lines: lines.slice(Number(isFirst)),
    law: card.plain ? [...found.law, { value: found.calling }] : [],
    topics: words.topics.flatMap(([slug, title]) => (card.topics.includes(slug) ? title : [])).join(" · "),
    made: fill(words.made, { date: inWords(day) }),
    age: ageWords(words, dated, day, inWords),
    url,
    address: url.split("://")[1],
    messageUrl: link(stamp(words, day)),
  };
}

const whole = ({ what, value, hours }) => `${what}: ${value}${hours ? ` (${hours})` : ""}`;

function textMessage(said) {
  const numbers = said.rows.slice(0, said.linesInMessage).map((row, i) => ({
    text: `${whole(row)}.`,
    rank: 1 + 2 * i,
    short: { emergency: `${row.value}.`, crisis: `${said.talk} ${row.value}.` }[row.topic],
  }));
  const [place, made] = [{ text: `${said.place}.`, rank: 9 }, { text: said.made, rank: 4 }];
  return fitted(said, [place, ...numbers, made, { text: said.messageUrl, rank: 0 }]);
}

function chatMessage({ heading, place, about, rows, made, age, newest, url }) {
  const start = [`${heading} · ${place}`, ...(about ? [about] : [])];
  return [...start, ...rows.map(whole), made, age, newest, url].join("\n");
}

// --- Saved pages

const page = globalThis.document;
/** @param {ParentNode} within */
const one = (selector, within = page) => within.querySelector(selector);
/** @param {ParentNode} within */
const all = (selector, within = page) => [...within.querySelectorAll(selector)];
const part = (name) => import(one(`script[src*="/${name}.js"]`).src);

async function saved(address, read) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(address);
  return answer[read]();
}

const parsed = async (address) =>
  new DOMParser().parseFromString(await saved(address, "text"), "text/html");

/** Numbers and names keep their own direction. */
function lettersOf(element, { isolates }) {
  const copy = page.createElement("p");
  copy.append(element.cloneNode(true));
  const isRightToLeft = element.closest("[dir=rtl]");
  for (const aside of all("small, b", copy)) aside.remove();
  for (const apart of isRightToLeft ? all("bdi", copy) : [])
    apart.textContent = isolates[apart.dir] + apart.textContent + isolates.end;
  return copy.textContent.trim();
}

const rungBy = (card) => one('a[href^="tel:"]', card);
const writtenTo = (card) => one('a[href^="sms:"], a[href^="https://wa.me/"]', card);
const answers = (card) => rungBy(card) || writtenTo(card);
const siteOf = (card) => one('a[rel="noreferrer"][href^="http"]', card);
const serves = ({ dataset }, topic) => dataset.serves.split(" ").includes(topic);

function linesIn(help, words, audience) {
  const groupOf = ({ dataset }) => words.groups.find((name) => dataset.serves.startsWith(name));
  const others = words.groups.filter((name) => ![audience, "family"].includes(name));
  const distance = (card) => {
    const group = groupOf(card) ? 0 : others.some((name) => serves(card, name)) ? 2 : 1;
    return 2 * group + (rungBy(card) ? 0 : 1);
  };
  const handed = all(".line:not([data-police])", help).filter((card) =>
    [undefined, audience].includes(groupOf(card)),
  );
  let left = handed.filter(answers);
  const found = {};
  for (const topic of words.audiences[audience][1]) {
    let serving = left.filter((card) => serves(card, topic));
    if (topic === "crisis" && !serving.length)
      serving = handed.filter((card) => serves(card, topic) && siteOf(card) && !answers(card));
    if (!serving.length) continue;
    const [card] = serving.sort((a, b) => distance(a) - distance(b));
    left = left.filter((each) => each !== card);
    found[topic] = lineIn(card, words);
  }
  return found;
}

function lineIn(card, words) {
  const link = answers(card) || siteOf(card);
  const week = one("[data-week]", card);
  return {
    name: lettersOf(one("h3", card), words),
    hours: week ? lettersOf(week, words) : "",
    checked: card.dataset.checked || "",
    until: card.dataset.good,
    ...reachedBy(link, card, words),
  };
}

function reachedBy(link, card, words) {
  const address = link.getAttribute("href");
  if (link === siteOf(card)) {
    const site = address.replace(/^\w+:\/\/(www\.)?|\/$/g, "");
    const { ltr, end } = words.isolates;
    return { value: card.closest("[dir=rtl]") ? ltr + site + end : site, number: address };
  }
  const number = link.dataset.number || address.replace("https://wa.me/", "+").replace(/^\w+:|\?.*/g, "");
  if (link !== rungBy(card)) return { value: lettersOf(one("span", link), words), number };
  const [said, key] = all("bdi", link).map((each) => lettersOf(each, words));
  return { value: key ? fill(words.press, { number: said, key }) : said, number };
}

/** Later days wait in the page. */
function headlineIn(law, day) {
  const statuses = all("[data-legal-status]", law);
  const says = (status) => {
    const { from = "", until = "9" } = (status.closest("[data-from], [data-until]") || status).dataset;
    return from <= day && day <= until;
  };
  return one("h2", statuses.find(says)).textContent;
}

async function factsOf(locale, slug, number, day, words, audience, { lawOn }) {
  const place = `/${locale}/law/${slug}`;
  const [data, help, leaf, other] = await Promise.all([
    saved(`/${locale}/data/law.json`, "json"),
    parsed(`/${locale}/help/${slug}`),
    parsed(place),
    parsed(`${place}?substance=7oh`),
  ]);
  const law = [leaf, other].map((each, substance) => {
    const { status, having, selling, carrying, ...dates } = lawOn(data, number, substance, day);
    const says = [status, having[0], selling[0], carrying[0]].join(" ");
    return { says, ...dates, value: headlineIn(each, day) };
  });
  const calling = lettersOf(one("[data-calling] p", leaf), words);
  const lines = linesIn(help, words, audience);
  return { place: data.kinds.place.rows[number][1], slug, lines, law, calling };
}

// --- The page

const form = page && one("#wishes");
const isSaved = form && one('meta[name="release"]').content;
const wishes = () => new URLSearchParams(/** @type {any} */ (new FormData(form)));

async function make() {
  const asked = wishes();
  const [app, find, route, qr] = await Promise.all(["app", "find", "route", "qr"].map(part));
  const data = await find.load("law");
  const idOf = ({ number }) => data.kinds.place.rows[number][0].slice(1);
  const entry = placeOf(asked, data, idOf, find);
  const card = { audience: asked.get("for"), topics: asked.getAll("about"), plain: asked.has("plain") };
  const day = app.today();
  const kitIn = async (tag) => {
    const words = await saved(`/${tag}/data/kit.json`, "json");
    const found = await factsOf(tag, idOf(entry), entry.number, day, words, card.audience, route);
    const said = sheetOf(words, tag, found, card, day, (date) => app.inWords(date, tag));
    return said.rows.length ? shown(said, qr) : "";
  };
  const tags = asked.getAll("in");
  const made = entry ? await Promise.all((tags[0] ? tags : [page.documentElement.lang]).map(kitIn)) : [];
  one("#kits").replaceChildren(...made);
  if (!entry) return;
  one("#place").value = entry.title;
  say(one(".kit") ? "" : "empty");
}

function say(name, found = []) {
  for (const words of all("#found [data-say]")) words.hidden = words.dataset.say !== name;
  one("#which").replaceChildren(...found);
}

function placeOf(asked, data, idOf, find) {
  const text = asked.get("place");
  const entries = find.entriesOf(data).filter(({ number }) => data.law[number]);
  const found = find.search(entries, text, 6);
  const named = found.filter(({ name }) => name === find.fold(text));
  const entry = entries.find((each) => idOf(each) === text.toLowerCase()) || (named.length === 1 && named[0]);
  const choice = (each) => {
    asked.set("place", idOf(each));
    return find.made("place", { name: each.title }, { url: `?${asked}` });
  };
  if (!entry) say(found.length ? "which" : "unknown", found.map(choice));
  return entry;
}

function shown(said, { drawQr }) {
  const kit = one('template[data-is="kit"]').content.firstElementChild.cloneNode(true);
  for (const list of all("[data-rows]", kit)) {
    const row = list.firstElementChild;
    const rows = said[list.dataset.rows].slice(0, list.dataset.most);
    list.replaceChildren(...rows.map((each) => fillIn(row.cloneNode(true), each)));
  }
  drawQr(kit, said.url);
  for (const speaking of all("[lang=und]", kit)) Object.assign(speaking, { lang: said.tag, dir: said.dir });
  fillIn(kit, { ...said, ...textMessage(said), chat: chatMessage(said) });
  const card = one(".card-sheet", kit);
  if (card.textContent.split(/\s+/).join(" ").length > 340) card.classList.add("tight");
  return kit;
}

function fillIn(part, values) {
  const filled = (_, is, name) => is + (is ? encodeURIComponent(values[name]) : values[name]);
  for (const each of [part, ...all("*", part)])
    for (const node of [...each.attributes, ...each.childNodes])
      if (node.nodeValue) node.nodeValue = node.nodeValue.replace(/(=?)__(\w+?)__/g, filled);
  for (const gone of all('[data-if=""]', part)) gone.remove();
  return part;
}

function fillForm() {
  const sent = new URLSearchParams(location.search);
  for (const field of all("[name]")) {
    const said = sent.getAll(field.name);
    if (field.type !== "checkbox") field.value = said[0] || field.value;
    else if (said.length || field.name !== "in") field.checked = said.includes(field.value);
  }
}

async function renew() {
  if (isSaved) await make();
  else {
    const fresh = await parsed(`?${wishes()}`);
    for (const id of ["#found", "#kits", "#paper"]) one(id).replaceChildren(...one(id, fresh).childNodes);
  }
  const offered = one("[name=cards]");
  const [many = offered[1]] = offered.selectedOptions;
  one("#amount").textContent = JSON.parse(many.dataset.amounts)[wishes().getAll("in").length];
}

function layOut() {
  const cards = all(".kit > div");
  const many = Math.max(one("[name=cards]").value, cards.length);
  const copies = (card, i) =>
    [...Array(Math.ceil((many - i) / cards.length))].map(() => card.cloneNode(true));
  one("#cards-to-cut").replaceChildren(...cards.flatMap(copies));
}

async function start() {
  one("main").classList.toggle("copies", Boolean(navigator.clipboard));
  addEventListener("beforeprint", layOut);
  addEventListener("click", async ({ target }) => {
    const button = /** @type {any} */ (target).closest("[data-copy]");
    if (!button) return;
    const field = one(`[data-text=${button.dataset.copy}]`, button.closest(".kit"));
    await navigator.clipboard.writeText(field.value);
    button.setAttribute("aria-pressed", "true");
  });
  addEventListener("change", ({ target }) => {
    if (all("#wishes :not(#place), [form]").includes(target) && one("#place").value) renew();
  });
  if (!isSaved) return;
  one("[data-do=print]").onclick = async (event) => {
    event.preventDefault();
    await renew();
    if (one(".kit")) print();
  };
  one("#paper").hidden = true;
  fillForm();
  if (one("#place").value) await renew();
}

if (form) {
  addEventListener("unhandledrejection", ({ reason }) => {
    console.warn("Leafline:", String(reason));
    one('[data-say="no-data"]').hidden = false;
  });
  start();
}
