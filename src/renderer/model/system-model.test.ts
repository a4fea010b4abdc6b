import { describe, expect, it } from 'vitest';
import type { RunInfo, SystemFrame } from '#shared/contract/index.ts';
import { healthyVerdict } from '#shared/model/testing/healthy-component.ts';
import { fakeComponents, lostConnection, runningComponent } from '../client/testing/fake-show.ts';
import { lineOf, reasonOf } from '../text/component-sentence.ts';
import { applySystemFrame, emptySystem } from './system-model.ts';

const verdict = healthyVerdict();
const run: RunInfo = {
  mode: 'live',
  scenario: null,
  host: 'headless',
  version: '0',
  startedAt: 0,
  show: null,
  trial: null,
};
const snapshot: SystemFrame = {
  epoch: 'a',
  seq: 1,
  kind: 'snapshot',
  components: fakeComponents(10_000_000),
  edges: [],
  verdict,
  run,
};
const model = applySystemFrame(emptySystem, snapshot);

const changes = (over: Partial<Extract<SystemFrame, { kind: 'changes' }>>): SystemFrame => ({
  epoch: 'a',
  seq: 2,
  kind: 'changes',
  changed: [],
  removed: [],
  edges: null,
  verdict: null,
  run: null,
  ...over,
});

describe('system model', () => {
  it('keeps the identity of unchanged components', () => {
    const next = applySystemFrame(model, changes({ changed: [runningComponent({ id: 'inbox' }, 0)] }));
    expect(next.components.get('obs:main')).toBe(model.components.get('obs:main'));
    expect(next.components.get('inbox')).not.toBe(model.components.get('inbox'));
    expect(next.order).toBe(model.order);
    expect(next.verdict).toBe(model.verdict);
  });

  it('removes components', () => {
    const next = applySystemFrame(model, changes({ removed: ['journal'] }));
    expect(next.components.has('journal')).toBe(false);
    expect(next.order).not.toContain('journal');
  });
});

describe('sentence of a component', () => {
  const obs = runningComponent({ id: 'obs:main', fact: '60.0 fps' }, 10_000_000);
  it('is the fact while it is healthy', () => expect(lineOf(obs, 10_000_000)).toBe('60.0 fps'));
  it('is the reason with the next attempt while it waits', () => {
    const lost = lostConnection(obs, 'OBS closed the connection.', 0, 6_000);
    expect(reasonOf(lost, 3_000)).toBe('OBS closed the connection · retry in 3 s');
    expect(reasonOf(lost, 6_000)).toBe('OBS closed the connection · retrying now');
  });
  it('says why it is off', () => {
    expect(lineOf({ ...obs, desired: 'stopped', state: 'stopped' }, 0)).toBe('Switched off');
  });
});
