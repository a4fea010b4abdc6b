import { isolate, type Clock } from '#shared/kernel/index.ts';
import { chatRoles, type ChatMessage, type ChatRole } from '#shared/model/index.ts';

/** A command that viewers can use in chat. */
export interface ChatCommand {
  /** The token without its prefix, in lower case: `status`. */
  readonly name: string;
  /** The lowest role that may use it. */
  readonly role: ChatRole;
  /** Cooldown for everyone after an answer, milliseconds. */
  readonly globalCooldownMs: number;
  /** Cooldown for the same person after an answer, milliseconds. */
  readonly userCooldownMs: number;
  /** Returns the answer as one text. */
  readonly answer: (message: ChatMessage) => string;
}

/**
 * Identifies the author of a command in the data of an event, so that a deletion of the viewer finds the
 * event.
 */
export const authorFields = ({ id, platform, userId, userName, displayName }: ChatMessage) => ({
  userId,
  login: userName,
  displayName,
  messageId: id,
  platform,
});

/** The decision about a message that looked like a command, with its reason. Every decision is recorded. */
export type RouteDecision =
  | { readonly kind: 'not-a-command' }
  | { readonly kind: 'answer'; readonly command: ChatCommand; readonly text: string }
  | {
      readonly kind: 'ignored';
      readonly reason: 'OwnMessage' | 'SharedChat' | 'UnknownCommand' | 'RoleTooLow' | 'CoolingDown';
      readonly message: string;
    };

/** Decides once per command whether it runs. Commands that are not allowed are refused. */
export class CommandRouter {
  readonly #clock: Clock;
  readonly #commands: ReadonlyMap<string, ChatCommand>;
  readonly #lastAnswer = new Map<string, number>();
  readonly #lastAnswerToUser = new Map<string, number>();

  constructor(clock: Clock, commands: readonly ChatCommand[]) {
    this.#clock = clock;
    this.#commands = new Map(commands.map((command) => [command.name, command]));
  }

  route(message: ChatMessage): RouteDecision {
    const token = /^!(?<name>[\p{L}\p{N}_-]{1,40})(?:\s|$)/u
      .exec(message.text)
      ?.groups?.['name']?.toLowerCase();
    if (token === undefined) return { kind: 'not-a-command' };
    if (message.own) {
      return {
        kind: 'ignored',
        reason: 'OwnMessage',
        message: 'Messages from Cuelight never start a command.',
      };
    }
    if (message.sharedFrom !== null) {
      return {
        kind: 'ignored',
        reason: 'SharedChat',
        message: 'The message is from another channel of a shared chat.',
      };
    }
    const command = this.#commands.get(token);
    if (!command)
      return { kind: 'ignored', reason: 'UnknownCommand', message: `The command !${token} doesn’t exist.` };
    if (!holdsRole(message.roles, command.role)) {
      return {
        kind: 'ignored',
        reason: 'RoleTooLow',
        message: `!${command.name} requires the role ${command.role}. Roles of ${isolate(message.displayName)}: ${message.roles.join(', ') || 'none'}.`,
      };
    }
    const waitMs = this.#remainingCooldown(command, message);
    if (waitMs > 0) {
      return {
        kind: 'ignored',
        reason: 'CoolingDown',
        message: `!${command.name} is on cooldown for another ${Math.ceil(waitMs / 1_000)} s.`,
      };
    }
    const now = this.#clock.monotonic();
    this.#lastAnswer.set(command.name, now);
    this.#lastAnswerToUser.set(userKey(command, message), now);
    this.#forgetOldUsers(now);
    return { kind: 'answer', command, text: command.answer(message) };
  }

  #remainingCooldown(command: ChatCommand, message: ChatMessage): number {
    const now = this.#clock.monotonic();
    const left = (since: number | undefined, cooldownMs: number): number =>
      since === undefined ? 0 : since + cooldownMs - now;
    return Math.max(
      left(this.#lastAnswer.get(command.name), command.globalCooldownMs),
      left(this.#lastAnswerToUser.get(userKey(command, message)), command.userCooldownMs),
    );
  }

  #forgetOldUsers(now: number): void {
    if (this.#lastAnswerToUser.size < 1_000) return;
    const longest = Math.max(...[...this.#commands.values()].map((command) => command.userCooldownMs));
    for (const [key, at] of this.#lastAnswerToUser) {
      if (now - at > longest) this.#lastAnswerToUser.delete(key);
    }
  }
}

const userKey = (command: ChatCommand, message: ChatMessage): string =>
  `${command.name} ${message.platform} ${message.userId}`;

const holdsRole = (held: readonly ChatRole[], needed: ChatRole): boolean =>
  needed === 'viewer' || held.some((role) => chatRoles.indexOf(role) >= chatRoles.indexOf(needed));
