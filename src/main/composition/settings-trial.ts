import type { SystemPort } from '#core/index.ts';
import type { SettingsChange, SettingsStore } from '#main/settings/index.ts';
import type { Clock } from '#shared/kernel/index.ts';
import type { ComponentView, SettingsImpact, SettingsTrial as TrialView } from '#shared/model/index.ts';

export interface SettingsTrialParts {
  readonly store: Pick<SettingsStore, 'exportDocument' | 'adoptDocument' | 'onChange'>;
  readonly system: Pick<SystemPort, 'list' | 'onChange' | 'events'>;
  readonly clock: Clock;
  /** How long those that a change restarts have to become well again; 0 for no trial. */
  readonly limitMs: () => number;
  readonly impactOf: (path: string, keys: readonly string[]) => SettingsImpact;
  readonly titleOf: (path: string) => string;
  /** Told when a trial begins, goes on or ends. */
  readonly onTrial: (trial: TrialView | null) => void;
}

interface Trial {
  /** The settings before the first change of the trial, to be returned to. */
  readonly before: string;
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
 * settings from before come back by themselves. Must hear of changes before they are applied.
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
      parts.store.onChange((change) => this.#onChange(change)),
      parts.system.onChange(() => this.#look()),
    ];
  }

  /** Ends the trial and keeps the change; false when there was none. */
  keep(): boolean {
    if (!this.#trial) return false;
    this.#end('settings.kept', 'info', (sections) => `The change of ${sections} was kept as asked.`);
    return true;
  }

  [Symbol.dispose](): void {
    for (const each of this.#listening) each[Symbol.dispose]();
    this.#trial?.timer[Symbol.dispose]();
    this.#trial = null;
  }

  #onChange({ path, keys, origin }: SettingsChange): void {
    const before = this.#document;
    this.#document = this.#parts.store.exportDocument();
    if (origin === 'returned') return;
    const { clock, impactOf, titleOf, limitMs } = this.#parts;
    const limit = limitMs();
    const now = clock.now();
    const restarted = new Set(impactOf(path, keys).restarts);
    const well = this.#parts.system.list().filter((view) => restarted.has(view.id) && isWell(view));
    if (limit === 0 || (well.length === 0 && !this.#trial)) return;
    this.#trial?.timer[Symbol.dispose]();
    this.#trial = {
      before: this.#trial?.before ?? before,
      startedAt: this.#trial?.startedAt ?? now,
      deadlineAt: now + limit,
      sections: new Set([...(this.#trial?.sections ?? []), titleOf(path)]),
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
    this.#end(
      'settings.kept',
      'info',
      (sections) => `The change of ${sections} is kept: what it restarted is well again.`,
    );
  }

  async #onTimeUp(): Promise<void> {
    const trial = this.#trial;
    if (!trial) return;
    const missing = this.#watchedViews(trial).filter((view) => !isWell(view));
    if (missing.length === 0) {
      this.#end('settings.kept', 'info', (sections) => `The change of ${sections} is kept: all is well.`);
      return;
    }
    const titles = list(missing.map(({ title }) => title));
    const within = `within ${Math.round((trial.deadlineAt - trial.startedAt) / 1_000)} s`;
    this.#trial = null;
    const returned = await this.#parts.store.adoptDocument(trial.before, undefined, 'returned');
    this.#trial = trial;
    const components = missing.map(({ id }) => id);
    if (returned.ok)
      this.#end(
        'settings.returned',
        'warning',
        (sections) =>
          `The change of ${sections} was taken back: ${titles} did not become well again ${within}. The settings from before are in force.`,
        { components },
      );
    else
      this.#end(
        'settings.not-returned',
        'error',
        (sections) => `The change of ${sections} could not be taken back: ${returned.error.message}`,
        { components, code: returned.error.code },
      );
  }

  /** Those that are still there and still wanted: what an operator stopped meanwhile proves nothing. */
  #watchedViews({ watched }: Trial): readonly ComponentView[] {
    return this.#parts.system.list().filter(({ id, wanted }) => watched.has(id) && wanted === 'running');
  }

  #end(
    topic: string,
    level: 'info' | 'warning' | 'error',
    message: (sections: string) => string,
    data: Readonly<Record<string, unknown>> = {},
  ): void {
    const trial = this.#trial;
    if (!trial) return;
    trial.timer[Symbol.dispose]();
    this.#trial = null;
    const sections = [...trial.sections];
    this.#parts.system.events.emit('settings', topic, {
      level,
      message: message(list(sections)),
      data: { sections, ...data },
    });
    this.#parts.onTrial(null);
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
