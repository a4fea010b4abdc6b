import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';

const home = 'src/main/orchestrators';
const composition = 'src/main/composition';
const suffix = '.template';
/** Topics stand in the catalogue, where the window reads them too. */
const topicsHome = 'src/shared/catalogue/topics';
/** The list of all topics, to which those of the new orchestrator are added. */
export const topicsList = `${topicsHome}/index.ts`;
const topicsTemplate = `topics.ts${suffix}`;

/** Names that would read as something else: the room's fakes, and words that every orchestrator has in its class name. */
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

/** The ways in which a template writes the name. */
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

/** Ids that orchestrators and components of this source have already: they are unique in the whole program. */
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

/** Paths of the settings sections that no orchestrator owns: a new orchestrator's section would take their place. */
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
      `"${name}" is no name for an orchestrator: use up to 40 lower-case letters and digits in words joined by "-", such as night-watch`,
    );
  }
  if (name.endsWith('-orchestrator'))
    return refuse('bad-name', `"${name}" says orchestrator twice: leave that word out`);
  if (reserved.has(name))
    return refuse('reserved-name', `"${name}" means something else here: choose another name`);
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
    : refuse('taken-name', `There is already something with the id "${taken}": choose another name`);
};

/** Puts the topics of the new orchestrator into the catalogue's list, last. */
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
 * Writes the folder of a new orchestrator that is tested and conforms, and its topics into the catalogue. Answers with the
 * files, from the root; nothing is written when the name is refused.
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
        if (word === undefined) throw new Error(`${file} asks for {{${key}}}, which no template knows`);
        return word;
      }),
    }));
  mkdirSync(join(root, home, name));
  for (const { path, text } of files) writeFileSync(join(root, path), text);
  listTopics(root, name, words['camel'] ?? name);
  return ok(files.map(({ path }) => path.replaceAll('\\', '/')));
};
