import { describe, expect, it } from 'vitest';
import { findTrayArea, runReader, type Reading } from './tray-area.ts';

const bus = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus' };
const find = async (...readings: readonly Reading[]) => {
  const asked: string[] = [];
  const found = await findTrayArea(bus, (program) => {
    asked.push(program);
    return Promise.resolve(readings[asked.length - 1] ?? { kind: 'failed' });
  });
  return { found, asked };
};

describe('the tray area of a Linux desktop', () => {
  it.each([
    ['b true\n', true],
    ['b false\n', false],
    ['(<true>,)\n', true],
    ['(<false>,)\n', false],
  ])('is read from %j', async (text, expected) => {
    expect((await find({ kind: 'output', text })).found).toBe(expected);
  });

  it.each([
    'Failed to get property IsStatusNotifierHostRegistered on interface org.kde.StatusNotifierWatcher: The name org.kde.StatusNotifierWatcher was not provided by any .service files\n',
    'Failed to get property IsStatusNotifierHostRegistered on interface org.kde.StatusNotifierWatcher: The name is not activatable\n',
    'Error: GDBus.Error:org.freedesktop.DBus.Error.ServiceUnknown: The name org.kde.StatusNotifierWatcher was not provided by any .service files\n',
  ])('is absent when nobody owns the name: %s', async (text) => {
    expect((await find({ kind: 'refused', text })).found).toBe(false);
  });

  it('is read by the second program when the first is missing or has no bus', async () => {
    const noBus: Reading = { kind: 'refused', text: 'Failed to connect to bus: No such file or directory' };
    for (const first of [{ kind: 'failed' } as const, noBus])
      expect(await find(first, { kind: 'output', text: '(<true>,)' })).toEqual({
        found: true,
        asked: ['busctl', 'gdbus'],
      });
  });

  it('is unknown when no program answers, and nobody is asked without a session bus', async () => {
    expect((await find({ kind: 'failed' }, { kind: 'failed' })).found).toBeNull();
    expect(await findTrayArea({}, () => Promise.reject(new Error('nobody is asked')))).toBeNull();
  });

  it('tells a refusal from a missing program and from success', async () => {
    const node = process.execPath;
    expect(await runReader(node, ['-e', 'console.log("b true")'], 60_000)).toEqual({
      kind: 'output',
      text: 'b true\n',
    });
    expect(
      await runReader(node, ['-e', 'process.stderr.write("no owner"); process.exitCode = 1'], 60_000),
    ).toEqual({
      kind: 'refused',
      text: 'no owner',
    });
    expect(await runReader('/nonexistent/reader', [], 60_000)).toEqual({ kind: 'failed' });
  });
});
