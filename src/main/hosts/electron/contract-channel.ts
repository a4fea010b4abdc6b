import type { IpcMain, MessageChannelMain, MessagePortMain, WebContents, WebFrameMain } from 'electron';
import type { Logger } from '#core/logger.ts';
import { toDisposable } from '#shared/kernel/index.ts';
import type { PageOrigin } from './page-origin.ts';

/** The only channels: the preload requests a port on the first, and receives it on the second. */
export const PORT_REQUEST_CHANNEL = 'cuelight:port-request';
export const PORT_CHANNEL = 'cuelight:port';

/** Reason for refusing a sender. */
export type SenderRefusal = 'frame-gone' | 'foreign-origin' | 'sub-frame' | 'unexpected-arguments';

/** The source of an IPC event. */
export interface MessageSource {
  readonly senderFrame: Pick<WebFrameMain, 'url' | 'parent'> | null;
  readonly sender: Pick<WebContents, 'isDestroyed'> & { readonly mainFrame: unknown };
}

/**
 * Checks the sender of a message: only the main frame of the own page is accepted, and only a request without
 * arguments. A disposed frame (null), a frame that its contents no longer show, and an unparsable address are
 * refused. `detached` is not checked: after a crash Electron keeps it true for the life of the contents,
 * although the reloaded frame is live.
 */
export const checkSender = (
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
    // Electron throws when the frame was disposed after the message.
    return 'frame-gone';
  }
  return args.length === 0 ? null : 'unexpected-arguments';
};

export interface ContractChannelOptions {
  readonly ipcMain: IpcMain;
  readonly createChannel: () => MessageChannelMain;
  readonly origin: PageOrigin;
  /** Serves the contract on one end of a new channel until disposed. */
  readonly serve: (port: MessagePortMain) => Disposable;
  readonly logger: Logger;
}

/** Returns the address of a frame for the log; empty when the frame was disposed. */
const addressOf = (frame: Pick<WebFrameMain, 'url'> | null): string => {
  try {
    return frame?.url.slice(0, 200) ?? '';
  } catch {
    return '';
  }
};

/**
 * Gives each accepted page one end of a new message channel for the whole contract. A page has one port: a
 * new request, such as after a reload, closes the previous port.
 */
export const openContractChannel = (options: ContractChannelOptions): Disposable => {
  const { ipcMain, logger, origin } = options;
  const live = new Map<WebContents, () => void>();
  let closed = false;

  ipcMain.on(PORT_REQUEST_CHANNEL, (event, ...args: unknown[]) => {
    if (closed) return;
    const refusal = checkSender(event, args, origin);
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
      // The page is being replaced; the next page requests its own port.
      end();
      logger.warning('A page was gone before it got its port', { reason: String(error) });
    }
  });

  return toDisposable(() => {
    closed = true;
    for (const end of live.values()) end();
  });
};
