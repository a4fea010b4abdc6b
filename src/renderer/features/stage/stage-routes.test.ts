import { describe, expect, it } from 'vitest';
import { HEADER, type Place } from './stage-grid.ts';
import { routeLine, type LineEnd } from './stage-routes.ts';

const place = (x: number, y: number, width: number, height: number): Place => ({ x, y, width, height });

describe('a line that must leave a group upwards', () => {
  const above = place(100, 0, 800, 200);
  const below = place(0, 300, 800, 300);
  const target: LineEnd = { card: place(120, 60, 200, 100), group: above };
  const enclosed: LineEnd = { card: place(20, 480, 200, 100), group: below };
  const cards = [target.card, enclosed.card, place(20, 360, 200, 100), place(300, 360, 200, 100)];

  it('crosses the header, between the cards, when there is no way around', () => {
    const points = routeLine(enclosed, target, cards, 0, [above, below]);
    expect(points.length).toBeGreaterThan(2);
    const slanting = points
      .slice(1)
      .filter(({ x, y }, index) => x !== points[index]?.x && y !== points[index]?.y);
    expect(slanting).toEqual([]);
  });

  it('avoids the words of a header that it must cross', () => {
    const wide = place(0, 300, 1_100, 300);
    const inner: LineEnd = { card: place(308, 480, 200, 100), group: wide };
    const first = place(20, 360, 200, 100);
    const way = routeLine(inner, target, [...cards, first, inner.card], 0, [above, wide]);
    const header = { ...wide, height: HEADER };
    const crossing = way.slice(1).flatMap((to, index) => {
      const from = way[index] ?? to;
      return from.x === to.x &&
        Math.min(from.y, to.y) < header.y + header.height &&
        Math.max(from.y, to.y) > header.y
        ? [from.x]
        : [];
    });
    expect(crossing).toHaveLength(1);
    const along = way.slice(1).flatMap((to, index) => (way[index]?.y === to.y ? [to.y] : []));
    expect(along.filter((y) => y > above.y + above.height - 16 && y <= above.y + above.height)).toEqual([]);
    for (const x of crossing) {
      expect(x).toBeGreaterThan(200);
      expect(x).toBeLessThan(900);
    }
  });

  it('goes around the header when it can', () => {
    const free: LineEnd = { card: place(580, 360, 200, 100), group: below };
    const header = { ...below, height: HEADER };
    const points = routeLine(free, target, [...cards, free.card], 0, [above, below]);
    expect(points.length).toBeGreaterThan(2);
    const inHeader = points.filter(
      ({ x, y }) =>
        x > header.x && x < header.x + header.width && y > header.y && y < header.y + header.height,
    );
    expect(inHeader).toEqual([]);
  });
});
