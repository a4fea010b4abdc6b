import { describe, expect, it } from 'vitest';
import { waitUntil } from '../testing/component-harness.ts';
import { mapleOtter, openTwitchStage } from './testing/twitch-stage.ts';

describe('a move to another Twitch server', () => {
  it('joins on a new link before it closes the old one after a RECONNECT (F3)', async () => {
    await using stage = await openTwitchStage();
    const life = await stage.harness.start(stage.bridge);
    stage.server.faults.requestReconnect(1_500);
    const said: string[] = [];
    for (let line = 0; line < 60; line++) {
      said.push(stage.server.say(mapleOtter, `line ${line}`));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await waitUntil('the last line', () => stage.heard.some(({ text }) => text === 'line 59'));
    const heard = new Set(stage.heard.map(({ id }) => id));
    expect(said.filter((id) => !heard.has(id))).toEqual([]);
    expect(stage.harness.topics('twitch.moved')).toHaveLength(1);
    expect(stage.harness.topics('bridge.link-lost')).toEqual([]);
    expect(stage.server.connectionCount()).toBe(2);
    await waitUntil('the old link to be gone', () => stage.server.joined().length === 1);
    expect(life.failure).toBeUndefined();
    expect(await life.stop()).toEqual([]);
  });

  it('fails when the requested move is impossible', async () => {
    await using stage = await openTwitchStage();
    const life = await stage.harness.start(stage.bridge);
    stage.server.faults.refuseConnections = 'cut';
    stage.server.faults.requestReconnect(100);
    const fault = await life.failed;
    expect(fault).toMatchObject({ code: 'twitch.reconnect-asked', kind: 'transient' });
    expect(fault.retryAfterMs).toBeLessThanOrEqual(1_000);
    expect(await life.stop()).toEqual([]);
  });

  it('fails like any other session when the new link breaks while the old one drains', async () => {
    await using stage = await openTwitchStage();
    const life = await stage.harness.start(stage.bridge);
    stage.server.faults.requestReconnect(5_000);
    await waitUntil('the move', () => stage.harness.topics('twitch.moved').length === 1);
    stage.server.faults.resetMidLine();
    await waitUntil('the failure', () => life.failure !== undefined, 3_000);
    expect(life.failure).toMatchObject({ code: 'twitch.unreachable', kind: 'transient' });
    expect(await life.stop()).toEqual([]);
  });

  it('moves again when a second request arrives during the move', async () => {
    await using stage = await openTwitchStage();
    const life = await stage.harness.start(stage.bridge);
    stage.server.faults.requestReconnect(5_000);
    await waitUntil('the first move', () => stage.harness.topics('twitch.moved').length === 1);
    stage.server.faults.requestReconnect(5_000);
    await waitUntil('the second move', () => stage.harness.topics('twitch.moved').length === 2);
    await waitUntil('both old links to be gone', () => stage.server.joined().length === 1);
    const id = stage.server.say(mapleOtter, 'still here?');
    await waitUntil('the line', () => stage.heard.some((message) => message.id === id));
    expect(life.failure).toBeUndefined();
    expect(await life.stop()).toEqual([]);
  });
});
