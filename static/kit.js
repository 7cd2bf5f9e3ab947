// Cards and messages from the saved pages of a place and kit_data.py: they say what the server's say.

const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
const DAY = 86400000;

// --- Stamps

function written(number, length = 0) {
  let said = "";
  for (let rest = number; rest; rest = Math.floor(rest / 32)) said = LETTERS[rest % 32] + said;
  return said.padStart(length, LETTERS[0]);
}

/** Three letters that tell one text from another. */
export function mark(text) {
  let found = 2166136261;
  for (const byte of new TextEncoder().encode(text)) found = Math.imul(found ^ byte, 16777619) >>> 0;
  return written((found >>> 17) ^ (found & 0x7fff), 3);
}

/** The last part of a link: the day alone, or all that a card has to remember. */
export function stamp(words, day, card) {
  const said = written(Math.max((Date.parse(day) - Date.parse(words.firstDay)) / DAY, 0), 3);
  if (!card) return said;
  const kind = Object.keys(words.audiences).indexOf(card.audience) + (card.plain ? words.plainKit : 0);
  const bits = words.topics.reduce((sum, [slug], i) => sum + (card.topics.includes(slug) ? 2 ** i : 0), 0);
  return said + written(kind, 1) + card.law + card.lines + written(bits);
}

// --- Text messages

/** A text in the alphabet that suits it: {text, length, limit}. */
export function counted({ gsm, gsmExtension, gsmLimit, ucs2Limit, plainer }, text) {
  const fits = (letter) => gsm.includes(letter) || gsmExtension.includes(letter);
  const bare = (letter) => {
    const base = fits(letter) ? letter : letter.normalize("NFD")[0];
    return gsm.includes(base) ? base : letter;
  };
  const plain = [...text].map((letter) => plainer[letter] || letter).map(bare);
  if (!plain.every(fits)) return { text, length: text.length, limit: ucs2Limit };
  const length = plain.reduce((sum, letter) => sum + (gsmExtension.includes(letter) ? 2 : 1), 0);
  return { text: plain.join(""), length, limit: gsmLimit };
}

/** As many parts as fit, [{text, rank, short}]: the highest rank is shortened, then left out. */
export function fitted(words, parts) {
  const left = [...parts];
  for (;;) {
    const message = counted(words, left.map(({ text }) => text).join(" "));
    if (message.length <= message.limit) return message;
    const worst = Math.max(...left.map(({ rank }) => rank));
    const number = left.findIndex(({ rank }) => rank === worst);
    const { short } = left[number];
    if (short) left[number] = { text: short, rank: worst };
    else if (worst) left.splice(number, 1);
    else return message;
  }
}

// --- What a sheet says

const fill = (pattern, values) => pattern.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

/** How old the facts are, in words. `dated`: {checked, until}, days or "". */
export function ageWords(words, dated, day, inWords) {
  if (!dated.length || dated.some(({ checked }) => !checked)) return words.undated;
  const checked = dated.map((fact) => fact.checked).sort((a, b) => Date.parse(a) - Date.parse(b))[0];
  const [until] = dated.map((fact) => fact.until).sort();
  const says = day > until ? words.old : words.fresh;
  return fill(says, { date: inWords(checked), until: inWords(until) });
}

/** All that a sheet says. `found`: {place, slug, lines, law, calling} from saved pages. */
export function sheetOf(words, locale, found, card, { day, origin, inWords }) {
  const [heading, needs] = words.audiences[card.audience];
  const served = needs.filter((topic) => found.lines[topic]);
  const lines = served.map((topic) => ({ topic, what: words.needs[topic], ...found.lines[topic] }));
  const isFirst = served[0] === "emergency";
  const dated = card.plain ? [...lines, ...found.law] : lines;
  const marks = {
    lines: mark(lines.map(({ number }) => number).join(" ")),
    law: mark(found.law.map(({ says }) => says).join(" ")),
  };
  const link = (end) => `${origin}/k/${locale}/${found.slug}/${end}`;
  const url = link(stamp(words, day, { ...card, ...marks }));
  return {
    place: found.place,
    heading,
    about: card.plain ? words.about : "",
    urgent: words.urgent,
    emergency: isFirst ? lines[0].value : "",
    rows: lines,
    lines: lines.slice(Number(isFirst)),
    law: card.plain ? [...found.law, { value: found.calling }] : [],
    topics: words.topics.filter(([slug]) => card.topics.includes(slug)).map(([, title]) => title),
    stamp: [fill(words.made, { date: inWords(day) }), ageWords(words, dated, day, inWords)],
    newest: words.newest,
    url,
    address: url.split("://")[1],
    messageUrl: link(stamp(words, day)),
  };
}

