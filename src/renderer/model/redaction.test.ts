import { describe, expect, it } from 'vitest';
import { createRedaction } from './redaction.ts';

const message = (displayName: string, text: string) => ({
  id: 'message-1',
  userId: `id-of-${displayName}`,
  userName: displayName.toLowerCase(),
  displayName,
  text,
});

describe('the redaction', () => {
  it('gives each viewer a number, the same wherever they are named', () => {
    const redaction = createRedaction();
    const first = redaction.cover({
      messages: [message('Mothwing', 'hello'), message('tin_ear', 'hi Mothwing, @Nobody')],
    });
    expect(first).toEqual({
      messages: [
        { id: 'message-1', userId: 'viewer-1', userName: 'Viewer 1', displayName: 'Viewer 1', text: 'hello' },
        {
          id: 'message-1',
          userId: 'viewer-2',
          userName: 'Viewer 2',
          displayName: 'Viewer 2',
          text: 'hi Viewer 1, @Viewer 3',
        },
      ],
    });
    expect(redaction.cover('MOTHWING is here')).toBe('Viewer 1 is here');
  });

  it('redacts words with an underscore in viewers’ texts', () => {
    expect(createRedaction().cover({ text: 'Old_Compass_Rose called it' })).toEqual({
      text: 'Viewer 1 called it',
    });
  });

  it.each([
    ['OBS at ws://127.0.0.1:4455 refused', 'OBS at address hidden refused'],
    ['Listens on 192.168.0.7:80.', 'Listens on address hidden.'],
    ['Reached localhost:4455', 'Reached address hidden'],
    ['Write to me@example.org', 'Write to address hidden'],
    ['Kept in /home/streamer/.cuelight/vault.json with the key', 'Kept in path hidden with the key'],
    ['Kept in C:\\Users\\me\\vault.json now', 'Kept in path hidden now'],
    ['Sent oauth:abcdef123456', 'Sent secret hidden'],
    ['60.0 fps · 0.0 % dropped · 38/min', '60.0 fps · 0.0 % dropped · 38/min'],
  ])('redacts addresses, paths and secrets in "%s"', (text, covered) => {
    expect(createRedaction().cover({ message: text })).toEqual({ message: covered });
  });

  it('redacts a component’s details by their keys, and keeps numbers', () => {
    expect(
      createRedaction().cover({ status: { address: 'obs.lan', recordingPath: 'x', scene: 'Main', fps: 60 } }),
    ).toEqual({ status: { address: 'hidden', recordingPath: 'hidden', scene: 'Main', fps: 60 } });
  });

  it('keeps the fields for navigation, even when a viewer is named like a component', () => {
    const redaction = createRedaction();
    redaction.cover(message('inbox', 'hi'));
    const frame = { id: 'inbox', parent: 'inbox', edges: [{ from: 'inbox', to: 'inbox' }], order: ['inbox'] };
    expect(redaction.cover(frame)).toEqual(frame);
  });

  it('shows an event about viewers only when it finds their names', () => {
    const redaction = createRedaction();
    const raid = {
      topic: 'twitch.raid',
      message: 'Copper is raiding',
      data: { login: 'copper', viewers: 48 },
    };
    expect(redaction.cover(raid)).toMatchObject({
      message: 'Viewer 1 is raiding',
      data: { login: 'Viewer 1', viewers: 48 },
    });
    expect(
      redaction.cover({ topic: 'chat.changed', message: 'Wren changed a message', data: {} }),
    ).toMatchObject({
      message: 'Hidden: it may name a viewer.',
    });
    const own = { topic: 'component.state-changed', message: 'OBS runs', data: { to: 'running' } };
    expect(redaction.cover(own)).toEqual(own);
  });

  it('offers no undo that would write a placeholder to the platform', () => {
    const redaction = createRedaction();
    redaction.cover(message('Mothwing', 'hello'));
    const answer = (title: string) => ({
      result: {},
      message: null,
      undo: { operation: 'twitch.set-channel', input: { title } },
    });
    expect(redaction.cover(answer('Painting boats'))).toEqual(answer('Painting boats'));
    for (const title of ['Boats with Mothwing', 'Boats with @somebody', 'See https://example.com/boats'])
      expect(redaction.cover(answer(title))).toEqual({ result: {}, message: null, undo: null });
  });

  it.each([
    ['obs.scene-changed', 'OBS shows the scene "Main"', { scene: 'Main', previous: null }],
    ['obs.disconnected', 'OBS closed the connection', { code: 'obs.closed' }],
    ['obs.stream-started', 'OBS streams', { previous: 'starting' }],
    ['bridge.connected', 'Connected to Twitch chat of #harbour.', { platform: 'twitch', channel: 'harbour' }],
    ['twitch.joined', 'Joined #harbour.', { channel: 'harbour' }],
  ])('shows the sentence of %s, which never names a viewer', (topic, message, data) => {
    expect(createRedaction().cover({ topic, message, data })).toMatchObject({ message });
  });
});
