/**
 * Draws the program's icon into resources/icon: the lamp of the favicon, as PNG files for Linux and the
 * window, as .ico for Windows and as .icns for macOS. Run it again after changing a shape or a colour.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packIcns, packIco, type SizedPng } from './drawing/icon-files.ts';
import { drawPng, type Colour, type Painting } from './drawing/picture.ts';

const plate: Colour = [0x0f, 0x11, 0x15];
const rim: Colour = [0x2a, 0x31, 0x3c];
const lamp: Colour = [0x3d, 0xd6, 0x8c];

/** Returns true when a point lies in the unit square with rounded corners. */
const isOnPlate = (x: number, y: number): boolean => {
  const radius = 0.25;
  const dx = Math.max(0, Math.abs(x - 0.5) - (0.5 - radius));
  const dy = Math.max(0, Math.abs(y - 0.5) - (0.5 - radius));
  return Math.hypot(dx, dy) <= radius;
};

/** Lengths are those of the favicon, whose side is 32. */
const icon: Painting = (x, y) => {
  if (!isOnPlate(x, y)) return null;
  const distance = Math.hypot(x - 0.5, y - 0.5) * 32;
  if (distance <= 6.5) return lamp;
  return Math.abs(distance - 11) <= 1 ? rim : plate;
};

/** The side of the plate in the grid of macOS, whose icons have a transparent margin. */
const macSide = 824 / 1_024;
const macIcon: Painting = (x, y) => icon((x - 0.5) / macSide + 0.5, (y - 0.5) / macSide + 0.5);
const drawAll = (sizes: readonly number[], painting: Painting): SizedPng[] =>
  sizes.map((size) => ({ size, png: drawPng(size, painting) }));

const folder = join(import.meta.dirname, '../resources/icon');
mkdirSync(folder, { recursive: true });
for (const { size, png } of drawAll([16, 24, 32, 48, 64, 128, 256, 512], icon))
  writeFileSync(join(folder, `${size}x${size}.png`), png);
writeFileSync(join(folder, 'cuelight.ico'), packIco(drawAll([16, 24, 32, 48, 64, 128, 256], icon)));
writeFileSync(join(folder, 'cuelight.icns'), packIcns(drawAll([16, 32, 64, 128, 256, 512, 1_024], macIcon)));
