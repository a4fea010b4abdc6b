import { z } from 'zod';
import { nothingKnown, type OperationWorld } from './world.ts';

/** The input of an operation that needs none. It may be left out. */
export const noInput: z.ZodType<object, object | undefined> = z.object({}).prefault({});

/** The result of an operation that answers with a sentence alone. */
export const sentenceResult = z.object({ message: z.string() });

/** The consequence of an operation for the show: none, something that viewers notice, or something that is hard to take back. */
export type OperationRisk = 'none' | 'visible' | 'costly';

/** The callers there are. The owner may do everything; a dock sits in a layout that others see. */
export type Audience = 'owner' | 'dock';

/** The subject that the API and the palette list an operation under. */
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

/** The pictures of operations. The window has one drawing for each. */
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
  | 'dock'
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

/** An address of the HTTP API beside `POST /operations/{id}`. Names in braces are fields of the input. */
export interface OperationRoute {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: `/${string}`;
}

/** The question before a costly operation: its words, and the words of its two buttons. */
export interface OperationConfirmation {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
}

/** An operation of any input: its facts, for lists and lookups. */
export interface AnyOperation {
  /** `subject.verb-object`, unique in the whole program. */
  readonly id: string;
  /** The words for people: "Switch scene". */
  readonly title: string;
  /** One sentence for the API. */
  readonly description: string;
  readonly icon: OperationIcon;
  readonly risk: OperationRisk;
  readonly input: z.ZodType<object>;
  readonly result: z.ZodType;
  /** True when doing it twice comes to the same as doing it once. */
  readonly idempotent: boolean;
  /** Milliseconds until it is reported as timed out. Longer than the limits of what it calls, which say more. */
  readonly timeoutMs: number;
  readonly audience: readonly Audience[];
  readonly tag: OperationTag;
  readonly route: OperationRoute | null;
  /** The fields of the input that the record of a run holds. */
  readonly keeps: readonly string[];
  /** Returns the words of the button: "Switch to “BRB”". */
  summary(input: object, world?: OperationWorld): string;
  /** Returns what there is to tell beside that it was done; null for nothing. */
  done(result: unknown, input: object): string | null;
  /** Returns the question that a person answers first; null when there is none. */
  confirmation(input: object, world?: OperationWorld): OperationConfirmation | null;
  /** Returns the input that takes a run back; null when nothing does. */
  undo(input: object, before: unknown): object | null;
  /** Returns the component or the settings path that it is about; null for none. */
  target(input: object): string | null;
  /** Names the control of the window. A later request of the same control takes the place of the earlier one. */
  control(input: object): string;
  /** Returns the inputs that make sense just now, in the order in which the palette lists them. */
  offers(world: OperationWorld): readonly object[];
}

/** Something that Cuelight can do, declared once by its owner. The input and the result are known by its schemas. */
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

/** An operation for those who run it: its input and its result are known, its undo and its address are nothing to them. */
export type RunnableOperation<
  TInput extends z.ZodType<object> = z.ZodType<object>,
  TResult extends z.ZodType = z.ZodType,
> = Operation<string, TInput, TResult, never, OperationRoute | null>;

/** The checked input of an operation. */
export type InputOf<TOperation extends AnyOperation> = z.output<TOperation['input']>;
/** The result of an operation. */
export type ResultOf<TOperation extends AnyOperation> = z.output<TOperation['result']>;

/** A costly operation has a question; it may ask for some inputs only. No other operation has one. */
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
  /** The owner alone, unless said otherwise. */
  readonly audience?: readonly Audience[];
  /** Numbers, switches, ids of ours and words of a closed list: never text, names or secrets. None, unless said otherwise. */
  readonly keeps?: readonly (keyof NoInfer<z.output<TInput>> & string)[];
  summary(input: NoInfer<z.output<TInput>>, world: OperationWorld): string;
  done?(result: NoInfer<z.output<TResult>>, input: NoInfer<z.output<TInput>>): string | null;
  /** What was there before comes from the handler, which has to answer with it beside the result. */
  undo?(input: NoInfer<z.output<TInput>>, before: TBefore): NoInfer<z.output<TInput>> | null;
  /** None, unless said otherwise. */
  target?(input: NoInfer<z.output<TInput>>): string | null;
  /** The target, unless said otherwise. */
  control?(input: NoInfer<z.output<TInput>>): string;
  /** Nothing, unless said otherwise. */
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
    // Left out, its type is the default of the parameter.
    route: facts.route ?? (null as TRoute),
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
