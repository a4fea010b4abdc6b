import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '#shared/kernel/index.ts';
import { createFakeClock, type FakeClock } from '#shared/kernel/testing/index.ts';
import type { ChatMessage, EventRecord, Outage } from '#shared/model/index.ts';
import { plainMessage } from '#shared/model/testing/plain-message.ts';
import { parseScenario } from '../scenario/scenario.ts';
import { testComponents } from '../testing/test-components.ts';
import { composeRecording, type ComposeOptions } from './compose-recording.ts';
import { SessionRecorder } from './session-recorder.ts';

const redactor = createRedactor();
const options = (over: Partial<ComposeOptions> = {}): ComposeOptions => ({
  id: 'recorded-1',
  title: 'Tuesday',
  texts: 'replaced',
  redact: (text) => redactor.text(text),
  ...over,
});

const event = (topic: string, data: Record<string, unknown>): EventRecord => ({
  id: 'event',
  topic,
  source: 'test',
  level: 'info',
  at: 0,
  message: '',
  correlationId: null,
  causeId: null,
  data,
});
const message = (over: Partial<ChatMessage> = {}): ChatMessage =>
  plainMessage({
    id: 'platform-message-1',
    channel: 'the_real_channel',
    channelTitle: 'The_Real_Channel',
    userId: '84920175',
    userName: 'marzipan_fox',
    displayName: 'Marzipan_Fox',
    color: '#123456',
    text: 'good evening',
    at: 0,
    ...over,
  });
const said = (over: Partial<ChatMessage> = {}): EventRecord =>
  event('chat.message', { message: message(over) });

const open = (): { clock: FakeClock; session: SessionRecorder } => {
  const clock = createFakeClock();
  const start = { scenes: ['Main', 'Be right back'], scene: 'Main', streaming: true };
  return { clock, session: new SessionRecorder(clock, start, testComponents) };
};
/** Composes a recording and parses it as the program does. */
const compose = (session: SessionRecorder, over: Partial<ComposeOptions> = {}) => {
  const { yaml } = composeRecording(session, options(over));
  const parsed = parseScenario(yaml, 'recorded-1.yaml');
  if (!parsed.ok) throw parsed.error;
  return { yaml, scenario: parsed.value, cues: parsed.value.acts.flatMap(({ cues }) => cues) };
};

describe('a recording', () => {
  it('plays each event at its moment, with the same invented people throughout', async () => {
    const { clock, session } = open();
    await clock.advance(1_500);
    session.record(said({ text: 'hello there' }));
    await clock.advance(1_000);
    session.record(
      said({
        id: 'platform-message-2',
        userId: '777888999',
        userName: 'otherone',
        displayName: 'OtherOne',
        roles: ['moderator'],
        text: 'hi back',
        replyTo: 'platform-message-1',
      }),
    );
    session.record(event('obs.scene-changed', { scene: 'Be right back', previous: 'Main' }));
    await clock.advance(1_000);
    session.record(
      event('twitch.redeemed', { userId: '84920175', login: 'marzipan_fox', input: '', redemptionId: 'r-1' }),
    );
    session.record(event('twitch.raided', { userId: '5551234', login: 'raidleader', viewers: 40 }));
    session.record(event('obs.stream-stopped', {}));
    await clock.advance(2_000);
    const { scenario, cues } = compose(session);
    const [first, second, third] = scenario.cast.map(({ login }) => login);
    expect(cues).toMatchObject([
      { at: 0, obs: { scene: 'Main', streaming: true } },
      { at: 1.5, say: { who: first, label: 'line-1', on: 'twitch' } },
      { at: 2.5, say: { who: second, replyTo: 'line-1' } },
      { at: 2.5, obs: { scene: 'Be right back' } },
      { at: 3.5, redeem: { who: first, reward: 'Hydrate' } },
      { at: 3.5, raid: { who: third, viewers: 40 } },
      { at: 3.5, obs: { streaming: false } },
    ]);
    expect(scenario.cast[1]?.roles).toEqual(['moderator']);
    expect(scenario.acts).toMatchObject([{ id: 'part-1', seconds: 5.5 }]);
  });

  it('replaces texts by text of the same length, and keeps commands to the program', () => {
    const { session } = open();
    session.record(said({ text: 'That jump, at 3 o’clock!' }));
    session.record(said({ id: 'm2', text: '!status please' }));
    const [, line, command] = compose(session).cues;
    expect(line?.say?.text).toHaveLength('That jump, at 3 o’clock!'.length);
    expect(line?.say?.text).toMatch(/^\w{4} \w{4}, \w\w \w \w’\w{5}!$/);
    expect(line?.say?.text).not.toContain('jump');
    expect(command?.say?.text).toMatch(/^!status \w{6}$/);
  });

  it('keeps texts on request, without names, addresses, links and secrets', () => {
    const { session } = open();
    session.record(said({ id: 'm1', userId: '12345678', userName: 'quietowl', displayName: 'QuietOwl' }));
    session.record(
      said({
        id: 'm2',
        text: 'thanks quietowl and @Nobody_Known, see https://example.test/x or me@mail.test, my token is oauth:abcdefghijklmnop1234567890',
      }),
    );
    const { cues, scenario, yaml } = compose(session, { texts: 'kept' });
    const [quiet] = scenario.cast;
    const text = cues.at(-1)?.say?.text ?? '';
    expect(text).toContain(`thanks ${quiet?.displayName} and @somebody, see a link or an address`);
    expect(yaml.toLowerCase()).not.toMatch(/quietowl|nobody_known|example\.test|abcdefghijklmnop/);
  });

  it('plays outages again, with their duration', async () => {
    const { clock, session } = open();
    const outage = (endedAt: number | null): Outage => ({
      id: 'outage-1',
      componentId: 'obs:main',
      title: 'OBS',
      startedAt: 0,
      endedAt,
      end: null,
      cause: { code: 'obs.closed', message: 'OBS closed the connection.' },
      attempts: 0,
      missed: { count: null, atLeast: false, message: '' },
    });
    await clock.advance(1_000);
    session.record(event('outage.opened', { outage: outage(null) }));
    await clock.advance(12_000);
    session.record(event('outage.closed', { outage: outage(1) }));
    await clock.advance(1_000);
    expect(compose(session).cues.at(-1)).toMatchObject({
      at: 1,
      disturb: { target: 'obs', fault: 'refuse', seconds: 12 },
    });
  });

  it("leaves our own lines to the program, and a cheer's line to the cheer", () => {
    const { session } = open();
    session.record(said({ own: true, text: 'On air for 1 h.' }));
    session.record(said({ id: 'm2', text: 'cheer100 great' }));
    session.record(
      event('twitch.cheered', { userId: '84920175', login: 'marzipan_fox', bits: 100, text: 'great' }),
    );
    expect(compose(session).cues.slice(1)).toMatchObject([{ cheer: { bits: 100 } }]);
  });

  it('is divided into acts, and stops growing at its limit', async () => {
    const { clock, session } = open();
    await clock.advance(1_250_000);
    session.record(said());
    expect(compose(session).scenario.acts.map(({ seconds, cues }) => [seconds, cues.length])).toEqual([
      [600, 1],
      [600, 0],
      [50, 1],
    ]);
    for (let line = 0; line < 20_100; line += 1) session.record(said());
    expect(session.moments).toHaveLength(20_000);
    expect(session.leftOut).toBe(101);
  });

  it('is a valid scenario even when nothing happened', () => {
    expect(compose(open().session).scenario.cast).toHaveLength(1);
  });
});

