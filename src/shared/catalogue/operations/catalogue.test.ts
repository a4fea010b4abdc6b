import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AnyOperation } from './define.ts';
import { findOperation, operations, titleOfRecorded } from './index.ts';

const all: readonly AnyOperation[] = operations;

/** Returns the JSON schemas of one input field, one for each alternative of the input. */
const fieldSchemas = ({ input }: AnyOperation, field: string): readonly unknown[] => {
  const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
  const branches = [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return branches.flatMap((branch) => {
    const found = typeof branch === 'object' ? branch.properties?.[field] : undefined;
    return found === undefined ? [] : [found];
  });
};

/** Returns true for a field that names the target: the record omits it when there is no such target. */
const namesTarget = (each: AnyOperation, field: string): boolean =>
  each.target({ [field]: 'abc123' }) === 'abc123';

const isFreeText = (schema: unknown): boolean =>
  typeof schema === 'object' &&
  schema !== null &&
  'type' in schema &&
  schema.type === 'string' &&
  !('enum' in schema || 'const' in schema);

describe('the catalogue of operations', () => {
  it('declares each operation once', () => {
    const ids = all.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('names each operation by its subject, a verb and an object, in lower case', () => {
    const wrong = all.filter(({ id }) => !/^[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*$/.test(id));
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it('finds an operation by its id, and returns undefined for an unknown id', () => {
    expect(all.every((each) => findOperation(each.id) === each)).toBe(true);
    expect(findOperation('house.open-door')).toBeUndefined();
  });

  it('gives a record of an earlier version the title of its operation', () => {
    const earlier = [
      'incident.save',
      'program.begin-anew',
      'rehearsal.break',
      'rehearsal.mend',
      'settings.keep-change',
    ];
    expect(earlier.map(titleOfRecorded)).toEqual([
      'Save diagnostics',
      'Switch between rehearsal and live',
      'Start a drill',
      'Fix a fault',
      'Keep a change on trial',
    ]);
    expect(earlier.map(findOperation)).toEqual(earlier.map(() => undefined));
    expect(titleOfRecorded('house.open-door')).toBeUndefined();
  });

  it('gives each operation a title in sentence case and a description without a full stop', () => {
    const wrong = all.filter(
      ({ title, description }) =>
        !/^[A-Z][^.!?]{2,40}$/.test(title) || !/^[A-Z].{8,}[^.!?]$/.test(description),
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it('gives each operation an address of its own', () => {
    const addresses = all.flatMap(({ route }) => (route ? [`${route.method} ${route.path}`] : []));
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  it('has a field of the input for each name in an address', () => {
    const wrong = all.filter(({ route, ...each }) =>
      [...(route?.path ?? '').matchAll(/\{(\w+)\}/g)].some(
        ([, field = '']) => fieldSchemas({ route, ...each }, field).length === 0,
      ),
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it('records only fields that the input has, and no text, name or secret', () => {
    const kept = all.flatMap((each) => each.keeps.map((field) => ({ each, field })));
    expect(kept.length).toBeGreaterThan(0);
    const wrong = kept.filter(({ each, field }) => {
      const schemas = fieldSchemas(each, field);
      return schemas.length === 0 || (!namesTarget(each, field) && schemas.some(isFreeText));
    });
    expect(wrong.map(({ each, field }) => `${each.id} ${field}`)).toEqual([]);
  });

  it('gives each operation a timeout between a second and ten minutes', () => {
    const wrong = all.filter(({ timeoutMs }) => timeoutMs < 1_000 || timeoutMs > 600_000);
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it('lets no dock run a costly operation', () => {
    const wrong = all.filter(({ risk, audience }) => risk === 'costly' && audience.includes('dock'));
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});
