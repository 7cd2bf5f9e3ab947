// Draws each text that comes in as JSON, for test_qr.py: its modules and its path, or what was wrong.
import { readFileSync } from "node:fs";

import { script } from "./reading.mjs";

const { qrMatrix, qrPath } = await script("qr");

function drawn(text) {
  try {
    const rows = qrMatrix(text);
    return { rows, ...qrPath(rows) };
  } catch (problem) {
    return { problem: String(problem) };
  }
}

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(drawn)));
