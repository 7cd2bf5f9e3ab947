// /sw.js names RELEASES and URGENT, then loads this. Packs: pwa/release/packs.py. Rules: decision 0011.
"use strict";

const PREFIX = "leafline-";
const PHONE = PREFIX + "phone"; // what the reader chose to keep
const NOTICES = PREFIX + "notices"; // notices by their address, newest copy
const MOST_NOTICES = 60;
const PAGE_LIMIT = 3500; // milliseconds
const NOTICES_LIMIT = 3000;
const PATIENT_LIMIT = 30000; // when a reader asks again for a page that was too slow
const STALL_LIMIT = 60000; // a download that brings nothing for so long has died

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => event.waitUntil(obey(event)));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (isOurs(event.request, url))
    event.respondWith(answer(event.request, url).catch(() => fetch(event.request)));
});

// --- Install and change of release

async function install() {
  const wanted = await wantedLocales();
  const had = await Promise.all(wanted.map((locale) => isStored(locale, "essential")));
  await Promise.all(wanted.map(storeEssential));
  // Nothing new to read, or a withdrawn safety statement: no reader has to choose.
  if (had.every(Boolean) || (await isUrgent())) await self.skipWaiting();
}

async function activate() {
  const urgent = await isUrgent();
  for (const locale of await savedLocales()) await deleteOlder(locale, urgent);
  await put(await caches.open(PHONE), "/~urgent", URGENT);
  await self.clients.claim();
  if (urgent)
    for (const client of await self.clients.matchAll()) client.postMessage({ say: "urgent" });
}

async function isUrgent() {
  const seen = await read(PHONE, "/~urgent");
  return seen !== undefined && URGENT > seen;
}

/** Older copies of a language go once the new one is as complete, or at once when it is urgent. */
async function deleteOlder(locale, urgent) {
  const older = await olderCaches(locale);
  // What is not ours may also be of a newer worker that waits for its turn.
  if (!urgent && (self.registration.installing || self.registration.waiting)) return;
  const hadAll = await Promise.all(older.map((name) => read(name, "/~full")));
  const complete = (await isStored(locale, "full")) || !hadAll.some(Boolean);
  if (!RELEASES[locale] || urgent || (complete && (await isStored(locale, "essential"))))
    await Promise.all(older.map((name) => caches.delete(name)));
}

/** Languages that have a pack on this phone, and those of open windows. */
async function wantedLocales() {
  const windows = await self.clients.matchAll({ includeUncontrolled: true, type: "window" });
  const open = windows.map((client) => localeOf(new URL(client.url).pathname));
  const all = new Set([...(await savedLocales()), ...open]);
  return [...all].filter((locale) => RELEASES[locale]);
}

async function obey({ data, ports }) {
  let done = false;
  try {
    if (data.do === "use") await self.skipWaiting();
    if (data.do === "save") await save(data.locale, data.all);
    if (data.do === "tidy") await deleteOlder(data.locale, false);
    if (data.do === "forget") await forget();
    done = true;
  } catch (problem) {
    console.warn("Leafline:", String(problem));
  }
  for (const port of ports) port.postMessage({ done });
}

const underWay = new Map();

/** Store a language; two wishes for the same are one download. */
function save(locale, all) {
  const key = locale + all;
  if (!underWay.has(key))
    underWay.set(
      key,
      storeAll(locale, all).finally(() => underWay.delete(key)),
    );
  return underWay.get(key);
}

async function storeAll(locale, all) {
  if (!RELEASES[locale]) throw new Error(`no release of ${locale}`);
  await storeEssential(locale);
  if (all) await storeFull(locale);
}

async function forget() {
  await self.registration.unregister();
  const ours = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  await Promise.all(ours.map((name) => caches.delete(name)));
  remembered.clear();
}

// --- Packs

function cacheOf(locale) {
  return RELEASES[locale] ? `${PREFIX}pack-${locale}-${RELEASES[locale].id}` : "";
}

async function packCaches(locale) {
  const start = `${PREFIX}pack-${locale}-`;
  return (await caches.keys()).filter((name) => name.startsWith(start));
}

async function olderCaches(locale) {
  return (await packCaches(locale)).filter((name) => name !== cacheOf(locale));
}

async function savedLocales() {
  const names = await caches.keys();
  return [...new Set(names.flatMap((name) => name.match(/^leafline-pack-(.+)-[^-]+$/)?.[1] || []))];
}

async function isStored(locale, pack) {
  return (await read(cacheOf(locale), `/~${pack}`)) !== undefined;
}

/** The essential pack: all of it or nothing. Its header is stored last and says "complete". */
async function storeEssential(locale) {
  if (await isStored(locale, "essential")) return;
  const name = cacheOf(locale);
  const response = await get(`/${locale}/packs/${RELEASES[locale].id}/essential.ndjson`);
  const [first, ...sheets] = (await response.text()).trimEnd().split("\n");
  const header = headerOf(first, locale);
  if (sheets.length !== header.sheets) throw new Error("the essential pack is cut off");
  const cache = await caches.open(name);
  await Promise.all(sheets.map((sheet, n) => put(cache, `/~essential/${n}`, sheet)));
  await put(cache, "/~essential", first);
}

