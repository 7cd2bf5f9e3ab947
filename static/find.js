// Search and the mixing checker on the phone. They find what pwa/answers/ and the store find.

// As pwa/answers/ and pwa/store/ have them.
const CANDIDATES = 400;
const ALIKE = 0.45;
const MOST_WORDS = 8;
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]/;
const SHORTEST_START = 3;
const SHORTEST_START_OF_OTHERS = 4;
const SHORTEST_PLANT = 5;
const SHORTEST_INSIDE = 3;
const SHORTEST_SLIP = 3;
const SHORTEST_GUESS = 5;
const LIKENESS = 0.75;
const LIKENESS_WITH_OTHER_START = 0.85;
const SHORTEST_ALARM = 6;

// --- Texts

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

// --- Search

/** What a file of phone_data.py lets us find, in its order. */
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
        key: rest.slice(1),
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
    .filter(({ all }) => all)
    .map((hit) => ({ ...hit, worth: hit.all + score(parts, hit.entry.nameWords) / 2 }));
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

/** What answers a question, the best first, as pwa/answers/finding.py has it. */
export function searchAll(entries, data, mixing, text) {
  const words = vocabulary(mixing);
  const asked = read(words, text);
  const raised = alarms(mixing.alarms, words.small, text);
  const one = (kind, key = "") => entries.find((entry) => entry.kind === kind && entry.key === key);
  const rest = likeIt(entries, data.plant, words, asked, text);
  let rows = withNames(mixing, words, asked, rest, one);
  if (raised.crisis) {
    const left = asked.words.filter((word) => !raised.crisis.has(word));
    rows = rows.filter((row) => row.kind !== "helpline" && titled(row, left));
  }
  const urgent = [
    ...(raised.danger ? [one("emergency"), one("topic", "overdose")] : []),
    ...(raised.crisis ? [one("talk"), one("emergency")] : []),
  ];
  const places = raised.crisis && rows[0]?.kind === "place" ? [rows[0]] : [];
  return [...new Set([...places, ...urgent, ...rows])].filter(Boolean).slice(0, 20);
}

/** Names of the plant, and small words, count only where nothing else is found. */
function likeIt(entries, plant, words, asked, text) {
  const unspaced = plant.filter((name) => UNSPACED.test(name));
  const without_ = unspaced.sort((a, b) => length(b) - length(a)).reduce(without, text);
  const telling = split(without_).filter((word) => !plant.includes(fold(word)));
  const small = (word) => split(plain(word)).every((part) => words.small.has(part));
  let bare = telling.filter((word) => !small(word)).join(" ");
  let query = text;
  if (asked.plant && !asked.words.length && split(text).length) {
    bare = "";
    if (telling.join(" ") === split(text).join(" ")) query = plant[0];
  }
  const found = search(entries, bare);
  return found.length ? found : search(entries, query);
}

function withNames(mixing, words, asked, rest, one) {
  let names = namedBy(asked, words);
  const fits = ({ key, words }) => asked.keys.includes(key) || within(words, asked.all);
  let pages = words.pages.filter(fits);
  const known = [...names, ...pages];
  const covered = new Set(known.flatMap((name) => name.words));
  const left = asked.telling.filter((word) => !covered.has(singular(word)));
  if (!known.length) {
    const long = (word) => length(word) >= SHORTEST_SLIP;
    const spoken = asked.telling.filter(long);
    const near = spoken.flatMap((word) => words.slips(singular(word)));
    const slips = spoken.length ? slipsOf(asked, words) : [];
    names = [...slips, ...near.flatMap((word) => words.byWord.get(word) || [])];
    const keys = new Set(asked.keys.filter(long).flatMap((key) => words.slips(key)));
    pages = words.pages.filter(({ key }) => keys.has(key));
  }
  const level = ({ number }) => mixing.interactions[number][1];
  const rows = [
    ...pages.map(({ topic }) => one("topic", topic)),
    ...[...names]
      .sort((a, b) => a.asks - b.asks || level(b) - level(a))
      .map(({ number }) => one("mixing", mixing.interactions[number][0])),
  ];
  const whole = known.some(({ key }) => asked.keys.includes(key));
  const apart = left.length && !whole && rest.length && titled(rest[0], left);
  return apart ? [rest[0], ...rows, ...rest.slice(1)] : [...rows, ...rest];
}

const titled = (entry, words) => entry.nameWords.some((word) => words.includes(word));

