// QR codes by ISO/IEC 18004: bytes, error correction M, versions 1 to 10. A module is 1 where dark.

const QUIET = 4; // light modules on every side
// Codewords of data, blocks, codewords of error correction in a block.
const VERSIONS = [
  [16, 1, 10], [28, 1, 16], [44, 1, 26], [64, 2, 18], [86, 2, 24],
  [108, 4, 16], [124, 4, 18], [154, 4, 22], [182, 5, 22], [216, 5, 26],
];
// Annexes C and D: mask, and from version 7 on the version.
const FORMATS = [0x5412, 0x5125, 0x5e7c, 0x5b4b, 0x45f9, 0x40ce, 0x4f97, 0x4aa0];
const NUMBERS = [0x7c94, 0x85bc, 0x9a99, 0xa4d3];
// Rings around a centre.
const FINDER = [1, 1, 0, 1, 0];
const ALIGNMENT = [1, 0, 1];
const MIDDLE = [1, 0, 1, 1, 1, 0, 1];
const LIGHT = [0, 0, 0, 0];
const FILLERS = [0xec, 0x11];
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

/** Rows of modules, without the quiet zone. */
export function qrMatrix(text) {
  const bytes = [...new TextEncoder().encode(text)];
  const index = VERSIONS.findIndex(([room], i) => bytes.length + (i < 9 ? 2 : 3) <= room);
  if (index < 0) throw new RangeError(`Too long for a QR code: ${bytes.length} bytes, not 213`);
  const [room, ...blocks] = VERSIONS[index];
  const words = inBlocks(dataWords(bytes, index < 9 ? [] : [0], room), ...blocks);
  const grid = patterns(index);
  const codes = MASKS.map((mask) => withData(grid, words, mask));
  const penalties = codes.map(penalty); // in the order of the standard: information comes after
  const best = penalties.indexOf(Math.min(...penalties));
  drawInformation(codes[best], FORMATS[best], NUMBERS[index - 6], 1);
  return codes[best];
}

export function qrPath(matrix) {
  const drawn = matrix.flatMap((row, y) =>
    runs(row).map(([x, length, module]) =>
      module ? `M${x + QUIET} ${y + QUIET}h${length}v1h-${length}z` : "",
    ),
  );
  return { size: matrix.length + 2 * QUIET, path: drawn.join("") };
}

export function drawQr(within, text) {
  const { size, path } = qrPath(qrMatrix(text));
  for (const svg of within.querySelectorAll(".qr")) {
    svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
    svg.firstElementChild.setAttribute("d", path);
  }
}

/** Equal modules: where they start, how many, which. */
function runs(line) {
  const starts = [...line.keys()].filter((i) => line[i] !== line[i - 1]);
  return starts.map((start, i) => [start, (starts[i + 1] || line.length) - start, line[start]]);
}

/** The 4 for bytes is half a word: all others lie across two. */
function dataWords(bytes, before, room) {
  const said = [4, ...before, bytes.length, ...bytes, 0];
  const words = said.slice(1).map((byte, i) => ((said[i] & 15) << 4) | (byte >> 4));
  return range(room).map((i) => words[i] ?? FILLERS[(i - words.length) % 2]);
}

/** A word of each block in turn, then of its error correction. */
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
  return b ? (b & 1 ? a : 0) ^ times((a << 1) ^ (a > 127 ? 0x11d : 0), b >> 1) : 0;
}

/** What is the same for all texts: data is undefined. */
function patterns(index) {
  const size = 21 + 4 * index;
  const last = size - 7;
  const grid = range(size).map(() => Array(size).fill(undefined));
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

function drawInformation(grid, format, number, dark) {
  const { length } = grid;
  for (const i of range(15)) {
    const y = i < 8 ? i + Number(i > 5) : length - 15 + i;
    const x = i < 8 ? length - 1 - i : 14 - i + Number(i < 9);
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
        code[y][x] = (bit & 1) ^ Number(!mask(y, x));
        i += 1;
      }
  return code;
}

function penalty(code) {
  const lines = [...code, ...code.map((_, x) => code.map((row) => row[x]))];
  const long = lines.flatMap(runs).filter(([, length]) => length >= 5);
  const squares = code.slice(1).flatMap((row, y) => {
    const pairs = row.map((module, x) => module + code[y][x]); // 1 is of two colours
    return pairs.filter((pair, x) => pair !== 1 && pair === pairs[x + 1]);
  });
  const finders = lines.flatMap(findersIn);
  const dark = code.flat().filter(Boolean).length / code.length ** 2;
  return (
    long.reduce((sum, [, length]) => sum + length - 2, 0) +
    3 * squares.length +
    40 * finders.length +
    10 * Math.floor(Math.abs(20 * dark - 10))
  );
}

/** Where a line looks like the middle of a finder beside light; none overlap. */
function findersIn(line) {
  const around = [...LIGHT, ...line, ...LIGHT];
  const is = (wanted, start) => wanted.every((module, i) => module === around[start + i]);
  const found = [];
  for (const i of line.keys())
    if (i >= (found[0] ?? -7) + 7 && is(MIDDLE, i + 4) && (is(LIGHT, i) || is(LIGHT, i + 11)))
      found.unshift(i);
  return found;
}
