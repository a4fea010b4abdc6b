import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Clock } from '#shared/kernel/clock.ts';
import type { RandomSource } from '#shared/kernel/random.ts';
import { openSession } from '../client/session.ts';
import type { Transport } from '../client/transport.ts';
import { browserAddressBar } from '../stores/navigation-store.ts';
import { browserPreferenceStorage } from '../stores/preferences-store.ts';
import { createStores } from '../stores/stores.ts';
import { Providers } from './providers.tsx';

/** Builds the stores of this window over a transport and draws `content` in them. */
export const openWindow = (options: {
  page: Window;
  clock: Clock;
  random: RandomSource;
  transport: Transport;
  content: ReactNode;
}): void => {
  const { page, clock, random, transport, content } = options;
  const root = page.document.getElementById('root');
  if (!root) throw new Error('The page has no element with the id "root".');
  const stores = createStores({
    session: openSession({ transport, clock, random }),
    clock,
    random,
    address: browserAddressBar(page),
    preferenceStorage: browserPreferenceStorage(page),
  });
  createRoot(root).render(
    <StrictMode>
      <Providers stores={stores}>{content}</Providers>
    </StrictMode>,
  );
};
