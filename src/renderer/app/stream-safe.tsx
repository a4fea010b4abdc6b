import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { usePreferences, useStores } from '../stores/stores-context.tsx';
import { EmptyState } from '../ui/index.ts';

const texts = {
  name: 'Stream-safe',
  isOn: 'Viewers’ names, addresses and secrets are hidden in this window',
  turnOn: 'Stream-safe: hide viewers’ names, addresses and secrets',
  turnOff: 'Turn off stream-safe mode',
  hidden: 'This page shows addresses and accounts. Make sure your audience can’t see this window first.',
} as const;

const useSwitch = (): { on: boolean; toggle: () => void } => {
  const { preferences } = useStores();
  const on = usePreferences((state) => state.streamSafe);
  return { on, toggle: () => preferences.getState().change({ streamSafe: !on }) };
};

/** Toggles stream-safe mode, with a word beside the icon while it is on. */
export const StreamSafeButton = () => {
  const { on, toggle } = useSwitch();
  if (on) {
    return (
      <Tooltip label={texts.isOn}>
        <Button
          aria-pressed
          leftSection={<IconEyeOff size={16} stroke={1.5} aria-hidden="true" />}
          onClick={toggle}
        >
          {texts.name}
        </Button>
      </Tooltip>
    );
  }
  return (
    <Tooltip label={texts.turnOn}>
      <ActionIcon aria-label={texts.name} aria-pressed={false} onClick={toggle}>
        <IconEye size={16} stroke={1.5} aria-hidden="true" />
      </ActionIcon>
    </Tooltip>
  );
};

/** Replaces a page that shows nothing but private data. */
export const HiddenFromStream = ({ title }: { title: string }) => {
  const { toggle } = useSwitch();
  return (
    <EmptyState title={title} action={<Button onClick={toggle}>{texts.turnOff}</Button>}>
      {texts.hidden}
    </EmptyState>
  );
};
