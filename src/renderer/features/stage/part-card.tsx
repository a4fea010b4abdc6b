import { isolate } from '#shared/kernel/index.ts';
import { latestValue, leadingSeries } from '../../model/metrics-model.ts';
import { lineOf, reasonOf } from '../../text/component-sentence.ts';
import { formatWithUnit } from '../../text/format.ts';
import { lampOf } from '../../model/health.ts';
import { useComponent, useComponentSeries } from '../../stores/stores-context.tsx';
import { ForeignText, Lamp, Sparkline, StateWord, useNow } from '../../ui/index.ts';
import classes from './part-card.module.css';

const FIVE_MINUTES = 300;

const CardNumbers = ({ id }: { id: string }) => {
  const series = leadingSeries(useComponentSeries(id));
  if (!series) return null;
  const value = formatWithUnit(latestValue(series), series.unit);
  return (
    <div className={classes.numbers}>
      <Sparkline values={series.values.slice(-FIVE_MINUTES)} label={`${series.name}, now ${value}`} />
      <span className={classes.value}>{value}</span>
    </div>
  );
};

/** A component: lamp, title and state; the fact that matters, or its problem; its number of the last five minutes. */
export const PartCard = ({ id, selected }: { id: string; selected: boolean }) => {
  const component = useComponent(id);
  const now = useNow();
  if (!component) return null;
  const lamp = lampOf(component);
  const reason = reasonOf(component, now);
  return (
    <div
      className={classes.card}
      data-lamp={lamp}
      data-collateral={component.cause !== null || undefined}
      data-selected={selected || undefined}
    >
      <div className={classes.head}>
        <Lamp level={lamp} faint={component.cause !== null} />
        <span className={classes.title} title={isolate(component.title)}>
          <ForeignText>{component.title}</ForeignText>
        </span>
        <StateWord state={component.state} notSetUp={component.notSetUp} />
      </div>
      <div className={reason === null ? classes.fact : classes.reason} title={lineOf(component, now)}>
        <ForeignText>{lineOf(component, now)}</ForeignText>
      </div>
      {reason === null && <CardNumbers id={id} />}
    </div>
  );
};
