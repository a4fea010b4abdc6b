import { describe, expect, it } from 'vitest';
import { FakeObsBridge } from '#main/orchestrators/testing/fake-bridges.ts';
import type { SystemChange } from '#core/system-port.ts';
import { toDisposable } from '#shared/kernel/index.ts';
import { createObsPort } from './obs-port.ts';

/** An OBS bridge that emits changes on command. */
class TellingObs extends FakeObsBridge {
  readonly listeners = new Set<() => void>();

  override onState(listener: () => void = () => undefined) {
    this.listeners.add(listener);
    return toDisposable(() => this.listeners.delete(listener));
  }

  tell(): void {
    for (const listener of this.listeners) listener();
  }
}

const createSubject = () => {
  const bridges = new Map<string, TellingObs>();
  const systemListeners = new Set<(change: SystemChange) => void>();
  const system = {
    onChange: (listener: (change: SystemChange) => void) => {
      systemListeners.add(listener);
      return toDisposable(() => systemListeners.delete(listener));
    },
  };
  const port = createObsPort(system, () => bridges);
  const add = (id: string): TellingObs => {
    const bridge = new TellingObs();
    bridges.set(id, bridge);
    for (const listener of systemListeners) listener({ kind: 'component', id });
    return bridge;
  };
  const remove = (id: string): void => {
    bridges.delete(id);
    for (const listener of systemListeners) listener({ kind: 'removed', id });
  };
  return { port, add, remove, systemListeners };
};

describe('the port to every OBS', () => {
  it('shows each one by its name', async () => {
    const { port, add } = createSubject();
    const [main, left] = [add('obs:main'), add('obs:stage-left')];
    await left.setScene('Wings');
    expect(main.state.currentScene).toBeNull();
    expect(port.list().map(({ id, currentScene }) => [id, currentScene])).toEqual([
      ['obs:main', null],
      ['obs:stage-left', 'Wings'],
    ]);
    expect(await port.takeScreenshot('obs:stage-left', 640)).toMatchObject({
      ok: true,
      value: { scene: 'Wings' },
    });
  });

  it('refuses an unknown name with a message', async () => {
    const { port } = createSubject();
    const result = await port.takeScreenshot('obs:nowhere', 640);
    expect(result).toMatchObject({ ok: false, error: { code: 'obs.unknown-instance' } });
  });

  it('listens to an OBS while it exists and somebody listens', () => {
    const { port, add, remove, systemListeners } = createSubject();
    const main = add('obs:main');
    let notified = 0;
    const subscription = port.onChange(() => (notified += 1));
    main.tell();
    expect(notified).toBe(1);
    const left = add('obs:stage-left');
    expect(notified).toBe(2);
    left.tell();
    expect(notified).toBe(3);
    remove('obs:main');
    expect(main.listeners.size).toBe(0);
    subscription[Symbol.dispose]();
    expect([left.listeners.size, systemListeners.size]).toEqual([0, 0]);
  });
});
