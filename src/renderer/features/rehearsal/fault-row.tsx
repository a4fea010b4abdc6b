import { rehearsalInjectFault, rehearsalClearFaults } from '#shared/catalogue/operations/rehearsal.ts';
import { Button, NumberInput, TextInput } from '@mantine/core';
import { IconBolt } from '@tabler/icons-react';
import { useState } from 'react';
import { cutText, isolate } from '#shared/kernel/index.ts';
import type { Disturbance, RehearsalFaultKind, RehearsalFaultOptions } from '#shared/model/index.ts';
import { type FaultOptionName, optionFields, serverTitle } from '../../text/rehearsal-words.ts';
import { ForeignText } from '../../ui/index.ts';
import classes from './fault-row.module.css';
import { useRehearsalRequest } from './use-rehearsal-request.ts';

const texts = {
  text: 'Text',
  none: 'none',
  active: 'active',
  expected: 'Expected:',
  start: 'Start',
  fix: 'Fix',
  fault: (server: string, title: string) => `${isolate(server)}: ${isolate(title)}`,
  label: (label: string, unit: string) => (unit === '' ? label : `${label}, ${unit}`),
  startOne: (fault: string) => `Start drill ${isolate(fault)}`,
  started: (server: string, title: string) => `Drill started: ${isolate(title)} (${isolate(server)})`,
  fixOne: (fault: string) => `Fix ${isolate(fault)}`,
  fixed: (server: string, title: string) => `Fault cleared: ${isolate(title)} (${isolate(server)})`,
} as const;

/** Values of the fields, by option. */
type Entered = Readonly<Partial<Record<FaultOptionName, number | string>>>;

const enteredFrom = ({ defaults }: RehearsalFaultKind): Entered =>
  Object.fromEntries(
    Object.entries(defaults).map(([name, value]) =>
      typeof value === 'number' && name in optionFields
        ? [name, Math.round((value / optionFields[name as keyof typeof optionFields].scale) * 1_000) / 1_000]
        : [name, value],
    ),
  );

const optionsFrom = (entered: Entered): RehearsalFaultOptions => {
  const options: Record<string, number | string> = {};
  for (const [name, value] of Object.entries(entered)) {
    if (value === undefined || value === '') continue;
    if (name === 'text') options['text'] = value;
    else options[name] = Number(value) * optionFields[name as keyof typeof optionFields].scale;
  }
  return options;
};

const OptionInput = ({
  name,
  value,
  onChange,
}: {
  name: FaultOptionName;
  value: number | string;
  onChange: (value: number | string) => void;
}) => {
  if (name === 'text') {
    return (
      <TextInput
        className={classes.text}
        label={texts.text}
        value={value}
        onChange={(event) => onChange(cutText(event.currentTarget.value, 4_000))}
      />
    );
  }
  const { label, unit, min, max } = optionFields[name];
  return (
    <NumberInput
      className={classes.number}
      label={texts.label(label, unit)}
      value={value}
      min={min}
      max={max}
      placeholder={texts.none}
      hideControls
      onChange={onChange}
    />
  );
};

/** One drill: what it does, what Cuelight should detect, and the button that starts or ends it. */
export const FaultRow = ({
  kind,
  active,
  fixAfterSeconds,
}: {
  kind: RehearsalFaultKind;
  /** Seconds after which a lasting fault is fixed automatically; null for never. */
  fixAfterSeconds: number | null;
  /** The fault while it is active. */
  active: Disturbance | undefined;
}) => {
  const { server, fault, title, description, expect, lasting, options } = kind;
  const [entered, setEntered] = useState<Entered>(() => enteredFrom(kind));
  const { ask, asking, refusal } = useRehearsalRequest();
  const change = (name: keyof Entered, value: number | string): void =>
    setEntered((before) => ({ ...before, [name]: value }));
  const name = texts.fault(serverTitle(server), title);
  const startDrill = (event: React.FormEvent): void => {
    event.preventDefault();
    const durationMs = lasting && fixAfterSeconds !== null ? fixAfterSeconds * 1_000 : undefined;
    ask(
      rehearsalInjectFault,
      { server, fault, durationMs, ...optionsFrom(entered) },
      texts.started(serverTitle(server), title),
    );
  };
  return (
    <li className={classes.row} data-broken={active !== undefined || undefined}>
      <div className={classes.words}>
        <h3 className={classes.title}>
          {title}
          {active && (
            <span className={classes.broken}>
              <IconBolt size={14} stroke={1.5} aria-hidden="true" /> {texts.active}
            </span>
          )}
        </h3>
        <p className={classes.description}>{description}</p>
      </div>
      <p className={classes.expect}>
        <span className={classes.expectWord}>{texts.expected} </span>
        {expect}
      </p>
      <form className={classes.form} aria-label={name} onSubmit={startDrill}>
        {options.map((option) => (
          <OptionInput
            key={option}
            name={option}
            value={entered[option] ?? ''}
            onChange={(value) => change(option, value)}
          />
        ))}
        {active ? (
          <Button
            loading={asking}
            aria-label={texts.fixOne(name)}
            onClick={() =>
              ask(rehearsalClearFaults, { id: active.id }, texts.fixed(serverTitle(server), title))
            }
          >
            {texts.fix}
          </Button>
        ) : (
          <Button type="submit" loading={asking} aria-label={texts.startOne(name)}>
            {texts.start}
          </Button>
        )}
      </form>
      {refusal !== null && (
        <p className={classes.refusal} role="alert">
          <ForeignText>{refusal}</ForeignText>
        </p>
      )}
    </li>
  );
};
