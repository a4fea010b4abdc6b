import './interpreted-schemas.ts';
import './styles.ts';
import { createBrowserClock, createBrowserRandom } from '../client/browser-runtime.ts';
import { chooseTransport } from '../client/choose-transport.ts';
import { Dock } from './dock.tsx';
import { openWindow } from './open-window.tsx';
import { installTrustedTypes } from './trusted-types.ts';

installTrustedTypes(window);
const clock = createBrowserClock();
openWindow({
  page: window,
  clock,
  random: createBrowserRandom(),
  transport: chooseTransport(window, clock),
  content: <Dock />,
  // A dock stands where an audience may see it; who keeps it to themselves says so in its address.
  alwaysStreamSafe: new URLSearchParams(window.location.search).get('stream-safe') !== 'off',
});
