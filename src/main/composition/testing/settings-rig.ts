import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSystem, type System } from '#core/index.ts';
import { createCoreHarness, createScriptedComponent } from '#core/testing/index.ts';
import { stateInMemory } from '#main/bridges/ports/index.ts';
import { FakeObsBridge } from '#main/orchestrators/testing/fake-bridges.ts';
import { createFakeChat } from '#main/orchestrators/testing/fake-chat.ts';
import { createFakeTwitch } from '#main/orchestrators/testing/fake-twitch.ts';
import { openSettings, type SettingsStore } from '#main/settings/index.ts';
import type { FakeClock } from '#shared/kernel/testing/index.ts';
import { manifests, type OrchestratorPorts } from '../manifests.ts';
import { followSettings } from '../settings-flow.ts';
import { declareSections, type Sections } from '../settings-sections.ts';
import { createOrchestrators, readShowObsId } from '../system.ts';

/** All orchestrators over simulated platforms, with real settings in a temporary folder. */
export interface SettingsRig extends AsyncDisposable {
  readonly clock: FakeClock;
  readonly store: SettingsStore;
  readonly sections: Sections;
  readonly system: System;
  /** Number of starts of a component since the rig was created. */
  startsOf(id: string): number;
}

const createPorts = (
  system: () => System,
  showObsId: string | null,
  rehearsing: boolean,
): OrchestratorPorts => ({
  desk: {
    process: createScriptedComponent('process'),
    journal: createScriptedComponent('journal'),
    clock: createScriptedComponent('clock'),
    backups: createScriptedComponent('backups'),
    vault: createScriptedComponent('vault'),
    rehearsal: rehearsing ? createScriptedComponent('rehearsal') : null,
  },
  ...createFakeChat().ports,
  obsBridge: () => new FakeObsBridge(),
  twitch: createFakeTwitch(),
  readTwitchSignIn: () => Promise.reject(new TypeError('No test reads the Twitch sign-in')),
  rehearsedViewer: { obstacle: () => null, use: () => null },
  bridgeNeeds: rehearsing ? [{ id: 'rehearsal', required: false }] : [],
  networkWatchers: [],
  describe: () => ({ verdict: system().verdict(), components: system().list(), show: null }),
  show: () => null,
  discordMemory: { goLive: stateInMemory(), slash: stateInMemory() },
  earlierOutages: () => Promise.resolve([]),
  showObs: { id: showObsId, isSetUp: () => showObsId !== null, read: () => null },
  onShow: () => undefined,
});

/** Creates and starts the system with the given settings file. */
export const createSettingsRig = async (options: {
  readonly rehearsing: boolean;
  /** Content of the settings file, without its version. */
  readonly settings?: object;
}): Promise<SettingsRig> => {
  const { rehearsing, settings = {} } = options;
  const home = mkdtempSync(join(tmpdir(), 'cuelight-settings-rig-'));
  const file = join(home, 'settings.json');
  writeFileSync(file, JSON.stringify({ version: 1, ...settings }));
  const { clock, options: core } = createCoreHarness();
  const sections = declareSections(manifests);
  const opened = await openSettings({
    file,
    sections: sections.all,
    environment: {},
    clock,
    secretState: () => Promise.resolve('missing'),
  });
  const { store } = opened;
  if (store.problem !== null) throw new Error(store.problem);
  const system: System = createSystem({
    ...core,
    orchestrators: (services) =>
      createOrchestrators(
        services,
        store,
        createPorts(() => system, readShowObsId(store, rehearsing), rehearsing),
        rehearsing,
      ),
  });
  const starts = new Map<string, number>();
  system.events.on('component.state-changed', ({ source, data }) => {
    if (data['to'] === 'starting') starts.set(source, (starts.get(source) ?? 0) + 1);
  });
  const titleOf = (path: string) => sections.all.find((each) => each.path === path)?.title ?? path;
  const flow = followSettings({ store, manifests, titleOf, system, rehearsing });
  const starting = system.start();
  await clock.advance(1_000);
  await starting;
  return {
    clock,
    store,
    sections,
    system,
    startsOf: (id) => starts.get(id) ?? 0,
    [Symbol.asyncDispose]: async () => {
      const stopping = system.stop();
      await clock.advance(60_000);
      await stopping;
      flow[Symbol.dispose]();
      await opened[Symbol.asyncDispose]();
      rmSync(home, { recursive: true, force: true });
    },
  };
};
