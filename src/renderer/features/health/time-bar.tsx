import { SegmentedControl } from '@mantine/core';
import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { formatExact, formatMoment, formatSpan } from '../../text/format.ts';
import {
  historySpans,
  instantAt,
  readMoment,
  spanIds,
  type HistorySpanId,
} from '../../model/history-spans.ts';
import { observedWord } from '../../text/status-words.ts';
import { useRoute, useStores } from '../../stores/stores-context.tsx';
import { ErrorState, LoadingState, Panel } from '../../ui/index.ts';
import classes from './time-bar.module.css';
import type { HostAnswer } from '../../queries/use-host-query.ts';
import type { HealthStrips } from './use-strips.ts';

const texts = {
  title: 'Time',
  moment: 'Moment shown',
  span: 'Time span',
  now: 'now',
  loading: 'Loading history…',
  failed: "Couldn't load history",
  help: 'Drag, or press the arrow keys, to go back in time.',
  noHistory: 'No history yet.',
  cell: (ms: number) => `${formatSpan(ms)} per cell`,
  starts: (at: number) => `History starts ${formatMoment(at, Infinity)}.`,
} as const;

const earliestWords = ({ earliest, from }: HealthStrips): string => {
  if (earliest === null) return texts.noHistory;
  return earliest > from ? texts.starts(earliest) : '';
};

const cellWords = ({ overall }: HealthStrips, at: number): string =>
  observedWord(overall.find(({ from, to }) => at >= from && at < to)?.level ?? null);

/** Cells that a key moves the hand by: negative is back in time. */
const keySteps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
};

const Bar = ({ strips }: { strips: HealthStrips }) => {
  const { navigation } = useStores();
  const at = readMoment(useRoute().params);
  const bar = useRef<HTMLDivElement>(null);
  const dragging = useRef(false);
  const { from, before, overall, span } = strips;
  const cellMs = (before - from) / overall.length;
  const goTo = (instant: number | null): void => {
    const now = instant === null || instant >= before - 1_000;
    navigation.getState().setParams({ at: now ? '' : String(Math.max(instant, Math.ceil(from))) });
  };
  const goToPointer = (event: PointerEvent): void => {
    const box = bar.current?.getBoundingClientRect();
    if (box && box.width > 0) goTo(instantAt(from, before, (event.clientX - box.left) / box.width));
  };
  const onPointerDown = (event: PointerEvent): void => {
    dragging.current = true;
    bar.current?.setPointerCapture?.(event.pointerId);
    goToPointer(event);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = keySteps[event.key];
    if (step !== undefined) goTo((at ?? before) + step * cellMs);
    else if (event.key === 'Home') goTo(from);
    else if (event.key === 'End') goTo(null);
    else return;
    event.preventDefault();
  };
  const shown = at === null ? before : Math.min(before, Math.max(from, at));
  const words = at === null ? texts.now : `${formatExact(at)}, ${cellWords(strips, at)}`;
  return (
    <>
      <div
        ref={bar}
        className={classes.bar}
        role="slider"
        tabIndex={0}
        aria-label={texts.moment}
        aria-valuemin={Math.round(from)}
        aria-valuemax={Math.round(before)}
        aria-valuenow={Math.round(shown)}
        aria-valuetext={words}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={(event) => dragging.current && goToPointer(event)}
        onPointerUp={() => (dragging.current = false)}
        onPointerCancel={() => (dragging.current = false)}
      >
        <div className={classes.cells}>
          {overall.map((cell) => (
            <span
              key={cell.from}
              className={classes.cell}
              data-level={cell.level ?? 'none'}
              title={`${formatMoment(cell.from, cellMs)} ${observedWord(cell.level)}`}
            />
          ))}
        </div>
        <span
          className={classes.hand}
          style={{ left: `${((shown - from) / (before - from)) * 100}%` }}
          aria-hidden="true"
        />
      </div>
      <p className={classes.marks}>
        <span>{formatMoment(from, historySpans[span].ms)}</span>
        <span>{texts.cell(cellMs)}</span>
        <span>{texts.now}</span>
      </p>
    </>
  );
};

const Body = ({ read }: { read: HostAnswer<HealthStrips> }) => {
  if (read.status === 'loading') return <LoadingState what={texts.loading} />;
  if (read.status === 'failed') return <ErrorState title={texts.failed} message={read.message} />;
  return <Bar strips={read.value} />;
};

/** The health of the whole show over a span. Dragging its hand moves the page to a past moment. */
export const TimeBar = ({ span, read }: { span: HistorySpanId; read: HostAnswer<HealthStrips> }) => {
  const { navigation } = useStores();
  return (
    <Panel title={texts.title}>
      <div className={classes.head}>
        <p className={classes.words}>
          {texts.help} {read.status === 'ready' && earliestWords(read.value)}
        </p>
        <SegmentedControl
          aria-label={texts.span}
          value={span}
          onChange={(value) => navigation.getState().setParams({ span: value === 'hour' ? '' : value })}
          data={spanIds.map((id) => ({ value: id, label: historySpans[id].label }))}
        />
      </div>
      <Body read={read} />
    </Panel>
  );
};
