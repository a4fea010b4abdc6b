import { z } from 'zod';
import { clockStateSchema, runModeSchema, securityReportSchema } from '../../model/index.ts';
import { noInput, operation } from './define.ts';

export const clockConfirm = operation('clock.confirm', {
  title: 'Confirm the clock',
  description: 'Confirms that the clock of this machine is right, so that expired data is deleted again',
  alsoCalled: ['time', 'wrong clock'],
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

export const securityCheck = operation('security.check', {
  title: 'Check the security of Cuelight',
  description: 'Checks the running program against Electron’s security checklist',
  icon: 'shield',
  risk: 'none',
  tag: 'system',
  input: noInput,
  result: securityReportSchema,
  idempotent: true,
  timeoutMs: 30_000,
  route: { method: 'POST', path: '/security/check' },
  summary: () => 'Check the security of Cuelight',
});

const modeVerbs = { live: 'Switch to live connections', rehearsal: 'Switch to rehearsal' } as const;

export const programSwitchMode = operation('program.switch-mode', {
  title: 'Switch between rehearsal and live',
  description: 'Restarts Cuelight live or in rehearsal; answers before it stops',
  alsoCalled: ['go live', 'test mode', 'practice'],
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
          title: modeVerbs.live,
          text: 'Cuelight restarts and connects to your Twitch, Discord and OBS. Your viewers see what it sends. This does not start your stream.',
          yes: modeVerbs.live,
          no: 'Cancel',
        }
      : {
          title: modeVerbs.rehearsal,
          text: 'Cuelight restarts, disconnects from Twitch, Discord and OBS, and simulates them until you switch back. A stream or recording in OBS continues.',
          yes: modeVerbs.rehearsal,
          no: 'Cancel',
        },
});

export const programQuit = operation('program.quit', {
  title: 'Quit Cuelight',
  description: 'Stops Cuelight in order and saves the journal; answers before it stops',
  icon: 'quit',
  risk: 'costly',
  tag: 'system',
  input: noInput,
  result: z.object({}),
  idempotent: true,
  timeoutMs: 5_000,
  route: { method: 'POST', path: '/quit' },
  summary: () => 'Quit Cuelight',
  confirmation: () => ({
    title: 'Quit Cuelight',
    text: 'Cuelight disconnects and stops: commands, notices and docks stop working until you start it again. A stream or recording in OBS continues.',
    yes: 'Quit Cuelight',
    no: 'Keep running',
  }),
  offers: () => [{}],
});

/** All operations on the program itself. */
export const programOperations = [clockConfirm, securityCheck, programSwitchMode, programQuit] as const;
