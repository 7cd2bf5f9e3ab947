// Stamps, marks and messages of the phone for what comes in as JSON: test_kit_script.py.
import { readFileSync } from "node:fs";

import { script } from "./reading.mjs";

const { counted, fitted, mark, stamp } = await script("kit");
const { words, texts, messages, cards } = JSON.parse(readFileSync(0, "utf8"));

console.log(
  JSON.stringify({
    marks: texts.map(mark),
    counts: texts.map((text) => counted(words, text)),
    messages: messages.map((parts) => fitted(words, parts)),
    stamps: cards.map(({ day, ...card }) => [stamp(words, day), stamp(words, day, card)]),
  }),
);
