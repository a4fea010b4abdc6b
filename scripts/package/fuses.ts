import { flipFuses, FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import { packagedFuses } from '#main/hosts/electron/self-check/fuses.ts';

/** The state of each fuse in the packaged program, by its number. */
export const wantedFuses: Readonly<Record<FuseV1Options, boolean>> = {
  [FuseV1Options.RunAsNode]: packagedFuses.runAsNode,
  [FuseV1Options.EnableCookieEncryption]: packagedFuses.cookieEncryption,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: packagedFuses.nodeOptions,
  [FuseV1Options.EnableNodeCliInspectArguments]: packagedFuses.nodeCliInspect,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: packagedFuses.embeddedAsarIntegrityValidation,
  [FuseV1Options.OnlyLoadAppFromAsar]: packagedFuses.onlyLoadAppFromAsar,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: packagedFuses.loadBrowserProcessSpecificV8Snapshot,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: packagedFuses.grantFileProtocolExtraPrivileges,
  [FuseV1Options.WasmTrapHandlers]: packagedFuses.wasmTrapHandlers,
};

/** Fuses that older Electron versions lack. These versions behave as if the fuse had the wanted state. */
const lateFuses: ReadonlySet<number> = new Set([FuseV1Options.WasmTrapHandlers]);

/** The states in a binary, by the number of the fuse. */
export type FuseStates = ReadonlyMap<number, FuseState>;

const nameOf = (fuse: number): string => FuseV1Options[fuse] ?? `number ${fuse}`;
const wordOf = (state: FuseState | undefined): string =>
  state === FuseState.ENABLE ? 'on' : state === FuseState.DISABLE ? 'off' : 'not set';
const wantedStateOf = (fuse: number): boolean | undefined =>
  new Map(Object.entries(wantedFuses)).get(String(fuse));

/** Compares the fuses in a binary with the wanted ones. Empty without differences. */
export const compareFuses = (states: FuseStates): string[] => {
  const known = Object.keys(wantedFuses).map(Number);
  const fuses = [...new Set([...known, ...states.keys()])].toSorted((a, b) => a - b);
  return fuses.flatMap((fuse) => {
    const wanted = wantedStateOf(fuse);
    if (wanted === undefined)
      return [`Electron has the fuse ${nameOf(fuse)}: decide its state in scripts/package/fuses.ts.`];
    if (!states.has(fuse) && lateFuses.has(fuse)) return [];
    const state = states.get(fuse);
    return state === (wanted ? FuseState.ENABLE : FuseState.DISABLE)
      ? []
      : [`The fuse ${nameOf(fuse)} is ${wordOf(state)} and must be ${wanted ? 'on' : 'off'}.`];
  });
};

/** Reads the fuses of a program: its executable, or its bundle on macOS. */
export const readFuses = async (program: string): Promise<FuseStates> =>
  new Map(
    Object.entries(await getCurrentFuseWire(program)).flatMap(([key, state]) =>
      /^\d+$/.test(key) && typeof state === 'number' ? [[Number(key), state] as const] : [],
    ),
  );

/** Describes the fuses of a program in one line, for the report. */
export const describeFuses = (states: FuseStates): string =>
  [...states].map(([fuse, state]) => `${nameOf(fuse)} ${wordOf(state)}`).join(', ');

/** Sets the fuses that a program has. It must not be signed yet. */
export const setFuses = async (program: string): Promise<void> => {
  const present = await readFuses(program);
  const states = Object.entries(wantedFuses).filter(([fuse]) => present.has(Number(fuse)));
  await flipFuses(program, {
    version: FuseVersion.V1,
    // macOS on Apple silicon starts no program whose signature doesn't match its bytes.
    resetAdHocDarwinSignature: process.platform === 'darwin',
    ...Object.fromEntries(states),
  });
};
