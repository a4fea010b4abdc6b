import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';

const home = 'src/main/orchestrators';
const composition = 'src/main/composition';
const suffix = '.template';
/** Folder of the topics in the catalogue, which the window reads too. */
const topicsHome = 'src/shared/catalogue/topics';
/** The list of all topics, to which the new ones are added. */
export const topicsList = `${topicsHome}/index.ts`;
const topicsTemplate = `topics.ts${suffix}`;

/** Reserved names: the room's fakes, and words that appear in every orchestrator's class name. */
const reserved = new Set([
  'testing',
  'base',
  'core',
  'service',
  'integration',
  'pipeline',
  'any',
  'orchestrator',
]);

const shape = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

const refuse = (reason: string, message: string): Result<never, Fault> =>
  err(new Fault(`new-orchestrator.${reason}`, message, { kind: 'configuration' }));

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

/** The forms of the name in a template. */
const spellings = (name: string): Readonly<Record<string, string>> => {
  const words = name.split('-');
  const pascal = words.map(capital).join('');
  return {
    name,
    Pascal: pascal,
    camel: pascal.slice(0, 1).toLowerCase() + pascal.slice(1),
    Title: capital(words.join(' ')),
  };
};

/** Returns the ids of existing orchestrators and components. Ids are unique in the whole program. */
const idsInUse = (root: string): ReadonlySet<string> => {
  const files = readdirSync(join(root, home), { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.test.ts'),
  );
  return new Set(
    files.flatMap((path) =>
      readFileSync(join(root, home, path), 'utf8')
        .matchAll(/(?:\bid: |registerComponent\(\s*)'(?<id>[^']+)'/g)
        .map((match) => match.groups?.['id'] ?? '')
        .toArray(),
    ),
  );
};

/** Returns the settings paths that no orchestrator owns, which a new section must not replace. */
const sectionsInUse = (root: string): ReadonlySet<string> =>
  new Set(
    readdirSync(join(root, composition))
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
      .flatMap((path) =>
        readFileSync(join(root, composition, path), 'utf8')
          .matchAll(/declareSection\(\{\s*path: '(?<path>[^']+)'/g)
          .map((match) => match.groups?.['path'] ?? '')
          .toArray(),
      ),
  );

const checkName = (root: string, name: string): Result<string, Fault> => {
  if (name.trim() === '')
    return refuse('no-name', 'An orchestrator needs a name: npm run new:orchestrator night-watch');
  if (!shape.test(name) || name.length > 40) {
    return refuse(
      'bad-name',
      `"${name}" is not a valid name: use up to 40 lower-case letters and digits, with "-" between words, such as night-watch`,
    );
  }
  if (name.endsWith('-orchestrator'))
    return refuse('bad-name', `"${name}" contains "orchestrator": leave that word out`);
  if (reserved.has(name)) return refuse('reserved-name', `"${name}" is reserved: choose another name`);
  if (existsSync(join(root, topicsHome, `${name}.ts`)))
    return refuse('taken-name', `There is already ${topicsHome}/${name}.ts: choose another name`);
  if (existsSync(join(root, home, name)))
    return refuse('taken-name', `There is already ${home}/${name}: choose another name`);
  if (sectionsInUse(root).has(name))
    return refuse('taken-name', `There is already a settings section "${name}": choose another name`);
  const ids = idsInUse(root);
  const taken = [name, `${name}-pulse`].find((id) => ids.has(id));
  return taken === undefined
    ? ok(name)
    : refuse('taken-name', `There is already a component with the id "${taken}": choose another name`);
};

/** Appends the topics of the new orchestrator to the catalogue's list. */
const listTopics = (root: string, name: string, camel: string): void => {
  const file = join(root, topicsList);
  const text = readFileSync(file, 'utf8');
  const end = text.indexOf('\n];', text.indexOf('export const topics'));
  writeFileSync(
    file,
    `import { ${camel}Topics } from './${name}.ts';\n${text.slice(0, end)}\n  ...${camel}Topics,${text.slice(end)}`,
  );
};

/**
 * Writes the folder of a new orchestrator with tests, and its topics into the catalogue. Returns the written
 * files, from the root. Writes nothing when the name is rejected.
 */
export const generateOrchestrator = (
  root: string,
  templates: string,
  name: string,
): Result<readonly string[], Fault> => {
  const checked = checkName(root, name);
  if (!checked.ok) return checked;
  const words = spellings(name);
  const files = readdirSync(templates)
    .filter((file) => file.endsWith(suffix))
    .toSorted()
    .map((file) => ({
      path:
        file === topicsTemplate
          ? join(topicsHome, `${name}.ts`)
          : join(home, name, file.slice(0, -suffix.length).replace(/^name-/, `${name}-`)),
      text: readFileSync(join(templates, file), 'utf8').replaceAll(/\{\{(\w+)\}\}/g, (_, key: string) => {
        const word = words[key];
        if (word === undefined) throw new Error(`${file} uses {{${key}}}, which is not defined`);
        return word;
      }),
    }));
  mkdirSync(join(root, home, name));
  for (const { path, text } of files) writeFileSync(join(root, path), text);
  listTopics(root, name, words['camel'] ?? name);
  return ok(files.map(({ path }) => path.replaceAll('\\', '/')));
};
