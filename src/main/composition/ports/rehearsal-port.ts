import type { SystemPort } from '#core/index.ts';
import type { RehearsalPort } from '#main/gateway/ports/index.ts';
import {
  compareWithLedger,
  notRehearsing,
  type RehearsedComponents,
  type RehearsalComponent,
  type SessionRecording,
} from '#main/rehearsal/index.ts';
import { outageTopics } from '#shared/catalogue/topics/outages.ts';
import { err, ok, type Fault, type Clock, type Result, toDisposable } from '#shared/kernel/index.ts';
import type { Outage, RehearsalStatus } from '#shared/model/index.ts';

export interface RehearsalPortParts {
  /** The rehearsal; null while the program is live. */
  readonly rehearsal: RehearsalComponent | null;
  /** The outage ledger, which is independent of the rehearsal. */
  readonly outages: () => readonly Outage[];
  readonly events: SystemPort['events'];
  readonly clock: Clock;
  readonly recording: SessionRecording;
  /** The components that connect to each rehearsal server. */
  readonly components: RehearsedComponents;
}

/** Presents the rehearsal as the contract describes it. While the program is live, there is no status. */
export const createRehearsalPort = (parts: RehearsalPortParts): RehearsalPort => {
  const { rehearsal, outages, events, clock, recording, components } = parts;
  const status = (): Result<RehearsalStatus, Fault> => {
    if (!rehearsal) return err(notRehearsing());
    const played = rehearsal.status();
    const since = outages().filter(({ startedAt }) => startedAt >= rehearsal.since);
    return ok({ ...played, ledger: [...compareWithLedger(played.record, since, clock.now(), components)] });
  };
  return {
    status,
    recording,
    onChange: (listener) => {
      const subscriptions = new DisposableStack();
      if (rehearsal) subscriptions.use(rehearsal.onChange(listener));
      subscriptions.use(recording.onChange(listener));
      for (const topic of outageTopics) subscriptions.use(events.on(topic, listener));
      return toDisposable(() => subscriptions.dispose());
    },
  };
};
