import { oc } from '@orpc/contract';
import { contractErrors } from './errors.ts';

/** What every procedure of the contract begins with: the errors it may answer with. */
export const procedure = oc.errors(contractErrors);
