import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { placeWindow, readWindowState, writeWindowState, type WindowState } from './window-state.ts';

const laptop = { x: 0, y: 0, width: 1_920, height: 1_040 };
const second = { x: 1_920, y: -200, width: 2_560, height: 1_400 };
const saved = (bounds: Partial<WindowState['bounds']>, maximised = false): WindowState => ({
  bounds: { x: 100, y: 80, width: 1_400, height: 800, ...bounds },
  maximised,
});

describe('placeWindow', () => {
  it('centres the first window and fits it into a small display', () => {
    expect(placeWindow(null, [{ x: 0, y: 25, width: 1_280, height: 700 }]).bounds).toEqual({
      x: 0,
      y: 25,
      width: 1_280,
      height: 700,
    });
    expect(placeWindow(null, [laptop]).bounds).toEqual({ x: 240, y: 70, width: 1_440, height: 900 });
  });

  it.each([
    ['on the first display', saved({})],
    ['on the second display', saved({ x: 2_400, y: -100 })],
    ['partly off to the left, with enough to grab', saved({ x: -1_200 })],
  ])('opens at its position %s', (_what, state) => {
    expect(placeWindow(state, [laptop, second])).toEqual(state);
  });

  it.each([
    ['on a display that is gone', saved({ x: 2_400, y: -100 }), { x: 520, y: 0 }],
    ['with its title bar above the top', saved({ y: -300 }), { x: 100, y: 0 }],
    ['below the lower edge', saved({ y: 1_030 }), { x: 100, y: 240 }],
    ['far to the left', saved({ x: -1_350 }), { x: 0, y: 80 }],
  ])('returns to a display when it was %s', (_what, state, place) => {
    expect(placeWindow(state, [laptop]).bounds).toMatchObject(place);
  });

  it('never opens larger than the display or too small to use', () => {
    expect(placeWindow(saved({ width: 9_000, height: 9_000 }), [laptop]).bounds).toMatchObject({
      width: 1_920,
      height: 1_040,
    });
    expect(placeWindow(saved({ width: 200, height: 200 }), [laptop]).bounds).toMatchObject({
      width: 800,
      height: 560,
    });
  });

  it('stays maximised', () => {
    expect(placeWindow(saved({}, true), [laptop]).maximised).toBe(true);
  });
});

describe('the saved state', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cuelight-window-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is read as written, without a temporary file', async () => {
    const file = join(folder, 'window.json');
    await writeWindowState(file, saved({}, true));
    expect(await readWindowState(file)).toEqual(saved({}, true));
    expect(await readdir(folder)).toEqual(['window.json']);
  });

  it.each([
    '',
    'null',
    '[]',
    '{"bounds":{}}',
    '{"bounds":{"x":1.5,"y":0,"width":1,"height":1},"maximised":true}',
    '{',
  ])('is ignored when it is %j', async (text) => {
    const file = join(folder, 'window.json');
    await writeFile(file, text);
    expect(await readWindowState(file)).toBeNull();
  });

  it('is absent without a file', async () => {
    expect(await readWindowState(join(folder, 'none.json'))).toBeNull();
  });
});
