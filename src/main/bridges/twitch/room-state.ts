import type { JsonObject } from '#shared/kernel/index.ts';

/** The channel's chat modes from Twitch; null while unknown. */
export interface RoomModes {
  readonly emoteOnly: boolean | null;
  readonly subscribersOnly: boolean | null;
  readonly uniqueChat: boolean | null;
  /** Seconds between messages of one viewer; 0 means off. */
  readonly slowSeconds: number | null;
  /** Required minutes of following; -1 means off, 0 means any follower. */
  readonly followersOnlyMinutes: number | null;
}

const flagOf = (value: string | undefined): boolean | undefined =>
  value === '1' ? true : value === '0' ? false : undefined;

const numberOf = (value: string | undefined): number | undefined =>
  value !== undefined && /^-?\d{1,7}$/.test(value) ? Number(value) : undefined;

const onOff = (on: boolean): string => (on ? 'on' : 'off');

/** Tracks ROOMSTATE. Twitch sends all modes after joining, and later only changes. */
export class RoomState {
  #modes: RoomModes = {
    emoteOnly: null,
    subscribersOnly: null,
    uniqueChat: null,
    slowSeconds: null,
    followersOnlyMinutes: null,
  };

  get modes(): RoomModes {
    return this.#modes;
  }

  toJson(): JsonObject {
    return { ...this.#modes };
  }

  /** Applies a ROOMSTATE. Returns the changes in words, without modes that were unknown before. */
  apply(tags: ReadonlyMap<string, string>): readonly string[] {
    const before = this.#modes;
    const after: RoomModes = {
      emoteOnly: flagOf(tags.get('emote-only')) ?? before.emoteOnly,
      subscribersOnly: flagOf(tags.get('subs-only')) ?? before.subscribersOnly,
      uniqueChat: flagOf(tags.get('r9k')) ?? before.uniqueChat,
      slowSeconds: numberOf(tags.get('slow')) ?? before.slowSeconds,
      followersOnlyMinutes: numberOf(tags.get('followers-only')) ?? before.followersOnlyMinutes,
    };
    this.#modes = after;
    const changed = (name: keyof RoomModes): boolean => before[name] !== null && before[name] !== after[name];
    const words: string[] = [];
    if (changed('emoteOnly')) words.push(`emote-only mode is ${onOff(after.emoteOnly === true)}`);
    if (changed('subscribersOnly'))
      words.push(`subscribers-only mode is ${onOff(after.subscribersOnly === true)}`);
    if (changed('uniqueChat')) words.push(`unique-chat mode is ${onOff(after.uniqueChat === true)}`);
    if (changed('slowSeconds')) {
      words.push(after.slowSeconds ? `slow mode is on (${after.slowSeconds} s)` : 'slow mode is off');
    }
    if (changed('followersOnlyMinutes')) {
      const minutes = after.followersOnlyMinutes ?? -1;
      words.push(minutes < 0 ? 'followers-only mode is off' : `followers-only mode is on (${minutes} min)`);
    }
    return words;
  }
}
