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
  const rows = needs.map((topic) => [topic, found.lines[topic]]).filter(([, line]) => line);
  const lines = rows.map(([topic, line]) => ({ topic, what: words.needs[topic], ...line }));
  const emergency = lines.find(({ topic }) => topic === "emergency");
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
    emergency: emergency ? emergency.value : "",
    lines: lines.filter((line) => line !== emergency),
    law: card.plain ? [...found.law.map(({ headline }) => headline), found.calling] : [],
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
  const topic = "emergency";
  const first = said.emergency ? [{ topic, what: words.needs[topic], value: said[topic] }] : [];
  const rows = [...first, ...said.lines].slice(0, words.linesInMessage);
  const numbers = rows.map((row, i) => ({
    text: `${whole(row)}.`,
    rank: 1 + 2 * i,
    short: { emergency: `${row.value}.`, crisis: `${words.talk} ${row.value}.` }[row.topic] || "",
  }));
  const start = { text: `${said.place}.`, rank: 2 * words.linesInMessage + 1 };
  const on = { text: said.stamp[0], rank: 4 };
  return fitted(words, [start, ...numbers, on, { text: said.messageUrl, rank: 0 }]);
}

export function chatMessage(words, said) {
  const first = said.emergency ? [`${words.needs.emergency}: ${said.emergency}`] : [];
  const numbers = said.lines.map(whole);
  const start = [`${said.heading} · ${said.place}`, ...(said.about ? [said.about] : [])];
  return [...start, ...first, ...numbers, ...said.stamp, said.newest, said.url].join("\n");
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
    const nearest = Math.min(...serving.map(distance));
    const card = serving.find((each) => distance(each) === nearest);
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
    return { says, ...dates, headline: headlineIn(each, day) };
  });
  const calling = lettersOf(one("[data-calling] p", leaf), words);
  const lines = linesIn(help, words, audience);
  return { place: data.kinds.place.rows[number][1], slug, lines, law, calling };
}

// --- The page

const asked = new URLSearchParams(page ? page.location.search : "");

async function make() {
  const [app, find] = await Promise.all([part("app"), part("find")]);
  const data = await find.load("law");
  const entries = find.entriesOf(data).filter(({ number }) => data.law[number]);
  const entry = chosen(data, entries, find);
  if (!entry) return;
  one("#place").value = entry.title;
  const slug = data.kinds.place.rows[entry.number][0].slice(1);
  const card = { audience: one("#for").value, topics: asked.getAll("about"), plain: asked.has("plain") };
  const tags = all("[name=in]:checked").map(({ value }) => value);
  const made = await Promise.all(tags.map((tag) => kitIn(tag, slug, entry.number, card, app)));
  one("#kits").replaceChildren(...made.filter(Boolean));
  one("[data-say=empty]").hidden = made.some(Boolean);
}

/** The place asked for by its id or name, or a question which. */
function chosen(data, entries, find) {
  const text = asked.get("place") || "";
  const rows = data.kinds.place.rows;
  const byId = entries.find(({ number }) => rows[number][0] === `/${text.toLowerCase()}`);
  if (byId) return byId;
  const found = find.search(entries, text, 6);
  const named = found.filter(({ name }) => name === find.fold(text));
  if (named.length === 1) return named[0];
  one(found.length ? "[data-say=which]" : "[data-say=unknown]").hidden = false;
  one("#which").replaceChildren(...found.map((each) => choice(find, each, rows[each.number][0])));
  return undefined;
}

function choice(find, entry, path) {
  const wishes = new URLSearchParams(asked);
  wishes.set("place", path.slice(1));
  return find.made("place", { name: entry.title }, { url: `?${wishes}` });
}

async function kitIn(tag, slug, number, card, app) {
  const day = app.today();
  const inWords = (date) => app.inWords(date, tag);
  const words = await saved(`/${tag}/data/kit.json`, "json");
  const found = await factsOf(tag, slug, number, day, words, card.audience);
  if (!Object.keys(found.lines).length) return undefined;
  const said = sheetOf(words, tag, found, card, { day, origin: location.origin, inWords });
  return shown(tag, words, said, await part("qr"));
}

function shown(tag, words, said, { qrMatrix, qrPath }) {
  const kit = one('template[data-is="kit"]').content.firstElementChild.cloneNode(true);
  const message = textMessage(words, said);
  const chat = chatMessage(words, said);
  const texts = { ...said, name: words.name, stamp: said.stamp.join(" "), topics: said.topics.join(" · ") };
  const counts = { length: String(message.length), limit: String(message.limit) };
  for (const [name, rows] of [["lines", said.lines], ["law", said.law.map((value) => ({ value }))]])
    for (const list of all(`[data-rows=${name}]`, kit)) fillRows(list, rows);
  for (const slot of all("[data-slot]", kit))
    slot.replaceWith({ ...texts, ...counts }[slot.dataset.slot] || "");
  for (const gone of all("[data-if]", kit)) if (!said[gone.dataset.if].length) gone.remove();
  const { size, path } = qrPath(qrMatrix(said.url));
  for (const svg of all(".qr", kit)) {
    svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
    one("path", svg).setAttribute("d", path);
  }
  for (const speaking of all("[lang=und]", kit)) Object.assign(speaking, { lang: tag, dir: words.dir });
  one("[data-text=sms]", kit).value = message.text;
  one("[data-text=chat]", kit).value = chat;
  for (const link of all("[data-file]", kit)) link.href = `${said.url}/${link.dataset.file}`;
  const body = encodeURIComponent(chat);
  one(".link a", kit).href = said.url;
  one("[data-to=sms]", kit).href = `sms:?&body=${encodeURIComponent(message.text)}`;
  one("[data-to=whatsapp]", kit).href = `https://wa.me/?text=${body}`;
  one("[data-to=telegram]", kit).href =
    `https://t.me/share/url?url=${encodeURIComponent(said.url)}&text=${body}`;
  return kit;
}

function fillRows(list, rows) {
  const row = list.firstElementChild;
  list.replaceChildren(
    ...rows.map((values) => {
      const made = row.cloneNode(true);
      for (const gone of all("[data-if]", made)) {
        if (values[gone.dataset.if]) gone.removeAttribute("data-if");
        else gone.remove();
      }
      for (const slot of all("[data-slot]", made)) slot.replaceWith(values[slot.dataset.slot]);
      return made;
    }),
  );
}

/** The form as it was sent. */
function fillForm() {
  one("#place").value = asked.get("place");
  if (asked.get("for")) one("#for").value = asked.get("for");
  if (asked.has("in"))
    for (const box of all("[name=in]")) box.checked = asked.getAll("in").includes(box.value);
  for (const box of all("[name=about]")) box.checked = asked.getAll("about").includes(box.value);
  one("[name=plain]").checked = asked.has("plain");
}

function offerCopies() {
  for (const button of all("[data-copy]")) {
    const field = one(`[data-text=${button.dataset.copy}]`, button.closest(".kit"));
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(field.value);
      button.setAttribute("aria-pressed", "true");
    });
  }
  const print = one("#print");
  print.hidden = !one(".kit");
  one("button", print).hidden = false;
  one("button", print).addEventListener("click", () => globalThis.print());
}

async function start() {
  const isSaved = Boolean(one('meta[name="release"]').content);
  if (isSaved && asked.get("place")) {
    fillForm();
    await make();
  }
  offerCopies();
}

if (page && one("#kits"))
  start().catch((problem) => {
    console.warn("Leafline:", String(problem));
    one('[data-say="no-data"]').hidden = false;
  });
