import type { Place } from './stage-grid.ts';

const middle = (place: Place): { x: number; y: number } => ({
  x: place.x + place.width / 2,
  y: place.y + place.height / 2,
});

const isComponent = (id: string): boolean => !id.startsWith('world:');

/**
 * Returns the component that an arrow key leads to: left and right follow the lines to the nearest neighbour,
 * up and down go to the next component above or below. Null when there is none or the key is no arrow.
 */
export const stepFrom = (
  key: string,
  id: string,
  neighbours: { readonly before: readonly string[]; readonly after: readonly string[] },
  placeOf: (id: string) => Place | undefined,
  all: readonly string[],
): string | null => {
  const here = placeOf(id);
  if (!here) return null;
  const from = middle(here);
  const nearest = (ids: readonly string[], cost: (dx: number, dy: number) => number): string | null => {
    let best: { id: string; cost: number } | null = null;
    for (const other of ids) {
      const place = other === id || !isComponent(other) ? undefined : placeOf(other);
      if (!place) continue;
      const { x, y } = middle(place);
      const price = cost(x - from.x, y - from.y);
      if (Number.isFinite(price) && (!best || price < best.cost)) best = { id: other, cost: price };
    }
    return best?.id ?? null;
  };
  const byHeight = (_dx: number, dy: number): number => Math.abs(dy);
  switch (key) {
    case 'ArrowLeft':
      return nearest(neighbours.before, byHeight);
    case 'ArrowRight':
      return nearest(neighbours.after, byHeight);
    case 'ArrowDown':
      return nearest(all, (dx, dy) => (dy > 0 ? dy + Math.abs(dx) * 2 : Infinity));
    case 'ArrowUp':
      return nearest(all, (dx, dy) => (dy < 0 ? -dy + Math.abs(dx) * 2 : Infinity));
    default:
      return null;
  }
};
