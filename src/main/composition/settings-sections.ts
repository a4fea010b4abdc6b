import { z } from 'zod';
import { chatPresenceConfig } from '#main/orchestrators/chat-presence/index.ts';
import { fsmConfig } from '#main/orchestrators/fsm/index.ts';
import { declareSection, type SectionDeclaration } from '#main/settings/index.ts';
import type { SettingsImpact } from '#shared/model/index.ts';
import { declareDataSection } from './settings-data-section.ts';
import { secretNames } from './bridge-maker.ts';

/** What is about the program as a whole. */
const programConfig = z.object({
  mode: z.enum(['automatic', 'rehearsal', 'live']).default('automatic').meta({
    title: 'Connect to',
    description:
      'Rehearsal plays the platforms on this machine; live connects to the real ones; automatic rehearses until a connection is set up. Takes effect when Cuelight starts next; Go live and Rehearse take effect at once.',
  }),
  returnAfterSeconds: z.number().int().min(0).max(3_600).default(120).meta({
    title: 'Take a bad change back after, seconds',
    description:
      'When a change of the settings restarts something that was well, and it is not well again in this time, the settings from before come back by themselves. 0 switches this off.',
  }),
  acceptUnprotectedSecrets: z.boolean().default(false).meta({
    title: 'Keep secrets without protection',
    description:
      'Only matters where the system has no keyring: secrets are then kept in a file that other programs of yours can read. Takes effect when Cuelight starts next.',
  }),
});

/** Told which components a change begins anew; asked by the settings before they are saved. */
export type ImpactOf = (section: string, changedKeys: readonly string[]) => SettingsImpact;

const { twitch, discord, obs, goLive, commands } = chatPresenceConfig.shape;

/** Every part of the settings file, in the order of the Settings page. */
export const declareSections = (impactOf: ImpactOf) => {
  const impact = (path: string) => ({ impactOf: (keys: readonly string[]) => impactOf(path, keys) });
  const program = declareSection({
    path: 'program',
    title: 'Program',
    description: 'How Cuelight itself runs.',
    schema: programConfig,
  });
  const chat = {
    twitch: declareSection({
      path: 'chat-presence.twitch',
      title: 'Twitch',
      description: 'The channel, and the account that is signed in for it.',
      schema: twitch,
      secrets: [
        {
          name: secretNames.twitch,
          title: 'Token',
          description:
            'Pasted instead of a sign-in: of the account named above, with the scopes chat:read and chat:edit. Not used while somebody is signed in.',
        },
      ],
      testTarget: 'twitch-chat',
      ...impact('chat-presence.twitch'),
    }),
    discord: declareSection({
      path: 'chat-presence.discord',
      title: 'Discord',
      description: 'The channel that is read and written, through a bot of yours.',
      schema: discord,
      secrets: [
        {
          name: secretNames.discord,
          title: 'Bot token',
          description: 'From the Developer Portal, Bot. The bot needs the Message Content Intent.',
        },
        {
          name: secretNames.discordWebhook,
          title: 'Address of a webhook',
          description:
            'Only to post under another name without "Manage Webhooks". In Discord: Edit Channel, Integrations, Webhooks.',
        },
      ],
      testTarget: 'discord',
      ...impact('chat-presence.discord'),
    }),
    obs: declareSection({
      path: 'chat-presence.obs',
      title: 'OBS',
      description: 'Every OBS Studio to watch and steer. In OBS: Tools, WebSocket Server Settings.',
      schema: obs,
      secretsOf: (values: z.output<typeof obs>) =>
        values.instances.map(({ name }) => ({
          name: secretNames.obs(name),
          title: `Password of ${name}`,
          description: 'Shown in OBS under Tools, WebSocket Server Settings, Show Connect Info.',
        })),
      testTarget: 'obs',
      ...impact('chat-presence.obs'),
    }),
    goLive: declareSection({
      path: 'chat-presence.go-live',
      title: 'Go-live notice',
      description:
        'One message on Discord for each stream. Once the stream is over, the same message says so.',
      schema: goLive,
      testTarget: 'go-live',
      ...impact('chat-presence.go-live'),
    }),
    commands: declareSection({
      path: 'chat-presence.commands',
      title: 'Commands',
      description: 'What chat may ask.',
      schema: commands,
      ...impact('chat-presence.commands'),
    }),
  };
  const fsm = declareSection({
    path: 'fsm',
    title: 'Show state',
    description: 'Which scenes mean what.',
    schema: fsmConfig,
    ...impact('fsm'),
  });
  const data = declareDataSection();
  const all: readonly SectionDeclaration[] = [
    program,
    chat.twitch,
    chat.discord,
    chat.obs,
    chat.goLive,
    chat.commands,
    fsm,
    data,
  ];
  return { program, chat, fsm, data, all };
};
export type Sections = ReturnType<typeof declareSections>;
