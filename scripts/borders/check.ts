import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, posix, relative, resolve } from 'node:path';
import { importsOf, resolveImport } from '../imports/own-imports.ts';
import { featureGroups, featuresFolder, rooms, type Room } from './rooms.ts';
import { placeRooms } from './table.ts';

/** An import that crosses a border. */
export interface Violation {
  readonly file: string;
  readonly imported: string;
  readonly reason: string;
}

export interface BorderReport {
  readonly files: number;
  readonly violations: readonly Violation[];
}

const isSource = (path: string): boolean => /\.(?:ts|tsx)$/.test(path) && !path.endsWith('.d.ts');
const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) || path.includes('/testing/');

const sourceFiles = (root: string): string[] =>
  readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => join('src', path).replaceAll('\\', '/'))
    .filter(isSource)
    .toSorted();

const roomOf = (path: string): Room | undefined =>
  rooms
    .filter((room) => path === room.prefix || path.startsWith(`${room.prefix}/`))
    .toSorted((left, right) => right.prefix.length - left.prefix.length)[0];

const listed = (list: readonly string[], name: string, matches: (entry: string) => boolean): boolean =>
  !list.some((entry) => entry.startsWith('!') && matches(entry.slice(1))) &&
  (list.includes('*') || list.some((entry) => matches(entry)) || list.includes(name));

const packageAllowed = (room: Room, specifier: string): boolean =>
  listed(room.packages, specifier, (entry) =>
    entry.endsWith(':') || entry.endsWith('/')
      ? specifier.startsWith(entry)
      : specifier === entry || specifier.startsWith(`${entry}/`),
  );

/** A page for development that shows the window over the fakes. It does not ship. */
const previewFolder = 'src/renderer/preview/';

/** Packages that every test may import. */
const testPackages = [
  'vitest',
  'fast-check',
  '@testing-library/',
  'jsdom',
  'ws',
  'node:',
  'zod',
  '@orpc/',
  'oxc-parser',
  '@twurple/',
];
const isTestPackage = (specifier: string): boolean =>
  testPackages.some((entry) =>
    /[:/]$/.test(entry)
      ? specifier.startsWith(entry)
      : specifier === entry || specifier.startsWith(`${entry}/`),
  );

/** Rooms that the tests of a room may import in addition: bridges are tested against the protocol servers. */
const testRooms: Readonly<Record<string, readonly string[]>> = {
  'bridge-twitch': ['rehearsal', 'bridge-testing'],
  'bridge-twitch-auth': ['rehearsal', 'bridge-testing', 'settings'],
  'bridge-twitch-api': ['rehearsal', 'bridge-testing'],
  'bridge-twitch-events': ['rehearsal', 'bridge-testing', 'bridge-twitch-api'],
  'bridge-discord': ['rehearsal', 'bridge-testing'],
  'bridge-obs': ['rehearsal', 'bridge-testing'],
  'bridge-testing': ['rehearsal', 'bridge-obs', 'bridge-twitch', 'bridge-discord'],
  rehearsal: ['bridge-testing'],
  platform: ['bridge-testing'],
  updates: ['bridge-testing'],
  settings: ['gateway'],
  orchestrators: ['bridge-testing'],
  composition: ['gateway-ports'],
  'window-model': ['window-text', 'renderer'],
  'window-text': ['renderer'],
};

const judge = (file: string, specifier: string): string | undefined => {
  const room = roomOf(file);
  if (!room) return 'this file belongs to no room: add a room for it to scripts/borders/rooms.ts';
  const test = isTest(file);
  const target = resolveImport(file, specifier);
  if (target === undefined) {
    if (packageAllowed(room, specifier) || (test && isTestPackage(specifier))) return undefined;
    return `${room.name} may not import the package "${specifier}". ${room.advice}`;
  }
  if (!target.startsWith('src/')) {
    if (test && /^(?:resources|scripts|package\.json)/.test(target)) return undefined;
    return `${room.name} may not import files outside src. ${room.advice}`;
  }
  const targetRoom = roomOf(target);
  if (!targetRoom) return `"${specifier}" is in no room`;
  if (targetRoom === room) return judgeOwn(file, target);
  if (room.testingImports?.includes(targetRoom.name) && file.includes('/testing/'))
    return target === `${targetRoom.prefix}/testing/index.ts`
      ? undefined
      : `${room.name} may import ${targetRoom.name} only through testing/index.ts: export it there.`;
  const allowed = listed(room.imports, targetRoom.name, (entry) => entry === targetRoom.name);
  if (!allowed && !(test && testRooms[room.name]?.includes(targetRoom.name)))
    return `${room.name} may not import ${targetRoom.name}. ${room.advice}`;
  return judgeEntryPoint(targetRoom, target, test);
};

