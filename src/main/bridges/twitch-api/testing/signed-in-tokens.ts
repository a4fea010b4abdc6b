import { err, Fault, ok } from '#shared/kernel/index.ts';
import type { TwitchToken, TwitchTokens } from '#main/bridges/ports/index.ts';

/** Tokens for tests: one is in use, another can be made the next. */
export interface SignedInTokens extends TwitchTokens {
  token: TwitchToken;
  /** What `replace` hands out; null when the sign-in is over. */
  next: TwitchToken | null;
  replacements: number;
}

export const createSignedInTokens = (clientId: string, token: TwitchToken): SignedInTokens => {
  const tokens: SignedInTokens = {
    clientId,
    token,
    next: null,
    replacements: 0,
    current: () => Promise.resolve(ok(tokens.token)),
    replace: () => {
      tokens.replacements += 1;
      if (!tokens.next) {
        const fault = new Fault('twitch.sign-in-over', 'The sign-in is over.', { kind: 'authentication' });
        return Promise.resolve(err(fault));
      }
      tokens.token = tokens.next;
      return Promise.resolve(ok(tokens.token));
    },
  };
  return tokens;
};
