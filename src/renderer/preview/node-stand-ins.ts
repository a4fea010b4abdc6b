/** Stands in for the modules that the gateway needs in Node alone: a page that calls it directly has no use for them. */

/** Knows no context: the preview shows no event that follows from another. */
export class AsyncLocalStorage {
  getStore(): undefined {
    return undefined;
  }

  enterWith(): void {}

  exit<T>(work: () => T): T {
    return work();
  }
}

/** Runs work where it stands. */
export class AsyncResource {
  static bind<T>(work: T): T {
    return work;
  }

  runInAsyncScope<T>(work: () => T): T {
    return work();
  }
}

/** Serves no HTTP. */
export class OpenAPIHandler {}

/** Serves no WebSocket. */
export class RPCHandler {}
