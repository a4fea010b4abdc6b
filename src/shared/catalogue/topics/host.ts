import { z } from 'zod';
import { isolate } from '../../kernel/index.ts';
import { versionItem } from '../../model/index.ts';
import { ownTopic } from './define.ts';

/** A sentence built by the emitter; the component's condition shows the same sentence. */
interface Described {
  readonly sentence: string;
}

export const clockJumped = ownTopic('clock.jumped', {
  title: 'Clock jumped',
  level: 'warning',
  data: z.object({
    doubt: z.enum(['jumped', 'contradicted', 'implausible']),
    direction: z.enum(['ahead', 'behind']),
    byMs: z.number(),
    knownAt: z.number().nullable(),
    witness: z.string().nullable(),
  }),
  sentence: (_, { sentence }: Described) => sentence,
});

export const clockTrusted = ownTopic('clock.trusted', {
  title: 'Clock trusted',
  data: z.object({}),
  sentence: (_, { sentence }: Described) => sentence,
});

export const clockUnconfirmed = ownTopic('clock.unconfirmed', {
  title: 'Clock unconfirmed',
  data: z.object({}),
  sentence: (_, { sentence }: Described) => sentence,
});

export const clockConfirmed = ownTopic('clock.confirmed', {
  title: 'Clock confirmed',
  data: z.object({}),
  sentence: (_, { sentence }: Described) => sentence,
});

export const hostPromiseRejected = ownTopic('host.promise-rejected', {
  title: 'Unhandled failure',
  level: 'error',
  data: z.object({}),
  sentence: () => 'An operation failed without a handler. Cuelight keeps running; see the log for details.',
});

export const hostCrashed = ownTopic('host.crashed', {
  title: 'Program crashed',
  level: 'error',
  data: z.object({}),
  sentence: () => 'Cuelight is stopping because of an uncaught error. See the log for details.',
});

/** The cause of an orderly stop. */
type StopCause =
  { readonly kind: 'signal'; readonly signal: string } | { readonly kind: 'scenario-ended' | 'quit' };

const stopSentences = {
  'scenario-ended': 'Cuelight is stopping: the scenario has ended.',
  quit: 'Cuelight is stopping: somebody quit it.',
} as const;

export const hostStopping = ownTopic('host.stopping', {
  title: 'Program stopping',
  data: z.object({}),
  sentence: (_, { reason }: { readonly reason: StopCause }) =>
    reason.kind === 'signal' ? `Cuelight is stopping on ${reason.signal}.` : stopSentences[reason.kind],
});

export const hostSwitchingMode = ownTopic('host.switching-mode', {
  title: 'Program restarting',
  earlierNames: ['host.beginning-anew'],
  data: z.object({}),
  sentence: (_, { mode }: { readonly mode: 'live' | 'rehearsal' }) =>
    `Cuelight is restarting ${mode === 'live' ? 'live' : 'in rehearsal'}.`,
});

export const loopbackLocked = ownTopic('loopback.locked', {
  title: 'Connections locked',
  level: 'error',
  data: z.object({ lockedForMs: z.number() }),
  sentence: ({ lockedForMs }) =>
    `Too many wrong tokens: new connections are refused for ${Math.round(lockedForMs / 60_000)} min. Check this machine for a script with an old token or a program that guesses tokens.`,
});

export const loopbackSocketsExhausted = ownTopic('loopback.sockets-exhausted', {
  title: 'Too many connections',
  level: 'warning',
  data: z.object({ limit: z.number() }),
  sentence: ({ limit }) =>
    `${limit} windows and docks are connected, which is the limit. Close some of them.`,
});

export const securityCheckFailed = ownTopic('security.check-failed', {
  title: 'Security check failed',
  // An outdated Electron asks for an update. Everything else is a guard that is missing.
  level: ({ items }) => (items.every((item) => item === versionItem) ? 'warning' : 'error'),
  data: z.object({
    /** Numbers of the failed items in Electron's security checklist. */
    items: z.array(z.number()),
  }),
  sentence: (_, { sentence }: Described) => sentence,
});

export const securityCheckPassed = ownTopic('security.check-passed', {
  title: 'Security check passed',
  data: z.object({}),
  sentence: (_, { sentence }: Described) => sentence,
});

export const docksSetAside = ownTopic('docks.set-aside', {
  title: 'Docks set aside',
  level: 'warning',
  data: z.object({}),
  sentence: (_, { problem }: { readonly problem: string }) => problem,
});

/** The name that the owner gave a dock. */
interface Named {
  readonly name: string;
}

export const dockCreated = ownTopic('docks.created', {
  title: 'Dock created',
  data: z.object({ dock: z.string() }),
  sentence: (_, { name }: Named) => `The link for the dock “${isolate(name)}” was created.`,
});

export const dockRevoked = ownTopic('docks.revoked', {
  title: 'Dock revoked',
  data: z.object({ dock: z.string() }),
  sentence: (_, { name }: Named) => `The link for the dock “${isolate(name)}” was revoked.`,
});

/** The topics of the machine and of the hosts that run the program. */
export const hostTopics = [
  clockJumped,
  clockTrusted,
  clockUnconfirmed,
  clockConfirmed,
  hostPromiseRejected,
  hostCrashed,
  hostStopping,
  hostSwitchingMode,
  loopbackLocked,
  loopbackSocketsExhausted,
  securityCheckFailed,
  securityCheckPassed,
  docksSetAside,
  dockCreated,
  dockRevoked,
];
