import { crc32, deflateSync } from 'node:zlib';

export type Colour = readonly [red: number, green: number, blue: number];

/** Returns the colour at a point of the unit square; null where the picture is transparent. */
export type Painting = (x: number, y: number) => Colour | null;

/** Samples per pixel and direction, for smooth edges. */
const SAMPLES = 8;

/** Returns rows of RGBA pixels, each with PNG's filter byte 0 in front. */
const rasterise = (size: number, painting: Painting): Buffer => {
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const sum = [0, 0, 0] as [number, number, number];
      let covered = 0;
      for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
        const x = (column + ((sample % SAMPLES) + 0.5) / SAMPLES) / size;
        const y = (row + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES) / size;
        const colour = painting(x, y);
        if (colour === null) continue;
        covered += 1;
        for (const channel of [0, 1, 2] as const) sum[channel] += colour[channel];
      }
      const at = row * (size * 4 + 1) + 1 + column * 4;
      for (const channel of [0, 1, 2] as const)
        rows[at + channel] = covered === 0 ? 0 : Math.round(sum[channel] / covered);
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

/** Draws a painting as a square PNG file of `size` pixels. */
export const drawPng = (size: number, painting: Painting): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rasterise(size, painting), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};
