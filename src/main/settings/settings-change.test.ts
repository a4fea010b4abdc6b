import { describe, expect, it } from 'vitest';
import { SettingsPhases, type SettingsApplier, type SettingsChange } from './settings-change.ts';

const change: SettingsChange = {
  sections: [
    { path: 'lamp', keys: ['level'], values: { level: 3 } },
    { path: 'desk', keys: ['height', 'width'], values: { height: 1, width: 2 } },
  ],
  origin: 'operator',
};

const applier = (restarts: readonly string[], apply: SettingsApplier['apply'] = () => undefined) => ({
  impactOf: () => ({ live: ['level'], restarts: [...restarts] }),
  apply,
});

describe('a change of the settings', () => {
  it.each([
    ['in the order of the phases', ['before', 'apply', 'applied']],
    ['in the opposite order', ['applied', 'apply', 'before']],
    ['with the appliers first', ['apply', 'before', 'applied']],
  ])('is announced, applied and reported in this order when subscribed %s', (_, order) => {
    const phases = new SettingsPhases();
    const calls: string[] = [];
    const subscribe: Readonly<Record<string, () => void>> = {
      before: () => void phases.onBeforeApply(() => calls.push('before')),
      apply: () => void phases.applyWith(applier([], () => calls.push('apply'))),
      applied: () => void phases.onApplied(() => calls.push('applied')),
    };
    for (const phase of order) subscribe[phase]?.();
    phases.run(change);
    expect(calls).toEqual(['before', 'apply', 'applied']);
  });

  it('reports its impact before anything is applied', () => {
    const phases = new SettingsPhases();
    let running = ['lamp'];
    const impacts: unknown[] = [];
    phases.applyWith({
      impactOf: () => ({ live: [], restarts: [...running] }),
      apply: () => {
        running = [];
      },
    });
    phases.onBeforeApply((_change, impact) => impacts.push(impact));
    phases.run(change);
    expect(impacts).toEqual([{ live: [], restarts: ['lamp'] }]);
  });

  it('restarts the components of all appliers, each once', () => {
    const phases = new SettingsPhases();
    phases.applyWith(applier(['lamp', 'desk']));
    phases.applyWith(applier(['desk', 'chair']));
    expect(phases.impactOf(change.sections)).toEqual({
      live: ['level', 'level'],
      restarts: ['lamp', 'desk', 'chair'],
    });
  });

  it('takes effect at once without an applier', () => {
    expect(new SettingsPhases().impactOf(change.sections)).toEqual({
      live: ['level', 'height', 'width'],
      restarts: [],
    });
  });

  it('does not reach a disposed listener', () => {
    const phases = new SettingsPhases();
    const calls: string[] = [];
    phases.onBeforeApply(() => calls.push('before'))[Symbol.dispose]();
    phases.applyWith(applier(['lamp'], () => calls.push('apply')))[Symbol.dispose]();
    phases.onApplied(() => calls.push('applied'))[Symbol.dispose]();
    phases.run(change);
    expect(calls).toEqual([]);
    expect(phases.impactOf(change.sections).restarts).toEqual([]);
  });
});
