import type { z } from 'zod';

/** A password, a token or a secret URL: stored in the vault, never in the settings file. */
export interface SecretDeclaration {
  /** Lower-case words joined by `-`: `obs-password`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

/** A section of the settings, declared by the room that uses it. */
export interface SectionDeclaration<TValues extends object = object> {
  /** Path in the file: `fsm`, or `chat-presence.obs` for a nested section. */
  readonly path: string;
  readonly title: string;
  readonly description: string;
  /**
   * Must accept `{}`: every value has a default. The texts of a field come from `.meta()`: `title`,
   * `description`, the `unit` of a number, and `choices` with the words for each value of an enum.
   */
  readonly schema: z.ZodType<TValues>;
  readonly secrets?: readonly SecretDeclaration[];
  /** Returns further secrets that depend on the values, such as one for each OBS. */
  secretsOf?(values: TValues): readonly SecretDeclaration[];
  /** The component that the *test* button tests; omitted when there is none. */
  readonly testTarget?: string;
}

/** A section that configures an orchestrator; listed in the `sections` of that orchestrator's manifest. */
export interface OrchestratorSection<
  TValues extends object = object,
  TFeeds extends string | null = string | null,
> extends SectionDeclaration<TValues> {
  /**
   * The key of the orchestrator's configuration that receives the values; null when they are the whole
   * configuration.
   */
  readonly feeds: TFeeds;
  /**
   * True for connections to the real platforms: in rehearsal, a change takes effect at the next live start.
   */
  readonly aboutPlatforms?: boolean;
  /** Returns the values to use in rehearsal, when they differ from the settings. */
  rehearse?(values: TValues): TValues;
}

interface DeclareSection {
  <TValues extends object, const TFeeds extends string | null>(
    section: OrchestratorSection<TValues, TFeeds>,
  ): OrchestratorSection<TValues, TFeeds>;
  <TValues extends object>(section: SectionDeclaration<TValues>): SectionDeclaration<TValues>;
}

/**
 * Declares a section. The compiler infers the type of its values from the schema.
 *
 * @example
 * ```ts
 * const section = declareSection({
 *   path: 'lamp',
 *   title: 'Lamp',
 *   description: 'The lamp beside the camera.',
 *   schema: z.object({ level: z.number().default(7).meta({ title: 'Brightness' }) }),
 *   feeds: null,
 * });
 * section.schema.parse({}); // => { level: 7 }
 * ```
 */
export const declareSection: DeclareSection = <TSection>(section: TSection): TSection => section;
