import type { Place } from './stage-grid.ts';

/** The smallest readable zoom: text on a card is at least 12 px, so none becomes smaller than 11 px. */
export const READABLE_ZOOM = 0.92;
const MARGIN = 16;

/** The visible section of the graph and its zoom. */
export interface StageView {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Returns the smallest box around all positions. */
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

// Returns the smallest shift that reveals a section completely.
const reveal = (offset: number, from: number, length: number, room: number, zoom: number): number => {
  const start = from * zoom + offset;
  const end = start + length * zoom;
  if (start < MARGIN) return offset + MARGIN - start;
  return end > room - MARGIN ? offset - Math.min(end - room + MARGIN, start - MARGIN) : offset;
};

/**
 * Returns the view on opening: the whole graph when it is readable, else its top left, where the bridges are.
 * The view then moves just far enough to show the selection.
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