const whole = ({ what, value, hours }) => `${what}: ${value}${hours ? ` (${hours})` : ""}`;

export function textMessage(words, said) {
  const numbers = said.rows.slice(0, words.linesInMessage).map((row, i) => ({
    text: `${whole(row)}.`,
    rank: 1 + 2 * i,
    short: { emergency: `${row.value}.`, crisis: `${words.talk} ${row.value}.` }[row.topic] || "",
  }));
  const start = { text: `${said.place}.`, rank: 2 * words.linesInMessage + 1 };
  const on = { text: said.stamp[0], rank: 4 };
  return fitted(words, [start, ...numbers, on, { text: said.messageUrl, rank: 0 }]);
}

export function chatMessage(said) {
  const start = [`${said.heading} · ${said.place}`, ...(said.about ? [said.about] : [])];
  return [...start, ...said.rows.map(whole), ...said.stamp, said.newest, said.url].join("\n");
}

// --- The saved pages of a place

const page = globalThis.document;
/** @param {ParentNode} within */
const one = (selector, within = page) => within.querySelector(selector);
/** @param {ParentNode} within */
const all = (selector, within = page) => [...within.querySelectorAll(selector)];
const part = (name) => import(one(`script[src*="/${name}.js"]`).src);

async function saved(address, read) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer[read]();
}

const parsed = async (address) =>
  new DOMParser().parseFromString(await saved(address, "text"), "text/html");

/** Plain text; numbers and names keep their own direction. */
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
const siteOf = (card) => one('a[rel="noreferrer"][href^="http"]', card);
const serves = ({ dataset }, topic) => dataset.serves.split(" ").includes(topic);

/** One line for each need, as pwa/answers/kits.py chooses. */
function linesIn(help, words, audience) {
  const groupOf = ({ dataset }) => words.groups.find((name) => dataset.serves.startsWith(name));
  const others = words.groups.filter((name) => ![audience, "family"].includes(name));
  const distance = (card) => {
    const group = groupOf(card) ? 0 : others.some((name) => serves(card, name)) ? 2 : 1;
    return 2 * group + (rungBy(card) ? 0 : 1);
  };
  const handed = all(".line", help).filter(
    (card) => !("police" in card.dataset) && [undefined, audience].includes(groupOf(card)),
  );
  let left = handed.filter((card) => rungBy(card) || writtenTo(card));
  const found = {};
  for (const topic of words.audiences[audience][1]) {
    let serving = left.filter((card) => serves(card, topic));
    if (topic === "crisis" && !serving.length)
      serving = handed.filter(
        (card) => serves(card, topic) && siteOf(card) && !rungBy(card) && !writtenTo(card),
      );
    if (!serving.length) continue;
    const [card] = serving.sort((a, b) => distance(a) - distance(b));
    left = left.filter((each) => each !== card);
    found[topic] = lineIn(card, words);
  }
  return found;
}

