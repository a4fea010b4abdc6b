import type { ClientContext, ClientLink } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '#shared/contract/index.ts';

/** Everything that the window can ask of the host, typed by the contract. */
export type CuelightClient = ContractRouterClient<Contract>;

/** What carries calls and streams; `call` rejects once the connection behind it is gone. */
export type RpcLink = ClientLink<ClientContext>;
