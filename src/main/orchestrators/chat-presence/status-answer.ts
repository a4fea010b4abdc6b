import type { ChatMessage, ComponentView, Verdict } from '#shared/model/index.ts';

/** Each piece of an answer, so that a persona's prefix and a mention still fit under Twitch's 500. */
export const answerPieceLength = 450;

/** What `!status` says: the verdict first, then each bridge in two or three words. Nothing that viewers must not see. */
export const describeStatus = (
  verdict: Verdict,
  bridges: readonly Pick<ComponentView, 'title' | 'state' | 'health'>[],
  show: string | null,
): string => {
  const parts = bridges.map((bridge) =>
    bridge.health.level === 'healthy'
      ? `${bridge.title} is well`
      : `${bridge.title} is ${bridge.health.level}`,
  );
  const headline = verdict.level === 'healthy' ? 'All well' : `Not all is well (${verdict.level})`;
  const showPart = show === null ? '' : ` The show is ${show}.`;
  return parts.length === 0 ? `${headline}.${showPart}` : `${headline}: ${parts.join(', ')}.${showPart}`;
};

/** Who an answer is for, put in front of it where the platform shows no reply. */
export const mention = (message: ChatMessage): string => `@${message.displayName}`;
