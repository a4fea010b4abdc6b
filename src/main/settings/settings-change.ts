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

/** All sections changed by one save, import, restore or edit of the file. */
export interface SettingsChange {
  readonly sections: readonly SectionChange[];
  /** Source of the change: the operator, the file, … */
  readonly origin: Exclude<SettingsOrigin, 'started'>;
}

/** Applies saved settings to the components that use them. */
export interface SettingsApplier {
  /** Returns the impact of a change over all its sections. Changes nothing. */
  impactOf(sections: readonly SectionChange[]): SettingsImpact;
  apply(change: SettingsChange): void;
}

/** Joins the impacts of several appliers. */
export const joinImpacts = (impacts: readonly SettingsImpact[]): SettingsImpact => ({
  live: impacts.flatMap(({ live }) => live),
  restarts: [...new Set(impacts.flatMap(({ restarts }) => restarts))],
});

/**
 * Runs each change in three phases, whatever the order of subscription: listeners that must see the program
 * before the change, appliers, and listeners that read the settings once they are applied.
 */
export class SettingsPhases {
  readonly #before = new Emitter<[change: SettingsChange, impact: SettingsImpact]>();
  readonly #appliers = new Set<SettingsApplier>();
  readonly #applied = new Emitter<[change: SettingsChange]>();

  /** Calls the listener with the impact of a change before any applier gets the change. */
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

  /** Returns the impact of a change; without an applier every key takes effect at once. */
  impactOf(sections: readonly SectionChange[]): SettingsImpact {
    if (this.#appliers.size === 0) return { live: sections.flatMap(({ keys }) => keys), restarts: [] };
    return joinImpacts([...this.#appliers].map((applier) => applier.impactOf(sections)));
  }

  run(change: SettingsChange): void {
    const impact = this.impactOf(change.sections);
    this.#before.emit(change, impact);
    for (const applier of this.#appliers) applier.apply(change);
    this.#applied.emit(change);
  }
}
