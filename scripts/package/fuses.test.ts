import { FuseState, FuseV1Options } from '@electron/fuses';
import { describe, expect, it } from 'vitest';
import { compareFuses, describeFuses, wantedFuses, type FuseStates } from './fuses.ts';

const wanted: FuseStates = new Map(
  Object.entries(wantedFuses).map(([fuse, on]) => [Number(fuse), on ? FuseState.ENABLE : FuseState.DISABLE]),
);
const withFuse = (fuse: number, state: FuseState): FuseStates => new Map([...wanted, [fuse, state]]);

describe('the fuses of the packaged program', () => {
  it('are accepted as wanted', () => {
    expect(compareFuses(wanted)).toEqual([]);
  });

  it.each([...wanted.keys()])('are refused when fuse %d is turned over', (fuse) => {
    const state = wanted.get(fuse) === FuseState.ENABLE ? FuseState.DISABLE : FuseState.ENABLE;
    expect(compareFuses(withFuse(fuse, state))).toEqual([
      expect.stringContaining(`The fuse ${FuseV1Options[fuse]} is`),
    ]);
  });

  it('are refused when a fuse was removed', () => {
    expect(compareFuses(withFuse(FuseV1Options.RunAsNode, FuseState.REMOVED))).toEqual([
      'The fuse RunAsNode is not set and must be off.',
    ]);
  });

  it('are refused when Electron has a fuse that nobody decided about', () => {
    expect(compareFuses(withFuse(99, FuseState.ENABLE))).toEqual([
      'Electron has the fuse number 99: decide its state in scripts/package/fuses.ts.',
    ]);
  });

  it('may lack only a fuse whose default is wanted', () => {
    const without = (fuse: number): FuseStates => new Map([...wanted].filter(([each]) => each !== fuse));
    expect(compareFuses(without(FuseV1Options.WasmTrapHandlers))).toEqual([]);
    expect(compareFuses(without(FuseV1Options.OnlyLoadAppFromAsar))).toHaveLength(1);
  });

  it('are named in the report', () => {
    expect(describeFuses(wanted)).toContain('RunAsNode off, EnableCookieEncryption on');
  });
});
