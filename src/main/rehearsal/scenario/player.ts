import type { Clock, RandomSource } from '#shared/kernel/index.ts';
import type { RehearsalStage } from '../port.ts';
import type { Act, Cue, Scenario, ScenarioFault } from './scenario.ts';
import { composeTimeline, type Timeline, type TimelineEntry } from './timeline.ts';

const latenessAllowedMs = 3_000;

export interface PlayOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  /** How many times as fast as life; 1 unless said otherwise. */
  readonly speed?: number;
  /** Breaks something on purpose; cues that disturb do nothing without it. */
  readonly disturb?: (fault: ScenarioFault) => void;
}

/** A scenario that plays until it is disposed or, when it does not repeat, until its end. */
export interface ScenarioPlayer extends Disposable {
  readonly scenario: Scenario;
  /** The act that plays now; null once it ended. */
  readonly act: Act | null;
  /** Which run this is; 1 for the first. */
  readonly run: number;
  /** Lines said so far. */
  readonly lines: number;
}

class Player implements ScenarioPlayer {
  readonly scenario: Scenario;
  readonly #stage: RehearsalStage;
  readonly #options: PlayOptions;
  readonly #speed: number;
  readonly #labels = new Map<string, string>();
  #timeline: Timeline;
  #next = 0;
  #startedAt: number;
  #timer: Disposable | null = null;
  #act: Act | null = null;
  #run = 1;
  #lines = 0;

  constructor(stage: RehearsalStage, scenario: Scenario, options: PlayOptions) {
    this.scenario = scenario;
    this.#stage = stage;
    this.#options = options;
    this.#speed = options.speed ?? 1;
    this.#timeline = composeTimeline(scenario, options.random);
    this.#startedAt = options.clock.monotonic();
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

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = null;
    this.#act = null;
  }

  /** One timer at a time, set against the start of the run, so that lateness does not add up. */
  #arm(): void {
    const dueMs = (this.#timeline.entries[this.#next]?.atMs ?? this.#timeline.durationMs) / this.#speed;
    const delayMs = Math.max(0, this.#startedAt + dueMs - this.#options.clock.monotonic());
    this.#timer = this.#options.clock.setTimeout(() => this.#step(), delayMs);
  }

  #step(): void {
    this.#forgiveLateness();
    const elapsedMs = (this.#options.clock.monotonic() - this.#startedAt) * this.#speed;
    for (;;) {
      const entry = this.#timeline.entries[this.#next];
      if (!entry || entry.atMs > elapsedMs + 0.5) break;
      this.#next += 1;
      this.#perform(entry);
    }
    if (this.#next === this.#timeline.entries.length && elapsedMs + 0.5 >= this.#timeline.durationMs) {
      if (this.scenario.repeatFrom === undefined) {
        this[Symbol.dispose]();
        return;
      }
      this.#startedAt += this.#timeline.durationMs / this.#speed;
      this.#timeline = composeTimeline(this.scenario, this.#options.random, this.scenario.repeatFrom);
      this.#next = 0;
      this.#run += 1;
    }
    this.#arm();
  }

  /** After the machine slept, the show goes on where it was: nobody wants an hour of chat in one second. */
  #forgiveLateness(): void {
    const dueMs = (this.#timeline.entries[this.#next]?.atMs ?? this.#timeline.durationMs) / this.#speed;
    const lateMs = this.#options.clock.monotonic() - this.#startedAt - dueMs;
    if (lateMs > latenessAllowedMs) this.#startedAt += lateMs;
  }

  #perform(entry: TimelineEntry): void {
    switch (entry.kind) {
      case 'act':
        this.#act = entry.act;
        break;
      case 'chatter':
        this.#lines += 1;
        this.#stage[entry.platform].say(entry.member, entry.text);
        break;
      case 'cue':
        this.#performCue(entry.cue);
        break;
    }
  }

  #performCue(cue: Cue): void {
    const { obs, twitch } = this.#stage;
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
    if (cue.disturb) this.#options.disturb?.(cue.disturb);
  }

  #say(line: NonNullable<Cue['say']>): void {
    const member = this.#member(line.who);
    if (!member) return;
    this.#lines += 1;
    const replyTo = line.replyTo === undefined ? undefined : this.#labels.get(line.replyTo);
    const reply = replyTo === undefined ? {} : { replyTo };
    const id =
      line.on === 'twitch'
        ? this.#stage.twitch.say(member, line.text, { ...reply, firstMessage: line.firstMessage })
        : this.#stage.discord.say(member, line.text, reply);
    if (line.label !== undefined) this.#labels.set(line.label, id);
  }

  #member(login: string | undefined): Scenario['cast'][number] | undefined {
    return login === undefined ? undefined : this.scenario.cast.find((member) => member.login === login);
  }
}

/** Plays a scenario on a stage, from its first act on. */
export const playScenario = (
  stage: RehearsalStage,
  scenario: Scenario,
  options: PlayOptions,
): ScenarioPlayer => new Player(stage, scenario, options);
