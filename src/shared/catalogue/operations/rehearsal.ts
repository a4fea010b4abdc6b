import { z } from 'zod';
import { isolate } from '../../kernel/index.ts';
import {
  atMostCharacters,
  disturbanceSchema,
  recordedTextsSchema,
  recordingSchema,
  recordingStatusSchema,
  rehearsalFaultOptionsSchema,
  rehearsalServerOf,
  rehearsalServerSchema,
  rehearsalStatusSchema,
  type Disturbance,
  type RehearsalStatus,
} from '../../model/index.ts';
import { noInput, operation } from './define.ts';
import type { OperationWorld } from './world.ts';

/** All of it happens in this process, but for the file of a recording. */
const timeoutMs = 10_000;
const target = (): string => 'rehearsal';

/** Returns the rehearsal while it can be asked for something; null while it is switched off, or the program is live. */
const runningOf = ({ rehearsal }: OperationWorld): RehearsalStatus | null =>
  rehearsal === null || rehearsal.state === 'stopped' ? null : rehearsal;

/** Names a fault for people; by its own name where the host does not know it. */
const faultWords = (
  { server, fault }: Pick<Disturbance, 'server' | 'fault'>,
  { rehearsal }: OperationWorld,
): string => {
  const kind = rehearsal?.faults.find((each) => each.server === server && each.fault === fault);
  return `${rehearsalServerOf(server).title}: ${kind?.title ?? fault}`;
};

const actionWords = {
  pause: 'Pause the scenario',
  resume: 'Resume the scenario',
  step: 'Do the next thing of the scenario',
  restart: 'Restart the scenario',
} as const;

export const rehearsalControl = operation('rehearsal.control', {
  title: 'Control the scenario',
  description: 'Pauses, resumes or steps the scenario, changes its speed, or plays another one',
  icon: 'play',
  risk: 'none',
  tag: 'rehearsal',
  input: z
    .object({
      /** `step` does the next thing while paused; `restart` plays from the first act. */
      action: z.enum(['pause', 'resume', 'step', 'restart']).optional(),
      /** How many times as fast as life. */
      speed: z.coerce.number<number>().min(1).max(100).optional(),
      /** The name of a scenario, which then plays from its first act. */
      scenario: z.string().min(1).max(80).optional(),
    })
    .refine(
      ({ action, speed, scenario }) => action !== undefined || speed !== undefined || scenario !== undefined,
      'Say what to do: an action, a speed or a scenario',
    ),
  result: rehearsalStatusSchema,
  // A step that is repeated goes further.
  idempotent: false,
  timeoutMs,
  route: { method: 'POST', path: '/rehearsal' },
  keeps: ['action', 'speed'],
  target,
  summary: ({ action, speed, scenario }, { rehearsal }) => {
    if (scenario !== undefined) {
      const title = rehearsal?.scenarios.find(({ id }) => id === scenario)?.title ?? scenario;
      return `Play “${isolate(title)}”`;
    }
    return action === undefined ? `Play at ${speed} times the speed of life` : actionWords[action];
  },
  offers: (world) => {
    const running = runningOf(world);
    if (running === null) return [];
    const others = running.scenarios.filter(({ id }) => id !== running.scenario.id);
    return [
      { action: running.state === 'paused' ? ('resume' as const) : ('pause' as const) },
      { action: 'restart' as const },
      ...others.map(({ id }) => ({ scenario: id })),
    ];
  },
});

export const rehearsalInjectFault = operation('rehearsal.inject-fault', {
  title: 'Break something on purpose',
  description: 'Breaks something on purpose',
  icon: 'inject',
  risk: 'none',
  tag: 'rehearsal',
  input: rehearsalFaultOptionsSchema.extend({
    server: rehearsalServerSchema,
    fault: z.string().min(1).max(60),
    /** When a lasting fault ends by itself, milliseconds. */
    durationMs: z.coerce.number<number>().int().min(1).max(86_400_000).optional(),
  }),
  result: disturbanceSchema,
  idempotent: false,
  timeoutMs,
  route: { method: 'POST', path: '/rehearsal/faults' },
  keeps: ['server', 'durationMs'],
  target,
  control: ({ server, fault }) => `${server} ${fault}`,
  summary: (input, world) => `Break ${faultWords(input, world)}`,
  offers: (world) => (runningOf(world)?.faults ?? []).map(({ server, fault }) => ({ server, fault })),
});

export const rehearsalClearFaults = operation('rehearsal.clear-faults', {
  title: 'Mend what is broken',
  description: 'Mends what is broken: one fault by its id, those of one server, or all',
  icon: 'clear',
  risk: 'none',
  tag: 'rehearsal',
  input: z.object({ id: z.string().max(80).optional(), server: rehearsalServerSchema.optional() }),
  result: z.object({ cleared: z.array(disturbanceSchema) }),
  idempotent: true,
  timeoutMs,
  route: { method: 'POST', path: '/rehearsal/faults/clear' },
  keeps: ['server'],
  target,
  control: ({ id, server }) => id ?? server ?? 'all',
  summary: ({ id, server }, world) => {
    const broken = world.rehearsal?.record.find((each) => each.id === id);
    if (broken) return `Mend ${faultWords(broken, world)}`;
    if (id !== undefined) return 'Mend what is broken';
    return server === undefined
      ? 'Mend everything that is broken'
      : `Mend everything of ${rehearsalServerOf(server).title}`;
  },
  offers: (world) => {
    const broken = (runningOf(world)?.record ?? []).filter(({ until }) => until === null);
    return [...(broken.length > 1 ? [{}] : []), ...broken.map(({ id }) => ({ id }))];
  },
});

const recordingId = z.object({ id: z.string().min(1).max(80) });

export const recordingStart = operation('recording.start', {
  title: 'Record this session',
  description: 'Begins to record this session; names are replaced by invented ones',
  icon: 'recording',
  risk: 'none',
  tag: 'rehearsal',
  input: z.object({
    /** What it is called; the day and time when left out. */
    title: z.string().trim().min(1).check(atMostCharacters(80)).optional(),
    texts: recordedTextsSchema.default('replaced'),
  }),
  result: recordingStatusSchema,
  idempotent: false,
  timeoutMs,
  route: { method: 'POST', path: '/rehearsal/recordings' },
  keeps: ['texts'],
  summary: () => 'Record this session',
});

export const recordingStop = operation('recording.stop', {
  title: 'End the recording',
  description: 'Ends the recording and keeps it as a scenario',
  icon: 'recording',
  risk: 'none',
  tag: 'rehearsal',
  input: noInput,
  result: recordingSchema,
  idempotent: false,
  // A long session is a large file.
  timeoutMs: 60_000,
  route: { method: 'POST', path: '/rehearsal/recordings/stop' },
  summary: () => 'End the recording',
});

export const recordingDelete = operation('recording.delete', {
  title: 'Delete a recording',
  description: 'Deletes a recording',
  icon: 'delete',
  risk: 'none',
  tag: 'rehearsal',
  input: recordingId,
  result: recordingId,
  // The second time there is no such recording any more.
  idempotent: false,
  timeoutMs,
  route: { method: 'DELETE', path: '/rehearsal/recordings/{id}' },
  control: ({ id }) => id,
  summary: () => 'Delete a recording',
});

/** Everything that the rehearsal can be asked for, and the recordings of sessions, in the order of the palette. */
export const rehearsalOperations = [
  rehearsalControl,
  rehearsalClearFaults,
  rehearsalInjectFault,
  recordingStart,
  recordingStop,
  recordingDelete,
] as const;
