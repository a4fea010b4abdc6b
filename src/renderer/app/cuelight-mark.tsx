import { lampOfVerdict } from '../model/health.ts';
import { useConnection, useSystem } from '../stores/stores-context.tsx';
import { Lamp } from '../ui/index.ts';
import classes from './rail.module.css';

/** The lamp of the whole program: its overall health, or unknown without a connection. */
export const CuelightMark = () => {
  const connected = useConnection().phase === 'connected';
  const level = useSystem((state) => lampOfVerdict(state.verdict));
  return (
    <span className={classes.mark}>
      <Lamp level={connected ? level : 'unknown'} size={20} />
    </span>
  );
};
