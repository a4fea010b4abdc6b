import type { SystemPort } from '#core/index.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { settingsKept, settingsNotReturned, settingsReturned } from '#shared/catalogue/topics/settings.ts';
import { ok, type Clock, type Fault, type Result } from '#shared/kernel/index.ts';
import type { ComponentView, SettingsImpact, SettingsTrial as TrialView } from '#shared/model/index.ts';
import type { SettingsChange } from './settings-change.ts';
import type { SettingsStore } from './settings-store.ts';

export interface SettingsTrialParts {
  readonly store: Pick<SettingsStore, 'exportDocument' | 'importDocument' | 'onBeforeApply'>;
  readonly system: Pick<SystemPort, 'list' | 'onChange' | 'events'>;
  readonly clock: Clock;
  /** Milliseconds within which the restarted components must recover; 0 for no trial. */
  readonly limitMs: () => number;
  readonly titleOf: (path: string) => string;
  /** Called with the trial when one begins, changes or ends. */
  readonly onTrial: (trial: TrialView | null) => void;
}

/** A replaced secret and its users. */
export interface ReplacedSecret {
  readonly title: string;
  /** Ids of the components that restart with the new secret. */
  readonly users: readonly string[];
  /** Restores the previous secret, which takes effect at once. */
  readonly rollBack: () => Promise<Result<void, Fault>>;
}

/** A change that goes on trial. */
interface Change {
  readonly titles: readonly string[];
  readonly restarts: readonly string[];
  /** The settings before the change. */
  readonly before: string;
  readonly secret: ReplacedSecret | null;
}

interface Trial {
  /** The settings before the first change of the trial, for the rollback. */
  readonly before: string;
  /** Secrets replaced during the trial, in order. */
  readonly secrets: readonly ReplacedSecret[];
  readonly startedAt: number;
  readonly deadlineAt: number;
  readonly sections: ReadonlySet<string>;
  /** Components that were healthy before, with the time of their change. */
  readonly watched: ReadonlyMap<string, number>;
  readonly timer: Disposable;
}

const isUp = ({ state, health }: ComponentView): boolean =>
  (state === 'running' || state === 'degraded') &&
  (health.level === 'healthy' || health.level === 'degraded');

const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

/**
 * Puts changes of the settings and of secrets on trial. A component that was healthy and is restarted by a
 * change must recover before the deadline; otherwise the previous settings and secrets are restored.
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
      parts.system.onChange(() => this.#check()),
    ];
  }

  /** Ends the trial and keeps the change; false when there was no trial. */
  confirm(): boolean {
    if (!this.#trial) return false;
    this.#end(this.#trial, (sections, changed) =>
      settingsKept({ sections }, { changed, because: 'was kept on request.' }),
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

  /** Starts the trial of a new secret. Call it after the secret is stored and before its users restart. */
  replaceSecret(secret: ReplacedSecret): void {
    this.#begin({ titles: [secret.title], restarts: secret.users, before: this.#document, secret });
  }

  #begin({ titles, restarts, before, secret }: Change): void {
    const { clock, limitMs } = this.#parts;
    const limit = limitMs();
    const now = clock.now();
    const restarted = new Set(restarts);
    const up = this.#parts.system.list().filter((view) => restarted.has(view.id) && isUp(view));
    if (limit === 0 || (up.length === 0 && !this.#trial)) return;
    this.#trial?.timer[Symbol.dispose]();
    this.#trial = {
      before: this.#trial?.before ?? before,
      secrets: [...(this.#trial?.secrets ?? []), ...(secret ? [secret] : [])],
      startedAt: this.#trial?.startedAt ?? now,
      deadlineAt: now + limit,
      sections: new Set([...(this.#trial?.sections ?? []), ...titles]),
      watched: new Map([...(this.#trial?.watched ?? []), ...up.map(({ id }) => [id, now] as const)]),
      timer: clock.setTimeout(() => void this.#onDeadline(), limit),
    };
    this.#show();
  }

  #check(): void {
    const trial = this.#trial;
    if (!trial) return;
    const views = this.#watchedViews(trial);
    const pending = views.filter(
      (view) => !isUp(view) || (view.startedAt ?? 0) < (trial.watched.get(view.id) ?? 0),
    );
    if (pending.length > 0) return;
    this.#end(trial, (sections, changed) =>
      settingsKept({ sections }, { changed, because: 'is kept: every restarted component has recovered.' }),
    );
  }

  async #onDeadline(): Promise<void> {
    const trial = this.#trial;
    if (!trial) return;
    const missing = this.#watchedViews(trial).filter((view) => !isUp(view));
    if (missing.length === 0) {
      this.#end(trial, (sections, changed) =>
        settingsKept({ sections }, { changed, because: 'is kept: every affected component is running.' }),
      );
      return;
    }
    const titles = list(missing.map(({ title }) => title));
    const within = `within ${Math.round((trial.deadlineAt - trial.startedAt) / 1_000)} s`;
    this.#trial = null;
    const rolledBack = await this.#rollBack(trial);
    const components = missing.map(({ id }) => id);
    if (rolledBack.ok)
      this.#end(trial, (sections, changed) =>
        settingsReturned({ sections, components }, { changed, missing: titles, within }),
      );
    else
      this.#end(trial, (sections, changed) => {
        const { code, message: reason } = rolledBack.error;
        return settingsNotReturned({ sections, components, code }, { changed, reason });
      });
  }

  async #rollBack({ before, secrets }: Trial): Promise<Result<unknown, Fault>> {
    const { store } = this.#parts;
    // In reverse order: a secret that was replaced twice gets its value from before both changes.
    for (const secret of secrets.toReversed()) {
      const restored = await secret.rollBack();
      if (!restored.ok) return restored;
    }
    return before === store.exportDocument()
      ? ok(undefined)
      : store.importDocument(before, undefined, 'returned');
  }

  /** Returns the watched components that should run: a component that an operator stopped proves nothing. */
  #watchedViews({ watched }: Trial): readonly ComponentView[] {
    return this.#parts.system.list().filter(({ id, desired }) => watched.has(id) && desired === 'running');
  }

  #end(trial: Trial, draft: (sections: readonly string[], changed: string) => TopicDraft): void {
    trial.timer[Symbol.dispose]();
    // Another trial may have begun during the rollback.
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
