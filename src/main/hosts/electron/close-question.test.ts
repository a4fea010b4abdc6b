import type { BrowserWindow } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { askBeforeClosing } from './close-question.ts';
import { createFake, createPreventable } from './testing/fakes.ts';
import type { TrayArea } from './tray-area.ts';

const buttons = { quit: 0, keep: 1, cancel: 2 } as const;

const setUp = (tray: TrayArea, answer: keyof typeof buttons = 'cancel') => {
  const done: string[] = [];
  let destroyed = false;
  let stopping = false;
  /** Closes as a person does. */
  const close = (): void => {
    const event = createPreventable({});
    window.emit('close', event);
    if (event.prevented) return;
    destroyed = true;
    done.push('closed');
  };
  const window = createFake<BrowserWindow>({ isDestroyed: () => destroyed, close });
  const answered = Promise.withResolvers<void>();
  askBeforeClosing({
    window,
    isStopping: () => stopping,
    findTrayArea: () => Promise.resolve(tray),
    ask: async ({ buttons: labels }) => {
      done.push(`asked: ${labels?.join(', ')}`);
      await answered.promise;
      return { response: buttons[answer] };
    },
    quit: () => done.push('quit'),
  });
  return { done, close, answer: () => answered.resolve(), stop: () => (stopping = true) };
};
const asked = 'asked: Quit Cuelight, Keep running, Cancel';

describe('closing the window', () => {
  it('leaves the program in the tray without a question', async () => {
    const { done, close } = setUp(true);
    close();
    await vi.waitFor(() => expect(done).toEqual(['closed']));
  });

  it.each([false, null])('asks when the tray area is %s, once while the box is open', async (tray) => {
    const { done, close, answer } = setUp(tray);
    close();
    close();
    await vi.waitFor(() => expect(done).toEqual([asked]));
    answer();
    await vi.waitFor(() => {
      close();
      expect(done).toEqual([asked, asked]);
    });
  });

  it.each([
    ['quit', 'quit'],
    ['keep', 'closed'],
  ] as const)('follows the answer %s', async (chosen, expected) => {
    const { done, close, answer } = setUp(false, chosen);
    close();
    answer();
    await vi.waitFor(() => expect(done).toEqual([asked, expected]));
  });

  it('needs no answer while the program stops', () => {
    const { done, close, stop } = setUp(false);
    stop();
    close();
    expect(done).toEqual(['closed']);
  });
});
