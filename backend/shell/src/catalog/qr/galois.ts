/** Arithmetic of GF(2^8) with the polynomial of ISO/IEC 18004, and its Reed-Solomon remainder. */

const POLYNOMIAL = 0x11d;

function times(left: number, right: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >>> 7) * POLYNOMIAL);
    product ^= ((right >>> bit) & 1) * left;
  }
  return product;
}

/** The generator polynomial of the degree, highest power left out. */
function generator(degree: number): number[] {
  const result = [...Array<number>(degree - 1).fill(0), 1];
  let root = 1;
  for (let round = 0; round < degree; round++) {
    for (let place = 0; place < degree; place++)
      result[place] = times(result[place]!, root) ^ (result[place + 1] ?? 0);
    root = times(root, 2);
  }
  return result;
}

/** `count` correction words for the data words. */
export function corrections(data: number[], count: number): number[] {
  const divisor = generator(count);
  const rest = Array<number>(count).fill(0);
  for (const word of data) {
    const factor = word ^ rest.shift()!;
    rest.push(0);
    divisor.forEach((coefficient, place) => (rest[place]! ^= times(coefficient, factor)));
  }
  return rest;
}
