import type { z } from 'zod';

/** A password, a token or an address that must stay secret: kept in the vault, never in the settings file. */
export interface SecretDeclaration {
  /** Lower-case words joined by `-`: `obs-password`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

/** A section of the settings, declared by the room that lives by it. */
export interface SectionDeclaration<TValues extends object = object> {
  /** Place in the file: `fsm`, or `chat-presence.obs` for a section within a section. */
  readonly path: string;
  readonly title: string;
  readonly description: string;
  /** Must accept `{}`: every value has a default. Titles and descriptions of the fields come from `.meta()`. */
  readonly schema: z.ZodType<TValues>;
  readonly secrets?: readonly SecretDeclaration[];
  /** More secrets, where they follow from the values: one for each OBS. */
  secretsOf?(values: TValues): readonly SecretDeclaration[];
  /** The component that a *test* button tries; none when there is nothing to try. */
  readonly testTarget?: string;
}

/** A section that configures an orchestrator; it stands in the `sections` of that orchestrator's manifest. */
export interface OrchestratorSection<
  TValues extends object = object,
  TFeeds extends string | null = string | null,
> extends SectionDeclaration<TValues> {
  /** The key of the orchestrator's configuration that gets the values; null when they are the whole configuration. */
  readonly feeds: TFeeds;
  /** True for connections to the real platforms: while rehearsing, a change waits for the next live run. */
  readonly aboutPlatforms?: boolean;
  /** Returns the values that are in force while rehearsing, where they differ from the settings. */
  rehearse?(values: TValues): TValues;
}

interface DeclareSection {
  <TValues extends object, const TFeeds extends string | null>(
    section: OrchestratorSection<TValues, TFeeds>,
  ): OrchestratorSection<TValues, TFeeds>;
  <TValues extends object>(section: SectionDeclaration<TValues>): SectionDeclaration<TValues>;
}

/**
 * Declares a section; the compiler infers the type of its values from the schema.
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
