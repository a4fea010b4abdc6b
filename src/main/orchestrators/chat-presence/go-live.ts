import type { Component, ComponentContext } from '#core/index.ts';
import type { DiscordBridge, DiscordMessagePlace, StateStore } from '#main/bridges/ports/index.ts';
import { durationInWords, Fault, type IdSource, type JsonObject, type Result } from '#shared/kernel/index.ts';
import { discordConnected } from '#shared/catalogue/topics/discord.ts';
import { goLiveAnnounced, goLiveEnded } from '#shared/catalogue/topics/go-live.ts';
import { showStateChanged } from '#shared/catalogue/topics/show.ts';
import { goLiveNoticeSchema, type GoLiveNotice, type GoLiveState } from '#shared/model/index.ts';
import type { ChatPresenceConfig } from './config.ts';
import { endedText, inOneNotice, noticeText, type StreamInfo } from './go-live-text.ts';
import { StreamWatch } from './go-live-watch.ts';

type GoLiveConfig = ChatPresenceConfig['goLive'];

/** Backoff while Discord is unreachable, milliseconds; the last wait repeats. */
const retryWaitsMs = [5_000, 15_000, 30_000, 60_000] as const;

export interface GoLiveParts {
  readonly config: () => GoLiveConfig;
  readonly discord: Pick<DiscordBridge, 'post' | 'edit'>;
  readonly kept: StateStore;
  readonly ids: IdSource;
  /** Returns the state of the show and its start; null while unknown. */
  readonly show: () => { readonly state: string; readonly since: number } | null;
  /** Reads the information about the stream. Never rejects. */
  readonly readStream: () => Promise<StreamInfo>;
}

/**
 * Announces each stream once on Discord and updates the same message when the stream ends. Each announcement
 * is stored before and after it is posted, so that neither a restart nor a lost answer causes a second
 * notice.
 */
export class GoLive implements Component {
  readonly #parts: GoLiveParts;
  #context: ComponentContext | null = null;
  #notice: GoLiveNotice | null = null;
  #problem: Fault | null = null;
  #failures = 0;
  #retry: Disposable | null = null;
  /** Runs the steps in order, so that the stored state and Discord are never more than one step apart. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: GoLiveParts) {
    this.#parts = parts;
  }

  async initialize(context: ComponentContext): Promise<void> {
    const { holdOffSeconds, endAfterSeconds, when } = this.#parts.config();
    this.#notice = await this.#restore(context);
    this.#context = context;
    this.#problem = null;
    const watch = context.scope.use(
      new StreamWatch({
        clock: context.clock,
        holdOffMs: holdOffSeconds * 1_000,
        endAfterMs: endAfterSeconds * 1_000,
        begins: (state) => when === 'stream-starts' || state === 'live',
        onBegan: (startedAt) => this.#enqueue(() => this.#begin(startedAt)),
        onSeen: (at) => this.#enqueue(() => this.#keep({ seenAt: at })),
        onEnded: (at) => this.#enqueue(() => this.#end(at)),
      }),
      'stream watch',
    );
    context.scope.defer('retry', () => this.#cancelRetry());
    if (this.#notice && this.#notice.endedAt === null) watch.resume(this.#notice);
    const show = this.#parts.show();
    watch.see(show?.state ?? null, show?.since);
    context.events.on(showStateChanged, ({ data }) => watch.see(data.to));
    context.events.on(discordConnected, () => this.#enqueue(() => this.#pursue()));
    this.#report();
    this.#enqueue(() => this.#pursue());
  }

  async cleanup(): Promise<void> {
    this.#cancelRetry();
    this.#context = null;
    await this.#turn;
  }

  state(enabled: boolean): GoLiveState {
    return { enabled, message: this.#sentence(enabled), last: this.#notice };
  }

  /** Posts the current notice, marked as a test. Has no effect on announcements. */
  async try(): Promise<Result<DiscordMessagePlace & { readonly channelTitle: string; text: string }, Fault>> {
    const text = inOneNotice(`Test, not live: ${await this.#compose()}`);
    const posted = await this.#parts.discord.post({ ...this.#post(text), key: this.#parts.ids.next() });
    return posted.ok ? { ok: true, value: { ...posted.value, text } } : posted;
  }

  getFact(): string | null {
    const notice = this.#notice;
    if (!notice) return null;
    const place = notice.channelTitle ?? 'Discord';
    const facts = {
      due: 'Waiting for Discord',
      posted: `Announced in ${place}`,
      over: `Last stream ended in ${place}`,
      'given-up': 'Last stream not announced',
    };
    return facts[notice.state];
  }

  getStatus(): JsonObject {
    const notice = this.#notice;
    return {
      state: notice?.state ?? null,
      channel: notice?.channelTitle ?? null,
      startedAt: notice?.startedAt ?? null,
      postedAt: notice?.postedAt ?? null,
      endedAt: notice?.endedAt ?? null,
      problem: this.#problem?.message ?? null,
    };
  }

