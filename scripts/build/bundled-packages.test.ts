import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'vite';
import { expect, it, onTestFinished } from 'vitest';
import { bundledPackages, packageFolderOf } from './bundled-packages.ts';

it.each([
  ['/home/me/project/node_modules/react/index.js', 'node_modules/react'],
  ['/home/me/project/node_modules/@a/b/dist/x.css?inline', 'node_modules/@a/b'],
  ['C:\\project\\node_modules\\react\\index.js', 'C:/project/node_modules/react'],
  ['/home/me/project/node_modules/a/node_modules/b/b.js', 'node_modules/a/node_modules/b'],
  ['/elsewhere/node_modules/react/index.js', '/elsewhere/node_modules/react'],
  ['\0vite/preload-helper.js', 'node_modules/vite'],
  ['\0/home/me/project/node_modules/c/c.js?commonjs-module', 'node_modules/c'],
  ['/home/me/project/src/main/index.ts', null],
])('the module %j comes from %j', (id, folder) => {
  expect(packageFolderOf(id, '/home/me/project')).toBe(folder);
});

it('lists packages with code, style sheets or fonts in the build, and none that was dropped', async () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'cuelight-bundled-')));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  for (const name of ['used', 'unused', 'font'])
    write(
      `node_modules/${name}/package.json`,
      `{"name":"${name}","type":"module","main":"i.js","sideEffects":["*.css"]}`,
    );
  write('node_modules/used/i.js', 'export const used = () => document.title;');
  write('node_modules/unused/i.js', 'export const unused = () => 1;');
  write('node_modules/font/font.css', '@font-face { font-family: F; src: url(./f.woff2); }');
  write('node_modules/font/f.woff2', 'x'.repeat(9_000));
  write('src/index.html', '<script type="module" src="./a.js"></script>');
  write(
    'src/a.js',
    "import { used } from 'used'; import { unused } from 'unused'; import 'font/font.css'; console.log(used());",
  );
  await build({
    root: join(root, 'src'),
    configFile: false,
    logLevel: 'silent',
    build: { outDir: join(root, 'out/renderer'), assetsInlineLimit: 0 },
    plugins: [bundledPackages(root)],
  });
  expect(JSON.parse(readFileSync(join(root, 'out/bundled-packages/renderer.json'), 'utf8'))).toEqual([
    'node_modules/font',
    'node_modules/used',
    // Its helper for module preloads is in every page.
    'node_modules/vite',
  ]);
});
