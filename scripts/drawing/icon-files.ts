/** A PNG file and the width of its picture in pixels. */
export interface SizedPng {
  readonly size: number;
  readonly png: Buffer;
}

/** Names of the entries that macOS reads from an .icns file, by pixels. Retina sizes have an entry each. */
const icnsEntries: ReadonlyMap<number, readonly string[]> = new Map([
  [16, ['icp4']],
  [32, ['icp5', 'ic11']],
  [64, ['ic12']],
  [128, ['ic07']],
  [256, ['ic08', 'ic13']],
  [512, ['ic09', 'ic14']],
  [1_024, ['ic10']],
]);

const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** Packs pictures into the icon file of macOS: a list of named PNG files with their lengths. */
export const packIcns = (pictures: readonly SizedPng[]): Buffer => {
  const entries = pictures.flatMap(({ size, png }) =>
    (icnsEntries.get(size) ?? []).map((name) =>
      Buffer.concat([Buffer.from(name, 'latin1'), word(png.length + 8), png]),
    ),
  );
  const body = Buffer.concat(entries);
  return Buffer.concat([Buffer.from('icns', 'latin1'), word(body.length + 8), body]);
};

/** Packs pictures of at most 256 pixels into the icon file of Windows: a directory and the PNG files. */
export const packIco = (pictures: readonly SizedPng[]): Buffer => {
  const header = Buffer.alloc(6);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length + pictures.length * 16;
  const directory = pictures.map(({ size, png }) => {
    const entry = Buffer.alloc(16);
    // The byte 0 means 256 pixels.
    entry.writeUInt8(size % 256, 0);
    entry.writeUInt8(size % 256, 1);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(32, 6);
    entry.writeUInt32LE(png.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += png.length;
    return entry;
  });
  return Buffer.concat([header, ...directory, ...pictures.map(({ png }) => png)]);
};
