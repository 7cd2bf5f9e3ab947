// Search and the mixing checker on the phone, over data that is saved with the pages. They find
// what the server finds: pwa/answers/search.py, pwa/store/store.py, pwa/answers/mixing.py.

const CANDIDATES = 400; // as pwa/store/store.py has it
const ALIKE = 0.45; // these two as pwa/answers/search.py has them
const MOST_WORDS = 8;
const LONGEST = 100; // as pwa/web/parameters.py has it
// Scripts without spaces between words, as pwa/answers/search.py has them.
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]/;
const SHORTEST_START = 3; // these four as pwa/answers/mixing.py has them
const SHORTEST_GUESS = 5;
const LIKENESS = 0.75;
const LIKENESS_WITH_OTHER_START = 0.85;

// --- Texts ---------------------------------------------------------------------------------------

/** Python's casefold, but for Cherokee: ß is ss, every sigma is σ, a dotless ı stays. */
function small(text) {
  const folded = text.replace(/[^ı]+/g, (part) => part.toLowerCase().toUpperCase().toLowerCase());
  return folded.replace(/ς/g, "σ");
}

export function fold(text) {
  const bare = small(text).normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  return bare.normalize("NFC");
}

const split = (text) => text.split(/\s+/).filter(Boolean);
const length = (text) => [...text].length; // in letters, where .length counts some twice
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

function trigrams(word) {
  const letters = [...word];
  const last = Math.max(1, letters.length - 2);
  return [...new Set(letters.slice(0, last).map((_, i) => letters.slice(i, i + 3).join("")))];
}

// --- Search --------------------------------------------------------------------------------------

/** What a file of pwa/web/phone_data.py lets us find, in its order. */
export function entriesOf({ kinds, help }) {
  const places = kinds.place.rows;
  const folded = places.map(([, title, , , other]) => other || fold(title));
  const from = (n) => (n < 0 ? [] : [n, ...from(places[n][2])]);
  return Object.entries(kinds).flatMap(([kind, { url, icon, rows }]) =>
    rows.map(([rest, title, line, terms, other], number) => {
      const inside = typeof line !== "number" ? [] : kind === "place" ? from(line) : [line];
      const name = other || fold(title);
      const further = [terms, ...inside.map((n) => folded[n])].filter(Boolean).join(" ");
      const names = ` ${name} ${further} `;
      return {
        kind,
        number,
        url: url + rest,
        icon,
        help: kind === "place" && help && { url: help[0] + rest, icon: help[1] },
        title,
        line: typeof line === "string" ? line : inside.map((n) => places[n][1]).join(", "),
        name,
        names,
        words: split(names),
        nameWords: split(name),
        size: length(names) - 2,
        titleSize: length(other || title),
      };
    }),
  );
}

/** What fits the words best, misspelt or not, the best first. */
export function search(entries, text, limit = 20) {
  const sought = tellingWords(fold(text));
  const long = sought.filter((part) => length(part) > 2);
  // Short words count only where there is no longer one ("in", "is"; but "UK").
  const parts = (long.length ? long : sought).map((part) => [part, trigrams(` ${part} `)]);
  const found = candidates(entries, sought)
    .map((entry) => ({ entry, all: score(parts, entry.words), size: entry.titleSize }))
    .filter(({ all }) => all);
  for (const hit of found) hit.worth = hit.all + score(parts, hit.entry.nameWords) / 2;
  const place = ({ entry }) => Number(entry.kind !== "place");
  found.sort((a, b) => b.worth - a.worth || place(a) - place(b) || a.size - b.size);
  return found.slice(0, limit).map(({ entry }) => entry);
}

/** The words of a question, each once; the longest where there are more than MOST_WORDS. */
function tellingWords(text) {
  const words = [...new Set(split(text))];
  const kept = [...words].sort((a, b) => length(b) - length(a)).slice(0, MOST_WORDS);
  return words.filter((word) => kept.includes(word));
}

/** Names of the plant stand behind everything: they count only where nothing else is found. */
export function searchAll(entries, plant, text) {
  const unspaced = plant.filter((name) => UNSPACED.test(name));
  const bare = unspaced.sort((a, b) => length(b) - length(a)).reduce(without, text);
  const telling = split(bare).filter((word) => !plant.includes(fold(word)));
  const found = search(entries, telling.join(" "));
  return found.length ? found : search(entries, text);
}

function without(text, name) {
  return fold(text).includes(name) ? fold(text).split(name).join(" ") : text;
}

