import {
  ActionIcon,
  Button,
  NumberInput,
  Select,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { cutText, escapeDirections, isObject } from '#shared/kernel/index.ts';
import type { SettingsLayer } from '#shared/model/index.ts';
import { emptyValues, settingVariable, type FormField, type FormValues } from '../../model/form-schema.ts';
import { ForeignText } from '../../ui/index.ts';
import classes from './field-view.module.css';

const texts = {
  fromFile: 'set in the settings file',
  fromOperator: 'set in Cuelight',
  fromEnvironment: 'Set by the environment variable',
  override: 'A value entered here overrides it.',
  typeAndEnter: 'Type and press Enter',
  noForm: 'Edit this value in the settings file.',
  limit: (limit: number) => `Limit of ${limit} reached`,
  add: (item: string) => (item === '' ? 'Add' : `Add ${item}`),
  remove: (item: string, number: number) => `Remove ${item} ${number}`,
  entry: (number: number, message: string) => `entry ${number}: ${message}`,
} as const;

const icon = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

/** Data shared by all fields of a section. */
export interface FieldSurroundings {
  readonly section: string;
  readonly layers: Readonly<Record<string, SettingsLayer>>;
  /** Messages by dotted key. */
  readonly errors: Readonly<Record<string, string>>;
}

interface FieldProps {
  readonly field: FormField;
  /** Dotted, from the top of the section. */
  readonly path: string;
  readonly value: unknown;
  readonly around: FieldSurroundings;
  readonly onChange: (value: unknown) => void;
}

/** Says where a value comes from. Draws nothing for a default value. */
const LayerNote = ({ path, around }: { path: string; around: FieldSurroundings }) => {
  const layer = around.layers[path];
  if (layer === undefined) return null;
  if (layer === 'environment') {
    return (
      <p className={classes.layer}>
        {texts.fromEnvironment} <code>{settingVariable(around.section, path)}</code>. {texts.override}
      </p>
    );
  }
  if (layer === 'default') return null;
  return <p className={classes.layer}>{layer === 'file' ? texts.fromFile : texts.fromOperator}</p>;
};

const errorFor = ({ errors }: FieldSurroundings, path: string): string | null => errors[path] ?? null;

/** Returns the messages of single entries of a list, such as `scenes.ending.2`. */
const entryErrors = ({ errors }: FieldSurroundings, path: string): string | null =>
  Object.entries(errors)
    .filter(([key]) => key.startsWith(`${path}.`))
    .map(([key, message]) => texts.entry(Number(key.slice(path.length + 1)) + 1, message))
    .join(' · ') || null;

const Cards = ({
  field,
  path,
  value,
  around,
  onChange,
}: FieldProps & { readonly field: Extract<FormField, { kind: 'cards' }> }) => {
  const cards = Array.isArray(value) ? value.filter(isObject) : [];
  const full = field.maxItems !== null && cards.length >= field.maxItems;
  const one = field.title.replace(/ ?instances?$/i, '');
  const problem = errorFor(around, path);
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{field.title}</legend>
      {field.description !== null && <p className={classes.description}>{field.description}</p>}
      <LayerNote path={path} around={around} />
      {cards.map((card, index) => (
        // A card has no id; its index identifies it.
        // oxlint-disable-next-line react/no-array-index-key
        <fieldset key={index} className={classes.card}>
          <legend className={classes.cardTitle}>
            {one}{' '}
            {typeof card['name'] === 'string' && card['name'] !== '' ? (
              <ForeignText>{card['name']}</ForeignText>
            ) : (
              index + 1
            )}
          </legend>
          <ActionIcon
            className={classes.remove}
            aria-label={texts.remove(one, index + 1)}
            onClick={() => onChange(cards.filter((_card, at) => at !== index))}
          >
            <IconTrash {...icon} />
          </ActionIcon>
          <FieldList
            fields={field.fields}
            path={`${path}.${index}`}
            values={card}
            around={around}
            onChange={(name, next) =>
              onChange(cards.map((each, at) => (at === index ? { ...each, [name]: next } : each)))
            }
          />
        </fieldset>
      ))}
      {problem !== null && (
        <p className={classes.error} role="alert">
          <ForeignText>{problem}</ForeignText>
        </p>
      )}
      <div>
        <Button
          disabled={full}
          leftSection={<IconPlus {...icon} />}
          onClick={() => onChange([...cards, emptyValues(field.fields)])}
        >
          {full ? texts.limit(field.maxItems ?? 0) : texts.add(one)}
        </Button>
      </div>
    </fieldset>
  );
};

