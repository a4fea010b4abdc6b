import { createSpotlight, Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import '@mantine/spotlight/styles.css';
import {
  IconBroadcast,
  IconBroadcastOff,
  IconEyeOff,
  IconHelp,
  IconMoon,
  IconSettings,
  IconSun,
  IconTable,
  IconBaselineDensityMedium,
  type Icon,
} from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { isolate } from '#shared/kernel/index.ts';
import type { ComponentView } from '#shared/model/index.ts';
import { lineOf } from '../../text/component-sentence.ts';
import type { PageFacts } from '../../registry/page.ts';
import { settingsPlaces } from '../../model/settings-places.ts';
import {
  useConnection,
  useObs,
  usePreferences,
  useRehearsal,
  useSettings,
  useStores,
  useSystem,
} from '../../stores/stores-context.tsx';
import type { Stores } from '../../stores/stores.ts';
import { useStatus } from '../../stores/use-status.ts';
import { Lamp } from '../../ui/index.ts';
import classes from './palette.module.css';
import { operationGroups } from './operation-actions.tsx';

type PalettePage = Pick<PageFacts, 'id' | 'title' | 'icon'>;

const windowActions = ({ preferences, mode, system }: Pick<Stores, 'preferences' | 'mode' | 'system'>) => {
  const { streamSafe, theme, density, stageAsTable, guideClosed, change } = preferences.getState();
  const rehearsing = system.getState().run?.mode === 'rehearsal';
  const entries: readonly (readonly [id: string, label: string, Icon: Icon, act: () => void])[] = [
    [
      'stream-safe',
      streamSafe ? 'Switch off stream-safe mode' : 'Switch on stream-safe mode',
      IconEyeOff,
      () => change({ streamSafe: !streamSafe }),
    ],
    theme === 'light'
      ? ['theme', 'Use the dark theme', IconMoon, () => change({ theme: 'dark' })]
      : ['theme', 'Use the light theme', IconSun, () => change({ theme: 'light' })],
    [
      'density',
      density === 'compact' ? 'Use comfortable rows' : 'Use compact rows',
      IconBaselineDensityMedium,
      () => change({ density: density === 'compact' ? 'comfortable' : 'compact' }),
    ],
    [
      'table',
      stageAsTable ? 'Show the Stage as a graph' : 'Show the Stage as a table',
      IconTable,
      () => change({ stageAsTable: !stageAsTable }),
    ],
    rehearsing
      ? ['mode', 'Go live…', IconBroadcast, () => mode.getState().ask('live')]
      : ['mode', 'Rehearse…', IconBroadcastOff, () => mode.getState().ask('rehearsal')],
    ...(guideClosed
      ? [['guide', 'Show the first-run guide', IconHelp, () => change({ guideClosed: false })] as const]
      : []),
  ];
  return entries.map(([id, label, ActionIcon, onClick]) => ({
    id: `window:${id}`,
    label,
    leftSection: <ActionIcon size={16} stroke={1.5} aria-hidden="true" />,
    onClick,
  }));
};

const ComponentLamp = ({ component }: { component: ComponentView }) => {
  const { lamp, word } = useStatus(component);
  return <Lamp level={lamp} says={word} />;
};

const groupsOf = (
  pages: readonly PalettePage[],
  components: readonly ComponentView[],
  stores: Stores,
): SpotlightActionGroupData[] => {
  const { navigation, clock, preferences, mode, system, settings } = stores;
  return [
    {
      group: 'Pages',
      actions: pages.map(({ id, title, icon: PageIcon }) => ({
        id: `page:${id}`,
        label: title,
        leftSection: <PageIcon size={16} stroke={1.5} aria-hidden="true" />,
        onClick: () => navigation.getState().goTo(id),
      })),
    },
    { group: 'This window', actions: windowActions({ preferences, mode, system }) },
    {
      group: 'Parts',
      actions: components.map((component) => ({
        id: `component:${component.id}`,
        label: isolate(component.title),
        description: lineOf(component, clock.now()),
        keywords: [component.id],
        leftSection: <ComponentLamp component={component} />,
        onClick: () => navigation.getState().select({ kind: 'component', id: component.id }),
      })),
    },
    {
      group: 'Settings',
      actions: settingsPlaces(settings.getState().sections).map(({ id, title, words }) => ({
        id: `settings:${id}`,
        label: `Settings: ${title}`,
        keywords: [...words],
        leftSection: <IconSettings size={16} stroke={1.5} aria-hidden="true" />,
        onClick: () => navigation.getState().goTo('settings', { section: id }),
      })),
    },
    ...operationGroups(stores),
  ];
};

/** One field to find pages and parts and to act on them. Opens whenever `requests` grows. */
export const Palette = ({ pages, requests }: { pages: readonly PalettePage[]; requests: number }) => {
  const [[store, spotlight]] = useState(createSpotlight);
  const stores = useStores();
  const components = useSystem((state) => state.components);
  // The words of its own actions follow what they switch.
  usePreferences((state) => state);
  useObs((state) => state.instances);
  useRehearsal((state) => state);
  const settingsRead = useSettings((state) => state.sections.length > 0);
  const connected = useConnection().phase === 'connected';
  useEffect(() => {
    if (requests > 0) spotlight.open();
  }, [spotlight, requests]);
  useEffect(() => {
    if (connected && !settingsRead) void stores.settings.getState().load();
  }, [stores, connected, settingsRead]);
  return (
    <Spotlight
      store={store}
      shortcut={null}
      actions={groupsOf(pages, [...components.values()], stores)}
      nothingFound="No page, part or action has these words."
      searchProps={{
        placeholder: 'Find a page, a part or an action',
        'aria-label': 'Find a page, a part or an action',
      }}
      highlightQuery
      limit={30}
      scrollable
      maxHeight={420}
      transitionProps={{ duration: 120 }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.6 }}
      lockScroll={false}
      attributes={{ content: { 'aria-label': 'Search or run a command' } }}
      classNames={{
        content: classes.content ?? '',
        action: classes.action ?? '',
        actionSection: classes.section ?? '',
        actionDescription: classes.description ?? '',
      }}
    />
  );
};
