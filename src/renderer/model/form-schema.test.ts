import { describe, expect, it } from 'vitest';
import {
  changedValues,
  countChanges,
  emptyValues,
  readFields,
  secretVariable,
  settingVariable,
} from './form-schema.ts';

const instances = {
  type: 'array',
  title: 'OBS instances',
  maxItems: 8,
  items: {
    type: 'object',
    properties: {
      name: { type: 'string', title: 'Name', maxLength: 40 },
      enabled: { type: 'boolean', title: 'Connect' },
    },
  },
};

describe('form of a schema', () => {
  it('draws a field for each type', () => {
    const fields = readFields({
      properties: {
        enabled: { type: 'boolean' },
        channel: { type: 'string', maxLength: 200 },
        notice: { type: 'string', lines: 4 },
        probeSeconds: { type: 'integer', minimum: 1, maximum: 60, unit: 's' },
        mode: { type: 'string', enum: ['automatic', 'live'], choices: { automatic: 'Automatic' } },
        words: { type: 'array', items: { type: 'string' } },
        instances,
        scenes: { type: 'object', properties: { ending: { type: 'array', items: { type: 'string' } } } },
        odd: { anyOf: [{ type: 'string' }, { type: 'number' }] },
      },
    });
    expect(fields.map((field) => [field.name, field.kind])).toEqual([
      ['enabled', 'toggle'],
      ['channel', 'text'],
      ['notice', 'text'],
      ['probeSeconds', 'number'],
      ['mode', 'choice'],
      ['words', 'words'],
      ['instances', 'cards'],
      ['scenes', 'group'],
      ['odd', 'raw'],
    ]);
    expect(fields[1]).toMatchObject({ lines: null });
    expect(fields[2]).toMatchObject({ lines: 4 });
    expect(fields[3]).toMatchObject({ title: 'Probe seconds', minimum: 1, maximum: 60, unit: 's' });
    expect(fields[3]).toMatchObject({ whole: true });
    // A host of another version may have values without words.
    expect(fields[4]).toMatchObject({
      options: [
        { value: 'automatic', label: 'Automatic' },
        { value: 'live', label: 'live' },
      ],
    });
  });

  it('starts a new card empty and enabled', () => {
    const [field] = readFields({ properties: { instances } });
    expect(field?.kind === 'cards' ? emptyValues(field.fields) : null).toEqual({ name: '', enabled: true });
  });

  it('sends only the differences: objects deeply, lists as a whole', () => {
    const saved = { a: 1, list: ['x'], scenes: { ending: ['outro'], breaks: ['brb'] } };
    const draft = { a: 1, list: ['x', 'y'], scenes: { ending: [], breaks: ['brb'] } };
    const changes = changedValues(saved, draft);
    expect(changes).toEqual({ list: ['x', 'y'], scenes: { ending: [] } });
    expect(countChanges(changes)).toBe(2);
    expect(changedValues(saved, saved)).toEqual({});
  });

  it('names the environment variables as the program reads them', () => {
    expect(settingVariable('chat-presence.twitch', 'channel')).toBe('CUELIGHT_CHAT_PRESENCE_TWITCH_CHANNEL');
    expect(settingVariable('chat-presence.commands', 'globalCooldownSeconds')).toBe(
      'CUELIGHT_CHAT_PRESENCE_COMMANDS_GLOBAL_COOLDOWN_SECONDS',
    );
    expect(secretVariable('obs-main-password')).toBe('CUELIGHT_SECRET_OBS_MAIN_PASSWORD');
  });
});
