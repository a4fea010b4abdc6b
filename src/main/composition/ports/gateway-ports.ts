import type { System } from '#core/index.ts';
import type { GatewayPorts } from '#main/gateway/ports/index.ts';
import type { MetricsRecorder } from '#main/history/index.ts';
import type { Journal } from '#main/journal/index.ts';
import type { ChatPresenceOrchestrator } from '#main/orchestrators/chat-presence/manifest.ts';
import { readClockState, type TrustedTime } from '#main/platform/index.ts';
import type { RehearsalComponent } from '#main/rehearsal/index.ts';
import type { SettingsStore } from '#main/settings/index.ts';
import { chatMessage, chatMessageChanged } from '#shared/catalogue/topics/chat.ts';
import type { Clock } from '#shared/kernel/index.ts';
import type { DataPorts } from './data-ports.ts';
import { createDiscordPort } from './discord-port.ts';
import { createObsPort } from './obs-port.ts';
import type { RunInfoSource } from './run-info.ts';
import type { StudioOrchestrator } from '#main/orchestrators/studio/manifest.ts';

export interface GatewayParts {
  readonly system: System;
  readonly chatPresence: ChatPresenceOrchestrator;
  readonly operations: GatewayPorts['operations'];
  readonly studio: StudioOrchestrator;
  readonly journal: Journal;
  readonly history: GatewayPorts['history'];
  readonly metrics: MetricsRecorder;
  readonly store: SettingsStore;
  readonly data: DataPorts;
  readonly runInfo: RunInfoSource;
  /** The rehearsal; null while the program is live. */
  readonly rehearsal: RehearsalComponent | null;
  readonly rehearsalPort: GatewayPorts['rehearsal'];
  readonly docks: GatewayPorts['docks'];
  readonly security: GatewayPorts['security'];
  readonly clock: Clock;
  readonly time: TrustedTime;
  readonly twitch: GatewayPorts['twitch'];
  readonly updates: GatewayPorts['updates'];
}

/** Presents the program as the contract describes it. */
export const createGatewayPorts = (parts: GatewayParts): GatewayPorts => {
  const { system, chatPresence, studio, journal, metrics, store, runInfo } = parts;
  return {
    ...parts.data,
    system,
    journal,
    history: parts.history,
    metrics,
    chat: {
      recent: (limit) => chatPresence.recent(limit),
      targets: () => chatPresence.targets(),
      onMessage: (listener) => {
        const listening = new DisposableStack();
        listening.use(system.events.on(chatMessage, ({ data }) => listener(data.message)));
        listening.use(system.events.on(chatMessageChanged, ({ data }) => data.messages.forEach(listener)));
        return listening;
      },
    },
    operations: parts.operations,
    obs: createObsPort(system, () => studio.bridges),
    settings: {
      describe: async () => ({ file: store.file, problem: store.problem, sections: await store.describe() }),
      preview: (path, values) => store.preview(path, values),
    },
    docks: parts.docks,
    discord: createDiscordPort(chatPresence, parts.rehearsal !== null),
    outages: { list: () => chatPresence.outages() },
    rehearsal: parts.rehearsalPort,
    twitch: parts.twitch,
    security: parts.security,
    updates: parts.updates,
    clock: { state: () => readClockState(parts.time, parts.clock) },
    runInfo: () => runInfo.current,
    onRunInfo: (listener) => runInfo.onChange(listener),
  };
};
