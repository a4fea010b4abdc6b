import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { topic } from '#shared/catalogue/topics/define.ts';
import { Fault } from '#shared/kernel/index.ts';
import { BaseOrchestrator, type CoreServices } from './index.ts';
import { createCoreHarness } from './testing/index.ts';

const schema = z.object({ greeting: z.string().default('hello') });

const greeted = topic('greeter.greeted', {
  title: 'Greeted',
  data: z.object({ name: z.string() }),
  sentence: ({ name }) => `Hello ${name}`,
});
const other = topic('other', { title: 'Other', data: z.object({}), sentence: () => 'Other' });
const ada = { name: 'Ada' };

class Greeter extends BaseOrchestrator<z.infer<typeof schema>> {
  constructor(services: CoreServices) {
    super(services, { id: 'greeter', title: 'Greeter', description: 'Greets who comes', schema });
  }
}

const rig = () => {
  const harness = createCoreHarness();
  const services = harness.createServices();
  return { ...harness, services, bus: services.bus, greeter: new Greeter(services) };
};

describe('listening through an orchestrator', () => {
  it('receives its own events, once per listener and pattern', () => {
    const { greeter, bus } = rig();
    const heard: string[] = [];
    const listener = ({ topic }: { topic: string }): void => void heard.push(topic);
    const first = greeter.on('greeter.*', listener);
    expect(greeter.on('greeter.*', listener)).toBe(first);
    expect(greeter.emit(greeted(ada))).toMatchObject({
      source: 'greeter',
      data: { name: 'Ada' },
    });
    expect(heard).toEqual(['greeter.greeted']);
    expect(bus.listenerCount).toBe(1);
  });

  it('ends one pattern of a listener and leaves its others', () => {
    const { greeter, bus } = rig();
    const heard: string[] = [];
    const listener = ({ topic }: { topic: string }): void => void heard.push(topic);
    greeter.on(greeted, listener);
    greeter.on(other, listener);
    greeter.off(greeted, listener);
    greeter.emit(greeted(ada));
    bus.emit('x', other({}));
    expect(heard).toEqual(['other']);
    greeter.off(other, listener);
    expect(bus.listenerCount).toBe(0);
  });

  it('accepts a removed listener again, and ignores the removal of an unknown one', () => {
    const { greeter, bus } = rig();
    const heard: string[] = [];
    const listener = ({ topic }: { topic: string }): void => void heard.push(topic);
    expect(() => greeter.off(greeted, listener)).not.toThrow();
    greeter.on(greeted, listener)[Symbol.dispose]();
    expect(() => greeter.off('never', listener)).not.toThrow();
    greeter.on(greeted, listener);
    greeter.emit(greeted(ada));
    expect(heard).toEqual(['greeter.greeted']);
    expect(bus.listenerCount).toBe(1);
  });

  it('counts the events of others as flows', () => {
    const { greeter, bus } = rig();
    const heard: string[] = [];
    greeter.on(greeted, ({ data }) => void heard.push(data.name));
    bus.emit('door', greeted(ada));
    expect(heard).toEqual(['Ada']);
    expect(bus.flows()).toMatchObject([{ from: 'door', to: 'greeter' }]);
  });
});

describe('a call through an orchestrator', () => {
  it('reports its success with its attempts and duration', async () => {
    const { greeter, bus, clock } = rig();
    await clock.advance(1_000);
    const call = greeter.safeExecute('greet', async () => {
      await clock.advance(40);
      return 'done';
    });
    await expect(call).resolves.toEqual({ ok: true, value: 'done' });
    expect(bus.recent('execution.*', 5)).toMatchObject([
      {
        topic: 'execution.succeeded',
        source: 'greeter',
        level: 'debug',
        message: 'greet succeeded',
        data: { attempts: 1, tookMs: 40 },
      },
    ]);
  });

  it.each([
    [undefined, false],
    ['nobody', true],
  ])('reports its failure, also when %s replaces it', async (fallback, fellBack) => {
    const { greeter, bus, lines } = rig();
    const result = await greeter.safeExecute(
      'greet',
      () => {
        throw new Fault('door.shut', 'The door is shut.', { kind: 'configuration' });
      },
      fallback === undefined ? {} : { fallback: () => fallback },
    );
    expect(result.ok).toBe(fellBack);
    expect(bus.recent('execution.*', 5)).toMatchObject([
      {
        topic: 'execution.failed',
        level: 'warning',
        message: 'greet failed: The door is shut.',
        data: { attempts: 1, code: 'door.shut', kind: 'configuration', fellBack },
      },
    ]);
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        message: 'greet failed',
        fields: { code: 'door.shut', attempts: 1 },
      }),
    );
  });
});

describe('the settings of an orchestrator', () => {
  it('change at once, without a warning when every key is known', () => {
    const { greeter, lines } = rig();
    const before = lines.length;
    expect(greeter.applyConfig({ greeting: 'Welcome' }).ok).toBe(true);
    expect(lines.slice(before)).toEqual([]);
    expect(greeter.config).toEqual({ greeting: 'Welcome' });
  });
});
