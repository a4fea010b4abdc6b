import { type PlainObject } from '#shared/kernel/index.ts';
import type { SettingsImpact } from '#shared/model/index.ts';
import type { SettingsDocument } from './document.ts';
import { valueAt, withValueAt } from './object-paths.ts';
import { pathSteps } from './section.ts';
import type { SettingsDifference } from './settings-history.ts';
import type { SettingsState } from './settings-state.ts';

/** What putting a document into force does. */
export interface DocumentPreview {
  readonly impact: SettingsImpact;
  readonly differences: readonly SettingsDifference[];
}

/** The present settings with some sections out of a document; what the document does not set there is at its default. */
export const pickSections = (
  present: SettingsState,
  document: SettingsDocument,
  paths: readonly string[],
): { readonly sections: PlainObject; readonly operatorPaths: readonly string[] } => {
  const isPicked = (path: string): boolean =>
    paths.some((picked) => path === picked || path.startsWith(`${picked}.`));
  const sections = paths.reduce(
    (merged, path) => withValueAt(merged, pathSteps(path), valueAt(document.sections, pathSteps(path))),
    present.sections,
  );
  return {
    sections,
    operatorPaths: [
      ...[...present.operatorPaths].filter((path) => !isPicked(path)),
      ...document.operatorPaths.filter(isPicked),
    ],
  };
};
