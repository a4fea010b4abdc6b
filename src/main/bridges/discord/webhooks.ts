import type { GuildTextBasedChannel, REST } from 'discord.js';
import { z } from 'zod';
import { err, type Fault, isolate, ok, type Result } from '#shared/kernel/index.ts';
import { discordFaults, readApiRefusal } from './discord-faults.ts';
import type { Call } from './offer-commands.ts';

const madeByUs = 'Cuelight';
const missingPermissions = 50_013;
const id = z.string().regex(/^\d{1,20}$/);
const webhookSchema = z.looseObject({
  id,
  token: z.string().min(1).optional(),
  channel_id: id,
  application_id: id.nullish(),
});

/** A webhook that the bridge can write through. */
export interface WritableWebhook {
  readonly id: string;
  readonly token: string;
  /** True for the webhook whose address the operator entered. */
  readonly entered: boolean;
}

/** Returns true for an address of Discord, or on loopback, where a rehearsal's Discord listens. */
const isDiscord = ({ protocol, hostname }: URL): boolean =>
  (protocol === 'https:' && /^(?:(?:ptb|canary)\.)?discord(?:app)?\.com$/.test(hostname)) ||
  ((protocol === 'http:' || protocol === 'https:') && /^(?:127\.0\.0\.1|localhost|\[::1\])$/.test(hostname));

/** Returns the id and the token in a webhook address, or null when the address is invalid. */
export const readWebhookAddress = (
  address: string,
): { readonly id: string; readonly token: string } | null => {
  const url = URL.parse(address.trim());
  if (!url || !isDiscord(url)) return null;
  const parts = /^\/api(?:\/v\d+)?\/webhooks\/(\d{15,20})\/([\w-]{10,200})\/?$/.exec(url.pathname);
  const [, webhookId, token] = parts ?? [];
  return webhookId === undefined || token === undefined ? null : { id: webhookId, token };
};

/**
 * Returns true when Discord reports a webhook as deleted. More requests to it would count against this IP
 * address.
 */
export const isGone = (fault: Fault): boolean => {
  const refusal = readApiRefusal(fault.cause);
  return refusal?.code === 10_015 || refusal?.code === 50_027;
};

/** Finds or creates the webhook for posts in a channel, and caches it until the connection ends. */
export class Webhooks {
  readonly #rest: REST;
  readonly #call: Call;
  readonly #applicationId: string;
  readonly #readAddress: () => Promise<string | null>;
  readonly #made = new Map<string, WritableWebhook>();
  readonly #used = new Set<string>();
  readonly #gone = new Set<string>();

  constructor(parts: {
    readonly rest: REST;
    readonly call: Call;
    readonly applicationId: string;
    /** Reads the address that the operator entered; null when there is none. */
    readonly readAddress: () => Promise<string | null>;
  }) {
    this.#rest = parts.rest;
    this.#call = parts.call;
    this.#applicationId = parts.applicationId;
    this.#readAddress = parts.readAddress;
  }

  /** Returns true when this bridge has written through the webhook, so that its messages are our own. */
  isOurs(webhookId: string): boolean {
    return this.#used.has(webhookId);
  }

  /**
   * Returns the webhook of a channel: the entered one when it belongs there, else one that the bot creates.
   */
  async of(channel: GuildTextBasedChannel): Promise<Result<WritableWebhook, Fault>> {
    if (channel.isThread()) {
      return err(
        discordFaults.postRefused(
          `${isolate(`#${channel.name}`)} is a thread. Posts under another name are possible in a channel only.`,
        ),
      );
    }
    const entered = await this.#entered(channel.id);
    if (!entered.ok) return entered;
    const webhook = entered.value ? ok(entered.value) : await this.#own(channel);
    if (webhook.ok) this.#used.add(webhook.value.id);
    return webhook;
  }

  /** Returns the webhook that wrote an earlier message. */
  async byId(webhookId: string): Promise<Result<WritableWebhook, Fault>> {
    const address = readWebhookAddress((await this.#readAddress()) ?? '');
    if (address?.id === webhookId) return ok({ ...address, entered: true });
    const made = [...this.#made.values()].find((each) => each.id === webhookId);
    if (made) return ok(made);
    const found = await this.#call((signal) => this.#rest.get(`/webhooks/${webhookId}`, { signal }));
    if (!found.ok) return isGone(found.error) ? err(discordFaults.messageGone(found.error.cause)) : found;
    const parsed = webhookSchema.safeParse(found.value);
    if (!parsed.success || parsed.data.token === undefined) return err(discordFaults.messageGone());
    return ok({ id: webhookId, token: parsed.data.token, entered: false });
  }

  /** Excludes a webhook that Discord reported as deleted. */
  forget(webhook: WritableWebhook): void {
    if (webhook.entered) this.#gone.add(webhook.id);
    for (const [channelId, made] of this.#made) if (made.id === webhook.id) this.#made.delete(channelId);
  }

  async #entered(channelId: string): Promise<Result<WritableWebhook | null, Fault>> {
    const text = await this.#readAddress();
    if (text === null || text.trim() === '') return ok(null);
    const address = readWebhookAddress(text);
    if (!address) return err(discordFaults.webhookAddressInvalid());
    if (this.#gone.has(address.id)) return err(discordFaults.webhookGone());
    const found = await this.#call((signal) =>
      this.#rest.get(`/webhooks/${address.id}/${address.token}`, { signal, auth: false }),
    );
    const webhook = { ...address, entered: true };
    if (!found.ok) {
      if (!isGone(found.error)) return found;
      this.forget(webhook);
      return err(discordFaults.webhookGone(found.error.cause));
    }
    const parsed = webhookSchema.safeParse(found.value);
    if (!parsed.success) return err(discordFaults.answerUnreadable('a webhook'));
    return ok(parsed.data.channel_id === channelId ? webhook : null);
  }

  async #own(channel: GuildTextBasedChannel): Promise<Result<WritableWebhook, Fault>> {
    const known = this.#made.get(channel.id);
    if (known) return ok(known);
    const path = `/channels/${channel.id}/webhooks` as const;
    const explained = (fault: Fault): Fault =>
      readApiRefusal(fault.cause)?.code === missingPermissions
        ? discordFaults.webhooksForbidden(isolate(`#${channel.name}`), fault.cause)
        : fault;
    const listed = await this.#call((signal) => this.#rest.get(path, { signal }));
    if (!listed.ok) return err(explained(listed.error));
    const ours = z
      .array(webhookSchema)
      .safeParse(listed.value)
      .data?.find(({ application_id: maker, token }) => maker === this.#applicationId && token !== undefined);
    const made = ours
      ? ok(ours)
      : await this.#call((signal) => this.#rest.post(path, { body: { name: madeByUs }, signal }));
    if (!made.ok) return err(explained(made.error));
    const parsed = webhookSchema.safeParse(made.value);
    if (!parsed.success || parsed.data.token === undefined) {
      return err(discordFaults.answerUnreadable('a webhook'));
    }
    const webhook = { id: parsed.data.id, token: parsed.data.token, entered: false };
    this.#made.set(channel.id, webhook);
    return ok(webhook);
  }
}
