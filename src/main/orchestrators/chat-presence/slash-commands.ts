import type { Component, ComponentContext } from '#core/index.ts';
import type { DiscordBridge, StateStore, SlashAnswer, SlashRequest } from '#main/bridges/ports/index.ts';
import { commandAnswered, commandIgnored } from '#shared/catalogue/topics/chat.ts';
import { discordCommandsChanged, discordConnected } from '#shared/catalogue/topics/discord.ts';
import { type Fault, isolate, type JsonObject, ok, type Result } from '#shared/kernel/index.ts';
import type { SlashState } from '#shared/model/index.ts';
import { authorFields, CommandRouter } from './command-router.ts';
import { messageOf, type SlashEntry } from './slash-catalogue.ts';

const retryMs = 30_000;

/** `/status, /health` */
const withSlashes = (names: readonly string[]): string => names.map((name) => `/${name}`).join(', ');

export interface SlashParts {
  readonly discord: Pick<DiscordBridge, 'offerCommands' | 'facts'>;
  /** Every command there is. Asked at each start. */
  readonly catalogue: () => readonly SlashEntry[];
  /** Whether they are switched on. */
  readonly wanted: () => boolean;
  /** Whether Discord was told of commands that it may still offer. */
  readonly kept: StateStore;
  /** Told before an answer goes out that comes back as a message of our own. */
  readonly expectOwn: (note: {
    readonly platform: 'discord';
    readonly text: string;
    readonly componentId: string;
    readonly messageId: string;
  }) => void;
}

/**
 * Offers commands on Discord and answers them. They are made once, when Discord does not have them as they should be; each
 * use is decided on as a command in chat is. It lives only while they are switched on: see {@link takeBack} for afterwards.
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
  /** What Discord is told, one thing after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  #offering: Promise<void> = Promise.resolve();

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
    this.#problem = null;
    this.#answered = 0;
    context.scope.defer('retry', () => this.#retry?.[Symbol.dispose]());
    // A session that is resumed still has its commands; a new one may be another bot's, or on another server.
    context.events.on(discordConnected, () => this.#offerSoon());
    this.#report();
    if (this.#parts.discord.facts().bot) this.#offerSoon();
  }

  async cleanup(): Promise<void> {
    this.#context = null;
    await this.#offering;
  }

  /** Answers one use; the bridge calls it. */
  answer(request: SlashRequest): Promise<SlashAnswer> {
    const context = this.#context;
    const router = this.#router;
    if (!context || !router || !this.#parts.wanted()) {
      return Promise.resolve({ text: 'Slash commands are switched off.', audience: 'asker' });
    }
    const message = messageOf(request);
    const decision = router.route(message);
    if (decision.kind !== 'answer') {
      const reason = decision.kind === 'ignored' ? decision.reason : 'UnknownCommand';
      const words = decision.kind === 'ignored' ? decision.message : 'There is no such command.';
      const text = words.replaceAll(/!(?=[a-z])/g, '/');
      const what = `/${isolate(request.command)}`;
      context.events.emit(commandIgnored({ ...authorFields(message), reason }, { what, why: text }));
      return Promise.resolve({ text, audience: 'asker' });
    }
    this.#answered += 1;
    const { name: command } = decision.command;
    context.events.emit(commandAnswered({ ...authorFields(message), command }, { mark: '/' }));
    const entry = this.#entries.find(({ command }) => command === decision.command);
    const audience = entry?.offer.audience ?? 'asker';
    const { text } = decision;
    if (audience === 'everybody') {
      this.#parts.expectOwn({ platform: 'discord', text, componentId: context.id, messageId: request.id });
    }
    return Promise.resolve({ text, audience });
  }

  /**
   * Has Discord offer none of them any more, if they are switched off and it may still. Resolves with the names of those
   * that were taken back. Works whether or not the component lives; what fails is done at the next call.
   */
  takeBack(): Promise<Result<readonly string[], Fault>> {
    const taken = this.#takeBackAfter(this.#turn);
    this.#turn = taken.catch(() => undefined);
    return taken;
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
    return `${this.#answered} answered`;
  }

  getStatus(): JsonObject {
    return { ...this.state(), problem: this.#problem?.message ?? null };
  }

  #offerSoon(): void {
    this.#offering = this.#offerAfter(this.#turn);
    this.#turn = this.#offering;
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
    const commands = this.#entries.map(({ offer }) => offer);
    // Before they are offered: whatever happens meanwhile, they can be taken back.
    await this.#parts.kept.write(true);
    const offered = await this.#parts.discord.offerCommands(commands, commands);
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
    const { changed } = offered.value;
    if (changed.length === 0) return;
    context.events.emit(discordCommandsChanged({ changed }, { now: 'offered' }));
  }

  async #takeBackAfter(before: Promise<unknown>): Promise<Result<readonly string[], Fault>> {
    await before;
    // Who never used this is asked for no rights.
    if (this.#parts.wanted() || (await this.#parts.kept.read()) !== true) return ok([]);
    const known = this.#parts.catalogue().map(({ offer }) => offer);
    const offered = await this.#parts.discord.offerCommands([], known);
    this.#problem = offered.ok ? null : offered.error;
    if (!offered.ok) return offered;
    await this.#parts.kept.write(false);
    return ok(offered.value.changed);
  }

  #report(): void {
    const refused = this.#problem !== null;
    const offered = this.#state === 'offered';
    this.#context?.setCondition({
      type: 'Offered',
      status: refused ? 'false' : offered ? 'true' : 'unknown',
      severity: 'degraded',
      reason: refused ? 'NotOffered' : offered ? 'Offered' : 'NotAsked',
      message: this.#sentence(true),
    });
  }

  #sentence(wanted: boolean): string {
    const off = 'Slash commands are switched off in the settings.';
    if (!wanted) return this.#problem ? `${off} Discord may still offer them: ${this.#problem.message}` : off;
    if (!this.#context) return 'Slash commands are not answered while this is stopped.';
    if (this.#problem) return this.#problem.message;
    if (this.#state !== 'offered') return 'Whether Discord offers them is not known before it is connected.';
    return `Discord offers ${withSlashes(this.#entries.map(({ offer }) => offer.name))}.`;
  }
}
