import { Button } from '@mantine/core';
import { useStores } from '../../stores/stores-context.tsx';
import { writeShownEvents } from '../../model/event-filter.ts';

/** A little before and after, so that what led to it and what it led to is seen. */
const MARGIN_MS = 30_000;

/** Opens the events of a part around a time: why it happened. */
export const EventsLink = ({
  component,
  from,
  to,
}: {
  component: string;
  from: number;
  /** Null while it lasts. */
  to: number | null;
}) => {
  const { navigation } = useStores();
  const open = (): void =>
    navigation.getState().goTo('events', {
      ...writeShownEvents({ level: 'debug', component }),
      from: String(Math.round(from - MARGIN_MS)),
      ...(to === null ? {} : { to: String(Math.round(to + MARGIN_MS)) }),
    });
  return (
    <Button size="compact-xs" onClick={open}>
      Events
    </Button>
  );
};
