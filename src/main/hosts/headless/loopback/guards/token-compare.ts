import { createHash, timingSafeEqual } from 'node:crypto';

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Rule 8. Compares in a time that tells nothing, neither where two tokens differ nor how long they are. */
export const tokensEqual = (left: string, right: string): boolean =>
  timingSafeEqual(digest(left), digest(right));
