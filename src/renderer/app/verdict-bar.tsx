import { ActionIcon, Button, Menu, Tooltip, UnstyledButton } from '@mantine/core';
import { IconCheck, IconCommand, IconHelp, IconMoon } from '@tabler/icons-react';
import { fenceSentence, isolate } from '#shared/kernel/index.ts';
import { problemCountWords } from '#shared/model/problem-count.ts';
import type { Verdict } from '#shared/model/index.ts';
import { LiveText } from '../a11y/live-text.tsx';
import { nextAttemptWords } from '../text/component-sentence.ts';
import { formatShowClock } from '../text/format.ts';
import { lampOfVerdict, problemsOf } from '../model/health.ts';
import { densities, themeChoices } from '../stores/preferences-store.ts';
import { useConnection, usePreferences, useStores, useSystem } from '../stores/stores-context.tsx';
import { useFaultAction } from '../stores/use-fault-action.ts';
import { ForeignText, KeyHint, Lamp, RelativeTime, useNow } from '../ui/index.ts';
import { StreamSafeButton } from './stream-safe.tsx';
import classes from './verdict-bar.module.css';

const texts = {
  unknownShow: 'Stream status unknown',
  problemsOnly: 'Show only problems on the Stage',
  looks: 'Theme and density',
  theme: 'Theme',
  density: 'Density',
  lost: 'Lost connection to Cuelight – status unknown',
  checking: 'Checking…',
  opens: (sentence: string, id: string) => `${sentence}. Opens ${id} in the inspector.`,
  palette: 'Search or run a command',
  shortcuts: 'Keyboard shortcuts',
} as const;

const showWords: Readonly<Record<string, string>> = {
  'on-air': 'On air',
  live: 'On air',
  offline: 'Off air',
};

const capitalised = (word: string): string =>
  word.charAt(0).toUpperCase() + word.slice(1).replaceAll('-', ' ');

const ShowState = () => {
  const show = useSystem((state) => state.run?.show ?? null);
  const now = useNow();
  if (!show) return <span>{texts.unknownShow}</span>;
  return (
    <span>
      {showWords[show.state] ?? capitalised(show.state)}{' '}
      <span className={classes.data}>{formatShowClock(now - show.since)}</span>
    </span>
  );
};

const Tally = () => {
  const { navigation } = useStores();
  const problems = useSystem((state) => problemsOf(state.verdict));
  if (problems === 0) return null;
  return (
    <UnstyledButton
      className={classes.tally}
      title={texts.problemsOnly}
      onClick={() => navigation.getState().goTo('stage', { problems: '1' })}
    >
      {problemCountWords(problems)}
    </UnstyledButton>
  );
};

const check = <IconCheck size={16} stroke={1.5} aria-hidden="true" />;

const LooksMenu = () => {
  const { preferences } = useStores();
  const choice = usePreferences((state) => state.theme);
  const chosenDensity = usePreferences((state) => state.density);
  return (
    <Menu position="bottom-end" width={160}>
      <Menu.Target>
        <ActionIcon aria-label={texts.looks}>
          <IconMoon size={16} stroke={1.5} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{texts.theme}</Menu.Label>
        {themeChoices.map((theme) => (
          <Menu.Item
            key={theme}
            role="menuitemradio"
            aria-checked={choice === theme}
            rightSection={choice === theme ? check : null}
            onClick={() => preferences.getState().change({ theme })}
          >
            {capitalised(theme)}
          </Menu.Item>
        ))}
        <Menu.Label>{texts.density}</Menu.Label>
        {densities.map((density) => (
          <Menu.Item
            key={density}
            role="menuitemradio"
            aria-checked={chosenDensity === density}
            rightSection={chosenDensity === density ? check : null}
            onClick={() => preferences.getState().change({ density })}
          >
            {capitalised(density)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
};

const ShowFacts = () => {
  const loaded = useSystem((state) => state.loaded);
  const connected = useConnection().phase === 'connected';
  if (!loaded || !connected) return null;
  return (
    <div className={classes.facts}>
      <ShowState />
      <Tally />
    </div>
  );
};

/** The remedy, what else is affected, and the time until the next attempt. */
const Remedy = ({ verdict: { detail, retryAt } }: { verdict: Verdict }) => {
  const now = useNow();
  const retry = retryAt === null ? null : nextAttemptWords(retryAt, now);
  const words = [detail, retry && `${retry.charAt(0).toUpperCase()}${retry.slice(1)}.`]
    .filter(Boolean)
    .join(' ');
  if (words === '') return null;
  return (
    <span className={classes.remedy} title={fenceSentence(words)}>
      <ForeignText>{words}</ForeignText>
    </span>
  );
};

const VerdictLine = () => {
  const { navigation } = useStores();
  const verdict = useSystem((state) => state.verdict);
  const phase = useConnection().phase;
  const act = useFaultAction();
  if (!verdict || phase !== 'connected') {
    const words = verdict ? texts.lost : texts.checking;
    return (
      <div className={classes.verdict}>
        <Lamp level="unknown" />
        <span className={classes.sentence}>{words}</span>
        <LiveText text={words} />
      </div>
    );
  }
  const { action, causeId, sentence, level, since } = verdict;
  const headline = verdict.headline || sentence;
  return (
    <div className={classes.verdict}>
      <Lamp level={lampOfVerdict(verdict)} />
      <div className={classes.words}>
        {causeId === null ? (
          <span className={classes.sentence} title={fenceSentence(sentence)}>
            <ForeignText>{headline}</ForeignText>
          </span>
        ) : (
          <UnstyledButton
            className={classes.sentenceButton}
            title={texts.opens(fenceSentence(sentence).replace(/\.$/, ''), isolate(causeId))}
            onClick={() => navigation.getState().select({ kind: 'component', id: causeId })}
          >
            <span className={classes.sentence}>
              <ForeignText>{headline}</ForeignText>
            </span>
          </UnstyledButton>
        )}
        <Remedy verdict={verdict} />
      </div>
      {level !== 'healthy' && (
        <span className={classes.since}>
          <RelativeTime at={since} />
        </span>
      )}
      {action && (
        <Button className={classes.act} variant="filled" onClick={() => void act(action, causeId)}>
          <ForeignText>{action.label}</ForeignText>
        </Button>
      )}
      <LiveText text={headline} />
    </div>
  );
};

/**
 * The most important line of the product: the overall health, the root cause, its age, and the best action.
 */
export const VerdictBar = ({
  onOpenPalette,
  onOpenHelp,
}: {
  onOpenPalette: () => void;
  onOpenHelp: () => void;
}) => (
  <header className={classes.bar}>
    <VerdictLine />
    <ShowFacts />
    <div className={classes.tools}>
      <Button
        className={classes.palette}
        leftSection={<IconCommand size={16} stroke={1.5} aria-hidden="true" />}
        rightSection={
          <span className={classes.paletteKeys} aria-hidden="true">
            <KeyHint keys={['mod', 'K']} />
          </span>
        }
        onClick={onOpenPalette}
      >
        <span className={classes.paletteWords}>{texts.palette}</span>
      </Button>
      <Tooltip label={texts.shortcuts}>
        <ActionIcon aria-label={texts.shortcuts} onClick={onOpenHelp}>
          <IconHelp size={16} stroke={1.5} aria-hidden="true" />
        </ActionIcon>
      </Tooltip>
      <StreamSafeButton />
      <LooksMenu />
    </div>
  </header>
);
