/** Behaviour of sources, audio and secondary outputs with any OBS: part of the bridge's behaviour suite. */
import type { OBSWebSocket } from 'obs-websocket-js/json';
import { expect, it } from 'vitest';
import type { ObsBridge } from '#main/bridges/ports/index.ts';
import {
  waitUntil,
  type ComponentHarness,
  type ComponentLife,
} from '#main/bridges/testing/component-harness.ts';
import type { ObsTarget } from './obs-target.ts';

/** Tools that the suite passes to the tests here. */
export interface ControlsSuite {
  readonly target: () => ObsTarget;
  readonly createSubject: () => {
    readonly harness: ComponentHarness;
    readonly bridge: ObsBridge;
    readonly begin: () => Promise<ComponentLife>;
  };
  /** Connects another client to the same OBS. */
  readonly openSecondClient: () => Promise<OBSWebSocket>;
  /** Runs the step after the test, newest first. */
  readonly cleanUp: (step: () => Promise<unknown>) => void;
}

// A removed input keeps its name for a while in the real OBS, so each test creates its own.
const names = {
  card: (turn: number): string => `Colour card ${turn}`,
  player: (turn: number): string => `Player ${turn}`,
};

const sourceNamed = (bridge: ObsBridge, name: string) =>
  bridge.state.sources?.find((source) => source.name === name);
const inputNamed = (bridge: ObsBridge, name: string) =>
  bridge.state.inputs?.find((input) => input.name === name);

