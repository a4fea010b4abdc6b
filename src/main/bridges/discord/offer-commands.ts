import type { REST } from 'discord.js';
import { z } from 'zod';
import { err, ok, type Fault, type Result } from '#shared/kernel/index.ts';
import type { SlashCommand, SlashOffer } from '../ports/index.ts';
import { discordFaults, readApiRefusal } from './discord-faults.ts';
import { inviteUrlOf } from './permission-check.ts';

const missingAccess = 50_001;
const chatInput = 1;

const registeredSchema = z.array(
  z.looseObject({
    id: z.string().regex(/^\d{1,20}$/),
    name: z.string(),
    description: z.string().default(''),
    type: z.number().int().default(chatInput),
  }),
);

/** Runs a request within the rate limits, until the connection ends. */
export type Call = <T>(request: (signal: AbortSignal) => Promise<T>) => Promise<Result<T, Fault>>;

/**
 * Registers the desired commands with Discord in as few changes as possible: Discord allows 200 a day.
 * Commands outside `known` belong to another program with the same bot and are left alone.
 */
export const offerCommands = async (
  desired: readonly SlashCommand[],
  known: readonly SlashCommand[],
  options: {
    readonly rest: REST;
    readonly call: Call;
    readonly applicationId: string;
    readonly guild: { readonly id: string; readonly name: string };
  },
): Promise<Result<SlashOffer, Fault>> => {
  const { rest, call, applicationId, guild } = options;
  const path = `/applications/${applicationId}/guilds/${guild.id}/commands` as const;
  const explained = (fault: Fault): Fault =>
    readApiRefusal(fault.cause)?.code === missingAccess
      ? discordFaults.slashScopeMissing(guild.name, inviteUrlOf(applicationId), fault.cause)
      : fault;
  const listed = await call((signal) => rest.get(path, { signal }));
  if (!listed.ok) return err(explained(listed.error));
  const parsed = registeredSchema.safeParse(listed.value);
  if (!parsed.success) return err(discordFaults.answerUnreadable('the list of slash commands'));
  const registered = parsed.data.filter(({ type }) => type === chatInput);
  const changed: string[] = [];
  for (const { name, description } of desired) {
    if (registered.some((each) => each.name === name && each.description === description)) continue;
    const body = { name, description, type: chatInput };
    const made = await call((signal) => rest.post(path, { body, signal }));
    if (!made.ok) return err(explained(made.error));
    changed.push(name);
  }
  for (const { id, name, description } of registered) {
    const ours = known.some((each) => each.name === name && each.description === description);
    if (!ours || desired.some((each) => each.name === name)) continue;
    const taken = await call((signal) => rest.delete(`${path}/${id}`, { signal }));
    if (!taken.ok) return err(explained(taken.error));
    changed.push(name);
  }
  return ok({ changed });
};
