import { declareSection } from '#core/index.ts';
import { chatPresenceConfig } from './config.ts';
import { sectionPaths } from './section-paths.ts';

const { goLive, commands } = chatPresenceConfig.shape;

export const goLiveSection = declareSection({
  path: sectionPaths.goLive,
  title: 'Go-live notice',
  description: 'One Discord message per stream, updated when the stream ends.',
  schema: goLive,
  feeds: 'goLive',
  testTarget: 'go-live',
  // The channel and the role in the settings are on the real Discord: a rehearsal posts to the channel that
  // it reads.
  rehearse: (values) => ({ ...values, channelId: '', mentionRoleId: '' }),
});

export const commandsSection = declareSection({
  path: sectionPaths.commands,
  title: 'Commands',
  description: 'Commands that viewers can use.',
  schema: commands,
  feeds: 'commands',
});
