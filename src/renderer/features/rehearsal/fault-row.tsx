import { rehearsalInjectFault, rehearsalClearFaults } from '#shared/catalogue/operations/rehearsal.ts';
import { Button, NumberInput, TextInput } from '@mantine/core';
import { IconBolt } from '@tabler/icons-react';
import { useState } from 'react';
import { cutText } from '#shared/kernel/index.ts';
import type { Disturbance, RehearsalFaultKind, RehearsalFaultOptions } from '#shared/model/index.ts';
import { type FaultOptionName, optionFields, serverTitle } from '../../text/rehearsal-words.ts';
import { ForeignText } from '../../ui/index.ts';
import classes from './fault-row.module.css';
import { useRehearsalRequest } from './use-rehearsal-request.ts';

/** What stands in the fields, by option. */
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
        label="Text"
        value={value}
        onChange={(event) => onChange(cutText(event.currentTarget.value, 4_000))}
      />
    );
  }
  const { label, unit, min, max } = optionFields[name];
  return (
    <NumberInput
      className={classes.number}
      label={unit === '' ? label : `${label}, ${unit}`}
      value={value}
      min={min}
      max={max}
      placeholder="none"
      hideControls
      onChange={onChange}
    />
  );
};

/** One fault: what it does, what should be seen, and the button that does it. */
export const FaultRow = ({
  kind,
  inForce,
  lastSeconds,
}: {
  kind: RehearsalFaultKind;
  /** How long it stays when it is one that lasts; null for until it is mended. */
  lastSeconds: number | null;
  /** The time that it is in force now. */
  inForce: Disturbance | undefined;
}) => {
  const { server, fault, title, description, expect, lasting, options } = kind;
  const [entered, setEntered] = useState<Entered>(() => enteredFrom(kind));
  const { ask, asking, refusal } = useRehearsalRequest();
  const change = (name: keyof Entered, value: number | string): void =>
    setEntered((before) => ({ ...before, [name]: value }));
  const what = `${serverTitle(server)}: ${title}`;
  const breakIt = (event: React.FormEvent): void => {
    event.preventDefault();
    const durationMs = lasting && lastSeconds !== null ? lastSeconds * 1_000 : undefined;
    ask(rehearsalInjectFault, { server, fault, durationMs, ...optionsFrom(entered) }, `${what}, on purpose.`);
  };
  return (
    <li className={classes.row} data-broken={inForce !== undefined || undefined}>
      <div className={classes.words}>
        <h3 className={classes.title}>
          {title}
          {inForce && (
            <span className={classes.broken}>
              <IconBolt size={14} stroke={1.5} aria-hidden="true" /> broken now
            </span>
          )}
        </h3>
        <p className={classes.description}>{description}</p>
      </div>
      <p className={classes.expect}>
        <span className={classes.expectWord}>Should be seen: </span>
        {expect}
      </p>
      <form className={classes.form} aria-label={what} onSubmit={breakIt}>
        {options.map((name) => (
          <OptionInput
            key={name}
            name={name}
            value={entered[name] ?? ''}
            onChange={(value) => change(name, value)}
          />
        ))}
        {inForce ? (
          <Button
            loading={asking}
            aria-label={`Mend ${what}`}
            onClick={() => ask(rehearsalClearFaults, { id: inForce.id }, `${what} is mended.`)}
          >
            Mend
          </Button>
        ) : (
          <Button type="submit" loading={asking} aria-label={`Break ${what}`}>
            Break
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