/** The alarms that a question raises, with the words of it that raise them. */
export function alarms({ groups, ...phrases }, small, text) {
  const words = split(plain(text));
  const fits = new Map();
  const fitting = (choice) => {
    if (!fits.has(choice)) fits.set(choice, words.filter((word) => fitsAlarm(choice, word, small)));
    return fits.get(choice);
  };
  const choices = (part) => (part[0] === "<" ? groups[part.slice(1, -1)].split(" ") : [part]);
  const raised = {};
  for (const [alarm, all] of Object.entries(phrases)) {
    for (const phrase of all) {
      const spoken = phrase.split(" ").map((part) => choices(part).flatMap(fitting));
      if (!spoken.every((found) => found.length)) continue;
      raised[alarm] = new Set([...(raised[alarm] || []), ...spoken.flat()]);
    }
  }
  return raised;
}

function fitsAlarm(choice, word, small) {
  const known = choice.replace(/\*$/, "");
  const size = known.length;
  if (UNSPACED.test(known[0])) {
    if (word.includes(known)) return true;
    if (size < SHORTEST_ALARM || !UNSPACED.test(word[0])) return false;
    const starts = [...Array(word.length).keys()];
    const parts = [size - 1, size, size + 1].flatMap((n) =>
      starts.filter((at) => at + n <= word.length).map((at) => word.slice(at, at + n)),
    );
    return parts.some((part) => isSlip(part, known));
  }
  const begins = known !== choice;
  if (begins ? word.startsWith(known) : word === known) return true;
  if (size < SHORTEST_ALARM || word.length < size - 1 || small.has(word)) return false;
  if (!begins) return isSlip(word, known);
  return [size, size + 1, size - 1].some((n) => isSlip(word.slice(0, n), known));
}

function without(text, name) {
  return fold(text).includes(name) ? fold(text).split(name).join(" ") : text;
}

/** The entries that share a trigram with the words, by SQLite's bm25. */
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

// --- Mixing

