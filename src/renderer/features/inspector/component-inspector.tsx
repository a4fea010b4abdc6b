import { Button } from '@mantine/core';
import { Suspense, type ReactNode } from 'react';
import type { ComponentPanel } from '../../registry/component-panel.ts';
import type { ComponentView } from '#shared/model/index.ts';
import { useComponent, useStores } from '../../stores/stores-context.tsx';
import { useIsStale, useShownTime, useStatus } from '../../stores/use-status.ts';
import { formatExact, formatHourMinute, formatSpan } from '../../text/format.ts';
import { isHealthy } from '../../text/status-words.ts';
import {
  EmptyState,
  Fact,
  Facts,
  ForeignText,
  Lamp,
  LoadingState,
  RelativeTime,
  Section,
} from '../../ui/index.ts';
import classes from './component-inspector.module.css';
import { ConditionList } from './condition-list.tsx';
import { InspectorActions } from './inspector-actions.tsx';
import { InspectorEvents } from './inspector-events.tsx';
import { InspectorNumbers } from './inspector-numbers.tsx';
import { ComponentLinks } from './component-links.tsx';
import { StatusFacts } from './status-facts.tsx';
import { SupervisionFacts } from './supervision-facts.tsx';
import { WaitingNote } from './waiting-note.tsx';
import { useHostQuery, useQueries, valueOf } from '../../queries/use-host-query.ts';

const REFRESH_MS = 2_000;

const texts = {
  missing: (id: string) => `There is no component “${id}”`,
  missingHelp: 'It was removed, or it belongs to a different setup. Press Esc to close the inspector.',
  settings: 'Open its settings',
  passing: ' · all checks passing',
  healthyFor: (span: string) => `for ${span}`,
  since: (time: string) => `since ${time}`,
  health: 'Health',
  dependencies: 'Dependencies',
  dependsOn: 'Depends on',
  usedBy: 'Used by',
  none: 'None',
  loading: 'Loading…',
  supervision: 'Restarts and failures',
  details: 'Details',
  id: 'Id',
  state: 'State',
  level: 'Health level',
  desired: 'Desired state',
  lastChange: 'Last state change',
  fact: 'Summary',
} as const;

const SettingsLink = ({ path }: { path: string }) => {
  const { navigation } = useStores();
  return (
    <Button onClick={() => navigation.getState().goTo('settings', { section: path })}>
      {texts.settings}
    </Button>
  );
};

/** The status, how long it lasts, and the reason. */
const Summary = ({ component }: { component: ComponentView }) => {
  const status = useStatus(component);
  const now = useShownTime();
  const { state, since, health, cause } = component;
  const isOff = status.lamp === 'off';
  const from = isOff || status.busy ? since : health.since;
  const healthy = isHealthy(status);
  return (
    <p className={classes.summary} data-state={state}>
      <Lamp level={status.lamp} says={status.word} word="shown" faint={cause !== null} />{' '}
      <time dateTime={new Date(from).toISOString()} title={formatExact(from)}>
        {healthy
          ? texts.healthyFor(formatSpan(Math.max(0, now - from)))
          : texts.since(formatHourMinute(from))}
      </time>
      {healthy && texts.passing}
      {!healthy && !isOff && (
        <>
          {' · '}
          <ForeignText>{health.summary}</ForeignText>
        </>
      )}
    </p>
  );
};

/** Controls that reach the host, switched off while there is no connection to it. */
const Controls = ({ children }: { children: ReactNode }) => (
  <fieldset className={classes.controls} role="presentation" disabled={useIsStale()}>
    {children}
  </fieldset>
);

/**
 * Everything about one component: its status and the reason, its dependencies, its history, and what can be
 * done.
 */
export const ComponentInspector = ({ id, panels }: { id: string; panels: readonly ComponentPanel[] }) => {
  const component = useComponent(id);
  const { api } = useQueries();
  const { answer: detail } = useHostQuery(api.components.get.queryOptions({ input: { id } }), {
    onFailure: 'hide',
    everyMs: REFRESH_MS,
  });
  if (!component) {
    return <EmptyState title={texts.missing(id)}>{texts.missingHelp}</EmptyState>;
  }
  const { title, description, state, since, health, desired } = component;
  const ready = valueOf(detail);
  const Panel = panels.find(({ fits }) => fits(component))?.Panel;
  const settingsPath = ready?.settingsPath ?? null;
  return (
    <div className={classes.inspector}>
      <header className={classes.header}>
        <h2 className={classes.title}>
          <ForeignText>{title}</ForeignText>
        </h2>
        {description !== '' && (
          <p className={classes.description}>
            <ForeignText>{description}</ForeignText>
          </p>
        )}
        <Summary component={component} />
        <Controls>
          <WaitingNote component={component} />
          <InspectorActions component={component} />
        </Controls>
      </header>
      {Panel && (
        <Controls>
          <Suspense fallback={<LoadingState what={texts.loading} />}>
            <Panel key={id} component={component} />
          </Suspense>
        </Controls>
      )}
      <Section title={texts.health}>
        <ConditionList conditions={health.conditions} />
      </Section>
      <Section title={texts.dependencies}>
        <ComponentLinks
          title={texts.dependsOn}
          ids={component.needs.map((need) => need.id)}
          none={texts.none}
        />
        <ComponentLinks
          title={texts.usedBy}
          ids={ready?.dependents ?? []}
          none={ready ? texts.none : texts.loading}
        />
      </Section>
      <Section title={texts.supervision}>
        <SupervisionFacts component={component} />
      </Section>
      <InspectorNumbers id={id} />
      <Section title={texts.details} aside={settingsPath !== null && <SettingsLink path={settingsPath} />}>
        <Facts>
          <Fact name={texts.id} data>
            <ForeignText>{id}</ForeignText>
          </Fact>
          <Fact name={texts.desired}>{desired}</Fact>
          <Fact name={texts.state}>{state}</Fact>
          <Fact name={texts.level}>{health.level}</Fact>
          <Fact name={texts.lastChange}>
            <RelativeTime at={since} />
          </Fact>
          {component.fact !== null && (
            <Fact name={texts.fact} data>
              <ForeignText>{component.fact}</ForeignText>
            </Fact>
          )}
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
