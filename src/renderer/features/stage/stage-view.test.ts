import { describe, expect, it } from 'vitest';
import { openingView, READABLE_ZOOM } from './stage-view.ts';

const bounds = { x: 0, y: 0, width: 1_000, height: 700 };

describe('the opening view', () => {
  it('shows everything, centred and at most at full size, when there is room', () => {
    expect(openingView(bounds, { width: 1_200, height: 800 }, undefined)).toEqual({ x: 100, y: 50, zoom: 1 });
  });

  it('shows the top left at a readable size when there is not', () => {
    const view = openingView(bounds, { width: 600, height: 400 }, undefined);
    expect(view).toEqual({ x: 16, y: 16, zoom: READABLE_ZOOM });
  });

  it('moves just far enough to show the selection', () => {
    const selected = { x: 700, y: 300, width: 248, height: 100 };
    const view = openingView(bounds, { width: 600, height: 400 }, selected);
    expect((selected.x + selected.width) * view.zoom + view.x).toBeCloseTo(600 - 16);
    expect((selected.y + selected.height) * view.zoom + view.y).toBeCloseTo(400 - 16);
  });
});
