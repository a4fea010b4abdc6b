import type { SystemPort } from '#core/index.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { settingsKept, settingsNotReturned, settingsReturned } from '#shared/catalogue/topics/settings.ts';
import { ok, type Clock, type Fault, type Result } from '#shared/kernel/index.ts';
import type { ComponentView, SettingsImpact, SettingsTrial as TrialView } from '#shared/model/index.ts';
import type { SettingsChange } from './settings-change.ts';
import type { SettingsStore } from './settings-store.ts';

export interface SettingsTrialParts {
  readonly store: Pick<SettingsStore, 'exportDocument' | 'adoptDocument' | 'onBeforeApply'>;
  readonly system: Pick<SystemPort, 'list' | 'onChange' | 'events'>;
  readonly clock: Clock;
  /** How long those that a change restarts have to become well again; 0 for no trial. */
  readonly limitMs: () => number;
  readonly titleOf: (path: string) => string;
  /** Told when a trial begins, goes on or ends. */
  readonly onTrial: (trial: TrialView | null) => void;
}

/** A secret that was replaced, and what uses it. */
export interface ReplacedSecret {
  readonly title: string;
  /** Components that are about to begin anew with it. */
  readonly users: readonly string[];
  /** Puts the one from before in its place, where it is used at once. */
  readonly rollBack: () => Promise<Result<void, Fault>>;
}

/** What is put on trial. */
interface Change {
  readonly titles: readonly string[];
  readonly restarts: readonly string[];
  /** The settings before it. */
  readonly before: string;
  readonly secret: ReplacedSecret | null;
}

interface Trial {
  /** The settings before the first change of the trial, to be returned to. */
  readonly before: string;
  /** Secrets that were replaced meanwhile, the first of them first. */
  readonly secrets: readonly ReplacedSecret[];
  readonly startedAt: number;
  readonly deadlineAt: number;
  readonly sections: ReadonlySet<string>;
  /** Components that were well before, with when the change came to them. */
  readonly watched: ReadonlyMap<string, number>;
  readonly timer: Disposable;
}

const isWell = ({ state, health }: ComponentView): boolean =>
  (state === 'running' || state === 'degraded') &&
  (health.level === 'healthy' || health.level === 'degraded');

const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

/**
 * Watches over a change of the settings: what it restarts and was well before must be well again in time, or the
 * settings from before come back by themselves. So it is with a secret.
 */
export class SettingsTrial implements Disposable {
  readonly #parts: SettingsTrialParts;
  readonly #listening: readonly Disposable[];
  #document: string;
  #trial: Trial | null = null;

