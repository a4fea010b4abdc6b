import type { SettingsSection } from '#shared/model/index.ts';
import { readFields, type FormField } from '../../../model/form-schema.ts';

const fieldTitles = (fields: readonly FormField[], steps: readonly string[]): readonly string[] => {
  const [step, ...rest] = steps;
  if (step === undefined) return [];
  const field = fields.find(({ name }) => name === step);
  if (!field) return steps;
  const inner = field.kind === 'group' || field.kind === 'cards' ? field.fields : [];
  return [field.title, ...fieldTitles(inner, rest)];
};

/** Returns the titles along a dotted path: `OBS › Instances`. The path itself when no form has it. */
export const settingTitle = (sections: readonly SettingsSection[], path: string): string => {
  const section = sections.find((each) => path.startsWith(`${each.path}.`));
  if (!section) return path;
  const steps = path.slice(section.path.length + 1).split('.');
  return [section.title, ...fieldTitles(readFields(section.schema), steps)].join(' › ');
};

/** Returns a value in words. */
export const settingValue = (value: unknown): string => {
  if (value === undefined) return 'default';
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (value === '') return 'empty';
  return typeof value === 'string' ? value : JSON.stringify(value);
};
