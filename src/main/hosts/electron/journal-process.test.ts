import type { UtilityProcess } from 'electron';
import { expect, it } from 'vitest';
import { createJournalProcessStarter, describeExit } from './journal-process.ts';
import { createFake } from './testing/fakes.ts';

it.each([
  [11, 'linux', 'SIGSEGV'],
  [139, 'linux', 'SIGSEGV'],
  [9, 'linux', 'SIGKILL'],
  [6, 'darwin', 'SIGABRT'],
  [0, 'linux', 'exit code 0'],
  [1, 'linux', 'exit code 1'],
  [13, 'linux', 'exit code 13'],
  [1, 'win32', 'exit code 1'],
  [3_221_225_477, 'win32', 'exit code 3221225477'],
] as const)('reads the code %i on %s as %s', (code, platform, how) => {
  expect(describeExit(code, platform)).toBe(how);
});

const setUp = () => {
  const posted: unknown[] = [];
  const killed: number[] = [];
  const stdout = createFake<NodeJS.ReadableStream>();
  const stderr = createFake<NodeJS.ReadableStream>();
  const process = createFake<UtilityProcess>({
    pid: 42,
    stdout,
    stderr,
    postMessage: (message: unknown) => posted.push(message),
  });
  const forked: unknown[] = [];
  const start = createJournalProcessStarter(
    {
      fork: (...args) => {
        forked.push(args);
        return process;
      },
    },
    'linux',
    (pid) => killed.push(pid),
  );
  const calls: unknown[] = [];
  const child = start(
    { entry: new URL('file:///app/out/main/journal-process.js'), args: ['file:///app/worker.js'] },
    {
      onMessage: (message) => calls.push(['message', message]),
      onOutput: (chunk) => calls.push(['output', chunk]),
      onExit: (how) => calls.push(['exit', how]),
    },
  );
  return { child, process, stdout, stderr, posted, killed, forked, calls };
};

it('starts the journal as a utility process with its output piped', () => {
  expect(setUp().forked).toEqual([
    [
      '/app/out/main/journal-process.js',
      ['file:///app/worker.js'],
      { serviceName: 'Cuelight journal', stdio: 'pipe', execArgv: [] },
    ],
  ]);
});

it('forwards messages, output, fatal errors and the end', () => {
  const { process, stdout, stderr, calls } = setUp();
  process.emit('message', { type: 'pong' });
  stdout.emit('data', Buffer.from('out\n'));
  stderr.emit('data', 'err\n');
  process.emit('error', 'FatalError', 'node_sqlite.cc', '{}');
  process.emit('exit', 11);
  expect(calls).toEqual([
    ['message', { type: 'pong' }],
    ['output', 'out\n'],
    ['output', 'err\n'],
    ['output', 'FatalError at node_sqlite.cc\n'],
    ['exit', 'SIGSEGV'],
  ]);
});

it('kills by process id, and does nothing once the process has exited', () => {
  const { child, process, posted, killed } = setUp();
  child.send({ type: 'ping' });
  child.kill();
  process.emit('exit', 9);
  child.send({ type: 'ping' });
  child.kill();
  expect(posted).toEqual([{ type: 'ping' }]);
  expect(killed).toEqual([42]);
});
