import type { Clock, RandomSource } from '#shared/kernel/index.ts';
import type { RehearsalServers } from '../platform-ports.ts';
import type { Act, Cue, Scenario, ScenarioFault } from './scenario.ts';
import { composeTimeline, type Timeline, type TimelineEntry } from './timeline.ts';

const maxLatenessMs = 3_000;

export interface PlayOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Speed; 1, the default, is real time. */
  readonly speed?: number;
  /**
   * Injects a fault and returns its cleanup, or null for a momentary fault. Without this function, fault cues
   * do nothing.
   */
  readonly injectFault?: (fault: ScenarioFault) => (() => void) | null;
  /** Called when the act changes, and when the player pauses, resumes, steps, changes speed or ends. */
  readonly onChange?: () => void;
}

/** The state of a player. Time passes only while it is playing. */
export type PlayState = 'playing' | 'paused' | 'ended';

/** The player of one scenario. It plays until it is disposed or, without a repetition, until the end. */
export interface ScenarioPlayer extends Disposable {
  readonly scenario: Scenario;
  /** The current act; null after the end. */
  readonly act: Act | null;
  /** Number of the current run, from 1. */
  readonly run: number;
  /** Number of lines sent. */
  readonly lines: number;
  readonly state: PlayState;
  readonly speed: number;
  /** Position in this run, in milliseconds of the scenario's own time. */
  readonly positionMs: number;
  readonly durationMs: number;
  /** Stops the scenario's time. Active faults stay active. */
  pause(): void;
  resume(): void;
  /** Performs the next action while paused. Returns false when not paused. */
  step(): boolean;
  /** Changes the speed from now on. */
  setSpeed(speed: number): void;
}

/** The cleanup of a fault at a position of the run. */
interface FaultCleanup {
  atMs: number;
  readonly clear: () => void;
}

class Player implements ScenarioPlayer {
  readonly scenario: Scenario;
  readonly #servers: RehearsalServers;
  readonly #options: PlayOptions;
  readonly #labels = new Map<string, string>();
  #cleanups: FaultCleanup[] = [];
  #timeline: Timeline;
  #next = 0;
  #speed: number;
  #state: PlayState = 'playing';
  /** Position of the run at {@link #anchoredAt}. Time passes from there while the scenario plays. */
  #anchorMs = 0;
  #anchoredAt: number;
  #timer: Disposable | null = null;
  #act: Act | null = null;
  #run = 1;
  #lines = 0;

  constructor(servers: RehearsalServers, scenario: Scenario, options: PlayOptions) {
    this.scenario = scenario;
    this.#servers = servers;
    this.#options = options;
    this.#speed = options.speed ?? 1;
    this.#timeline = composeTimeline(scenario, options.random);
    this.#anchoredAt = options.clock.monotonic();
    this.#act = scenario.acts[0] ?? null;
    this.#arm();
  }

  get act(): Act | null {
    return this.#act;
  }

  get run(): number {
    return this.#run;
  }

  get lines(): number {
    return this.#lines;
  }

  get state(): PlayState {
    return this.#state;
  }

  get speed(): number {
    return this.#speed;
  }

  get durationMs(): number {
    return this.#timeline.durationMs;
  }