/** The full pack: sheet by sheet, from near where an earlier download stopped. */
async function storeFull(locale) {
  if (await isStored(locale, "full")) return;
  const pack = await (await get(`/${locale}/pack.json`)).json();
  if (pack.release !== RELEASES[locale].id) return void (await self.registration.update());
  const cache = await caches.open(cacheOf(locale));
  const has = await storedSheets(cache);
  const part = pack.packs.full.parts.filter(({ from }) => from <= has).pop();
  let header = "";
  let next = part.from;
  for await (const line of linesOf(part.url)) {
    if (!header) {
      headerOf(line, locale);
      header = line;
      await put(cache, "/~full-partial", header);
    } else {
      if (next >= has) await put(cache, `/~full/${next}`, line);
      next += 1;
    }
  }
  if (!header || next !== JSON.parse(header).sheets) throw new Error("the full pack is cut off");
  await put(cache, "/~full", header);
  remembered.clear();
}

async function storedSheets(cache) {
  let count = 0;
  while (await cache.match(`/~full/${count}`)) count += 1;
  return count;
}

function headerOf(line, locale) {
  const header = JSON.parse(line);
  if (header.release !== RELEASES[locale].id) throw new Error("the server has moved on");
  return header;
}

async function* linesOf(address) {
  const stop = new AbortController();
  let alarm = setTimeout(() => stop.abort(), STALL_LIMIT);
  try {
    const { body } = await get(address, stop.signal);
    if (!body) throw new Error("a pack is empty");
    const reader = body.getReader();
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      clearTimeout(alarm);
      if (done) break;
      alarm = setTimeout(() => stop.abort(), STALL_LIMIT);
      const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
      rest = lines.pop() || "";
      yield* lines;
    }
    if (rest) throw new Error("a pack is cut off");
  } finally {
    clearTimeout(alarm);
  }
}

/** Only a plain answer of our own server may be stored. */
async function get(address, signal) {
  const response = await fetch(address, { signal, cache: "no-cache", credentials: "omit" });
  if (!isStorable(response)) throw new Error(`${address}: ${response.status}`);
  return response;
}

function isStorable(response) {
  return response.status === 200 && response.type === "basic" && !response.redirected;
}

/** What a pack holds at an address, as an answer; undefined where none does. */
async function fromPacks(locale, address) {
  for (const name of [cacheOf(locale), ...(await olderCaches(locale))])
    for (const pack of ["essential", "full"]) {
      const found = await fromPack(name, pack, address);
      if (found) return found;
    }
  return undefined;
}

async function fromPack(name, pack, address) {
  const header =
    (await readJson(name, `/~${pack}`)) || (pack === "full" && (await readJson(name, "/~full-partial")));
  if (!header) return undefined;
  const sheet = await readJson(name, `/~${pack}/${sheetNumber(header.firsts, address)}`);
  const entry = sheet && sheet.entries[address];
  if (!entry) return undefined;
  const [type, own, runs] = entry;
  const text = assemble(sheet.lines, own, runs);
  const headers = { "Content-Type": `${type}; charset=utf-8` };
  if (type !== "text/html") return new Response(text, { headers });
  const mark = `<meta name="release" content="${header.release} ${header.date}">`;
  return new Response(text.replace('<meta name="release" content="">', mark), {
    headers: { ...header.headers, ...headers },
  });
}

