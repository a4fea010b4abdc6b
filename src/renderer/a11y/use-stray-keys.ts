import { useEffect, useRef } from 'react';

/**
 * Hands on keys that nobody else takes: those pressed while the focus is on the page itself and not on a control. Used
 * for keys that controls need themselves, such as Space and the arrows. The handler says whether it used the key.
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
