import { z } from 'zod';
import { nothingKnown, type OperationWorld } from './world.ts';

/** The input of an operation without parameters. It may be omitted. */
export const noInput: z.ZodType<object, object | undefined> = z.object({}).prefault({});

/** The result of an operation that returns only a sentence. */
export const sentenceResult = z.object({ message: z.string() });

/** The effect of an operation on the show: none, visible to viewers, or costly (hard to undo). */
export type OperationRisk = 'none' | 'visible' | 'costly';

/** The kinds of callers. The owner may run everything. A dock sits in a layout that others can see. */
export type Audience = 'owner' | 'dock';

/** The group of an operation in the API and the palette. */
export type OperationTag =
  | 'system'
  | 'components'
  | 'chat'
  | 'obs'
  | 'twitch'
  | 'discord'
  | 'settings'
  | 'data'
  | 'docks'
  | 'rehearsal';

/** The icons of operations. The window has a drawing for each. */
export type OperationIcon =
  | 'scene'
  | 'stream'
  | 'recording'
  | 'replay'
  | 'camera'
  | 'source'
  | 'microphone'
  | 'volume'
  | 'caption'
  | 'clock'
  | 'mode'
  | 'quit'
  | 'dock'
  | 'shield'
  | 'play'
  | 'inject'
  | 'clear'
  | 'sign-in'
  | 'sign-out'
  | 'edit'
  | 'marker'
  | 'clip'
  | 'moderate'
  | 'reward'
  | 'message'
  | 'notice'
  | 'command'
  | 'start'
  | 'stop'
  | 'restart'
  | 'check'
  | 'settings'
  | 'secret'
  | 'connection'
  | 'keep'
  | 'import'
  | 'backup'
  | 'restore'
  | 'delete'
  | 'diagnostics';

/**
 * An HTTP address of an operation in addition to `POST /operations/{id}`. Names in braces are fields of the
 * input.
 */
export interface OperationRoute {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: `/${string}`;
}

/** The confirmation dialog of a costly operation: title, text and the labels of its two buttons. */
export interface OperationConfirmation {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
}

/** An operation with any input, for lists and lookups. */
export interface AnyOperation {
  /** `subject.verb-object`, unique in the program. */
  readonly id: string;
  /** Title in the window: "Switch scene". */
  readonly title: string;
  /** One sentence for the API documentation. */
  readonly description: string;
  /** Words that people type when they look for it and that its labels lack: "mic" for an input. */
  readonly alsoCalled: readonly string[];
  readonly icon: OperationIcon;
  readonly risk: OperationRisk;
  readonly input: z.ZodType<object>;
  readonly result: z.ZodType;
  /** True when a repeat has no further effect. */
  readonly idempotent: boolean;
  /**
   * Milliseconds until the run is reported as timed out. Longer than the timeouts of its parts, whose
   * messages are more specific.
   */
  readonly timeoutMs: number;
  readonly audience: readonly Audience[];
  readonly tag: OperationTag;
  readonly route: OperationRoute | null;
  /** Input fields that the record of a run contains. */
  readonly keeps: readonly string[];
  /** Returns the label of the button: "Switch to “BRB”". */
  summary(input: object, world?: OperationWorld): string;
  /** Returns a sentence about the result beyond plain success; null when there is nothing to add. */
  done(result: unknown, input: object): string | null;
  /** Returns the confirmation to show before the run; null when none is needed. */
  confirmation(input: object, world?: OperationWorld): OperationConfirmation | null;
  /** Returns the input of the run that undoes this one; null when it can't be undone. */
  undo(input: object, before: unknown): object | null;
  /** Returns the component id or the settings path that the operation is about; null for none. */
  target(input: object): string | null;
  /**
   * Returns the id of the control in the window. A later request from the same control replaces an earlier
   * one.
   */
  control(input: object): string;
  /** Returns the inputs that make sense in the current state, in palette order. */
  offers(world: OperationWorld): readonly object[];
}

/**
 * Something that Cuelight can do, declared once by its owner. The schemas give the types of input and result.
 */
export interface Operation<
  TId extends string,
  TInput extends z.ZodType<object>,
  TResult extends z.ZodType,
  TBefore,
  TRoute extends OperationRoute | null,
> extends AnyOperation {
  readonly id: TId;
  readonly input: TInput;
  readonly result: TResult;
  readonly route: TRoute;
  summary(input: z.output<TInput>, world?: OperationWorld): string;
  done(result: z.output<TResult>, input: z.output<TInput>): string | null;
  confirmation(input: z.output<TInput>, world?: OperationWorld): OperationConfirmation | null;
  undo(input: z.output<TInput>, before: TBefore): z.output<TInput> | null;
  target(input: z.output<TInput>): string | null;
  control(input: z.output<TInput>): string;
  offers(world: OperationWorld): readonly z.output<TInput>[];
}

/**
 * An operation as its callers need it: with typed input and result, without the types of its undo and its
 * address.
 */
export type RunnableOperation<
  TInput extends z.ZodType<object> = z.ZodType<object>,
  TResult extends z.ZodType = z.ZodType,
> = Operation<string, TInput, TResult, never, OperationRoute | null>;

/** The checked input of an operation. */
export type InputOf<TOperation extends AnyOperation> = z.output<TOperation['input']>;
/** The result of an operation. */
export type ResultOf<TOperation extends AnyOperation> = z.output<TOperation['result']>;

