import { ORPCError } from '@orpc/client';
import { isObject } from '#shared/kernel/index.ts';
import { describeFailure } from '../../client/failure.ts';

/** The reasons why a change was refused: one for each field, and a general one. */
export interface Refusal {
  /** By dotted key within the section. */
  readonly byKey: Readonly<Record<string, string>>;
  readonly general: string | null;
}

/** Reads the reasons of a refused change. Paths of issues start at the top of the file. */
export const refusalOf = (section: string, thrown: unknown): Refusal => {
  const general = describeFailure(thrown).message;
  const data: unknown = thrown instanceof ORPCError ? thrown.data : null;
  const details: unknown = isObject(data) ? data['details'] : null;
  const issues: unknown = isObject(details) ? details['issues'] : null;
  if (!Array.isArray(issues)) return { byKey: {}, general };
  const prefix = `${section}.`;
  const atFields = issues.flatMap((issue: unknown) => {
    if (!isObject(issue)) return [];
    const { path, message } = issue;
    return typeof path === 'string' && path.startsWith(prefix) && typeof message === 'string'
      ? [[path.slice(prefix.length), message] as const]
      : [];
  });
  return { byKey: Object.fromEntries(atFields), general: atFields.length === issues.length ? null : general };
};
