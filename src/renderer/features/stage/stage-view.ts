import type { Place } from './stage-grid.ts';

/** Text on a card is 12 px and up; at this zoom none is drawn smaller than 11. */
export const READABLE_ZOOM = 0.92;
const MARGIN = 16;

/** Which part of the graph is shown, and how large. */
export interface StageView {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The smallest box round all places. */
export const boundsOf = (places: readonly Place[]): Place => {
  if (places.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const x = Math.min(...places.map((place) => place.x));
  const y = Math.min(...places.map((place) => place.y));
  const right = Math.max(...places.map((place) => place.x + place.width));
  const bottom = Math.max(...places.map((place) => place.y + place.height));
  return { x, y, width: right - x, height: bottom - y };
};

const along = (from: number, length: number, room: number, zoom: number): number =>
  length * zoom + 2 * MARGIN <= room ? (room - length * zoom) / 2 - from * zoom : MARGIN - from * zoom;

// Just far enough that all of it is seen.
const reveal = (offset: number, from: number, length: number, room: number, zoom: number): number => {
  const start = from * zoom + offset;
  const end = start + length * zoom;
  if (start < MARGIN) return offset + MARGIN - start;
  return end > room - MARGIN ? offset - Math.min(end - room + MARGIN, start - MARGIN) : offset;
};

/**
 * The view on opening: everything when that can be read, else the top left, where the bridges stand, at a size that can
 * be read; moved just far enough to show what is selected.
 */
export const openingView = (bounds: Place, room: Size, selected: Place | undefined): StageView => {
  const fitting = Math.min(
    (room.width - 2 * MARGIN) / Math.max(1, bounds.width),
    (room.height - 2 * MARGIN) / Math.max(1, bounds.height),
  );
  const zoom = Math.min(1, Math.max(READABLE_ZOOM, fitting));
  const view = {
    x: along(bounds.x, bounds.width, room.width, zoom),
    y: along(bounds.y, bounds.height, room.height, zoom),
    zoom,
  };
  if (!selected) return view;
  return {
    x: reveal(view.x, selected.x, selected.width, room.width, zoom),
    y: reveal(view.y, selected.y, selected.height, room.height, zoom),
    zoom,
  };
};