export const itControlsObs = (suite: ControlsSuite): void => {
  const sceneAt = (index: number): string => suite.target().scenes[index] ?? '';

  it('finds a source in a group and in a nested scene, on program or not, and shows and hides it there', async () => {
    const { group } = suite.target();
    const { bridge, begin } = suite.createSubject();
    const client = await suite.openSecondClient();
    await client.call('SetCurrentProgramScene', { sceneName: sceneAt(0) });
    await begin();
    const [inScene, inGroup] = [group.scene, group.name].map((scene) => ({ scene, source: group.source }));
    if (!inScene || !inGroup) throw new Error('Two places are expected');
    const visible = { ok: true, value: true };
    expect(await bridge.isSourceVisible(inScene)).toEqual(visible);
    expect(await bridge.setSourceVisible(inScene, false)).toEqual({ ok: true, value: undefined });
    expect(await bridge.isSourceVisible(inGroup)).toEqual({ ok: true, value: false });
    expect(await bridge.setSourceVisible(inGroup, true)).toEqual({ ok: true, value: undefined });

    const nested = { sceneName: sceneAt(1), sourceName: group.scene };
    const { sceneItemId } = await client.call('CreateSceneItem', nested);
    suite.cleanUp(() => client.call('RemoveSceneItem', { sceneName: sceneAt(1), sceneItemId }));
    const outer = { scene: sceneAt(1), source: group.source };
    expect(await bridge.isSourceVisible(outer)).toEqual(visible);
    expect(await bridge.setSourceVisible(outer, false)).toEqual({ ok: true, value: undefined });
    expect(await bridge.isSourceVisible(inScene)).toEqual({ ok: true, value: false });
    expect(await bridge.setSourceVisible(outer, true)).toEqual({ ok: true, value: undefined });

    await client.call('SetCurrentProgramScene', { sceneName: sceneAt(1) });
    await waitUntil('the other scene', () => bridge.state.currentScene === sceneAt(1));
    expect(await bridge.isSourceVisible({ source: group.source })).toEqual(visible);
    expect(await bridge.isSourceVisible({ ...outer, source: 'Nobody' })).toMatchObject({
      error: { code: 'obs.source-not-found' },
    });
    expect(await bridge.isSourceVisible({ ...outer, scene: 'Nowhere' })).toMatchObject({
      error: { code: 'obs.scene-not-found' },
    });
    await client.call('SetCurrentProgramScene', { sceneName: sceneAt(0) });
  });

  it('reads the mute state of an input outside the current scene, and rejects one without audio', async () => {
    const { bridge, begin } = suite.createSubject();
    const client = await suite.openSecondClient();
    await client.call('SetCurrentProgramScene', { sceneName: sceneAt(0) });
    const inputName = 'Intermission music';
    const sceneName = sceneAt(1);
    await client.call('CreateInput', { sceneName, inputName, inputKind: 'ffmpeg_source' });
    suite.cleanUp(() => client.call('RemoveInput', { inputName }));
    await begin();
    expect(await bridge.isMuted(inputName)).toEqual({ ok: true, value: false });
    expect(await bridge.setMuted(inputName, true)).toEqual({ ok: true, value: undefined });
    expect(await bridge.isMuted(inputName)).toEqual({ ok: true, value: true });
    expect(await bridge.isMuted(suite.target().group.source)).toMatchObject({
      error: { code: 'obs.input-without-audio' },
    });
    expect(await bridge.isMuted('Nobody')).toMatchObject({ error: { code: 'obs.input-not-found' } });
  });

  let turn = 0;
  /** Connects, with two inputs in the current scene: one without audio, one with audio. */
  const beginFurnished = async () => {
    const subject = suite.createSubject();
    const client = await suite.openSecondClient();
    await client.call('SetCurrentProgramScene', { sceneName: sceneAt(0) });
    turn += 1;
    const [card, player] = [names.card(turn), names.player(turn)];
    for (const [inputName, inputKind] of [
      [card, 'color_source_v3'],
      [player, 'ffmpeg_source'],
    ] as const) {
      await client.call('CreateInput', { sceneName: sceneAt(0), inputName, inputKind });
      suite.cleanUp(() => client.call('RemoveInput', { inputName }).catch(() => undefined));
    }
    const life = await subject.begin();
    const { bridge } = subject;
    await waitUntil('the sources', () => sourceNamed(bridge, player));
    await waitUntil('the inputs', () => inputNamed(bridge, player));
    return { ...subject, client, life, card, player };
  };

  it('reads the sources of the current scene, top first, and follows changes', async () => {
    const { bridge, harness, client, card, player } = await beginFurnished();
    const listed = () => bridge.state.sources?.map(({ name }) => name) ?? [];
    expect(listed().slice(0, 2)).toEqual([player, card]);
    expect(sourceNamed(bridge, card)).toMatchObject({
      kind: 'color_source_v3',
      visible: true,
      locked: false,
    });
    const sceneItemId = sourceNamed(bridge, card)?.itemId ?? -1;
    const item = { sceneName: sceneAt(0), sceneItemId };
    await client.call('SetSceneItemEnabled', { ...item, sceneItemEnabled: false });
    await waitUntil('it hidden', () => sourceNamed(bridge, card)?.visible === false);
    expect(harness.topics('obs.source-hidden')).toHaveLength(1);
    await client.call('SetSceneItemLocked', { ...item, sceneItemLocked: true });
    await waitUntil('it locked', () => sourceNamed(bridge, card)?.locked === true);
    await client.call('SetSceneItemIndex', { ...item, sceneItemIndex: listed().length - 1 });
    await waitUntil('it on top', () => listed()[0] === card);
    await client.call('RemoveSceneItem', item);
    await waitUntil('it gone', () => bridge.state.sources !== null && !listed().includes(card));
    await client.call('SetCurrentProgramScene', { sceneName: sceneAt(1) });
    await waitUntil('the other scene', () => bridge.state.sources !== null && !listed().includes(player));
  });

  it('shows and hides a source, and confirms only what OBS reports', async () => {
    const { bridge, client, player } = await beginFurnished();
    const sceneItemId = sourceNamed(bridge, player)?.itemId ?? -1;
    const seen = async (sceneName: string, id: number) =>
      (await client.call('GetSceneItemEnabled', { sceneName, sceneItemId: id })).sceneItemEnabled;
    expect(await bridge.setSourceVisible({ source: player }, false)).toEqual({
      ok: true,
      value: undefined,
    });
    expect(sourceNamed(bridge, player)?.visible).toBe(false);
    expect(await seen(sceneAt(0), sceneItemId)).toBe(false);
    expect(await bridge.setSourceVisible({ source: player }, false)).toMatchObject({ ok: true });
    expect(await bridge.setSourceVisible({ source: sceneItemId }, true)).toMatchObject({ ok: true });
    expect(await seen(sceneAt(0), sceneItemId)).toBe(true);

    // In a scene that is not on program, where the tracked state does not help.
    const scene = sceneAt(1);
    await client.call('CreateInput', {
      sceneName: scene,
      inputName: 'Elsewhere card',
      inputKind: 'color_source_v3',
    });
    suite.cleanUp(() => client.call('RemoveInput', { inputName: 'Elsewhere card' }));
    const elsewhere = await client.call('GetSceneItemId', { sceneName: scene, sourceName: 'Elsewhere card' });
    expect((await bridge.setSourceVisible({ scene, source: 'Elsewhere card' }, false)).ok).toBe(true);
    expect(await seen(scene, elsewhere.sceneItemId)).toBe(false);
  });

  it('lists the existing sources and scenes when one does not exist', async () => {
    const { bridge, player } = await beginFurnished();
    const noSource = await bridge.setSourceVisible({ source: 'Nobody' }, true);
    expect(noSource).toMatchObject({ ok: false, error: { code: 'obs.source-not-found' } });
    expect(noSource.ok ? '' : noSource.error.message).toContain(`"${player}"`);
    const noScene = await bridge.setSourceVisible({ scene: 'Nowhere', source: player }, true);
    expect(noScene).toMatchObject({ ok: false, error: { code: 'obs.scene-not-found' } });
    expect(noScene.ok ? '' : noScene.error.message).toContain(`"${sceneAt(1)}"`);
  });

  it('reads the inputs with audio, and follows changes to them', async () => {
    const { bridge, harness, client, card, player } = await beginFurnished();
    expect(inputNamed(bridge, card)).toBeUndefined();
    expect(inputNamed(bridge, player)).toMatchObject({ kind: 'ffmpeg_source', muted: false, volumeDb: 0 });
    await client.call('SetInputMute', { inputName: player, inputMuted: true });
    await waitUntil('it muted', () => inputNamed(bridge, player)?.muted === true);
    // OBS sends this event again, and nothing has changed.
    await client.call('SetInputMute', { inputName: player, inputMuted: true });
    await client.call('SetInputVolume', { inputName: player, inputVolumeMul: 0.5 });
    await waitUntil('it quieter', () => (inputNamed(bridge, player)?.volumeDb ?? 0) < -6);
    expect(harness.topics('obs.input-muted')).toHaveLength(1);
    const jukebox = `Jukebox of ${player}`;
    await client.call('SetInputName', { inputName: player, newInputName: jukebox });
    suite.cleanUp(() => client.call('RemoveInput', { inputName: jukebox }).catch(() => undefined));
    await waitUntil('its new name', () => inputNamed(bridge, jukebox)?.muted);
    await waitUntil('its new name in the scene', () => sourceNamed(bridge, jukebox));
    await client.call('RemoveInput', { inputName: jukebox });
    await waitUntil('it gone', () => bridge.state.inputs !== null && !inputNamed(bridge, jukebox));
  });

  it('mutes an input and sets its volume, visible to other clients', async () => {
    const { bridge, client, player } = await beginFurnished();
    expect(await bridge.setMuted(player, true)).toEqual({ ok: true, value: undefined });
    expect(inputNamed(bridge, player)?.muted).toBe(true);
    expect(await client.call('GetInputMute', { inputName: player })).toEqual({ inputMuted: true });
    expect((await bridge.setMuted(player, true)).ok).toBe(true);
    expect((await bridge.setMuted(player, false)).ok).toBe(true);
    expect(await bridge.setVolume(player, -12.5)).toEqual({ ok: true, value: undefined });
    expect(inputNamed(bridge, player)?.volumeDb).toBeCloseTo(-12.5);
    expect((await bridge.setVolume(player, -100)).ok).toBe(true);
    const { inputVolumeDb } = await client.call('GetInputVolume', { inputName: player });
    expect(inputVolumeDb).toBe(-100);
  });

  it('explains the problem with an input', async () => {
    const { bridge, card, player } = await beginFurnished();
    const missing = await bridge.setMuted('Nobody', true);
    expect(missing).toMatchObject({ ok: false, error: { code: 'obs.input-not-found' } });
    expect(missing.ok ? '' : missing.error.message).toContain(`"${player}"`);
    for (const silent of [await bridge.setMuted(card, true), await bridge.setVolume(card, 0)])
      expect(silent).toMatchObject({ ok: false, error: { code: 'obs.input-without-audio' } });
  });

  it('records a replay, and returns its path when OBS has written it', async () => {
    // With a source: without any, OBS asks for confirmation in its window and starts nothing until it is
    // answered.
    const { bridge, harness } = await beginFurnished();
    await waitUntil('the replay buffer', () => bridge.state.replayBuffer === 'off');
    expect(await bridge.saveReplay()).toMatchObject({ ok: false, error: { code: 'obs.replay-not-running' } });
    expect(await bridge.setReplayBuffer(true)).toEqual({ ok: true, value: undefined });
    expect(bridge.state.replayBuffer).toBe('on');
    expect((await bridge.setReplayBuffer(true)).ok).toBe(true);
    // The buffer needs some content to save.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const saved = await bridge.saveReplay();
    expect(saved).toMatchObject({ ok: true, value: { path: expect.stringMatching(/Replay.*\.mkv$/) } });
    expect(bridge.state.lastReplay?.path).toBe(saved.ok ? saved.value.path : '');
    expect(harness.topics('obs.replay-saved')).toHaveLength(1);
    expect((await bridge.setReplayBuffer(false)).ok).toBe(true);
    expect(bridge.state.replayBuffer).toBe('off');
    expect((await bridge.setReplayBuffer(false)).ok).toBe(true);
    const switched = ['obs.replay-started', 'obs.replay-stopped'];
    expect(harness.topics().filter((topic) => switched.includes(topic))).toEqual(switched);
  });

  it('explains how to set up a missing replay buffer', async () => {
    const { bridge, begin } = suite.createSubject();
    await begin();
    await waitUntil('the replay buffer', () => bridge.state.replayBuffer === 'off');
    await suite.target().withoutReplayBuffer(await suite.openSecondClient());
    await waitUntil('it gone', () => bridge.state.replayBuffer === 'unavailable');
    for (const result of [await bridge.setReplayBuffer(true), await bridge.saveReplay()]) {
      expect(result).toMatchObject({ ok: false, error: { code: 'obs.replay-not-set-up', retryable: false } });
      expect(result.ok ? '' : result.error.message).toContain('Settings › Output › Replay Buffer');
    }
    await suite.target().kill();
  });

  it('explains what to install for a missing virtual camera', async () => {
    suite.target().withoutVirtualCamera();
    const { bridge, begin } = suite.createSubject();
    await begin();
    await waitUntil('what is known of it', () => bridge.state.virtualCamera === 'unavailable');
    const result = await bridge.setVirtualCamera(true);
    expect(result).toMatchObject({ ok: false, error: { code: 'obs.no-virtual-camera', retryable: false } });
    expect(result.ok ? '' : result.error.message).toContain('v4l2loopback');
  });

  it('takes a screenshot of the current scene, also in studio mode', async () => {
    const { bridge, client } = await beginFurnished();
    const [program, edited] = [sceneAt(0), sceneAt(1)];
    await client.call('SetStudioModeEnabled', { studioModeEnabled: true });
    suite.cleanUp(() => client.call('SetStudioModeEnabled', { studioModeEnabled: false }));
    await client.call('SetCurrentPreviewScene', { sceneName: edited });
    await waitUntil('studio mode', () => bridge.state.studioMode === true);
    const before = Date.now();
    const taken = await bridge.takeScreenshot(320);
    if (!taken.ok) throw taken.error;
    expect(taken.value.scene).toBe(program);
    expect(taken.value.image).toMatch(/^data:image\/(?:png|jpe?g);base64,[\w+/]{100,}/);
    expect(taken.value.takenAt).toBeGreaterThanOrEqual(before);
    expect(taken.value.image.length).toBeLessThan(500_000);
    expect(bridge.state.currentScene).toBe(program);
    // A scene change from Cuelight goes on air, not only to the preview.
    expect((await bridge.setScene(edited)).ok).toBe(true);
    expect((await client.call('GetCurrentProgramScene')).currentProgramSceneName).toBe(edited);
    await client.call('SetCurrentProgramScene', { sceneName: program });
  });

  it('sends no caption without a stream, and explains why', async () => {
    const { bridge, begin } = suite.createSubject();
    await begin();
    expect(await bridge.sendCaption('Hello everybody')).toMatchObject({
      ok: false,
      error: { code: 'obs.not-streaming' },
    });
  });

  it('settles all pending calls when OBS is killed', async () => {
    const { bridge, begin } = suite.createSubject();
    const life = await begin();
    suite.target().freeze();
    const pending = Promise.all([
      bridge.takeScreenshot(320),
      bridge.setMuted('Player', true),
      bridge.setSourceVisible({ source: 1 }, true),
      bridge.saveReplay(),
    ]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    void suite.target().kill();
    expect((await pending).map(({ ok }) => ok)).toEqual([false, false, false, false]);
    await life.failed;
    expect(bridge.state).toMatchObject({ sources: null, inputs: null, replayBuffer: null });
    await suite.target().kill();
  });
};
