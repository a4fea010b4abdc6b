import type { App } from 'electron';
import { expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { STOP_LIMIT_MS, stopBeforeQuit, stopInOrder } from './quit-sequence.ts';
import { createFake, createPreventable, createRecordingLogger } from './testing/fakes.ts';

const setUp = (handOver: () => void = () => undefined) => {
  const clock = createFakeClock();
  const exits: (number | undefined)[] = [];
  const app = createFake<App>({ exit: (code?: number) => exits.push(code) });
  const stopping = Promise.withResolvers<readonly Fault[]>();
  let stops = 0;
  const handedOver: { readonly exits: number }[] = [];
  const givenUp: { readonly exits: number }[] = [];
  stopBeforeQuit({
    app,
    clock,
    logger: createRecordingLogger(),
    stop: () => {
      stops += 1;
      return stopping.promise;
    },
    beforeExit: () => {
      handedOver.push({ exits: exits.length });
      handOver();
    },
    onTooLong: () => void givenUp.push({ exits: exits.length }),
  });
  const quit = (): boolean => {
    const event = createPreventable({});
    app.emit('before-quit', event);
    return event.prevented;
  };
  return { clock, exits, stopping, quit, handedOver, givenUp, stops: () => stops };
};

it('waits for everything to stop, then exits with 0', async () => {
  const { clock, exits, stopping, quit } = setUp();
  expect(quit()).toBe(true);
  await clock.advance(1_000);
  expect(exits).toEqual([]);
  stopping.resolve([]);
  await clock.settle();
  expect(exits).toEqual([0]);
  expect(clock.pending).toBe(0);
});

it('stops once, however often quitting is requested', async () => {
  const { clock, exits, stopping, quit, stops } = setUp();
  quit();
  expect(quit()).toBe(true);
  stopping.resolve([]);
  await clock.settle();
  expect(stops()).toBe(1);
  expect(exits).toEqual([0]);
});

it('exits with 1 when a component does not stop', async () => {
  const { clock, exits, stopping, quit } = setUp();
  quit();
  stopping.resolve([new Fault('core.stop-failed', 'OBS did not stop', { kind: 'defect' })]);
  await clock.settle();
  expect(exits).toEqual([1]);
});

it('exits with 1 when the stop itself fails', async () => {
  const { clock, exits, stopping, quit } = setUp();
  quit();
  stopping.reject(new Error('the lock of the home could not be removed'));
  await clock.settle();
  expect(exits).toEqual([1]);
  expect(clock.pending).toBe(0);
});

it('exits with 1 when the hand-over to the installer fails', async () => {
  const { clock, exits, stopping, quit } = setUp(() => {
    throw new Error('a window could not be closed');
  });
  quit();
  stopping.resolve([]);
  await clock.settle();
  expect(exits).toEqual([1]);
});

it('exits with 1 when stopping takes too long', async () => {
  const { clock, exits, quit } = setUp();
  quit();
  await clock.advance(STOP_LIMIT_MS - 1);
  expect(exits).toEqual([]);
  await clock.advance(1);
  expect(exits).toEqual([1]);
});

it('hands over to the installer of an update after everything has stopped, and before it exits', async () => {
  const { clock, exits, stopping, quit, handedOver, givenUp } = setUp();
  quit();
  await clock.settle();
  expect(handedOver).toEqual([]);
  stopping.resolve([]);
  await clock.settle();
  expect(handedOver).toEqual([{ exits: 0 }]);
  expect(givenUp).toEqual([]);
  expect(exits).toEqual([0]);
});

it('gives the update up when stopping takes too long, before it exits', async () => {
  const { clock, exits, quit, handedOver, givenUp } = setUp();
  quit();
  await clock.advance(STOP_LIMIT_MS);
  expect(exits).toEqual([1]);
  expect(handedOver).toEqual([]);
  expect(givenUp).toEqual([{ exits: 0 }]);
});

it('stops the other parts after one that throws, and returns every fault', async () => {
  const stopped: string[] = [];
  const late = new Fault('core.stop-failed', 'OBS did not stop', { kind: 'defect' });
  const faults = await stopInOrder([
    () => {
      throw new Error('the tray icon was gone');
    },
    () => Promise.reject(new Error('the gateway did not close')),
    () => {
      stopped.push('application');
      return Promise.resolve([late]);
    },
  ]);
  expect(stopped).toEqual(['application']);
  expect(faults.map(({ message }) => message)).toEqual([
    'the tray icon was gone',
    'the gateway did not close',
    'OBS did not stop',
  ]);
});
