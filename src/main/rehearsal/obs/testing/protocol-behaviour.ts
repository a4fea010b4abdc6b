/**
 * The wire behaviour of an obs-websocket 5 server for each message, valid or not. The real OBS and the
 * rehearsal pass the same tests, so that the rehearsal cannot drift from the real OBS.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { helloSchema, eventSchema, WireClient } from './obs-wire-client.ts';

export interface ProtocolTarget {
  readonly url: string;
  readonly password: string;
  /** At least two scenes; the first is on program. */
  readonly scenes: readonly string[];
  close(): Promise<void>;
}

export const describeObsProtocol = (name: string, createTarget: () => Promise<ProtocolTarget>): void => {
  describe(`obs-websocket 5 as ${name} speaks it`, () => {
    let target: ProtocolTarget;
    const clients: WireClient[] = [];
    beforeAll(async () => {
      target = await createTarget();
    }, 90_000);
    afterAll(() => target.close());
    afterEach(async () => {
      for (const client of clients.splice(0)) await client.end();
    });

    const connect = (): WireClient => {
      const client = new WireClient(target.url, target.password);
      clients.push(client);
      return client;
    };
    const connectIdentified = async (eventSubscriptions = 0): Promise<WireClient> => {
      const client = connect();
      await client.identify({ eventSubscriptions });
      return client;
    };

    // An Identify with a number as authentication is missing here: OBS 29 crashes on it.
    it.each<[string, string | Buffer, number]>([
      ['text that is not JSON', '{"op":', 4002],
      ['a binary frame', Buffer.from('{"op":1,"d":{}}'), 4002],
      ['an array', '[]', 4002],
      ['a message without data', '{"op":1}', 4003],
      ['a message whose data is null', '{"op":1,"d":null}', 4003],
      ['a message whose data is text', '{"op":1,"d":"x"}', 4004],
      ['a message without op', '{"d":{}}', 4006],
      ['a request before Identify', '{"op":6,"d":{"requestType":"GetVersion","requestId":"1"}}', 4007],
      ['an unknown op before Identify', '{"op":42,"d":{}}', 4007],
      ['an Identify without authentication', '{"op":1,"d":{"rpcVersion":1}}', 4009],
      ['an Identify with a wrong authentication', '{"op":1,"d":{"rpcVersion":1,"authentication":"x"}}', 4009],
    ])('closes after %s', async (_what, frame, code) => {
      const client = connect();
      await client.next(helloSchema);
      client.sendFrame(frame);
      expect(await client.closed).toBe(code);
    });

    it.each<[string, Readonly<Record<string, unknown>>, number]>([
      ['without a version', { rpcVersion: undefined }, 4003],
      ['with a version that is text', { rpcVersion: '1' }, 4004],
      ['with an unsupported version', { rpcVersion: 2 }, 4010],
      ['with a mask that is text', { eventSubscriptions: 'all' }, 4004],
      ['with a negative mask', { eventSubscriptions: -1 }, 4004],
    ])('closes after an Identify %s', async (_what, changes, code) => {
      const client = connect();
      client.send(await client.identification(changes));
      expect(await client.closed).toBe(code);
    });

    it.each<[string, object, number]>([
      ['a second Identify', { op: 1, d: { rpcVersion: 1 } }, 4008],
      ['an unknown op', { op: 42, d: {} }, 4006],
      ['a request without a type', { op: 6, d: { requestId: '1' } }, 4003],
      ['a request without an id', { op: 6, d: { requestType: 'GetVersion' } }, 4003],
      ['a request whose type is a number', { op: 6, d: { requestType: 5, requestId: '1' } }, 4004],
      ['a batch without requests', { op: 8, d: { requestId: '1' } }, 4003],
      ['a batch whose requests are text', { op: 8, d: { requestId: '1', requests: 'x' } }, 4004],
    ])('closes an identified session after %s', async (_what, message, code) => {
      const client = await connectIdentified();
      client.send(message);
      expect(await client.closed).toBe(code);
    });

    it.each<[string, unknown, number]>([
      ['GetVersion', undefined, 100],
      ['GetStats', undefined, 100],
      ['GetSceneList', undefined, 100],
      ['GetInputList', undefined, 100],
      ['GetStudioModeEnabled', undefined, 100],
      ['NoSuchRequest', undefined, 204],
      ['toString', undefined, 204],
      ['SetCurrentProgramScene', undefined, 301],
      ['SetCurrentProgramScene', 'Main', 301],
      ['SetCurrentProgramScene', {}, 300],
      ['SetCurrentProgramScene', { sceneName: 5 }, 401],
      ['SetCurrentProgramScene', { sceneName: '' }, 403],
      ['SetCurrentProgramScene', { sceneName: 'No such scene' }, 600],
      ['CreateScene', {}, 300],
      ['RemoveScene', { sceneName: 'No such scene' }, 600],
      ['GetInputMute', { inputName: 'No such input' }, 600],
      ['SetInputMute', { inputName: 'No such input', inputMuted: true }, 600],
      ['StopStream', undefined, 501],
      ['StopRecord', undefined, 501],
      // Both servers check only whether the output is paused: pausing a stopped output succeeds and does
      // nothing.
      ['PauseRecord', undefined, 100],
      ['ResumeRecord', undefined, 503],
      ['GetSceneItemList', {}, 300],
      ['GetSceneItemList', { sceneName: 'No such scene' }, 600],
      ['GetSceneItemId', { sceneName: 'No such scene', sourceName: 'Camera' }, 600],
      ['GetSceneItemEnabled', { sceneName: 'No such scene', sceneItemId: 1 }, 600],
      ['SetSceneItemEnabled', { sceneItemId: 1, sceneItemEnabled: true }, 300],
      ['GetInputVolume', { inputName: 'No such input' }, 600],
      ['SetInputVolume', { inputName: 'No such input', inputVolumeDb: 0 }, 600],
      ['ToggleInputMute', {}, 300],
      ['RemoveInput', { inputName: 'No such input' }, 600],
      ['SetInputName', { inputName: 'No such input', newInputName: 'New' }, 600],
      ['GetReplayBufferStatus', undefined, 100],
      ['StopReplayBuffer', undefined, 501],
      ['SaveReplayBuffer', undefined, 501],
      ['GetLastReplayBufferReplay', undefined, 501],
      ['SendStreamCaption', undefined, 301],
      ['SendStreamCaption', {}, 300],
      ['SendStreamCaption', { captionText: 5 }, 401],
      ['SendStreamCaption', { captionText: 'Hello' }, 501],
      ['GetSourceScreenshot', { imageFormat: 'png' }, 300],
      ['GetSourceScreenshot', { sourceName: 'No such source', imageFormat: 'png' }, 600],
      ['GetCurrentPreviewScene', undefined, 506],
      ['SetCurrentPreviewScene', { sceneName: 'No such scene' }, 506],
      ['SetStudioModeEnabled', {}, 300],
      ['SetStudioModeEnabled', { studioModeEnabled: 1 }, 401],
    ])('answers %s with data %j by code %d', async (requestType, requestData, code) => {
      const client = await connectIdentified();
      const response = await client.request(requestType, requestData);
      expect(response).toMatchObject({ requestType, requestId: 'r', requestStatus: { code } });
      expect(response.requestStatus.result).toBe(code === 100);
    });

    it('echoes any id unchanged', async () => {
      const client = await connectIdentified();
      client.send({ op: 6, d: { requestType: 'GetStudioModeEnabled', requestId: 7 } });
      const response = await client.next(
        z.object({ op: z.literal(7), d: z.object({ requestId: z.unknown() }) }),
      );
      expect(response.d.requestId).toBe(7);
    });

    it.each<[string, Readonly<Record<string, unknown>>, number]>([
      ['GetSceneItemEnabled', { sceneItemId: 999 }, 600],
      ['GetSceneItemEnabled', { sceneItemId: 'one' }, 401],
      ['GetSceneItemEnabled', {}, 300],
      ['GetSceneItemId', {}, 300],
      ['GetSceneItemId', { sourceName: 'No such source' }, 600],
      ['GetSourceScreenshot', { imageFormat: undefined }, 300],
      ['GetSourceScreenshot', { imageFormat: 'xyz' }, 400],
      ['GetSourceScreenshot', { imageWidth: 4 }, 402],
      ['GetSourceScreenshot', { imageWidth: 9_000 }, 402],
      ['GetSourceScreenshot', { imageWidth: 'wide' }, 401],
      ['GetSourceScreenshot', { imageWidth: 64 }, 100],
      ['CreateInput', { inputName: 'New', inputKind: 'no_such_kind' }, 605],
      ['CreateInput', { inputName: 'New' }, 300],
    ])('answers %s in a scene with %j by code %d', async (requestType, changes, code) => {
      const client = await connectIdentified();
      const [sceneName] = target.scenes;
      const data = { sceneName, sourceName: sceneName, imageFormat: 'png', ...changes };
      // Only one of the two requests accepts a source's name instead of the scene's.
      const { sourceName: _scene, ...others } = data;
      const isPicture = requestType === 'GetSourceScreenshot';
      const response = await client.request(
        requestType,
        isPicture || 'sourceName' in changes ? data : others,
      );
      expect(response.requestStatus.code).toBe(code);
    });

    it('reports the volume as a factor and in decibels, and refuses sound requests for inputs without sound', async () => {
      const inputsMask = 1 << 3;
      const client = await connectIdentified(inputsMask);
      const [sceneName] = target.scenes;
      for (const [inputName, inputKind] of [
        ['Table card', 'color_source_v3'],
        ['Table player', 'ffmpeg_source'],
      ])
        await client.request('CreateInput', { sceneName, inputName, inputKind });
      const card = { inputName: 'Table card' };
      const player = { inputName: 'Table player' };
      const codeOf = async (requestType: string, data: object) =>
        (await client.request(requestType, data)).requestStatus.code;
      expect(await codeOf('GetInputMute', card)).toBe(604);
      expect(await codeOf('SetInputVolume', { ...card, inputVolumeDb: 0 })).toBe(604);
      expect(await codeOf('SetInputMute', player)).toBe(300);
      expect(await codeOf('SetInputVolume', player)).toBe(300);
      expect(await codeOf('SetInputVolume', { ...player, inputVolumeDb: 99 })).toBe(402);
      expect(await codeOf('SetInputVolume', { ...player, inputVolumeDb: 0, inputVolumeMul: 1 })).toBe(404);
      client.received.splice(0);
      for (let time = 0; time < 2; time += 1) {
        expect(await codeOf('SetInputMute', { ...player, inputMuted: true })).toBe(100);
        expect((await client.next(eventSchema)).d).toMatchObject({
          eventType: 'InputMuteStateChanged',
          eventIntent: inputsMask,
          eventData: { ...player, inputMuted: true },
        });
      }
      expect(await codeOf('SetInputVolume', { ...player, inputVolumeMul: 0 })).toBe(100);
      expect((await client.next(eventSchema)).d.eventData).toMatchObject({ inputVolumeDb: -100 });
      for (const input of [card, player]) await client.request('RemoveInput', input);
    });

    it('announces the visibility of a source only when it changes', async () => {
      const itemsMask = 1 << 7;
      const client = await connectIdentified(itemsMask);
      const [sceneName] = target.scenes;
      const source = { sceneName, inputName: 'Shown card', inputKind: 'color_source_v3' };
      const { responseData } = await client.request('CreateInput', source);
      const item = { sceneName, sceneItemId: responseData?.['sceneItemId'] };
      // The real OBS also announces what is selected in its window.
      const nextOf = async (type: string) =>
        (await client.next(eventSchema.refine(({ d }) => d.eventType === type))).d;
      expect(await nextOf('SceneItemCreated')).toMatchObject({
        eventIntent: itemsMask,
        eventData: { ...item, sourceName: 'Shown card' },
      });
      for (const sceneItemEnabled of [false, false, true])
        await client.request('SetSceneItemEnabled', { ...item, sceneItemEnabled });
      const isActive = async () => {
        const { eventData } = await nextOf('SceneItemEnableStateChanged');
        return z.object({ sceneItemEnabled: z.boolean() }).parse(eventData).sceneItemEnabled;
      };
      expect([await isActive(), await isActive()]).toEqual([false, true]);
      await client.request('RemoveInput', { inputName: 'Shown card' });
    });

    it('saves a replay in the order STARTING, STARTED, saved, STOPPING, STOPPED', async () => {
      const client = await connectIdentified(1 << 6);
      // Without any source, OBS asks in its window for confirmation and starts nothing until somebody
      // answers.
      const [sceneName] = target.scenes;
      const source = { inputName: 'Replay card', inputKind: 'color_source_v3' };
      await client.request('CreateInput', { sceneName, ...source });
      const next = async () => (await client.next(eventSchema)).d;
      const state = (word: string) => ({
        eventType: 'ReplayBufferStateChanged',
        eventData: { outputState: `OBS_WEBSOCKET_OUTPUT_${word}` },
      });
      expect((await client.request('StartReplayBuffer')).requestStatus.code).toBe(100);
      expect(await next()).toMatchObject(state('STARTING'));
      expect(await next()).toMatchObject(state('STARTED'));
      expect((await client.request('StartReplayBuffer')).requestStatus.code).toBe(500);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      expect((await client.request('SaveReplayBuffer')).requestStatus.code).toBe(100);
      const saved = await next();
      expect(saved).toMatchObject({
        eventType: 'ReplayBufferSaved',
        eventData: { savedReplayPath: expect.stringMatching(/Replay.*\.mkv$/) },
      });
      const { responseData } = await client.request('GetLastReplayBufferReplay');
      expect(responseData).toEqual(saved.eventData);
      await client.request('StopReplayBuffer');
      expect(await next()).toMatchObject(state('STOPPING'));
      expect(await next()).toMatchObject(state('STOPPED'));
      await client.request('RemoveInput', { inputName: 'Replay card' });
    }, 15_000);

    it('has a separate preview scene in studio mode, and announces that studio mode changed', async () => {
      const uiMask = 1 << 10;
      const client = await connectIdentified(uiMask);
      await client.request('SetStudioModeEnabled', { studioModeEnabled: true });
      expect((await client.next(eventSchema)).d).toMatchObject({
        eventType: 'StudioModeStateChanged',
        eventIntent: uiMask,
        eventData: { studioModeEnabled: true },
      });
      await client.request('SetCurrentPreviewScene', { sceneName: target.scenes[1] });
      // The real OBS answers first and changes the scene later, when its window gets to it.
      await expect
        .poll(async () => (await client.request('GetSceneList')).responseData, { timeout: 5_000 })
        .toMatchObject({
          currentProgramSceneName: target.scenes[0],
          currentPreviewSceneName: target.scenes[1],
        });
      await client.request('SetStudioModeEnabled', { studioModeEnabled: false });
      expect((await client.next(eventSchema)).d.eventData).toEqual({ studioModeEnabled: false });
    });

    it('refuses to create a scene that exists', async () => {
      const client = await connectIdentified();
      const response = await client.request('CreateScene', { sceneName: target.scenes[0] });
      expect(response.requestStatus.code).toBe(601);
    });

    it('counts scenes from the bottom of the list in its window', async () => {
      const client = await connectIdentified();
      const { responseData } = await client.request('GetSceneList');
      expect(responseData).toMatchObject({
        scenes: target.scenes.toReversed().map((sceneName, sceneIndex) => ({ sceneIndex, sceneName })),
      });
    });

    it('answers a batch in order, and stops at a failure only on request', async () => {
      const client = await connectIdentified();
      const requests = [
        { requestType: 'GetVersion', requestId: 'first' },
        { requestType: 'NoSuchRequest' },
        { requestType: 'GetStats', requestId: 'third' },
      ];
      const all = await client.batch({ requests });
      expect(all.map(({ requestStatus }) => requestStatus.code)).toEqual([100, 204, 100]);
      expect(all.map(({ requestId }) => requestId)).toEqual(['first', undefined, 'third']);
      const halted = await client.batch({ requests, haltOnFailure: true });
      expect(halted.map(({ requestStatus }) => requestStatus.code)).toEqual([100, 204]);
      expect(await client.batch({ requests: [] })).toEqual([]);
    });

    it('announces only the events in the mask, to every client that asked for them', async () => {
      const scenesMask = 1 << 2;
      const actor = await connectIdentified();
      const listener = await connectIdentified(scenesMask);
      const deaf = await connectIdentified(1 << 6);
      await actor.request('SetCurrentProgramScene', { sceneName: target.scenes[1] });
      const event = await listener.next(eventSchema);
      expect(event.d).toMatchObject({
        eventType: 'CurrentProgramSceneChanged',
        eventIntent: scenesMask,
        eventData: { sceneName: target.scenes[1] },
      });
      await actor.request('SetCurrentProgramScene', { sceneName: target.scenes[0] });
      await listener.next(eventSchema);
      await deaf.request('GetVersion');
      expect(deaf.received).toEqual([]);
      expect(actor.received).toEqual([]);
    });

    it('changes the mask on Reidentify', async () => {
      const actor = await connectIdentified();
      const listener = await connectIdentified(0);
      listener.send({ op: 3, d: { eventSubscriptions: 1 << 2 } });
      await listener.next(z.object({ op: z.literal(2) }));
      await actor.request('SetCurrentProgramScene', { sceneName: target.scenes[1] });
      expect((await listener.next(eventSchema)).d.eventType).toBe('CurrentProgramSceneChanged');
      await actor.request('SetCurrentProgramScene', { sceneName: target.scenes[0] });
    });

    it('records in the order STARTING, STARTED, STOPPING, STOPPED, with the path at start and end', async () => {
      const client = await connectIdentified(1 << 6);
      const nextState = async () => (await client.next(eventSchema)).d.eventData;
      const path = expect.stringMatching(/\.mkv$/);
      expect((await client.request('StartRecord')).requestStatus.code).toBe(100);
      expect(await nextState()).toMatchObject({
        outputActive: false,
        outputState: 'OBS_WEBSOCKET_OUTPUT_STARTING',
        outputPath: null,
      });
      expect(await nextState()).toMatchObject({
        outputActive: true,
        outputState: 'OBS_WEBSOCKET_OUTPUT_STARTED',
        outputPath: path,
      });
      const running = await client.request('GetRecordStatus');
      expect(running.responseData).toMatchObject({ outputActive: true, outputPaused: false });
      expect((await client.request('StartRecord')).requestStatus.code).toBe(500);
      const stopped = await client.request('StopRecord');
      expect(stopped.responseData).toMatchObject({ outputPath: path });
      expect(await nextState()).toMatchObject({
        outputActive: false,
        outputState: 'OBS_WEBSOCKET_OUTPUT_STOPPING',
        outputPath: null,
      });
      expect(await nextState()).toMatchObject({
        outputActive: false,
        outputState: 'OBS_WEBSOCKET_OUTPUT_STOPPED',
        outputPath: path,
      });
    });
  });
};
