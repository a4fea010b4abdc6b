import type { ComponentView } from '#shared/model/index.ts';
import { lineOf } from '../../data/component-sentence.ts';
import { formatExact, formatNumber, formatShortSpan, formatSpan, UNKNOWN } from '../../data/format.ts';
import { cutStrip, healthyShare } from '../../data/health-strip.ts';
import { lampOf } from '../../data/health-words.ts';
import { latestValue } from '../../data/metrics-model.ts';
import type { HealthChange } from '../../data/system-model.ts';
import { useComponentSeries, useRoute, useStores, useSystem } from '../../stores/stores-context.tsx';
import { HealthStrip, Lamp, useNow } from '../../ui/index.ts';
import classes from './health-table.module.css';

/** A share of less than a minute says nothing. */
const LEAST_OBSERVED_MS = 60_000;

const shareWords = (changes: readonly HealthChange[], now: number): { text: string; title: string } => {
  const known = healthyShare(changes, now);
  if (!known || known.observedMs < LEAST_OBSERVED_MS)
    return { text: UNKNOWN, title: 'Not observed for long enough yet' };
  return {
    text: `${(known.share * 100).toFixed(known.share > 0.999 ? 0 : 1)} %`,
    title: `Healthy for this share of the ${formatSpan(known.observedMs)} that were observed`,
  };
};

const Row = ({ component, changes }: { component: ComponentView; changes: readonly HealthChange[] }) => {
  const { navigation } = useStores();
  const { selection } = useRoute();
  const now = useNow();
  const latency = latestValue(useComponentSeries(component.id)?.get('latencyMs'));
  const { id, title, startedAt, supervision, cause } = component;
  const share = shareWords(changes, now);
  return (
    <tr data-selected={(selection?.kind === 'component' && selection.id === id) || undefined}>
      <td>
        <Lamp level={lampOf(component)} faint={cause !== null} word="shown" />
      </td>
      <th scope="row">
        <button
          type="button"
          className={classes.name}
          onClick={() => navigation.getState().select({ kind: 'component', id })}
        >
          {title}
        </button>
      </th>
      <td className={classes.sentence} title={lineOf(component, now)}>
        {lineOf(component, now)}
      </td>
      <td>
        <HealthStrip cells={cutStrip(changes, now)} />
      </td>
      <td className={classes.number} title={share.title}>
        {share.text}
      </td>
      <td className={classes.number} title={startedAt === null ? 'It does not run' : formatExact(startedAt)}>
        {startedAt === null ? UNKNOWN : formatShortSpan(now - startedAt)}
      </td>
      <td className={classes.number}>{supervision.restarts}</td>
      <td className={classes.number} title={latency === null ? 'Not measured' : undefined}>
        {latency === null ? UNKNOWN : `${formatNumber(latency)} ms`}
      </td>
    </tr>
  );
};

/** A line for each part: how it is, why, its last hour, and how long and how well it runs. */
export const HealthTable = ({ history }: { history: ReadonlyMap<string, readonly HealthChange[]> }) => {
  const components = useSystem((state) => state.components);
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label="Health of all parts">
        <thead>
          <tr>
            <th scope="col">Health</th>
            <th scope="col">Part</th>
            <th scope="col">Now</th>
            <th scope="col">Last hour</th>
            <th scope="col" className={classes.number} title="Share of the observed time that was healthy">
              Healthy
            </th>
            <th scope="col" className={classes.number} title="Time since the last start">
              Running
            </th>
            <th scope="col" className={classes.number}>
              Restarts
            </th>
            <th scope="col" className={classes.number}>
              Latency
            </th>
          </tr>
        </thead>
        <tbody>
          {[...components.values()].map((component) => (
            <Row key={component.id} component={component} changes={history.get(component.id) ?? []} />
          ))}
        </tbody>
      </table>
    </div>
  );
};
