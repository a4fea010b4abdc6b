import { oc } from '@orpc/contract';
import { contractErrors } from './errors.ts';

interface ProcedureMeta {
  /** True when the procedure changes nothing, whatever its HTTP method. */
  readonly asks: boolean;
}

/** The base of every procedure of the contract, with the errors it may return. */
export const procedure = oc.$meta<ProcedureMeta>({ asks: false }).errors(contractErrors);

/** A procedure that only reads, and is a POST because its input does not fit into a URL. */
export const question = procedure.meta({ asks: true });
