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
/** A toggle, a value that restarts its component, and a value that applies live. */
export type ScriptedConfig = z.infer<typeof schema>;

/** The components of one orchestrator, by their ids. */
export type ScriptedParts = Readonly<Record<string, Partial<ComponentOptions<ScriptedConfig>>>>;

/** Optional additions to a scripted orchestrator besides its components. */
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

/** Returns needs of the given ids; an id that ends in `?` is optional. */
export const needsOf = (...ids: readonly string[]): { readonly needs: readonly Need[] } => ({
  needs: ids.map((id) => ({ id: id.replace('?', ''), required: !id.endsWith('?') })),
});

/** A whole system of scripted components on a fake clock. */
export interface ScriptedSystem extends CoreHarness {
  readonly system: System;
  part(id: string): ScriptedComponent;
  view(id: string): ComponentView;
  /** Adds a component to an existing orchestrator. */
  registerLate(orchestratorId: string, id: string, options: Partial<ComponentOptions<ScriptedConfig>>): void;
  /** Removes a component from its orchestrator. */
  unregister(orchestratorId: string, id: string): Promise<boolean>;
  /** Returns the state of each component by id. */
  states(): Readonly<Record<string, string>>;
}

/**
 * Creates a system of orchestrators by id. After the test everything that hangs is released, and everything
 * is stopped.
 */
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
