import type { CommandRecord, OutageRecord } from '../records/index.ts';

export const anOutage = (number: number, fields: Partial<OutageRecord> = {}): OutageRecord => ({
  id: `outage-${number}`,
  at: number * 60_000,
  componentId: 'twitch-chat',
  cause: 'The connection was reset.',
  missed: null,
  endedAt: number * 60_000 + 5_000,
  ...fields,
});

export const aCommand = (number: number, fields: Partial<CommandRecord> = {}): CommandRecord => ({
  id: `command-${number}`,
  at: number * 1_000,
  name: 'restart',
  target: 'obs:main',
  actor: 'window',
  input: { force: false },
  result: 'accepted',
  message: 'OBS is being restarted.',
  endedAt: null,
  ...fields,
});
