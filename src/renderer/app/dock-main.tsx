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
  // The audience may see a dock, so it hides names unless its address says otherwise.
  alwaysStreamSafe: new URLSearchParams(window.location.search).get('stream-safe') !== 'off',
});
