import type { SecretReader } from '../ports/index.ts';
import type { TwitchAccount } from './twitch-account.ts';

/** The login and token entered in the settings. */
export interface PastedAccount {
  /** Blank when none is set. */
  readonly login: string;
  readToken(): Promise<string | null>;
}

/** The account that chat is sent as. */
export interface ChatAccount {
  readonly source: 'sign-in' | 'pasted-token' | 'nobody';
  readonly login: string | null;
  readToken(): Promise<string | null>;
}

/**
 * Chooses the account for chat: the signed-in account, else the account of the entered token, else none
 * (read-only).
 */
export const chooseChatAccount = async (
  account: TwitchAccount | null,
  pasted: PastedAccount,
): Promise<ChatAccount> => {
  const signedIn = await account?.load();
  if (account && signedIn) {
    return {
      source: 'sign-in',
      login: signedIn.login,
      readToken: async () => {
        const token = await account.chatToken();
        if (token.ok) return token.value.accessToken;
        // A missing token differs from a token that is temporarily unavailable.
        if (token.error.kind === 'authentication') return null;
        throw token.error;
      },
    };
  }
  const login = pasted.login.trim();
  return login === ''
    ? { source: 'nobody', login: null, readToken: () => Promise.resolve(null) }
    : { source: 'pasted-token', login, readToken: () => pasted.readToken() };
};

export const pastedInSettings = (login: string, secrets: SecretReader, name: string): PastedAccount => ({
  login,
  readToken: () => secrets.read(name),
});

/** Describes the account that chat is sent as, for people. */
export const describeChatAccount = (
  { source, login }: Pick<ChatAccount, 'source' | 'login'>,
  rehearsing: boolean,
): Pick<ChatAccount, 'source' | 'login'> & { readonly message: string } => {
  const token = rehearsing ? 'a rehearsal token' : 'the token entered below';
  const words = {
    'sign-in': `Chat messages are sent as ${login}, the signed-in account.`,
    'pasted-token': `Not signed in. Chat messages are sent as ${login} with ${token}.`,
    nobody: 'Not signed in and no token entered. Chat is read-only.',
  } as const;
  return { source, login, message: words[source] };
};
