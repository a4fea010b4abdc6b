import { isolate } from '#shared/kernel/index.ts';
import type { ComponentView } from '#shared/model/index.ts';
import { latestValue, leadingSeries } from '../../model/metrics-model.ts';
import { lineOf, reasonOf } from '../../text/component-sentence.ts';
import { formatWithUnit } from '../../text/format.ts';
import { metricTitle } from '../../text/metric-words.ts';
import { isHealthy } from '../../text/status-words.ts';
import { useComponent, useComponentSeries } from '../../stores/stores-context.tsx';
import { useShownTime, useStatus } from '../../stores/use-status.ts';
import { ForeignText, Lamp, Sparkline, StatusWord } from '../../ui/index.ts';
import classes from './component-card.module.css';

const FIVE_MINUTES = 300;

const CardNumbers = ({ id }: { id: string }) => {
  const series = leadingSeries(useComponentSeries(id));
  if (!series) return null;
  const value = formatWithUnit(latestValue(series), series.unit);
  return (
    <div className={classes.numbers}>
      <Sparkline
        values={series.values.slice(-FIVE_MINUTES)}
        label={`${metricTitle(series.name)}, now ${value}`}
      />
      <span className={classes.value}>{value}</span>
    </div>
  );
};

const Card = ({ component, selected }: { component: ComponentView; selected: boolean }) => {
  const status = useStatus(component);
  const now = useShownTime();
  const { lamp, word } = status;
  const healthy = isHealthy(status);
  const reason = reasonOf(component, now);
  return (
    <div
      className={classes.card}
      data-lamp={lamp}
      data-collateral={component.cause !== null || undefined}
      data-selected={selected || undefined}
    >
      <div className={classes.head}>
        <Lamp level={lamp} says={healthy ? word : null} faint={component.cause !== null} />
        <span className={classes.title} title={isolate(component.title)}>
          <ForeignText>{component.title}</ForeignText>
        </span>
      </div>
      <div className={reason === null ? classes.fact : classes.reason} title={lineOf(component, now)}>
        {!healthy && (
          <>
            <StatusWord status={status} />
            {' · '}
          </>
        )}
        <ForeignText>{lineOf(component, now)}</ForeignText>
      </div>
      {reason === null && <CardNumbers id={component.id} />}
    </div>
  );
};

/**
 * The card of a component: lamp and title; its most important fact, or its status with the reason; its
 * leading number over the last five minutes.
 */
export const ComponentCard = ({ id, selected }: { id: string; selected: boolean }) => {
  const component = useComponent(id);
  return component ? <Card component={component} selected={selected} /> : null;
};
