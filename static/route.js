// The route check. The places that are chosen never leave the phone.

// --- The law of a route

/** The law of a place on a day, by a file of phone_data.py. */
export function lawOn(data, number, substance, day) {
  const timeline = data.timelines[data.law[number][substance]];
  const [, answer] = timeline.filter(([from]) => from <= day).pop();
  const [status, having, selling, carrying, checked, notes, until] = data.answers[answer];
  return {
    status: data.statuses[status][0],
    having: data.acts[having],
    selling: data.acts[selling],
    carrying: data.acts[carrying],
    checked,
    until,
    notes: notes.map((note) => data.notes[note]),
  };
}

const isBanned = (act) => act[0] === "banned";
const bansAll = ({ status, having }) => status === "banned" && having[0] !== "allowed";

// What may be said of a place, the strictest first. A place may be named more than once.
const VERDICTS = {
  banned: bansAll,
  having: (stop) => isBanned(stop.having) && !bansAll(stop),
  carrying: (stop) => isBanned(stop.carrying) && stop.enters && !bansAll(stop),
  selling: (stop) => stop.status === "banned" && !bansAll(stop),
  unclear: ({ status }) => status === "unclear",
  prescription: ({ status }) => status === "prescription",
  regulated: ({ status }) => status === "regulated",
  legal: ({ status }) => status === "legal",
};

/** All that is said of places in the order of travel: the law of each, verdicts, borders. */
export function routeOf(data, numbers, substance, day) {
  const rows = data.kinds.place.rows;
  const country = (number) => (rows[number][2] < 0 ? number : country(rows[number][2]));
  const enters = (i) => i > 0 && country(numbers[i]) !== country(numbers[i - 1]);
  const stops = numbers.map((number, i) => ({
    title: rows[number][1],
    url: data.kinds.place.url + rows[number][0] + (substance ? "?substance=7oh" : ""),
    enters: enters(i),
    ...lawOn(data, number, substance, day),
  }));
  const verdicts = Object.entries(VERDICTS)
    .map(([name, holds]) => [name, stops.filter(holds).map(({ title }) => title)])
    .filter(([, places]) => places.length);
  const checks = stops.map(({ checked }) => checked);
  return {
    stops,
    // A mild word on one place must not soften what is said of another.
    verdicts: verdicts.filter(([name], i) => !i || name !== "legal"),
    borders: stops.slice(1).map((after, i) => border(stops[i], after)),
    oldest: checks.includes("") ? "" : checks.sort()[0],
  };
}

function border(before, after) {
  const status = before.status !== after.status;
  const having = before.having !== after.having;
  const carrying = after.enters;
  return { before, after, status, having, carrying, same: !status && !having && !carrying };
}

// --- The page

const page = globalThis.document;
const one = (selector, within = page) => within.querySelector(selector);
const part = (name) => import(one(`script[src*="/${name}.js"]`).src);

let find, app, data, entries;
const stops = []; // entries, in the order of travel

async function start() {
  [find, app] = await Promise.all([part("find"), part("app")]);
  say("no-script", false);
  data = await find.load("law");
  entries = find.entriesOf(data).filter(({ number }) => data.law[number]);
  one("#add").addEventListener("submit", (event) => {
    event.preventDefault();
    addTyped();
  });
  one("#place").addEventListener("input", () => offer(one("#place").value));
  one(".which").addEventListener("change", show);
  await offerKept();
  show();
  say("links", false);
  one("#route").hidden = false;
}

function say(name, isSaid) {
  one(`[data-say="${name}"]`).hidden = !isSaid;
}

/** The one place of that name, or else a question which one is meant. */
function addTyped() {
  const typed = one("#place").value.trim();
  const found = offer(typed);
  const exact = found.filter(({ name }) => name === find.fold(typed));
  if (exact.length === 1) return add(exact[0]);
  say("which", typed && found.length);
  say("unknown", typed && !found.length);
}

