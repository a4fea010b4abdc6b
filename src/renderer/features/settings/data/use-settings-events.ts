import { useEffect } from 'react';
import { settingsTopics } from '#shared/catalogue/topics/settings.ts';
import { useEvents } from '../../../stores/stores-context.tsx';

const settingsNames: ReadonlySet<string> = new Set(settingsTopics.map(({ name }) => name));

/** Calls back when something happened to the settings, in this window or anywhere else. */
export const useSettingsEvents = (onEvent: () => void): void => {
  const latest = useEvents(
    (state) => state.ring.items.findLast((event) => settingsNames.has(event.topic))?.id ?? null,
  );
  useEffect(() => {
    if (latest !== null) onEvent();
  }, [latest, onEvent]);
};
