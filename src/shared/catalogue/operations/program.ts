import { z } from 'zod';
import { clockStateSchema, runModeSchema } from '../../model/index.ts';
import { noInput, operation } from './define.ts';

export const clockConfirm = operation('clock.confirm', {
  title: 'Confirm the clock',
  description: 'Confirms that the clock of this machine is right, so that deletion by age goes on',
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
  description: 'Stops everything and begins anew, live or in rehearsal; answers before it stops',
  icon: 'mode',
  risk: 'costly',
  tag: 'system',
  input: z.object({ mode: runModeSchema }),
  result: z.object({ mode: runModeSchema }),
  // Asked for a second time it is refused: the program is in that mode already.
  idempotent: false,
  // The choice is saved and the journal is flushed before the answer.
  timeoutMs: 30_000,
  route: { method: 'POST', path: '/mode' },
  keeps: ['mode'],
  summary: ({ mode }) => modeVerbs[mode],
  confirmation: ({ mode }) =>
    mode === 'live'
      ? {
          title: 'Go live',
          text: 'Cuelight stops everything and connects to the real Twitch, Discord and OBS of your settings. What it sends is then seen by your viewers.',
          yes: 'Go live',
          no: 'Stay in rehearsal',
        }
      : {
          title: 'Rehearse',
          text: 'Cuelight stops everything and plays Twitch, Discord and OBS on this PC. The real platforms are not connected until you go live again; a stream that OBS sends goes on.',
          yes: 'Rehearse',
          no: 'Stay live',
        },
});

/** Everything that the program itself can be asked to do. */
export const programOperations = [clockConfirm, programSwitchMode] as const;
