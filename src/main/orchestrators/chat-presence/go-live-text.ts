import { countCharacters, cutText, durationInWords } from '#shared/kernel/index.ts';
import { platformLimits } from '#shared/model/index.ts';

/** Information about the stream at its announcement; null when unknown. */
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

/** Cuts a notice to the length of one Discord message. */
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

/** Returns the notice of a stream, without lines that contain unknown values. */
export const noticeText = (template: string, stream: StreamInfo): string => {
  const lines = template
    .split('\n')
    .map((line) => fill(line.trimEnd(), { ...stream }))
    .filter((line) => line !== null);
  const text = lines.join('\n').trim();
  return text === '' ? plainNotice : inOneNotice(text);
};

/** Returns the notice after the end of the stream. */
export const endedText = (notice: string, ending: string, durationMs: number): string => {
  const line = fill(ending, { duration: durationInWords(durationMs, 'minutes') })?.trim() ?? '';
  if (line === '') return notice;
  const room = longestNotice - countCharacters(line) - 1;
  return `${cutText(notice, room, '…')}\n${line}`;
};
