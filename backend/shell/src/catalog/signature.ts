/** A signature as one SVG path of whole numbers in a field of 600 by 240. */

export type Point = [x: number, y: number];

export const WIDTH = 600;
export const HEIGHT = 240;
export const PATH_BYTES = 16 * 1024;

/** The path of the strokes, thinned until it fits. */
export function pathOf(strokes: Point[][]): string {
  let drawn = strokes.map(distinct);
  let path = written(drawn);
  while (path.length > PATH_BYTES) {
    drawn = drawn.map((stroke) => stroke.filter((_, place) => place % 2 === 0 || place === stroke.length - 1));
    const next = written(drawn);
    // Nothing left to thin: a signature of thousands of dots loses its last ones.
    if (next.length === path.length) return path.slice(0, path.lastIndexOf("M", PATH_BYTES));
    path = next;
  }
  return path;
}

function distinct(stroke: Point[]): Point[] {
  return stroke.filter(([x, y], place) => place === 0 || x !== stroke[place - 1]![0] || y !== stroke[place - 1]![1]);
}

function written(strokes: Point[][]): string {
  // A dot is a line to itself, which round ends make visible.
  return strokes
    .map(([first, ...rest]) => `M${first!.join(" ")}${(rest.length ? rest : [first!]).map((one) => `L${one.join(" ")}`).join("")}`)
    .join("");
}
