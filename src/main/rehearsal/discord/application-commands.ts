import { z } from 'zod';
import type { JsonObject } from '#shared/kernel/index.ts';
import { invalidForm, nothing, ok, unknownCommand, type RestResponse } from './rest-answers.ts';
import type { DiscordWorld } from './discord-world.ts';

const chatInput = 1;
const mostCommands = 100;

/** A slash command as Discord stores it for one guild. */
interface RegisteredCommand {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

const commandSchema = z.object({
  name: z.string().regex(/^[-_\p{Ll}\p{N}]{1,32}$/u),
  description: z.string().min(1).max(100),
  type: z.literal(chatInput).default(chatInput),
});

/** The slash commands that the application offers in the guild. */
export class ApplicationCommands {
  readonly #world: DiscordWorld;
  #commands: readonly RegisteredCommand[] = [];

  constructor(world: DiscordWorld) {
    this.#world = world;
  }

  list(): readonly RegisteredCommand[] {
    return this.#commands;
  }

  find(name: string): RegisteredCommand | undefined {
    return this.#commands.find((command) => command.name === name);
  }

  /** Creates a command, or replaces the command with the same name, which keeps its id. */
  put(body: unknown): RestResponse {
    const parsed = commandSchema.safeParse(body);
    if (!parsed.success) return invalidForm('_form', 'BASE_TYPE_BAD', 'This is not a command.');
    const before = this.find(parsed.data.name);
    if (!before && this.#commands.length >= mostCommands) {
      return invalidForm('_form', 'APPLICATION_COMMANDS_MAX', `At most ${mostCommands} commands.`);
    }
    const command = this.#registered(parsed.data);
    this.#commands = [...this.#commands.filter((other) => other !== before), command];
    return { status: before ? 200 : 201, body: this.payload(command) };
  }

  /** Replaces all commands. */
  replaceAll(body: unknown): RestResponse {
    const parsed = z.array(commandSchema).max(mostCommands).safeParse(body);
    if (!parsed.success) return invalidForm('_form', 'BASE_TYPE_BAD', 'These are not commands.');
    this.#commands = parsed.data.map((command) => this.#registered(command));
    return ok(this.#commands.map((command) => this.payload(command)));
  }

  remove(id: string): RestResponse {
    const kept = this.#commands.filter((command) => command.id !== id);
    if (kept.length === this.#commands.length) return unknownCommand;
    this.#commands = kept;
    return nothing;
  }

  payload(command: RegisteredCommand): JsonObject {
    const { id, name, description } = command;
    return {
      id,
      application_id: this.#world.applicationId,
      guild_id: this.#world.guildId,
      type: chatInput,
      name,
      name_localizations: null,
      description,
      description_localizations: null,
      default_member_permissions: null,
      nsfw: false,
      options: [],
      version: id,
    };
  }

  #registered({ name, description }: { name: string; description: string }): RegisteredCommand {
    return { id: this.find(name)?.id ?? this.#world.nextId(), name, description };
  }
}
