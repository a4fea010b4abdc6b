import { createHash, timingSafeEqual } from 'node:crypto';

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Rule 8. Compares tokens in constant time, which reveals neither their difference nor their length. */
export const tokensEqual = (left: string, right: string): boolean =>
  timingSafeEqual(digest(left), digest(right));
