import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { safe } from '@orpc/client';
import { createRouterClient } from '@orpc/server';
import type { ContractRouterClient } from '@orpc/contract';
import { createCountingIds, Fault } from '#shared/kernel/index.ts';
import type { Contract } from '#shared/contract/index.ts';
import { createFakeClock, type FakeClock } from '#shared/kernel/testing/index.ts';
import { CallBudget, type Audience } from '../call-context.ts';
import { createGateway, type Gateway } from '../gateway.ts';
import { chatMessage, createFakePorts, type FakePorts } from './fake-ports.ts';
import { createRecordingLogger, type RecordingLogger } from './recording-logger.ts';
import { happened } from '#core/testing/happened.ts';

export type ContractClient = ContractRouterClient<Contract>;

/** One way to reach a gateway. */
export interface Transport {
  readonly name: string;
  connect(
    gateway: Gateway,
    audience: Audience,
  ): Promise<{ readonly client: ContractClient; close(): Promise<void> }>;
}

/** A gateway over fakes, with a clock that only the test moves. */
export interface GatewayRig {
  readonly clock: FakeClock;
  readonly ports: FakePorts;
  readonly logger: RecordingLogger;
  readonly gateway: Gateway;
  /** Calls the gateway without a transport; by default as its owner. */
  createClient(audience?: Audience): ContractClient;
}

export const createGatewayRig = (): GatewayRig => {
  const clock = createFakeClock();
  const ids = createCountingIds();
  const ports = createFakePorts(clock, ids);
  const logger = createRecordingLogger();
  const versions = { version: '0.0.0-test', node: '24.0.0', electron: null };
  const gateway = createGateway(ports, { clock, ids, logger, versions });
  return {
    clock,
    ports,
    logger,
    gateway,
    createClient: (audience = 'owner') =>
      createRouterClient(gateway.router, { context: { audience, caller: 'test', budget: new CallBudget() } }),
  };
};

