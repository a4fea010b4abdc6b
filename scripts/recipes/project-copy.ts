import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

const projectRoot = resolve(import.meta.dirname, '../..');

/** The paths of the project that people write and a recipe may edit. */
const copied = [
  'src',
  'scripts',
  'resources',
  'e2e',
  'docs/subjects',
  'ARCHITECTURE.md',
  'package.json',
  '.prettierrc.json',
  '.prettierignore',
  '.oxlintrc.json',
  'electron.vite.config.ts',
  'knip.json',
  'vitest.config.ts',
  'tsconfig.json',
  'tsconfig.shared.json',
  'tsconfig.node.json',
  'tsconfig.web.json',
];

/** The changes of a recipe, file by file. */
export interface Changes {
  readonly added: readonly string[];
  /** Existing files that a person edited. */
  readonly edited: readonly string[];
  /** Existing files that a command of the project updated, such as a table in the docs. */
  readonly renewed: readonly string[];
}

/** A replacement of a text that occurs once in a file. */
export type Edit = readonly [anchor: string, replacement: string];

const filesIn = (root: string): string[] =>
  copied
    .flatMap((path) => {
      const files = readdirSync(join(root, dirname(path)), { withFileTypes: true });
      if (files.some((file) => file.isFile() && join(dirname(path), file.name) === path)) return [path];
      return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
        .filter((file) => file.isFile())
        .map((file) => join(file.parentPath, file.name).slice(root.length + 1));
    })
    .map((path) => path.replaceAll('\\', '/'));

/**
 * A copy of the project with the packages of the original, in which a recipe is carried out. It is deleted
 * when disposed.
 */
export class ProjectCopy implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), 'cuelight-recipe-'));
  /** Each file in its original version, because the project may change meanwhile. */
  readonly #original: ReadonlyMap<string, Buffer>;
  /** Files written by hand in this copy. */
  readonly #edited = new Set<string>();
  /** Tests of the recipe and settings of tools, which don't count. */
  readonly #scratch = new Set<string>();

  constructor() {
    for (const path of copied) cpSync(join(projectRoot, path), join(this.root, path), { recursive: true });
    this.#original = new Map(filesIn(this.root).map((path) => [path, readFileSync(join(this.root, path))]));
    symlinkSync(join(projectRoot, 'node_modules'), join(this.root, 'node_modules'), 'dir');
  }

  /** Edits an existing file, as a person would. Throws unless each anchor occurs exactly once. */
  edit(path: string, ...edits: readonly Edit[]): void {
    let text = this.read(path);
    for (const [anchor, replacement] of edits) {
      const found = text.split(anchor).length - 1;
      if (found !== 1) throw new Error(`${path} has ${found} times ${JSON.stringify(anchor)}, not once`);
      text = text.replace(anchor, () => replacement);
    }
    writeFileSync(join(this.root, path), text);
    this.#edited.add(path);
  }

  /** Writes a file of the recipe that the project doesn't have. */
  add(path: string, text: string): void {
    const file = join(this.root, path);
    if (existsSync(file)) throw new Error(`There is already ${path}`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** Writes a file that only checks the recipe: it isn't counted. */
  addScratch(path: string, text: string): void {
    this.add(path, text);
    this.#scratch.add(path);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /**
   * Runs a tool of `node_modules` or a script of this copy. Returns its output; throws it when the tool
   * fails.
   */
  async run(program: string, ...args: readonly string[]): Promise<string> {
    try {
      const { stdout, stderr } = await execute(process.execPath, [join(this.root, program), ...args], {
        cwd: this.root,
        env: { ...process.env, NO_COLOR: '1' },
        timeout: 400_000,
        maxBuffer: 64 * 1_024 * 1_024,
      });
      return stdout + stderr;
    } catch (thrown) {
      const { stdout, stderr } = thrown as { stdout?: string; stderr?: string };
      throw new Error(`${program} ${args.join(' ')}\n${stdout ?? ''}${stderr ?? ''}`, { cause: thrown });
    }
  }

  /**
   * Checks the types of some files and of everything that they import. Returns the compiler's output, which
   * is empty on success. Throws the reported errors.
   */
  checkTypes(...files: readonly string[]): Promise<string> {
    const config = 'tsconfig.recipe.json';
    this.addScratch(
      config,
      JSON.stringify({
        extends: './tsconfig.json',
        compilerOptions: { lib: ['ESNext', 'DOM', 'DOM.Iterable'], types: ['node', 'vite/client'] },
        include: files,
        references: [],
      }),
    );
    return this.run('node_modules/typescript/bin/tsc', '-p', config, '--singleThreaded');
  }

  /**
   * Runs test files of this copy, with options of vitest among them. Returns the output; throws it when a
   * test fails.
   */
  runTests(...args: readonly string[]): Promise<string> {
    return this.run('node_modules/vitest/vitest.mjs', 'run', '--reporter=verbose', ...args);
  }

  /** Compares this copy with the project as it was copied. */
  changes(): Changes {
    const files = filesIn(this.root);
    const changed = files.filter(
      (path) => this.#original.get(path)?.equals(readFileSync(join(this.root, path))) === false,
    );
    return {
      added: files.filter((path) => !this.#original.has(path) && !this.#scratch.has(path)).toSorted(),
      edited: changed.filter((path) => this.#edited.has(path)).toSorted(),
      renewed: changed.filter((path) => !this.#edited.has(path)).toSorted(),
    };
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
