import type { SettingsSection } from '#shared/model/index.ts';
import { readFields, type FormField } from '../../../model/form-schema.ts';

/** Returns the fields along the steps of a path, as far as the form has them. */
const fieldsAlong = (fields: readonly FormField[], steps: readonly string[]): readonly FormField[] => {
  const [step, ...rest] = steps;
  const field = fields.find(({ name }) => name === step);
  if (!field) return [];
  const inner = field.kind === 'group' || field.kind === 'cards' ? field.fields : [];
  return [field, ...fieldsAlong(inner, rest)];
};

const stepsIn = (section: SettingsSection, path: string): readonly string[] =>
  path.slice(section.path.length + 1).split('.');

const sectionOf = (sections: readonly SettingsSection[], path: string): SettingsSection | undefined =>
  sections.find((each) => path.startsWith(`${each.path}.`));

/** Returns the titles along a dotted path: `OBS › Instances`. The path itself when no form has it. */
export const settingTitle = (sections: readonly SettingsSection[], path: string): string => {
  const section = sectionOf(sections, path);
  if (!section) return path;
  const steps = stepsIn(section, path);
  const fields = fieldsAlong(readFields(section.schema), steps);
  return [section.title, ...fields.map(({ title }) => title), ...steps.slice(fields.length)].join(' › ');
};

/** Returns the field at a dotted path. Undefined when no form has it. */
export const settingField = (sections: readonly SettingsSection[], path: string): FormField | undefined => {
  const section = sectionOf(sections, path);
  if (!section) return undefined;
  const steps = stepsIn(section, path);
  const fields = fieldsAlong(readFields(section.schema), steps);
  return fields.length === steps.length ? fields.at(-1) : undefined;
};

/** Returns a value in words: those of its form when its field is known. */
export const settingValue = (value: unknown, field?: FormField): string => {
  if (value === undefined) return 'Default';
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'On' : 'Off';
  if (value === '') return 'Empty';
  if (field?.kind === 'choice') {
    const choice = field.options.find((each) => each.value === value);
    if (choice) return choice.label;
  }
  if (field?.kind === 'number' && field.unit !== null && typeof value === 'number')
    return `${value} ${field.unit}`;
  return typeof value === 'string' ? value : JSON.stringify(value);
};