/** Advances the clock, with pauses for real sockets, until the promise has settled. */
export const whileTimePasses = async <T>(clock: FakeClock, promise: Promise<T>): Promise<T> => {
  const progress = { settled: false };
  const watched = promise.finally(() => {
    progress.settled = true;
  });
  watched.catch(() => undefined);
  for (let turn = 0; turn < 2_000; turn += 1) {
    if (progress.settled) return watched;
    await clock.advance(50);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  throw new Error('Nothing arrived, however far the clock advanced');
};

/** Tests that hold on every transport. */
export const describeContract = (transport: Transport): void => {
  describe(`the contract over ${transport.name}`, () => {
    let rig: GatewayRig;
    let client: ContractClient;
    let open: { close(): Promise<void> }[];

    const connect = async (audience: Audience): Promise<ContractClient> => {
      const connection = await transport.connect(rig.gateway, audience);
      open.push(connection);
      return connection.client;
    };
    const take = async <T>(iterator: AsyncIterator<T>): Promise<T> => {
      const { value, done } = await whileTimePasses(rig.clock, iterator.next());
      if (done) throw new Error('The stream ended');
      return value;
    };

    beforeEach(async () => {
      rig = createGatewayRig();
      open = [];
      client = await connect('owner');
    });
    afterEach(async () => {
      await rig.gateway.close();
      for (const connection of open) await connection.close();
    });

    it('returns the run info', async () => {
      expect(await client.system.version()).toMatchObject({
        name: 'cuelight',
        version: '0.0.0-test',
        run: { mode: 'rehearsal' },
      });
    });

    it('lists components and returns one by its id', async () => {
      const { components, edges } = await client.components.list();
      expect(components.map(({ id }) => id)).toContain('obs:main');
      expect(edges.length).toBeGreaterThan(0);
      expect(await client.components.get({ id: 'obs:main' })).toMatchObject({ title: 'OBS', status: {} });
    });

    it('runs a command and returns its outcome', async () => {
      const outcome = await client.addresses['component.stop']({ id: 'discord', timeoutMs: 500 });
      expect(outcome).toMatchObject({ action: 'stop', target: 'discord', result: 'settled' });
      expect(rig.ports.system.commands).toEqual([
        { action: 'stop', id: 'discord', timeoutMs: 500, actor: 'test' },
      ]);
    });

    it('answers a change only when it is on disk, and a question immediately', async () => {
      const disk = Promise.withResolvers<null>();
      let waits = 0;
      rig.ports.history.whenDurable = () => {
        waits += 1;
        return disk.promise;
      };
      const received: string[] = [];
      const change = client.addresses['settings.put-secret']({ name: 'obs-password', value: 'hunter2' }).then(
        () => received.push('change'),
      );
      // Asked later but answered earlier: the change had run by then.
      await client.system.version();
      await client.system.version();
      received.push('questions');
      expect(rig.ports.settings.secrets.get('obs-password')).toBe('hunter2');
      disk.resolve(null);
      await change;
      expect(received).toEqual(['questions', 'change']);
      expect(waits).toBe(1);
    });

    it('answers NOT_FOUND with data for an unknown component', async () => {
      const { error, data } = await safe(client.addresses['component.start']({ id: 'nobody' }));
      expect(data).toBeUndefined();
      expect(error).toMatchObject({ code: 'NOT_FOUND', status: 404, data: { retryable: false } });
    });

    it('answers UNAVAILABLE with a remedy when a platform is not connected', async () => {
      rig.ports.obs.fault = new Fault('obs.not-connected', 'OBS is not connected. Start OBS.', {
        kind: 'transient',
        action: { kind: 'retry', label: 'Try again' },
        retryAfterMs: 2_000,
      });
      const { error } = await safe(
        client.operations.do['obs.switch-scene']({ id: 'obs:main', scene: 'Break' }),
      );
      expect(error).toMatchObject({
        code: 'UNAVAILABLE',
        status: 503,
        message: 'OBS is not connected. Start OBS.',
        data: {
          fault: 'obs.not-connected',
          retryable: true,
          action: { kind: 'retry', label: 'Try again' },
          details: { retryAfterMs: 2_000 },
        },
      });
    });

    it('answers REFUSED for a value that is not accepted', async () => {
      const patch = { path: 'chat-presence.obs', values: { port: -1 } };
      const { error } = await safe(client.addresses['settings.patch'](patch));
      expect(error).toMatchObject({ code: 'REFUSED', status: 422, data: { details: { path: 'port' } } });
    });

    it('answers BAD_REQUEST with issues and their paths for an invalid input', async () => {
      const { error } = await safe(client.operations.do['chat.send']({ platform: 'twitch', text: '   ' }));
      expect(error).toMatchObject({
        code: 'BAD_REQUEST',
        status: 400,
        data: { issues: [{ path: ['text'], message: 'A message needs some text' }] },
      });
      expect(rig.ports.chat.sent).toEqual([]);
    });

    it('answers INTERNAL with an id, and reveals nothing of the cause', async () => {
      rig.ports.journal.defect = new TypeError('secret detail at /home/somebody/file.ts');
      const { error } = await safe(client.events.query({}));
      expect(error).toMatchObject({ code: 'INTERNAL', status: 500, data: { fault: 'internal.unexpected' } });
      expect(JSON.stringify(error)).not.toContain('secret detail');
      const [line] = rig.logger.lines('error');
      expect(line?.error).toBe(rig.ports.journal.defect);
      expect(line?.fields).toMatchObject({ id: expect.stringMatching(/^id-/), procedure: 'events.query' });
      expect(error).toMatchObject({ data: { details: { id: line?.fields?.['id'] } } });
    });

    it('does not return an answer that violates the contract', async () => {
      rig.ports.setRunInfo({ startedAt: Number.NaN });
      const { error } = await safe(client.system.version());
      expect(error).toMatchObject({ code: 'INTERNAL', status: 500 });
    });

    it('sends a chat message on behalf of its caller', async () => {
      expect(
        (await client.operations.do['chat.send']({ platform: 'twitch', text: ' Hello ' })).result,
      ).toMatchObject({
        result: 'delivered',
      });
      expect(rig.ports.chat.sent).toEqual([{ platform: 'twitch', text: 'Hello', cause: 'test' }]);
    });

    it('stores a secret and never returns it', async () => {
      await client.addresses['settings.put-secret']({ name: 'obs-password', value: 'hunter2-hunter2' });
      expect(rig.ports.settings.secrets.get('obs-password')).toBe('hunter2-hunter2');
      expect(JSON.stringify(await client.settings.get())).not.toContain('hunter2');
      expect(JSON.stringify(rig.ports.system.events.records)).not.toContain('hunter2');
      expect(await client.addresses['settings.delete-secret']({ name: 'obs-password' })).toMatchObject({
        state: 'missing',
      });
    });

    it('signs in to Twitch with a code, signs out, and cancels a sign-in', async () => {
      const begun = await client.operations.do['twitch.begin-sign-in']({});
      expect(begun.result.attempt).toMatchObject({ state: 'waiting', userCode: 'QUIETOWL' });
      expect((await client.operations.do['twitch.cancel-sign-in']({})).result.attempt?.state).toBe(
        'cancelled',
      );
      expect((await client.operations.do['twitch.sign-out']({})).result.account).toBeNull();
      expect((await client.twitch.signIn.status()).account).toBeNull();
    });

    it('updates the channel, moderates and settles redemptions on Twitch', async () => {
      expect(
        (await client.operations.do['twitch.set-channel']({ title: '  New words ' })).result,
      ).toMatchObject({
        title: 'New words',
      });
      expect(await client.twitch.channel()).toMatchObject({ title: 'New words', liveSince: null });
      await client.operations.do['twitch.moderate']({
        action: 'time-out',
        userId: '7',
        seconds: 60,
        reason: '',
      });
      expect(rig.ports.twitch.moderated).toEqual([
        { action: 'time-out', userId: '7', seconds: 60, reason: '' },
      ]);
      const { redemptions } = await client.twitch.redemptions();
      expect(redemptions.map(({ rewardTitle }) => rewardTitle)).toEqual(['Hydrate']);
      const settle = { id: 'r-1', rewardId: 'w-1', outcome: 'fulfil' } as const;
      await client.operations.do['twitch.settle-redemption'](settle);
      expect((await safe(client.operations.do['twitch.settle-redemption'](settle))).error).toMatchObject({
        code: 'NOT_FOUND',
      });
      const refused = await Promise.all([
        safe(client.operations.do['twitch.set-channel']({})),
        safe(client.operations.do['twitch.set-channel']({ title: 'x'.repeat(141) })),
        safe(
          client.operations.do['twitch.moderate']({
            action: 'time-out',
            userId: '7',
            seconds: 0,
            reason: '',
          }),
        ),
      ]);
      for (const { error } of refused) expect(error).toMatchObject({ code: 'BAD_REQUEST' });
    });

    it('filters events and pages through them', async () => {
      for (const topic of ['bridge.connected', 'bridge.lost', 'show.started'])
        rig.ports.system.events.emit('obs:main', happened(topic, { message: topic }));
      const { events, total } = await client.events.query({ topic: 'bridge.*', limit: 1 });
      expect(events.map(({ topic }) => topic)).toEqual(['bridge.lost']);
      expect(total).toBe(3);
    });

    it('streams a snapshot of the graph, then its changes', async () => {
      const frames = await client.system.watch({});
      const snapshot = await take(frames);
      expect(snapshot).toMatchObject({
        kind: 'snapshot',
        epoch: rig.gateway.epoch,
        run: { mode: 'rehearsal' },
      });
      rig.ports.system.set('discord', 'failed', 'unhealthy', 'Discord refused the token.');
      const changes = await take(frames);
      expect(changes).toMatchObject({
        kind: 'changes',
        changed: [{ id: 'discord', state: 'failed' }],
        verdict: { level: 'unhealthy', causeId: 'discord' },
        run: null,
      });
      expect(changes.seq).toBeGreaterThan(snapshot.seq);
      await frames.return?.();
    });

    it('searches chat by its words and by its author, newest first', async () => {
      rig.ports.chat.say(chatMessage('a', { text: 'the rope holds', userName: 'juniper' }));
      rig.ports.chat.say(chatMessage('b', { text: 'the ladder', userName: 'juniper' }));
      rig.ports.chat.say(chatMessage('c', { text: 'another rope', userName: 'maple' }));
      const ids = async (input: Parameters<ContractClient['chat']['search']>[0]) =>
        (await client.chat.search(input)).messages.map(({ id }) => id);
      expect(await ids({ text: 'rope' })).toEqual(['c', 'a']);
      expect(await ids({ text: 'rope', user: 'juniper' })).toEqual(['a']);
      expect(await ids({ user: 'juniper', limit: 1 })).toEqual(['b']);
      rig.ports.chat.say(chatMessage('d', { at: 500 }));
      expect(await ids({ before: 500 })).toEqual(['c', 'b', 'a']);
    });

    it('streams chat and resumes where the reader stopped', async () => {
      rig.ports.chat.say(chatMessage('a'));
      const frames = await client.chat.watch({});
      expect(await take(frames)).toMatchObject({ kind: 'snapshot', messages: [{ id: 'a' }] });
      rig.ports.chat.say(chatMessage('b'));
      const { epoch, seq } = await take(frames);
      await frames.return?.();
      rig.ports.chat.say(chatMessage('c'));
      const resumed = await client.chat.watch({ resume: { epoch, after: seq } });
      expect(await take(resumed)).toMatchObject({ kind: 'changes', messages: [{ id: 'c' }], dropped: 0 });
      await resumed.return?.();
    });

    it('streams events and metrics', async () => {
      const events = await client.events.watch({});
      expect(await take(events)).toMatchObject({ events: [], dropped: 0 });
      rig.ports.system.events.emit('fsm', happened('show.started', { message: 'The show is live.' }));
      expect(await take(events)).toMatchObject({ events: [{ topic: 'show.started' }] });
      const metrics = await client.metrics.watch({});
      expect(await take(metrics)).toMatchObject({ kind: 'snapshot', series: [{ name: 'fps' }] });
      rig.ports.sample(1_000, [{ componentId: 'obs:main', name: 'fps', unit: '1/s', value: null }]);
      expect(await take(metrics)).toMatchObject({ kind: 'changes', at: 1_000, samples: [{ value: null }] });
      await events.return?.();
      await metrics.return?.();
    });

    it('ends streams when the gateway closes', async () => {
      const frames = await client.system.watch({});
      await take(frames);
      const end = frames.next().then(
        ({ done }) => done === true,
        () => true,
      );
      await rig.gateway.close();
      expect(await whileTimePasses(rig.clock, end)).toBe(true);
    });

    it('lets a dock read but not change, and hides everything else', async () => {
      const dock = await connect('dock');
      expect((await dock.components.list()).components.length).toBeGreaterThan(0);
      const { error } = await safe(dock.addresses['component.stop']({ id: 'discord' }));
      expect(error).toMatchObject({ code: 'NOT_FOUND', status: 404 });
      expect((await safe(dock.settings.get())).error).toMatchObject({ code: 'NOT_FOUND' });
      expect(rig.ports.system.commands).toEqual([]);
    });

    it('leaves no timer or subscription behind when a reader leaves', async () => {
      const frames = await client.system.watch({});
      await take(frames);
      await frames.return?.();
      for (const connection of open.splice(0)) await connection.close();
      await rig.gateway.close();
      await whileTimePasses(rig.clock, rig.clock.advance(100));
      expect(rig.ports.system.listenerCount).toBe(0);
      expect(rig.clock.pending).toBe(0);
    });
  });
};
