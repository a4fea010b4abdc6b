import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Clock } from '#shared/kernel/clock.ts';
import type { RandomSource } from '#shared/kernel/random.ts';
import { createFileTransport } from '../client/file-transport.ts';
import { openSession } from '../client/session.ts';
import type { Transport } from '../client/transport.ts';
import { redactTransport } from '../client/redacted-transport.ts';
import { createRedaction } from '../model/redaction.ts';
import { createDraftsStore } from '../stores/drafts-store.ts';
import { createDiagnosticsStore } from '../stores/diagnostics-store.ts';
import { browserAddressBar } from '../stores/navigation-store.ts';
import { browserPreferenceStorage, createPreferencesStore } from '../stores/preferences-store.ts';
import { createStores, type Stores } from '../stores/stores.ts';
import { firstFrames } from '../stores/streams/table.ts';
import { Providers } from './providers.tsx';
import { createQueryTimers } from '../queries/query-timers.ts';

/**
 * Creates the stores of this window over a transport and renders `content` in them. A switch of stream-safe
 * mode creates new stores: the unredacted data is gone, and new data is redacted before it reaches a store.
 */
export const openWindow = (options: {
  page: Window;
  clock: Clock;
  random: RandomSource;
  transport: Transport;
  content: ReactNode;
  /** True for a page that redacts names, addresses and secrets whatever the user's preference is. */
  alwaysStreamSafe?: boolean;
}): void => {
  const { page, clock, random, transport, content, alwaysStreamSafe = false } = options;
  const element = page.document.getElementById('root');
  if (!element) throw new Error('The page has no element with the id "root".');
  const root = createRoot(element);
  const preferences = createPreferencesStore(browserPreferenceStorage(page));
  const address = browserAddressBar(page);
  const drafts = createDraftsStore();
  const diagnostics = createDiagnosticsStore();
  const queryTimers = createQueryTimers(clock);
  let stores: Stores | undefined;
  let generation = 0;

  const build = (): void => {
    stores?.close();
    const { file } = diagnostics.getState();
    const source = file ? createFileTransport(file.content, firstFrames(file.content)) : transport;
    const redacted = alwaysStreamSafe || preferences.getState().streamSafe;
    stores = createStores({
      session: openSession({
        transport: redacted ? redactTransport(source, createRedaction()) : source,
        clock,
        random,
      }),
      clock,
      random,
      address,
      preferences,
      drafts,
      diagnostics,
      source: `${file ? 'file' : 'host'}${redacted ? ', redacted' : ''}`,
      queryTimers,
    });
    // Redaction gives viewers other ids.
    if (generation > 0) stores.navigation.getState().select(null);
    generation += 1;
    root.render(
      <StrictMode>
        <Providers key={generation} stores={stores}>
          {content}
        </Providers>
      </StrictMode>,
    );
  };

  preferences.subscribe((now, before) => {
    if (now.streamSafe !== before.streamSafe) build();
  });
  diagnostics.subscribe(() => {
    build();
    stores?.navigation.getState().goTo('events');
  });
  build();
};
