import { createRouterClient, implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { ActionPlan, CommandAction, ComponentView } from '#shared/model/index.ts';
import { findChat } from '../../model/find-chat.ts';
import type { CuelightClient, RpcLink } from '../cuelight-client.ts';
import type { Connection, Transport } from '../transport.ts';
import { err, ok } from '#shared/kernel/result.ts';
import { fakeChatOperations } from './fake-chat.ts';
import { fakeDiscordOperations, fakeDiscordProcedures } from './fake-discord.ts';
import {
  fakeDataOperations,
  fakeDataProcedures,
  fakeSettingsHistory,
  fakeSettingsOperations,
} from './fake-data.ts';
import { missing, notRehearsing, refused } from './fake-faults.ts';
import type { FakeHost } from './fake-host.ts';
import { dockDoings, programDoings, rehearsalDoings, trustedClock } from './fake-program.ts';
import { fakeGetEvent, fakeHistoryProcedures } from './fake-history.ts';
import { fakeOperationProcedures, type FakeOperationsOf } from './fake-operations.ts';
import { queryFakeJournal } from './fake-journal.ts';
import { fakeTwitchOperations, fakeTwitchProcedures } from './fake-twitch.ts';

const os = implement(contract);

const dependentsOf = (host: FakeHost, id: string): ComponentView[] =>
  [...host.components.values()].filter((component) => component.needs.some((need) => need.id === id));

const planOf = (host: FakeHost, action: CommandAction, id: string): ActionPlan => {
  const target = host.part(id);
  const dark = action === 'start' ? [] : dependentsOf(host, id);
  const operations = action === 'restart' ? (['stop', 'start'] as const) : ([action] as const);
  return {
    action,
    target: id,
    steps: operations.flatMap((operation, round) =>
      (operation === 'stop' ? [...dark, target] : [target, ...dark]).map((part, index) => ({
        componentId: part.id,
        title: part.title,
        operation,
        wave: round * 10 + index,
        expectedMs: part.id === id ? 800 : null,
      })),
    ),
    goesDark: dark.map((part) => ({ componentId: part.id, title: part.title })),
    losesConnection: [],
    expectedMs: dark.length === 0 ? 800 : null,
  };
};

const applyCommand = (host: FakeHost, action: CommandAction, id: string): void => {
  const component = host.part(id);
  const running = action !== 'stop';
  host.change([
    {
      ...component,
      wanted: running ? 'running' : 'stopped',
      state: running ? 'running' : 'stopped',
      startedAt: running ? component.since : null,
    },
  ]);
};

/** Makes OBS do something, unless it refuses. */
const obsAct = async (host: FakeHost, act: () => Promise<void>): Promise<void> => {
  const reason = host.obs.refusal();
  if (reason !== null) throw refused('fake.refused', reason);
  await act();
};

const obsHandlers = (host: FakeHost) => {
  const { obs } = host;
  return {
    list: os.obs.list.handler(() => ({ instances: [obs.view()] })),
    state: os.obs.state.handler(() => obs.view()),
    watch: os.obs.watch.handler(({ signal }) => obs.watch(signal)),
    screenshot: os.obs.screenshot.handler(async () => {
      await obsAct(host, () => Promise.resolve());
      return obs.picture();
    }),
  };
};

const onOff = (on: boolean) => (on ? 'on' : 'off');

const obsDoings = (host: FakeHost): FakeOperationsOf<'obs'> => {
  const { obs } = host;
  return {
    'obs.switch-scene': async ({ scene }) => {
      const before = { scene: obs.view().currentScene };
      await obsAct(host, () => obs.act(`scene ${scene}`, { currentScene: scene }));
      return { result: { scene }, before };
    },
    'obs.set-streaming': async ({ on }) => {
      await obsAct(host, () => obs.act(`streaming ${onOff(on)}`, { streaming: onOff(on) }));
      return { result: { on } };
    },
    'obs.set-recording': async ({ on }) => {
      await obsAct(host, () => obs.act(`recording ${onOff(on)}`, { recording: onOff(on) }));
      return { result: { on, path: on ? null : '/home/streamer/Videos/evening.mkv' } };
    },
    'obs.set-replay-buffer': async ({ on }) => {
      await obsAct(host, () => obs.act(`replay ${onOff(on)}`, { replayBuffer: onOff(on) }));
      return { result: { on } };
    },
    'obs.save-replay': async () => {
      const path = '/home/streamer/Videos/Replay.mkv';
      await obsAct(host, () => obs.act('save replay', { lastReplay: { path, at: host.now() } }));
      return { result: { path } };
    },
    'obs.set-virtual-camera': async ({ on }) => {
      await obsAct(host, () => obs.act(`camera ${onOff(on)}`, { virtualCamera: onOff(on) }));
      return { result: { on } };
    },
    'obs.set-source-visible': async ({ source, visible = true }) => {
      await obsAct(host, () => obs.setSource(source, visible));
      return { result: { visible } };
    },
    'obs.set-muted': async ({ input, muted = true }) => {
      await obsAct(host, () => obs.setInput(input, { muted }));
      return { result: { muted }, before: !muted };
    },
    'obs.set-volume': async ({ input, volumeDb }) => {
      await obsAct(host, () => obs.setInput(input, { volumeDb }));
      return { result: { volumeDb } };
    },
    'obs.send-caption': async ({ text }) => {
      await obsAct(host, () => obs.act(`caption ${text}`, {}));
      return { result: { text } };
    },
  };
};

const rehearsalHandlers = (host: FakeHost) => ({
  status: os.rehearsal.status.handler(() => {
    const { status } = host.rehearsal;
    if (!status) throw notRehearsing();
    return status;
  }),
  watch: os.rehearsal.watch.handler(({ signal }) => host.rehearsal.watch(signal)),
  recording: {
    list: os.rehearsal.recording.list.handler(() => host.rehearsal.recording),
  },
});

const componentOperations = (host: FakeHost): FakeOperationsOf<'component'> => {
  const command = (action: CommandAction) => async (input: { readonly id: string }) => {
    const { id } = input;
    if (!host.components.has(id)) throw missing(`There is no part "${id}".`);
    applyCommand(host, action, id);
    return {
      result: {
        commandId: `command-${id}`,
        action,
        target: id,
        result: 'settled' as const,
        message: `${id} is ${action === 'stop' ? 'stopped' : 'running'}.`,
        elapsedMs: 120,
      },
    };
  };
  return {
    'component.restart': command('restart'),
    'component.stop': command('stop'),
    'component.start': command('start'),
    'component.probe': async ({ id }) => ({ result: { conditions: host.part(id).health.conditions } }),
  };
};

const settingsOperations = (host: FakeHost): FakeOperationsOf<'settings' | 'connection'> => ({
  ...fakeSettingsOperations(host.data),
  'settings.patch': async ({ path, values }) => {
    const section = host.sections().find((each) => each.path === path);
    if (!section) throw missing(`There is no section "${path}".`);
    const changed = { ...section, values: { ...section.values, ...values } };
    host.setSections(host.sections().map((known) => (known.path === path ? changed : known)));
    return { result: { section: changed, impact: { live: [], restarts: ['obs:main'] } } };
  },
  'settings.reset': async ({ path }) => {
    throw missing(`There is no section "${path}".`);
  },
  'settings.put-secret': async ({ name }) => ({ result: { name, state: 'set' } }),
  'settings.delete-secret': async ({ name }) => ({ result: { name, state: 'missing' } }),
  'connection.test': async ({ target }) => ({
    result: {
      ok: true,
      message: `${target} answered.`,
      elapsedMs: 84,
      checks: [
        { name: 'Reachable', ok: true, message: 'The port is open.' },
        { name: 'Password', ok: true, message: 'Accepted.' },
      ],
    },
  }),
});

/** Creates a client of an in-memory host, through the real contract with all its checks. */
export const createFakeClient = (host: FakeHost): CuelightClient => {
  return createRouterClient(
    os.router({
      system: {
        version: os.system.version.handler(() => ({
          name: 'cuelight',
          version: '0.1.0',
          node: '24.0.0',
          electron: null,
          run: host.run,
        })),
        health: os.system.health.handler(() => ({
          verdict: host.verdict(),
          components: [...host.components.values()],
        })),
        clock: os.system.clock.handler(() => trustedClock()),
        watch: os.system.watch.handler(({ signal }) => host.watchSystem(signal)),
      },
      components: {
        list: os.components.list.handler(() => ({
          components: [...host.components.values()],
          edges: [...host.edges()],
        })),
        get: os.components.get.handler(({ input }) => {
          const component = host.components.get(input.id);
          if (!component) throw missing(`There is no part "${input.id}".`);
          return {
            ...component,
            status: {
              address: '127.0.0.1:4455',
              version: '30.2.0',
              scene: 'Live',
              streaming: true,
              token: '[redacted]',
            },
            dependents: dependentsOf(host, input.id).map((part) => part.id),
            settingsPath: component.platform === null ? null : `chat-presence.${component.platform}`,
          };
        }),
        plan: os.components.plan.handler(({ input }) => planOf(host, input.action, input.id)),
      },
      history: fakeHistoryProcedures(host.history),
      events: {
        get: fakeGetEvent(() => host.events),
        query: os.events.query.handler(({ input }) => ({
          ...queryFakeJournal(host.events, input),
          indexed: host.history.indexed,
        })),
        watch: os.events.watch.handler(({ signal }) => host.watchEvents(signal)),
      },
      chat: {
        recent: os.chat.recent.handler(({ input }) => ({ messages: host.messages.slice(-input.limit) })),
        search: os.chat.search.handler(({ input }) => ({
          messages: findChat(host.messages, input),
          indexed: host.history.indexed,
        })),
        targets: os.chat.targets.handler(() => ({
          targets: [
            { platform: 'twitch', title: 'Twitch · lampyris', maxLength: 500, obstacle: null, queueDepth: 0 },
            {
              platform: 'discord',
              title: 'Discord · #live',
              maxLength: 2_000,
              obstacle: 'Discord is not signed in.',
              queueDepth: 0,
            },
          ],
        })),
        watch: os.chat.watch.handler(({ signal }) => host.watchChat(signal)),
      },
      metrics: {
        recent: os.metrics.recent.handler(() => ({ series: host.past })),
        watch: os.metrics.watch.handler(({ signal }) => host.watchMetrics(signal)),
      },
      obs: obsHandlers(host),
      ...fakeOperationProcedures({
        ...obsDoings(host),
        ...rehearsalDoings(host),
        ...programDoings(host),
        ...dockDoings(host),
        ...fakeTwitchOperations(host.twitch, host.now),
        ...fakeDiscordOperations(host.discord),
        ...fakeChatOperations(host),
        ...componentOperations(host),
        ...settingsOperations(host),
        ...fakeDataOperations(host.data),
      }),
      ...fakeDataProcedures(host.data),
      settings: {
        ...fakeSettingsHistory(host.data),
        get: os.settings.get.handler(() => ({
          file: '/home/streamer/.cuelight/settings.json',
          problem: null,
          sections: [...host.sections()],
        })),
        preview: os.settings.preview.handler(({ input }) => ({
          live: [],
          restarts: input.path === 'journal' ? [] : ['obs:main'],
        })),
      },
      discord: fakeDiscordProcedures(host.discord),
      twitch: fakeTwitchProcedures(host.twitch),
      docks: {
        list: os.docks.list.handler(() => ({ docks: [...host.docks] })),
      },
      outages: { list: os.outages.list.handler(() => ({ outages: [...host.outages] })) },
      rehearsal: rehearsalHandlers(host),
    }),
  );
};

/** Wraps a client as a link, so that the session accepts it as a connection. */
const linkOf = (client: CuelightClient): RpcLink => ({
  call: async (path, input, options) => {
    let target: unknown = client;
    for (const name of path) target = (target as Record<string, unknown>)[name];
    return await (target as (input: unknown, options: unknown) => Promise<unknown>)(input, options);
  },
});

/**
 * Creates a transport to an in-memory host. It can be cut like a real one, and refuses connections until it
 * is restored.
 */
export const createFakeTransport = (host: FakeHost) => {
  let over: ((why: string) => void) | undefined;
  let down = false;
  const transport: Transport = {
    connect: () => {
      if (down) return Promise.resolve(err({ kind: 'unreachable', message: 'Cuelight does not answer.' }));
      const closed = new Promise<string>((resolve) => (over = resolve));
      const connection: Connection = {
        link: linkOf(createFakeClient(host)),
        closed,
        close: () => over?.('Closed by this window.'),
      };
      return Promise.resolve(ok(connection));
    },
  };
  return {
    transport,
    cut: (why = 'Cuelight closed the connection.'): void => {
      down = true;
      over?.(why);
    },
    mend: (): void => void (down = false),
  };
};