/** The entries that share a trigram with the words, by SQLite's bm25: it decides between equals. */
function candidates(entries, sought) {
  const pieces = [...new Set(sought.flatMap((word) => trigrams(` ${word} `)))].sort();
  const usual = sum(entries.map(({ size }) => size)) / entries.length;
  const ranks = entries.map(() => 0);
  for (const piece of pieces) {
    const counts = entries.map(({ names }) => count(names, piece));
    const hits = counts.filter(Boolean).length;
    const weight = Math.max(Math.log((entries.length - hits + 0.5) / (hits + 0.5)), 1e-6);
    counts.forEach((n, i) => {
      ranks[i] += weight * ((n * 2.2) / (n + 1.2 * (0.25 + (0.75 * entries[i].size) / usual)));
    });
  }
  const order = [...entries.keys()].filter((i) => ranks[i]);
  order.sort((a, b) => ranks[b] - ranks[a]);
  return order.slice(0, CANDIDATES).map((i) => entries[i]);
}

function count(text, piece) {
  let n = 0;
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) n += 1;
  return n;
}

function score(parts, words) {
  const shares = parts.map((part) => Math.max(0, ...words.map((word) => share(part, word))));
  return Math.max(0, ...shares) < ALIKE ? 0 : sum(shares);
}

function share([part, pieces], word) {
  if (word === part) return 1;
  const starts = word.startsWith(part);
  if (pieces.length < 3) return starts ? 0.6 : 0; // a word of one or two letters
  if (starts) return 0.9;
  const [shorter, longer] = [length(part), length(word)].sort((a, b) => a - b);
  const inside = word.includes(part) || (part.includes(word) && length(word) > 2);
  if (UNSPACED.test(part) && inside) return 0.5 + (0.4 * shorter) / longer;
  const padded = ` ${word} `;
  return (0.85 * pieces.filter((piece) => padded.includes(piece)).length) / pieces.length;
}

// --- Mixing --------------------------------------------------------------------------------------

