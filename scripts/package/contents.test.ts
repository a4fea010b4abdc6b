import { describe, expect, it } from 'vitest';
import { judgeContents, judgeSize, largestPackage } from './contents.ts';

const linux = { platform: 'linux', arch: 'x64' } as const;
const elf = (machine: number): Buffer => {
  const header = Buffer.alloc(64);
  header.writeUInt32BE(0x7f454c46);
  header.writeUInt16LE(machine, 18);
  return header;
};
const judge = (contents: Readonly<Record<string, string | Buffer>>, required: readonly string[] = []) =>
  judgeContents(
    Object.entries(contents).map(([path, content]) => ({ path, read: () => Buffer.from(content) })),
    required,
    linux,
  );

describe('the contents of the package', () => {
  it('are accepted when the program loads them', () => {
    expect(
      judge(
        {
          'package.json': '{}',
          'out/main/index.js': 'import "zod";',
          'node_modules/yaml/dist/doc/Document.js': '//# sourceMappingURL=Document.js.map',
          'node_modules/native/lib.node': elf(0x3e),
          'resources/tray/healthy.png': '',
        },
        ['out/main/index.js'],
      ),
    ).toEqual([]);
  });

  it.each<[string, string | Buffer, string]>([
    ['out/renderer/assets/window.js.map', '{}', 'is a source map'],
    ['out/renderer/assets/window.js', 'x\n//# sourceMappingURL=data:x', 'contains a source map'],
    ['node_modules/zod/src/index.ts', '', 'is TypeScript'],
    ['node_modules/zod/index.d.mts', '', 'is TypeScript'],
    ['node_modules/a/test/a.js', '', 'is a test'],
    ['node_modules/a/README.md', '', 'is documentation'],
    ['out/renderer/assets/window.js.br', '', 'is a compressed copy for the headless host'],
    ['node_modules/a/arm.node', elf(0xb7), 'is not for linux x64'],
    ['node_modules/a/windows.node', Buffer.from('MZ'.padEnd(64)), 'is not for linux x64'],
    ['node_modules/a/empty.node', '', 'is not for linux x64'],
    ['resources/update-key.pem', '', 'may hold a secret'],
    ['src/main/index.js', '', 'belongs to none of its folders'],
  ])('are refused with %s', (path, content, reason) => {
    expect(judge({ [path]: content })).toEqual([`${path} is in the package, but ${reason}.`]);
  });

  it('are refused without a file that the program needs', () => {
    expect(judge({}, ['out/main/journal-process.js'])).toEqual([
      'out/main/journal-process.js is missing in the package.',
    ]);
  });
});

it('the size of the package has a limit', () => {
  expect(judgeSize(largestPackage)).toBeNull();
  expect(judgeSize(largestPackage + 100_000)).toContain('300.1 MB, more than 300.0 MB');
});
