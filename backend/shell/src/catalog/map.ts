import type { MapPoint } from "./screen";

/** A pin: its place in the picture in pixels, and the points it stands for (several when they lie too near). */
export interface Pin {
  x: number;
  y: number;
  points: number[];
}

export interface Drawing {
  height: number;
  pins: Pin[];
  /** A round length for the scale and how many pixels it has. */
  scale: { metres: number; pixels: number };
}

const METRES_PER_DEGREE = 111_320;
// A single point still needs something around it.
const SPAN_LEAST_METRES = 400;

/** Draw the points into a picture of this width: north up, equal scale both ways, pins at least `target` apart. */
export function drawn(points: MapPoint[], width: number, target: number): Drawing {
  const middle = (extent(points.map((one) => one.latitude)).from + extent(points.map((one) => one.latitude)).to) / 2;
  const shrink = Math.cos((middle * Math.PI) / 180);
  const east = points.map((one) => one.longitude * shrink * METRES_PER_DEGREE);
  const north = points.map((one) => one.latitude * METRES_PER_DEGREE);
  const [across, down] = [extent(east), extent(north)];
  const span = Math.max(across.to - across.from, down.to - down.from, SPAN_LEAST_METRES);
  const perMetre = (width - 2 * target) / span;
  const height = Math.max((down.to - down.from) * perMetre + 2 * target, width * 0.6);
  const places = points.map((_, index) => ({
    x: width / 2 + (east[index]! - (across.from + across.to) / 2) * perMetre,
    y: height / 2 - (north[index]! - (down.from + down.to) / 2) * perMetre,
    points: [index],
  }));
  return { height, pins: together(places, target), scale: scaleOf(perMetre, width) };
}

function extent(values: number[]): { from: number; to: number } {
  return { from: Math.min(...values), to: Math.max(...values) };
}

/** Fingers are wide: points nearer than that share the pin of the first of them. */
function together(pins: Pin[], target: number): Pin[] {
  const kept: Pin[] = [];
  for (const pin of pins) {
    const near = kept.find((one) => Math.max(Math.abs(one.x - pin.x), Math.abs(one.y - pin.y)) < target + 4);
    if (near) near.points.push(...pin.points);
    else kept.push(pin);
  }
  return kept;
}

function scaleOf(perMetre: number, width: number): Drawing["scale"] {
  const most = width / 3 / perMetre;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = [5, 2, 1].map((factor) => factor * power).find((length) => length <= most) ?? power;
  return { metres, pixels: metres * perMetre };
}
