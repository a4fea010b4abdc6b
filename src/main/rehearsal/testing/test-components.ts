import type { RehearsedComponents } from '../control/rehearsed-components.ts';

/** Sample components for tests of the rehearsal alone. */
export const testComponents: RehearsedComponents = {
  twitch: { bridges: ['twitch-chat'], others: [], isRecordedAs: (id) => id === 'twitch-chat' },
  'twitch-platform': {
    bridges: ['twitch-events', 'twitch-api', 'twitch-chat'],
    others: ['twitch-auth'],
    isRecordedAs: (id) => id === 'twitch-events',
  },
  discord: { bridges: ['discord'], others: [], isRecordedAs: (id) => id === 'discord' },
  obs: { bridges: ['obs:main'], others: [], isRecordedAs: (id) => id.startsWith('obs:') },
};
