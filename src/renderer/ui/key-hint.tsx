import classes from './key-hint.module.css';

const isApple = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);

/** Returns the label of a key on this machine's keyboard: `mod` is ⌘ or Ctrl. */
export const keyLabel = (key: string): string => (key === 'mod' ? (isApple() ? '⌘' : 'Ctrl') : key);

/** Keys to press, in sequence or together. */
export const KeyHint = ({ keys }: { keys: readonly string[] }) => (
  <span className={classes.keys}>
    {keys.map((key) => (
      <kbd key={key}>{keyLabel(key)}</kbd>
    ))}
  </span>
);
