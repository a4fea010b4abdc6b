import { describe, expect, it } from 'vitest';
import { componentProbe, componentRestart, componentStop } from '#shared/catalogue/operations/components.ts';
import { createOperations, type OperationRequest } from '../operations/operations.ts';
import { createScriptedSystem } from '../testing/scripted-system.ts';
import { implementComponents } from './operations.ts';

const window: OperationRequest = { caller: 'window', audience: 'owner' };

const createRig = async () => {
  const { system } = createScriptedSystem({ show: { obs: { kind: 'bridge' } } });
  await system.start();
  const { bus, clock, ids } = system.services;
  const implementations = implementComponents(system);
  const operations = createOperations({ implementations, bus, clock, ids });
  /** Returns the events that become the records of operations. */
  const recorded = () =>
    [...system.events.recent('command.*', 100), ...system.events.recent('operation.*', 100)].map(
      ({ topic, correlationId, data }) => ({ topic, correlationId, actor: data['actor'] }),
    );
  return { operations, recorded };
};

describe('the operations of components', () => {
  it('leave exactly one record of a command, with its actor', async () => {
    const { operations, recorded } = await createRig();
    const done = await operations.run(componentStop, { id: 'obs' }, window);
    expect(done).toMatchObject({ ok: true, value: { result: { result: 'settled', target: 'obs' } } });
    const [accepted, settled, ...more] = recorded();
    expect(more).toEqual([]);
    expect(accepted).toMatchObject({ topic: 'command.accepted', actor: 'window' });
    expect(settled).toMatchObject({ topic: 'command.settled', correlationId: accepted?.correlationId });
  });

  it('leave one record of a refused command to an unknown id', async () => {
    const { operations, recorded } = await createRig();
    const refused = await operations.run(componentRestart, { id: 'nobody' }, window);
    expect(refused).toMatchObject({ ok: false, error: { code: 'component.unknown' } });
    expect(recorded().map(({ topic }) => topic)).toEqual(['operation.failed']);
  });

  it('leave one record of a check', async () => {
    const { operations, recorded } = await createRig();
    expect((await operations.run(componentProbe, { id: 'obs' }, window)).ok).toBe(true);
    expect(recorded().map(({ topic }) => topic)).toEqual(['operation.accepted', 'operation.done']);
  });
});
