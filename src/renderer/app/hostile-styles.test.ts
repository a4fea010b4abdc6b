import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** The declarations of the first rule of a style sheet whose selectors are exactly these. */
const ruleOf = (file: string, selectors: string): string => {
  const sheet = readFileSync(join(import.meta.dirname, '..', file), 'utf8');
  const rule = sheet.split('}').find((each) => each.split('{')[0]?.trim() === selectors);
  if (rule === undefined) throw new Error(`${file} has no rule for ${selectors}`);
  return rule;
};

it.each([
  ['a message of the chat', 'features/chat/chat-row.module.css', '.row'],
  ['a message that was found', 'features/chat/found-messages.module.css', '.row'],
  ['a message in the dock', 'app/dock-chat.module.css', '.line'],
  ['an event', 'features/events/event-row.module.css', '.sentence'],
  ['the raw form of an event', 'features/events/event-inspector.module.css', '.raw'],
  ['a redemption', 'features/platforms/twitch/twitch-panel.module.css', '.redemption'],
])('combining marks of %s cannot paint over its neighbours', (_what, file, selectors) => {
  expect(ruleOf(file, selectors)).toMatch(/overflow: (?:clip|hidden|auto);/u);
});

it('foreign text is isolated, and its long words break', () => {
  const rule = ruleOf('ui/foreign-text.module.css', '.foreign');
  expect(rule).toContain('unicode-bidi: isolate');
  expect(rule).toContain('overflow-wrap: anywhere');
});
