import { describe, expect, it } from 'vitest';
import { cutStrip, healthyShare } from './health-strip.ts';

describe('health strip', () => {
  const now = 3_600_000;
  it('shows what was not observed as such, and the worst of each minute', () => {
    const cells = cutStrip(
      [
        { at: now - 150_000, level: 'healthy' },
        { at: now - 90_000, level: 'unhealthy' },
        { at: now - 80_000, level: 'healthy' },
      ],
      now,
    );
    expect(cells).toHaveLength(60);
    expect(cells.slice(0, 57).every((cell) => cell.level === null)).toBe(true);
    expect(cells.slice(57).map((cell) => cell.level)).toEqual(['healthy', 'unhealthy', 'healthy']);
  });

  it('takes the share of the observed time only', () => {
    expect(healthyShare([], now)).toBeNull();
    const known = healthyShare(
      [
        { at: 0, level: 'healthy' },
        { at: now / 2, level: 'degraded' },
      ],
      now,
    );
    expect(known).toEqual({ share: 0.5, observedMs: now });
  });
});
