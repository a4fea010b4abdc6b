/**
 * The environment variable with the step of the kill: `journal:committed:3`, at the third time of that step.
 */
export const plugVariable = 'CUELIGHT_CRASH_AT';

/** Kills this process, like a power cut, at the step of the store that the environment names. */
export const createPlug = (
  store: string,
  pull: () => void = () => void process.kill(process.pid, 'SIGKILL'),
): ((step: string) => void) => {
  const [plugged, at, occurrence = '1'] = (process.env[plugVariable] ?? '').split(':');
  if (plugged !== store) return () => undefined;
  let seen = 0;
  return (step) => {
    if (step !== at) return;
    seen += 1;
    if (seen === Number(occurrence)) pull();
  };
};
