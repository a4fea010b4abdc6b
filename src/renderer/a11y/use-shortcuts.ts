import { useEffect, useRef } from 'react';

/**
 * What a key press is called: `t`, `?`, `escape`, `mod+k`. Shift is part of the character itself. Null for a press
 * that belongs to the browser or the system.
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
 * Handles keys for as long as the component is there. A name is one press (`t`) or two after another (`g s`). Plain
 * keys rest while somebody types or a dialog is open; `mod+` keys work everywhere.
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
