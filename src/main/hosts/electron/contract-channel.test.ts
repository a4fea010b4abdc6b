import type { IpcMain, MessagePortMain, WebFrameMain } from 'electron';
import { describe, expect, it } from 'vitest';
import { toDisposable } from '#shared/kernel/index.ts';
import {
  checkSender,
  openContractChannel,
  type MessageSource,
  PORT_CHANNEL,
  PORT_REQUEST_CHANNEL,
} from './contract-channel.ts';
import { appOrigin } from './page-origin.ts';
import { createFake, createRecordingLogger } from './testing/fakes.ts';

type Frame = Pick<WebFrameMain, 'url' | 'parent' | 'detached'>;
const parent = createFake<WebFrameMain>();
const pageFrame: Frame = { url: 'app://cuelight/', parent: null, detached: false };
const from = (
  senderFrame: Frame | null,
  mainFrame: unknown = senderFrame,
  isDestroyed = false,
): MessageSource => ({ senderFrame, sender: { mainFrame, isDestroyed: () => isDestroyed } });

describe('checkSender', () => {
  it('accepts the main frame of the own page', () => {
    expect(checkSender(from(pageFrame), [], appOrigin)).toBeNull();
  });

  it('accepts the main frame that Electron marks as detached after a crash', () => {
    expect(checkSender(from({ ...pageFrame, detached: true }), [], appOrigin)).toBeNull();
  });

  it.each<[string, MessageSource, unknown[], string]>([
    ['a frame that is gone', from(null), [], 'frame-gone'],
    ['a frame that its contents no longer show', from(pageFrame, { ...pageFrame }), [], 'frame-gone'],
    ['a frame whose contents are destroyed', from(pageFrame, pageFrame, true), [], 'frame-gone'],
    [
      'a frame that was disposed of meanwhile',
      from({
        ...pageFrame,
        get url(): string {
          throw new Error('Render frame was disposed before WebFrameMain could be accessed');
        },
      }),
      [],
      'frame-gone',
    ],
    ['a sub-frame', from({ ...pageFrame, parent }, pageFrame), [], 'sub-frame'],
    ['about:blank', from({ ...pageFrame, url: 'about:blank' }), [], 'foreign-origin'],
    ['a data: page', from({ ...pageFrame, url: 'data:text/html,app://cuelight/' }), [], 'foreign-origin'],
    ['another host', from({ ...pageFrame, url: 'app://evil/' }), [], 'foreign-origin'],
    ['a look-alike host', from({ ...pageFrame, url: 'app://cuelight.evil.test/' }), [], 'foreign-origin'],
    ['an address that does not parse', from({ ...pageFrame, url: '' }), [], 'foreign-origin'],
    ['arguments', from(pageFrame), [{ __proto__: { polluted: true } }], 'unexpected-arguments'],
  ])('refuses %s', (_what, source, args, refusal) => {
    expect(checkSender(source, args, appOrigin)).toBe(refusal);
  });
});

const setUp = () => {
  const ipcMain = createFake<IpcMain>();
  const logger = createRecordingLogger();
  const ended: number[] = [];
  const channels: { port1: MessagePortMain; port2: MessagePortMain; closed: boolean }[] = [];
  const channel = openContractChannel({
    ipcMain,
    createChannel: () => {
      const made = {
        port1: createFake<MessagePortMain>({
          close: () => {
            made.closed = true;
          },
        }),
        port2: createFake<MessagePortMain>(),
        closed: false,
      };
      channels.push(made);
      return made;
    },
    origin: appOrigin,
    serve: () => {
      const index = channels.length - 1;
      return toDisposable(() => void ended.push(index));
    },
    logger,
  });
  const posted: unknown[][] = [];
  const frame = { ...pageFrame, postMessage: (...args: unknown[]): unknown => posted.push(args) };
  const createSender = () => createFake<object>({ mainFrame: frame, isDestroyed: () => false });
  const sender = createSender();
  const request = (senderFrame: unknown = frame, from: unknown = sender): void => {
    ipcMain.emit(PORT_REQUEST_CHANNEL, { senderFrame, sender: from });
  };
  return { ipcMain, channel, logger, channels, ended, posted, request, frame, createSender };
};

describe('the contract channel', () => {
  it('gives the page one end of a channel that is served on the other', () => {
    const { request, posted, channels } = setUp();
    request();
    expect(posted).toEqual([[PORT_CHANNEL, null, [channels[0]?.port2]]]);
  });

  it('opens no channel for a stranger, and logs it', () => {
    const { request, channels, logger } = setUp();
    request({ ...pageFrame, url: 'https://evil.test/' });
    expect(channels).toHaveLength(0);
    expect(logger.lines).toMatchObject([{ level: 'warning', fields: { refusal: 'foreign-origin' } }]);
  });

  it('closes the previous port when a page requests another', () => {
    const { request, channels, ended } = setUp();
    request();
    request();
    expect(channels.map((each) => each.closed)).toEqual([true, false]);
    expect(ended).toEqual([0]);
  });

  it('ends the service once when the other side closes the port', () => {
    const { request, channels, ended } = setUp();
    request();
    channels[0]?.port1.emit('close');
    channels[0]?.port1.emit('close');
    expect(ended).toEqual([0]);
  });

  it('serves no page after it is closed', () => {
    const { request, channels, channel, ended } = setUp();
    request();
    channel[Symbol.dispose]();
    expect(ended).toEqual([0]);
    request();
    expect(channels).toHaveLength(1);
  });

  it('listens on one channel only', () => {
    expect(setUp().ipcMain.eventNames()).toEqual([PORT_REQUEST_CHANNEL]);
  });
});