  get positionMs(): number {
    if (this.#state !== 'playing') return this.#anchorMs;
    return this.#anchorMs + (this.#options.clock.monotonic() - this.#anchoredAt) * this.#speed;
  }

  pause(): void {
    if (this.#state !== 'playing') return;
    this.#anchor(Math.min(this.positionMs, this.#dueMs()));
    this.#state = 'paused';
    this.#disarm();
    this.#options.onChange?.();
  }

  resume(): void {
    if (this.#state !== 'paused') return;
    this.#state = 'playing';
    this.#anchor(this.#anchorMs);
    this.#arm();
    this.#options.onChange?.();
  }

  step(): boolean {
    if (this.#state !== 'paused') return false;
    this.#anchor(this.#dueMs());
    this.#doNext();
    this.#options.onChange?.();
    return true;
  }

  setSpeed(speed: number): void {
    this.#anchor(this.positionMs);
    this.#speed = speed;
    if (this.#state === 'playing') this.#arm();
    this.#options.onChange?.();
  }

  [Symbol.dispose](): void {
    this.#end();
  }

  #end(): void {
    this.#anchor(this.positionMs);
    this.#state = 'ended';
    this.#disarm();
    this.#act = null;
    for (const { clear } of this.#cleanups.splice(0)) clear();
    this.#options.onChange?.();
  }

  #anchor(positionMs: number): void {
    this.#anchorMs = positionMs;
    this.#anchoredAt = this.#options.clock.monotonic();
  }

  /** Returns the position of the next action, in the scenario's own time. */
  #dueMs(): number {
    const entryMs = this.#timeline.entries[this.#next]?.atMs ?? this.#timeline.durationMs;
    return Math.min(entryMs, this.#cleanups[0]?.atMs ?? Infinity);
  }

  /** Sets one timer, relative to the anchor, so that delays do not add up. */
  #arm(): void {
    this.#disarm();
    const delayMs = Math.max(0, (this.#dueMs() - this.positionMs) / this.#speed);
    this.#timer = this.#options.clock.setTimeout(() => this.#onDue(), delayMs);
  }

  #disarm(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = null;
  }

  #onDue(): void {
    this.#skipLostTime();
    const position = this.positionMs;
    while (this.#state === 'playing' && this.#dueMs() <= position + 0.5) {
      const run = this.#run;
      this.#doNext();
      // After the end of a run, the position counts from the start of the next run.
      if (this.#run !== run) break;
    }
    if (this.#state === 'playing') this.#arm();
  }

  /** Performs the next action: clears a fault, performs an entry, or starts the next run. */
  #doNext(): void {
    const entry = this.#timeline.entries[this.#next];
    const [cleanup] = this.#cleanups;
    if (cleanup && cleanup.atMs <= (entry?.atMs ?? this.#timeline.durationMs)) {
      this.#cleanups.shift();
      cleanup.clear();
    } else if (entry) {
      this.#next += 1;
      this.#perform(entry);
    } else {
      this.#nextRun();
    }
  }

  #nextRun(): void {
    if (this.scenario.repeatFrom === undefined) {
      this.#end();
      return;
    }
    const passedMs = this.#timeline.durationMs;
    this.#anchor(this.positionMs - passedMs);
    for (const cleanup of this.#cleanups) cleanup.atMs -= passedMs;
    this.#timeline = composeTimeline(this.scenario, this.#options.random, this.scenario.repeatFrom);
    this.#next = 0;
    this.#run += 1;
  }

  /**
   * Continues from the old position after the machine slept, instead of sending an hour of chat in one
   * second.
   */
  #skipLostTime(): void {
    const dueMs = this.#dueMs();
    if ((this.positionMs - dueMs) / this.#speed > maxLatenessMs) this.#anchor(dueMs);
  }

  #injectFault(fault: ScenarioFault): void {
    const clear = this.#options.injectFault?.(fault);
    if (!clear) return;
    this.#cleanups.push({ atMs: this.positionMs + fault.seconds * 1_000, clear });
    this.#cleanups.sort((left, right) => left.atMs - right.atMs);
  }

  #perform(entry: TimelineEntry): void {
    switch (entry.kind) {
      case 'act':
        this.#act = entry.act;
        this.#options.onChange?.();
        break;
      case 'chatter':
        this.#lines += 1;
        this.#servers[entry.platform].say(entry.member, entry.text);
        break;
      case 'cue':
        this.#performCue(entry.cue);
        break;
    }
  }

  #performCue(cue: Cue): void {
    const { discord, obs, twitch } = this.#servers;
    if (cue.say) this.#say(cue.say);
    if (cue.obs) {
      if (cue.obs.scene !== undefined) obs.setScene(cue.obs.scene);
      if (cue.obs.streaming !== undefined) obs.setStreaming(cue.obs.streaming);
      if (cue.obs.recording !== undefined) obs.setRecording(cue.obs.recording);
      if (cue.obs.bitrateKbps !== undefined) obs.setBitrate(cue.obs.bitrateKbps);
      if (cue.obs.dropRate !== undefined) obs.setDropRate(cue.obs.dropRate);
    }
    const raider = this.#member(cue.raid?.who);
    if (cue.raid && raider) twitch.raid(raider, cue.raid.viewers);
    const subscriber = this.#member(cue.subscribe?.who);
    if (cue.subscribe && subscriber) twitch.subscribe(subscriber, cue.subscribe.months, cue.subscribe.text);
    const follower = this.#member(cue.follow?.who);
    if (follower) twitch.follow?.(follower);
    const giver = this.#member(cue.cheer?.who);
    if (cue.cheer && giver) twitch.cheer?.(giver, cue.cheer.bits, cue.cheer.text);
    const buyer = this.#member(cue.redeem?.who);
    if (cue.redeem && buyer) twitch.redeem?.(buyer, cue.redeem.reward, cue.redeem.input);
    const asker = this.#member(cue.useCommand?.who);
    if (cue.useCommand && asker) discord.useCommand(asker, cue.useCommand.command);
    if (cue.disturb) this.#injectFault(cue.disturb);
  }

  #say(line: NonNullable<Cue['say']>): void {
    const member = this.#member(line.who);
    if (!member) return;
    this.#lines += 1;
    const replyTo = line.replyTo === undefined ? undefined : this.#labels.get(line.replyTo);
    const reply = replyTo === undefined ? {} : { replyTo };
    const id =
      line.on === 'twitch'
        ? this.#servers.twitch.say(member, line.text, { ...reply, firstMessage: line.firstMessage })
        : this.#servers.discord.say(member, line.text, reply);
    if (line.label !== undefined) this.#labels.set(line.label, id);
  }

  #member(login: string | undefined): Scenario['cast'][number] | undefined {
    return login === undefined ? undefined : this.scenario.cast.find((member) => member.login === login);
  }
}

/** Plays a scenario from its first act. */
export const playScenario = (
  servers: RehearsalServers,
  scenario: Scenario,
  options: PlayOptions,
): ScenarioPlayer => new Player(servers, scenario, options);
