import { readFileSync } from 'node:fs';
import { err, Fault, isolate, type Result } from '#shared/kernel/index.ts';
import { parseScenario, type Scenario } from './scenario/scenario.ts';
import type { RecordingFolder } from './recording/recording-folder.ts';
import type { RehearsedComponents } from './control/rehearsed-components.ts';
import { RehearsalComponent, type ScenarioCatalogue } from './rehearsal-component.ts';

/** The files of the scenarios that ship with the program. */
export interface ScenarioFiles {
  readonly scenario: (name: string) => string;
  /** Returns the names of the available scenarios. */
  readonly scenarios: () => readonly string[];
}

const defaultScenario = 'lively-show';

/**
 * Loads the rehearsal of a scenario by its name. Throws a fault that names the file when it is missing or
 * invalid.
 */
export const loadRehearsal = (
  files: ScenarioFiles,
  asked: string | null,
  speed: number,
  recordings: RecordingFolder,
  components: RehearsedComponents,
): { readonly title: string; readonly component: RehearsalComponent } => {
  const catalogue = openScenarioCatalogue(files, recordings);
  const scenario = catalogue.load(asked ?? defaultScenario);
  if (!scenario.ok) throw scenario.error;
  return {
    title: scenario.value.title,
    component: new RehearsalComponent(scenario.value, speed, catalogue, components),
  };
};

const openScenarioCatalogue = (files: ScenarioFiles, recordings: RecordingFolder): ScenarioCatalogue => {
  const load = (name: string): Result<Scenario, Fault> => {
    if (!/^[a-z0-9-]+$/.test(name)) return noScenario(name);
    const recorded = recordings.read(name);
    if (recorded !== null) return parseScenario(recorded, recordings.fileOf(name));
    const file = files.scenario(name);
    const text = readText(file);
    return text === null ? noScenario(name) : parseScenario(text, file);
  };
  // The files are read once, because they belong to the installation.
  let shipped: readonly Scenario[] | undefined;
  return {
    load,
    list: () => {
      shipped ??= files.scenarios().flatMap((name) => {
        const scenario = load(name);
        return scenario.ok ? [scenario.value] : [];
      });
      return [
        ...shipped.map(({ id, title, description }) => ({
          id,
          title,
          description,
          origin: 'shipped' as const,
        })),
        ...recordings
          .list()
          .map(({ id, title, description }) => ({ id, title, description, origin: 'recorded' as const })),
      ];
    },
    originOf: (name) => (recordings.list().some(({ id }) => id === name) ? 'recorded' : 'shipped'),
  };
};

const noScenario = (name: string): Result<never, Fault> =>
  err(
    new Fault(
      'rehearsal.no-scenario',
      `There is no scenario "${isolate(name)}". Choose one from resources/scenarios, such as ${defaultScenario}, or a recording.`,
      { kind: 'configuration' },
    ),
  );

const readText = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
};
