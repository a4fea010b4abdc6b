import type { IpcMain, MessageChannelMain, MessagePortMain, WebContents, WebFrameMain } from 'electron';
import type { Logger } from '#core/logger.ts';
import type { PageOrigin } from './page-origin.ts';

/** The preload asks for a port on the first, and gets it on the second. There are no other channels. */
export const PORT_REQUEST_CHANNEL = 'cuelight:port-request';
export const PORT_CHANNEL = 'cuelight:port';

/** Why a sender is not heard. */
export type SenderRefusal = 'frame-gone' | 'foreign-origin' | 'sub-frame' | 'unexpected-arguments';

/**
 * Judges who sent a message on the one channel: only the main frame of our own page, and only the bare request. A frame
 * that is gone (null) or whose address does not parse is a stranger.
 */
export const judgeSender = (
  frame: Pick<WebFrameMain, 'url' | 'parent' | 'detached'> | null,
  args: readonly unknown[],
  origin: PageOrigin,
): SenderRefusal | null => {
  if (frame === null || frame.detached) return 'frame-gone';
  if (!origin.isOwn(frame.url)) return 'foreign-origin';
  if (frame.parent !== null) return 'sub-frame';
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
    const frame = event.senderFrame;
    const refusal = judgeSender(frame, args, origin);
    if (refusal !== null || frame === null) {
      logger.warning('Refused a message to the contract channel', {
        refusal,
        from: frame?.url.slice(0, 200) ?? '',
      });
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
    frame.postMessage(PORT_CHANNEL, null, [port2]);
  });

  return {
    [Symbol.dispose]: () => {
      closed = true;
      for (const end of live.values()) end();
    },
  };
};
