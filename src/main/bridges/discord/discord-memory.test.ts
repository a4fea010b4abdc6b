import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDiscordState } from './discord-state.ts';

describe('the stored Discord state', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cuelight-discord-'));
    file = join(folder, 'discord.json');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('keeps its values apart, also when they are written at the same time', async () => {
    const before = openDiscordState(file);
    expect(await before.goLive.read()).toBeNull();
    expect(await before.signIns.read()).toEqual([]);
    await Promise.all([
      before.goLive.write({ id: 'notice-1' }),
      before.slash.write(true),
      before.signIns.write([1_000, 2_000]),
    ]);
    const after = openDiscordState(file);
    expect(await after.goLive.read()).toEqual({ id: 'notice-1' });
    expect(await after.slash.read()).toBe(true);
    expect(await after.signIns.read()).toEqual([1_000, 2_000]);
  });

  it.each([
    ['text that is not JSON', '{"sign-ins":'],
    ['another shape', '[1, 2]'],
    ['sign-ins that are not numbers', '{"sign-ins":["yesterday"]}'],
  ])('is empty when the file contains %s, and can be written again', async (_what, content) => {
    await writeFile(file, content);
    const memory = openDiscordState(file);
    expect(await memory.signIns.read()).toEqual([]);
    await memory.signIns.write([5]);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ 'sign-ins': [5] });
  });

  it('reports a file that cannot be read or written', async () => {
    const memory = openDiscordState(folder);
    await expect(memory.signIns.read()).rejects.toThrow(/EISDIR/);
  });

  it('lasts for this run only without a file', async () => {
    const memory = openDiscordState(null);
    await memory.slash.write(true);
    expect(await memory.slash.read()).toBe(true);
    expect(await memory.goLive.read()).toBeNull();
    expect(await openDiscordState(null).slash.read()).toBeNull();
  });
});