function offer(typed) {
  const found = find.search(entries, typed, 6);
  one("#choices").textContent = "";
  say("which", false);
  say("unknown", false);
  for (const entry of found) {
    const choice = find.made("choice", entry);
    one("button", choice).addEventListener("click", () => add(entry));
    one("#choices").append(choice);
  }
  return found;
}

function add(entry) {
  stops.push(entry);
  one("#place").value = "";
  offer("");
  show();
  one("#place").focus();
}

/** The place that the reader keeps on this phone, as a first stop. */
async function offerKept() {
  const { place } = await app.kept().catch(() => ({}));
  const rows = data.kinds.place.rows;
  const entry = entries.find(({ number }) => rows[number][0] === place);
  if (!entry) return;
  one("#kept [data-slot]").textContent = entry.title;
  one("#kept button").addEventListener("click", () => add(entry));
  one("#kept").dataset.known = "yes";
}

function show() {
  const started = stops.length > 0;
  one("[data-when=start]").hidden = started;
  one("[data-when=next]").hidden = !started;
  one("#kept").hidden = started || !one("#kept").dataset.known;
  refill("#stops", stops.map(stopRow));
  one("#result").hidden = !started;
  const substance = Number(one("[name=substance]:checked").value);
  const numbers = stops.map(({ number }) => number);
  const route = routeOf(data, numbers, substance, app.today());
  refill("#verdict", started ? [verdict(route.verdicts)] : []);
  refill("#places", route.stops.map(placeCard));
  refill("#borders", route.borders.map(borderRow));
  one("#changes").hidden = !route.borders.length;
  one("#result [data-slot=date]").textContent = inWords(route.oldest);
}

function refill(selector, parts) {
  one(selector).textContent = "";
  one(selector).append(...parts);
}

function stopRow(entry, i) {
  const row = find.made("stop", entry);
  const earlier = one("[data-do=earlier]", row);
  earlier.disabled = !i;
  earlier.addEventListener("click", () => {
    [stops[i - 1], stops[i]] = [stops[i], stops[i - 1]];
    show();
    one(`#stops li:nth-child(${i}) button:not([disabled])`).focus();
  });
  one("[data-do=remove]", row).addEventListener("click", () => {
    stops.splice(i, 1);
    show();
    one("#place").focus();
  });
  return row;
}

/** The strictest as a heading; the others, down to what we do not know, below it. */
function verdict(verdicts) {
  const [[first, places], ...others] = verdicts;
  const section = find.made(first, { places: places.join(", ") });
  for (const [name, named] of others) {
    const said = find.made(name, { places: named.join(", ") });
    for (const words of said.querySelectorAll("h2, p")) {
      const line = page.createElement("p");
      line.textContent = words.textContent;
      one("div", section).append(line);
    }
  }
  return section;
}

function placeCard({ title, url, status, having, carrying, checked, notes }) {
  const acts = { having: having[1], carrying: carrying[1] };
  const words = { title, ...acts, checked: inWords(checked), notes: notes.join(" ") };
  const card = find.made("place", words, { url, without: notes.length ? [] : ["notes"] });
  one("[data-slot=chip]", card).append(find.made(`chip ${status}`));
  return card;
}

function borderRow({ before, after, ...changes }) {
  const words = {
    from: before.title,
    to: after.title,
    havingBefore: before.having[1],
    havingAfter: after.having[1],
    carrying: after.carrying[1],
  };
  const without = Object.keys(changes).filter((name) => !changes[name]);
  const row = find.made("border", words, { without });
  if (changes.status) {
    one("[data-slot=chipBefore]", row).append(find.made(`chip ${before.status}`));
    one("[data-slot=chipAfter]", row).append(find.made(`chip ${after.status}`));
  }
  return row;
}

const inWords = (date) =>
  date ? app.inWords(date) : one('template[data-is="no date"]').content.textContent;

if (page && one("#route"))
  start().catch((problem) => {
    console.warn("Leafline:", String(problem));
    say("no-data", true);
  });
