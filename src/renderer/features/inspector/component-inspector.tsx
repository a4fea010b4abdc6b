import { Button } from '@mantine/core';
import type { ComponentPanel } from '../../registry/component-panel.ts';
import { lampOf } from '../../model/health.ts';
import { useComponent, useStores } from '../../stores/stores-context.tsx';
import {
  EmptyState,
  Fact,
  Facts,
  ForeignText,
  Lamp,
  RelativeTime,
  Section,
  StateWord,
} from '../../ui/index.ts';
import classes from './component-inspector.module.css';
import { ConditionList } from './condition-list.tsx';
import { InspectorActions } from './inspector-actions.tsx';
import { InspectorEvents } from './inspector-events.tsx';
import { InspectorNumbers } from './inspector-numbers.tsx';
import { PartLinks } from './part-links.tsx';
import { StatusFacts } from './status-facts.tsx';
import { SupervisionFacts } from './supervision-facts.tsx';
import { WaitingNote } from './waiting-note.tsx';
import { useHostQuery, useQueries, valueOf } from '../../queries/use-host-query.ts';

const REFRESH_MS = 2_000;

const SettingsLink = ({ path }: { path: string }) => {
  const { navigation } = useStores();
  return (
    <Button onClick={() => navigation.getState().goTo('settings', { section: path })}>
      Open its settings
    </Button>
  );
};

/** Everything about one component: how it is, why, what it needs, what it did, and what can be done with it. */
export const ComponentInspector = ({ id, panels }: { id: string; panels: readonly ComponentPanel[] }) => {
  const component = useComponent(id);
  const { api } = useQueries();
  const { answer: detail } = useHostQuery(api.components.get.queryOptions({ input: { id } }), {
    onFailure: 'hide',
    everyMs: REFRESH_MS,
  });
  if (!component) {
    return (
      <EmptyState title={`There is no part “${id}”`}>
        It was removed, or it belongs to another set-up. Close the inspector with Esc.
      </EmptyState>
    );
  }
  const { title, description, state, since, health, cause } = component;
  const ready = valueOf(detail);
  const lamp = lampOf(component);
  const Panel = panels.find(({ fits }) => fits(component))?.Panel;
  const settingsPath = ready?.settingsPath ?? null;
  return (
    <div className={classes.inspector}>
      <header className={classes.header}>
        <div className={classes.titleLine}>
          <Lamp level={lamp} faint={cause !== null} />
          <h2 className={classes.title}>
            <ForeignText>{title}</ForeignText>
          </h2>
          <StateWord state={state} notSetUp={component.notSetUp} />
        </div>
        <p className={classes.id}>
          <ForeignText>{id}</ForeignText>
        </p>
        {description !== '' && (
          <p className={classes.description}>
            <ForeignText>{description}</ForeignText>
          </p>
        )}
        <p className={classes.summary}>
          <Lamp level={lamp} word="shown" faint={cause !== null} /> since{' '}
          <RelativeTime at={lamp === 'off' ? since : health.since} />
          {lamp !== 'off' && (
            <>
              : <ForeignText>{health.summary}</ForeignText>
            </>
          )}
        </p>
        <WaitingNote component={component} />
        <InspectorActions component={component} />
      </header>
      {Panel && <Panel key={id} component={component} />}
      <Section title="Health">
        <ConditionList conditions={health.conditions} />
      </Section>
      <Section title="Needs and needed by">
        <PartLinks title="Needs" ids={component.needs.map((need) => need.id)} none="Nothing" />
        <PartLinks title="Needed by" ids={ready?.dependents ?? []} none={ready ? 'Nobody' : 'Reading'} />
      </Section>
      <Section title="Supervision">
        <SupervisionFacts component={component} />
      </Section>
      <InspectorNumbers id={id} />
      <Section title="Status" aside={settingsPath !== null && <SettingsLink path={settingsPath} />}>
        <Facts>
          <Fact name="State since">
            <RelativeTime at={since} />
          </Fact>
          <Fact name="Fact" data>
            <ForeignText>{component.fact ?? 'none'}</ForeignText>
          </Fact>
        </Facts>
        {detail.status === 'failed' && (
          <p className={classes.description}>
            <ForeignText>{detail.message}</ForeignText>
          </p>
        )}
        {ready && <StatusFacts status={ready.status} />}
      </Section>
      <InspectorEvents id={id} />
    </div>
  );
};
