import { type PlainObject } from '#shared/kernel/index.ts';
import type { SettingsImpact } from '#shared/model/index.ts';
import type { SettingsDocument } from './document.ts';
import { valueAt, withValueAt } from './object-paths.ts';
import { pathSteps } from './section.ts';
import type { SettingsDifference } from './settings-history.ts';
import type { SettingsState } from './settings-state.ts';

/** The effect of activating a document. */
export interface DocumentPreview {
  readonly impact: SettingsImpact;
  readonly differences: readonly SettingsDifference[];
}

/**
 * Replaces some sections of the current settings by those of a document. Values that it lacks get their
 * defaults.
 */
export const pickSections = (
  current: SettingsState,
  document: SettingsDocument,
  paths: readonly string[],
): { readonly sections: PlainObject; readonly operatorPaths: readonly string[] } => {
  const isPicked = (path: string): boolean =>
    paths.some((picked) => path === picked || path.startsWith(`${picked}.`));
  const sections = paths.reduce(
    (merged, path) => withValueAt(merged, pathSteps(path), valueAt(document.sections, pathSteps(path))),
    current.sections,
  );
  return {
    sections,
    operatorPaths: [
      ...[...current.operatorPaths].filter((path) => !isPicked(path)),
      ...document.operatorPaths.filter(isPicked),
    ],
  };
};
