import { configure, render, type RenderResult } from '@testing-library/react';
import type { ReactNode } from 'react';
import { onTestFinished } from 'vitest';
import { nothingToDispose } from '#shared/kernel/disposable.ts';
import { createSeededRandom } from '#shared/kernel/random.ts';
import { Providers } from '../app/providers.tsx';
import { createBrowserClock } from '../client/browser-runtime.ts';
import { openSession } from '../client/session.ts';
import { createFakeTransport } from '../client/testing/fake-client.ts';
import { createFakeHost, type FakeHost } from '../client/testing/fake-host.ts';
import { redactTransport } from '../client/redacted-transport.ts';
import type { Redaction } from '../model/redaction.ts';
import type { AddressBar } from '../stores/navigation-store.ts';
import { createPreferencesStore } from '../stores/preferences-store.ts';
import { createStores, type Stores } from '../stores/stores.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import { createQueryTimers } from '../queries/query-timers.ts';

/** An address bar without a browser. */
export const createFakeAddress = (hash = ''): AddressBar => {
  let current = hash;
  return {
    readHash: () => current,
    push: (next) => void (current = next),
    replace: (next) => void (current = next),
    onChange: () => nothingToDispose,
  };
};

/**
 * The clock of the running test. The query library accepts timers once per page, and a test file is one page.
 */
const running: { clock: Clock } = { clock: createBrowserClock() };
const queryTimers = createQueryTimers({
  now: () => running.clock.now(),
  monotonic: () => running.clock.monotonic(),
  setTimeout: (callback, delayMs) => running.clock.setTimeout(callback, delayMs),
  setInterval: (callback, periodMs) => running.clock.setInterval(callback, periodMs),
});

/** Browser APIs that jsdom lacks and Mantine, its Spotlight or React Flow need. */
const provideMissingBrowserParts = (): void => {
  window.matchMedia ??= (query: string): MediaQueryList => ({
    matches: query.includes('min-width'),
    media: query,
    onchange: null,
    addListener: () => undefined,
    removeListener: () => undefined,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    dispatchEvent: () => false,
  });
  Element.prototype.scrollIntoView ??= () => undefined;
  if (!('fonts' in document)) Object.defineProperty(document, 'fonts', { value: new EventTarget() });
  globalThis.ResizeObserver ??= class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  };
};

/**
 * Renders views in the real providers over the real stores, fed by an in-memory host that the test can
 * change.
 */
export const renderWithStores = (
  content: ReactNode,
  {
    hash = '',
    prepare,
    redaction,
    clock = createBrowserClock(),
  }: {
    hash?: string;
    prepare?: (host: FakeHost) => void;
    readonly redaction?: Redaction;
    readonly clock?: Clock;
  } = {},
): RenderResult & { host: FakeHost; stores: Stores; cut(why?: string): void; mend(): void } => {
  provideMissingBrowserParts();
  // Pages and inspectors load on first use, which takes time on a busy machine.
  configure({ asyncUtilTimeout: 40_000 });
  running.clock = clock;
  const random = createSeededRandom(7);
  const host = createFakeHost({ clock, random });
  prepare?.(host);
  const { transport, cut, mend, close } = createFakeTransport(host);
  const stores = createStores({
    session: openSession({
      transport: redaction ? redactTransport(transport, redaction) : transport,
      clock,
      random,
    }),
    clock,
    random,
    address: createFakeAddress(hash),
    preferences: createPreferencesStore({ read: () => null, write: () => undefined }),
    queryTimers,
  });
  const rendered = render(<Providers stores={stores}>{content}</Providers>);
  let isOpen = true;
  const closeStores = (): void => {
    if (isOpen) stores.close();
    isOpen = false;
  };
  const unmount = (): void => {
    rendered.unmount();
    closeStores();
  };
  // Streams that end while the stores still read would be opened again.
  onTestFinished(async () => {
    closeStores();
    await close();
  });
  return { ...rendered, unmount, host, stores, cut, mend };
};