/** Small letters without accents; `7-OH`, `7oh` and `7 oh` read the same. Marks of Thai stay. */
function plain(text) {
  const letters = fold(text).replace(/['’]/g, "");
  const bare = letters.replace(/[^\p{L}\p{N}\p{Mn}\p{Mc}]+/gu, " ").trim();
  return bare.replace(/(\p{Nd})(?=[\p{L}\p{Nl}\p{No}])/gu, "$1 ");
}

/** The words that tell one thing from another, in the singular. */
function telling(text, fillers) {
  const many = (word) => length(word) > SHORTEST_START && word.endsWith("s");
  const words = split(plain(text)).map((word) => (many(word) ? word.slice(0, -1) : word));
  return [...new Set(words)].filter((word) => !fillers.includes(word)).sort();
}

/** What we hold on everything that the texts name: [{text, matches, known, level}]. */
export function check(data, texts) {
  const names = data.names.map(([number, name, words]) => ({
    number,
    name,
    words: words.split(" "),
    joined: name.includes("/"),
  }));
  const whole = new Set(names.map(({ name }) => plain(name)));
  return texts.flatMap((text) => things(text, whole)).map((thing) => find(data, names, thing));
}

/** The things in one text; a name that itself holds "and" or a comma stays whole. */
function things(text, whole) {
  const between = /(^|[^\p{L}\p{N}_])(?:and|with|plus|con|y|e|más)(?![\p{L}\p{N}_])/giu;
  const cut = text.replace(between, "$1,").split(/[,;+&\n]|กับ|และ/);
  const pieces = whole.has(plain(text)) ? [text] : cut;
  return pieces.map((piece) => piece.trim()).filter(plain);
}

function find(data, names, text) {
  const level = (number) => data.interactions[number][1];
  const asked = telling(text, data.fillers);
  const named = namedBy(asked, names);
  const left = asked.filter((word) => !named.some(({ words }) => words.includes(word)));
  const guesses = left.map((word) => alike(word, names));
  const matches = [
    ...named.map(({ number, name }) => ({ number, name, guessed: false })),
    ...guesses.flat().map(({ number, name }) => ({ number, name, guessed: true })),
  ].filter(({ number }, i, every) => every.findIndex((other) => other.number === number) === i);
  matches.sort((a, b) => a.guessed - b.guessed || level(b.number) - level(a.number));
  const known = matches.length > 0 && guesses.every((found) => found.length);
  const sure = known && !matches.some(({ guessed }) => guessed);
  const unknown = data.levels.findIndex(([key]) => key === "unknown");
  const levels = matches.map(({ number }) => level(number));
  return { text, matches, known, level: Math.max(...(sure ? [] : [unknown]), ...levels) };
}

/** Names that lie whole in the question, or that the whole question lies in ("opioids"). */
function namedBy(asked, names) {
  if (!asked.length) return [];
  const within = (some, more) => some.every((word) => more.includes(word));
  const inside = names.filter(({ words }) => within(words, asked));
  const around = names.filter(({ words }) => words.length > asked.length && within(asked, words));
  const single = around.filter(({ joined }) => !joined);
  return [...inside, ...(inside.length || single.length ? single : around)];
}

/** Names with a word that this one starts, or that it is a likely misspelling of. */
function alike(word, names) {
  const known = new Set(names.flatMap(({ words }) => words));
  const close = new Set([...known].filter((each) => isAlike(word, each)));
  return names.filter(({ words, joined }) => !joined && words.some((each) => close.has(each)));
}

function isAlike(word, known) {
  const [a, b] = [[...word], [...known]];
  if (a.length >= SHORTEST_START && known.startsWith(word)) return true;
  const shorter = Math.min(a.length, b.length);
  const wanted = a[0] === b[0] ? LIKENESS : LIKENESS_WITH_OTHER_START;
  const possible = shorter >= SHORTEST_GUESS && (2 * shorter) / (a.length + b.length) >= wanted;
  return possible && likeness(a, b) >= wanted;
}

/** The ratio of Python's SequenceMatcher: twice the letters in common blocks, over all letters. */
function likeness(a, b) {
  return (2 * common(a, b)) / (a.length + b.length);
}

/** Letters in the longest common block, the first of equals, and in what lies on either side. */
function common(a, b) {
  let [size, inA, inB] = [0, 0, 0];
  a.forEach((_, i) =>
    b.forEach((_, j) => {
      let n = 0;
      while (i + n < a.length && j + n < b.length && a[i + n] === b[j + n]) n += 1;
      if (n > size) [size, inA, inB] = [n, i, j];
    }),
  );
  if (!size) return 0;
  const before = common(a.slice(0, inA), b.slice(0, inB));
  return before + size + common(a.slice(inA + size), b.slice(inB + size));
}

// --- Pages ---------------------------------------------------------------------------------------

const page = globalThis.document;
const one = (selector, within = page) => within.querySelector(selector);

/** A file of pwa/web/phone_data.py, saved or from the network. */
export async function load(kind) {
  const answer = await fetch(`/${location.pathname.split("/")[1]}/data/${kind}.json`);
  if (!answer.ok) throw new Error(`${kind}: ${answer.status}`);
  return answer.json();
}

/** A template of the page with its words, links and those parts that apply. */
export function made(name, words = {}, { url, without = [] } = {}) {
  const part = one(`template[data-is="${name}"]`).content.cloneNode(true);
  const all = (selector) => [...part.querySelectorAll(selector)];
  for (const slot of all("[data-slot]")) slot.textContent = words[slot.dataset.slot];
  for (const gone of without.flatMap((what) => all(`[data-if="${what}"]`))) gone.remove();
  if (url) one("a", part).href = url;
  return part;
}

function asked(name) {
  const text = (new URLSearchParams(location.search).get(name) || "").trim();
  return [...text].slice(0, LONGEST).join("");
}

async function answerSearch(box) {
  const [query, wish] = [asked("q"), asked("for")];
  if (wish === "law" || wish === "help") keepWish(wish);
  if (!query) return;
  one("#q").value = query;
  const data = await load("find");
  const found = searchAll(entriesOf(data), data.plant, query);
  box.append(made(found.length ? "results" : "nothing", { query }));
  for (const entry of found) {
    const { url, icon } = (wish === "help" && entry.help) || entry;
    one("ul", box).append(made(icon, entry, { url }));
  }
}

/** The next search is for the same: the law of places or their helplines. */
function keepWish(wish) {
  if (one("form [name=for]")) return;
  const field = page.createElement("input");
  one("#q").form.append(Object.assign(field, { type: "hidden", name: "for", value: wish }));
}

async function answerMixing(box) {
  const texts = [asked("with"), asked("and")];
  if (!texts.some(Boolean)) return;
  [one("#with").value, one("#and").value] = texts;
  const data = await load("mixing");
  const found = check(data, texts.filter(Boolean));
  if (!found.length) return void box.append(made("nothing", { asked: texts.find(Boolean) }));
  const without = found.every(({ known }) => known) ? ["unknown"] : [];
  box.append(made(`verdict ${Math.max(...found.map(({ level }) => level))}`, {}, { without }));
  for (const finding of found) box.append(...cards(data, finding));
  box.append(made("advice", {}, { without }));
}

function cards(data, { text, matches }) {
  if (!matches.length) return [made("nothing", { asked: text })];
  return matches.map(({ number, name, guessed }) => {
    const [key, level, title, what, does] = data.interactions[number];
    const words = { title, what, do: does, asked: text, name };
    const url = `${data.url}/${key}`;
    return made(`match ${level}`, words, { url, without: guessed ? [] : ["guess"] });
  });
}

/** The server answers where it can: only an answer that is missing is made here. */
function start() {
  const box = one("[data-find]");
  if (!box || box.firstElementChild) return;
  const answer = { search: answerSearch, mixing: answerMixing }[box.dataset.find];
  answer(box).catch((problem) => {
    console.warn("Leafline:", String(problem));
    one('[data-say="no-data"]').hidden = false;
  });
}

if (page) start();
