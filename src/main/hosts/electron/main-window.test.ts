import type { BrowserWindow, WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { mainWindowOptions, revealWindow, runMainWindow } from './main-window.ts';
import { appOrigin } from './page-origin.ts';
import { createFake, createRecordingLogger } from './testing/fakes.ts';
import type { WindowState } from './window-state.ts';

const bounds = { x: 10, y: 20, width: 1_200, height: 800 };

const setUp = (state: WindowState = { bounds, maximised: false }, slowDisk = false) => {
  const clock = createFakeClock();
  const calls: string[] = [];
  const note =
    (name: string) =>
    (...args: unknown[]): void =>
      void calls.push([name, ...args].join(' '));
  let toolsOpen = false;
  const contents = createFake<WebContents>({
    reload: note('reload'),
    isDevToolsOpened: () => toolsOpen,
    // Like Electron: the process ends and an event follows.
    forcefullyCrashRenderer: () => {
      calls.push('end its process');
      contents.emit('render-process-gone', {}, { reason: 'killed', exitCode: 9 });
    },
  });
  let destroyed = false;
  const window = createFake<BrowserWindow>({
    webContents: contents,
    loadURL: (url: string) => {
      calls.push(`load ${url}`);
      return Promise.resolve();
    },
    isDestroyed: () => destroyed,
    destroy: () => {
      destroyed = true;
      calls.push('destroy');
    },
    getNormalBounds: () => bounds,
    isMaximized: () => true,
    isMinimized: () => true,
    restore: note('restore'),
    maximize: note('maximize'),
    show: note('show'),
    focus: note('focus'),
  });
  const saved: WindowState[] = [];
  const disk = Promise.withResolvers<void>();
  if (!slowDisk) disk.resolve();
  const { end } = runMainWindow({
    window,
    state,
    origin: appOrigin,
    clock,
    logger: createRecordingLogger(),
    saveState: (next) => {
      saved.push(next);
      return disk.promise;
    },
  });
  return {
    window,
    contents,
    clock,
    calls,
    saved,
    disk,
    end,
    destroy: () => (destroyed = true),
    openTools: () => (toolsOpen = true),
  };
};

describe('the main window', () => {
  it('is isolated, sandboxed and without Node', () => {
    const options = { preload: '/preload.cjs', devTools: true };
    expect(mainWindowOptions({ bounds, maximised: false }, options).webPreferences).toMatchObject({
      preload: '/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      navigateOnDragDrop: false,
    });
  });

  it('is shown once it is rendered', () => {
    const { window, calls } = setUp({ bounds, maximised: true });
    expect(calls).toEqual(['load app://cuelight/']);
    window.emit('ready-to-show');
    expect(calls.slice(1)).toEqual(['maximize', 'show']);
  });

  it('reloads after a crash and shows the plain page after the third', () => {
    const { contents, calls } = setUp();
    for (let crash = 0; crash < 3; crash += 1)
      contents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    expect(calls).toEqual(['load app://cuelight/', 'reload', 'reload', 'load app://cuelight/crashed']);
  });

  it('is reloaded within two seconds when it hangs', async () => {
    const { window, clock, calls } = setUp();
    window.emit('unresponsive');
    await clock.advance(2_000);
    expect(calls.slice(1)).toEqual(['end its process', 'reload']);
  });

  it('does not kill the next process for a hang of the one before', async () => {
    const { window, contents, clock, calls } = setUp();
    window.emit('unresponsive');
    contents.emit('render-process-gone', {}, { reason: 'oom', exitCode: 5 });
    await clock.advance(2_000);
    expect(calls.slice(1)).toEqual(['reload']);
  });

  it('is not reloaded when it recovers, when it is closed, or while the developer tools are open', async () => {
    const { window, clock, calls, openTools } = setUp();
    window.emit('unresponsive');
    window.emit('responsive');
    await clock.advance(2_000);
    window.emit('unresponsive');
    openTools();
    await clock.advance(2_000);
    window.emit('unresponsive');
    window.emit('closed');
    expect(clock.pending).toBe(0);
    expect(calls).toEqual(['load app://cuelight/']);
  });

  it('does not treat a clean exit of its process as a crash', () => {
    const { contents, calls } = setUp();
    contents.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 });
    expect(calls).toEqual(['load app://cuelight/']);
  });

  it('saves its position once after a burst of moves', async () => {
    const { window, clock, saved } = setUp();
    window.emit('move');
    window.emit('resize');
    window.emit('move');
    await clock.advance(1_000);
    expect(saved).toEqual([{ bounds, maximised: true }]);
  });

  it('saves its position when closed, and does not use the destroyed window afterwards', async () => {
    const { window, clock, saved, destroy } = setUp();
    window.emit('move');
    window.emit('close');
    destroy();
    await clock.advance(1_000);
    expect(saved).toHaveLength(1);
  });

  it('keeps a move right before the end of the program, and is gone before the rest stops', async () => {
    const { window, calls, saved, disk, end } = setUp(undefined, true);
    window.emit('move');
    let ended = false;
    const ending = end().then(() => (ended = true));
    expect(saved).toEqual([{ bounds, maximised: true }]);
    expect(calls.at(-1)).toBe('destroy');
    await Promise.resolve();
    expect(ended).toBe(false);
    disk.resolve();
    await ending;
  });

  it('saves nothing at the end when it did not move or is closed', async () => {
    const { saved, end, destroy } = setUp();
    await end();
    expect(saved).toEqual([]);
    destroy();
    await end();
    expect(saved).toEqual([]);
  });

  it('comes to the front from every state', () => {
    const { window, calls } = setUp();
    revealWindow(window);
    expect(calls.slice(1)).toEqual(['restore', 'show', 'focus']);
  });
});
