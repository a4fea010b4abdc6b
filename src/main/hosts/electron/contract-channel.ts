import type { IpcMain, MessageChannelMain, MessagePortMain, WebContents, WebFrameMain } from 'electron';
import type { Logger } from '#core/logger.ts';
import { toDisposable } from '#shared/kernel/index.ts';
import type { PageOrigin } from './page-origin.ts';

/** The preload asks for a port on the first, and gets it on the second. There are no other channels. */
export const PORT_REQUEST_CHANNEL = 'cuelight:port-request';
export const PORT_CHANNEL = 'cuelight:port';

/** Why a sender is not heard. */
export type SenderRefusal = 'frame-gone' | 'foreign-origin' | 'sub-frame' | 'unexpected-arguments';

/** The parts of an IPC event that say where it came from. */
export interface MessageSource {
  readonly senderFrame: Pick<WebFrameMain, 'url' | 'parent'> | null;
  readonly sender: Pick<WebContents, 'isDestroyed'> & { readonly mainFrame: unknown };
}

/**
 * Judges who sent a message on the one channel: only the main frame of our own page, and only the bare request. A frame
 * that is gone (null), that its contents no longer show, or whose address does not parse is a stranger. `detached` is not
 * asked: Electron keeps it true after a crash, for the life of the contents, although the reloaded frame is live.
 */
export const judgeSender = (
  { senderFrame: frame, sender }: MessageSource,
  args: readonly unknown[],
  origin: PageOrigin,
): SenderRefusal | null => {
  try {
    if (frame === null || sender.isDestroyed()) return 'frame-gone';
    if (!origin.isOwn(frame.url)) return 'foreign-origin';
    if (frame.parent !== null) return 'sub-frame';
    if (frame !== sender.mainFrame) return 'frame-gone';
  } catch {
    // Electron throws when a frame was disposed of between the message and the question.
    return 'frame-gone';
  }
  return args.length === 0 ? null : 'unexpected-arguments';
};

export interface ContractChannelOptions {
  readonly ipcMain: IpcMain;
  readonly createChannel: () => MessageChannelMain;
  readonly origin: PageOrigin;
  /** Serves the contract on one end of a new channel, until the handle is disposed. */
  readonly serve: (port: MessagePortMain) => Disposable;
  readonly logger: Logger;
}

/** The address of a frame for the log; empty when the frame is gone. */
const addressOf = (frame: Pick<WebFrameMain, 'url'> | null): string => {
  try {
    return frame?.url.slice(0, 200) ?? '';
  } catch {
    return '';
  }
};

/**
 * Hands each page that asks, and may, one end of a new message channel, over which the whole contract runs. A page has one
 * port: asking again, as after a reload, ends the one before.
 */
export const openContractChannel = (options: ContractChannelOptions): Disposable => {
  const { ipcMain, logger, origin } = options;
  const live = new Map<WebContents, () => void>();
  let closed = false;

  ipcMain.on(PORT_REQUEST_CHANNEL, (event, ...args: unknown[]) => {
    if (closed) return;
    const refusal = judgeSender(event, args, origin);
    const frame = event.senderFrame;
    if (refusal !== null || frame === null) {
      logger.warning('Refused a message to the contract channel', { refusal, from: addressOf(frame) });
      return;
    }
    const { sender } = event;
    live.get(sender)?.();
    const { port1, port2 } = options.createChannel();
    const served = options.serve(port1);
    const end = (): void => {
      if (live.get(sender) !== end) return;
      live.delete(sender);
      served[Symbol.dispose]();
      port1.close();
    };
    live.set(sender, end);
    port1.on('close', end);
    try {
      frame.postMessage(PORT_CHANNEL, null, [port2]);
    } catch (error) {
      // The page went away in this moment; the one after it asks for a port of its own.
      end();
      logger.warning('A page was gone before it got its port', { reason: String(error) });
    }
  });

  return toDisposable(() => {
    closed = true;
    for (const end of live.values()) end();
  });
};
