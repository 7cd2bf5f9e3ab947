// The law on a route: what the server would say of each place on that day, and never milder.
import assert from "node:assert/strict";
import { test } from "node:test";

import { cases, script } from "./reading.mjs";

const { lawOn, routeOf } = await script("route");
const data = cases("en-law");
const numbers = new Map(data.kinds.place.rows.map(([rest], number) => [rest.slice(1), number]));
const route = (places, substance = 0, day = "2026-11-22") =>
  routeOf(data, places.map((slug) => numbers.get(slug)), substance, day);

test("the law of a place on a day", () => {
  for (const [slug, substance, day, ...expected] of cases("law")) {
    const law = lawOn(data, numbers.get(slug), substance, day);
    const acts = [law.having, law.selling, law.carrying].map(([key]) => key);
    const found = [law.status, ...acts, law.checked];
    assert.deepEqual(found, expected, `${slug} ${substance} ${day}`);
  }
});

test("a clock set before the file was made counts as that day", () => {
  const [before, then] = ["1999-01-01", "2026-11-22"].map((day) => route(["us-il", "th"], 0, day));
  assert.deepEqual(before, then);
});

test("the strictest place comes first, whatever the order of travel", () => {
  for (const places of [["us-il", "us-tn", "us-tx"], ["us-tx", "us-il", "us-tn"]]) {
    const { verdicts } = route(places);
    assert.deepEqual(verdicts[0], ["banned", ["Tennessee"]]);
  }
});

test("unknown is never said to be allowed, and a mild word never follows a strict one", () => {
  const { verdicts } = route(["aq", "us-tn"]);
  assert.deepEqual(verdicts.map(([name]) => name), ["banned", "unclear"]);
  assert.deepEqual(route(["aq"]).verdicts, [["unclear", ["Antarctica"]]]);
});

test("every status has its verdict, also where only an act is banned", () => {
  for (const [number, law] of data.law.entries())
    for (const substance of law ? [0, 1] : []) {
      const { stops, verdicts } = routeOf(data, [number, number], substance, "2026-11-22");
      assert.ok(verdicts.length, stops[0].title);
      const [first] = verdicts[0];
      if (stops[0].having[0] === "banned") assert.match(first, /banned|having/, stops[0].title);
      if (stops[0].status === "banned") assert.match(first, /banned|selling|carrying/);
      if (stops[0].status === "unclear") assert.match(first, /unclear|having/);
      if (first === "legal") assert.ok(stops.every(({ status }) => status === "legal"));
    }
});

test("carrying in counts where a country is entered, not inside it", () => {
  const entered = (places) => route(places).borders.map(({ carrying }) => carrying);
  assert.deepEqual(entered(["us-il", "us-tx"]), [false]);
  assert.deepEqual(entered(["us-il", "th", "us-il"]), [true, true]);
});

test("a border where nothing changes says so", () => {
  const [border] = route(["us-tn", "us-tn"]).borders;
  assert.ok(border.same && !border.status && !border.having);
});

test("the oldest check is that of the place looked up longest ago, or unknown", () => {
  const { oldest, stops } = route(["us-tn", "us-il"]);
  assert.equal(oldest, stops.map(({ checked }) => checked).sort()[0]);
  assert.equal(route(["us-tn", "aq"]).oldest, "");
});
