import { useEffect, useRef } from 'react';

/**
 * Returns the name of a key press: `t`, `?`, `escape`, `mod+k`. Shift is part of the character. Null for a
 * key press of the browser or the system.
 */
export const pressName = (
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): string | null => {
  if (event.altKey) return null;
  const key = event.key.toLowerCase();
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key;
};

const TYPING = 'input, textarea, select, [contenteditable="true"], [role="textbox"]';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(TYPING) !== null;

const SEQUENCE_MS = 1_000;

/**
 * Handles keys while the component is mounted. A name is one key (`t`) or two in sequence (`g s`). Plain keys
 * are off while the user types or a dialog is open; `mod+` keys work everywhere.
 */
export const useShortcuts = (handlers: Readonly<Record<string, () => void>>): void => {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    let first: { press: string; at: number } | null = null;
    const onKeyDown = (event: KeyboardEvent): void => {
      const press = pressName(event);
      if (press === null || event.defaultPrevented) return;
      const plain = !press.startsWith('mod+');
      if (plain && (isTyping(event.target) || document.querySelector('[role="dialog"][aria-modal="true"]')))
        return;
      const sequence = first && event.timeStamp - first.at < SEQUENCE_MS ? `${first.press} ${press}` : null;
      first = { press, at: event.timeStamp };
      const handler = (sequence === null ? undefined : latest.current[sequence]) ?? latest.current[press];
      if (!handler) return;
      event.preventDefault();
      first = null;
      handler();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
};
