import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseScenario } from './scenario.ts';

const folder = new URL('../../../../resources/scenarios/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

const small = (change: string): string => `
id: small
title: Small
description: A small one.
scenes: [Main]
cast: [{ login: maple_otter, displayName: Maple }]
${change}
`;
const acts = (cue: string): string => small(`acts: [{ id: only, title: Only, seconds: 5, cues: [${cue}] }]`);

describe('scenarios', () => {
  it.each(readdirSync(folder))('%s is valid', (name) => {
    const result = parseScenario(read(name), name);
    expect(result).toMatchObject({ ok: true });
  });

  it('last two minutes with about two dozen people in the lively show', () => {
    const result = parseScenario(read('lively-show.yaml'), 'lively-show.yaml');
    const scenario = result.ok ? result.value : undefined;
    expect(scenario?.acts.reduce((sum, act) => sum + act.seconds, 0)).toBe(120);
    expect(scenario?.cast.length).toBeGreaterThanOrEqual(25);
    expect(
      scenario?.acts.flatMap((act) => act.cues).filter((cue) => cue.say?.text === '!status'),
    ).toHaveLength(1);
    const lines = scenario?.acts.flatMap((act) => act.chatter?.lines ?? []) ?? [];
    expect(new Set(lines).size).toBe(lines.length);
  });

  it.each([
    ['an empty file', '', /the file/],
    ['text that is not YAML', 'a: [', /other\.yaml/],
    ['a key twice', 'id: a\nid: b', /unique/i],
    ['an unknown key', small('acts: []\nextra: 1'), /acts|extra/],
    [
      'a person outside the cast',
      acts('{ at: 1, say: { who: nobody, text: hi } }'),
      /nobody in the cast is called "nobody"/,
    ],
    ['an unknown scene', acts('{ at: 1, obs: { scene: Attic } }'), /no scene "Attic"/],
    ['a cue after the end', acts('{ at: 9, obs: { streaming: true } }'), /ends at second 5/],
    [
      'a line on a platform where the person does not write',
      acts('{ at: 1, say: { who: maple_otter, on: discord, text: hi } }'),
      /does not write on discord/,
    ],
    [
      'a slash command of a person who is not on Discord',
      acts('{ at: 1, useCommand: { who: maple_otter, command: status } }'),
      /maple_otter is not on Discord/,
    ],
    [
      'a slash command with its slash',
      acts('{ at: 1, useCommand: { who: maple_otter, command: /status } }'),
      /useCommand.command: a command is its name without the slash/,
    ],
    [
      'a reply to nothing',
      acts('{ at: 1, say: { who: maple_otter, text: hi, replyTo: x } }'),
      /no earlier line is labelled "x"/,
    ],
    ['a cue without an action', acts('{ at: 1 }'), /needs an action/],
    [
      'a repetition from an unknown act',
      `${acts('{ at: 1, obs: { streaming: true } }')}\nrepeatFrom: nowhere`,
      /no act "nowhere"/,
    ],
    ['a shower of aliases', 'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]', /cannot be played/],
  ])('refuses %s and says where', (_what, yaml, words) => {
    const result = parseScenario(yaml, 'other.yaml');
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'rehearsal.scenario-invalid', kind: 'configuration' },
    });
    expect(result.ok ? '' : result.error.message).toMatch(words);
    expect(result.ok ? '' : result.error.message).toContain('other.yaml');
  });
});
