import { rooms, type Room } from './rooms.ts';

const begin = '<!-- rooms: written by `npm run borders -- --write` -->';
const end = '<!-- end of rooms -->';

const inWords = (list: readonly string[]): string => {
  if (list.length === 0) return 'nothing';
  const refused = list.filter((entry) => entry.startsWith('!')).map((entry) => entry.slice(1));
  const allowed = list.filter((entry) => !entry.startsWith('!'));
  const words = allowed.includes('*') ? 'everything' : allowed.join(', ');
  return refused.length === 0 ? words : `${words}, but not ${refused.join(', ')}`;
};

const inTesting = ({ testingImports = [] }: Room): string =>
  testingImports.map((name) => `; in its \`testing\` folders \`testing/index.ts\` of ${name}`).join('');

/** Returns the table of rooms as Markdown. */
export const renderRooms = (): string =>
  [
    begin,
    '',
    '| room | path | may import these rooms | may import these packages |',
    '|---|---|---|---|',
    ...rooms.map(
      (room) =>
        `| ${room.name} | \`${room.prefix}\` | ${inWords(room.imports)}${inTesting(room)} | ${inWords(room.packages.map((name) => (name.startsWith('!') ? name : `\`${name}\``)))} |`,
    ),
    '',
    end,
  ].join('\n');

/** Replaces the table in a document, which must contain both marks. */
export const placeRooms = (document: string): string => {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The document lacks the marks ${begin} and ${end}`);
  return document.slice(0, from) + renderRooms() + document.slice(to + end.length);
};