/** The last sheet that starts at or before the address. */
function sheetNumber(firsts, address) {
  let low = 0;
  let high = firsts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (firsts[middle] <= address) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function assemble(lines, own, runs) {
  const said = [];
  for (let i = 0; i < runs.length; i += 2) said.push(...lines.slice(runs[i], runs[i] + runs[i + 1]));
  const text = said.join("\n");
  return own.length ? text.replace(/[\u0001-\u0008]/g, (mark) => own[mark.charCodeAt(0) - 1]) : text;
}

// --- Answers

function isOurs(request, url) {
  if (request.method !== "GET" || url.origin !== self.location.origin) return false;
  if (request.mode === "navigate") return !/^\/(api\/|healthz|readyz|static\/|[^/]+\/embed\/)/.test(url.pathname);
  return url.pathname.startsWith("/static/") || Boolean(RELEASES[localeOf(url.pathname)]);
}

function localeOf(path) {
  return path.split("/")[1];
}

async function answer(request, url) {
  const locale = localeOf(url.pathname);
  if (url.pathname === "/") return frontDoor(request, url);
  if (locale === "k") return fromCard(request, url);
  if (url.pathname.startsWith("/static/")) return file(request, url);
  if (!RELEASES[locale] || /\/packs?[/.]/.test(url.pathname)) return fetch(request);
  const path = url.pathname.toLowerCase();
  if (path === `/${locale}`) return Response.redirect(`/${locale}/${url.search}`, 302);
  if (path !== url.pathname) return Response.redirect(path + url.search, 308);
  if (/^\/[^/]+\/(notices|data\/notices)/.test(path)) return notices(request, url, locale);
  return page(request, url, locale);
}

/** The link on a card or in a message: without a network, the saved helplines of its place. */
async function fromCard(request, url) {
  const [, locale, place] = url.pathname.toLowerCase().match(/^\/k\/([^/]+)\/(.+)\/\w+$/) || [];
  try {
    return await within(PAGE_LIMIT, fetch(request));
  } catch {
    const help = `/${locale}/help/${place}`;
    if (RELEASES[locale] && (await fromPacks(locale, help))) return Response.redirect(help, 302);
    return (await sorry(locale)) || Response.error();
  }
}

/** To the language that the reader keeps, or else the best of those that are saved. */
async function frontDoor(request, url) {
  const to = { emergency: "emergency", help: "help", law: "law", mixing: "mixing" };
  const kept = (await readJson(PHONE, "/~kept")) || {};
  const saved = await savedLocales();
  const asked = [kept.locale, ...navigator.languages.flatMap((tag) => [tag, tag.split("-")[0]])];
  const locale = asked.find((tag) => saved.includes(tag)) || saved[0];
  if (!locale) return fetch(request);
  return Response.redirect(`/${locale}/${to[url.searchParams.get("to")] || ""}`, 302);
}

async function file(request, url) {
  for (const locale of await savedLocales()) {
    const found = await fromPacks(locale, url.pathname + url.search);
    if (found) return found;
  }
  return fetch(request);
}

const tooSlow = new Set();

/** The saved copy of a page at once; else the network or a plain word. */
async function page(request, url, locale) {
  const address = pageAddress(url);
  const saved = address && (await fromPacks(locale, address));
  if (saved) return saved;
  const limit = tooSlow.has(url.href) ? PATIENT_LIMIT : PAGE_LIMIT;
  try {
    const answered = await within(limit, fetch(request));
    tooSlow.delete(url.href);
    return answered;
  } catch {
    tooSlow.add(url.href);
    return (await sorry(locale)) || Response.error();
  }
}

/** The address under which a pack holds a page; "" where each question has its own answer. */
function pageAddress(url) {
  if (url.searchParams.has("share")) return `/${localeOf(url.pathname)}/share`;
  const substance = url.searchParams.get("substance");
  if (!/^\/[^/]+\/law\/./.test(url.pathname)) return url.pathname;
  if (url.searchParams.has("on")) return "";
  return substance === "7oh" ? `${url.pathname}?substance=7oh` : url.pathname;
}

/** Notices: the network for a while, then the copy, then the page without any. */
async function notices(request, url, locale) {
  const cache = await caches.open(NOTICES);
  try {
    const fresh = await within(NOTICES_LIMIT, fetch(request));
    if (isStorable(fresh)) await keepNotice(cache, url, fresh.clone());
    if (fresh.status < 500) return fresh;
  } catch {
    // Nothing arrives: what we have is below.
  }
  const stored = (await cache.match(url.href)) || (await fromPacks(locale, url.pathname));
  if (stored) return stored;
  if (request.mode !== "navigate") return new Response("", { status: 503 });
  return (await sorry(locale)) || Response.error();
}

async function keepNotice(cache, url, response) {
  const headers = new Headers(response.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  headers.set("X-Retrieved-At", new Date().toISOString());
  try {
    await cache.put(url.href, new Response(await response.blob(), { headers }));
    const all = await cache.keys();
    await Promise.all(all.slice(0, -MOST_NOTICES).map((old) => cache.delete(old)));
  } catch {
    // No room: the reader has the notice in front of them all the same.
  }
}

/** The page that says what is going on, in the language asked for or in one that is saved. */
async function sorry(locale) {
  for (const each of [locale, ...(await savedLocales())]) {
    const found = await fromPacks(each, `/${each}/offline`);
    if (found) return new Response(found.body, { status: 503, headers: found.headers });
  }
  return undefined;
}

function within(milliseconds, promise) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("nothing arrived")), milliseconds);
    promise.then(resolve, reject);
  });
}

// --- Storage

const remembered = new Map(); // the sheets read last, parsed
const MOST_REMEMBERED = 6;

async function read(name, key) {
  if (!name || !(await caches.has(name))) return undefined;
  const found = await (await caches.open(name)).match(key);
  return found && found.text();
}

async function readJson(name, key) {
  const place = name + key;
  if (remembered.has(place)) return remembered.get(place);
  const text = await read(name, key);
  if (text === undefined) return undefined;
  const parsed = JSON.parse(text);
  if (name.startsWith(PREFIX + "pack-") && !key.endsWith("-partial")) {
    if (remembered.size >= MOST_REMEMBERED) remembered.delete(remembered.keys().next().value);
    remembered.set(place, parsed);
  }
  return parsed;
}

function put(cache, key, text) {
  return cache.put(key, new Response(text, { headers: { "Content-Type": "text/plain" } }));
}
