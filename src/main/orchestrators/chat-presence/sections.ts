import { declareSection } from '#core/index.ts';
import { chatPresenceConfig } from './config.ts';
import { sectionPaths } from './section-paths.ts';

const { goLive, commands } = chatPresenceConfig.shape;

export const goLiveSection = declareSection({
  path: sectionPaths.goLive,
  title: 'Go-live notice',
  description: 'One message on Discord for each stream. Once the stream is over, the same message says so.',
  schema: goLive,
  feeds: 'goLive',
  testTarget: 'go-live',
  // The channel and the role of the settings are on the real Discord: a rehearsal posts to the channel that it reads.
  rehearse: (values) => ({ ...values, channelId: '', mentionRoleId: '' }),
});

export const commandsSection = declareSection({
  path: sectionPaths.commands,
  title: 'Commands',
  description: 'What chat may ask.',
  schema: commands,
  feeds: 'commands',
});
