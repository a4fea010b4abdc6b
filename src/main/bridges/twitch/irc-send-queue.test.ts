import { describe, expect, it } from 'vitest';
import { createCountingIds } from '#shared/kernel/index.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { IrcSendQueue } from './irc-send-queue.ts';
import { SendLimits } from './send-limits.ts';

const openOutbox = () => {
  const clock = createFakeClock();
  const written: string[] = [];
  const outbox = new IrcSendQueue({
    clock,
    ids: createCountingIds('nonce'),
    channel: 'lantern_cove',
    limits: new SendLimits(clock),
    write: (line) => {
      written.push(line);
      return true;
    },
  });
  const confirm = (tags: Record<string, string> = {}): void =>
    outbox.onUserState(new Map(Object.entries(tags)));
  return { clock, written, outbox, confirm };
};

describe('sending to Twitch', () => {
  it('reports a message as delivered when its nonce comes back, with its id', async () => {
    const { clock, written, outbox, confirm } = openOutbox();
    const sent = outbox.send({ text: 'hello', replyTo: 'parent-1' });
    await clock.advance(0);
    expect(written).toEqual([
      '@client-nonce=nonce-000001;reply-parent-msg-id=parent-1 PRIVMSG #lantern_cove :hello',
    ]);
    confirm({ 'client-nonce': 'another-session' });
    confirm({ 'client-nonce': 'nonce-000001', id: 'message-1' });
    expect(await sent).toMatchObject({ ok: true, value: { result: 'delivered', messageId: 'message-1' } });
    expect(clock.pending).toBe(0);
  });

  it('reports an unconfirmed message as unconfirmed', async () => {
    const { clock, outbox } = openOutbox();
    const sent = outbox.send({ text: 'hello' });
    await clock.advance(1_200);
    expect(await sent).toMatchObject({ ok: true, value: { result: 'sent-unconfirmed', messageId: null } });
  });

  it('explains a refusal in plain words', async () => {
    const { clock, outbox } = openOutbox();
    const sent = outbox.send({ text: 'hello' });
    await clock.advance(0);
    expect(outbox.onNotice('slow_on', 'This room is now in slow mode.')).toBe(false);
    expect(outbox.onNotice('msg_duplicate', 'identical')).toBe(true);
    const result = await sent;
    expect(result).toMatchObject({ ok: true, value: { result: 'refused' } });
    expect(result.ok && result.value.message).toMatch(/same text/);
    expect(outbox.onNotice('msg_duplicate', 'identical')).toBe(false);
  });

  it('respects the limits for viewers: a gap between messages, and 20 in 30 s', async () => {
    const { clock, written, outbox, confirm } = openOutbox();
    const results = Array.from({ length: 21 }, (_, index) => outbox.send({ text: `line ${index}` }));
    for (let step = 0; step < 400 && written.length < 20; step += 1) {
      await clock.advance(100);
      confirm();
    }
    expect(written).toHaveLength(20);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(19 * 1_200);
    await clock.advance(2_000);
    const last = await results[20];
    expect(last).toMatchObject({ ok: false, error: { code: 'twitch.rate-limited', kind: 'transient' } });
    expect(last && !last.ok && last.error.retryAfterMs).toBeGreaterThan(0);
  });

  it('sends 100 in 30 s as a moderator, including repeats', async () => {
    const { clock, written, outbox, confirm } = openOutbox();
    const asModerator = { mod: '1', badges: 'moderator/1' };
    confirm(asModerator);
    for (let count = 0; count < 100; count += 1) {
      const sent = outbox.send({ text: 'again' });
      await clock.advance(10);
      confirm(asModerator);
      expect(await sent).toMatchObject({ ok: true });
    }
    expect(written).toHaveLength(100);
    expect(await outbox.send({ text: 'again' })).toMatchObject({
      ok: false,
      error: { code: 'twitch.rate-limited' },
    });
  });

  it('does not repeat a text within 30 s as a viewer', async () => {
    const { clock, outbox, confirm } = openOutbox();
    const first = outbox.send({ text: 'again' });
    await clock.advance(10);
    confirm();
    await first;
    expect(await outbox.send({ text: 'again' })).toMatchObject({
      ok: false,
      error: { code: 'twitch.duplicate-message' },
    });
    await clock.advance(30_000);
    const later = outbox.send({ text: 'again' });
    await clock.advance(1_300);
    expect(await later).toMatchObject({ ok: true });
  });

  it.each([
    ['nothing', '  \r\n ', 'twitch.message-empty'],
    ['501 characters', 'x'.repeat(501), 'twitch.message-too-long'],
    ['a command', '/ban somebody', 'twitch.message-is-command'],
    ['an old command', '.timeout somebody', 'twitch.message-is-command'],
  ])('refuses %s before it is sent', async (_what, text, code) => {
    const { outbox, written } = openOutbox();
    expect(await outbox.send({ text })).toMatchObject({ ok: false, error: { code } });
    expect(written).toEqual([]);
  });

  it('accepts 500 characters beyond the basic plane, and joins several lines into one', async () => {
    const { clock, outbox, written } = openOutbox();
    void outbox.send({ text: '🦦'.repeat(500) });
    await clock.advance(1_200);
    void outbox.send({ text: 'one\r\nQUIT\0' });
    await clock.advance(1_300);
    expect(written).toHaveLength(2);
    expect(written[1]).toMatch(/ :one QUIT$/);
  });

  it('fails all waiting messages when the link breaks', async () => {
    const { clock, outbox } = openOutbox();
    const first = outbox.send({ text: 'one' });
    const second = outbox.send({ text: 'two' });
    await clock.advance(10);
    outbox.close();
    expect(await first).toMatchObject({ ok: true, value: { result: 'sent-unconfirmed' } });
    expect(await second).toMatchObject({ ok: false, error: { code: 'twitch.not-connected' } });
    expect(clock.pending).toBe(0);
  });

  it('cancels a waiting message', async () => {
    const { clock, outbox, confirm, written } = openOutbox();
    const cancel = new AbortController();
    void outbox.send({ text: 'one' });
    const second = outbox.send({ text: 'two', signal: cancel.signal });
    await clock.advance(10);
    confirm();
    cancel.abort();
    expect(await second).toMatchObject({ ok: false, error: { code: 'twitch.send-cancelled' } });
    expect(written).toHaveLength(1);
  });
});
