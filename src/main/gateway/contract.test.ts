import { createServer } from 'node:http';
import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as MessagePortLink } from '@orpc/client/message-port';
import { RPCLink as WebSocketLink } from '@orpc/client/websocket';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { WebSocketServer } from 'ws';
import { contract } from '#shared/contract/index.ts';
import { CallBudget } from './call-context.ts';
import { describeContract, type Transport } from './testing/contract-suite.ts';
import { serveMessagePort } from './transports/message-port.ts';
import { channelOfWebSocket } from './transports/web-socket.ts';

const portOf = (address: ReturnType<WebSocketServer['address']>): number => {
  if (address === null || typeof address === 'string') throw new Error('The server listens nowhere');
  return address.port;
};

const overMessagePort: Transport = {
  name: 'a message port',
  connect: async (gateway, audience) => {
    const { port1, port2 } = new MessageChannel();
    const connection = serveMessagePort(gateway, port1, { audience, caller: 'test' });
    port2.start();
    return {
      client: createORPCClient(new MessagePortLink({ port: port2 })),
      close: async () => {
        connection[Symbol.dispose]();
        port2.close();
      },
    };
  },
};

const overWebSocket: Transport = {
  name: 'a WebSocket',
  connect: async (gateway, audience) => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    server.on('connection', (socket) =>
      gateway.serve(channelOfWebSocket(socket), { audience, caller: 'test' }),
    );
    await once(server, 'listening');
    const websocket = new WebSocket(`ws://127.0.0.1:${portOf(server.address())}`);
    await once(websocket, 'open');
    return {
      client: createORPCClient(new WebSocketLink({ websocket })),
      close: async () => {
        websocket.close();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  },
};

const overHttp: Transport = {
  name: 'HTTP',
  connect: async (gateway, audience) => {
    const server = createServer((request, response) => {
      const context = { audience, caller: 'test', budget: new CallBudget() };
      void gateway.serveHttp(request, response, { prefix: '/api', context });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
      client: createORPCClient(
        new OpenAPILink(contract, { url: `http://127.0.0.1:${portOf(server.address())}/api` }),
      ),
      close: async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  },
};

for (const transport of [overMessagePort, overWebSocket, overHttp]) describeContract(transport);
