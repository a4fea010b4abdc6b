import { formatWithUnit } from '../../text/format.ts';
import { latestValue } from '../../model/metrics-model.ts';
import { metricTitle } from '../../text/metric-words.ts';
import { useComponentSeries } from '../../stores/stores-context.tsx';
import { Section, Sparkline } from '../../ui/index.ts';
import classes from './inspector-numbers.module.css';

/** Every metric of a component over the last ten minutes; nothing where it has none. */
export const InspectorNumbers = ({ id }: { id: string }) => {
  const group = useComponentSeries(id);
  if (!group || group.size === 0) return null;
  return (
    <Section title="Metrics" aside="last 10 min">
      <ul className={classes.list}>
        {[...group.values()].map((series) => {
          const value = formatWithUnit(latestValue(series), series.unit);
          return (
            <li key={series.name} className={classes.row}>
              <span className={classes.name}>{metricTitle(series.name)}</span>
              <Sparkline values={series.values} label={`${metricTitle(series.name)}, now ${value}`} />
              <span className={classes.value}>{value}</span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
};
