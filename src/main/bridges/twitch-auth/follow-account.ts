import type { System } from '#core/index.ts';
import { twitchSignedIn } from '#shared/catalogue/topics/twitch.ts';
import { componentFailed } from '#shared/catalogue/topics/components.ts';
import { Scope, toDisposable } from '#shared/kernel/index.ts';
import type { SignedInAccount } from './token-store.ts';
import type { TwitchAccount } from './twitch-account.ts';

/** The components that depend on the account. */
export interface TwitchComponents {
  readonly auth: string;
  readonly api: string;
  readonly events: string;
  readonly chat: string;
}

/**
 * Applies a change of account to its dependent components: a sign-in wakes components that wait for it, and
 * chat reconnects as the new account. The supervisor handles a sign-in that ends by itself.
 */
export const followTwitchAccount = (
  system: System,
  account: TwitchAccount,
  { auth, api, events, chat }: TwitchComponents,
): Disposable => {
  const scope = new Scope('twitch account');
  let before: SignedInAccount | null = null;
  const restart = (id: string): void => {
    const isRunning = system.list().some((view) => view.id === id && view.desired === 'running');
    if (isRunning) void system.command('restart', id, { actor: 'twitch-account' });
  };
  const changed = account.onChanged((now) => {
    const [old, login] = [before?.login ?? null, now?.login ?? null];
    before = now;
    if (now) {
      system.events.emit(auth, twitchSignedIn({ login: now.login, userId: now.userId }));
      for (const id of [auth, api, events, chat]) system.notifySettingsChanged(id);
    }
    if (old === login && now !== null) return;
    if (old !== null && login !== null) restart(auth);
    restart(chat);
  });
  scope.use(changed, 'changes');
  // A code that nobody enters would be polled for half an hour after the program ended.
  scope.defer('sign-in', () => account.cancelSignIn());
  // Twitch's chat refuses a token that was revoked since its last validation: a renewal fixes that, or ends
  // the sign-in.
  scope.use(
    system.events.on(componentFailed, async ({ source, data }) => {
      if (source !== chat || data.code !== 'twitch.sign-in-refused') return;
      if (await account.renewChatToken()) system.notifySettingsChanged(chat);
    }),
    'refused tokens',
  );
  return toDisposable(() => void scope.close());
};
