import { oc } from '@orpc/contract';
import { contractErrors } from './errors.ts';

interface ProcedureMeta {
  /** True when it changes nothing, whatever its method. */
  readonly asks: boolean;
}

/** What every procedure of the contract begins with: the errors it may answer with. */
export const procedure = oc.$meta<ProcedureMeta>({ asks: false }).errors(contractErrors);

/** A procedure that only asks, and is a POST because its input fits into no address. */
export const question = procedure.meta({ asks: true });
