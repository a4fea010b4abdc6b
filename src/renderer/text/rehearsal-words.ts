import { cutText, isolate } from '#shared/kernel/index.ts';
import {
  rehearsalServerOf,
  type Disturbance,
  type LedgerEntry,
  type RehearsalFaultKind,
  type RehearsalFaultOptions,
  type RehearsalServer,
  type RehearsalStatus,
} from '#shared/model/index.ts';
import { formatSpan } from './format.ts';

export const serverTitle = (server: RehearsalServer): string => rehearsalServerOf(server).title;

export const stateWords: Readonly<Record<RehearsalStatus['state'], string>> = {
  stopped: 'stopped',
  waiting: 'starting soon',
  playing: 'playing',
  paused: 'paused',
  ended: 'ended',
};

export type FaultOptionName = keyof RehearsalFaultOptions;

/** The form field of an option. A number is shown in `unit`, and multiplied by `scale` for the contract. */
export interface OptionField {
  readonly label: string;
  readonly unit: string;
  readonly scale: number;
  readonly min: number;
  readonly max: number;
}

export const optionFields: Readonly<Record<Exclude<FaultOptionName, 'text'>, OptionField>> = {
  code: { label: 'Close code', unit: '', scale: 1, min: 1_000, max: 4_999 },
  status: { label: 'HTTP status', unit: '', scale: 1, min: 200, max: 599 },
  latencyMs: { label: 'Delay', unit: 'ms', scale: 1, min: 0, max: 60_000 },
  jitterMs: { label: 'Jitter', unit: 'ms', scale: 1, min: 0, max: 60_000 },
  offsetMs: { label: 'Off by', unit: 'min', scale: 60_000, min: -1_440, max: 1_440 },
  retryAfterMs: { label: 'Wait', unit: 's', scale: 1_000, min: 0, max: 3_600 },
  times: { label: 'Times', unit: '', scale: 1, min: 1, max: 1_000 },
  share: { label: 'Share', unit: '%', scale: 0.01, min: 0, max: 100 },
};

const optionWords = (name: string, value: number | string): string => {
  if (typeof value === 'string') return `“${cutText(isolate(value), 41, '…')}”`;
  const field = Object.hasOwn(optionFields, name) ? optionFields[name as keyof typeof optionFields] : null;
  if (!field) return String(value);
  const shown = Math.round((value / field.scale) * 100) / 100;
  return `${field.label.toLowerCase()} ${shown}${field.unit === '' ? '' : ` ${field.unit}`}`;
};

/** Returns options in words: `close code 4000`, `delay 2000 ms, jitter 0 ms`. Empty without options. */
export const optionsInWords = (options: RehearsalFaultOptions): string =>
  Object.entries(options)
    .flatMap(([name, value]) => (value === undefined ? [] : [optionWords(name, value)]))
    .join(', ');

/** Returns the title of a fault, or its id when the host no longer has it. */
export const faultTitle = (
  kinds: readonly RehearsalFaultKind[],
  { server, fault }: Pick<Disturbance, 'server' | 'fault'>,
): string => kinds.find((kind) => kind.server === server && kind.fault === fault)?.title ?? fault;

export const verdictWords: Readonly<Record<LedgerEntry['verdict'], string>> = {
  matched: 'Detected',
  awaited: 'Not detected yet',
  'lived-through': 'No outage',
  unseen: 'Not detected',
  unexplained: 'Not a drill',
};

/** Returns how soon an outage was detected, and when it was over. */
export const outageInWords = ({ disturbance, outage }: LedgerEntry, now: number): string => {
  if (!outage) return '';
  const delay = disturbance ? outage.startedAt - disturbance.at : null;
  const detected = delay === null ? '' : delay < 0 ? 'Already down' : `Detected after ${formatSpan(delay)}`;
  const over =
    outage.endedAt === null
      ? `down for ${formatSpan(Math.max(0, now - outage.startedAt))}`
      : `${outage.end === 'recovered' ? 'recovered' : 'ended'} after ${formatSpan(outage.endedAt - outage.startedAt)}`;
  return detected === '' ? `${over.charAt(0).toUpperCase()}${over.slice(1)}` : `${detected}, ${over}`;
};

/** Minutes and seconds of the scenario's own time: `1:05`. */
export const formatPlayTime = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

/** Returns the position of the scenario now, from the status that arrived at `receivedAt`. */
export const positionAt = (
  { state, positionMs, durationMs, speed }: RehearsalStatus,
  receivedAt: number,
  now: number,
): number => {
  const passed = state === 'playing' ? Math.max(0, now - receivedAt) * speed : 0;
  return Math.min(durationMs, positionMs + passed);
};
