import type { Clock } from '#shared/kernel/index.ts';
import type { RehearsalFrame } from '#shared/contract/index.ts';
import type { RehearsalPort } from '../ports/index.ts';
import { FrameStream, type BodyOf } from './frame-stream.ts';

type Body = BodyOf<RehearsalFrame>;

/** Creates the stream of the rehearsal's status. Each frame is complete, so only the last one is buffered. */
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
    bufferSize: 1,
    source: { take: () => [now()], snapshot: now, weigh: () => 1 },
  });
  const subscriptions = new DisposableStack();
  subscriptions.use(stream);
  subscriptions.use(rehearsal.onChange(() => stream.notify()));
  return Object.assign(subscriptions, { read: stream.read.bind(stream) });
};
