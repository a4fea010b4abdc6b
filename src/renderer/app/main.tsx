import './interpreted-schemas.ts';
import './styles.ts';
import { createBrowserClock, createBrowserRandom } from '../client/browser-runtime.ts';
import { chooseTransport } from '../client/choose-transport.ts';
import { Frame } from './frame.tsx';
import { openWindow } from './open-window.tsx';
import { installTrustedTypes } from './trusted-types.ts';

installTrustedTypes(window);
const clock = createBrowserClock();
openWindow({
  page: window,
  clock,
  random: createBrowserRandom(),
  transport: chooseTransport(window, clock),
  content: <Frame />,
});
