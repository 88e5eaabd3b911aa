import { corrections } from "./galois";

/** Level M of ISO/IEC 18004 by version from 1: correction words of a block, number of blocks. 300 characters need 13. */
const LEVEL_M: [perBlock: number, blocks: number][] = [
  [10, 1],
  [16, 1],
  [26, 1],
  [18, 2],
  [24, 2],
  [16, 4],
  [18, 4],
  [22, 4],
  [22, 5],
  [26, 5],
  [30, 5],
  [22, 8],
  [22, 9],
];
export const VERSION_MOST = LEVEL_M.length;
const BYTE_MODE = 0b0100;
const PADS = [0xec, 0x11];

/** Modules of a symbol that carry words, without patterns and format. */
function modules(version: number): number {
  const aligned = Math.floor(version / 7) + 2;
  const free = (16 * version + 128) * version + 64;
  return version < 2 ? free : free - ((25 * aligned - 10) * aligned - 55) - (version < 7 ? 0 : 36);
}

const totalOf = (version: number) => Math.floor(modules(version) / 8);
const lengthBits = (version: number) => (version < 10 ? 8 : 16);

function capacity(version: number): number {
  const [perBlock, blocks] = LEVEL_M[version - 1]!;
  return totalOf(version) - perBlock * blocks;
}

/** The smallest version that holds so many bytes. Throws RangeError when none of ours does. */
export function versionFor(bytes: number): number {
  for (let version = 1; version <= VERSION_MOST; version++)
    if (4 + lengthBits(version) + 8 * bytes <= 8 * capacity(version)) return version;
  throw new RangeError("too long for a code");
}

/** All words of the symbol in the order in which they are drawn: data and corrections of all blocks, interleaved. */
export function words(bytes: Uint8Array, version: number): number[] {
  const [perBlock, count] = LEVEL_M[version - 1]!;
  const data = dataWords(bytes, version);
  const short = Math.floor(data.length / count);
  const longFrom = count - (data.length % count);
  let next = 0;
  const blocks = Array.from({ length: count }, (_, index) =>
    data.slice(next, (next += short + (index < longFrom ? 0 : 1))),
  );
  return [...interleaved(blocks), ...interleaved(blocks.map((block) => corrections(block, perBlock)))];
}

function dataWords(bytes: Uint8Array, version: number): number[] {
  const size = capacity(version);
  const bits: number[] = [];
  const push = (value: number, width: number) => {
    for (let bit = width - 1; bit >= 0; bit--) bits.push((value >>> bit) & 1);
  };
  push(BYTE_MODE, 4);
  push(bytes.length, lengthBits(version));
  bytes.forEach((byte) => push(byte, 8));
  push(0, Math.min(4, 8 * size - bits.length));
  push(0, -bits.length & 7);
  const result = Array.from({ length: bits.length / 8 }, (_, at) =>
    bits.slice(8 * at, 8 * at + 8).reduce((word, bit) => (word << 1) | bit, 0),
  );
  for (let pad = 0; result.length < size; pad ^= 1) result.push(PADS[pad]!);
  return result;
}

function interleaved(blocks: number[][]): number[] {
  const longest = Math.max(...blocks.map((block) => block.length));
  return Array.from({ length: longest }, (_, place) => blocks.flatMap((block) => block.slice(place, place + 1))).flat();
}
