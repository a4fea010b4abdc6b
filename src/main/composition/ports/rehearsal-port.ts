import type { SystemPort } from '#core/index.ts';
import type { RehearsalPort } from '#main/gateway/ports/index.ts';
import {
  compareWithLedger,
  type RehearsedComponents,
  type RehearsalComponent,
  type SessionRecording,
} from '#main/rehearsal/index.ts';
import { outageTopics } from '#shared/catalogue/topics/outages.ts';
import { err, Fault, ok, type Clock, type Result, toDisposable } from '#shared/kernel/index.ts';
import type { Outage, RehearsalStatus } from '#shared/model/index.ts';

const notRehearsing = (): Result<never, Fault> =>
  err(
    new Fault(
      'rehearsal.not-rehearsing',
      'The program is live, so there is nothing to disturb: change to rehearsal, or start it with --rehearsal.',
      { kind: 'configuration' },
    ),
  );

export interface RehearsalPortParts {
  /** Null while the program is live. */
  readonly rehearsal: RehearsalComponent | null;
  /** The outage ledger, which knows nothing of the rehearsal. */
  readonly outages: () => readonly Outage[];
  readonly events: SystemPort['events'];
  readonly clock: Clock;
  readonly recording: SessionRecording;
  /** The components that connect to each of its servers. */
  readonly components: RehearsedComponents;
}

/** The rehearsal as the contract needs it; refuses everything while the program is live. */
export const createRehearsalPort = (parts: RehearsalPortParts): RehearsalPort => {
  const { rehearsal, outages, events, clock, recording, components } = parts;
  const status = (): Result<RehearsalStatus, Fault> => {
    if (!rehearsal) return notRehearsing();
    const played = rehearsal.status();
    const since = outages().filter(({ startedAt }) => startedAt >= rehearsal.since);
    return ok({ ...played, ledger: [...compareWithLedger(played.record, since, clock.now(), components)] });
  };
  return {
    status,
    recording,
    control: (request) => {
      const done = rehearsal?.control(request) ?? notRehearsing();
      return done.ok ? status() : done;
    },
    inject: (injection) => rehearsal?.inject(injection) ?? notRehearsing(),
    clear: (which) => rehearsal?.clear(which) ?? notRehearsing(),
    onChange: (listener) => {
      const subscriptions = new DisposableStack();
      if (rehearsal) subscriptions.use(rehearsal.onChange(listener));
      subscriptions.use(recording.onChange(listener));
      for (const topic of outageTopics) subscriptions.use(events.on(topic, listener));
      return toDisposable(() => subscriptions.dispose());
    },
  };
};
