import type { ClientContext, ClientLink } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '#shared/contract/index.ts';

/** The host's API, typed by the contract. */
export type CuelightClient = ContractRouterClient<Contract>;

/** The link that carries calls and streams; `call` rejects once its connection has closed. */
export type RpcLink = ClientLink<ClientContext>;
