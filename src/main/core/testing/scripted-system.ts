import { onTestFinished } from 'vitest';
import { z } from 'zod';
import type { ComponentView } from '#shared/model/index.ts';
import { BaseOrchestrator } from '../base-orchestrator.ts';
import type { CoreServices } from '../core-services.ts';
import type { ComponentOptions, Need } from '../runtime/component-spec.ts';
import { createSystem, type System } from '../system.ts';
import { createCoreHarness, type CoreHarness } from './core-harness.ts';
import { createScriptedComponent, type ScriptedComponent } from './scripted-component.ts';

const schema = z.object({
  on: z.boolean().default(true),
  port: z.number().int().default(1),
  word: z.string().default('a'),
});
/** A switch, something that restarts who lives by it, and something that takes effect at once. */
export type ScriptedConfig = z.infer<typeof schema>;

/** The components of one orchestrator, by their ids. */
export type ScriptedParts = Readonly<Record<string, Partial<ComponentOptions<ScriptedConfig>>>>;

/** What a scripted orchestrator has beside its components. */
export interface ScriptedExtra {
  readonly needs?: readonly Need[];
}

class ScriptedOrchestrator extends BaseOrchestrator<ScriptedConfig> {
  readonly #parts: Map<string, ScriptedComponent>;

  constructor(
    services: CoreServices,
    id: string,
    parts: Map<string, ScriptedComponent>,
    options: ScriptedParts,
    extra: ScriptedExtra = {},
  ) {
    super(services, { id, title: id, description: `What ${id} is`, schema, ...extra });
    this.#parts = parts;
    for (const [part, more] of Object.entries(options)) this.add(part, more);
  }

  add(id: string, options: Partial<ComponentOptions<ScriptedConfig>>): void {
    const component = createScriptedComponent(id);
    this.#parts.set(id, component);
    this.registerComponent(id, component, { title: id, ...options });
  }
}

/** Needs of the given ids; one that ends in `?` is optional. */
export const needsOf = (...ids: readonly string[]): { readonly needs: readonly Need[] } => ({
  needs: ids.map((id) => ({ id: id.replace('?', ''), required: !id.endsWith('?') })),
});

/** A whole system out of scripted components, on a fake clock. */
export interface ScriptedSystem extends CoreHarness {
  readonly system: System;
  part(id: string): ScriptedComponent;
  view(id: string): ComponentView;
  /** Adds a component to an orchestrator that is there already. */
  registerLate(orchestratorId: string, id: string, options: Partial<ComponentOptions<ScriptedConfig>>): void;
  /** Takes a component out of its orchestrator. */
  unregister(orchestratorId: string, id: string): Promise<boolean>;
  /** The state of each, by its id. */
  states(): Readonly<Record<string, string>>;
}

/** Builds a system of orchestrators by their ids. What hangs is let go, and everything stopped, when the test is over. */
export const createScriptedSystem = (
  groups: Readonly<Record<string, ScriptedParts>>,
  extra: Readonly<Record<string, ScriptedExtra>> = {},
): ScriptedSystem => {
  const harness = createCoreHarness();
  const parts = new Map<string, ScriptedComponent>();
  const orchestrators = new Map<string, ScriptedOrchestrator>();
  const system = createSystem({
    ...harness.options,
    orchestrators: (services) => {
      for (const [id, options] of Object.entries(groups))
        orchestrators.set(id, new ScriptedOrchestrator(services, id, parts, options, extra[id]));
      return [...orchestrators.values()];
    },
  });
  onTestFinished(async () => {
    for (const each of parts.values()) each.release();
    const stopped = system.stop();
    await harness.clock.advance(60_000);
    await stopped;
  });
  return {
    ...harness,
    system,
    part: (id) => {
      const found = parts.get(id);
      if (!found) throw new Error(`no component ${id}`);
      return found;
    },
    view: (id) => {
      const found = system.list().find((each) => each.id === id);
      if (!found) throw new Error(`nothing with the id ${id}`);
      return found;
    },
    registerLate: (orchestratorId, id, options) => orchestrators.get(orchestratorId)?.add(id, options),
    unregister: async (orchestratorId, id) =>
      (await orchestrators.get(orchestratorId)?.unregister(id)) ?? false,
    states: () => Object.fromEntries(system.list().map(({ id, state }) => [id, state])),
  };
};
