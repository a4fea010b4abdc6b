import { useEffect } from 'react';
import { useEvents } from '../../../stores/stores-context.tsx';

/** Calls back when something happened to the settings, in this window or anywhere else. */
export const useSettingsEvents = (onEvent: () => void): void => {
  const latest = useEvents(
    (state) => state.ring.items.findLast((event) => event.topic.startsWith('settings.'))?.id ?? null,
  );
  useEffect(() => {
    if (latest !== null) onEvent();
  }, [latest, onEvent]);
};