/** Small letters without accents; `7-OH`, `7oh` and `7 oh` read the same. Marks of Thai stay. */
function plain(text) {
  const letters = fold(text).replace(/['’]/g, "");
  const bare = letters.replace(/[^\p{L}\p{N}\p{Mn}\p{Mc}]+/gu, " ").trim();
  return bare.replace(/(\p{Nd})(?=[\p{L}\p{Nl}\p{No}])/gu, "$1 ");
}

const joined = (text) => plain(text).replaceAll(" ", "");
const singular = (word) =>
  word.length > SHORTEST_START && word.endsWith("s") ? word.slice(0, -1) : word;

/** One letter left out, put in, changed or swapped with its neighbour. */
function isSlip(word, known) {
  if (word === known || Math.abs(word.length - known.length) > 1) return false;
  let start = 0;
  while (start < word.length && start < known.length && word[start] === known[start]) start += 1;
  const [a, b] = [word.slice(start), known.slice(start)];
  if (a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1)) return true;
  return a.length > 1 && a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
}

const vocabularies = new WeakMap();

/** Vocabulary of pwa/answers/naming.py. */
function vocabulary(data) {
  if (!vocabularies.has(data)) vocabularies.set(data, wordsOf(data));
  return vocabularies.get(data);
}

function wordsOf(data) {
  const [small, things] = [new Set(data.small), new Set(data.things)];
  const named = (name, words) => ({
    name,
    words: [...new Set(words)].sort(),
    spoken: split(plain(name)),
    key: joined(name),
    joined: name.includes("/"),
  });
  const own = data.names.map(([number, name]) => {
    const words = split(plain(name)).map(singular);
    const telling = words.filter((word) => !small.has(word) && !things.has(word));
    return { number, own: true, holds: "", asks: 0, ...named(name, telling) };
  });
  const others = data.others.map(([numbers, all, topics, holds, asks]) => ({
    numbers,
    topics: split(topics),
    holds,
    asks,
    all: all.split("|").map((name) => {
      const words = split(plain(name)).filter((word) => !small.has(word));
      return named(name, words.map(singular));
    }),
  }));
  const names = [
    ...own,
    ...others.flatMap(({ numbers, holds, asks, all }) =>
      all.flatMap((name) => numbers.map((number) => ({ ...name, number, own: false, holds, asks }))),
    ),
  ];
  const pages = others.flatMap(({ topics, all }) =>
    topics.flatMap((topic) => all.map((name) => ({ ...name, topic }))),
  );
  for (const name of names) name.alone = name.own || name.words.length === 1 ? name.words : [];
  const byKey = grouped(names.map((name) => [name.key, name]));
  const byWord = grouped(names.flatMap((name) => name.alone.map((word) => [word, name])));
  const every = [...names, ...pages];
  const keys = new Set(every.map(({ key }) => key));
  const known = [...new Set([...byKey.keys(), ...byWord.keys(), ...pages.map(({ key }) => key)])];
  const plant = data.plant.filter((name) => !name.includes(" "));
  const all = [...every.flatMap(({ words }) => words), ...small, ...things, ...plant];
  const inside = (word) => UNSPACED.test(word) && word.length >= SHORTEST_INSIDE;
  return {
    names,
    pages,
    small,
    things,
    plant,
    phrases: data.plant.filter((name) => name.includes(" ")),
    keys,
    byKey,
    byWord,
    inside: new Set(all.filter(inside)),
    slips: (word) => known.filter((each) => isSlip(word, each)),
  };
}

function grouped(pairs) {
  const found = new Map();
  for (const [key, value] of pairs) {
    if (found.has(key)) found.get(key).push(value);
    else found.set(key, [value]);
  }
  return found;
}

/** The words of a text, without small ones and without the plant's own names. */
function read(known, text) {
  const whole = plain(text);
  const bare = known.phrases.reduce((all, name) => all.replaceAll(` ${name} `, " "), ` ${whole} `);
  const found = split(bare).flatMap((token) => cut(known, token));
  const named = found.filter((word) => !isPlant(known, word));
  const words = named.filter((word) => !known.small.has(word));
  const isThing = (word) => known.things.has(word) || known.things.has(singular(word));
  const telling = words.filter((word) => !isThing(word));
  return {
    words,
    telling,
    size: split(whole).length,
    keys: [...new Set([joined(text), words.join("")])],
    plant: named.length < found.length || bare.trim() !== whole,
    all: new Set(words.map(singular)),
    singulars: new Set(telling.map(singular)),
  };
}

function isPlant({ plant, keys, slips }, word) {
  if (plant.includes(word)) return true;
  if (word.length < SHORTEST_PLANT || keys.has(word)) return false;
  const like = plant.some((name) => name.length >= SHORTEST_PLANT && isSlip(word, name));
  return like && !slips(word).some((each) => keys.has(each));
}

/** The words that we know inside writing without spaces, and what is left between them. */
function cut({ inside, keys }, token) {
  if (!UNSPACED.test(token) || keys.has(token)) return [token];
  const words = [];
  let [start, left] = [0, 0];
  while (start < token.length) {
    let end = token.length;
    while (end >= start + SHORTEST_INSIDE && !inside.has(token.slice(start, end))) end -= 1;
    if (end < start + SHORTEST_INSIDE) start += 1;
    else {
      if (start > left) words.push(token.slice(left, start));
      words.push(token.slice(start, end));
      start = left = end;
    }
  }
  return left < token.length ? [...words, token.slice(left)] : words;
}

/** What we hold on everything that the texts name: [{text, matches, known, level}]. */
export function check(data, texts) {
  const known = vocabulary(data);
  return texts.flatMap((text) => foundIn(data, known, text));
}

function foundIn(data, known, text) {
  const findings = things(text, known).map((piece) => find(data, known, piece));
  const named = findings.filter(({ text: piece }) => {
    const { telling, words, plant } = read(known, piece);
    return telling.length || (words.length && !plant);
  });
  return named.length ? named : findings.filter(({ matches }) => matches.length);
}

/** The things in one text; a name that itself holds "and", or a slip in one, stays whole. */
function things(text, { keys, slips }) {
  const between = /(^|[^\p{L}\p{N}_])(?:and|with|plus|con|y|e|más)(?![\p{L}\p{N}_])/giu;
  const cuts = text.replace(between, "$1,").split(/[,;+&\n]|กับ|และ/);
  const key = joined(text);
  const pieces = keys.has(key) || slips(key).length ? [text] : cuts;
  return pieces.map((piece) => piece.trim()).filter(plain);
}

function find(data, known, text) {
  const level = (number) => data.interactions[number][1];
  const asked = read(known, text);
  const named = namedBy(asked, known);
  const covered = new Set(named.flatMap(({ words }) => words));
  const whole = named.some(({ key }) => asked.keys.includes(key));
  const rest = asked.telling.filter((word) => !covered.has(singular(word)));
  const left = whole ? [] : [...new Set(rest)];
  const slips = slipsOf(asked, known);
  const guesses = left.map((word) => alike(word, known));
  const sure = named.filter(({ asks }) => !asks);
  const highest = Math.max(-1, ...sure.map(({ number }) => level(number)));
  const guess = ({ number, name }) => ({ number, name, guessed: true, holds: "" });
  const matches = [
    ...sure.map(({ number, name, holds }) => ({ number, name, guessed: false, holds })),
    ...named.filter(({ asks }) => asks).map(({ number }) => called(data, number)),
    ...slips.filter(({ number }) => level(number) > highest).map(guess),
    ...guesses.flat().map(guess),
  ].filter(({ number }, i, every) => every.findIndex((other) => other.number === number) === i);
  matches.sort((a, b) => level(b.number) - level(a.number) || Number(a.guessed) - Number(b.guessed));
  const all = [...matches, ...confused(data, matches)];
  const near = new Set(asked.keys.flatMap((key) => known.slips(key)));
  const nearly = slips.some(({ key }) => near.has(key));
  const isKnown = all.length > 0 && (nearly || guesses.every((found) => found.length));
  const isSure = isKnown && !all.some(({ guessed }) => guessed);
  const unknown = data.levels.findIndex(([key]) => key === "unknown");
  const levels = all.map(({ number }) => level(number));
  const most = Math.max(...(isSure ? [] : [unknown]), ...levels);
  return { text, matches: all, known: isKnown, level: most };
}

const called = ({ interactions }, number) => ({
  number,
  name: interactions[number][3],
  guessed: true,
  holds: "",
});

/** What may be taken for a guess with great harm stands beside it, after all others. */
function confused(data, matches) {
  return data.confused.flatMap(([a, b]) =>
    [[a, b], [b, a]]
      .filter(([one, other]) => {
        const found = matches.find(({ number }) => number === one);
        return found?.guessed && !matches.some(({ number }) => number === other);
      })
      .map(([, other]) => called(data, other)),
  );
}

const within = (words, set) => words.length && words.every((word) => set.has(word));

/** Names that lie in the question, or in which it lies ("opioids"). */
function namedBy(asked, { names }) {
  if (!asked.keys[0]) return [];
  const inside = names.filter(
    ({ key, words, own }) =>
      asked.keys.includes(key) || within(words, own ? asked.singulars : asked.all),
  );
  const telling = [...asked.singulars];
  const around = names.filter(
    ({ words, own }) =>
      own && words.length > telling.length && within(telling, new Set(words)),
  );
  const single = around.filter((name) => !name.joined);
  return [...inside, ...(inside.length || single.length ? single : around)];
}

/** Names that the question, or one word of it, misses by one slip of the pen. */
function slipsOf(asked, known) {
  const texts = new Set([...asked.keys, ...asked.telling, ...asked.telling.map(singular)]);
  const keys = new Set([...texts].flatMap((text) => known.slips(text)));
  const found = [...keys]
    .filter((key) => key.length >= SHORTEST_SLIP)
    .flatMap((key) => known.byKey.get(key) || []);
  const { words, size } = asked;
  return found.filter(
    ({ spoken, key }) =>
      !within(words, new Set(spoken)) ||
      within(spoken, new Set(words)) ||
      (size === spoken.length && isSlip(asked.keys[0], key)),
  );
}

/** Names that this word starts, or with a word that it is a likely misspelling of. */
function alike(word, { slips, byWord }) {
  const one = singular(word);
  const near = new Set(slips(one).filter((each) => byWord.has(each)));
  const starts = [...byWord.keys()].filter((each) => each.startsWith(one));
  const size = length(one);
  const names = [...new Set([...near, ...starts])].flatMap((each) => byWord.get(each));
  let found = names.filter(
    ({ own, alone }) =>
      alone.some((each) => near.has(each)) ||
      size >= (own ? SHORTEST_START : SHORTEST_START_OF_OTHERS),
  );
  if (!found.length) {
    const like = [...byWord.keys()].filter((each) => isAlike(one, each));
    found = like.flatMap((each) => byWord.get(each));
  }
  return found.filter((name) => !name.joined);
}

function isAlike(word, known) {
  const [a, b] = [[...known], [...word]];
  const shorter = Math.min(a.length, b.length);
  const wanted = a[0] === b[0] ? LIKENESS : LIKENESS_WITH_OTHER_START;
  // The ratio of Python's SequenceMatcher: twice the letters in common, over all letters.
  const fits = (letters) => (2 * letters) / (a.length + b.length) >= wanted;
  if (shorter < SHORTEST_GUESS || !fits(shorter)) return false;
  const rest = [...b];
  const same = a.filter((letter) => rest.includes(letter) && rest.splice(rest.indexOf(letter), 1));
  return fits(same.length) && fits(common(a, b));
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

// --- Pages

const page = globalThis.document;
const one = (selector, within = page) => within.querySelector(selector);

/** A file of phone_data.py, saved or from the network. */
export async function load(kind) {
  const answer = await fetch(`/${location.pathname.split("/")[1]}/data/${kind}.json`);
  if (!answer.ok) throw new Error(`${kind}: ${answer.status}`);
  return answer.json();
}

/** A template of the page with its words, links and those parts that apply.
 * @param {{ url?: string, without?: string[] }} more */
export function made(name, words = {}, more = {}) {
  const { url, without = [] } = more;
  const part = one(`template[data-is="${name}"]`).content.cloneNode(true);
  const all = (selector) => [...part.querySelectorAll(selector)];
  for (const slot of all("[data-slot]")) slot.textContent = words[slot.dataset.slot];
  for (const gone of without.flatMap((what) => all(`[data-if="${what}"]`))) gone.remove();
  if (url) one("a", part).href = url;
  return part;
}

/** Interactions with all their names, and the words of danger. */
async function loadNames() {
  const [mixing, names] = await Promise.all([load("mixing"), load("names")]);
  return { ...mixing, ...names };
}

function asked(name) {
  const text = (new URLSearchParams(location.search).get(name) || "").trim();
  return [...text].slice(0, one("[maxlength]").maxLength).join("");
}

async function answerSearch(box) {
  const [query, wish] = [asked("q"), asked("for")];
  if (wish === "law" || wish === "help") keepWish(wish);
  if (!query) return;
  one("#q").value = query;
  const [data, mixing] = await Promise.all([load("find"), loadNames()]);
  const found = searchAll(entriesOf(data), data, mixing, query);
  box.append(made(found.length ? "results" : "nothing", { query }));
  const helps = wish === "help" || (!wish && found.slice(0, 2).some(({ kind }) => kind === "talk"));
  for (const entry of found) {
    const { url, icon } = (helps && entry.help) || entry;
    one("ul", box).append(made(icon, entry, { url }));
  }
  await leadToKept(box);
}

/** Who looks for somebody to talk to is led to the lines of the place kept here. */
async function leadToKept(box) {
  const link = one(`a[href$="/help"]`, one("ul", box) || box);
  if (!link) return;
  const { kept } = await import(one('script[src*="/app.js"]').src);
  const { place } = await kept();
  if (place) link.href += `${place}#crisis`;
}

function keepWish(wish) {
  if (one("form [name=for]")) return;
  const field = page.createElement("input");
  one("#q").form.append(Object.assign(field, { type: "hidden", name: "for", value: wish }));
}

async function answerMixing(box) {
  const texts = [asked("with"), asked("and")];
  const given = texts.filter(Boolean);
  if (!given.length) return;
  [one("#with").value, one("#and").value] = texts;
  const data = await loadNames();
  const found = check(data, given);
  if (!found.length) return void box.append(made("unnamed"));
  const level = Math.max(...found.map(({ level }) => level));
  box.append(made(`verdict ${level}`, { asked: given.join(" + ") }));
  box.append(...found.flatMap((finding) => cards(data, finding)));
  box.append(made("advice"));
}

function cards(data, { text, matches }) {
  if (!matches.length) return [made("nothing", { asked: text })];
  return matches.map(({ number, name, guessed, holds }) => {
    const [key, level, title, , what, does] = data.interactions[number];
    const words = { title, what, do: does, asked: text, name, holds };
    const without = [...(guessed ? [] : ["guess"]), ...(holds ? [] : ["holds"])];
    return made(`match ${level}`, words, { url: `${data.url}/${key}`, without });
  });
}

/** The server answers where it can: only an answer that is missing is made here. */
function start() {
  const box = one("[data-find]");
  if (box?.dataset.find === "search" && box.firstElementChild) leadToKept(box);
  if (!box || box.firstElementChild) return;
  const answer = box.dataset.find === "search" ? answerSearch : answerMixing;
  answer(box).catch((problem) => {
    console.warn("Leafline:", String(problem));
    one('[data-say="no-data"]').hidden = false;
  });
}

if (page) start();
