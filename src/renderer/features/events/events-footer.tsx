import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { countOf, formatCount, formatExact, formatHourMinute } from '../../text/format.ts';
import { KeyHint, useNow } from '../../ui/index.ts';
import type { FollowMode } from '../../ui/use-follow.ts';
import classes from './events-footer.module.css';

const DAY_MS = 86_400_000;

const modeWords = (mode: FollowMode, waiting: number, missed: number): string => {
  if (mode === 'following') return 'following';
  const word = mode === 'paused' ? 'paused' : 'scrolled back';
  const lost = missed > 0 ? `, ${formatCount(missed)} more only in the journal` : '';
  return `${word}, ${formatCount(waiting)} waiting${lost}`;
};

const OldestTime = ({ at }: { at: number }) => {
  const recent = useNow() - at < DAY_MS;
  const exact = formatExact(at);
  return (
    <span title={exact}>
      oldest {recent ? formatHourMinute(at) : exact.split(', ').slice(0, 2).join(', ')}
    </span>
  );
};

/** How much of what there is can be seen, and what was left out. */
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
  /** Time of the oldest event that the journal holds. */
  oldestAt: number | null;
  dropped: number;
  gaps: number;
  mode: FollowMode;
  waiting: number;
  missed: number;
  /** Which part of the journal the search did not cover; empty when it covered all. */
  uncovered: string;
  readonly onPause: () => void;
  readonly onFollow: () => void;
}) => (
  <footer className={classes.footer}>
    <p className={classes.facts}>
      <span>
        {formatCount(shown)} of {formatCount(total)} shown
      </span>
      {oldestAt !== null && <OldestTime at={oldestAt} />}
      <span title="Events that this window was too slow for. They are in the journal.">
        {formatCount(dropped)} dropped
      </span>
      {gaps > 0 && (
        <span title="Times that the connection was cut and events were missed. They are in the journal.">
          {countOf(gaps, 'gap')}
        </span>
      )}
      {uncovered !== '' && <span>{uncovered}</span>}
      <span className={classes.mode} data-mode={mode}>
        {modeWords(mode, waiting, missed)}
      </span>
    </p>
    {mode === 'following' ? (
      <Button
        leftSection={<IconPlayerPause size={16} stroke={1.5} aria-hidden="true" />}
        rightSection={<KeyHint keys={['Space']} />}
        onClick={onPause}
      >
        Pause
      </Button>
    ) : (
      <Button
        variant="filled"
        leftSection={<IconPlayerPlay size={16} stroke={1.5} aria-hidden="true" />}
        rightSection={<KeyHint keys={['End']} />}
        onClick={onFollow}
      >
        Follow
      </Button>
    )}
  </footer>
);
