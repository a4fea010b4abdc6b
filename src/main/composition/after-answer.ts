import type { Clock, Scope } from '#shared/kernel/index.ts';

/** Milliseconds that an answer gets to leave the program before it stops. */
const answerGraceMs = 200;

/** Does something that stops the program, once the answer to its caller had time to leave. */
export const afterAnswer = (
  { clock, scope }: { readonly clock: Clock; readonly scope: Scope },
  name: string,
  act: () => void,
): void => {
  scope.use(clock.setTimeout(act, answerGraceMs), name);
};
