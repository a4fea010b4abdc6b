import { createHash } from 'node:crypto';
import type { NamedPerson, PersonFilter } from '#shared/catalogue/people/without-people.ts';
import { chatPlatformSchema } from '#shared/model/index.ts';
import type { Viewer } from '../port.ts';

/** Returns a digest that recognizes a deleted viewer in old records without storing a name. */
export const viewerDigest = ({ platform, userId }: Viewer): string =>
  createHash('sha256').update(`${platform}\n${userId}`).digest('hex');

/** A viewer with all their names in the journal. Logins are unique; display names may be shared. */
export interface KnownViewer extends Viewer {
  readonly logins: ReadonlySet<string>;
  readonly shownNames: ReadonlySet<string>;
}

/** Collects the names of one viewer. */
export class ViewerNames {
  readonly #viewer: Viewer;
  /** Names in their original spelling. */
  readonly #logins = new Set<string>();
  readonly #shownNames = new Set<string>();

  constructor(viewer: Viewer) {
    this.#viewer = viewer;
  }

  add({ login, displayName }: Pick<NamedPerson, 'login' | 'displayName'>): void {
    if (login !== null && login !== '') this.#logins.add(login);
    if (displayName !== null && displayName !== '') this.#shownNames.add(displayName);
  }

  /** Adds the names of a person in an event if the person has this viewer's id. */
  addIfSame(person: NamedPerson): void {
    const { platform, userId } = this.#viewer;
    if (person.userId === userId && (person.platform ?? platform) === platform) this.add(person);
  }

  get all(): ReadonlySet<string> {
    return new Set([...this.#logins, ...this.#shownNames]);
  }

  get known(): KnownViewer {
    const small = (names: ReadonlySet<string>) => new Set([...names].map((name) => name.toLowerCase()));
    return { ...this.#viewer, logins: small(this.#logins), shownNames: small(this.#shownNames) };
  }
}

const isOn = (viewer: Viewer, platform: string | null): boolean =>
  platform === null || platform === viewer.platform;

/** Finds viewers in events: by id, or by a login on their platform. */
export const filterViewers = (
  viewers: readonly KnownViewer[],
  isForgotten: (viewer: Viewer) => boolean = () => false,
): PersonFilter => {
  const byId = (platform: string | null, userId: string): boolean =>
    viewers.some((viewer) => isOn(viewer, platform) && viewer.userId === userId) ||
    (platform === null ? chatPlatformSchema.options : [platform]).some((on) =>
      isForgotten({ platform: on, userId }),
    );
  return {
    byId,
    // Without a platform, the login may belong to a namesake elsewhere.
    byLogin: (platform, login) =>
      viewers.some((viewer) => viewer.platform === platform && viewer.logins.has(login.toLowerCase())),
    byShownName: (platform, name) => {
      const small = name.toLowerCase();
      return viewers.some(
        (viewer) => isOn(viewer, platform) && (viewer.logins.has(small) || viewer.shownNames.has(small)),
      );
    },
    namesOf: (people) => [
      ...people.flatMap(({ login, displayName }) => [login ?? '', displayName ?? '']),
      ...viewers
        .filter((viewer) =>
          people.some(
            ({ platform, userId, login }) =>
              isOn(viewer, platform) &&
              (userId === viewer.userId || (login !== null && viewer.logins.has(login.toLowerCase()))),
          ),
        )
        .flatMap(({ logins, shownNames }) => [...logins, ...shownNames]),
    ],
  };
};
