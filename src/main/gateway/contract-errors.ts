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

/** The answer that a fault becomes: by its status where it has one, else by its kind. */
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

/** A fault as an answer. A defect is not told: see {@link ErrorReporter}. */
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

/** The value, or the fault thrown for {@link ErrorReporter.answer} to map. */
export const unwrap = <T>(result: Result<T, Fault>): T => {
  if (result.ok) return result.value;
  throw result.error;
};

/** Turns whatever a procedure threw into what its caller may see. */
export class ErrorReporter {
  readonly #logger: Logger;
  readonly #ids: IdSource;
  /** A platform's words, or a caller's own, may hold a secret. */
  readonly #redactor: Redactor;

  constructor(logger: Logger, ids: IdSource, redactor: Redactor = createRedactor()) {
    this.#redactor = redactor;
    this.#logger = logger;
    this.#ids = ids;
  }

  /**
   * Expected failures keep their words and data. Everything else goes to the log with its stack under a new id, and the
   * caller is told that id and nothing more.
   */
  answer(thrown: unknown, path: readonly string[]): ORPCError<string, unknown> {
    if (thrown instanceof ORPCError && thrown.code !== 'INTERNAL_SERVER_ERROR') return thrown;
    if (thrown instanceof Fault) {
      const code = contractCodeOf(thrown);
      if (code !== 'INTERNAL') return errorOfFault(thrown, code, this.#redactor);
    }
    const id = this.#ids.next();
    this.#logger.error('A call failed for a reason nobody foresaw', thrown, {
      id,
      procedure: path.join('.'),
    });
    return contractError('INTERNAL', `Something went wrong inside Cuelight. Look for ${id} in the log.`, {
      fault: 'internal.unexpected',
      kind: 'defect',
      retryable: false,
      action: null,
      details: { id },
    });
  }
}
