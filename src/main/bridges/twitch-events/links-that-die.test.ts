import { describe, expect, it } from 'vitest';
import { waitUntil } from '../testing/component-harness.ts';
import { pass, stageForEachTest, type EventsStage } from './testing/events-stage.ts';

const open = stageForEachTest();

describe('links that die', () => {
  it('does not wait for ever for a welcome', async () => {
    const opened = await open();
    opened.server.faults.withholdWelcome = true;
    const starting = opened.told.start(opened.events).catch((fault: unknown) => fault);
    await waitUntil('the connection', () => opened.server.hub.connections === 1);
    await pass(opened, 11_000);
    expect(await starting).toMatchObject({ code: 'twitch.unreachable', kind: 'transient' });
    expect(opened.clock.pending).toBeLessThanOrEqual(2);
  });

  it('notices a half-open link 13.5 s after the last word, and a quiet one not at all', async () => {
    const opened = await open();
    const life = await opened.told.start(opened.events);
    await pass(opened, 120_000);
    expect(life.failure).toBeUndefined();
    opened.server.faults.freezeSockets();
    const frozenAt = opened.clock.monotonic();
    await pass(opened, 30_000, () => life.failure);
    expect(life.failure).toMatchObject({ code: 'twitch.unreachable', kind: 'transient' });
    expect(opened.clock.monotonic() - frozenAt).toBeLessThanOrEqual(14_000);
  });

  it('does not take a link for dead that becomes slow in the middle of a silence (F4)', async () => {
    const opened = await open();
    const life = await opened.told.start(opened.events);
    await pass(opened, 5_000);
    Object.assign(opened.server.faults.delivery, { latencyMs: 2_000, jitterMs: 1_000 });
    await pass(opened, 60_000);
    expect(life.failure).toBeUndefined();
  });

  it('notices that keepalives stay out', async () => {
    const opened = await open();
    const life = await opened.told.start(opened.events);
    opened.server.faults.withholdKeepalive = true;
    await pass(opened, 30_000, () => life.failure);
    expect(life.failure?.message).toContain('without even a keepalive');
  });

  it.each([
    ['reset', (open: EventsStage) => open.server.faults.resetSockets()],
    ['closed with 4000', (open: EventsStage) => open.server.faults.closeSockets(4000)],
  ])('fails in passing when the link is %s', async (_name, act) => {
    const opened = await open();
    const life = await opened.told.start(opened.events);
    act(opened);
    expect(await life.failed).toMatchObject({ kind: 'transient' });
    expect(opened.told.conditions.get('Connected')).toMatchObject({ status: 'false', reason: 'LinkLost' });
  });

  it('does not trust an open link: it asks Twitch every minute whether it still delivers', async () => {
    const opened = await open();
    const { events, told, server } = opened;
    const life = await told.start(events);
    const signal = new AbortController().signal;
    await pass(opened, 61_000);
    expect(await events.getHealth?.(signal)).toMatchObject([{ type: 'Answering', status: 'true' }]);
    expect(life.failure).toBeUndefined();
    server.faults.forgetSubscriptions();
    await pass(opened, 61_000);
    await events.getHealth?.(signal);
    expect(life.failure).toMatchObject({
      code: 'twitch.events-forgotten',
      kind: 'transient',
      retryAfterMs: 0,
    });
  });

  it('notices that one kind of event is not delivered any more, once Twitch has said so twice', async () => {
    const opened = await open();
    const { events, told, server } = opened;
    const life = await told.start(events);
    const signal = new AbortController().signal;
    const [session] = server.hub.sessions;
    if (!session) throw new Error('There is no session');
    const place = session.subscriptions.findIndex(({ type }) => type === 'channel.follow');
    session.subscriptions.splice(place, 1);
    await pass(opened, 61_000);
    await events.getHealth?.(signal);
    expect(life.failure).toBeUndefined();
    await pass(opened, 61_000);
    await events.getHealth?.(signal);
    expect(life.failure).toMatchObject({ code: 'twitch.events-forgotten', kind: 'transient' });
    expect(life.failure?.message).toContain('follows');
  });

  it('keeps a link of which Helix cannot tell', async () => {
    const opened = await open();
    const life = await opened.told.start(opened.events);
    opened.server.faults.failHelix = 500;
    await pass(opened, 61_000);
    await opened.events.getHealth?.(new AbortController().signal);
    expect(life.failure).toBeUndefined();
  });

  it('recognises a network that wants a sign-in first', async () => {
    const opened = await open();
    opened.server.faults.captivePortal = true;
    await expect(opened.told.start(opened.events)).rejects.toMatchObject({
      message: expect.stringContaining('sign in first'),
    });
  });
});