describe('privacy of a recording', () => {
  /** Words of the file format, which reveal nobody. */
  const form = (() => {
    const { session } = open();
    session.record(
      said({ id: 'q', userId: 'w', userName: 'j', displayName: 'j', channel: 'v', channelTitle: 'v' }),
    );
    session.record(event('twitch.followed', { login: 'k' }));
    return ['replaced', 'kept']
      .map((texts) => composeRecording(session, options({ texts: texts as 'kept' })).yaml.toLowerCase())
      .join('');
  })();
  const isOfTheForm = (name: string): boolean => form.includes(name.toLowerCase());

  const login = fc
    .stringMatching(/^[a-z0-9_]{3,25}$/)
    .filter((name) => !isOfTheForm(name) && /[a-z]/.test(name));
  const title = fc
    .string({ unit: 'grapheme', minLength: 3, maxLength: 20 })
    .map((name) => name.trim())
    .filter(
      (name) => name.length >= 3 && !isOfTheForm(name) && !/^\d{1,4}$/.test(name) && !/[\\"\n]/.test(name),
    );
  const id = fc.stringMatching(/^[1-9]\d{5,18}$/);
  const person = fc.record({ userId: id, userName: login, displayName: fc.oneof(login, title) });
  const line = fc.record({
    who: fc.nat(),
    messageId: fc.uuid(),
    on: fc.constantFrom('twitch' as const, 'discord' as const),
    pieces: fc.array(
      fc.oneof(
        fc.constantFrom('hello', 'gg', '!status', 'LOL', 'see you', '…', 'İstanbul'),
        fc.record({ named: fc.nat(), how: fc.constantFrom('name', '@login', 'id', 'SHOUTED', 'glued') }),
      ),
      { minLength: 1, maxLength: 6 },
    ),
  });

  it.each(['replaced', 'kept'] as const)(
    'never contains an original name, login or id, with texts %s',
    (texts) => {
      fc.assert(
        fc.property(
          fc.array(person, { minLength: 1, maxLength: 8 }),
          fc.array(line, { minLength: 1, maxLength: 20 }),
          login,
          (people, lines, channel) => {
            const { session } = open();
            const at = (index: number) => people[index % people.length] ?? people[0];
            for (const { who, messageId, on, pieces } of lines) {
              const speaker = at(who);
              if (!speaker) continue;
              const words = pieces.map((piece) => {
                if (typeof piece === 'string') return piece;
                const named = at(piece.named);
                const forms: Record<string, string | undefined> = {
                  name: named?.displayName,
                  '@login': `@${named?.userName}`,
                  id: `<@${named?.userId}>`,
                  SHOUTED: named?.userName.toUpperCase(),
                  glued: `xx${named?.displayName}yy`,
                };
                return forms[piece.how] ?? '';
              });
              session.record(
                said({
                  ...speaker,
                  id: messageId,
                  platform: on,
                  channel,
                  channelTitle: channel,
                  text: words.join(' '),
                }),
              );
              session.record(event('twitch.followed', { ...speaker, login: speaker.userName }));
            }
            // People who are only mentioned become known when they write themselves.
            for (const each of people) session.record(said({ ...each, text: 'me too' }));
            session.record(
              event('obs.scene-changed', { scene: `With ${people[0]?.displayName}`, previous: null }),
            );
            const { yaml, scenario } = compose(session, { texts, title: `Evening of ${channel}` });
            const lower = yaml.toLowerCase();
            const originals = [
              channel,
              ...people.flatMap((each) => [each.userId, each.userName, each.displayName]),
              ...lines.map(({ messageId }) => messageId),
            ];
            for (const original of originals) expect(lower).not.toContain(original.toLowerCase());
            expect(new Set(scenario.cast.map((member) => member.login)).size).toBe(scenario.cast.length);
          },
        ),
        { numRuns: 150 },
      );
    },
  );
});
