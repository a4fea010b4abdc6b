import { countCharacters, cutText, durationInWords } from '#shared/kernel/index.ts';
import { platformLimits } from '#shared/model/index.ts';

/** What is known of the stream when it is announced; null is not known. */
export interface StreamInfo {
  readonly channel: string | null;
  readonly title: string | null;
  readonly category: string | null;
  readonly url: string | null;
}

export const nothingKnown: StreamInfo = { channel: null, title: null, category: null, url: null };

const plainNotice = 'The stream is live.';
const longestPart = 300;
const longestNotice = platformLimits.discord.message;

/** Cuts a notice to what one Discord message holds. */
export const inOneNotice = (text: string): string => cutText(text, longestNotice, '…');

const fill = (line: string, values: Readonly<Record<string, string | null>>): string | null => {
  let unknown = false;
  const filled = line.replaceAll(/\{([a-z]+)\}/g, (whole: string, name: string) => {
    if (!Object.hasOwn(values, name)) return whole;
    const value = values[name]?.trim() ?? '';
    if (value === '') unknown = true;
    return cutText(value, longestPart, '…');
  });
  return unknown ? null : filled;
};

/** The notice of a stream. A line with something in it that is not known is left out. */
export const noticeText = (template: string, stream: StreamInfo): string => {
  const lines = template
    .split('\n')
    .map((line) => fill(line.trimEnd(), { ...stream }))
    .filter((line) => line !== null);
  const text = lines.join('\n').trim();
  return text === '' ? plainNotice : inOneNotice(text);
};

/** The same notice once the stream is over. */
export const endedText = (notice: string, ending: string, durationMs: number): string => {
  const line = fill(ending, { duration: durationInWords(durationMs, 'minutes') })?.trim() ?? '';
  if (line === '') return notice;
  const room = longestNotice - countCharacters(line) - 1;
  return `${cutText(notice, room, '…')}\n${line}`;
};
