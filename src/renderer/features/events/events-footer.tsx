import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { countOf, formatCount, formatExact, formatHourMinute } from '../../text/format.ts';
import { KeyHint, useNow } from '../../ui/index.ts';
import type { FollowMode } from '../../ui/use-follow.ts';
import classes from './events-footer.module.css';

const DAY_MS = 86_400_000;

const texts = {
  droppedHelp: 'Events this window was too slow to show. They are in the journal.',
  gapsHelp: 'Times the connection was cut and events were missed. They are in the journal.',
  pause: 'Pause',
  resume: 'Jump to latest',
  shown: (shown: number, total: number | null) => `${formatCount(shown)} of ${formatCount(total)} shown`,
  oldest: (time: string) => `oldest ${time}`,
  dropped: (count: number) => `${formatCount(count)} dropped`,
  mode: (mode: FollowMode, waiting: number, missed: number): string => {
    if (mode === 'following') return 'following';
    const word = mode === 'paused' ? 'paused' : 'scrolled back';
    const more = missed > 0 ? `, ${formatCount(missed)} more in the journal` : '';
    return `${word}, ${formatCount(waiting)} waiting${more}`;
  },
} as const;

const OldestTime = ({ at }: { at: number }) => {
  const recent = useNow() - at < DAY_MS;
  const exact = formatExact(at);
  return (
    <span title={exact}>
      {texts.oldest(recent ? formatHourMinute(at) : exact.split(', ').slice(0, 2).join(', '))}
    </span>
  );
};

/** Counts of the events shown, dropped and missed, and the button that pauses the list. */
export const EventsFooter = ({
  shown,
  total,
  oldestAt,
  dropped,
  gaps,
  mode,
  waiting,
  missed,
  uncovered,
  onPause,
  onFollow,
}: {
  shown: number;
  total: number | null;
  /** Time of the oldest event in the journal, epoch milliseconds. */
  oldestAt: number | null;
  dropped: number;
  gaps: number;
  mode: FollowMode;
  waiting: number;
  missed: number;
  /**
   * Sentence about the part of the journal that the search did not cover; empty when it covered all of it.
   */
  uncovered: string;
  readonly onPause: () => void;
  readonly onFollow: () => void;
}) => (
  <footer className={classes.footer}>
    <p className={classes.facts}>
      <span>{texts.shown(shown, total)}</span>
      {oldestAt !== null && <OldestTime at={oldestAt} />}
      <span title={texts.droppedHelp}>{texts.dropped(dropped)}</span>
      {gaps > 0 && <span title={texts.gapsHelp}>{countOf(gaps, 'gap')}</span>}
      {uncovered !== '' && <span>{uncovered}</span>}
      <span className={classes.mode} data-mode={mode}>
        {texts.mode(mode, waiting, missed)}
      </span>
    </p>
    {mode === 'following' ? (
      <Button
        leftSection={<IconPlayerPause size={16} stroke={1.5} aria-hidden="true" />}
        rightSection={<KeyHint keys={['Space']} />}
        onClick={onPause}
      >
        {texts.pause}
      </Button>
    ) : (
      <Button
        variant="filled"
        leftSection={<IconPlayerPlay size={16} stroke={1.5} aria-hidden="true" />}
        rightSection={<KeyHint keys={['End']} />}
        onClick={onFollow}
      >
        {texts.resume}
      </Button>
    )}
  </footer>
);
