import type { FakeHost } from '../client/testing/fake-host.ts';

/** A mark in every hostile text, which finds it wherever it is drawn. */
const mark = '☄';

/** Names and texts that try to reverse, cover or widen the text beside them. */
const tricks = [
  // An override that reverses the following text, unclosed embeddings, and foreign closing marks.
  'nasty \u202etxet lever \u2066a\u2067b\u2068c\u202bd\u202ae \u2069\u2069\u2069\u2069\u202c\u202c out',
  'z\u200be\u200cb\u200dr\u200ea\ufeff',
  ['z', 'a', 'l', 'g', 'o'].map((letter) => letter + '\u0301\u0325'.repeat(25)).join(''),
  'w'.repeat(500),
];
export const hostileTexts: Readonly<Record<string, string>> = {
  'overrides, marks without a width, fifty combining marks a letter and a word of five hundred letters': `${mark} ${tricks.join(' ')}`,
  'letters and marks from right to left': `${mark} \u202e שלום\u200f עולם \u2067(مرحبا) \u061c42`,
};

/** Fields that platforms, files and people fill. */
const foreignFields: ReadonlySet<string> = new Set([
  'displayName',
  'userName',
  'text',
  'channelTitle',
  'sharedFrom',
  'message',
  'summary',
  'title',
  'name',
  'rewardTitle',
  'input',
  'headline',
  'detail',
  'sentence',
  'scenario',
  'description',
  'fact',
  'reason',
  'login',
  'lastReplay',
  'recordingPath',
  'obstacle',
  'currentScene',
  'scene',
]);
/** Lists whose texts platforms and people fill. */
const foreignLists: ReadonlySet<string> = new Set(['scenes', 'names', 'commands']);

/** Replaces every text of a foreign field, at any depth, by one that starts with the original. */
export const poison = (value: unknown, hostile: string): void => {
  if (typeof value !== 'object' || value === null) return;
  if (value instanceof Map) {
    for (const each of value.values()) poison(each, hostile);
    return;
  }
  for (const [key, each] of Object.entries(value)) {
    if (typeof each === 'string' && foreignFields.has(key)) Reflect.set(value, key, `${each} ${hostile}`);
    else if (Array.isArray(each) && foreignLists.has(key))
      Reflect.set(
        value,
        key,
        each.map((one: unknown) => (typeof one === 'string' ? `${one} ${hostile}` : one)),
      );
    else poison(each, hostile);
  }
};

/** Fills a host with hostile names, titles, sentences and messages in every field that others write. */
export const poisonHost = (host: FakeHost, hostile: string): void => {
  const at = host.now();
  host.messages.splice(0);
  host.say(hostile, [hostile, null], { id: 'asked', userId: '42', sharedFrom: hostile, firstMessage: true });
  host.say(hostile, [`${hostile} too`, null], {
    id: 'answered',
    userId: '43',
    replyTo: 'asked',
    editedAt: at,
  });
  const event = host.recordEvent('obs.scene-changed', 'obs:main', 'warning', `Scene changed to ${hostile}`, {
    [hostile]: hostile,
  });
  Reflect.set(event, 'id', 'hostile');
  const like = host.part('twitch-chat');
  host.components.set('twitch-api', { ...like, id: 'twitch-api', title: 'Twitch API' });
  host.loseObs();
  host.outages.push({
    id: 'outage-1',
    componentId: 'obs:main',
    title: 'OBS',
    startedAt: at - 12_000,
    endedAt: null,
    end: null,
    cause: { code: 'obs.closed', message: 'OBS closed the connection.' },
    attempts: 3,
    missed: { count: null, atLeast: false, message: 'Not known yet.' },
  });
  host.history.kept.push({
    id: 'incident-1',
    kind: 'incident',
    at: at - 60_000,
    endedAt: at - 30_000,
    subject: 'obs:main',
    title: 'OBS closed the connection',
    result: 'unhealthy',
    message: 'OBS closed the connection.',
  });
  host.docks.push({
    id: 'dock-1',
    name: hostile,
    createdAt: host.run.startedAt,
    seenAt: null,
    connected: 0,
  });
  const { redemptions } = host.twitch;
  for (const redemption of redemptions) redemption.input = hostile;
  const parts = [host.components, host.outages, host.history.kept, host.twitch, host.discord.overview];
  for (const each of [...parts, host.data, host.run]) poison(each, hostile);
  const { obs, rehearsal } = host;
  const poisoned = structuredClone(obs.view());
  poison(poisoned, hostile);
  obs.show(poisoned);
  const verdict = structuredClone(host.verdict());
  poison(verdict, hostile);
  host.change([], verdict);
  // Fault names are ours; people write and record scenarios.
  const { scenario, scenarios, act } = structuredClone(rehearsal.now);
  for (const each of [scenario, ...scenarios, act]) poison(each, hostile);
  rehearsal.change({ scenario, scenarios, act });
};

const innermost = /[\u2066-\u2068][^\u2066-\u2069]*\u2069/gu;
const directions = /[\u202a-\u202e\u2066-\u2069]/u;
const rightToLeft = /[\u0590-\u08ff\u200f\u061c\ufb1d-\ufdff\ufe70-\ufefc]/u;
const pile = /\p{M}{7}/u;

/** Returns a text without its isolated sections, at any depth. */
const withoutIsolated = (text: string): string => {
  const rest = text.replaceAll(innermost, '');
  return rest === text ? text : withoutIsolated(rest);
};

/**
 * Returns the harm of an unfenced text to the text beside it; null for none. A text alone has no neighbours.
 */
const harmOf = (text: string, isAlone: boolean): string | null => {
  const bare = withoutIsolated(text);
  if (directions.test(bare)) return 'turns what stands beside it';
  return isAlone || !rightToLeft.test(bare) ? null : 'runs from right to left among ours';
};

/** A live region with one text has no neighbours. */
const standingOf = (parent: Element): 'bare' | 'fenced' | 'alone' => {
  if (parent.closest('bdi') !== null) return 'fenced';
  return parent.localName === 'output' && parent.childNodes.length === 1 ? 'alone' : 'bare';
};

const spoken = ['alt', 'aria-description', 'aria-label', 'aria-valuetext', 'placeholder', 'title'];

/**
 * Inspects all hostile text below an element: how often it is drawn, and where it is not isolated or overlaps
 * other text.
 */
export const lookAtHostile = (
  root: HTMLElement,
): { readonly drawn: number; readonly harms: readonly string[] } => {
  const harms: string[] = [];
  let drawn = 0;
  const look = (text: string, stands: 'bare' | 'fenced' | 'alone', where: string): void => {
    if (text.includes(mark)) drawn += 1;
    if (pile.test(text)) harms.push(`${where} paints over other lines: ${JSON.stringify(text.slice(0, 80))}`);
    const harm = stands === 'fenced' ? null : harmOf(text, stands === 'alone');
    if (harm !== null) harms.push(`${where} ${harm}: ${JSON.stringify(text.slice(0, 80))}`);
  };
  const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) {
    const parent = node.parentElement;
    if (!parent || parent.closest('style, textarea')) continue;
    look(node.textContent ?? '', standingOf(parent), `<${parent.localName} class="${parent.className}">`);
  }
  for (const element of root.querySelectorAll('*'))
    for (const name of spoken) {
      const value = element.getAttribute(name);
      if (value !== null) look(value, 'alone', `${name} of <${element.localName}>`);
    }
  return { drawn, harms };
};
