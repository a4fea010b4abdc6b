import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeEvents } from '#core/testing/fake-events.ts';
import { createCountingIds, createRedactor } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import type { EventRecord } from '#shared/model/index.ts';
import { parseScenario } from '../scenario/scenario.ts';
import { testComponents } from '../testing/test-components.ts';
import { RecordingFolder } from './recording-folder.ts';
import { SessionRecording } from './session-recording.ts';

const event = (topic: string, data: Record<string, unknown> = {}): EventRecord => ({
  id: 'event',
  topic,
  source: 'obs:main',
  level: 'info',
  at: 0,
  message: '',
  correlationId: null,
  causeId: null,
  data,
});

describe('recording a session', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'cuelight-session-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const open = async () => {
    const clock = createFakeClock();
    const events = new FakeEvents(clock, createCountingIds('event'));
    const recording = new SessionRecording({
      events,
      clock,
      redactor: createRedactor(),
      folder: await RecordingFolder.open(join(home, 'scenarios')),
      components: testComponents,
      readStart: () => ({ scenes: ['Main', 'Ending'], scene: 'Main', streaming: true }),
    });
    return {
      clock,
      recording,
      events,
      tell: (record: EventRecord) => events.deliver(record),
    };
  };

  it('records from start to stop, and stores the recording as a scenario', async () => {
    const { clock, recording, tell, events } = await open();
    expect(recording.start({ title: 'Tuesday', texts: 'replaced' })).toMatchObject({ ok: true });
    await clock.advance(3_000);
    tell(event('obs.scene-changed', { scene: 'Ending' }));
    await clock.advance(1_000);
    expect(recording.status().active).toMatchObject({ title: 'Tuesday', moments: 1, leftOut: 0 });
    const stopped = await recording.stop();
    expect(stopped).toMatchObject({ ok: true, value: { title: 'Tuesday', durationMs: 4_000, lines: 0 } });
    expect(recording.status()).toMatchObject({ active: null, recordings: [{ title: 'Tuesday' }] });
    const [file = ''] = readdirSync(join(home, 'scenarios'));
    const scenario = parseScenario(readFileSync(join(home, 'scenarios', file), 'utf8'), file);
    expect(scenario).toMatchObject({ ok: true, value: { acts: [{ cues: [{ at: 0 }, { at: 3 }] }] } });
    expect(events.listenerCount).toBe(0);
    expect(clock.pending).toBe(0);
    expect(events.records.map(({ topic }) => topic)).toEqual([
      'rehearsal.recording-began',
      'rehearsal.recording-ended',
    ]);
  });

  it('refuses a second recording at the same time', async () => {
    const { recording } = await open();
    expect(await recording.stop()).toMatchObject({ ok: false, error: { code: 'rehearsal.not-recording' } });
    recording.start({ texts: 'kept' });
    expect(recording.start({ texts: 'kept' })).toMatchObject({
      ok: false,
      error: { code: 'rehearsal.recording-goes-on' },
    });
    await recording[Symbol.asyncDispose]();
  });

  it('stores the current recording when the program stops', async () => {
    const { recording, clock } = await open();
    recording.start({ texts: 'replaced' });
    await clock.advance(1_500);
    await recording[Symbol.asyncDispose]();
    expect(readdirSync(join(home, 'scenarios'))).toHaveLength(1);
    expect(clock.pending).toBe(0);
    await recording[Symbol.asyncDispose]();
    expect(readdirSync(join(home, 'scenarios'))).toHaveLength(1);
  });

  it('notifies its listeners, and deletes', async () => {
    const { recording } = await open();
    let changes = 0;
    using _listening = recording.onChange(() => void (changes += 1));
    recording.start({ texts: 'replaced' });
    const stopped = await recording.stop();
    const id = stopped.ok ? stopped.value.id : '';
    expect(await recording.delete(id)).toMatchObject({ ok: true });
    expect(await recording.delete(id)).toMatchObject({ ok: false });
    expect(changes).toBe(3);
    expect(recording.status().recordings).toEqual([]);
  });
});
