import { expect, it } from 'vitest';
import type { SettingsSection } from '#shared/model/index.ts';
import { liveConnections } from './live-connections.ts';

const section = (path: string, title: string, values: Record<string, unknown>): SettingsSection => ({
  path,
  title,
  description: '',
  schema: {},
  values,
  layers: {},
  secrets: [],
  testTarget: path.split('.').at(-1) ?? null,
});

it('lists the connections of a live run, and those not set up', () => {
  expect(
    liveConnections([
      section('program', 'Program', { mode: 'automatic' }),
      section('chat-presence.twitch', 'Twitch', { enabled: true, channel: 'cuelight' }),
      section('chat-presence.discord', 'Discord', { enabled: false, channelId: '42' }),
      section('chat-presence.obs', 'OBS', {
        instances: [
          { name: 'main', address: 'ws://127.0.0.1:4455', enabled: true },
          { name: 'spare', address: 'ws://127.0.0.1:4456', enabled: false },
        ],
      }),
    ]),
  ).toEqual([
    { title: 'Twitch', place: '#cuelight', target: 'twitch' },
    { title: 'Discord', place: null, target: 'discord' },
    { title: 'OBS main', place: 'ws://127.0.0.1:4455', target: 'obs' },
    { title: 'OBS spare', place: null, target: 'obs' },
  ]);
});

it('treats an enabled channel without a name as not set up', () => {
  expect(
    liveConnections([section('chat-presence.twitch', 'Twitch', { enabled: true, channel: '' })]),
  ).toEqual([{ title: 'Twitch', place: null, target: 'twitch' }]);
});

it('ignores settings that it does not understand', () => {
  expect(liveConnections([section('chat-presence.obs', 'OBS', { instances: 'none' })])).toEqual([]);
});
