/**
 * Draws the tray's lamps into resources/tray, one picture per health level in two sizes. Shape and colour
 * carry the same information, and a darker rim keeps the lamp visible on light and dark panels. Run it again
 * after changing a shape or a colour.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawPng, type Colour, type Painting } from './drawing/picture.ts';

/** Returns true when a point of the unit square lies in a shape drawn `inset` smaller on all sides. */
type Shape = (x: number, y: number, inset: number) => boolean;

const circle: Shape = (x, y, inset) => Math.hypot(x - 0.5, y - 0.5) <= 0.46 - inset;
const hollowCircle: Shape = (x, y, inset) => circle(x, y, inset) && !circle(x, y, 0.22 - inset);
const diamond: Shape = (x, y, inset) => Math.abs(x - 0.5) + Math.abs(y - 0.5) <= 0.49 - inset * Math.SQRT2;
const triangle: Shape = (x, y, inset) =>
  y <= 0.92 - inset && y - 0.06 >= 1.8 * Math.abs(x - 0.5) + inset * 2.06;
const hexagon: Shape = (x, y, inset) => {
  const dx = Math.abs(x - 0.5);
  const dy = Math.abs(y - 0.5);
  return dy <= 0.42 - inset && dx * 0.866 + dy * 0.5 <= 0.42 - inset;
};
const barredHexagon: Shape = (x, y, inset) =>
  hexagon(x, y, inset) && !(Math.abs(y - 0.5) < 0.09 + inset && Math.abs(x - 0.5) < 0.26 + inset);

const lamps: Readonly<Record<string, { shape: Shape; fill: Colour; rim: Colour }>> = {
  healthy: { shape: circle, fill: [0x3d, 0xd6, 0x8c], rim: [0x18, 0x79, 0x4e] },
  degraded: { shape: triangle, fill: [0xff, 0xc5, 0x3d], rim: [0x8f, 0x4f, 0x00] },
  unhealthy: { shape: diamond, fill: [0xff, 0x63, 0x69], rim: [0xc0, 0x26, 0x2b] },
  unknown: { shape: hollowCircle, fill: [0x8b, 0x94, 0x9e], rim: [0x60, 0x64, 0x6c] },
  quarantined: { shape: barredHexagon, fill: [0xbd, 0xa0, 0xff], rim: [0x65, 0x50, 0xb9] },
};

const RIM = 0.06;

const paint =
  ({ shape, fill, rim }: { shape: Shape; fill: Colour; rim: Colour }): Painting =>
  (x, y) =>
    shape(x, y, RIM) ? fill : shape(x, y, 0) ? rim : null;

const folder = join(import.meta.dirname, '../resources/tray');
mkdirSync(folder, { recursive: true });
for (const [level, lamp] of Object.entries(lamps)) {
  for (const [suffix, size] of [
    ['', 16],
    ['@2x', 32],
  ] as const) {
    writeFileSync(join(folder, `${level}${suffix}.png`), drawPng(size, paint(lamp)));
  }
}
