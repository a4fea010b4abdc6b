import type { RehearsalFaultKind, RehearsalFaultOptions, RehearsalServer } from '#shared/model/index.ts';
import { faultNames, faultWords, type FaultName, type FaultWords } from './fault-words.ts';

/** A fault with the functions that switch it on and off. */
export interface FaultAct extends Omit<RehearsalFaultKind, 'lasting'> {
  readonly begin: (options: RehearsalFaultOptions) => void;
  /** Absent for a fault that happens once. */
  readonly end?: () => void;
}

type OptionName = keyof RehearsalFaultOptions;
type Settled<Name extends OptionName> = RehearsalFaultOptions & {
  [Key in Name]: NonNullable<RehearsalFaultOptions[Key]>;
};

/** The implementation of one fault by one server. */
export interface FaultDeed extends Pick<FaultAct, 'options' | 'defaults' | 'begin'> {
  readonly end?: () => void;
  /** Texts that replace the general texts of the fault for this server. */
  readonly words: Partial<FaultWords>;
}

/** The faults that a server implements. */
export type FaultDeeds = { readonly [Name in FaultName]?: FaultDeed };

interface DeedOptions<Name extends OptionName> {
  /** Options with their default values. */
  readonly defaults?: Settled<Name>;
  /** Options without a default value. */
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

/** Returns a fault that stays active until it is cleared. */
export const lasting = <Name extends OptionName = never>(
  begin: (options: Settled<Name>) => unknown,
  end: () => unknown,
  options: DeedOptions<Name> = {},
): FaultDeed => deed(options, begin, end);

/** Returns a fault that happens once and is over immediately. */
export const once = <Name extends OptionName = never>(
  begin: (options: Settled<Name>) => unknown,
  options: DeedOptions<Name> = {},
): FaultDeed => deed(options, begin);

/** Returns the faults of one server, in the order of the general list. */
export const actsOf = (server: RehearsalServer, deeds: FaultDeeds): readonly FaultAct[] =>
  faultNames.flatMap((fault) => {
    const found = deeds[fault];
    if (!found) return [];
    const { words, ...rest } = found;
    return [{ server, fault, ...faultWords[fault], ...words, ...rest }];
  });
