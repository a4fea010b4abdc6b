import { readFileSync } from 'node:fs';
import { parseScenario } from '#main/rehearsal/index.ts';
import { Fault } from '#shared/kernel/index.ts';
import type { ProjectFiles } from './project-files.ts';
import { RehearsalComponent } from './rehearsal-component.ts';

const defaultScenario = 'lively-show';

/** Reads a scenario by its name. Throws a fault that names the file when there is none, or when it cannot be played. */
export const loadRehearsal = (
  files: ProjectFiles,
  asked: string | null,
  speed: number,
): { readonly title: string; readonly component: RehearsalComponent } => {
  const name = asked ?? defaultScenario;
  if (!/^[a-z0-9-]+$/.test(name)) throw noScenario(name);
  const file = files.scenario(name);
  const text = readText(file);
  if (text === null) throw noScenario(name);
  const scenario = parseScenario(text, file);
  if (!scenario.ok) throw scenario.error;
  return { title: scenario.value.title, component: new RehearsalComponent(scenario.value, speed) };
};

const noScenario = (name: string): Fault =>
  new Fault(
    'rehearsal.no-scenario',
    `There is no scenario "${name}": take one of resources/scenarios, such as ${defaultScenario}.`,
    { kind: 'configuration' },
  );

const readText = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
};
