import type { RehearsedChat, ChatRole } from '#shared/model/index.ts';
import type { CastMember } from '../port.ts';
import type { Originals } from './originals.ts';

/** Somebody in a recording, as the platform calls them. Never written anywhere. */
export interface Person {
  readonly platforms: Set<RehearsedChat>;
  readonly roles: Set<CastMember['roles'][number]>;
  /** In the order in which they were met. */
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

/** Invented logins, without end. */
function* logins(): Generator<string, never, void> {
  const pairs = adjectives.length * nouns.length;
  for (let count = 0; ; count += 1) {
    // Steps through both lists at once, so that neighbours do not sound alike.
    const adjective = adjectives[count % adjectives.length] ?? 'amber';
    const noun = nouns[(count * 7 + Math.floor(count / adjectives.length)) % nouns.length] ?? 'acorn';
    const round = Math.floor(count / pairs);
    // Beyond all names that could be refused, plain numbers in another spelling.
    if (round > 3) yield `z${(count * 7_919).toString(36)}`;
    else yield round === 0 ? `${adjective}_${noun}` : `${adjective}_${noun}_${round + 1}`;
  }
}

/** Everybody who was met in a session. One person is one, by whichever name or id they come. */
export class People {
  readonly #originals: Originals;
  readonly #byIdentifier = new Map<string, Person>();
  readonly #people: Person[] = [];

  constructor(originals: Originals) {
    this.#originals = originals;
  }

  /** In the order in which they were met. */
  get everybody(): readonly Person[] {
    return this.#people;
  }

  /** The person whom these identifiers belong to, known already or met now. Null when there is no identifier. */
  meet(
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

  /** Who goes by a name in a text; null for a name that belongs to nobody who was met. */
  named(name: string): Person | null {
    const key = name.toLowerCase();
    return this.#byIdentifier.get(`twitch:${key}`) ?? this.#byIdentifier.get(`discord:${key}`) ?? null;
  }

  /** An invented name for everybody, in the order in which they were met; none has an original in it. */
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
