import { peopleIn } from '#shared/catalogue/people/without-people.ts';
import { chatMessage } from '#shared/catalogue/topics/chat.ts';
import { findTopic } from '#shared/catalogue/topics/index.ts';
import {
  obsRecordStarted,
  obsRecordStopped,
  obsSceneChanged,
  obsStreamStarted,
  obsStreamStopped,
} from '#shared/catalogue/topics/obs.ts';
import { outageClosed, outageOpened } from '#shared/catalogue/topics/outages.ts';
import {
  twitchCheered,
  twitchFollowed,
  twitchRaid,
  twitchRaided,
  twitchRedeemed,
  twitchSubscribed,
  twitchSubscription,
} from '#shared/catalogue/topics/twitch.ts';
import type { Clock } from '#shared/kernel/index.ts';
import {
  rehearsalServers,
  rehearsedChatSchema,
  type ChatMessage,
  type EventRecord,
  type RehearsalServer,
  type RehearsedChat,
} from '#shared/model/index.ts';
import type { RehearsedComponents } from '../control/rehearsed-components.ts';
import { Originals } from './originals.ts';
import { People, type Person } from './people.ts';

/** An event of a session. Times are milliseconds since the start of the recording. */
export type Moment = { readonly atMs: number } & (
  | {
      readonly kind: 'say';
      readonly on: RehearsedChat;
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
  | { readonly kind: 'outage'; readonly id: string; readonly target: RehearsalServer; endMs: number | null }
);

/** The state of OBS when the recording started. */
export interface SessionStart {
  readonly scenes: readonly string[];
  readonly scene: string | null;
  readonly streaming: boolean | null;
}

/** Limits for an evening with a lively chat. Later moments are counted but not recorded. */
export const recordingLimits = { moments: 20_000, hours: 6 } as const;

/** A viewer as an event names them; null for what the event does not contain. */
interface Viewer {
  readonly userId: string | null;
  readonly login: string | null;
  readonly displayName: string | null;
}

/** Returns a count that a scenario accepts: a whole number of at least one. */
const countOf = (value: number | null): number => Math.max(1, Math.round(value ?? 1));

/**
 * Records the events of a session that can be played again. Names stay in memory until the recording is
 * composed.
 */
export class SessionRecorder {
  readonly originals = new Originals();
  readonly people = new People(this.originals);
  readonly start: SessionStart;
  readonly startedAt: number;
  readonly #clock: Clock;
  readonly #components: RehearsedComponents;
  readonly #from: number;
  readonly #moments: Moment[] = [];
  readonly #scenes: Set<string>;
  #leftOut = 0;

  constructor(clock: Clock, start: SessionStart, components: RehearsedComponents) {
    this.#components = components;
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

  /** Number of moments after the limit. */
  get leftOut(): number {
    return this.#leftOut;
  }

  get durationMs(): number {
    return this.#clock.monotonic() - this.#from;
  }

  record(event: EventRecord): void {
    const moment = this.#momentOf(event);
    if (!moment) return;
    const full =
      this.#moments.length >= recordingLimits.moments || moment.atMs > recordingLimits.hours * 3_600_000;
    if (full) this.#leftOut += 1;
    else this.#moments.push(moment);
  }

  #momentOf(event: EventRecord): Moment | null {
    const atMs = Math.round(this.durationMs);
    if (chatMessage.is(event)) return this.#chatLine(event.data.message, atMs);
    return this.#outage(event, atMs) ?? this.#obs(event, atMs) ?? this.#twitch(event, atMs);
  }

  #chatLine(message: ChatMessage, atMs: number): Moment | null {
    const { id, platform, channel, channelTitle, userId, userName, displayName, roles, own } = message;
    for (const name of [id, channel, channelTitle, message.replyTo, message.sharedFrom])
      if (name !== null) this.originals.add(name);
    const on = rehearsedChatSchema.safeParse(platform).data;
    if (on === undefined) {
      // The rehearsal cannot play this platform, but other people's texts may still mention this author.
      for (const name of [userId, userName, displayName]) this.originals.add(name);
      return null;
    }
    const who = this.people.identify(on, [userId, userName, displayName], roles);
    // In a replay, Cuelight sends its own lines itself.
    if (own || !who) return null;
    const { text, replyTo, firstMessage } = message;
    return { kind: 'say', atMs, on, who, text, id, replyTo, firstMessage };
  }

  #outage(event: EventRecord, atMs: number): Moment | null {
    if (outageClosed.is(event)) {
      const { id } = event.data.outage;
      const open = this.#moments.find((moment) => moment.kind === 'outage' && moment.id === id);
      if (open?.kind === 'outage') open.endMs = atMs;
      return null;
    }
    if (!outageOpened.is(event)) return null;
    const { id, componentId } = event.data.outage;
    const target = rehearsalServers.find((server) => this.#components[server.id].isRecordedAs(componentId));
    return target ? { kind: 'outage', atMs, id, target: target.id, endMs: null } : null;
  }

  #obs(event: EventRecord, atMs: number): Moment | null {
    if (obsSceneChanged.is(event)) {
      const { scene } = event.data;
      if (scene === '') return null;
      this.#scenes.add(scene);
      return { kind: 'obs', atMs, scene };
    }
    if (obsStreamStarted.is(event)) return { kind: 'obs', atMs, streaming: true };
    if (obsStreamStopped.is(event)) return { kind: 'obs', atMs, streaming: false };
    if (obsRecordStarted.is(event)) return { kind: 'obs', atMs, recording: true };
    return obsRecordStopped.is(event) ? { kind: 'obs', atMs, recording: false } : null;
  }

  #twitch(event: EventRecord, atMs: number): Moment | null {
    const by = (viewer: Viewer, momentOf: (who: Person) => Moment): Moment | null => {
      const who = this.people.identify('twitch', [viewer.userId, viewer.login, viewer.displayName]);
      return who && momentOf(who);
    };
    if (twitchFollowed.is(event)) return by(event.data, (who) => ({ kind: 'follow', atMs, who }));
    if (twitchSubscribed.is(event) || twitchSubscription.is(event)) {
      const { months, text } = event.data;
      return by(event.data, (who) => ({ kind: 'subscribe', atMs, who, months: countOf(months), text }));
    }
    if (twitchCheered.is(event)) {
      const { bits, text } = event.data;
      return by(event.data, (who) => ({ kind: 'cheer', atMs, who, bits: countOf(bits), text }));
    }
    if (twitchRaided.is(event) || twitchRaid.is(event)) {
      const { viewers } = event.data;
      return by(event.data, (who) => ({ kind: 'raid', atMs, who, viewers: countOf(viewers) }));
    }
    if (twitchRedeemed.is(event)) {
      const { redemptionId, input } = event.data;
      this.originals.add(redemptionId);
      return by(event.data, (who) => ({ kind: 'redeem', atMs, who, input }));
    }
    // This event is not played again, but the people it names are removed from other people's texts.
    if (findTopic(event.topic)?.people?.platform === 'twitch')
      for (const { userId, login, displayName } of peopleIn(event))
        this.people.identify('twitch', [userId, login, displayName]);
    return null;
  }
}
