import type { RehearsedViewer } from '#main/orchestrators/chat-presence/manifest.ts';
import type { RehearsalComponent } from '#main/rehearsal/index.ts';
import { Fault, isolate } from '#shared/kernel/index.ts';

/** The viewer who uses a slash command when the operator asks for it in rehearsal. */
const asker = { login: 'maple_otter', displayName: 'Maple Otter', color: null, roles: [] } as const;

/** Returns the rehearsal's viewer who uses slash commands. There is none while the program is live. */
export const createRehearsedViewer = (rehearsal: RehearsalComponent | null): RehearsedViewer => ({
  obstacle: () => {
    if (rehearsal?.servers) return null;
    const words = rehearsal
      ? 'Rehearsal is stopped. Start it first.'
      : 'Cuelight is live. Live viewers use slash commands on Discord themselves.';
    return new Fault('rehearsal.not-rehearsing', words, { kind: 'configuration' });
  },
  use: (command) => {
    const used = rehearsal?.servers?.discord.useCommand(asker, command) ?? null;
    return used === null ? null : isolate(asker.displayName);
  },
});