function lineIn(card, words) {
  const link = rungBy(card) || writtenTo(card) || siteOf(card);
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

/** What the page says on a day: later days' words wait in it. */
function headlineIn(law, day) {
  const statuses = all("[data-legal-status]", law);
  const says = (status) => {
    const { from = "", until = "9" } = (status.closest("[data-from], [data-until]") || status).dataset;
    return from <= day && day <= until;
  };
  return one("h2", statuses.find(says)).textContent;
}

async function factsOf(locale, slug, number, day, words, audience) {
  const { lawOn } = await part("route");
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
const tagsIn = () => all("[name=in]:checked").map(({ value }) => value);

/** On a saved copy, as the server does it. */
async function make() {
  const asked = wishes();
  const [app, find, qr] = await Promise.all(["app", "find", "qr"].map(part));
  const data = await find.load("law");
  const idOf = ({ number }) => data.kinds.place.rows[number][0].slice(1);
  const entry = placeOf(asked, data, idOf, find);
  const card = { audience: asked.get("for"), topics: asked.getAll("about"), plain: asked.has("plain") };
  const day = app.today();
  const kitIn = async (tag) => {
    const inWords = (date) => app.inWords(date, tag);
    const words = await saved(`/${tag}/data/kit.json`, "json");
    const found = await factsOf(tag, idOf(entry), entry.number, day, words, card.audience);
    const said = sheetOf(words, tag, found, card, { day, origin: location.origin, inWords });
    return said.rows.length ? shown(tag, words, said, qr) : "";
  };
  const made = entry ? await Promise.all(tagsIn().map(kitIn)) : [];
  one("#kits").replaceChildren(...made);
  if (!entry) return;
  one("#place").value = entry.title;
  say(one(".kit") ? "" : "empty");
}

function say(name, found = []) {
  for (const words of all("#found [data-say]")) words.hidden = words.dataset.say !== name;
  one("#which").replaceChildren(...found);
}

/** The place of an id or a name, or a question which. */
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

function shown(tag, words, said, { qrMatrix, qrPath }) {
  const kit = one('template[data-is="kit"]').content.firstElementChild.cloneNode(true);
  const message = textMessage(words, said);
  const { size, path } = qrPath(qrMatrix(said.url));
  for (const list of all("[data-rows]", kit)) {
    const row = list.firstElementChild;
    list.replaceChildren(...said[list.dataset.rows].map((each) => fillIn(row.cloneNode(true), each)));
  }
  for (const svg of all(".qr", kit)) {
    svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
    one("path", svg).setAttribute("d", path);
  }
  for (const speaking of all("[lang=und]", kit)) Object.assign(speaking, { lang: tag, dir: words.dir });
  fillIn(kit, {
    ...said,
    ...message,
    name: words.name,
    stamp: said.stamp.join(" "),
    topics: said.topics.join(" · "),
    chat: chatMessage(said),
  });
  const card = one(".card-sheet", kit);
  if (card.textContent.split(/\s+/).join(" ").length > 340) card.classList.add("tight");
  return kit;
}

/** The values in the place of their names; what stands for none goes. */
function fillIn(part, values) {
  const filled = (_, is, name) => is + (is ? encodeURIComponent(values[name]) : values[name]);
  for (const each of [part, ...all("*", part)])
    for (const node of [...each.attributes, ...each.childNodes])
      if (node.nodeValue) node.nodeValue = node.nodeValue.replace(/(=?)__(\w+?)__/g, filled);
  for (const gone of all('[data-if=""]', part)) gone.remove();
  return part;
}

/** The form as it was sent. */
function fillForm() {
  const sent = new URLSearchParams(location.search);
  for (const field of all("[name]")) {
    const said = sent.getAll(field.name);
    if (field.type !== "checkbox") field.value = said[0] || field.value;
    else if (said.length || field.name !== "in") field.checked = said.includes(field.value);
  }
}

/** The picture of what is asked for now. */
async function renew() {
  if (isSaved) await make();
  else {
    const fresh = await parsed(`?${wishes()}`);
    for (const id of ["#found", "#kits", "#paper"]) one(id).replaceChildren(...one(id, fresh).childNodes);
  }
  const field = one("[name=cards]");
  if (!field.value) field.selectedIndex = 1;
  const tags = tagsIn().length || 1;
  const many = Math.max(field.value, tags) / tags;
  const { amount, mixed } = field.selectedOptions[0].dataset;
  const cards = [...new Set([Math.floor(many), Math.ceil(many)])].join("–");
  one("#amount").textContent = fill(tags > 1 ? mixed : amount, { cards });
}

/** As many cards as are asked for, for browsers to print. */
function layOut() {
  const cards = all(".kit > div");
  const many = Math.max(one("[name=cards]").value, cards.length);
  const copies = (card, i) =>
    [...Array(Math.ceil((many - i) / cards.length))].map(() => card.cloneNode(true));
  one("#cards-to-cut").replaceChildren(...cards.flatMap(copies));
}

async function copy(button) {
  await navigator.clipboard.writeText(one(`[data-text=${button.dataset.copy}]`, button.closest(".kit")).value);
  button.setAttribute("aria-pressed", "true");
}

async function start() {
  one("main").classList.toggle("copies", Boolean(navigator.clipboard));
  addEventListener("beforeprint", layOut);
  addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("[data-copy]");
    if (button) copy(button);
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
