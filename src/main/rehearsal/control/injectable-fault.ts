import type { RehearsalFaultKind, RehearsalFaultOptions, RehearsalServer } from '#shared/model/index.ts';
import { faultNames, faultTexts, type FaultName, type FaultTexts } from './fault-texts.ts';

/** A fault with the functions that switch it on and off. */
export interface InjectableFault extends Omit<RehearsalFaultKind, 'lasting'> {
  readonly begin: (options: RehearsalFaultOptions) => void;
  /** Absent for a fault that happens once. */
  readonly end?: () => void;
}

type OptionName = keyof RehearsalFaultOptions;
type WithDefaults<Name extends OptionName> = RehearsalFaultOptions & {
  [Key in Name]: NonNullable<RehearsalFaultOptions[Key]>;
};

/** The implementation of one fault by one server. */
export interface FaultImplementation extends Pick<InjectableFault, 'options' | 'defaults' | 'begin'> {
  readonly end?: () => void;
  /** Texts that replace the general texts of the fault for this server. */
  readonly words: Partial<FaultTexts>;
}

/** The faults that a server implements. */
export type FaultImplementations = { readonly [Name in FaultName]?: FaultImplementation };

interface FaultOptions<Name extends OptionName> {
  /** Options with their default values. */
  readonly defaults?: WithDefaults<Name>;
  /** Options without a default value. */
  readonly optional?: readonly OptionName[];
  readonly words?: Partial<FaultTexts>;
}

const implementFault = <Name extends OptionName>(
  { defaults, optional = [], words = {} }: FaultOptions<Name>,
  begin: (options: WithDefaults<Name>) => unknown,
  end?: () => unknown,
): FaultImplementation => ({
  options: [...(Object.keys(defaults ?? {}) as OptionName[]), ...optional],
  defaults: defaults ?? {},
  words,
  begin: (given) => void begin({ ...defaults, ...given } as WithDefaults<Name>),
  ...(end && { end: () => void end() }),
});

/** Returns a fault that stays active until it is cleared. */
export const lasting = <Name extends OptionName = never>(
  begin: (options: WithDefaults<Name>) => unknown,
  end: () => unknown,
  options: FaultOptions<Name> = {},
): FaultImplementation => implementFault(options, begin, end);

/** Returns a fault that happens once and is over immediately. */
export const once = <Name extends OptionName = never>(
  begin: (options: WithDefaults<Name>) => unknown,
  options: FaultOptions<Name> = {},
): FaultImplementation => implementFault(options, begin);

/** Returns the faults of one server, in the order of the general list. */
export const faultsOf = (
  server: RehearsalServer,
  implementations: FaultImplementations,
): readonly InjectableFault[] =>
  faultNames.flatMap((fault) => {
    const found = implementations[fault];
    if (!found) return [];
    const { words, ...rest } = found;
    return [{ server, fault, ...faultTexts[fault], ...words, ...rest }];
  });
