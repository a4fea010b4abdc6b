import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packIcns, packIco } from './icon-files.ts';
import { drawPng } from './picture.ts';

const picture = (size: number) => ({ size, png: drawPng(size, (x) => (x < 0.5 ? [1, 2, 3] : null)) });
const folder = join(import.meta.dirname, '../../resources/icon');

describe('the icon file of Windows', () => {
  it('lists each picture with its size, its length and its place', () => {
    const pictures = [picture(16), picture(256)];
    const file = packIco(pictures);
    expect(file.readUInt16LE(4)).toBe(2);
    for (const [index, { size, png }] of pictures.entries()) {
      const entry = file.subarray(6 + index * 16, 22 + index * 16);
      expect(entry.readUInt8(0)).toBe(size === 256 ? 0 : size);
      const offset = entry.readUInt32LE(12);
      expect(file.subarray(offset, offset + entry.readUInt32LE(8)).equals(png)).toBe(true);
    }
  });
});

describe('the icon file of macOS', () => {
  it('contains each picture under the name of its size, and its own length', () => {
    const file = packIcns([picture(16), picture(32)]);
    expect(file.readUInt32BE(4)).toBe(file.length);
    const names: string[] = [];
    for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4))
      names.push(file.toString('latin1', at, at + 4));
    expect(names).toEqual(['icp4', 'icp5', 'ic11']);
  });
});

it('draws the pictures in the folder', () => {
  // Width in the header of a PNG file.
  for (const size of [16, 256, 512])
    expect(readFileSync(join(folder, `${size}x${size}.png`)).readUInt32BE(16)).toBe(size);
  expect(readFileSync(join(folder, 'cuelight.ico')).readUInt16LE(4)).toBe(7);
  expect(readFileSync(join(folder, 'cuelight.icns')).toString('latin1', 0, 4)).toBe('icns');
});
