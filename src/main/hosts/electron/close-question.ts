import type { BrowserWindow, Event, MessageBoxOptions, MessageBoxReturnValue } from 'electron';
import type { TrayArea } from './tray-area.ts';

export interface CloseQuestionOptions {
  readonly window: Pick<BrowserWindow, 'on' | 'close' | 'isDestroyed'>;
  /** True while the program stops: the window then closes without a question. */
  readonly isStopping: () => boolean;
  readonly findTrayArea: () => Promise<TrayArea>;
  readonly ask: (question: MessageBoxOptions) => Promise<Pick<MessageBoxReturnValue, 'response'>>;
  readonly quit: () => void;
}

const quitButton = 0;
const keepButton = 1;
const cancelButton = 2;

const question: MessageBoxOptions = {
  type: 'question',
  title: 'Cuelight',
  message: 'Quit Cuelight?',
  detail:
    'This desktop does not show Cuelight’s tray icon. If Cuelight keeps running without a window, start it again to open the window.',
  buttons: ['Quit Cuelight', 'Keep running', 'Cancel'],
  defaultId: quitButton,
  cancelId: cancelButton,
};

/**
 * Asks before the window closes where no tray icon would be left to open it again or to quit. Otherwise a
 * person could end up with a program that they can neither see nor end.
 */
export const askBeforeClosing = (options: CloseQuestionOptions): void => {
  const { window, isStopping, findTrayArea, ask, quit } = options;
  let mayClose = false;
  let isAsking = false;
  const decide = async (): Promise<void> => {
    const response = (await findTrayArea()) === true ? keepButton : (await ask(question)).response;
    if (window.isDestroyed()) return;
    if (response === quitButton) quit();
    if (response !== keepButton) return;
    mayClose = true;
    window.close();
  };
  window.on('close', (event: Event) => {
    if (mayClose || isStopping()) return;
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    // A box that cannot be shown leaves the window open.
    void decide()
      .catch(() => undefined)
      .then(() => (isAsking = false));
  });
};
