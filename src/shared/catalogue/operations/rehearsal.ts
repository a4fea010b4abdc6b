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

/** All of these run in this process; only recordings write a file. */
const timeoutMs = 10_000;
const target = (): string => 'rehearsal';

/** Returns the running rehearsal; null while it is off or the program is live. */
const runningOf = ({ rehearsal }: OperationWorld): RehearsalStatus | null =>
  rehearsal === null || rehearsal.state === 'stopped' ? null : rehearsal;

/** Returns the title of a fault, or its id when the host does not know it. */
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
  step: 'Step through the scenario',
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
      /** `step` performs the next event while paused; `restart` plays from the first act. */
      action: z.enum(['pause', 'resume', 'step', 'restart']).optional(),
      /** Factor by which the scenario runs faster than real time. */
      speed: z.coerce.number<number>().min(1).max(100).optional(),
      /** The name of a scenario, which is played from its first act. */
      scenario: z.string().min(1).max(80).optional(),
    })
    .refine(
      ({ action, speed, scenario }) => action !== undefined || speed !== undefined || scenario !== undefined,
      'Pass an action, a speed or a scenario',
    ),
  result: rehearsalStatusSchema,
  // Each repeated step goes further.
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
    return action === undefined ? `Play at ${speed} × speed` : actionWords[action];
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
  title: 'Start a drill',
  description: 'Starts a drill: injects a fault into the simulated platforms',
  alsoCalled: ['break', 'simulate', 'test', 'crash', 'fail'],
  icon: 'inject',
  risk: 'none',
  tag: 'rehearsal',
  input: rehearsalFaultOptionsSchema.extend({
    server: rehearsalServerSchema,
    fault: z.string().min(1).max(60),
    /** Milliseconds after which a lasting fault ends automatically. */
    durationMs: z.coerce.number<number>().int().min(1).max(86_400_000).optional(),
  }),
  result: disturbanceSchema,
  idempotent: false,
  timeoutMs,
  route: { method: 'POST', path: '/rehearsal/faults' },
  keeps: ['server', 'durationMs'],
  target,
  control: ({ server, fault }) => `${server} ${fault}`,
  summary: (input, world) => `Start drill: ${faultWords(input, world)}`,
  offers: (world) => (runningOf(world)?.faults ?? []).map(({ server, fault }) => ({ server, fault })),
});

export const rehearsalClearFaults = operation('rehearsal.clear-faults', {
  title: 'Fix a fault',
  description: 'Fixes active faults: one by its id, those of one server, or all',
  alsoCalled: ['fix', 'end drill', 'repair'],
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
    if (broken) return `Fix ${faultWords(broken, world)}`;
    if (id !== undefined) return 'Fix a fault';
    return server === undefined ? 'Fix all faults' : `Fix all faults of ${rehearsalServerOf(server).title}`;
  },
  offers: (world) => {
    const broken = (runningOf(world)?.record ?? []).filter(({ until }) => until === null);
    return [...(broken.length > 1 ? [{}] : []), ...broken.map(({ id }) => ({ id }))];
  },
});

const recordingId = z.object({ id: z.string().min(1).max(80) });

export const recordingStart = operation('recording.start', {
  title: 'Record this session',
  description: 'Starts recording this session; names are replaced by invented ones',
  alsoCalled: ['capture', 'save the show'],
  icon: 'recording',
  risk: 'none',
  tag: 'rehearsal',
  input: z.object({
    /** Title of the recording; date and time by default. */
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
  title: 'Stop the recording',
  description: 'Stops the recording and saves it as a scenario',
  icon: 'recording',
  risk: 'none',
  tag: 'rehearsal',
  input: noInput,
  result: recordingSchema,
  idempotent: false,
  // A long session is a large file.
  timeoutMs: 60_000,
  route: { method: 'POST', path: '/rehearsal/recordings/stop' },
  summary: () => 'Stop the recording',
});

export const recordingDelete = operation('recording.delete', {
  title: 'Delete a recording',
  description: 'Deletes a recording',
  icon: 'delete',
  risk: 'none',
  tag: 'rehearsal',
  input: recordingId,
  result: recordingId,
  // A second call fails: the recording no longer exists.
  idempotent: false,
  timeoutMs,
  route: { method: 'DELETE', path: '/rehearsal/recordings/{id}' },
  control: ({ id }) => id,
  summary: () => 'Delete a recording',
});

/** All operations on the rehearsal and on recordings of sessions, in palette order. */
export const rehearsalOperations = [
  rehearsalControl,
  rehearsalClearFaults,
  rehearsalInjectFault,
  recordingStart,
  recordingStop,
  recordingDelete,
] as const;
