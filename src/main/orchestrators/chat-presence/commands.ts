import type { Component, ComponentContext } from '#core/index.ts';
import { chatMessage, commandAnswered, commandIgnored } from '#shared/catalogue/topics/chat.ts';
import { type JsonObject, splitText } from '#shared/kernel/index.ts';
import type { ChatMessage } from '#shared/model/index.ts';
import { authorFields, CommandRouter, type ChatCommand } from './command-router.ts';
import type { ChatSender } from './chat-sender.ts';
import { answerPieceLength, mention } from './status-answer.ts';

/** Reads commands in chat, decides on each, answers, and records each decision with its reason. */
export class Commands implements Component {
  readonly #makeCommands: () => readonly ChatCommand[];
  readonly #outbox: ChatSender;
  #counts = { answered: 0, ignored: 0 };

  /** Calls `makeCommands` at each start, with the current configuration. */
  constructor(makeCommands: () => readonly ChatCommand[], outbox: ChatSender) {
    this.#makeCommands = makeCommands;
    this.#outbox = outbox;
  }

  initialize(context: ComponentContext): void {
    const commands = this.#makeCommands();
    const router = new CommandRouter(context.clock, commands);
    context.events.on(chatMessage, ({ id, data: { message, removed } }) =>
      // A moderator removed the message before it arrived here: nobody reads it, so no answer is expected.
      removed === true ? undefined : this.#handle(router, message, id, context),
    );
    context.setCondition({
      type: 'Listening',
      status: 'true',
      reason: 'Listening',
      message:
        commands.length === 0
          ? 'All commands are off.'
          : `Answers ${commands.map((command) => `!${command.name}`).join(', ')}.`,
    });
  }

  getFact(): string {
    return `${this.#counts.answered} answered · ${this.#counts.ignored} ignored`;
  }

  getStatus(): JsonObject {
    return { ...this.#counts };
  }

  async #handle(
    router: CommandRouter,
    message: ChatMessage,
    eventId: string,
    context: ComponentContext,
  ): Promise<void> {
    const decision = router.route(message);
    if (decision.kind === 'not-a-command') return;
    if (decision.kind === 'ignored') {
      this.#counts.ignored += 1;
      const words = { what: 'A command', why: decision.message, causeId: eventId };
      context.events.emit(commandIgnored({ ...authorFields(message), reason: decision.reason }, words));
      return;
    }
    this.#counts.answered += 1;
    const { name: command } = decision.command;
    const words = { mark: '!', causeId: eventId } as const;
    context.events.emit(commandAnswered({ ...authorFields(message), command }, words));
    for (const piece of splitText(`${mention(message)} ${decision.text}`, answerPieceLength)) {
      const sent = await this.#outbox.send({
        platform: message.platform,
        text: piece,
        replyTo: message.id,
        cause: context.id,
        answers: message.id,
      });
      // The rest of an answer is useless after its first piece was refused.
      if (!sent.ok || sent.value.result === 'refused') return;
    }
  }
}
