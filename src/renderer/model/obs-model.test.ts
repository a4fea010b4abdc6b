import { describe, expect, it } from 'vitest';
import { applyObsFrame, emptyObs, unknownObs } from './obs-model.ts';

const at = (seq: number) => ({ epoch: 'e', seq });
const main = { ...unknownObs('obs:main'), studioVersion: '30.2.0', scenes: ['A', 'B'], currentScene: 'A' };

describe('what every OBS does', () => {
  it('is a snapshot, then only the fields that changed', () => {
    const before = applyObsFrame(emptyObs, { ...at(1), kind: 'snapshot', instances: [main] });
    const changed = [{ id: 'obs:main', currentScene: 'B', sources: undefined }];
    const after = applyObsFrame(before, { ...at(2), kind: 'changes', changed, removed: [] });
    expect(after.instances.get('obs:main')).toEqual({ ...main, currentScene: 'B' });
    expect(after.instances.get('obs:main')?.scenes).toBe(main.scenes);
  });

  it('adds a new OBS, and removes one that is gone', () => {
    const before = applyObsFrame(emptyObs, { ...at(1), kind: 'snapshot', instances: [main] });
    const after = applyObsFrame(before, {
      ...at(2),
      kind: 'changes',
      changed: [{ id: 'obs:left', streaming: 'on' }],
      removed: ['obs:main'],
    });
    expect([...after.instances.values()]).toEqual([{ ...unknownObs('obs:left'), streaming: 'on' }]);
  });

  it('clears a value that became unknown', () => {
    const before = applyObsFrame(emptyObs, { ...at(1), kind: 'snapshot', instances: [main] });
    const changed = [{ id: 'obs:main', scenes: null, currentScene: null }];
    const after = applyObsFrame(before, { ...at(2), kind: 'changes', changed, removed: [] });
    expect(after.instances.get('obs:main')).toMatchObject({ scenes: null, currentScene: null });
  });
});
