import {
  createSpotlight,
  Spotlight,
  type SpotlightActionData,
  type SpotlightActionGroupData,
} from '@mantine/spotlight';
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
import type { ComponentPanel } from '../../registry/component-panel.ts';
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
import { withRecentAction } from '../../stores/preferences-store.ts';
import type { Stores } from '../../stores/stores.ts';
import { useStatus } from '../../stores/use-status.ts';
import { Lamp } from '../../ui/index.ts';
import classes from './palette.module.css';
import { createActionFinder } from './find-actions.ts';
import { controlActions, operationGroups, type ControlPlace } from './operation-actions.tsx';

const texts = {
  search: 'Search or run a command',
  nothing: 'No results',
  recent: 'Recent',
  pages: 'Pages',
  window: 'This window',
  components: 'Components',
  controls: 'Controls',
  settings: 'Settings',
  settingsPlace: (title: string) => `Settings: ${title}`,
  streamSafeOn: 'Turn on stream-safe mode',
  streamSafeOff: 'Turn off stream-safe mode',
  dark: 'Use the dark theme',
  light: 'Use the light theme',
  themeWords: 'dark light mode appearance',
  comfortable: 'Use comfortable rows',
  compact: 'Use compact rows',
  stageGraph: 'Show the Stage as a graph',
  stageTable: 'Show the Stage as a table',
  goLive: 'Switch to live connections…',
  rehearse: 'Switch to rehearsal…',
  guide: 'Show the first-run guide',
} as const;

type PalettePage = Pick<PageFacts, 'id' | 'title' | 'icon' | 'alsoCalled' | 'controls'>;

const windowActions = ({ preferences, mode, system }: Pick<Stores, 'preferences' | 'mode' | 'system'>) => {
  const { streamSafe, theme, density, stageAsTable, guideClosed, change } = preferences.getState();
  const rehearsing = system.getState().run?.mode === 'rehearsal';
  const entries: readonly (readonly [
    id: string,
    label: string,
    Icon: Icon,
    act: () => void,
    words?: string,
  ])[] = [
    [
      'stream-safe',
      streamSafe ? texts.streamSafeOff : texts.streamSafeOn,
      IconEyeOff,
      () => change({ streamSafe: !streamSafe }),
    ],
    theme === 'light'
      ? ['theme', texts.dark, IconMoon, () => change({ theme: 'dark' }), texts.themeWords]
      : ['theme', texts.light, IconSun, () => change({ theme: 'light' }), texts.themeWords],
    [
      'density',
      density === 'compact' ? texts.comfortable : texts.compact,
      IconBaselineDensityMedium,
      () => change({ density: density === 'compact' ? 'comfortable' : 'compact' }),
    ],
    [
      'table',
      stageAsTable ? texts.stageGraph : texts.stageTable,
      IconTable,
      () => change({ stageAsTable: !stageAsTable }),
    ],
    rehearsing
      ? ['mode', texts.goLive, IconBroadcast, () => mode.getState().ask('live')]
      : ['mode', texts.rehearse, IconBroadcastOff, () => mode.getState().ask('rehearsal')],
    ...(guideClosed ? [['guide', texts.guide, IconHelp, () => change({ guideClosed: false })] as const] : []),
  ];
  return entries.map(([id, label, ActionIcon, onClick, words = '']) => ({
    id: `window:${id}`,
    label,
    keywords: [words],
    leftSection: <ActionIcon size={16} stroke={1.5} aria-hidden="true" />,
    onClick,
  }));
};

const ComponentLamp = ({ component }: { component: ComponentView }) => {
  const { lamp, word } = useStatus(component);
  return <Lamp level={lamp} says={word} />;
};

/** Returns the places with controls whose input only a person can give. */
const placesOf = (
  pages: readonly PalettePage[],
  panels: readonly ComponentPanel[],
  components: readonly ComponentView[],
  { navigation }: Pick<Stores, 'navigation'>,
): readonly ControlPlace[] => [
  ...pages.map(({ id, title, controls = [] }) => ({
    id,
    title,
    controls,
    open: () => navigation.getState().goTo(id),
  })),
  ...components.flatMap((component) => {
    const panel = panels.find(({ fits }) => fits(component));
    return panel?.controls === undefined
      ? []
      : [
          {
            id: component.id,
            title: isolate(component.title),
            controls: panel.controls,
            open: () => navigation.getState().select({ kind: 'component', id: component.id }),
          },
        ];
  }),
];

