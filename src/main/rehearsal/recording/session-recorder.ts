import { chatMessage } from '#shared/catalogue/topics/chat.ts';
import type { Clock } from '#shared/kernel/index.ts';
import { outageSchema, type ChatMessage, type EventRecord } from '#shared/model/index.ts';
import { Originals } from './originals.ts';
import { People, type Person } from './people.ts';

/** Something that happened in a session. Instants are counted from its beginning, milliseconds. */
export type Moment = { readonly atMs: number } & (
  | {
      readonly kind: 'say';
      readonly on: 'twitch' | 'discord';
      readonly who: Person;
      readonly text: string;
      readonly id: string;
      readonly replyTo: string | null;
      readonly firstMessage: boolean;
    }
  | { readonly kind: 'follow'; readonly who: Person }
  | { readonly kind: 'subscribe'; readonly who: Person; readonly months: number; readonly text: string }
  | { readonly kind: 'cheer'; readonly who: Person; readonly bits: number; readonly text: string }
  | { readonly kind: 'raid'; readonly who: Person; readonly viewers: number }
  | { readonly kind: 'redeem'; readonly who: Person; readonly input: string }
  | {
      readonly kind: 'obs';
      readonly scene?: string;
      readonly streaming?: boolean;
      readonly recording?: boolean;
    }
  | { readonly kind: 'outage'; readonly id: string; readonly target: OutageTarget; endMs: number | null }
);
export type OutageTarget = 'twitch' | 'twitch-platform' | 'discord' | 'obs';

/** What a session was when its recording began. */
export interface SessionStart {
  readonly scenes: readonly string[];
  readonly scene: string | null;
  readonly streaming: boolean | null;
}

/** Enough for an evening with a lively chat; what comes after is counted and not kept. */
export const recordingLimits = { moments: 20_000, hours: 6 } as const;

const targetOf = (componentId: string): OutageTarget | null => {
  if (componentId === 'twitch-chat') return 'twitch';
  if (componentId === 'twitch-events') return 'twitch-platform';
  if (componentId === 'discord') return 'discord';
  return componentId.startsWith('obs:') ? 'obs' : null;
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const countOf = (value: unknown, least: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? Math.max(least, Math.round(value)) : least;

/** Listens to a session and keeps what can be played again. Names are kept in memory only, until it is composed. */
export class SessionRecorder {
  readonly originals = new Originals();
  readonly people = new People(this.originals);
  readonly start: SessionStart;
  readonly startedAt: number;
  readonly #clock: Clock;
  readonly #from: number;
  readonly #moments: Moment[] = [];
  readonly #scenes: Set<string>;
  #leftOut = 0;

  constructor(clock: Clock, start: SessionStart) {
    this.#clock = clock;
    this.#from = clock.monotonic();
    this.startedAt = clock.now();
    this.start = start;
    this.#scenes = new Set([...start.scenes, ...(start.scene === null ? [] : [start.scene])]);
  }

  get moments(): readonly Moment[] {
    return this.#moments;
  }

  get scenes(): readonly string[] {
    return [...this.#scenes];
  }

  /** What came after the recording was full. */
  get leftOut(): number {
    return this.#leftOut;
  }

  get durationMs(): number {
    return this.#clock.monotonic() - this.#from;
  }

  hear(event: EventRecord): void {
    const moment = this.#momentOf(event);
    if (!moment) return;
    const full =
      this.#moments.length >= recordingLimits.moments || moment.atMs > recordingLimits.hours * 3_600_000;
    if (full) this.#leftOut += 1;
    else this.#moments.push(moment);
  }

  #momentOf(event: EventRecord): Moment | null {
    const atMs = Math.round(this.durationMs);
    if (chatMessage.is(event)) return this.#said(event.data.message, atMs);
    const { topic, data } = event;
    if (topic.startsWith('outage.')) return this.#outage(topic, data['outage'], atMs);
    if (topic.startsWith('obs.')) return this.#obs(topic, textOf(data['scene']), atMs);
    return topic.startsWith('twitch.') ? this.#twitch(topic, data, atMs) : null;
  }

  #said(message: ChatMessage, atMs: number): Moment | null {
    const { id, platform, channel, channelTitle, userId, userName, displayName, roles, own } = message;
    for (const name of [id, channel, channelTitle, message.replyTo, message.sharedFrom])
      if (name !== null) this.originals.add(name);
    const who = this.people.meet(platform, [userId, userName, displayName], roles);
    // Played again, Cuelight says its own lines by itself.
    if (own || !who) return null;
    const { text, replyTo, firstMessage } = message;
    return { kind: 'say', atMs, on: platform, who, text, id, replyTo, firstMessage };
  }

  #outage(topic: string, data: unknown, atMs: number): Moment | null {
    const parsed = outageSchema.safeParse(data);
    if (!parsed.success) return null;
    const { id, componentId } = parsed.data;
    if (topic === 'outage.closed') {
      const open = this.#moments.find((moment) => moment.kind === 'outage' && moment.id === id);
      if (open?.kind === 'outage') open.endMs = atMs;
      return null;
    }
    const target = targetOf(componentId);
    return topic === 'outage.opened' && target ? { kind: 'outage', atMs, id, target, endMs: null } : null;
  }

  #obs(topic: string, scene: string, atMs: number): Moment | null {
    switch (topic) {
      case 'obs.scene-changed':
        if (scene === '') return null;
        this.#scenes.add(scene);
        return { kind: 'obs', atMs, scene };
      case 'obs.stream-started':
        return { kind: 'obs', atMs, streaming: true };
      case 'obs.stream-stopped':
        return { kind: 'obs', atMs, streaming: false };
      case 'obs.record-started':
        return { kind: 'obs', atMs, recording: true };
      case 'obs.record-stopped':
        return { kind: 'obs', atMs, recording: false };
      default:
        return null;
    }
  }

  #twitch(topic: string, data: EventRecord['data'], atMs: number): Moment | null {
    const { userId, login, displayName, redemptionId } = data;
    this.originals.add(textOf(redemptionId));
    const who = this.people.meet('twitch', [textOf(userId), textOf(login), textOf(displayName)]);
    if (!who) return null;
    switch (topic) {
      case 'twitch.followed':
        return { kind: 'follow', atMs, who };
      case 'twitch.subscribed':
      case 'twitch.subscription':
        return {
          kind: 'subscribe',
          atMs,
          who,
          months: countOf(data['months'], 1),
          text: textOf(data['text']),
        };
      case 'twitch.cheered':
        return { kind: 'cheer', atMs, who, bits: countOf(data['bits'], 1), text: textOf(data['text']) };
      case 'twitch.raided':
      case 'twitch.raid':
        return { kind: 'raid', atMs, who, viewers: countOf(data['viewers'], 1) };
      case 'twitch.redeemed':
        return { kind: 'redeem', atMs, who, input: textOf(data['input']) };
      default:
        return null;
    }
  }
}
