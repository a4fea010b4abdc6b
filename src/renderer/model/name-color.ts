/** Makes the name colours that viewers chose readable on a surface. */

type Rgb = readonly [red: number, green: number, blue: number];

/**
 * The smallest contrast of text on its surface: slightly above WCAG's 4.5, because a selected row has another
 * shade.
 */
export const READABLE_CONTRAST = 4.8;

const parseHex = (text: string): Rgb | null => {
  const hex = /^#([0-9a-f]{6})$/i.exec(text.trim())?.[1];
  if (hex === undefined) return null;
  const value = Number.parseInt(hex, 16);
  return [value >> 16, (value >> 8) & 0xff, value & 0xff];
};

const toHex = (color: Rgb): string =>
  `#${color.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

const linear = (part: number): number => {
  const share = part / 255;
  return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};

const luminance = ([red, green, blue]: Rgb): number =>
  0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);

const contrast = (left: Rgb, right: Rgb): number => {
  const [darker, lighter] = [luminance(left), luminance(right)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
};

/** Returns the WCAG contrast of two `#RRGGBB` colours, 1 to 21; null when one of them is invalid. */
export const contrastOf = (left: string, right: string): number | null => {
  const [one, other] = [parseHex(left), parseHex(right)];
  return one && other ? contrast(one, other) : null;
};

const mix = (from: Rgb, to: Rgb, share: number): Rgb => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
  from[2] + (to[2] - from[2]) * share,
];

const STEPS = 32;

/**
 * Returns the colour if it is readable on the surface, else the nearest readable one towards white on dark
 * surfaces or black on light ones. Null without a valid colour.
 */
export const readableColor = (color: string | null, surface: string): string | null => {
  const wanted = color === null ? null : parseHex(color);
  const ground = parseHex(surface);
  if (!wanted || !ground) return null;
  const end: Rgb = luminance(ground) < 0.18 ? [255, 255, 255] : [0, 0, 0];
  for (let step = 0; step <= STEPS; step += 1) {
    const candidate = toHex(mix(wanted, end, step / STEPS));
    const rounded = parseHex(candidate);
    if (rounded && contrast(rounded, ground) >= READABLE_CONTRAST) return candidate;
  }
  return toHex(end);
};
