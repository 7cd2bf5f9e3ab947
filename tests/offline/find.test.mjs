// The phone finds what the server finds: the same things in the same order.
import assert from "node:assert/strict";
import { test } from "node:test";

import { cases, script } from "./reading.mjs";

const { check, entriesOf, fold, searchAll } = await script("find");

test("search finds what the server finds, in its order", () => {
  const data = cases("en-find");
  const mixing = { ...cases("en-mixing"), ...cases("en-names") };
  const entries = entriesOf(data);
  for (const [query, laws, helps] of cases("en-search")) {
    const found = searchAll(entries, data, mixing, query);
    const shown = ({ url, icon }, { title, line }) => [url, icon, title, line];
    assert.deepEqual(found.map((entry) => shown(entry, entry)), laws, query);
    assert.deepEqual(found.map((entry) => shown(entry.help || entry, entry)), helps, query);
  }
});

for (const locale of ["en", "es", "th"]) {
  test(`in ${locale} each place is found by its name there and in English`, () => {
    const data = cases(`${locale}-find`);
    const mixing = { ...cases(`${locale}-mixing`), ...cases(`${locale}-names`) };
    const entries = entriesOf(data);
    for (const [name, url] of cases(`${locale}-named`)) {
      const found = searchAll(entries, data, mixing, name).slice(0, 5);
      assert.ok(found.some((entry) => entry.url === url), `${name}: ${found.map((e) => e.url)}`);
    }
  });

  test(`mixing in ${locale}`, () => {
    const data = { ...cases(`${locale}-mixing`), ...cases(`${locale}-names`) };
    for (const [texts, expected] of cases(`${locale}-mixed`)) {
      const found = check(data, texts).map(({ text, known, level, matches }) => [
        text,
        known,
        data.levels[level][0],
        matches.map((it) => [data.interactions[it.number][0], it.name, it.guessed, it.holds]),
      ]);
      assert.deepEqual(found, expected, texts.join(" | "));
    }
  });
}

test("folding letters of every script that we meet", () => {
  for (const [text, folded] of cases("folding")) assert.equal(fold(text), folded, text);
});
