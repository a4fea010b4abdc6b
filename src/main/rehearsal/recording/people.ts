import type { RehearsedChat, ChatRole } from '#shared/model/index.ts';
import type { CastMember } from '../platform-ports.ts';
import type { Originals } from './originals.ts';

/** A person in a recording, as the platform identifies them. Never written anywhere. */
export interface Person {
  readonly platforms: Set<RehearsedChat>;
  readonly roles: Set<CastMember['roles'][number]>;
  /** Position in the order of first appearance. */
  readonly number: number;
}

const castRoles: ReadonlySet<string> = new Set(['subscriber', 'vip', 'moderator', 'broadcaster']);
const isCastRole = (role: ChatRole): role is CastMember['roles'][number] => castRoles.has(role);

const adjectives =
  'amber brisk calm dapper early fabled gentle hazel idle jolly kindly lunar mellow nimble olive plucky quiet rustic sunny tidy umber vivid woolly zesty'.split(
    ' ',
  );
const nouns =
  'acorn badger comet dormouse ember falcon gecko heron igloo jackdaw kestrel lantern marten newt otter pebble quail rook sparrow teapot urchin vole walnut yarrow'.split(
    ' ',
  );
const colors = [
  '#1E90FF',
  '#2E8B57',
  '#D2691E',
  '#DA70D6',
  '#5F9EA0',
  '#FF7F50',
  '#9ACD32',
  '#8A63D2',
  '#DAA520',
];

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Generates invented logins without end. */
function* logins(): Generator<string, never, void> {
  const pairs = adjectives.length * nouns.length;
  for (let count = 0; ; count += 1) {
    // Advances both lists at once, so that consecutive names do not sound alike.
    const adjective = adjectives[count % adjectives.length] ?? 'amber';
    const noun = nouns[(count * 7 + Math.floor(count / adjectives.length)) % nouns.length] ?? 'acorn';
    const round = Math.floor(count / pairs);
    // After all names that could be rejected, plain numbers in another base.
    if (round > 3) yield `z${(count * 7_919).toString(36)}`;
    else yield round === 0 ? `${adjective}_${noun}` : `${adjective}_${noun}_${round + 1}`;
  }
}

/** All people of a session. One person is one entry, whichever name or id identifies them. */
export class People {
  readonly #originals: Originals;
  readonly #byIdentifier = new Map<string, Person>();
  readonly #people: Person[] = [];

  constructor(originals: Originals) {
    this.#originals = originals;
  }

  /** All people, in the order of first appearance. */
  get all(): readonly Person[] {
    return this.#people;
  }

  /** Returns the person with these identifiers, and adds them when new. Null without any identifier. */
  identify(
    platform: RehearsedChat,
    identifiers: readonly (string | null | undefined)[],
    roles: readonly ChatRole[] = [],
  ): Person | null {
    const given = identifiers.flatMap((each) => (each ? [each] : []));
    if (given.length === 0) return null;
    for (const each of given) this.#originals.add(each);
    const keys = given.map((each) => `${platform}:${each.toLowerCase()}`);
    const known = keys.map((key) => this.#byIdentifier.get(key)).find((person) => person !== undefined);
    const person = known ?? { platforms: new Set(), roles: new Set(), number: this.#people.length };
    if (!known) this.#people.push(person);
    for (const key of keys) this.#byIdentifier.set(key, person);
    person.platforms.add(platform);
    for (const role of roles) if (isCastRole(role)) person.roles.add(role);
    return person;
  }

  /** Returns the person with a name in a text; null for an unknown name. */
  named(name: string): Person | null {
    const key = name.toLowerCase();
    return this.#byIdentifier.get(`twitch:${key}`) ?? this.#byIdentifier.get(`discord:${key}`) ?? null;
  }

  /**
   * Returns an invented name for every person, in the order of first appearance. No name contains an
   * original.
   */
  disguise(): readonly CastMember[] {
    const names = logins();
    const nextLogin = (): string => {
      for (;;) {
        const { value } = names.next();
        if (!this.#originals.occursIn(value)) return value;
      }
    };
    return this.#people.map(({ roles, number }) => {
      const login = nextLogin();
      const color = colors[number % colors.length] ?? null;
      return {
        login,
        displayName: login.split('_').map(capitalised).join('_'),
        color: color === null || this.#originals.occursIn(color) ? null : color,
        roles: [...roles],
      };
    });
  }
}
