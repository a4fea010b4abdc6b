import { problemCount, type ChatMessage, type Verdict } from '#shared/model/index.ts';

/**
 * Length of each piece of an answer, so that a persona's prefix and a mention still fit into Twitch's 500.
 */
export const answerPieceLength = 450;

/** The state of the show in the words of its team, by state. */
const showSentences: Readonly<Record<string, string>> = {
  live: 'We’re live',
  offline: 'We’re offline',
  'starting soon': 'We’re starting soon',
  'on a break': 'We’re on a break',
  ending: 'We’re wrapping up',
  interrupted: 'The stream was interrupted',
};

const healthWords = (verdict: Pick<Verdict, 'level' | 'problems' | 'causeId'>): string => {
  const count = problemCount(verdict);
  if (count > 0) return `we’re fixing ${count === 1 ? '1 problem' : `${count} problems`}`;
  return verdict.level === 'healthy' ? 'everything is running fine' : 'we’re still setting up';
};

/**
 * Returns the answer to `!status` for viewers: the show and the number of problems, without internal details.
 */
export const describeStatus = (
  verdict: Pick<Verdict, 'level' | 'problems' | 'causeId'>,
  show: string | null,
): string => {
  const health = healthWords(verdict);
  if (show === null) return `${health.charAt(0).toUpperCase()}${health.slice(1)}.`;
  return `${showSentences[show] ?? `The show is ${show}`} – ${health}.`;
};

/** Returns a mention of the recipient, for platforms that don't show replies. */
export const mention = (message: ChatMessage): string => `@${message.displayName}`;