/**
 * Checks that a room is imported through its `index.ts` or an entry point in its row. Its other files are
 * private.
 */
const judgeEntryPoint = (room: Room, target: string, test: boolean): string | undefined => {
  if (target === room.prefix || (test && target.includes('/testing/'))) return undefined;
  const entryPoints = ['index.ts', ...(room.entryPoints ?? []), ...((test && room.testEntryPoints) || [])];
  const path = target.slice(room.prefix.length + 1);
  if (entryPoints.some((pattern) => posix.matchesGlob(path, pattern))) return undefined;
  return `${room.name} may be imported only through ${entryPoints.join(', ')}: export it there, or add ${path} to the entry points of ${room.name} in scripts/borders/rooms.ts.`;
};

/** Checks an import within a room: code may not import the fakes of its tests, and features stand alone. */
const judgeOwn = (file: string, target: string): string | undefined =>
  isTest(target) && !isTest(file) && !file.startsWith(previewFolder)
    ? 'only tests may import a testing folder.'
    : judgeFeatures(file, target);

const judgeFeatures = (file: string, target: string): string | undefined => {
  const featureOf = (path: string): string | undefined => {
    if (!path.startsWith(`${featuresFolder}/`)) return undefined;
    const [first = '', second = ''] = path.slice(featuresFolder.length + 1).split('/');
    return featureGroups.includes(first) ? `${first}/${second}` : first;
  };
  const own = featureOf(file);
  const other = featureOf(target);
  if (own === undefined || other === undefined || own === other) return undefined;
  return `the feature ${own} may not import the feature ${other}: move what both need to ui, model, text or stores, or let the app pass it in.`;
};

/**
 * Returns import cycles, each once, as the path that closes it. Type-only cycles count, because they tie
 * files together too.
 */
const findCycles = (graph: ReadonlyMap<string, readonly string[]>): string[][] => {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    const at = path.indexOf(file);
    if (at >= 0) {
      cycles.push([...path.slice(at), file]);
      return;
    }
    if (done.has(file)) return;
    path.push(file);
    for (const next of graph.get(file) ?? []) visit(next);
    path.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return cycles;
};

/** Checks every import below `root/src` against the table of rooms. */
export const checkBorders = (root: string): BorderReport => {
  const files = sourceFiles(root);
  const known = new Set(files);
  const graph = new Map<string, string[]>();
  const violations: Violation[] = [];
  for (const file of files) {
    const targets: string[] = [];
    for (const specifier of importsOf(file, readFileSync(join(root, file), 'utf8'))) {
      const reason = judge(file, specifier);
      if (reason) violations.push({ file, imported: specifier, reason });
      const target = resolveImport(file, specifier);
      if (target && known.has(target)) targets.push(target);
    }
    graph.set(file, targets);
  }
  for (const cycle of findCycles(graph)) {
    violations.push({
      file: cycle[0] ?? '',
      imported: cycle[1] ?? '',
      reason: `import cycle: ${cycle.join(' → ')}`,
    });
  }
  return { files: files.length, violations };
};

const isMain = process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename;
if (isMain) {
  const root = resolve(import.meta.dirname, '../..');
  const architecture = join(root, 'ARCHITECTURE.md');
  if (process.argv.includes('--write')) {
    writeFileSync(architecture, placeRooms(readFileSync(architecture, 'utf8')));
  }
  const { files, violations } = checkBorders(root);
  for (const violation of violations) {
    console.error(
      `${relative('.', join(root, violation.file))}: "${violation.imported}": ${violation.reason}`,
    );
  }
  console.log(`borders: ${files} files, ${rooms.length} rooms, ${violations.length} violations`);
  process.exitCode = violations.length > 0 ? 1 : 0;
}
