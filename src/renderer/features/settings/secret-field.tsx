import { Button, PasswordInput } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useState, type SyntheticEvent } from 'react';
import { settingsDeleteSecret, settingsPutSecret } from '#shared/catalogue/operations/settings.ts';
import { isolate } from '#shared/kernel/index.ts';
import type { SettingsSection } from '#shared/model/index.ts';
import { describeFailure } from '../../client/failure.ts';
import { runOperation } from '../../client/run-operation.ts';
import { secretVariable } from '../../model/form-schema.ts';
import { useClient, useStores } from '../../stores/stores-context.tsx';
import { ForeignText } from '../../ui/index.ts';
import classes from './secret-field.module.css';

type Secret = SettingsSection['secrets'][number];

const texts = {
  states: { set: 'Set', missing: 'Not set', 'from-environment': 'Set by the environment' },
  add: 'Add',
  replace: 'Replace',
  remove: 'Remove',
  save: 'Save',
  cancel: 'Cancel',
  fromEnvironment: 'Set by the environment variable',
  changeVariable: 'To change it, change the variable and restart Cuelight.',
  newValue: (title: string) => `New ${isolate(title)}`,
  saveOne: (title: string) => `Save ${isolate(title)}`,
  saved: (title: string) => `${isolate(title)} saved.`,
  removed: (title: string) => `${isolate(title)} removed.`,
} as const;

const icon = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

/** One secret: its state, and the buttons to add, replace or remove it. The value is never shown. */
export const SecretField = ({ secret }: { secret: Secret }) => {
  const client = useClient();
  const { settings, notices } = useStores();
  const { name, title, description, state } = secret;
  const question = settingsDeleteSecret.confirmation({ name });
  const [step, setStep] = useState<'resting' | 'entering' | 'removing'>('resting');
  const [value, setValue] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const finish = (): void => {
    setValue('');
    setStep('resting');
    setFailure(null);
  };
  const run = async (work: () => Promise<unknown>, done: string): Promise<void> => {
    setBusy(true);
    try {
      await work();
      finish();
      notices.getState().show('good', done);
      await settings.getState().load();
    } catch (thrown) {
      setFailure(describeFailure(thrown).message);
    } finally {
      setBusy(false);
    }
  };
  const store = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (value !== '')
      void run(() => runOperation(client, settingsPutSecret, { name, value }), texts.saved(title));
  };

  return (
    <div className={classes.secret}>
      <div className={classes.line}>
        <span className={classes.words}>
          <span className={classes.title}>{title}</span>
          <span className={classes.state} data-state={state}>
            <IconKey {...icon} />
            {texts.states[state]}
          </span>
        </span>
        {step === 'resting' && state !== 'from-environment' && (
          <span className={classes.actions}>
            <Button onClick={() => setStep('entering')}>{state === 'set' ? texts.replace : texts.add}</Button>
            {state === 'set' && <Button onClick={() => setStep('removing')}>{texts.remove}</Button>}
          </span>
        )}
      </div>
      <p className={classes.description}>
        {state === 'from-environment' ? (
          <>
            {texts.fromEnvironment} <code>{secretVariable(name)}</code>. {texts.changeVariable}
          </>
        ) : (
          description
        )}
      </p>
      {step === 'entering' && (
        <form className={classes.form} onSubmit={store}>
          <PasswordInput
            className={classes.input}
            aria-label={texts.newValue(title)}
            autoComplete="off"
            data-autofocus
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
          <Button
            type="submit"
            variant="filled"
            aria-label={texts.saveOne(title)}
            loading={busy}
            disabled={value === ''}
          >
            {texts.save}
          </Button>
          <Button disabled={busy} onClick={finish}>
            {texts.cancel}
          </Button>
        </form>
      )}
      {step === 'removing' && (
        <div className={classes.form}>
          <span className={classes.question}>{question?.text}</span>
          <Button
            loading={busy}
            onClick={() =>
              void run(() => runOperation(client, settingsDeleteSecret, { name }), texts.removed(title))
            }
          >
            {question?.yes}
          </Button>
          <Button disabled={busy} onClick={finish}>
            {question?.no}
          </Button>
        </div>
      )}
      {failure !== null && (
        <p className={classes.failure} role="alert">
          <ForeignText>{failure}</ForeignText>
        </p>
      )}
    </div>
  );
};
