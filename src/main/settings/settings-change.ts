import { Emitter, toDisposable, type PlainObject } from '#shared/kernel/index.ts';
import type { SettingsImpact, SettingsOrigin } from '#shared/model/index.ts';

/** The values of one section after a change. */
export interface SectionChange {
  readonly path: string;
  /** Dotted keys within the section whose value differs from before. */
  readonly keys: readonly string[];
  /** All values of the section after the change. */
  readonly values: PlainObject;
}

/** One save, import, restore or edit of the file: all sections that it changed. */
export interface SettingsChange {
  readonly sections: readonly SectionChange[];
  /** Source of the change: the operator, the file, … */
  readonly origin: Exclude<SettingsOrigin, 'started'>;
}

/** Takes saved settings to those who live by them. */
export interface SettingsApplier {
  /** Returns what a change will do to them, all sections together. Changes nothing. */
  impactOf(sections: readonly SectionChange[]): SettingsImpact;
  apply(change: SettingsChange): void;
}

/** Joins what several will do because of one change. */
export const joinImpacts = (impacts: readonly SettingsImpact[]): SettingsImpact => ({
  live: impacts.flatMap(({ live }) => live),
  restarts: [...new Set(impacts.flatMap(({ restarts }) => restarts))],
});

/**
 * Hands each change round in three phases, whatever the order of subscription: those who must see the program as it was before,
 * those who apply the change, and those who read the settings once it is applied.
 */
export class SettingsPhases {
  readonly #before = new Emitter<[change: SettingsChange, impact: SettingsImpact]>();
  readonly #appliers = new Set<SettingsApplier>();
  readonly #applied = new Emitter<[change: SettingsChange]>();

  /** Calls the listener before a change reaches any applier, with what it is about to do. */
  onBeforeApply(listener: (change: SettingsChange, impact: SettingsImpact) => void): Disposable {
    return this.#before.on(listener);
  }

  applyWith(applier: SettingsApplier): Disposable {
    this.#appliers.add(applier);
    return toDisposable(() => this.#appliers.delete(applier));
  }

  /** Calls the listener once every applier has the change. */
  onApplied(listener: (change: SettingsChange) => void): Disposable {
    return this.#applied.on(listener);
  }

  /** Returns what a change will do by the word of the appliers; without one, all of it takes effect at once. */
  impactOf(sections: readonly SectionChange[]): SettingsImpact {
    if (this.#appliers.size === 0) return { live: sections.flatMap(({ keys }) => keys), restarts: [] };
    return joinImpacts([...this.#appliers].map((applier) => applier.impactOf(sections)));
  }

  tell(change: SettingsChange): void {
    const impact = this.impactOf(change.sections);
    this.#before.emit(change, impact);
    for (const applier of this.#appliers) applier.apply(change);
    this.#applied.emit(change);
  }
}
