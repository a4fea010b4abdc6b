import type { SecretReader } from '../ports/index.ts';
import type { TwitchAccount } from './twitch-account.ts';

/** The login and token pasted into the settings. */
export interface PastedAccount {
  /** Blank when none is set. */
  readonly login: string;
  readToken(): Promise<string | null>;
}

/** Whom chat is written as. */
export interface ChatAccount {
  readonly source: 'sign-in' | 'pasted-token' | 'nobody';
  readonly login: string | null;
  readToken(): Promise<string | null>;
}

/** Chat is written by whoever is signed in, else by the account whose token was pasted, else it is only read. */
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
        // No token is another thing than one that cannot be had right now.
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

/** Whom chat is written as, for people. */
export const describeChatAccount = (
  { source, login }: Pick<ChatAccount, 'source' | 'login'>,
  rehearsing: boolean,
): Pick<ChatAccount, 'source' | 'login'> & { readonly message: string } => {
  const token = rehearsing ? 'a token of the rehearsal' : 'the token that was pasted below';
  const words = {
    'sign-in': `Chat is written as ${login}, who is signed in.`,
    'pasted-token': `Nobody is signed in: chat is written as ${login}, with ${token}.`,
    nobody: 'Nobody is signed in and no token was pasted: chat is only read.',
  } as const;
  return { source, login, message: words[source] };
};
