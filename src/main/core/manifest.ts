import type { z } from 'zod';
import type { AnyOrchestrator, OrchestratorDefinition } from './base-orchestrator.ts';
import type { OrchestratorSection } from './configuration/section.ts';
import type { CoreServices } from './core-services.ts';
import type { OperationImplementation } from './operations/implementation.ts';
import type { Need } from './runtime/component-spec.ts';

/**
 * An orchestrator as composition sees it: its title, its settings, and its factory. Its `manifest.ts` is the
 * only file of its folder that others import.
 */
export interface OrchestratorManifest<
  TPorts,
  TConfig extends object = object,
  TOrchestrator extends AnyOrchestrator = AnyOrchestrator,
> {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly schema: z.ZodType<TConfig>;
  /** In the order of the Settings page. */
  readonly sections: readonly OrchestratorSection[];
  /**
   * Creates the orchestrator from the values of its sections. A property, not a method, so that a list of
   * manifests refuses one whose port the list doesn't offer.
   */
  readonly create: (services: CoreServices, config: unknown, ports: TPorts) => TOrchestrator;
  /**
   * Implements the operations of the orchestrator. A method, because a list of manifests contains
   * orchestrators of all kinds.
   */
  operations(orchestrator: TOrchestrator, ports: TPorts): readonly OperationImplementation[];
}

/** A section that fits a configuration: the whole of it, or one key. */
type SectionOf<TConfig extends object> =
  | OrchestratorSection<TConfig, null>
  | {
      [TKey in keyof TConfig & string]: TConfig[TKey] extends object
        ? OrchestratorSection<TConfig[TKey], TKey>
        : never;
    }[keyof TConfig & string];

/** The declaration that the author of an orchestrator writes. */
export interface ManifestDeclaration<
  TPorts,
  TConfig extends object,
  TOrchestrator extends AnyOrchestrator,
> extends Pick<OrchestratorManifest<TPorts, TConfig>, 'id' | 'title' | 'description' | 'schema'> {
  readonly sections: readonly SectionOf<NoInfer<TConfig>>[];
  /** Other orchestrators, or single components of them, that this one depends on. */
  readonly needs?: readonly Need[];
  /** The settings section shown for the whole orchestrator; its first one by default. */
  readonly settingsPath?: string;
  readonly create: (
    services: CoreServices,
    definition: OrchestratorDefinition<TConfig>,
    ports: TPorts,
  ) => TOrchestrator;
  /** Implements the orchestrator's operations, each declared in the catalogue. None by default. */
  readonly operations?: (orchestrator: TOrchestrator, ports: TPorts) => readonly OperationImplementation[];
}

/**
 * Declares an orchestrator. The compiler checks each section against the configuration key that it feeds, and
 * infers the ports from `create`.
 *
 * @example
 * ```ts
 * const schema = z.object({ greeting: z.string().default('Hello') });
 * const words = declareSection({
 *   path: 'greeter',
 *   title: 'Greeter',
 *   description: 'Its words',
 *   schema,
 *   feeds: null,
 * });
 *
 * class Greeter extends BaseOrchestrator<z.infer<typeof schema>> {
 *   constructor(services: CoreServices, definition: OrchestratorDefinition<z.infer<typeof schema>>) {
 *     super(services, definition);
 *   }
 * }
 * const greeter = defineOrchestrator({
 *   id: 'greeter',
 *   title: 'Greeter',
 *   description: 'Greets the chat.',
 *   schema,
 *   sections: [words],
 *   create: (services, definition) => new Greeter(services, definition),
 * });
 * const services = createCoreHarness().createServices();
 * greeter.create(services, { greeting: 'Welcome' }, {}).config; // => { greeting: 'Welcome' }
 * ```
 */
export const defineOrchestrator = <TPorts, TConfig extends object, TOrchestrator extends AnyOrchestrator>(
  declaration: ManifestDeclaration<TPorts, TConfig, TOrchestrator>,
): OrchestratorManifest<TPorts, TConfig, TOrchestrator> => {
  const { id, title, description, schema, sections, needs } = declaration;
  const settingsPath = declaration.settingsPath ?? sections[0]?.path;
  return {
    id,
    title,
    description,
    schema,
    sections,
    create: (services, config, ports) =>
      declaration.create(
        services,
        {
          id,
          title,
          description,
          schema,
          config,
          ...(needs && { needs }),
          ...(settingsPath !== undefined && { settingsPath }),
        },
        ports,
      ),
    operations: (orchestrator, ports) => declaration.operations?.(orchestrator, ports) ?? [],
  };
};
