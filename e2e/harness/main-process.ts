import type * as electron from 'electron/main';
import { z } from 'zod';

/** The module that the main process imports as `electron`, in Electron and in the stand-in. */
export type Electron = typeof electron;

/** A script that runs in the main process. It is sent as text, so it must not use anything from outside. */
export type MainScript<Argument, Result> = (
  electron: Electron,
  argument: Argument,
) => Result | Promise<Result>;

const replySchema = z.object({
  result: z
    .object({
      result: z.object({ value: z.unknown().optional() }),
      exceptionDetails: z
        .object({ exception: z.object({ description: z.string() }).optional(), text: z.string() })
        .optional(),
    })
    .optional(),
});

/**
 * Keeps the promise of a script reachable until it settles. Otherwise the garbage collection may take it
 * while it waits for an event, and the inspector then refuses to answer. Sent as text, like the script.
 */
const keepUntilSettled = (run: () => unknown): unknown => {
  const result = run();
  if (!(result instanceof Promise)) return result;
  const name = 'cuelightScripts';
  const known: unknown = Reflect.get(globalThis, name);
  const kept = known instanceof Set ? known : new Set();
  Reflect.set(globalThis, name, kept);
  kept.add(result);
  return result.finally(() => kept.delete(result));
};

/**
 * Runs a script in a main process that was started with `--inspect`, and returns its result, which must be
 * JSON. The connection lasts for the call only: an ending process waits for an attached inspector.
 */
export const runInMain = async <Argument, Result>(
  address: string,
  script: MainScript<Argument, Result>,
  argument: Argument,
): Promise<Result> => {
  const call = `(${script.toString()})(require('electron'), ${JSON.stringify(argument) ?? 'undefined'})`;
  const expression = `(${keepUntilSettled.toString()})(() => ${call})`;
  const params = { expression, includeCommandLineAPI: true, awaitPromise: true, returnByValue: true };
  const socket = new WebSocket(address);
  try {
    const text = await new Promise<string>((resolve, reject) => {
      socket.addEventListener('open', () =>
        socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params })),
      );
      socket.addEventListener('message', (event: MessageEvent<string>) => resolve(event.data));
      socket.addEventListener('close', () => reject(new Error('The program ended before it answered.')));
      socket.addEventListener('error', () => reject(new Error(`Nothing answers at ${address}.`)));
    });
    const { result } = replySchema.parse(JSON.parse(text));
    if (!result) throw new Error(`The main process refused the script: ${text}`);
    const thrown = result.exceptionDetails;
    if (thrown) throw new Error(thrown.exception?.description ?? thrown.text);
    // The script's own type says what its value is.
    return result.result.value as Result;
  } finally {
    socket.close();
  }
};
