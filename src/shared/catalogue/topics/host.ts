import { z } from 'zod';
import { isolate } from '../../kernel/index.ts';
import { ownTopic } from './define.ts';

/** A sentence that its owner has ready, as the condition of the same component shows it. */
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
  sentence: () => 'Something failed and nobody handled it. Cuelight runs on; the log has it.',
});

export const hostCrashed = ownTopic('host.crashed', {
  title: 'Program crashed',
  level: 'error',
  data: z.object({}),
  sentence: () => 'Cuelight stops because of an error that nobody caught. The log has it.',
});

export const hostStopping = ownTopic('host.stopping', {
  title: 'Program stopping',
  data: z.object({}),
  sentence: (_, { signal }: { readonly signal: string | null }) =>
    signal === null
      ? 'Cuelight stops: the scenario was played to its end.'
      : `Cuelight stops, asked by ${signal}.`,
});

export const hostBeginningAnew = ownTopic('host.beginning-anew', {
  title: 'Program restarting',
  data: z.object({}),
  sentence: (_, { mode }: { readonly mode: 'live' | 'rehearsal' }) =>
    `Cuelight stops and begins anew ${mode === 'live' ? 'live' : 'in rehearsal'}.`,
});

export const loopbackLocked = ownTopic('loopback.locked', {
  title: 'Connections locked',
  level: 'error',
  data: z.object({ lockedForMs: z.number() }),
  sentence: ({ lockedForMs }) =>
    `Too many wrong tokens: new connections are refused for ${Math.round(lockedForMs / 60_000)} min. Look for a program on this machine that guesses, or a script with an old token.`,
});

export const loopbackSocketsExhausted = ownTopic('loopback.sockets-exhausted', {
  title: 'Too many connections',
  level: 'warning',
  data: z.object({ limit: z.number() }),
  sentence: ({ limit }) =>
    `${limit} windows and docks are connected, and no more are let in. Close some of them.`,
});

export const docksSetAside = ownTopic('docks.set-aside', {
  title: 'Docks set aside',
  level: 'warning',
  data: z.object({}),
  sentence: (_, { problem }: { readonly problem: string }) => problem,
});

/** The name that its owner gave a dock. */
interface Named {
  readonly name: string;
}

export const dockCreated = ownTopic('docks.created', {
  title: 'Dock created',
  data: z.object({ dock: z.string() }),
  sentence: (_, { name }: Named) => `The dock “${isolate(name)}” was given an address.`,
});

export const dockRevoked = ownTopic('docks.revoked', {
  title: 'Dock revoked',
  data: z.object({ dock: z.string() }),
  sentence: (_, { name }: Named) => `The address of the dock “${isolate(name)}” was taken back.`,
});

/** The topics of the machine and of the hosts that run the program on it. */
export const hostTopics = [
  clockJumped,
  clockTrusted,
  clockUnconfirmed,
  clockConfirmed,
  hostPromiseRejected,
  hostCrashed,
  hostStopping,
  hostBeginningAnew,
  loopbackLocked,
  loopbackSocketsExhausted,
  docksSetAside,
  dockCreated,
  dockRevoked,
];
