import { describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import type { Waiting } from '#shared/model/index.ts';
import { ComponentNode } from '../runtime/component-node.ts';
import { resolveSpec } from '../runtime/component-spec.ts';
import { OrchestratorNode } from '../runtime/orchestrator-node.ts';
import { NodeRegistry } from '../runtime/registry.ts';
import { defaultPolicy } from '../supervision/policy.ts';
import type { SystemChange } from '../system-port.ts';
import { createCoreHarness } from '../testing/index.ts';
import { Observation } from './observation.ts';
import { Publisher } from './publisher.ts';

/** Every visible change of a part is published on its own, and nothing else is. */

const lost = new Fault('obs.lost', 'OBS is gone', { kind: 'transient' });
const retry = (nextAttemptAt: number): Waiting => ({ for: 'retry', nextAttemptAt, attempt: 2 });
const operator = (message: string): Waiting => ({ for: 'operator', message });
const dependency = (componentId: string, message = 'It needs it') =>
  ({ for: 'dependency', componentId, message }) as const;

const build = () => {
  const services = createCoreHarness().createServices();
  const registry = new NodeRegistry();
  const publisher = new Publisher(services, registry, new Observation(registry));
  const owner = new OrchestratorNode(
    {
      id: 'show',
      title: 'Show',
      description: '',
      needs: [],
      settingsPath: null,
      policy: defaultPolicy,
      status: () => ({}),
    },
    services,
  );
  registry.addOrchestrator(owner);
  const add = (id: string): ComponentNode => {
    const node = new ComponentNode(resolveSpec('show', id, {}, { title: id }), services);
    registry.addComponent(node);
    return node;
  };
  const [obs, store, clips] = [add('obs'), add('store'), add('clips')];
  owner.desired = true;
  // It has failed and is waiting.
  obs.fault = lost;
  store.fault = new Fault('store.away', 'The disk is away', { kind: 'configuration' });
  clips.fault = new Fault('clips.away', 'The disk is away', { kind: 'configuration' });
  const changes: SystemChange[] = [];
  publisher.onChange((change) => changes.push(change));
  /** Returns the changes published by the next look at it. */
  const look = (node: ComponentNode | OrchestratorNode): readonly SystemChange[] => {
    changes.length = 0;
    if (node instanceof ComponentNode) publisher.publish(node);
    else publisher.publishOrchestrator(node);
    return [...changes];
  };
  const waits = (node: ComponentNode | OrchestratorNode, waiting: Waiting): void => {
    node.blocked = { waiting, timer: null, quarantined: false };
  };
  return { obs, store, owner, look, waits };
};

const changesOf = (id: string): readonly SystemChange[] => [{ kind: 'component', id }, { kind: 'verdict' }];

describe.each([
  ['a component', 'obs' as const],
  ['an orchestrator', 'owner' as const],
])('of %s', (_, which) => {
  it.each([
    ['when it is tried again', retry(1_000), retry(2_000)],
    ['what else it waits for', retry(1_000), operator('Somebody has to look')],
    ['the words for who has to help', operator('Somebody has to look'), operator('Somebody has to help')],
    ['which other it waits for', dependency('nobody'), dependency('nowhere')],
    ['the words for what it waits for', dependency('nobody'), dependency('nobody', 'It needs it badly')],
  ])('%s is noticed, and published once', (__, before, after) => {
    const built = build();
    const node = built[which];
    built.waits(node, before);
    built.look(node);
    expect(built.look(node)).toEqual([]);
    built.waits(node, after);
    expect(built.look(node)).toEqual(changesOf(node.id));
    expect(built.look(node)).toEqual([]);
  });

  it.each([operator('Somebody has to look'), dependency('nobody')])(
    'a repeated wait is no change: %o',
    (wait) => {
      const built = build();
      const node = built[which];
      built.waits(node, wait);
      built.look(node);
      built.waits(node, { ...wait });
      expect(built.look(node)).toEqual([]);
    },
  );

  it('its supervision is noticed, and published once', () => {
    const { look, waits, ...built } = build();
    const node = built[which];
    waits(node, retry(1_000));
    look(node);
    node.supervisor.restarting();
    expect(look(node)).toEqual(changesOf(node.id));
    expect(look(node)).toEqual([]);
  });

  it('the first look is published', () => {
    const { look, ...built } = build();
    expect(look(built[which])).toEqual(changesOf(built[which].id));
  });
});

describe('of a component', () => {
  it('its cause, with its message, is noticed and published once', () => {
    const { obs, store, look, waits } = build();
    waits(obs, dependency('store'));
    look(obs);
    waits(obs, dependency('clips'));
    expect(look(obs)).toEqual(changesOf('obs'));
    waits(obs, dependency('store'));
    look(obs);
    store.fault = new Fault('store.full', 'The disk is full', { kind: 'configuration' });
    expect(look(obs)).toEqual(changesOf('obs'));
    expect(look(obs)).toEqual([]);
  });

  it('a condition is published although nothing else changes', () => {
    const { obs, look } = build();
    look(obs);
    obs.fault = new Fault('obs.lost', 'OBS is gone for good', { kind: 'transient' });
    expect(look(obs)).toEqual(changesOf('obs'));
    expect(look(obs)).toEqual([]);
  });
});