const groupsOf = (
  pages: readonly PalettePage[],
  panels: readonly ComponentPanel[],
  components: readonly ComponentView[],
  stores: Stores,
): SpotlightActionGroupData[] => {
  const { navigation, clock, preferences, mode, system, settings } = stores;
  return [
    {
      group: texts.pages,
      actions: pages.map(({ id, title, icon: PageIcon, alsoCalled = [] }) => ({
        id: `page:${id}`,
        label: title,
        keywords: [...alsoCalled],
        leftSection: <PageIcon size={16} stroke={1.5} aria-hidden="true" />,
        onClick: () => navigation.getState().goTo(id),
      })),
    },
    { group: texts.window, actions: windowActions({ preferences, mode, system }) },
    {
      group: texts.components,
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
      group: texts.settings,
      actions: settingsPlaces(settings.getState().sections).map(({ id, title, words }) => ({
        id: `settings:${id}`,
        label: texts.settingsPlace(title),
        keywords: [...words],
        leftSection: <IconSettings size={16} stroke={1.5} aria-hidden="true" />,
        onClick: () => navigation.getState().goTo('settings', { section: id }),
      })),
    },
    ...operationGroups(stores),
    { group: texts.controls, actions: controlActions(placesOf(pages, panels, components, stores)) },
  ];
};

/** Returns the recent actions that are still available, the newest first. */
const recentOf = (
  groups: readonly SpotlightActionGroupData[],
  recent: readonly string[],
): SpotlightActionGroupData[] => {
  const actions = recent.flatMap(
    (id) => groups.flatMap((each) => each.actions).find((action) => action.id === id) ?? [],
  );
  return actions.length === 0 ? [] : [{ group: texts.recent, actions }];
};

/** Adds each used action to the recent ones. */
const remembered = (
  groups: readonly SpotlightActionGroupData[],
  remember: (id: string) => void,
): SpotlightActionGroupData[] =>
  groups.map(({ group, actions }) => ({
    group,
    actions: actions.map((action: SpotlightActionData) => ({
      ...action,
      onClick: (event) => {
        remember(action.id);
        action.onClick?.(event);
      },
    })),
  }));

/** One field to find pages, components, settings and actions. Opens whenever `requests` grows. */
export const Palette = ({
  pages,
  panels,
  requests,
}: {
  pages: readonly PalettePage[];
  panels: readonly ComponentPanel[];
  requests: number;
}) => {
  const [find] = useState(createActionFinder);
  const [[store, spotlight]] = useState(createSpotlight);
  const stores = useStores();
  const components = useSystem((state) => state.components);
  // The labels of the palette's own actions depend on these states.
  const { recentActions, change } = usePreferences((state) => state);
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
  const groups = remembered(groupsOf(pages, panels, [...components.values()], stores), (id) =>
    change({ recentActions: withRecentAction(recentActions, id) }),
  );
  return (
    <Spotlight
      store={store}
      shortcut={null}
      actions={groups}
      filter={(query) => [
        ...(query.trim() === '' ? recentOf(groups, recentActions) : []),
        ...find(query, groups, recentActions),
      ]}
      // The top edge stays in place while the number of results changes.
      centered={false}
      nothingFound={texts.nothing}
      searchProps={{
        placeholder: texts.search,
        'aria-label': texts.search,
      }}
      highlightQuery
      limit={30}
      scrollable
      maxHeight={420}
      transitionProps={{ duration: 120 }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.6 }}
      lockScroll={false}
      attributes={{ content: { 'aria-label': texts.search } }}
      classNames={{
        content: classes.content ?? '',
        action: classes.action ?? '',
        actionSection: classes.section ?? '',
        actionDescription: classes.description ?? '',
      }}
    />
  );
};
