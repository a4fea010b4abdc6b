/**
 * The environment variable with the step of the kill: `journal:committed:3`, at the third time of that step.
 */
export const killPointVariable = 'CUELIGHT_CRASH_AT';

/** Kills this process, like a power cut, at the step of the store that the environment names. */
export const createKillPoint = (
  store: string,
  kill: () => void = () => void process.kill(process.pid, 'SIGKILL'),
): ((step: string) => void) => {
  const [target, at, occurrence = '1'] = (process.env[killPointVariable] ?? '').split(':');
  if (target !== store) return () => undefined;
  let seen = 0;
  return (step) => {
    if (step !== at) return;
    seen += 1;
    if (seen === Number(occurrence)) kill();
  };
};
