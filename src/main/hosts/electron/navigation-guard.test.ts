import type { HandlerDetails, WebContents, WindowOpenHandlerResponse } from 'electron';
import { describe, expect, it } from 'vitest';
import { guardNavigation } from './navigation-guard.ts';
import { appOrigin } from './page-origin.ts';
import { createFake, createPreventable } from './testing/fakes.ts';

const setUp = () => {
  const refused: string[] = [];
  const opened: string[] = [];
  let openHandler: ((details: HandlerDetails) => WindowOpenHandlerResponse) | undefined;
  const contents = createFake<WebContents>({
    setWindowOpenHandler: (handler: typeof openHandler) => {
      openHandler = handler;
    },
  });
  guardNavigation(contents, {
    origin: appOrigin,
    onRefused: (attempt, address) => refused.push(`${attempt} ${address}`),
    openLink: (address) => opened.push(address),
  });
  const attempt = (event: string, url: string, isMainFrame = true): boolean => {
    const details = createPreventable({ url, isMainFrame });
    contents.emit(event, details, { src: url });
    return details.prevented;
  };
  const openWindow = (url: string): WindowOpenHandlerResponse | undefined =>
    openHandler?.({ url } as HandlerDetails);
  return { contents, refused, opened, attempt, openWindow };
};

describe('the navigation guard', () => {
  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])(
    'lets %s stay in the own origin',
    (event) => {
      const { attempt, refused } = setUp();
      expect(attempt(event, 'app://cuelight/#/health')).toBe(false);
      expect(refused).toEqual([]);
    },
  );

  it.each(
    ['will-navigate', 'will-frame-navigate', 'will-redirect'].flatMap((event) =>
      [
        'https://evil.test/',
        'app://cuelight.evil.test/',
        'file:///etc/passwd',
        'data:text/html,x',
        'javascript:alert(1)',
        'about:blank',
        'not an address',
      ].map((url) => [event, url] as const),
    ),
  )('stops %s to %s', (event, url) => {
    expect(setUp().attempt(event, url)).toBe(true);
  });

  it('reports each refusal once, main frame and sub-frame', () => {
    const { attempt, refused } = setUp();
    // As in Electron: `will-navigate` does not follow when this was prevented.
    attempt('will-frame-navigate', 'https://evil.test/', true);
    attempt('will-frame-navigate', 'https://evil.test/frame', false);
    expect(refused).toEqual(['navigation https://evil.test/', 'frame https://evil.test/frame']);
  });

  it('attaches no webview', () => {
    const contents = setUp();
    const event = createPreventable({});
    contents.contents.emit('will-attach-webview', event, {}, { src: 'app://cuelight/' });
    expect(event.prevented).toBe(true);
    expect(contents.refused).toEqual(['webview app://cuelight/']);
  });

  it.each(['https://evil.test/', 'app://cuelight/', 'about:blank'])('opens no window for %s', (url) => {
    const { openWindow, opened } = setUp();
    expect(openWindow(url)).toEqual({ action: 'deny' });
    expect(opened).toEqual([url]);
  });
});
