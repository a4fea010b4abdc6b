import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { usePreferences, useStores } from '../stores/stores-context.tsx';
import { EmptyState } from '../ui/index.ts';

const useSwitch = (): { on: boolean; toggle: () => void } => {
  const { preferences } = useStores();
  const on = usePreferences((state) => state.streamSafe);
  return { on, toggle: () => preferences.getState().change({ streamSafe: !on }) };
};

/** Switches the stream-safe mode, and says in words while it is on. */
export const StreamSafeButton = () => {
  const { on, toggle } = useSwitch();
  if (on) {
    return (
      <Tooltip label="Viewers’ names, addresses and secrets are kept out of this window">
        <Button
          aria-pressed
          leftSection={<IconEyeOff size={16} stroke={1.5} aria-hidden="true" />}
          onClick={toggle}
        >
          Stream-safe
        </Button>
      </Tooltip>
    );
  }
  return (
    <Tooltip label="Stream-safe: hide viewers’ names, addresses and secrets">
      <ActionIcon aria-label="Stream-safe" aria-pressed={false} onClick={toggle}>
        <IconEye size={16} stroke={1.5} aria-hidden="true" />
      </ActionIcon>
    </Tooltip>
  );
};

/** In place of a page that is nothing but what must not be seen. */
export const HiddenFromStream = ({ title }: { title: string }) => {
  const { toggle } = useSwitch();
  return (
    <EmptyState title={title} action={<Button onClick={toggle}>Switch off stream-safe mode</Button>}>
      They hold addresses and accounts. Make sure that nobody watches this window before you switch the
      stream-safe mode off.
    </EmptyState>
  );
};
