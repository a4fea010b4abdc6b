import type { Clock } from '#shared/kernel/index.ts';
import type { RehearsalFrame } from '#shared/contract/index.ts';
import type { RehearsalPort } from '../ports/index.ts';
import { FrameStream, type BodyOf } from './frame-stream.ts';

type Body = BodyOf<RehearsalFrame>;

/** What plays and what is broken. Each frame is whole, so only the last is worth holding. */
export const createRehearsalStream = (
  rehearsal: Pick<RehearsalPort, 'status' | 'recording' | 'onChange'>,
  clock: Clock,
  epoch: string,
) => {
  const now = (): Body => {
    const status = rehearsal.status();
    return {
      kind: 'snapshot',
      status: status.ok ? status.value : null,
      recording: rehearsal.recording.status(),
    };
  };
  const stream = new FrameStream<Body>({
    clock,
    epoch,
    held: 1,
    source: { take: () => [now()], snapshot: now, weigh: () => 1 },
  });
  const subscriptions = new DisposableStack();
  subscriptions.use(stream);
  subscriptions.use(rehearsal.onChange(() => stream.notify()));
  return Object.assign(subscriptions, { read: stream.read.bind(stream) });
};
