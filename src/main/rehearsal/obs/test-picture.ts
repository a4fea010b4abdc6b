/** The view of a camera in the rehearsal: a test card in the scene's colours, as a PNG. */
import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [red: number, green: number, blue: number];

const bars: readonly Colour[] = [
  [192, 192, 192],
  [192, 192, 24],
  [24, 192, 192],
  [24, 192, 24],
  [192, 24, 192],
  [192, 24, 24],
  [24, 24, 192],
];

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
};

/** The colour below the bars depends on the scene, so that two scenes never look the same. */
const colourOf = (scene: string): Colour => {
  const digest = createHash('sha256').update(scene).digest();
  return [40 + (digest[0] ?? 0) / 2, 40 + (digest[1] ?? 0) / 2, 40 + (digest[2] ?? 0) / 2];
};

/** Returns a picture of the given size, as the bytes of a PNG file. */
export const drawTestPicture = (scene: string, width: number, height: number): Buffer => {
  const own = colourOf(scene);
  const lineLength = 1 + width * 3;
  const barLine = Buffer.alloc(lineLength);
  const ownLine = Buffer.alloc(lineLength);
  for (let x = 0; x < width; x += 1) {
    const bar = bars[Math.floor((x * bars.length) / width)] ?? own;
    barLine.set(bar, 1 + x * 3);
    const shade = 0.45 + (0.55 * x) / width;
    ownLine.set(
      own.map((part) => Math.round(part * shade)),
      1 + x * 3,
    );
  }
  const barRows = Math.round(height * 0.7);
  const rows = Array.from({ length: height }, (_, y) => (y < barRows ? barLine : ownLine));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits each for red, green and blue.
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};
