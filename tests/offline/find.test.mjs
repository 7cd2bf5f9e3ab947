// The phone finds what the server finds: the same things in the same order.
import assert from "node:assert/strict";
import { test } from "node:test";

import { cases, script } from "./reading.mjs";

const { check, entriesOf, fold, searchAll } = await script("find");

for (const locale of ["en", "th"])
  test(`search in ${locale}`, () => {
    const data = cases(`${locale}-find`);
    const entries = entriesOf(data);
    for (const [query, laws, helps] of cases(`${locale}-search`)) {
      const found = searchAll(entries, data.plant, query);
      const shown = ({ url, icon }, { title, line }) => [url, icon, title, line];
      assert.deepEqual(found.map((entry) => shown(entry, entry)), laws, query);
      assert.deepEqual(found.map((entry) => shown(entry.help || entry, entry)), helps, query);
    }
  });

test("mixing", () => {
  const data = cases("en-mixing");
  for (const [texts, expected] of cases("mixing")) {
    const found = check(data, texts).map(({ text, known, level, matches }) => [
      text,
      known,
      data.levels[level][0],
      matches.map(({ number, name, guessed }) => [data.interactions[number][0], name, guessed]),
    ]);
    assert.deepEqual(found, expected, texts.join(" | "));
  }
});

test("folding letters of every script that we meet", () => {
  for (const [text, folded] of cases("folding")) assert.equal(fold(text), folded, text);
});
