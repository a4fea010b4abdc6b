import { GAP, HEADER, PADDING, type Place } from './stage-grid.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An end of a line: the card, and the group around it. */
export interface LineEnd {
  readonly card: Place;
  readonly group: Place | null;
}

const CORNER = 8;
/** The distance between a top-level node and the lines that run along it. */
const BESIDE = GAP.group / 2;
const BETWEEN = GAP.column / 2;
/** The largest distance that a curve joins: adjacent columns. The curve never leaves the gap between them. */
const ADJACENT = GAP.column + 4;
/** Width of a header's two ends: the lamp and title at the left, the status and switch at the right. */
const HEADER_WORDS = 200;

const rightOf = (place: Place): number => place.x + place.width;
const middleOf = (place: Place): number => place.y + place.height / 2;

const crosses = (from: Point, to: Point, card: Place): boolean =>
  Math.max(from.x, to.x) > card.x &&
  Math.min(from.x, to.x) < rightOf(card) &&
  Math.max(from.y, to.y) > card.y &&
  Math.min(from.y, to.y) < card.y + card.height;

const isClear = (points: readonly Point[], obstacles: readonly Place[]): boolean =>
  points.every((point, index) => {
    const next = points[index + 1];
    return next === undefined || obstacles.every((card) => !crosses(point, next, card));
  });

// A line runs outside the group in the group's last column, and between the columns elsewhere.
const laneRight = ({ card, group }: LineEnd): number =>
  group === null || rightOf(card) + BETWEEN > rightOf(group)
    ? rightOf(group ?? card) + BESIDE
    : rightOf(card) + BETWEEN;
const laneLeft = ({ card, group }: LineEnd): number =>
  group === null || card.x - BETWEEN < group.x ? (group ?? card).x - BESIDE : card.x - BETWEEN;

/** Returns the header of a group. A line crosses it only when there is no way around. */
const headerOf = (group: Place): Place => ({ ...group, height: HEADER - 4 });

/** Returns the two ends of a header. A line that must cross the header runs between them. */
const wordsIn = (header: Place): readonly Place[] => {
  const width = Math.min(HEADER_WORDS, header.width / 2);
  return [
    { ...header, width },
    { ...header, width, x: rightOf(header) - width },
  ];
};

/** True for the narrow rim under a group's cards, where a line reads as a second border. */
const runsAlong = (y: number, group: Place): boolean => {
  const below = group.y + group.height - y;
  return below >= 0 && below < PADDING;
};

/**
 * Returns the corners of a line from the right of one node to the left of another, around all cards; two
 * points for a curve. `lane` separates lines that run side by side. A line avoids the headers of groups where
 * possible, else only their words, because headers can enclose a card in an inner row.
 */
export const routeLine = (
  from: LineEnd,
  to: LineEnd,
  cards: readonly Place[],
  lane = 0,
  groups: readonly Place[] = [],
): readonly Point[] => {
  const headers = groups.map(headerOf);
  const obstacles = [...cards, ...headers];
  const start = { x: rightOf(from.card), y: middleOf(from.card) };
  const end = { x: to.card.x, y: middleOf(to.card) };
  const distance = end.x - start.x;
  if (distance >= 0 && (distance <= ADJACENT || start.y === end.y) && isClear([start, end], obstacles))
    return [start, end];
  if (distance >= 0 && distance <= ADJACENT) return [start, end];
  const out = laneRight(from) + lane;
  const into = laneLeft(to) - lane;
  const bends = (xs: number, y: number, xe: number): Point[] => [
    start,
    { x: xs, y: start.y },
    { x: xs, y },
    { x: xe, y },
    { x: xe, y: end.y },
    end,
  ];
  const channels = [
    start.y,
    end.y,
    ...obstacles.flatMap(({ y, height }) => [
      y - GAP.row / 2,
      y + height + GAP.row / 2,
      y - BESIDE,
      y + height + BESIDE,
    ]),
  ]
    .filter((y) => !groups.some((group) => runsAlong(y, group)))
    .sort(
      (one, other) =>
        Math.abs(one - start.y) + Math.abs(one - end.y) - Math.abs(other - start.y) - Math.abs(other - end.y),
    );
  const ways = channels.map((y) => bends(out, y === start.y || y === end.y ? y : y + lane, into));
  const way = [obstacles, [...cards, ...headers.flatMap(wordsIn)], cards]
    .map((avoided) => ways.find((points) => isClear(points, avoided)))
    .find((found) => found !== undefined);
  return way ? tidy(way) : [start, end];
};

const tidy = (points: readonly Point[]): Point[] => {
  const kept: Point[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    if (last && last.x === point.x && last.y === point.y) continue;
    const before = kept.at(-2);
    const straightOn =
      before &&
      last &&
      ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y));
    if (straightOn) kept.pop();
    kept.push(point);
  }
  return kept;
};

const towards = (from: Point, to: Point, reach: number): Point => {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : Math.min(reach, length / 2) / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
};

/** Returns the SVG path of a line: rounded corners, or a curve between two points. */
export const pathOf = (points: readonly Point[]): string => {
  const [start, ...others] = points;
  const end = others.at(-1);
  if (!start || !end) return '';
  if (others.length === 1) {
    const bend = (end.x - start.x) / 2;
    return start.y === end.y
      ? `M${start.x} ${start.y}L${end.x} ${end.y}`
      : `M${start.x} ${start.y}C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}`;
  }
  const corners = others.slice(0, -1).map((corner, index) => {
    const before = towards(corner, points[index] ?? start, CORNER);
    const after = towards(corner, points[index + 2] ?? end, CORNER);
    return `L${before.x} ${before.y}Q${corner.x} ${corner.y} ${after.x} ${after.y}`;
  });
  return `M${start.x} ${start.y}${corners.join('')}L${end.x} ${end.y}`;
};

/** True when a line runs back to the left, against the direction of the data. */
export const runsBack = (points: readonly Point[]): boolean => (points.at(-1)?.x ?? 0) < (points[0]?.x ?? 0);

/** Returns the middle of a line, the position of its rate. */
export const middlePoint = (points: readonly Point[]): Point => {
  const index = Math.floor((points.length - 1) / 2);
  const one = points[index] ?? { x: 0, y: 0 };
  const other = points[index + 1] ?? one;
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
};
