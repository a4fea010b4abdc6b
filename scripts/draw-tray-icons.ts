/**
 * Draws the tray's lamps into resources/tray, one picture per health level in two sizes. Shape and colour
 * carry the same information, and a darker rim keeps the lamp visible on light and dark panels. Run it again
 * after changing a shape or a colour.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [red: number, green: number, blue: number];
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

const SAMPLES = 8;
const RIM = 0.06;

/** Returns rows of RGBA pixels, each with PNG's filter byte 0 in front. */
const rasterise = (size: number, lamp: { shape: Shape; fill: Colour; rim: Colour }): Buffer => {
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      let inFill = 0;
      let inRim = 0;
      for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
        const x = (column + ((sample % SAMPLES) + 0.5) / SAMPLES) / size;
        const y = (row + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES) / size;
        if (lamp.shape(x, y, RIM)) inFill += 1;
        else if (lamp.shape(x, y, 0)) inRim += 1;
      }
      const covered = inFill + inRim;
      const at = row * (size * 4 + 1) + 1 + column * 4;
      for (const channel of [0, 1, 2] as const) {
        const mixed = covered === 0 ? 0 : (lamp.fill[channel] * inFill + lamp.rim[channel] * inRim) / covered;
        rows[at + channel] = Math.round(mixed);
      }
      rows[at + 3] = Math.round((covered / (SAMPLES * SAMPLES)) * 255);
    }
  }
  return rows;
};

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
};

const png = (size: number, rows: Buffer): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

const folder = join(import.meta.dirname, '../resources/tray');
mkdirSync(folder, { recursive: true });
for (const [level, lamp] of Object.entries(lamps)) {
  for (const [suffix, size] of [
    ['', 16],
    ['@2x', 32],
  ] as const) {
    writeFileSync(join(folder, `${level}${suffix}.png`), png(size, rasterise(size, lamp)));
  }
}
