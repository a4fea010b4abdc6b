import { ORPCError } from '@orpc/server';
import {
  createRedactor,
  Fault,
  type FailureKind,
  type FaultStatus,
  type IdSource,
  type Redactor,
  type Result,
} from '#shared/kernel/index.ts';
import { contractErrors, type ContractErrorCode, type ErrorData } from '#shared/contract/index.ts';
import type { Logger } from '#core/logger.ts';

const codeOfKind: Readonly<Record<FailureKind, ContractErrorCode>> = {
  transient: 'UNAVAILABLE',
  dependency: 'UNAVAILABLE',
  authentication: 'REFUSED',
  configuration: 'REFUSED',
  defect: 'INTERNAL',
};

const codeOfStatus: Readonly<Record<FaultStatus, ContractErrorCode>> = {
  'not-found': 'NOT_FOUND',
  conflict: 'CONFLICT',
  'timed-out': 'TIMED_OUT',
};

/** Returns the error code of a fault: by its status if it has one, else by its kind. */
export const contractCodeOf = ({ status, kind }: Pick<Fault, 'status' | 'kind'>): ContractErrorCode =>
  status === undefined ? codeOfKind[kind] : codeOfStatus[status];

const contractError = (
  code: ContractErrorCode,
  message: string,
  data: ErrorData,
): ORPCError<string, ErrorData> =>
  new ORPCError(code, { defined: true, status: contractErrors[code].status, message, data });

export const notFound = (what: string, remedy: string): ORPCError<string, ErrorData> =>
  contractError('NOT_FOUND', `There is no ${what}. ${remedy}`, {
    fault: 'gateway.not-found',
    kind: 'configuration',
    retryable: false,
    action: null,
    details: {},
  });

/** Converts a fault into an error answer. Defects never get here: see {@link ErrorReporter}. */
const errorOfFault = (
  fault: Fault,
  code: ContractErrorCode,
  redactor: Redactor,
): ORPCError<string, ErrorData> =>
  contractError(code, redactor.text(fault.message), {
    fault: fault.code,
    kind: fault.kind,
    retryable: fault.retryable,
    action: fault.action ?? null,
    details: {
      ...redactor.redact(fault.details),
      ...(fault.retryAfterMs === undefined ? {} : { retryAfterMs: fault.retryAfterMs }),
    },
  });

/** Returns the value, or throws the fault for {@link ErrorReporter.answer} to convert. */
export const unwrap = <T>(result: Result<T, Fault>): T => {
  if (result.ok) return result.value;
  throw result.error;
};

/** Converts whatever a procedure threw into an answer that its caller may see. */
export class ErrorReporter {
  readonly #logger: Logger;
  readonly #ids: IdSource;
  /** A message from a platform or a caller can contain a secret. */
  readonly #redactor: Redactor;

  constructor(logger: Logger, ids: IdSource, redactor: Redactor = createRedactor()) {
    this.#redactor = redactor;
    this.#logger = logger;
    this.#ids = ids;
  }

  /**
   * Expected faults keep their message and data. Anything else goes to the log with its stack under a new id,
   * and the caller gets only that id.
   */
  answer(thrown: unknown, path: readonly string[]): ORPCError<string, unknown> {
    if (thrown instanceof ORPCError && thrown.code !== 'INTERNAL_SERVER_ERROR') return thrown;
    if (thrown instanceof Fault) {
      const code = contractCodeOf(thrown);
      if (code !== 'INTERNAL') return errorOfFault(thrown, code, this.#redactor);
    }
    const id = this.#ids.next();
    this.#logger.error('A call failed for an unexpected reason', thrown, {
      id,
      procedure: path.join('.'),
    });
    return contractError('INTERNAL', `Something went wrong inside Cuelight. Search the log for ${id}.`, {
      fault: 'internal.unexpected',
      kind: 'defect',
      retryable: false,
      action: null,
      details: { id },
    });
  }
}
