// What the tests of scripts read: the scripts as they are served, and cases from test_scripts.py.
import { readFileSync } from "node:fs";

const STATIC = new URL("../../static/", import.meta.url);

/** A module of static/, whatever Node takes a .js file for. */
export function script(name) {
  const source = readFileSync(new URL(`${name}.js`, STATIC), "utf8");
  return import(`data:text/javascript,${encodeURIComponent(source)}`);
}

export function cases(name) {
  return JSON.parse(readFileSync(`${process.env.LEAFLINE_CASES}/${name}.json`, "utf8"));
}
