import { useEffect } from 'react';
import { settingsTopics } from '#shared/catalogue/topics/settings.ts';
import { storeTopics } from '#shared/catalogue/topics/stores.ts';
import { updateTopics } from '#shared/catalogue/topics/updates.ts';
import { useEvents } from '../../../stores/stores-context.tsx';

const namesOf = (topics: readonly { readonly name: string }[]): ReadonlySet<string> =>
  new Set(topics.map(({ name }) => name));
const settingsNames = namesOf(settingsTopics);
const storeNames = namesOf(storeTopics);
const updateNames = namesOf(updateTopics);

const useTopicEvents = (names: ReadonlySet<string>, onEvent: () => void): void => {
  const latest = useEvents(
    (state) => state.ring.items.findLast((event) => names.has(event.topic))?.id ?? null,
  );
  useEffect(() => {
    if (latest !== null) onEvent();
  }, [latest, onEvent]);
};

/** Calls back after each event about the settings, whoever changed them. */
export const useSettingsEvents = (onEvent: () => void): void => useTopicEvents(settingsNames, onEvent);

/** Calls back after each event about backups and other stored data. */
export const useStoreEvents = (onEvent: () => void): void => useTopicEvents(storeNames, onEvent);

/** Calls back after each event about updates of Cuelight. */
export const useUpdateEvents = (onEvent: () => void): void => useTopicEvents(updateNames, onEvent);
