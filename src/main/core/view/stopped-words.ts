import type { StoppedBy } from '#shared/model/index.ts';

/** The callers that act for the person in front of the program. */
const thePerson: ReadonlySet<string> = new Set(['window', 'browser', 'tray']);

const actorWords = (actor: string, titleOf: (id: string) => string | undefined): string | null => {
  if (thePerson.has(actor)) return 'you';
  if (actor === 'api') return 'a command from the API';
  if (actor === 'settings') return 'a change of the settings';
  return titleOf(actor) ?? null;
};

/**
 * Returns a sentence on the known actor that stopped a component, without a full stop.
 *
 * @example
 * ```ts
 * import { stoppedWords } from '#core/view/stopped-words.ts';
 *
 * const byYou = { by: 'command', actor: 'window', target: 'obs', at: 0 } as const;
 * stoppedWords('OBS', byYou, () => undefined); // => 'OBS was stopped by you'
 * stoppedWords('OBS', { ...byYou, actor: 'api' }, () => undefined);
 * // => 'OBS was stopped by a command from the API'
 * stoppedWords('OBS', { ...byYou, by: 'settings' }, () => undefined);
 * // => 'OBS is switched off in the settings'
 * stoppedWords('OBS', null, () => undefined); // => 'OBS is stopped'
 * ```
 */
export const stoppedWords = (
  title: string,
  stoppedBy: StoppedBy | null,
  titleOf: (id: string) => string | undefined,
): string => {
  if (stoppedBy === null) return `${title} is stopped`;
  if (stoppedBy.by === 'settings') return `${title} is switched off in the settings`;
  const by = stoppedBy.actor === null ? null : actorWords(stoppedBy.actor, titleOf);
  return by === null ? `${title} was stopped` : `${title} was stopped by ${by}`;
};
