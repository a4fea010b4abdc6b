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
  /** Returns all commands. Called at each start. */
  readonly catalogue: () => readonly SlashEntry[];
  /** Returns true while slash commands are enabled. */
  readonly isEnabled: () => boolean;
  /** Stores whether Discord may still offer commands. */
  readonly store: StateStore;
  /** Called before an answer is sent that returns as a message of our own. */
  readonly expectOwn: (note: {
    readonly platform: 'discord';
    readonly text: string;
    readonly componentId: string;
    readonly messageId: string;
  }) => void;
}

/**
 * Offers commands on Discord and answers them. Registers them only when Discord's list differs; the command
 * router decides on each use like on chat commands. Runs only while slash commands are enabled; {@link
 * withdraw} removes them afterwards.
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
  /** Runs the requests to Discord one after another. */
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
    // A resumed session still has its commands; a new one may belong to another bot or server.
    context.events.on(discordConnected, () => this.#offerSoon());
    this.#report();
    if (this.#parts.discord.facts().bot) this.#offerSoon();
  }

  async cleanup(): Promise<void> {
    this.#context = null;
    await this.#offering;
  }

  /** Answers one command; called by the bridge. */
  answer(request: SlashRequest): Promise<SlashAnswer> {
    const context = this.#context;
    const router = this.#router;
    if (!context || !router || !this.#parts.isEnabled()) {
      return Promise.resolve({ text: 'Slash commands are off.', audience: 'asker' });
    }
    const message = messageOf(request);
    const decision = router.route(message);
    if (decision.kind !== 'answer') {
      const reason = decision.kind === 'ignored' ? decision.reason : 'UnknownCommand';
      const words = decision.kind === 'ignored' ? decision.message : 'This command doesn’t exist.';
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
   * Removes the commands from Discord if they are disabled and Discord may still offer them. Resolves with
   * the names of the removed commands. Works whether or not the component runs; the next call retries a
   * failure.
   */
  withdraw(): Promise<Result<readonly string[], Fault>> {
    const withdrawn = this.#withdrawAfter(this.#turn);
    this.#turn = withdrawn.catch(() => undefined);
    return withdrawn;
  }

  state(): SlashState {
    const enabled = this.#parts.isEnabled();
    return {
      state: enabled ? this.#state : 'off',
      message: this.#sentence(enabled),
      commands: enabled ? this.#entries.map(({ offer }) => offer.name) : [],
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
      context.logger.error('The state of the slash commands can’t be saved', thrown);
    }
    if (this.#context === context) this.#report();
  }

  async #offer(context: ComponentContext): Promise<void> {
    this.#retry?.[Symbol.dispose]();
    this.#retry = null;
    const commands = this.#entries.map(({ offer }) => offer);
    // Stored before the offer, so that the commands can be removed whatever happens meanwhile.
    await this.#parts.store.write(true);
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

  async #withdrawAfter(before: Promise<unknown>): Promise<Result<readonly string[], Fault>> {
    await before;
    // An installation that never offered commands needs no permission for this.
    if (this.#parts.isEnabled() || (await this.#parts.store.read()) !== true) return ok([]);
    const known = this.#parts.catalogue().map(({ offer }) => offer);
    const offered = await this.#parts.discord.offerCommands([], known);
    this.#problem = offered.ok ? null : offered.error;
    if (!offered.ok) return offered;
    await this.#parts.store.write(false);
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

  #sentence(enabled: boolean): string {
    const off = 'Slash commands are off in the settings.';
    if (!enabled) return this.#problem ? `${off} Discord may still show them: ${this.#problem.message}` : off;
    if (!this.#context) return 'Slash commands are stopped.';
    if (this.#problem) return this.#problem.message;
    if (this.#state !== 'offered') return 'Unknown until Discord is connected.';
    return `Discord offers ${withSlashes(this.#entries.map(({ offer }) => offer.name))}.`;
  }
}
