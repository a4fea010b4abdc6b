import { describe, expect, it } from 'vitest';
import { createRedactor, err, Fault } from '#shared/kernel/index.ts';
import { createSessionVault } from './session-vault.ts';
import { overlayEnvironment } from './environment-vault.ts';
import { watchSecrets } from './secrets.ts';

const first = 'tR4xq9LmZ2bK7vWd';
const second = 'Qw8nP3cY6hJ1sT5u';

const open = (vault = createSessionVault('for a test')) => {
  const redactor = createRedactor();
  const secrets = watchSecrets(redactor, vault);
  const isHidden = (value: string): boolean => !redactor.text(`it is ${value}`).includes(value);
  return { secrets, isHidden };
};

describe('the hidden secrets', () => {
  it('are the current ones of the vault; a replaced or deleted secret is forgotten at once', async () => {
    const { secrets, isHidden } = open();
    await secrets.vault.write('obs-main-password', first);
    expect([isHidden(first), isHidden(second)]).toEqual([true, false]);
    await secrets.vault.write('obs-main-password', second);
    expect([isHidden(first), isHidden(second)]).toEqual([false, true]);
    await secrets.vault.delete('obs-main-password');
    expect([isHidden(first), isHidden(second)]).toEqual([false, false]);
  });

  it('stay hidden while another name has the same value', async () => {
    const { secrets, isHidden } = open();
    await secrets.vault.write('obs-main-password', first);
    await secrets.vault.write('obs-second-password', first);
    await secrets.vault.delete('obs-main-password');
    expect(isHidden(first)).toBe(true);
  });

  it('are hidden again after a rollback', async () => {
    const { secrets, isHidden } = open();
    for (const value of [first, second, first]) await secrets.vault.write('obs-main-password', value);
    expect([isHidden(first), isHidden(second)]).toEqual([true, false]);
  });

  it('are read from the vault and the environment before anything uses them', async () => {
    const vault = createSessionVault('for a test');
    await vault.write('discord-token', first);
    const { secrets, isHidden } = open(
      overlayEnvironment(vault, { CUELIGHT_SECRET_OBS_MAIN_PASSWORD: second }),
    );
    await secrets.learn(['discord-token', 'obs-main-password', 'twitch-token']);
    expect([isHidden(first), isHidden(second)]).toEqual([true, true]);
  });

  it('keep the previous value when the new one cannot be written', async () => {
    const vault = createSessionVault('for a test');
    await vault.write('discord-token', first);
    const { secrets, isHidden } = open({
      ...vault,
      write: async () => err(new Fault('vault.full', 'The disk is full.', { kind: 'transient' })),
    });
    await secrets.learn(['discord-token']);
    expect(await secrets.vault.write('discord-token', second)).toMatchObject({ ok: false });
    expect([isHidden(first), isHidden(second)]).toEqual([true, false]);
  });
});
