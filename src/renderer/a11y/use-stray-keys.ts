import { useEffect, useRef } from 'react';

/**
 * Handles keys pressed while the focus is on the page itself and not on a control. For keys that controls
 * need, such as Space and the arrows. The handler returns true when it used the key.
 */
export const useStrayKeys = (handler: (key: string) => boolean): void => {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { target } = event;
      const stray = target === document.body || (target instanceof HTMLElement && target.id === 'main');
      if (!stray || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      if (latest.current(event.key)) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
};
