import { err, Fault, ok } from '#shared/kernel/index.ts';
import type { TwitchToken, TwitchTokens } from '#main/bridges/ports/index.ts';

/** Tokens for tests: one in use, and a next one. */
export interface SignedInTokens extends TwitchTokens {
  token: TwitchToken;
  /** The token that `replace` returns; null when the sign-in is over. */
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
