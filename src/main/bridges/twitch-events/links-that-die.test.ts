import { describe, expect, it } from 'vitest';
import { waitUntil } from '../testing/component-harness.ts';
import { pass, stageForEachTest, type EventsStage } from './testing/events-stage.ts';

const open = stageForEachTest();

describe('dead links', () => {
  it('time out without a welcome', async () => {
    const opened = await open();
    opened.server.faults.withholdWelcome = true;
    const starting = opened.eventHarness.start(opened.events).catch((fault: unknown) => fault);
    await waitUntil('the connection', () => opened.server.hub.connections === 1);
    await pass(opened, 11_000);
    expect(await starting).toMatchObject({ code: 'twitch.unreachable', kind: 'transient' });
    expect(opened.clock.pending).toBeLessThanOrEqual(2);
  });

  it('are detected 13.5 s after the last message when half-open, and not when merely quiet', async () => {
    const opened = await open();
    const life = await opened.eventHarness.start(opened.events);
    await pass(opened, 120_000);
    expect(life.failure).toBeUndefined();
    opened.server.faults.freezeSockets();
    const frozenAt = opened.clock.monotonic();
    await pass(opened, 30_000, () => life.failure);
    expect(life.failure).toMatchObject({ code: 'twitch.unreachable', kind: 'transient' });
    expect(opened.clock.monotonic() - frozenAt).toBeLessThanOrEqual(14_000);
  });

  it('do not include a link that becomes slow during a silence (F4)', async () => {
    const opened = await open();
    const life = await opened.eventHarness.start(opened.events);
    await pass(opened, 5_000);
    Object.assign(opened.server.faults.delivery, { latencyMs: 2_000, jitterMs: 1_000 });
    await pass(opened, 60_000);
    expect(life.failure).toBeUndefined();
  });

  it('are detected by missing keepalives', async () => {
    const opened = await open();
    const life = await opened.eventHarness.start(opened.events);
    opened.server.faults.withholdKeepalive = true;
    await pass(opened, 30_000, () => life.failure);
    expect(life.failure?.message).toContain('not even a keepalive');
  });

  it.each([
    ['reset', (open: EventsStage) => open.server.faults.resetSockets()],
    ['closed with 4000', (open: EventsStage) => open.server.faults.closeSockets(4000)],
  ])('cause a transient fault when the link is %s', async (_name, act) => {
    const opened = await open();
    const life = await opened.eventHarness.start(opened.events);
    act(opened);
    expect(await life.failed).toMatchObject({ kind: 'transient' });
    expect(opened.eventHarness.conditions.get('Connected')).toMatchObject({
      status: 'false',
      reason: 'LinkLost',
    });
  });

  it('include open links: the bridge asks Twitch every minute whether it still delivers', async () => {
    const opened = await open();
    const { events, eventHarness, server } = opened;
    const life = await eventHarness.start(events);
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

  it('include links without one event type, once Twitch has reported it twice', async () => {
    const opened = await open();
    const { events, eventHarness, server } = opened;
    const life = await eventHarness.start(events);
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

  it('do not include links that Helix cannot check', async () => {
    const opened = await open();
    const life = await opened.eventHarness.start(opened.events);
    opened.server.faults.failHelix = 500;
    await pass(opened, 61_000);
    await opened.events.getHealth?.(new AbortController().signal);
    expect(life.failure).toBeUndefined();
  });

  it('include a network that requires a sign-in first', async () => {
    const opened = await open();
    opened.server.faults.captivePortal = true;
    await expect(opened.eventHarness.start(opened.events)).rejects.toMatchObject({
      message: expect.stringContaining('sign-in page'),
    });
  });
});
