import '../app/styles.ts';
import { createSeededRandom } from '#shared/kernel/random.ts';
import { Dock } from '../app/dock.tsx';
import { Frame } from '../app/frame.tsx';
import { openWindow } from '../app/open-window.tsx';
import { installTrustedTypes } from '../app/trusted-types.ts';
import { createBrowserClock, createBrowserRandom } from '../client/browser-runtime.ts';
import { createFakeTransport } from '../client/testing/fake-client.ts';
import { createFakeHost } from '../client/testing/fake-host.ts';
import { err } from '#shared/kernel/result.ts';
import type { Transport } from '../client/transport.ts';

// Development only: the window over an in-memory host. `?obs=lost`, `?link=needed|down`, `?page=dock`,
// `?chat=busy`, `?update=available|on-air|downloading|refused`.
installTrustedTypes(window);
const wishes = new URLSearchParams(window.location.search);
const clock = createBrowserClock();
const host = createFakeHost({ clock, random: createSeededRandom(7) });
host.play();
if (wishes.get('obs') === 'lost') host.loseObs();
if (wishes.get('obs') === 'flapping') {
  let lost = false;
  clock.setInterval(() => {
    lost = !lost;
    if (lost) host.loseObs();
    else host.bringBackObs();
  }, 15_000);
}

const update = wishes.get('update');
if (update !== null) {
  const found = {
    version: '0.2.0',
    releasedAt: clock.now() - 86_400_000,
    notes:
      '### Scenes\n\n- **Scenes switch faster** when a transition is running.\n- A scene can be pinned to the top.\n\n### Fixed\n\n- Twitch chat reconnects after the PC slept.',
    bytes: 114_000_000,
  };
  const at = clock.now() - 300_000;
  const message =
    'The feed of updates does not match its signature: it was changed after it was signed. Cuelight ignores it.';
  host.updates.set(
    update === 'refused'
      ? { lastCheck: { at, outcome: 'refused', code: 'update.feed-tampered', message } }
      : {
          available: found,
          lastCheck: { at, outcome: 'available', code: null, message: 'Cuelight 0.2.0 is available.' },
          ...(update === 'on-air' && {
            obstacle: 'A stream is running in OBS. Stop it first: an update restarts Cuelight.',
          }),
          ...(update === 'downloading' && { stage: 'downloading', progress: 0.4 }),
        },
  );
}

const refusing: Transport = {
  connect: () =>
    Promise.resolve(
      wishes.get('link') === 'needed'
        ? err({ kind: 'needs-link', message: 'This page was opened without its link.' })
        : err({ kind: 'unreachable', message: 'Cuelight does not answer at this address.' }),
    ),
};

openWindow({
  page: window,
  clock,
  random: createBrowserRandom(),
  transport: wishes.has('link') ? refusing : createFakeTransport(host).transport,
  content: wishes.get('page') === 'dock' ? <Dock /> : <Frame />,
});
