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
// `?chat=busy`.
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
