import { afterEach, describe, expect, it } from 'vitest';
import { createLoopbackRig, ownerToken, type LoopbackRig } from './loopback/testing/loopback-rig.ts';
import type { LoopbackGuards } from './loopback/guards/index.ts';
import { checkHeadless } from './self-check.ts';

let rig: LoopbackRig | undefined;
afterEach(async () => {
  await rig?.close();
  rig = undefined;
});

const check = async (without: Partial<LoopbackGuards> = {}) => {
  rig = await createLoopbackRig(without);
  return checkHeadless({ origin: rig.origin, ownerToken, platform: 'linux' });
};

describe('the check of the headless host', () => {
  it.runIf(process.platform === 'linux')('proves the items that apply to it', async () => {
    const verdicts = await check();
    const proved = [...verdicts].filter(([, { outcome }]) => outcome === 'proved').map(([item]) => item);
    expect(proved).toEqual([1, 7, 17]);
    const rest = [...verdicts.values()].filter(({ outcome }) => outcome !== 'proved');
    expect(new Set(rest.map(({ outcome }) => outcome))).toEqual(new Set(['not-applicable']));
    expect(verdicts.size).toBe(20);
  });

  it.each<[number, string, Partial<LoopbackGuards>]>([
    [7, 'documents without a policy', { responseHeaders: () => ({}) }],
    [17, 'any host name', { isOwnHost: () => true }],
    [17, 'any origin', { isOwnOrigin: () => true }],
    [17, 'requests of other sites', { isOwnFetchSite: () => true }],
    [17, 'callers without a token', { credentialOf: () => ownerToken }],
  ])('item %i: finds %s', async (item, _what, without) => {
    expect((await check(without)).get(item)).toMatchObject({ outcome: 'failed' });
  });

  it.runIf(process.platform === 'linux')('item 1: finds a server on every address', async () => {
    expect((await check({ bindAddress: '0.0.0.0' })).get(1)).toMatchObject({ outcome: 'failed' });
  });

  it('does not know the items of a server that is gone', async () => {
    const { origin, close } = await createLoopbackRig();
    await close();
    const verdicts = await checkHeadless({ origin, ownerToken, platform: 'linux' });
    expect(verdicts.get(17)).toMatchObject({ outcome: 'unknown' });
  });
});
