import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { writeFileDurably } from '#main/files/index.ts';

/** A rectangle in device-independent pixels of the whole desktop. */
const boundsSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive().max(20_000),
  height: z.int().positive().max(20_000),
});
export type Bounds = z.infer<typeof boundsSchema>;

const windowStateSchema = z.object({
  /** Where the window is when it is not maximised. */
  bounds: boundsSchema,
  maximised: z.boolean(),
});
export type WindowState = z.infer<typeof windowStateSchema>;

export const MINIMUM_SIZE = { width: 800, height: 560 } as const;
const DEFAULT_SIZE = { width: 1_440, height: 900 } as const;
/** So much of the title bar must be within reach to pull a window back. */
const VISIBLE_STRIP = { width: 120, height: 40 } as const;

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

const overlap = (start: number, size: number, otherStart: number, otherSize: number): number =>
  Math.min(start + size, otherStart + otherSize) - Math.max(start, otherStart);

/** Whether the upper edge of a window can be seen and grabbed on a display. */
const isReachable = (bounds: Bounds, area: Bounds): boolean =>
  overlap(bounds.x, bounds.width, area.x, area.width) >= VISIBLE_STRIP.width &&
  bounds.y >= area.y &&
  bounds.y + VISIBLE_STRIP.height <= area.y + area.height;

/**
 * The state a window opens with: the kept one where it still fits, else moved onto the first display. `workAreas` holds the
 * displays' usable areas, the primary one first; without any, the kept state is taken as it is.
 */
export const placeWindow = (kept: WindowState | null, workAreas: readonly Bounds[]): WindowState => {
  const primary = workAreas[0];
  if (primary === undefined) return kept ?? { bounds: { x: 0, y: 0, ...DEFAULT_SIZE }, maximised: false };
  const fit = (size: { width: number; height: number }, area: Bounds): { width: number; height: number } => ({
    width: Math.min(Math.max(size.width, MINIMUM_SIZE.width), area.width),
    height: Math.min(Math.max(size.height, MINIMUM_SIZE.height), area.height),
  });
  if (kept === null) {
    const size = fit(DEFAULT_SIZE, primary);
    const x = primary.x + Math.round((primary.width - size.width) / 2);
    const y = primary.y + Math.round((primary.height - size.height) / 2);
    return { bounds: { x, y, ...size }, maximised: false };
  }
  const home = workAreas.find((area) => isReachable(kept.bounds, area));
  const area = home ?? primary;
  const size = fit(kept.bounds, area);
  if (home) return { bounds: { x: kept.bounds.x, y: kept.bounds.y, ...size }, maximised: kept.maximised };
  const x = clamp(kept.bounds.x, area.x, area.x + area.width - size.width);
  const y = clamp(kept.bounds.y, area.y, area.y + area.height - size.height);
  return { bounds: { x, y, ...size }, maximised: kept.maximised };
};

/** The kept state, or null when there is none that can be read: a window then opens as on the first day. */
export const readWindowState = async (file: string): Promise<WindowState | null> => {
  try {
    const parsed = windowStateSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

/** Replaces the kept state, so that a crash or a power cut leaves the old one or the new one. */
export const writeWindowState = async (file: string, state: WindowState): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  await writeFileDurably(file, `${JSON.stringify(state, null, 2)}\n`);
};

/** Keeps states one after another, because two writes of one file must not overlap. */
export const createStateKeeper = (file: string): ((state: WindowState) => Promise<void>) => {
  let last: Promise<unknown> = Promise.resolve();
  return (state) => {
    const written = last.then(() => writeWindowState(file, state));
    last = written.catch(() => undefined);
    return written;
  };
};
