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
  /** Position and size of the window when it is not maximised. */
  bounds: boundsSchema,
  maximised: z.boolean(),
});
export type WindowState = z.infer<typeof windowStateSchema>;

export const MINIMUM_SIZE = { width: 800, height: 560 } as const;
const DEFAULT_SIZE = { width: 1_440, height: 900 } as const;
/** Part of the title bar that must be visible to drag the window. */
const VISIBLE_STRIP = { width: 120, height: 40 } as const;

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

const overlap = (start: number, size: number, otherStart: number, otherSize: number): number =>
  Math.min(start + size, otherStart + otherSize) - Math.max(start, otherStart);

/** True when the title bar of a window can be grabbed on a display. */
const isReachable = (bounds: Bounds, area: Bounds): boolean =>
  overlap(bounds.x, bounds.width, area.x, area.width) >= VISIBLE_STRIP.width &&
  bounds.y >= area.y &&
  bounds.y + VISIBLE_STRIP.height <= area.y + area.height;

/**
 * Returns the state for opening the window: the saved state where it still fits, otherwise moved onto the
 * first display. `workAreas` are the usable areas of the displays, the primary one first; without any, the
 * saved state is returned.
 */
export const placeWindow = (saved: WindowState | null, workAreas: readonly Bounds[]): WindowState => {
  const primary = workAreas[0];
  if (primary === undefined) return saved ?? { bounds: { x: 0, y: 0, ...DEFAULT_SIZE }, maximised: false };
  const fit = (size: { width: number; height: number }, area: Bounds): { width: number; height: number } => ({
    width: Math.min(Math.max(size.width, MINIMUM_SIZE.width), area.width),
    height: Math.min(Math.max(size.height, MINIMUM_SIZE.height), area.height),
  });
  if (saved === null) {
    const size = fit(DEFAULT_SIZE, primary);
    const x = primary.x + Math.round((primary.width - size.width) / 2);
    const y = primary.y + Math.round((primary.height - size.height) / 2);
    return { bounds: { x, y, ...size }, maximised: false };
  }
  const home = workAreas.find((area) => isReachable(saved.bounds, area));
  const area = home ?? primary;
  const size = fit(saved.bounds, area);
  if (home) return { bounds: { x: saved.bounds.x, y: saved.bounds.y, ...size }, maximised: saved.maximised };
  const x = clamp(saved.bounds.x, area.x, area.x + area.width - size.width);
  const y = clamp(saved.bounds.y, area.y, area.y + area.height - size.height);
  return { bounds: { x, y, ...size }, maximised: saved.maximised };
};

/** Reads the saved state; null when there is none or it is unreadable, which opens the default window. */
export const readWindowState = async (file: string): Promise<WindowState | null> => {
  try {
    const parsed = windowStateSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

/** Saves the state. A crash or a power cut leaves the old or the new state. */
export const writeWindowState = async (file: string, state: WindowState): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  await writeFileDurably(file, `${JSON.stringify(state, null, 2)}\n`);
};

/** Creates a function that saves states one after another: writes of one file must not overlap. */
export const createStateWriter = (file: string): ((state: WindowState) => Promise<void>) => {
  let last: Promise<unknown> = Promise.resolve();
  return (state) => {
    const written = last.then(() => writeWindowState(file, state));
    last = written.catch(() => undefined);
    return written;
  };
};
