import { notRehearsing, refused } from './fake-faults.ts';
import type { FakeHost } from './fake-host.ts';
import type { FakeOperationsOf } from './fake-operations.ts';

/** A trusted clock. */
export const trustedClock = () => ({
  trust: 'trusted' as const,
  now: 0,
  knownAt: 0,
  doubt: null,
  message: 'The clock of this PC is right.',
});

/** The in-memory host's implementation of these operations. */
export const rehearsalDoings = (host: FakeHost): FakeOperationsOf<'rehearsal' | 'recording'> => ({
  'rehearsal.control': async (input) => {
    const status = host.rehearsal.control(input);
    if (!status) throw notRehearsing();
    return { result: status };
  },
  'rehearsal.inject-fault': async (input) => {
    const { refusal } = host.rehearsal;
    if (refusal !== null) throw notRehearsing(refusal);
    return { result: host.rehearsal.inject(input) };
  },
  'rehearsal.clear-faults': async (input) => ({ result: { cleared: host.rehearsal.clear(input) } }),
  'recording.start': async ({ texts, title }) => ({ result: host.rehearsal.record(texts, title) }),
  'recording.stop': async () => ({ result: host.rehearsal.keep() }),
  'recording.delete': async ({ id }) => {
    host.rehearsal.forget(id);
    return { result: { id } };
  },
});

/** The in-memory host's implementation of these operations. */
export const programDoings = (host: FakeHost): FakeOperationsOf<'clock' | 'program'> => ({
  'clock.confirm': async () => {
    host.clockConfirmations += 1;
    return { result: trustedClock() };
  },
  'program.switch-mode': async ({ mode }) => {
    if (mode === host.run.mode)
      throw refused('program.mode-unchanged', 'Cuelight is already in rehearsal. Nothing was changed.');
    host.modesAsked.push(mode);
    return { result: { mode } };
  },
});

/** The in-memory host's implementation of these operations. */
export const dockDoings = (host: FakeHost): FakeOperationsOf<'dock'> => ({
  'dock.create': async ({ name }) => {
    const dock = {
      id: `dock-${host.docks.length + 1}`,
      name,
      createdAt: host.run.startedAt,
      seenAt: null,
      connected: 0,
    };
    host.docks.push(dock);
    return { result: { dock, address: `http://127.0.0.1:7350/dock.html#token=${dock.id}` } };
  },
  'dock.revoke': async ({ id }) => {
    host.docks.splice(0, host.docks.length, ...host.docks.filter((dock) => dock.id !== id));
    return { result: { id } };
  },
});
