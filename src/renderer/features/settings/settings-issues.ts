import { ORPCError } from '@orpc/client';
import { isObject } from '#shared/kernel/index.ts';
import { describeFailure } from '../../client/failure.ts';

/** Why a change was refused: at which fields, and in one sentence where no field is to blame. */
export interface Refusal {
  /** By dotted key within the section. */
  readonly byKey: Readonly<Record<string, string>>;
  readonly general: string | null;
}

/** Takes a refused change apart. Issues carry paths from the top of the file. */
export const refusalOf = (section: string, thrown: unknown): Refusal => {
  const general = describeFailure(thrown).message;
  const data: unknown = thrown instanceof ORPCError ? thrown.data : null;
  const details: unknown = isObject(data) ? data['details'] : null;
  const issues: unknown = isObject(details) ? details['issues'] : null;
  if (!Array.isArray(issues)) return { byKey: {}, general };
  const prefix = `${section}.`;
  const told = issues.flatMap((issue: unknown) => {
    if (!isObject(issue)) return [];
    const { path, message } = issue;
    return typeof path === 'string' && path.startsWith(prefix) && typeof message === 'string'
      ? [[path.slice(prefix.length), message] as const]
      : [];
  });
  return { byKey: Object.fromEntries(told), general: told.length === issues.length ? null : general };
};