/** A costly operation has a confirmation, which may apply to some inputs only. No other operation has one. */
type RiskFacts<TInput> =
  | { readonly risk: 'none' | 'visible'; readonly confirmation?: never }
  | {
      readonly risk: 'costly';
      readonly confirmation: (input: TInput, world: OperationWorld) => OperationConfirmation | null;
    };

interface Facts<
  TInput extends z.ZodType<object>,
  TResult extends z.ZodType,
  TBefore,
  TRoute extends OperationRoute | null,
> extends Pick<AnyOperation, 'title' | 'description' | 'icon' | 'idempotent' | 'timeoutMs' | 'tag'> {
  readonly input: TInput;
  readonly result: TResult;
  readonly route?: TRoute;
  /** None by default. */
  readonly alsoCalled?: readonly string[];
  /** The owner only, by default. */
  readonly audience?: readonly Audience[];
  /**
   * Only numbers, toggles, Cuelight's own ids and words of a closed list: never text, names or secrets. None
   * by default.
   */
  readonly keeps?: readonly (keyof NoInfer<z.output<TInput>> & string)[];
  summary(input: NoInfer<z.output<TInput>>, world: OperationWorld): string;
  done?(result: NoInfer<z.output<TResult>>, input: NoInfer<z.output<TInput>>): string | null;
  /** Builds the undo input from the previous state, which the handler returns beside the result. */
  undo?(input: NoInfer<z.output<TInput>>, before: TBefore): NoInfer<z.output<TInput>> | null;
  /** None by default. */
  target?(input: NoInfer<z.output<TInput>>): string | null;
  /** The target by default. */
  control?(input: NoInfer<z.output<TInput>>): string;
  /** Nothing by default. */
  offers?(world: OperationWorld): readonly NoInfer<z.output<TInput>>[];
}

/**
 * Declares an operation.
 *
 * @example
 * ```ts
 * const ringBell = operation('house.ring-bell', {
 *   title: 'Ring the bell',
 *   description: 'Rings the bell of a door a number of times.',
 *   icon: 'volume',
 *   risk: 'visible',
 *   tag: 'system',
 *   input: z.object({ door: z.string(), times: z.number().default(1) }),
 *   result: z.object({ heard: z.boolean() }),
 *   idempotent: false,
 *   timeoutMs: 1_000,
 *   keeps: ['times'],
 *   summary: ({ door }) => `Ring at the ${door}`,
 *   done: ({ heard }) => (heard ? null : 'Nobody heard it'),
 * });
 *
 * ringBell.summary({ door: 'gate', times: 2 }); // => 'Ring at the gate'
 * ringBell.done({ heard: false }, { door: 'gate', times: 2 }); // => 'Nobody heard it'
 * ringBell.audience; // => ['owner']
 * ringBell.confirmation({ door: 'gate', times: 2 }); // => null
 * ```
 *
 * @example
 * ```ts
 * // One that changes something says how to take it back, given what was there before.
 * const setLamp = operation('house.set-lamp', {
 *   title: 'Switch the lamp',
 *   description: 'Switches a lamp on or off.',
 *   icon: 'source',
 *   risk: 'costly',
 *   confirmation: ({ lamp, on }) =>
 *     on ? null : { title: `Darken the ${lamp}`, text: 'It gets dark.', yes: 'Darken', no: 'Keep it lit' },
 *   tag: 'system',
 *   input: z.object({ lamp: z.string(), on: z.boolean() }),
 *   result: z.object({ on: z.boolean() }),
 *   idempotent: true,
 *   timeoutMs: 1_000,
 *   summary: ({ lamp, on }) => `Switch the ${lamp} ${on ? 'on' : 'off'}`,
 *   undo: (input, before: boolean) => ({ ...input, on: before }),
 * });
 *
 * setLamp.undo({ lamp: 'porch', on: true }, false); // => { lamp: 'porch', on: false }
 * setLamp.confirmation({ lamp: 'porch', on: false })?.yes; // => 'Darken'
 * ```
 */
export const operation = <
  const TId extends string,
  TInput extends z.ZodType<object>,
  TResult extends z.ZodType,
  TBefore = undefined,
  TRoute extends OperationRoute | null = null,
>(
  id: TId,
  facts: Facts<TInput, TResult, TBefore, TRoute> & RiskFacts<NoInfer<z.output<TInput>>>,
): Operation<TId, TInput, TResult, TBefore, TRoute> => {
  const { title, description, icon, risk, input, result, idempotent, timeoutMs, tag } = facts;
  const target: Operation<TId, TInput, TResult, TBefore, TRoute>['target'] = (given) =>
    facts.target?.(given) ?? null;
  return {
    id,
    title,
    description,
    icon,
    risk,
    input,
    result,
    idempotent,
    timeoutMs,
    tag,
    // Without a route, its type is the default of the type parameter.
    route: facts.route ?? (null as TRoute),
    alsoCalled: facts.alsoCalled ?? [],
    audience: facts.audience ?? ['owner'],
    keeps: facts.keeps ?? [],
    summary: (given, world = nothingKnown) => facts.summary(given, world),
    done: (value, given) => facts.done?.(value, given) ?? null,
    confirmation: (given, world = nothingKnown) => facts.confirmation?.(given, world) ?? null,
    undo: (given, before) => facts.undo?.(given, before) ?? null,
    target,
    control: (given) => facts.control?.(given) ?? target(given) ?? '',
    offers: (world) => facts.offers?.(world) ?? [],
  };
};
