import { describe, expect, it } from 'vitest';
import { pipelineNodeSchema, pipelineSchema } from './definition.ts';

const say = { step: 'say' };
const check = { check: 'is-live' };
const day = 86_400_000;
const takes = (node: unknown): boolean => pipelineNodeSchema.safeParse(node).success;

describe('a part of a pipeline, as data', () => {
  it.each([
    [{ step: 'say', input: { text: 'hello' }, timeoutMs: 1, onFailure: 'continue' }],
    [{ step: 'say', timeoutMs: day, retry: { attempts: 1, baseMs: 1, capMs: 1 }, onFailure: 'stop' }],
    [{ step: 'say', retry: { attempts: 100 } }],
    [{ sequence: [say, { waitMs: 0 }] }],
    [{ parallel: [], concurrency: 1 }],
    [{ when: { ...check, input: 3, not: true }, do: say, otherwise: { pipeline: 'goodbye' } }],
    [{ repeat: say, times: 1 }],
    [{ repeat: say, times: 10_000 }],
    [{ repeat: say, while: check, atMost: 10_000 }],
    [{ waitMs: day }],
    [{ waitFor: check, timeoutMs: 0, everyMs: 50 }],
  ])('is accepted at its limits: %j', (node) => {
    expect(takes(node)).toBe(true);
  });

  it.each([
    [{}],
    [{ step: 3 }],
    [{ step: 'say', timeoutMs: 0 }],
    [{ step: 'say', timeoutMs: day + 1 }],
    [{ step: 'say', timeoutMs: 1.5 }],
    [{ step: 'say', retry: { attempts: 0 } }],
    [{ step: 'say', retry: { attempts: 101 } }],
    [{ step: 'say', retry: { attempts: 1, baseMs: 0 } }],
    [{ step: 'say', retry: { attempts: 1, capMs: 0 } }],
    [{ step: 'say', retry: {} }],
    [{ step: 'say', onFailure: 'shrug' }],
    [{ step: 'say', loudly: true }],
    [{ sequence: [{}] }],
    [{ parallel: [say], concurrency: 0 }],
    [{ when: check }],
    [{ when: {}, do: say }],
    [{ repeat: say, times: 0 }],
    [{ repeat: say, times: 10_001 }],
    [{ repeat: say, while: check }],
    [{ repeat: say, while: check, atMost: 0 }],
    [{ repeat: say, while: check, atMost: 10_001 }],
    [{ waitMs: -1 }],
    [{ waitMs: day + 1 }],
    [{ waitFor: check }],
    [{ waitFor: check, timeoutMs: 0, everyMs: 49 }],
    [{ pipeline: 3 }],
  ])('is refused beyond them: %j', (node) => {
    expect(takes(node)).toBe(false);
  });
});

describe('a whole pipeline', () => {
  const whole = { id: 'a', title: 'b', steps: [say] };

  it.each([
    ['id', 1, 120],
    ['title', 1, 200],
  ])('has an %s of %i to %i letters', (field, least, most) => {
    const withLength = (length: number): boolean =>
      pipelineSchema.safeParse({ ...whole, [field]: 'x'.repeat(length) }).success;
    expect([least - 1, least, most, most + 1].map(withLength)).toEqual([false, true, true, false]);
  });

  it('may do nothing, but must do so explicitly', () => {
    expect(pipelineSchema.safeParse({ ...whole, steps: [] }).success).toBe(true);
    expect(pipelineSchema.safeParse({ id: 'a', title: 'b' }).success).toBe(false);
  });
});
