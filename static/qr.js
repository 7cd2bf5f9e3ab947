// QR codes, drawn on the phone by ISO/IEC 18004: bytes of UTF-8, error correction M, versions 1 to
// 10. A module is 1 where it is dark.

const QUIET = 4; // light modules on every side
// Of each version: codewords of data, blocks, codewords of error correction in a block.
const VERSIONS = [
  [16, 1, 10], [28, 1, 16], [44, 1, 26], [64, 2, 18], [86, 2, 24],
  [108, 4, 16], [124, 4, 18], [154, 4, 22], [182, 5, 22], [216, 5, 26],
];
// Annexes C and D: how a code says its mask and, from version 7 on, its version.
const FORMATS = [0x5412, 0x5125, 0x5e7c, 0x5b4b, 0x45f9, 0x40ce, 0x4f97, 0x4aa0];
const NUMBERS = [0x7c94, 0x85bc, 0x9a99, 0xa4d3];
// Rings around a centre; the last one of a finder parts it from data.
const FINDER = [1, 1, 0, 1, 0];
const ALIGNMENT = [1, 0, 1];
// Data is inverted where its mask is 0.
const MASKS = [
  (y, x) => (y + x) % 2,
  (y) => y % 2,
  (y, x) => x % 3,
  (y, x) => (y + x) % 3,
  (y, x) => ((y >> 1) + Math.floor(x / 3)) % 2,
  (y, x) => (y * x) % 6,
  (y, x) => (y * x + ((y * x) % 3)) % 2,
  (y, x) => (y + x + ((y * x) % 3)) % 2,
];

const range = (length) => [...Array(length).keys()];
const count = (text, pattern) => text.split(pattern).length - 1;

/** The code of a text as rows of modules, without its quiet zone. */
export function qrMatrix(text) {
  const bytes = [...new TextEncoder().encode(text)];
  const index = VERSIONS.findIndex(([room], i) => bytes.length + (i < 9 ? 2 : 3) <= room);
  if (index < 0) throw new RangeError(`Too long for a QR code: ${bytes.length} bytes, not 213`);
  const [room, ...blocks] = VERSIONS[index];
  const words = inBlocks(dataWords(bytes, index < 9 ? 2 : 4, room), ...blocks);
  const grid = patterns(index);
  const codes = MASKS.map((mask) => withData(grid, words, mask));
  const penalties = codes.map(penalty); // in the order of the standard: information comes after
  const best = penalties.indexOf(Math.min(...penalties));
  drawInformation(codes[best], FORMATS[best], NUMBERS[index - 6], 1);
  return codes[best];
}

/** The `d` of a path, a rectangle for each run of dark modules, and the side of the viewBox. */
export function qrPath(matrix) {
  const dark = ({ length }, x, y) => `M${x + QUIET} ${y + QUIET}h${length}v1h-${length}z`;
  const drawn = matrix.map((row, y) =>
    row.join("").replace(/0+|1+/g, (run, x) => (run[0] === "1" ? dark(run, x, y) : "")),
  );
  return { size: matrix.length + 2 * QUIET, path: drawn.join("") };
}

/** In hexadecimal: 4 for bytes, how many, the bytes, 0 for the end; then ec and 11 fill. */
function dataWords(bytes, digits, room) {
  const hex = (number, width) => number.toString(16).padStart(width, "0");
  const text = `4${hex(bytes.length, digits)}${bytes.map((byte) => hex(byte, 2)).join("")}0`;
  return text.padEnd(2 * room, "ec11").match(/../g).map((word) => parseInt(word, 16));
}

/** A word of each block in turn, then of its error correction. The last blocks may be longer. */
function inBlocks(words, number, checks) {
  const left = [...words];
  const blocks = range(number).map((i) => left.splice(0, Math.floor((words.length + i) / number)));
  const corrections = blocks.map((block) => errorCorrection(block, checks));
  return [blocks, corrections].flatMap((parts) =>
    range(words.length).flatMap((i) => parts.filter((part) => i in part).map((part) => part[i])),
  );
}

