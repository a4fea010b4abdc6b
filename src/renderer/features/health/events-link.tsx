import { Button } from '@mantine/core';
import { useStores } from '../../stores/stores-context.tsx';
import { writeShownEvents } from '../../model/event-filter.ts';

/** Margin before and after, so that causes and consequences are in view. */
const MARGIN_MS = 30_000;

/** A button that opens a component's events around a time. */
export const EventsLink = ({
  component,
  from,
  to,
}: {
  component: string;
  from: number;
  /** Null while it is ongoing. */
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
