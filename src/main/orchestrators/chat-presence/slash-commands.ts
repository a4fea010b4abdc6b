import type { Component, ComponentContext } from '#core/index.ts';
import type { DiscordBridge, SlashAnswer, SlashRequest } from '#main/bridges/discord-ports.ts';
import type { Fault, JsonObject } from '#shared/kernel/index.ts';
import type { SlashState } from '#shared/model/index.ts';
import { CommandRouter } from './command-router.ts';
import type { KeptState } from './kept-state.ts';
import { messageOf, type SlashEntry } from './slash-catalogue.ts';

const retryMs = 30_000;

export interface SlashParts {
  readonly discord: Pick<DiscordBridge, 'offerCommands' | 'facts'>;
  /** Every command there is. Asked at each start. */
  readonly catalogue: () => readonly SlashEntry[];
  /** Whether they are switched on. */
  readonly wanted: () => boolean;
  /** Whether Discord was told of commands that it may still offer. */
  readonly kept: KeptState;
  /** Told before an answer goes out that comes back as a message of our own. */
  readonly expectOwn: (note: {
    readonly platform: 'discord';
    readonly text: string;
    readonly componentId: string;
    readonly messageId: string;
  }) => void;
}

/**
 * Offers commands on Discord and answers them. They are made once, when Discord does not have them as they should be, and
 * taken back when they are switched off; each use is decided on as a command in chat is.
 */
export class SlashCommands implements Component {
  readonly #parts: SlashParts;
  #context: ComponentContext | null = null;
  #router: CommandRouter | null = null;
  #entries: readonly SlashEntry[] = [];
  #state: SlashState['state'] = 'unknown';
  #problem: Fault | null = null;
  #answered = 0;
  #retry: Disposable | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: SlashParts) {
    this.#parts = parts;
  }

  initialize(context: ComponentContext): void {
    this.#context = context;
    this.#entries = this.#parts.catalogue();
    this.#router = new CommandRouter(
      context.clock,
      this.#entries.map(({ command }) => command),
    );
    this.#state = 'unknown';
    this.#answered = 0;
    context.scope.defer('retry', () => this.#retry?.[Symbol.dispose]());
    // A session that is resumed still has its commands; a new one may be another bot's, or on another server.
    context.events.on('discord.connected', () => this.#offerSoon());
    this.#report();
    if (this.#parts.discord.facts().bot) this.#offerSoon();
  }

  async cleanup(): Promise<void> {
    this.#context = null;
    await this.#turn;
  }

  /** Answers one use; the bridge calls it. */
  answer(request: SlashRequest): Promise<SlashAnswer> {
    const context = this.#context;
    const router = this.#router;
    if (!context || !router || !this.#parts.wanted()) {
      return Promise.resolve({ text: 'Slash commands are switched off.', audience: 'asker' });
    }
    const decision = router.route(messageOf(request));
    const who = request.displayName;
    if (decision.kind !== 'answer') {
      const reason = decision.kind === 'ignored' ? decision.reason : 'UnknownCommand';
      const words = decision.kind === 'ignored' ? decision.message : 'There is no such command.';
      const text = words.replaceAll(/!(?=[a-z])/g, '/');
      context.events.emit('command.ignored', {
        level: 'debug',
        message: `/${request.command} of ${who} was left alone. ${text}`,
        data: { reason, messageId: request.id, platform: 'discord' },
      });
      return Promise.resolve({ text, audience: 'asker' });
    }
    this.#answered += 1;
    context.events.emit('command.answered', {
      message: `/${decision.command.name} of ${who} is answered.`,
      data: { command: decision.command.name, messageId: request.id, platform: 'discord' },
    });
    const entry = this.#entries.find(({ command }) => command === decision.command);
    const audience = entry?.offer.audience ?? 'asker';
    const { text } = decision;
    if (audience === 'everybody') {
      this.#parts.expectOwn({ platform: 'discord', text, componentId: context.id, messageId: request.id });
    }
    return Promise.resolve({ text, audience });
  }

  state(): SlashState {
    const wanted = this.#parts.wanted();
    return {
      state: wanted ? this.#state : 'off',
      message: this.#sentence(wanted),
      commands: wanted ? this.#entries.map(({ offer }) => offer.name) : [],
      answered: this.#answered,
    };
  }

  getFact(): string {
    return this.#parts.wanted() ? `${this.#answered} answered` : 'switched off';
  }

  getStatus(): JsonObject {
    return { ...this.state(), problem: this.#problem?.message ?? null };
  }

  #offerSoon(): void {
    this.#turn = this.#offerAfter(this.#turn);
  }

  async #offerAfter(before: Promise<unknown>): Promise<void> {
    await before;
    const context = this.#context;
    if (!context) return;
    try {
      await this.#offer(context);
    } catch (thrown) {
      context.logger.error('What Discord was told of slash commands cannot be kept', thrown);
    }
    if (this.#context === context) this.#report();
  }

  async #offer(context: ComponentContext): Promise<void> {
    this.#retry?.[Symbol.dispose]();
    this.#retry = null;
    const known = this.#entries.map(({ offer }) => offer);
    const wanted = this.#parts.wanted() ? known : [];
    // Nothing to take back: who does not use this is asked for no rights.
    if (wanted.length === 0 && (await this.#parts.kept.read()) !== true) return;
    const offered = await this.#parts.discord.offerCommands(wanted, known);
    if (this.#context !== context) return;
    if (!offered.ok) {
      this.#problem = offered.error;
      this.#state = offered.error.retryable ? 'unknown' : 'refused';
      if (offered.error.retryable) {
        const waitMs = Math.max(retryMs, offered.error.retryAfterMs ?? 0);
        this.#retry = context.clock.setTimeout(() => this.#offerSoon(), waitMs);
      }
      return;
    }
    this.#problem = null;
    this.#state = 'offered';
    await this.#parts.kept.write(wanted.length > 0);
    if (offered.value.changed.length === 0) return;
    const names = offered.value.changed.map((name) => `/${name}`).join(', ');
    context.events.emit('discord.commands-changed', {
      message: wanted.length > 0 ? `Discord now offers ${names}` : `Discord no longer offers ${names}`,
      data: { changed: offered.value.changed },
    });
  }

  #report(): void {
    const wanted = this.#parts.wanted();
    const refused = wanted && this.#problem !== null;
    const unknown = wanted && this.#problem === null && this.#state !== 'offered';
    const status = unknown ? 'unknown' : 'true';
    this.#context?.setCondition({
      type: 'Offered',
      status: refused ? 'false' : status,
      severity: 'degraded',
      reason: refused
        ? 'NotOffered'
        : { true: wanted ? 'Offered' : 'SwitchedOff', unknown: 'NotAsked' }[status],
      message: this.#sentence(wanted),
    });
  }

  #sentence(wanted: boolean): string {
    if (!wanted) return 'Slash commands are switched off in the settings.';
    if (!this.#context) return 'Slash commands are not answered while this is stopped.';
    if (this.#problem) return this.#problem.message;
    if (this.#state !== 'offered') return 'Whether Discord offers them is not known before it is connected.';
    return `Discord offers ${this.#entries.map(({ offer }) => `/${offer.name}`).join(', ')}.`;
  }
}
