import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import { isolate } from '#shared/kernel/index.ts';
import type { MetricSeries } from '#shared/model/index.ts';
import { alignSeries } from '../model/chart-data.ts';
import {
  formatMoment,
  formatNumber,
  formatTick,
  formatTimeOfDay,
  formatWithUnit,
  unitWords,
} from '../text/format.ts';
import { ForeignText } from './foreign-text.tsx';
import classes from './time-chart.module.css';

export interface ChartLine {
  readonly label: string;
  readonly series: MetricSeries;
  /** The unit after the value in the legend. */
  readonly note?: string;
}

const HEIGHT = 160;
const DAY_MS = 86_400_000;
// Lines differ by tone and dash, never by the lamps' colours, which mean health only.
const dashes: readonly (readonly number[])[] = [[], [6, 4], [2, 3], [10, 4, 2, 4]];
const tones = ['--text', '--secondary', '--text', '--secondary'] as const;

const cssVariable = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const axisStyle = () => ({
  stroke: cssVariable('--secondary'),
  font: `12px ${cssVariable('--font-data')}`,
  grid: { stroke: cssVariable('--line'), width: 1 },
  ticks: { show: false },
});

/** The second unit of a chart, on an axis at the right; null when all lines share one unit. */
const secondUnit = (lines: readonly ChartLine[]): string | null =>
  lines.map(({ series }) => unitWords(series.unit)).find((unit, _index, units) => unit !== units[0]) ?? null;

/** Formats to the second for values per second, else to the minute with the day. */
const formatPointed = (at: number, stepMs: number): string =>
  stepMs < 60_000 ? formatTimeOfDay(at).slice(0, 8) : formatMoment(at, DAY_MS);

const valueAxis = {
  size: 56,
  space: 36,
  values: (_chart: uPlot, ticks: number[]) => ticks.map((tick) => formatNumber(tick)),
};
// uPlot's types name the sides by an enum that its code lacks.
// oxlint-disable-next-line typescript/no-unsafe-enum-assignment
const atTheRight: uPlot.Axis = { scale: 'second', side: 1, grid: { show: false } };
const fromZero: uPlot.Scale = { range: (_chart, _low, high) => [0, high > 0 ? high * 1.15 : 1] };

const optionsFor = (
  lines: readonly ChartLine[],
  width: number,
  onCursor: (index: number | null) => void,
): uPlot.Options => ({
  width,
  height: HEIGHT,
  legend: { show: false },
  cursor: { drag: { x: false, y: false }, points: { size: 6 } },
  padding: [8, 8, 0, 0],
  scales: { y: fromZero, second: fromZero },
  axes: [
    {
      ...axisStyle(),
      size: 28,
      space: 80,
      values: (_chart, ticks, _axis, _space, step) =>
        ticks.map((tick) =>
          step < 60 ? formatTimeOfDay(tick * 1_000).slice(0, 8) : formatTick(tick * 1_000, step * 1_000),
        ),
    },
    { ...axisStyle(), ...valueAxis },
    ...(secondUnit(lines) === null ? [] : [{ ...axisStyle(), ...valueAxis, ...atTheRight }]),
  ],
  series: [
    {},
    ...lines.map(({ label, series }, index): uPlot.Series => ({
      label,
      scale: unitWords(series.unit) === secondUnit(lines) ? 'second' : 'y',
      stroke: cssVariable(tones[index % tones.length] ?? '--text'),
      width: 1.25,
      dash: [...(dashes[index % dashes.length] ?? [])],
      points: { show: false },
      spanGaps: false,
    })),
  ],
  hooks: { setCursor: [(chart) => onCursor(chart.cursor.idx ?? null)] },
});

const dataOf = (lines: readonly ChartLine[]): uPlot.AlignedData => {
  const { seconds, values } = alignSeries(lines.map((line) => line.series));
  return [[...seconds], ...values.map((line) => [...line])];
};

/**
 * Lines over the last minutes, from zero up. Unobserved seconds are gaps. The legend shows the newest values,
 * or those under the pointer.
 */
export const TimeChart = ({
  lines,
  label,
  latestWord = 'now',
}: {
  lines: readonly ChartLine[];
  label: string;
  /** The label of the values without a pointer. */
  latestWord?: string;
}) => {
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const latest = useRef(lines);
  const [cursor, setCursor] = useState<number | null>(null);
  const scheme = useComputedColorScheme('dark');
  const shape = lines.map((line) => line.label).join('\n');
  const data = useMemo(() => dataOf(lines), [lines]);

  useEffect(() => {
    latest.current = lines;
    chart.current?.setData(data);
  }, [lines, data]);

  useEffect(() => {
    const element = frame.current;
    if (!element || shape === '') return undefined;
    // Canvas colours do not follow the style sheet, so a change of scheme renders the chart again.
    element.dataset['scheme'] = scheme;
    const made = new uPlot(
      optionsFor(latest.current, element.clientWidth, setCursor),
      dataOf(latest.current),
      element,
    );
    chart.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [shape, scheme]);

  const [seconds, ...values] = data;
  const at = cursor ?? seconds.length - 1;
  const readings = lines.map(({ label: name, series, note }, index) => ({
    name,
    note,
    value: formatWithUnit(values[index]?.[at] ?? null, series.unit),
  }));
  const second = seconds[at];
  return (
    <figure
      className={classes.chart}
      aria-label={`${label}: ${readings.map(({ name, value, note }) => `${isolate(name)} ${value}${note === undefined ? '' : `, ${note}`}`).join(', ')}`}
    >
      <div ref={frame} className={classes.canvas} />
      <figcaption className={classes.legend}>
        {readings.map(({ name, value, note }, index) => (
          <span key={name} className={classes.entry}>
            <svg width="20" height="4" aria-hidden="true">
              <path
                d="M0 2H20"
                stroke={`var(${tones[index % tones.length] ?? '--text'})`}
                strokeWidth="1.5"
                strokeDasharray={dashes[index % dashes.length]?.join(' ')}
              />
            </svg>
            <ForeignText>{name}</ForeignText> <span className={classes.value}>{value}</span>
            {note !== undefined && <span>({note})</span>}
          </span>
        ))}
        <span className={classes.when}>
          {cursor === null || second === undefined
            ? latestWord
            : formatPointed(second * 1_000, lines[0]?.series.stepMs ?? 1_000)}
        </span>
      </figcaption>
    </figure>
  );
};