const Control = ({ field, path, value, around, onChange }: FieldProps) => {
  const error = errorFor(around, path);
  const shared = { label: field.title, description: field.description, error };
  switch (field.kind) {
    case 'toggle':
      return (
        <Switch
          {...shared}
          size="sm"
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'text': {
      const typed = {
        ...shared,
        autoComplete: 'off',
        spellCheck: false,
        value: typeof value === 'string' ? value : '',
      };
      const take = (text: string): void =>
        onChange(field.maxLength === null ? text : cutText(text, field.maxLength));
      return field.lines === null ? (
        <TextInput {...typed} onChange={(event) => take(event.currentTarget.value)} />
      ) : (
        <Textarea {...typed} rows={field.lines} onChange={(event) => take(event.currentTarget.value)} />
      );
    }
    case 'number':
      return (
        <NumberInput
          {...shared}
          classNames={{ wrapper: classes.number ?? '' }}
          {...(field.minimum === null ? {} : { min: field.minimum })}
          {...(field.maximum === null ? {} : { max: field.maximum })}
          clampBehavior="none"
          thousandSeparator=","
          {...(field.unit === null ? {} : { suffix: ` ${field.unit}` })}
          allowDecimal={!field.whole}
          value={typeof value === 'number' || typeof value === 'string' ? value : ''}
          onChange={onChange}
        />
      );
    case 'choice':
      return (
        <Select
          {...shared}
          data={[...field.options]}
          value={typeof value === 'string' ? value : null}
          allowDeselect={false}
          onChange={onChange}
        />
      );
    case 'words':
      return (
        <TagsInput
          {...shared}
          error={error ?? entryErrors(around, path)}
          {...(field.maxItems === null ? {} : { maxTags: field.maxItems })}
          placeholder={texts.typeAndEnter}
          value={Array.isArray(value) ? value.filter((word) => typeof word === 'string') : []}
          onChange={onChange}
          acceptValueOnBlur
        />
      );
    case 'cards':
    case 'group':
    case 'raw':
      break;
  }
  return (
    <div>
      <p className={classes.label}>{field.title}</p>
      <p className={classes.description}>{texts.noForm}</p>
      <pre className={classes.raw}>{escapeDirections(JSON.stringify(value, null, 2))}</pre>
    </div>
  );
};

const FieldView = (props: FieldProps) => {
  const { field, path, value, around, onChange } = props;
  if (field.kind === 'cards') return <Cards {...props} field={field} />;
  if (field.kind === 'group') {
    const values = isObject(value) ? value : {};
    return (
      <fieldset className={classes.group}>
        <legend className={classes.legend}>{field.title}</legend>
        {field.description !== null && <p className={classes.description}>{field.description}</p>}
        <FieldList
          fields={field.fields}
          path={path}
          values={values}
          around={around}
          onChange={(name, next) => onChange({ ...values, [name]: next })}
        />
      </fieldset>
    );
  }
  return (
    <div className={classes.field} data-kind={field.kind}>
      <Control {...props} />
      <LayerNote path={path} around={around} />
    </div>
  );
};

/** The fields of one object, each with its help, its error and the origin of its value. */
export const FieldList = ({
  fields,
  path,
  values,
  around,
  onChange,
}: {
  readonly fields: readonly FormField[];
  /** Dotted; empty at the top of the section. */
  readonly path: string;
  readonly values: FormValues;
  readonly around: FieldSurroundings;
  readonly onChange: (name: string, value: unknown) => void;
}) => (
  <div className={classes.fields}>
    {fields.map((field) => (
      <FieldView
        key={field.name}
        field={field}
        path={path === '' ? field.name : `${path}.${field.name}`}
        value={values[field.name]}
        around={around}
        onChange={(value) => onChange(field.name, value)}
      />
    ))}
  </div>
);
