import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { build } from 'vite';
import { expect, it, onTestFinished } from 'vitest';
import { precompress } from './precompress.ts';

it('writes two compressed files next to each larger script and style sheet, and no others', async () => {
  const root = mkdtempSync(join(tmpdir(), 'cuelight-precompress-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const words = 'the same words again and again. '.repeat(200);
  writeFileSync(join(root, 'index.html'), '<script type="module" src="./large.js"></script>');
  writeFileSync(join(root, 'large.js'), `import './large.css'; console.log(${JSON.stringify(words)});`);
  writeFileSync(join(root, 'large.css'), `.large::before { content: '${words}'; }`);
  await build({ root, configFile: false, logLevel: 'silent', plugins: [precompress()] });

  const assets = join(root, 'dist', 'assets');
  const names = readdirSync(assets).toSorted();
  expect(names.map((name) => name.replace(/-[\w-]{8}\./, '.')).toSorted()).toEqual([
    'index.css',
    'index.css.br',
    'index.css.gz',
    'index.js',
    'index.js.br',
    'index.js.gz',
  ]);
  for (const name of names.filter((each) => /\.(?:js|css)$/.test(each))) {
    const read = (suffix: string): Buffer => readFileSync(join(assets, name + suffix));
    expect(brotliDecompressSync(read('.br'))).toEqual(read(''));
    expect(gunzipSync(read('.gz'))).toEqual(read(''));
    expect(read('.br').length).toBeLessThan(read('').length / 10);
  }
  expect(readdirSync(join(root, 'dist')).filter((name) => /\.(?:br|gz)$/.test(name))).toEqual([]);
});