  #enqueue(step: () => Promise<void>): void {
    this.#turn = this.#runAfter(this.#turn, step);
  }

  async #runAfter(before: Promise<unknown>, step: () => Promise<void>): Promise<void> {
    await before;
    const context = this.#context;
    if (!context) return;
    await step().catch((thrown: unknown) => context.fail(Fault.from(thrown, 'go-live.failed')));
    if (this.#context === context) this.#report();
  }

  async #restore({ logger }: ComponentContext): Promise<GoLiveNotice | null> {
    const kept = await this.#parts.kept.read();
    if (kept === null || kept === undefined) return null;
    const notice = goLiveNoticeSchema.safeParse(kept);
    if (notice.success) return notice.data;
    logger.warning('The stored go-live notice can’t be read and was dropped');
    return null;
  }

  async #keep(change: Partial<GoLiveNotice>): Promise<void> {
    if (!this.#notice) return;
    this.#notice = { ...this.#notice, ...change };
    await this.#parts.kept.write(this.#notice);
  }

  async #begin(startedAt: number): Promise<void> {
    const context = this.#context;
    if (!context) return;
    this.#notice = {
      id: this.#parts.ids.next(),
      state: 'due',
      startedAt,
      seenAt: context.clock.now(),
      postedAt: null,
      endedAt: null,
      channelId: null,
      channelTitle: null,
      messageId: null,
      webhookId: null,
      text: await this.#compose(),
      triedAt: null,
    };
    await this.#keep({});
    await this.#pursue();
  }

  async #end(at: number): Promise<void> {
    if (!this.#notice || this.#notice.endedAt !== null) return;
    // A stream that has ended is no longer announced.
    await this.#keep({
      seenAt: at,
      endedAt: at,
      ...(this.#notice.state === 'due' ? { state: 'given-up' as const } : {}),
    });
    await this.#pursue();
  }

  /** Performs the next step of the notice: posts it, or updates it after the end of the stream. */
  async #pursue(): Promise<void> {
    this.#cancelRetry();
    const notice = this.#notice;
    if (notice?.state === 'due') await this.#announce(notice);
    else if (notice?.state === 'posted' && notice.endedAt !== null)
      await this.#announceEnd(notice, notice.endedAt);
    else this.#problem = null;
  }

  async #announce(notice: GoLiveNotice): Promise<void> {
    const context = this.#context;
    if (!context) return;
    await this.#keep({ triedAt: notice.triedAt ?? context.clock.now() });
    const posted = await this.#parts.discord.post({
      ...this.#post(notice.text),
      key: notice.id,
      triedAt: notice.triedAt,
    });
    if (!posted.ok) {
      this.#failed(posted.error);
      return;
    }
    this.#succeeded();
    const { channelId, channelTitle, messageId, webhookId } = posted.value;
    const postedAt = context.clock.now();
    await this.#keep({ state: 'posted', channelId, channelTitle, messageId, webhookId, postedAt });
    context.events.emit(goLiveAnnounced({ channelId, messageId }, { channelTitle }));
  }

  async #announceEnd(notice: GoLiveNotice, endedAt: number): Promise<void> {
    const { channelId, messageId, webhookId, channelTitle } = notice;
    if (channelId === null || messageId === null) return;
    const durationMs = endedAt - notice.startedAt;
    const text = endedText(notice.text, this.#parts.config().ending, durationMs);
    const edited = await this.#parts.discord.edit({ channelId, messageId, webhookId }, text);
    const gone = !edited.ok && edited.error.code === 'discord.message-gone';
    if (!edited.ok && !gone) {
      this.#failed(edited.error);
      return;
    }
    this.#succeeded();
    await this.#keep({ state: 'over', text });
    const lasted = durationInWords(durationMs, 'minutes');
    const words = gone ? { gone } : { gone, channelTitle: channelTitle ?? 'Discord', lasted };
    this.#context?.events.emit(goLiveEnded({ channelId, messageId, durationMs }, words));
  }

  async #compose(): Promise<string> {
    const { text, mentionRoleId } = this.#parts.config();
    const notice = noticeText(text, await this.#parts.readStream());
    return mentionRoleId === '' ? notice : inOneNotice(`<@&${mentionRoleId}> ${notice}`);
  }

  #post(text: string) {
    const { channelId, mentionRoleId, postAs, pictureUrl } = this.#parts.config();
    return {
      channelId: channelId === '' ? null : channelId,
      text,
      as: postAs === '' ? null : { name: postAs, avatarUrl: pictureUrl === '' ? null : pictureUrl },
      mentionRoleId: mentionRoleId === '' ? null : mentionRoleId,
      triedAt: null,
    };
  }

  #succeeded(): void {
    this.#failures = 0;
    this.#problem = null;
  }

  /**
   * Schedules a retry of a transient fault; other faults wait for the next connection or changed settings.
   */
  #failed(fault: Fault): void {
    const context = this.#context;
    this.#problem = fault;
    if (!context || !fault.retryable) return;
    const waitMs = retryWaitsMs[Math.min(this.#failures, retryWaitsMs.length - 1)] ?? 60_000;
    this.#failures += 1;
    this.#retry = context.clock.setTimeout(
      () => this.#enqueue(() => this.#pursue()),
      Math.max(waitMs, fault.retryAfterMs ?? 0),
    );
  }

  #cancelRetry(): void {
    this.#retry?.[Symbol.dispose]();
    this.#retry = null;
  }

  #report(): void {
    this.#context?.setCondition({
      type: 'Announcing',
      status: this.#problem === null ? 'true' : 'false',
      severity: 'degraded',
      reason: this.#problem === null ? 'Ready' : 'NotAnnounced',
      message: this.#sentence(true),
    });
  }

  #sentence(enabled: boolean): string {
    const notice = this.#notice;
    const place = notice?.channelTitle ?? 'Discord';
    if (!enabled) return 'Stream announcements are off.';
    if (!this.#context) return 'Stream announcements are stopped.';
    if (this.#problem) return this.#problem.message;
    if (notice?.state === 'due') return 'Announcing the stream…';
    if (notice?.state === 'posted') return `The stream was announced in ${place}.`;
    if (notice?.state === 'given-up')
      return 'The last stream ended before Discord accepted its notice. Waiting for the next stream.';
    if (notice?.state === 'over')
      return `The notice in ${place} shows that the last stream ended. Waiting for the next stream.`;
    return 'Waiting for a stream to announce.';
  }
}
