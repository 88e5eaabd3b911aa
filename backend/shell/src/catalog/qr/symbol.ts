import { versionFor, words } from "./words";

/** Dark modules of a QR code of level M (ISO/IEC 18004) for the text, rows of columns. Throws RangeError when too long. */
export function symbolOf(text: string): boolean[][] {
  const bytes = new TextEncoder().encode(text);
  const version = versionFor(bytes.length);
  const plain = new Drawing(version);
  plain.place(words(bytes, version));
  const masked = MASKS.map((_, mask) => plain.masked(mask));
  const penalties = masked.map((one) => penalty(one));
  return masked[penalties.indexOf(Math.min(...penalties))]!;
}

const MASKS: ((row: number, column: number) => boolean)[] = [
  (y, x) => (x + y) % 2 === 0,
  (y) => y % 2 === 0,
  (_, x) => x % 3 === 0,
  (y, x) => (x + y) % 3 === 0,
  (y, x) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (y, x) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (y, x) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (y, x) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];
const FORMAT_MASK = 0b101010000010010;
const LEVEL_M_BITS = 0b00;

class Drawing {
  readonly #size: number;
  readonly #dark: boolean[][];
  /** Finders, timing, alignment, format and version: not for words, and never masked. */
  readonly #fixed: boolean[][];

  readonly version: number;

  constructor(version: number) {
    this.version = version;
    this.#size = 17 + 4 * version;
    this.#dark = this.#empty();
    this.#fixed = this.#empty();
    this.#drawPatterns();
  }

  #empty(): boolean[][] {
    return Array.from({ length: this.#size }, () => Array<boolean>(this.#size).fill(false));
  }

  #fix(y: number, x: number, dark: boolean): void {
    if (y < 0 || x < 0 || y >= this.#size || x >= this.#size) return;
    this.#dark[y]![x] = dark;
    this.#fixed[y]![x] = true;
  }

  #drawPatterns(): void {
    const last = this.#size - 1;
    for (let place = 0; place <= last; place++) {
      this.#fix(6, place, place % 2 === 0);
      this.#fix(place, 6, place % 2 === 0);
    }
    for (const [y, x] of [[3, 3], [3, last - 3], [last - 3, 3]] as const) this.#rings(y, x, 4, [2, 4]);
    const centres = this.#alignmentCentres();
    for (const y of centres)
      for (const x of centres) if (!this.#isFinder(y, x)) this.#rings(y, x, 2, [1]);
    this.#drawFormat(this.#dark, 0);
    if (this.version >= 7) this.#drawVersion();
  }

  /** Squares around a centre; those at the `light` distances are light. */
  #rings(y: number, x: number, reach: number, light: number[]): void {
    for (let down = -reach; down <= reach; down++)
      for (let right = -reach; right <= reach; right++)
        this.#fix(y + down, x + right, !light.includes(Math.max(Math.abs(down), Math.abs(right))));
  }

  #isFinder(y: number, x: number): boolean {
    const far = this.#size - 7;
    return (y === 6 && (x === 6 || x === far)) || (y === far && x === 6);
  }

  #alignmentCentres(): number[] {
    if (this.version === 1) return [];
    const count = Math.floor(this.version / 7) + 2;
    const step = Math.ceil((this.version * 4 + 4) / (count * 2 - 2)) * 2;
    const fromEnd = Array.from({ length: count - 1 }, (_, place) => this.#size - 7 - place * step);
    return [6, ...fromEnd.reverse()];
  }

  #drawFormat(target: boolean[][], mask: number): void {
    const data = (LEVEL_M_BITS << 3) | mask;
    const bits = ((data << 10) | remainder(data, 10, 0x537)) ^ FORMAT_MASK;
    const set = (y: number, x: number, bit: number) => {
      target[y]![x] = ((bits >>> bit) & 1) === 1;
      this.#fixed[y]![x] = true;
    };
    const size = this.#size;
    for (let bit = 0; bit < 15; bit++) {
      if (bit < 8) {
        set(bit < 6 ? bit : bit + 1, 8, bit);
        set(8, size - 1 - bit, bit);
      } else {
        set(8, bit === 8 ? 7 : 14 - bit, bit);
        set(size - 15 + bit, 8, bit);
      }
    }
    target[size - 8]![8] = true;
    this.#fixed[size - 8]![8] = true;
  }

  #drawVersion(): void {
    const bits = (this.version << 12) | remainder(this.version, 12, 0x1f25);
    for (let bit = 0; bit < 18; bit++) {
      const [near, far] = [Math.floor(bit / 3), this.#size - 11 + (bit % 3)];
      this.#fix(near, far, ((bits >>> bit) & 1) === 1);
      this.#fix(far, near, ((bits >>> bit) & 1) === 1);
    }
  }

  /** Words go up and down in strips two modules wide, from the right, around everything fixed. */
  place(all: number[]): void {
    let bit = 0;
    for (let right = this.#size - 1; right > 0; right -= 2) {
      if (right === 6) right = 5;
      const upward = ((right + 1) & 2) === 0;
      for (let step = 0; step < this.#size; step++) {
        const y = upward ? this.#size - 1 - step : step;
        for (const x of [right, right - 1]) {
          if (this.#fixed[y]![x] || bit >= all.length * 8) continue;
          this.#dark[y]![x] = ((all[bit >>> 3]! >>> (7 - (bit & 7))) & 1) === 1;
          bit += 1;
        }
      }
    }
  }

  masked(mask: number): boolean[][] {
    const flips = MASKS[mask]!;
    const result = this.#dark.map((row, y) => row.map((dark, x) => dark !== (!this.#fixed[y]![x] && flips(y, x))));
    this.#drawFormat(result, mask);
    return result;
  }
}

/** Remainder of a BCH code. */
function remainder(value: number, width: number, divisor: number): number {
  let rest = value;
  for (let round = 0; round < width; round++) rest = (rest << 1) ^ ((rest >>> (width - 1)) * divisor);
  return rest;
}

/** How hard a symbol is to read: long runs, blocks, shapes like a finder, and too much of one colour. */
function penalty(dark: boolean[][]): number {
  const columns = dark.map((_, x) => dark.map((row) => row[x]!));
  const lines = [...dark, ...columns].map((line) => line.map((one) => (one ? "1" : "0")).join(""));
  const runs = lines.flatMap((line) => [...line.matchAll(/0{5,}|1{5,}/g)].map((run) => run[0].length - 2));
  const finders = lines.flatMap((line) => [...line.matchAll(/(?=10111010000|00001011101)/g)]).length;
  let blocks = 0;
  for (let y = 1; y < dark.length; y++)
    for (let x = 1; x < dark.length; x++) {
      const one = dark[y]![x];
      if (one === dark[y - 1]![x] && one === dark[y]![x - 1] && one === dark[y - 1]![x - 1]) blocks += 1;
    }
  const share = dark.flat().filter(Boolean).length / dark.length ** 2;
  return runs.reduce((sum, one) => sum + one, 0) + 40 * finders + 3 * blocks + 10 * Math.floor(Math.abs(share - 0.5) * 20);
}
