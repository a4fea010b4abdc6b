import { z } from 'zod';
import { clockStateSchema, runModeSchema } from '../../model/index.ts';
import { noInput, operation } from './define.ts';

export const clockConfirm = operation('clock.confirm', {
  title: 'Confirm the clock',
  description: 'Confirms that the clock of this machine is right, so that expired data is deleted again',
  icon: 'clock',
  risk: 'none',
  tag: 'system',
  input: noInput,
  result: clockStateSchema,
  idempotent: true,
  timeoutMs: 5_000,
  route: { method: 'POST', path: '/clock/confirm' },
  target: () => 'clock',
  summary: () => 'Confirm that the clock of this PC is right',
});

const modeVerbs = { live: 'Go live', rehearsal: 'Rehearse' } as const;

export const programSwitchMode = operation('program.switch-mode', {
  title: 'Go live or rehearse',
  description: 'Restarts Cuelight live or in rehearsal; answers before it stops',
  icon: 'mode',
  risk: 'costly',
  tag: 'system',
  input: z.object({ mode: runModeSchema }),
  result: z.object({ mode: runModeSchema }),
  // A repeat is refused: Cuelight is already in that mode.
  idempotent: false,
  // Cuelight saves the mode and flushes the journal before it answers.
  timeoutMs: 30_000,
  route: { method: 'POST', path: '/mode' },
  keeps: ['mode'],
  summary: ({ mode }) => modeVerbs[mode],
  confirmation: ({ mode }) =>
    mode === 'live'
      ? {
          title: 'Go live',
          text: 'Cuelight restarts and connects to your Twitch, Discord and OBS. Your viewers see what it sends. This does not start your stream.',
          yes: 'Go live',
          no: 'Cancel',
        }
      : {
          title: 'Rehearse',
          text: 'Cuelight restarts, disconnects from Twitch, Discord and OBS, and simulates them until you go live again. OBS keeps streaming.',
          yes: 'Rehearse',
          no: 'Cancel',
        },
});

/** All operations on the program itself. */
export const programOperations = [clockConfirm, programSwitchMode] as const;