  constructor(parts: SettingsTrialParts) {
    this.#parts = parts;
    this.#document = parts.store.exportDocument();
    this.#listening = [
      parts.store.onBeforeApply((change, impact) => this.#onChange(change, impact)),
      parts.system.onChange(() => this.#look()),
    ];
  }

  /** Ends the trial and keeps the change; false when there was none. */
  keep(): boolean {
    if (!this.#trial) return false;
    this.#end(this.#trial, (sections, changed) =>
      settingsKept({ sections }, { changed, because: 'was kept as asked.' }),
    );
    return true;
  }

  [Symbol.dispose](): void {
    for (const each of this.#listening) each[Symbol.dispose]();
    this.#trial?.timer[Symbol.dispose]();
    this.#trial = null;
  }

  #onChange({ sections, origin }: SettingsChange, { restarts }: SettingsImpact): void {
    const before = this.#document;
    this.#document = this.#parts.store.exportDocument();
    if (origin === 'returned') return;
    const titles = sections.map(({ path }) => this.#parts.titleOf(path));
    this.#begin({ titles, restarts, before, secret: null });
  }

  /** To be told when the new secret is kept, and before those that use it begin anew. */
  secretReplaced(secret: ReplacedSecret): void {
    this.#begin({ titles: [secret.title], restarts: secret.users, before: this.#document, secret });
  }

  #begin({ titles, restarts, before, secret }: Change): void {
    const { clock, limitMs } = this.#parts;
    const limit = limitMs();
    const now = clock.now();
    const restarted = new Set(restarts);
    const well = this.#parts.system.list().filter((view) => restarted.has(view.id) && isWell(view));
    if (limit === 0 || (well.length === 0 && !this.#trial)) return;
    this.#trial?.timer[Symbol.dispose]();
    this.#trial = {
      before: this.#trial?.before ?? before,
      secrets: [...(this.#trial?.secrets ?? []), ...(secret ? [secret] : [])],
      startedAt: this.#trial?.startedAt ?? now,
      deadlineAt: now + limit,
      sections: new Set([...(this.#trial?.sections ?? []), ...titles]),
      watched: new Map([...(this.#trial?.watched ?? []), ...well.map(({ id }) => [id, now] as const)]),
      timer: clock.setTimeout(() => void this.#onTimeUp(), limit),
    };
    this.#show();
  }

  #look(): void {
    const trial = this.#trial;
    if (!trial) return;
    const views = this.#watchedViews(trial);
    const waitsFor = views.filter(
      (view) => !isWell(view) || (view.startedAt ?? 0) < (trial.watched.get(view.id) ?? 0),
    );
    if (waitsFor.length > 0) return;
    this.#end(trial, (sections, changed) =>
      settingsKept({ sections }, { changed, because: 'is kept: what it restarted is well again.' }),
    );
  }

  async #onTimeUp(): Promise<void> {
    const trial = this.#trial;
    if (!trial) return;
    const missing = this.#watchedViews(trial).filter((view) => !isWell(view));
    if (missing.length === 0) {
      this.#end(trial, (sections, changed) =>
        settingsKept({ sections }, { changed, because: 'is kept: all is well.' }),
      );
      return;
    }
    const titles = list(missing.map(({ title }) => title));
    const within = `within ${Math.round((trial.deadlineAt - trial.startedAt) / 1_000)} s`;
    this.#trial = null;
    const returned = await this.#rollBack(trial);
    const components = missing.map(({ id }) => id);
    if (returned.ok)
      this.#end(trial, (sections, changed) =>
        settingsReturned({ sections, components }, { changed, missing: titles, within }),
      );
    else
      this.#end(trial, (sections, changed) => {
        const { code, message: reason } = returned.error;
        return settingsNotReturned({ sections, components, code }, { changed, reason });
      });
  }

  async #rollBack({ before, secrets }: Trial): Promise<Result<unknown, Fault>> {
    const { store } = this.#parts;
    // The last one first: of a secret that was replaced twice the one from before both is what stays.
    for (const secret of secrets.toReversed()) {
      const taken = await secret.rollBack();
      if (!taken.ok) return taken;
    }
    return before === store.exportDocument()
      ? ok(undefined)
      : store.adoptDocument(before, undefined, 'returned');
  }

  /** Those that are still there and still wanted: what an operator stopped meanwhile proves nothing. */
  #watchedViews({ watched }: Trial): readonly ComponentView[] {
    return this.#parts.system.list().filter(({ id, wanted }) => watched.has(id) && wanted === 'running');
  }

  #end(trial: Trial, draft: (sections: readonly string[], changed: string) => TopicDraft): void {
    trial.timer[Symbol.dispose]();
    // Another one may have begun while this one was taken back.
    if (this.#trial === trial) this.#trial = null;
    const sections = [...trial.sections];
    this.#parts.system.events.emit('settings', draft(sections, list(sections)));
    if (this.#trial === null) this.#parts.onTrial(null);
  }

  #show(): void {
    const trial = this.#trial;
    if (!trial) return;
    this.#parts.onTrial({
      startedAt: trial.startedAt,
      deadlineAt: trial.deadlineAt,
      sections: [...trial.sections],
      waitingFor: this.#watchedViews(trial).map(({ id, title }) => ({ id, title })),
    });
  }
}
