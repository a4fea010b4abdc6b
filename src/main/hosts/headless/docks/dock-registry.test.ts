import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCountingIds, type Fault, type Result } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { DockRegistry } from './dock-registry.ts';

const valueOf = <T>(result: Result<T, Fault>): T => {
  if (!result.ok) throw result.error;
  return result.value;
};
const codeOf = (result: Result<unknown, Fault>): string | null => (result.ok ? null : result.error.code);

describe('the docks', () => {
  let folder: string;
  const clock = createFakeClock();
  const ids = createCountingIds('dock');
  let bytes = 0;
  const open = (file = 'docks.json') =>
    DockRegistry.open({
      file: join(folder, file),
      clock,
      ids,
      randomBytes: (size) => new Uint8Array(size).fill((bytes += 1)),
    });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cuelight-docks-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are found by their tokens, also after a restart', async () => {
    const { dock, token } = valueOf(await valueOf(await open()).create('Beside the chat'));
    const later = valueOf(await open());
    expect(later.list()).toEqual([{ ...dock, name: 'Beside the chat', seenAt: null, connected: 0 }]);
    expect(later.find(token)).toBe(dock.id);
    expect(later.find('x'.repeat(43))).toBeNull();
  });

  it('are stored without their tokens, in a file for the owner only', async () => {
    const { token } = valueOf(await valueOf(await open()).create('Main'));
    const file = join(folder, 'docks.json');
    expect(await readFile(file, 'utf8')).not.toContain(token);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('are not found after a revocation', async () => {
    const registry = valueOf(await open());
    const { dock, token } = valueOf(await registry.create('Main'));
    const revoked: string[] = [];
    using _listening = registry.onRevoked((id) => revoked.push(id));
    expect((await registry.revoke(dock.id)).ok).toBe(true);
    expect(revoked).toEqual([dock.id]);
    expect(registry.find(token)).toBeNull();
    expect(valueOf(await open()).list()).toEqual([]);
    expect(codeOf(await registry.revoke(dock.id))).toBe('docks.unknown');
  });

  it('report the last connection and the number of connections', async () => {
    const registry = valueOf(await open());
    const { dock } = valueOf(await registry.create('Main'));
    const first = registry.connect(dock.id);
    await clock.advance(5_000);
    using _second = registry.connect(dock.id);
    expect(registry.list()[0]).toMatchObject({ seenAt: clock.now(), connected: 2 });
    first[Symbol.dispose]();
    expect(registry.list()[0]).toMatchObject({ connected: 1 });
  });

  it('are limited to sixteen', async () => {
    const registry = valueOf(await open());
    for (let index = 0; index < 16; index += 1) valueOf(await registry.create(`Dock ${index}`));
    expect(codeOf(await registry.create('One more'))).toBe('docks.too-many');
    expect(registry.list()).toHaveLength(16);
  });

  it.each(['', 'null', '[]', '{"docks":[{"id":1}]}', '{"docks":[],"more":1}'])(
    'lose access, and their file is moved aside, when it contains %j',
    async (content) => {
      await writeFile(join(folder, 'docks.json'), content);
      const registry = valueOf(await open());
      const aside = join(folder, `docks.json.broken-${clock.now()}`);
      expect(registry.problem).toContain(aside);
      expect(await readFile(aside, 'utf8')).toBe(content);
      expect(registry.list()).toEqual([]);
      valueOf(await registry.create('Main'));
      const again = valueOf(await open());
      expect(again.problem).toBeNull();
      expect(again.list()).toHaveLength(1);
    },
  );

  it('stay unchanged when they cannot be saved', async () => {
    const registry = valueOf(await open(join('nowhere', 'docks.json')));
    expect(codeOf(await registry.create('Main'))).toBe('docks.not-kept');
    expect(registry.list()).toEqual([]);
  });
});
