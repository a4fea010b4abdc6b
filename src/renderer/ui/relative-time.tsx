import { formatExact, formatRelative } from '../text/format.ts';
import { useNow } from './now.tsx';

/** `12 s ago`, with the exact instant on hover. */
export const RelativeTime = ({ at }: { at: number }) => (
  <time dateTime={new Date(at).toISOString()} title={formatExact(at)}>
    {formatRelative(at, useNow())}
  </time>
);
