import type { RehearsedViewer } from '#main/orchestrators/chat-presence/manifest.ts';
import type { RehearsalComponent } from '#main/rehearsal/index.ts';
import { Fault, isolate } from '#shared/kernel/index.ts';

/** Who uses a slash command in rehearsal when the operator asks for it. */
const asker = { login: 'maple_otter', displayName: 'Maple Otter', color: null, roles: [] } as const;

/** The viewer of the rehearsal who uses slash commands; nobody while the program is live. */
export const createRehearsedViewer = (rehearsal: RehearsalComponent | null): RehearsedViewer => ({
  obstacle: () => {
    if (rehearsal?.stage) return null;
    const words = rehearsal
      ? 'The rehearsal is stopped: start it first.'
      : 'The program is live: people use slash commands on Discord themselves.';
    return new Fault('rehearsal.not-rehearsing', words, { kind: 'configuration' });
  },
  use: (command) => {
    const used = rehearsal?.stage?.discord.useCommand(asker, command) ?? null;
    return used === null ? null : isolate(asker.displayName);
  },
});
