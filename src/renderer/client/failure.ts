import { ORPCError } from '@orpc/client';
import type { ErrorData } from '#shared/contract/index.ts';
import type { FaultAction } from '#shared/kernel/fault.ts';

/** A failed call in the form that the window shows. */
export interface CallFailure {
  /** A sentence: what happened, to what, and what to do. */
  readonly message: string;
  readonly retryable: boolean;
  readonly action: FaultAction | null;
}

const isErrorData = (data: unknown): data is ErrorData =>
  typeof data === 'object' && data !== null && 'fault' in data && 'retryable' in data;

const actionOf = (data: ErrorData): FaultAction | null => {
  if (!data.action) return null;
  const { kind, label, target } = data.action;
  return target === undefined ? { kind, label } : { kind, label, target };
};

/** Describes the reason for which a call rejected. */
export const describeFailure = (thrown: unknown): CallFailure => {
  if (thrown instanceof ORPCError) {
    const data: unknown = thrown.data;
    return isErrorData(data)
      ? { message: thrown.message, retryable: data.retryable, action: actionOf(data) }
      : { message: thrown.message, retryable: thrown.code === 'UNAVAILABLE', action: null };
  }
  return {
    message: 'The connection ended before Cuelight answered. What became of the request is not known.',
    retryable: true,
    action: null,
  };
};

/** True for a text that was not sent because it contains a secret. Its owner can send it anyway. */
export const isSecretHeldBack = (thrown: unknown): boolean =>
  thrown instanceof ORPCError && isErrorData(thrown.data) && thrown.data.fault === 'chat.looks-secret';
