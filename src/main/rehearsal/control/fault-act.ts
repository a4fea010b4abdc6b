import type { RehearsalFaultKind, RehearsalFaultOptions, RehearsalServer } from '#shared/model/index.ts';
import { faultNames, faultWords, type FaultName, type FaultWords } from './fault-words.ts';

/** A fault with what switches it on and, when it lasts, off. */
export interface FaultAct extends Omit<RehearsalFaultKind, 'lasting'> {
  readonly begin: (options: RehearsalFaultOptions) => void;
  /** Left out for one that happens once. */
  readonly end?: () => void;
}

type OptionName = keyof RehearsalFaultOptions;
type Settled<Name extends OptionName> = RehearsalFaultOptions & {
  [Key in Name]: NonNullable<RehearsalFaultOptions[Key]>;
};

/** How one server does one fault. */
export interface FaultDeed extends Pick<FaultAct, 'options' | 'defaults' | 'begin'> {
  readonly end?: () => void;
  /** What this server's own sentences are, where they differ from those of the fault. */
  readonly words: Partial<FaultWords>;
}

/** What a server can be made to do. */
export type FaultDeeds = { readonly [Name in FaultName]?: FaultDeed };

interface DeedOptions<Name extends OptionName> {
  /** Options with what they are when left out. */
  readonly defaults?: Settled<Name>;
  /** Options that mean something else when left out. */
  readonly optional?: readonly OptionName[];
  readonly words?: Partial<FaultWords>;
}

const deed = <Name extends OptionName>(
  { defaults, optional = [], words = {} }: DeedOptions<Name>,
  begin: (options: Settled<Name>) => unknown,
  end?: () => unknown,
): FaultDeed => ({
  options: [...(Object.keys(defaults ?? {}) as OptionName[]), ...optional],
  defaults: defaults ?? {},
  words,
  begin: (given) => void begin({ ...defaults, ...given } as Settled<Name>),
  ...(end && { end: () => void end() }),
});

/** A fault that stays until it is mended. */
export const lasting = <Name extends OptionName = never>(
  begin: (options: Settled<Name>) => unknown,
  end: () => unknown,
  options: DeedOptions<Name> = {},
): FaultDeed => deed(options, begin, end);

/** A fault that happens once and is over at once. */
export const once = <Name extends OptionName = never>(
  begin: (options: Settled<Name>) => unknown,
  options: DeedOptions<Name> = {},
): FaultDeed => deed(options, begin);

/** The acts of one server, in the order in which all faults are listed. */
export const actsOf = (server: RehearsalServer, deeds: FaultDeeds): readonly FaultAct[] =>
  faultNames.flatMap((fault) => {
    const found = deeds[fault];
    if (!found) return [];
    const { words, ...rest } = found;
    return [{ server, fault, ...faultWords[fault], ...words, ...rest }];
  });
