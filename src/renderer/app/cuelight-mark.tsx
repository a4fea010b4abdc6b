import { lampOfVerdict } from '../model/health.ts';
import { useConnection, useSystem } from '../stores/stores-context.tsx';
import { Lamp } from '../ui/index.ts';
import classes from './rail.module.css';

/** The program's own lamp: the health of the whole, or unknown while nothing is heard. */
export const CuelightMark = () => {
  const connected = useConnection().phase === 'connected';
  const level = useSystem((state) => lampOfVerdict(state.verdict));
  return (
    <span className={classes.mark}>
      <Lamp level={connected ? level : 'unknown'} size={20} />
    </span>
  );
};
