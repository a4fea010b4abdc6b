/** Replaces the Node modules of the gateway in the preview, which calls the gateway without a transport. */

/** Async storage without a context: events in the preview have no cause. */
export class AsyncLocalStorage {
  getStore(): undefined {
    return undefined;
  }

  enterWith(): void {}

  exit<T>(work: () => T): T {
    return work();
  }
}

/** Resource that runs work directly. */
export class AsyncResource {
  static bind<T>(work: T): T {
    return work;
  }

  runInAsyncScope<T>(work: () => T): T {
    return work();
  }
}

/** HTTP handler without a server. */
export const OpenAPIHandler = Object;

/** Message handler without a connection. */
export const RPCHandler = Object;
