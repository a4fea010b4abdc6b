import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Router } from '@orpc/server';
import { OpenAPIGenerator } from '@orpc/openapi';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { RPCHandler } from '@orpc/server/ws';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { Scope, type Clock, type Fault, type IdSource, type Redactor } from '#shared/kernel/index.ts';
import { contract, type Contract } from '#shared/contract/index.ts';
import type { Logger } from '#core/logger.ts';
import type { CallContext } from './call-context.ts';
import { createCallGuard } from './call-guard.ts';
import { ErrorReporter } from './contract-errors.ts';
import type { GatewayPorts } from './ports/index.ts';
import { createComponentProcedures } from './procedures/component-procedures.ts';
import { createObsProcedures } from './procedures/obs-procedures.ts';
import {
  createBackupProcedures,
  createDiagnosticsProcedures,
  createViewerProcedures,
} from './procedures/data-procedures.ts';
import {
  createChatProcedures,
  createEventProcedures,
  createMetricProcedures,
} from './procedures/feed-procedures.ts';
import { createHistoryProcedures } from './procedures/history-procedures.ts';
import { createOperationProcedures } from './procedures/operation-procedures.ts';
import { createOutageProcedures, createRehearsalProcedures } from './procedures/rehearsal-procedures.ts';
import { createSettingsProcedures } from './procedures/settings-procedures.ts';
import { createSystemProcedures } from './procedures/system-procedures.ts';
import { createDiscordProcedures } from './procedures/discord-procedures.ts';
import { createTwitchProcedures } from './procedures/twitch-procedures.ts';
import { createDockProcedures } from './procedures/dock-procedures.ts';
import { createImplementer, createSubscribe, type Toolkit, type Versions } from './procedures/toolkit.ts';
import { createChatStream, createEventsStream, createMetricsStream } from './streams/log-streams.ts';
import { createRehearsalStream } from './streams/rehearsal-stream.ts';
import { createObsStream } from './streams/obs-stream.ts';
import { createSystemStream } from './streams/system-stream.ts';
import { servePeer, type PeerChannel } from './transports/peer-channel.ts';

export interface GatewayOptions {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  /** Redacts secrets in error answers; by default it knows only the formats of tokens. */
  readonly redactor?: Redactor;
  readonly versions: Versions;
  /** True when answers are validated against the contract too, as in development and in tests. */
  readonly validateOutputs?: boolean;
}

/** The contract, implemented once for any number of transports. */
export interface Gateway {
  /** Name of this run in every stream. */
  readonly epoch: string;
  /** The implemented contract, for a custom transport or a direct call. */
  readonly router: Router<Contract, CallContext>;
  /** Serves one message-based connection until it closes or the gateway closes. */
  serve(channel: PeerChannel, caller: Pick<CallContext, 'audience' | 'caller'>): Disposable;
  /** Answers an HTTP request under a prefix. Returns false when the contract has no such path. */
  serveHttp(
    request: IncomingMessage,
    response: ServerResponse,
    options: { readonly prefix: `/${string}`; readonly context: CallContext },
  ): Promise<boolean>;
  /** Returns the HTTP form of the contract as an OpenAPI document. */
  describeHttp(prefix: `/${string}`): Promise<object>;
  /** Ends every stream and connection. Safe to call twice. */
  close(): Promise<readonly Fault[]>;
}

/** Implements the contract over the ports of a running system. */
export const createGateway = (ports: GatewayPorts, options: GatewayOptions): Gateway => {
  const { clock, ids, logger, redactor, versions } = options;
  const scope = new Scope('gateway');
  const closed = new AbortController();
  const epoch = ids.next();
  const streams: Toolkit['streams'] = {
    system: scope.use(createSystemStream(ports, clock, epoch), 'system stream'),
    events: scope.use(createEventsStream(ports.system.events, clock, epoch), 'events stream'),
    chat: scope.use(createChatStream(ports.chat, clock, epoch), 'chat stream'),
    metrics: scope.use(createMetricsStream(ports.metrics, clock, epoch), 'metrics stream'),
    obs: scope.use(createObsStream(ports.obs, clock, epoch), 'OBS stream'),
    rehearsal: scope.use(createRehearsalStream(ports.rehearsal, clock, epoch), 'rehearsal stream'),
  };
  scope.defer('subscribers', () => closed.abort(new Error('The gateway was closed')));

  const os = createImplementer(options.validateOutputs ?? true);
  const toolkit: Toolkit = {
    os,
    ports,
    ids,
    versions,
    streams,
    subscribe: createSubscribe(clock, closed.signal),
  };
  const router = os.router({
    system: createSystemProcedures(toolkit),
    components: createComponentProcedures(toolkit),
    events: createEventProcedures(toolkit),
    history: createHistoryProcedures(toolkit),
    chat: createChatProcedures(toolkit),
    metrics: createMetricProcedures(toolkit),
    ...createOperationProcedures(toolkit),
    obs: createObsProcedures(toolkit),
    settings: createSettingsProcedures(toolkit),
    backups: createBackupProcedures(toolkit),
    viewers: createViewerProcedures(toolkit),
    diagnostics: createDiagnosticsProcedures(toolkit),
    docks: createDockProcedures(toolkit),
    discord: createDiscordProcedures(toolkit),
    outages: createOutageProcedures(toolkit),
    rehearsal: createRehearsalProcedures(toolkit),
    twitch: createTwitchProcedures(toolkit),
  });

  const clientInterceptors = [createCallGuard(new ErrorReporter(logger, ids, redactor))];
  const messages = new RPCHandler<CallContext>(router, { clientInterceptors });
  const http = new OpenAPIHandler<CallContext>(router, { clientInterceptors });

  return {
    epoch,
    router,
    serve: (channel, caller) => {
      const connection = servePeer(messages, channel, caller, logger);
      const held = scope.defer('connection', () => connection[Symbol.dispose]());
      channel.onClose(() => held[Symbol.dispose]());
      return connection;
    },
    serveHttp: async (request, response, { prefix, context }) => {
      const { matched } = await http.handle(request, response, { prefix, context });
      return matched;
    },
    describeHttp: (prefix) =>
      new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] }).generate(contract, {
        info: { title: 'Cuelight', version: versions.version },
        servers: [{ url: prefix }],
        security: [{ token: [] }],
        components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      }),
    close: () => scope.close(),
  };
};
