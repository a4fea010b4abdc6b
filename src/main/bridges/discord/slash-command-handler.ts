import type { ChatInputCommandInteraction, Client } from 'discord.js';
import type { ComponentContext } from '#core/component.ts';
import { discordCommandUnanswered } from '#shared/catalogue/topics/discord.ts';
import { sleep, splitText } from '#shared/kernel/index.ts';
import { type ChatRole, platformLimits } from '#shared/model/index.ts';
import type { SlashAnswer, SlashCommand, SlashRequest, SlashResponder } from '../ports/index.ts';
import { discordLimits } from './limits.ts';
import { callDiscord, type RateLimitNotice } from './rest-calls.ts';

const callbackTypes = { message: 4, deferred: 5 } as const;
const ephemeralFlag = 1 << 6;
const nobody = { parse: [] } as const;

const roleOf = (interaction: ChatInputCommandInteraction): ChatRole => {
  if (interaction.user.id === interaction.guild?.ownerId) return 'broadcaster';
  return interaction.memberPermissions?.any(['ManageMessages', 'ModerateMembers']) ? 'moderator' : 'viewer';
};

const displayNameOf = ({ member, user }: ChatInputCommandInteraction): string => {
  if (member && 'displayName' in member) return member.displayName;
  return user.globalName ?? user.username;
};

const requestOf = (interaction: ChatInputCommandInteraction): SlashRequest => ({
  id: interaction.id,
  command: interaction.commandName,
  channelId: interaction.channelId,
  channelTitle:
    interaction.channel && !interaction.channel.isDMBased() ? `#${interaction.channel.name}` : 'Discord',
  userId: interaction.user.id,
  userName: interaction.user.username,
  displayName: displayNameOf(interaction),
  roles: [roleOf(interaction)],
  at: interaction.createdTimestamp,
});

/** Splits an answer into messages within Discord's length limit. */
const piecesOf = (text: string): readonly string[] => splitText(text, platformLimits.discord.message);

const forAsker = (text: string): SlashAnswer => ({ text, audience: 'asker' });
const unknownCommand = ({ commandName }: ChatInputCommandInteraction): SlashAnswer =>
  forAsker(`The command /${commandName} isn’t available.`);
const tooLate = forAsker('The answer is taking too long. Try again later.');

/**
 * Answers slash commands. Sends the answer within {@link discordLimits.commandAnswerMs}, or else a deferred
 * response first, because Discord drops a command that gets no response within three seconds.
 */
export class SlashCommandHandler {
  readonly #context: ComponentContext;
  readonly #client: Client;
  readonly #signal: AbortSignal;
  readonly #respond: SlashResponder;
  readonly #onRateLimited: (notice: RateLimitNotice) => void;
  #commands: readonly SlashCommand[] = [];

  constructor(parts: {
    readonly context: ComponentContext;
    readonly client: Client;
    readonly signal: AbortSignal;
    readonly respond: SlashResponder;
    readonly onRateLimited: (notice: RateLimitNotice) => void;
  }) {
    this.#context = parts.context;
    this.#client = parts.client;
    this.#signal = parts.signal;
    this.#respond = parts.respond;
    this.#onRateLimited = parts.onRateLimited;
    parts.client.on('interactionCreate', (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      this.#serve(interaction).catch((thrown: unknown) => {
        parts.context.logger.error('A slash command failed', thrown);
      });
    });
  }

  /** Replaces the commands that are answered from now on. */
  set commands(commands: readonly SlashCommand[]) {
    this.#commands = commands;
  }

  async #serve(interaction: ChatInputCommandInteraction): Promise<void> {
    const command = this.#commands.find(({ name }) => name === interaction.commandName);
    const answer = command
      ? this.#answer(requestOf(interaction))
      : Promise.resolve(unknownCommand(interaction));
    const inTime = await this.#within(answer, discordLimits.commandAnswerMs);
    const [first, ...more] = piecesOf(inTime?.text ?? '');
    const flags = (inTime ?? command)?.audience === 'everybody' ? 0 : ephemeralFlag;
    const acknowledged = await this.#acknowledge(
      interaction,
      first === undefined
        ? { type: callbackTypes.deferred, data: { flags } }
        : { type: callbackTypes.message, data: { content: first, flags, allowed_mentions: nobody } },
    );
    if (!acknowledged) return;
    if (inTime !== null) {
      await this.#follow(interaction, more, flags);
      return;
    }
    const late = (await this.#within(answer, discordLimits.commandPatienceMs)) ?? tooLate;
    const [original = '', ...others] = piecesOf(late.text);
    await this.#send(interaction, 'patch', '/messages/@original', original, 0);
    await this.#follow(interaction, others, flags);
  }

  async #answer(request: SlashRequest): Promise<SlashAnswer> {
    try {
      const answer = await this.#respond(request);
      return answer.text.trim() === '' ? forAsker('There is nothing to report.') : answer;
    } catch (thrown) {
      this.#context.logger.error(`The slash command /${request.command} failed`, thrown);
      return forAsker('This command failed. The operator can find the reason in the log.');
    }
  }

  /** Returns the answer, or null when it takes longer than the limit. */
  async #within(answer: Promise<SlashAnswer>, limitMs: number): Promise<SlashAnswer | null> {
    const patience = new AbortController();
    const signal = AbortSignal.any([patience.signal, this.#signal]);
    const timeUp = sleep(this.#context.clock, limitMs, signal).then(
      () => null,
      () => null,
    );
    const first = await Promise.race([answer, timeUp]);
    patience.abort();
    return first;
  }

  async #acknowledge(interaction: ChatInputCommandInteraction, body: object): Promise<boolean> {
    const path = `/interactions/${interaction.id}/${interaction.token}/callback` as const;
    const answered = await callDiscord(
      (signal) => this.#client.rest.post(path, { body, signal, auth: false }),
      this.#patience(discordLimits.commandWaitMs),
    );
    if (answered.ok) return true;
    this.#complain(interaction.commandName, answered.error.message);
    return false;
  }

  async #follow(
    interaction: ChatInputCommandInteraction,
    pieces: readonly string[],
    flags: number,
  ): Promise<void> {
    for (const piece of pieces) {
      if (!(await this.#send(interaction, 'post', '', piece, flags))) return;
    }
  }

  async #send(
    interaction: ChatInputCommandInteraction,
    method: 'patch' | 'post',
    suffix: string,
    content: string,
    flags: number,
  ): Promise<boolean> {
    const path = `/webhooks/${interaction.applicationId}/${interaction.token}${suffix}` as const;
    const body = { content, allowed_mentions: nobody, ...(flags === 0 ? {} : { flags }) };
    const sent = await callDiscord(
      (signal) => this.#client.rest[method](path, { body, signal, auth: false }),
      this.#patience(discordLimits.rateLimitWaitMs),
    );
    if (!sent.ok) this.#complain(interaction.commandName, sent.error.message);
    return sent.ok;
  }

  #patience(mostWaitMs: number) {
    const { clock } = this.#context;
    return { clock, signal: this.#signal, mostWaitMs, onRateLimited: this.#onRateLimited };
  }

  #complain(command: string, reason: string): void {
    if (this.#signal.aborted) return;
    this.#context.events.emit(discordCommandUnanswered({ command }, { reason }));
  }
}