/** Reed and Solomon's: the remainder of a division by (x - 1)(x - 2)(x - 4)... */
function errorCorrection(block, checks) {
  let divisor = [1];
  for (let i = 0, root = 1; i < checks; i += 1, root = times(root, 2))
    divisor = [...divisor, 0].map((factor, j) => factor ^ times(root, divisor[j - 1]));
  return block.reduce(
    ([first, ...rest], word) =>
      divisor.slice(1).map((factor, i) => rest[i] ^ times(factor, first ^ word)),
    Array(checks).fill(0),
  );
}

/** In the field of 256 elements, modulo x^8 + x^4 + x^3 + x^2 + 1. */
function times(a, b) {
  return b ? (b & 1 && a) ^ times((a << 1) ^ (a > 127 && 0x11d), b >> 1) : 0;
}

/** What is the same for all texts. Information is still light, and data undefined. */
function patterns(index) {
  const size = 21 + 4 * index;
  const last = size - 7;
  const grid = range(size).map(() => Array(size).fill());
  const stamp = (rings, row, column) => {
    for (const y of range(size))
      for (const x of range(size)) {
        const ring = Math.max(Math.abs(y - row), Math.abs(x - column));
        if (ring in rings) grid[y][x] = rings[ring];
      }
  };
  stamp(FINDER, 3, 3);
  stamp(FINDER, 3, last + 3);
  stamp(FINDER, last + 3, 3);
  const centres = index ? [6, index < 6 ? last : last / 2 + 3, last] : [];
  for (const y of centres)
    for (const x of centres) if (grid[y][x] === undefined) stamp(ALIGNMENT, y, x);
  for (const i of range(size - 16)) grid[6][i + 8] = grid[i + 8][6] = (i + 1) % 2;
  drawInformation(grid, 0, 0, 0);
  return grid;
}

/** Twice each: format down beside the finders and along them, version in two corners. */
function drawInformation(grid, format, number, dark) {
  const { length } = grid;
  for (const i of range(15)) {
    const y = i < 8 ? i + (i > 5) : length - 15 + i;
    const x = i < 8 ? length - 1 - i : 14 - i + (i < 9);
    grid[y][8] = grid[8][x] = (format >> i) & 1;
  }
  grid[length - 8][8] = dark;
  if (length < 45) return;
  for (const i of range(18)) {
    const [far, near] = [length - 11 + (i % 3), Math.floor(i / 3)];
    grid[far][near] = grid[near][far] = (number >> i) & 1;
  }
}

/** Two columns at a time from the right, up and down in turn, without the column of timing. */
function withData(grid, words, mask) {
  const code = grid.map((row) => [...row]);
  const last = grid.length - 1;
  let i = 0;
  for (let right = last, up = true; right > 0; right -= right === 8 ? 3 : 2, up = !up)
    for (const step of range(last + 1))
      for (const x of [right, right - 1]) {
        const y = up ? last - step : step;
        if (code[y][x] !== undefined) continue;
        const bit = words[i >> 3] >> (7 - (i % 8)); // 0 for the few modules after the last word
        code[y][x] = (bit & 1) ^ !mask(y, x);
        i += 1;
      }
  return code;
}

/** By the standard's four rules, the lower the better. What is around a code counts as light. */
function penalty(code) {
  const lines = [...code, ...code.map((_, x) => code.map((row) => row[x]))];
  // Two rows added up: 00 and 22 are squares of one colour.
  const pairs = code.slice(1).map((row, y) => row.map((module, x) => module + code[y][x]));
  const text = (rows, between) => ["", ...rows.map((row) => row.join("")), ""].join(between);
  const apart = text(lines, " ");
  const dark = count(text(code, ""), "1") / code.length ** 2;
  return (
    count(apart, /0(?=0000)|1(?=1111)/) + // with the next: 3 for 5 in a row, 4 for 6...
    2 * count(apart, /0{5,}|1{5,}/) +
    3 * count(text(pairs, " "), /0(?=0)|2(?=2)/) +
    40 * count(text(lines, "0000"), /00001011101|1011101(?=0000)/) +
    10 * Math.floor(Math.abs(20 * dark - 10))
  );
}
