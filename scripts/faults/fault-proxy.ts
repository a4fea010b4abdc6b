import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Faults for the bytes from the server to the client. */
export interface ProxyFaults {
  /** Sends one byte per packet. */
  slice: boolean;
  /** Bytes per second in each direction; null for no limit. */
  bytesPerSecond: number | null;
}

/** A TCP proxy on loopback that simulates a network. */
export interface FaultProxy extends AsyncDisposable {
  readonly port: number;
  readonly faults: ProxyFaults;
  /** The highest number of bytes that waited to be forwarded. */
  readonly mostWaiting: number;
}

/** Forwards bytes in order, with the delays of the faults. */
const pump = (from: Socket, to: Socket, faults: ProxyFaults, note: (waiting: number) => void): void => {
  let waiting: Buffer[] = [];
  let size = 0;
  let busy = false;
  const run = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    while (size > 0 && !to.destroyed) {
      const { slice, bytesPerSecond } = faults;
      const [first = Buffer.alloc(0)] = waiting;
      const take = slice ? 1 : bytesPerSecond === null ? first.length : Math.ceil(bytesPerSecond / 20);
      const chunk = first.subarray(0, take);
      if (chunk.length === first.length) waiting.shift();
      else waiting[0] = first.subarray(take);
      size -= chunk.length;
      to.write(chunk);
      // A turn of the event loop between two bytes puts them into separate packets.
      if (slice) await new Promise((resolve) => setImmediate(resolve));
      else if (bytesPerSecond !== null) await new Promise((resolve) => setTimeout(resolve, 50));
      if (size < 65_536) from.resume();
    }
    busy = false;
  };
  from.on('data', (chunk: Buffer) => {
    waiting.push(chunk);
    size += chunk.length;
    note(size);
    // Back pressure, as on a slow network.
    if (size >= 65_536) from.pause();
    void run();
  });
  from.on('close', () => {
    waiting = [];
    size = 0;
    to.destroy();
  });
  from.on('error', () => to.destroy());
};

export const openFaultProxy = async (targetPort: number): Promise<FaultProxy> => {
  const faults: ProxyFaults = { slice: false, bytesPerSecond: null };
  const sockets = new Set<Socket>();
  let mostWaiting = 0;
  const note = (waiting: number): void => {
    mostWaiting = Math.max(mostWaiting, waiting);
  };
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ port: targetPort, host: '127.0.0.1', noDelay: true });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    pump(client, upstream, { ...faults, slice: false }, note);
    pump(upstream, client, faults, note);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    faults,
    get mostWaiting() {
      return mostWaiting;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
