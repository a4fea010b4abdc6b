import { describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { DeferredVault } from './deferred-vault.ts';
import type { SecretVault } from './port.ts';
import { createSessionVault } from './session-vault.ts';

const build = (stored: readonly string[] = []) => {
  const clock = createFakeClock();
  const answers: PromiseWithResolvers<SecretVault>[] = [];
  const vault = new DeferredVault({
    clock,
    storedNames: () => Promise.resolve(new Set(stored)),
    open: () => {
      const answer = Promise.withResolvers<SecretVault>();
      answers.push(answer);
      return answer.promise;
    },
  });
  const stages: string[] = [];
  vault.onChange(() => stages.push(vault.stage));
  return { clock, vault, answers, stages };
};
const filled = async (value: string): Promise<SecretVault> => {
  const vault = createSessionVault('for a test');
  await vault.write('obs-password', value);
  return vault;
};

describe('the deferred vault', () => {
  it('stays closed until a secret is needed', async () => {
    const { vault, answers } = build(['obs-password']);
    expect([await vault.state('obs-password'), await vault.state('twitch-token')]).toEqual([
      'set',
      'missing',
    ]);
    expect(await vault.has('obs-password')).toBe(true);
    expect([vault.stage, answers.length]).toEqual(['unasked', 0]);
  });

  it('lets requests wait while it opens', async () => {
    const { vault, answers, clock } = build();
    const read = vault.read('obs-password');
    const state = vault.open();
    await clock.settle();
    answers[0]?.resolve(await filled('secret'));
    expect([await read, await state]).toMatchObject([{ ok: true, value: 'secret' }, { ok: true }]);
    expect(answers).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it.each([
    ['read', (vault: DeferredVault) => vault.read('obs-password')],
    ['write', (vault: DeferredVault) => vault.write('obs-password', 'x')],
    ['delete', (vault: DeferredVault) => vault.delete('obs-password')],
  ])('fails a %s at the time limit, and at once from then on', async (_, ask) => {
    const { vault, clock, stages } = build();
    const asked = ask(vault);
    await clock.advance(10_000);
    const refusal = {
      ok: false,
      error: { code: 'vault.not-open', kind: 'dependency', action: { target: 'vault' } },
    };
    expect(await asked).toMatchObject(refusal);
    expect(await ask(vault)).toMatchObject(refusal);
    expect(stages).toEqual(['opening', 'closed']);
    expect(vault.fault?.message).toContain('Answer its prompt or unlock it');
  });

  it('opens when a late answer arrives', async () => {
    const { vault, answers, clock, stages } = build();
    const opened = vault.open();
    await clock.advance(10_000);
    expect(await opened).toMatchObject({ ok: false, error: { code: 'vault.no-answer' } });
    answers[0]?.resolve(await filled('secret'));
    await clock.settle();
    expect(await vault.read('obs-password')).toEqual({ ok: true, value: 'secret' });
    expect([stages.at(-1), vault.fault]).toEqual(['open', null]);
  });

  it('opens again on request, and uses the first answer', async () => {
    const { vault, answers, clock } = build();
    void vault.open();
    await clock.advance(10_000);
    const again = vault.open();
    await clock.settle();
    answers[1]?.resolve(await filled('of the second'));
    expect((await again).ok).toBe(true);
    answers[0]?.resolve(await filled('of the first'));
    await clock.settle();
    expect(await vault.read('obs-password')).toEqual({ ok: true, value: 'of the second' });
  });

  it.each([
    ['a fault', new Fault('test.refused', 'Refused.', { kind: 'configuration' }), 'test.refused'],
    ['anything else', new Error('no bus'), 'vault.not-opened'],
  ])('reports the failure of opening: %s', async (_, thrown, code) => {
    const { vault, answers, clock } = build();
    const opened = vault.open();
    await clock.settle();
    answers[0]?.reject(thrown);
    expect(await opened).toMatchObject({ ok: false, error: { code } });
    expect(await vault.read('obs-password')).toMatchObject({ ok: false, error: { code: 'vault.not-open' } });
  });

  it('ends all waits when the program stops', async () => {
    const { vault, clock } = build();
    const [opened, read] = [vault.open(), vault.read('obs-password')];
    vault.abandon();
    expect((await opened).ok).toBe(false);
    expect((await read).ok).toBe(false);
    expect(clock.pending).toBe(0);
  });

  it('opens again while its secrets are locked, and stays open once they can be read', async () => {
    const { vault, answers, clock } = build();
    const locked: SecretVault = {
      ...createSessionVault('x'),
      trouble: () => ({ locked: 'The passphrase is wrong.', damage: null }),
    };
    const open = async (answer: SecretVault): Promise<void> => {
      const opened = vault.open();
      await clock.settle();
      answers.at(-1)?.resolve(answer);
      await opened;
    };
    await open(locked);
    await open(await filled('secret'));
    expect(await vault.read('obs-password')).toEqual({ ok: true, value: 'secret' });
    await vault.open();
    expect(answers).toHaveLength(2);
  });
});
