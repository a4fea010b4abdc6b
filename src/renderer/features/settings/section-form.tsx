import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { isolate } from '#shared/kernel/index.ts';
import { platformOf, type SettingsSection } from '#shared/model/index.ts';
import { countOf } from '../../text/format.ts';
import { readFields } from '../../model/form-schema.ts';
import { useSystem } from '../../stores/stores-context.tsx';
import { ForeignText, Section } from '../../ui/index.ts';
import { ConnectionTestPanel } from './connection-test.tsx';
import { FieldList } from './field-view.tsx';
import { SecretField } from './secret-field.tsx';
import classes from './section-form.module.css';
import { testWords } from './test-words.ts';
import { TwitchSignInPanel } from './twitch-sign-in.tsx';
import { type SectionDraft, useSectionDraft } from './use-section-draft.ts';

const texts = {
  checking: 'Checking…',
  noRestart: 'Saving restarts nothing.',
  fixFields: "Can't save yet. Fix the marked fields.",
  unsaved: 'Unsaved changes',
  discard: 'Discard',
  save: 'Save',
  saveAndRestart: 'Save and restart',
  secrets: 'Secrets',
  restarts: (titles: readonly string[]) => `Saving restarts ${titles.map(isolate).join(', ')}.`,
} as const;

/** Returns the titles of components. */
const useTitles = (ids: readonly string[]): readonly string[] => {
  const components = useSystem((state) => state.components);
  return ids.map((id) => components.get(id)?.title ?? id);
};

const SaveBar = ({ draft }: { draft: SectionDraft }) => {
  const { changes, preview, saving } = draft;
  const restarts = useTitles(preview.status === 'allowed' ? preview.impact.restarts : []);
  if (changes === 0) return null;
  const words = {
    asking: texts.checking,
    allowed: restarts.length > 0 ? texts.restarts(restarts) : texts.noRestart,
    refused: preview.status === 'refused' ? (preview.refusal.general ?? texts.fixFields) : '',
  } as const;
  return (
    <section className={classes.saveBar} aria-label={texts.unsaved}>
      <p className={classes.saveWords}>
        <strong>{countOf(changes, 'unsaved change')}</strong>
        <output data-status={preview.status}>
          <ForeignText>{words[preview.status]}</ForeignText>
        </output>
      </p>
      <Button disabled={saving} onClick={draft.discard}>
        {texts.discard}
      </Button>
      <Button
        variant="filled"
        loading={saving}
        disabled={preview.status !== 'allowed'}
        onClick={() => void draft.save()}
      >
        {restarts.length > 0 ? texts.saveAndRestart : texts.save}
      </Button>
    </section>
  );
};

/** One section: its fields, its secrets, its test, and a bar with the unsaved changes. */
export const SectionForm = ({ section }: { section: SettingsSection }) => {
  const draft = useSectionDraft(section);
  const rehearsing = useSystem((state) => state.run?.mode === 'rehearsal');
  const fields = useMemo(() => readFields(section.schema), [section.schema]);
  const errors = draft.preview.status === 'refused' ? draft.preview.refusal.byKey : {};
  const { path, title, description, secrets, testTarget, layers } = section;
  return (
    <div className={classes.section}>
      <div className={classes.scroll}>
        <header className={classes.header}>
          <h2 className={classes.title}>{title}</h2>
          <p className={classes.description}>{description}</p>
          {rehearsing && testTarget !== null && (
            <p className={classes.rehearsal}>{testWords(testTarget, title).rehearsal}</p>
          )}
        </header>
        {path === platformOf('twitch').settingsPath && <TwitchSignInPanel />}
        <div className={classes.fields}>
          <FieldList
            fields={fields}
            path=""
            values={draft.values}
            around={{ section: path, layers, errors }}
            onChange={draft.change}
          />
        </div>
        {secrets.length > 0 && (
          <Section title={texts.secrets}>
            {secrets.map((secret) => (
              <SecretField key={secret.name} secret={secret} />
            ))}
          </Section>
        )}
        {testTarget !== null && (
          <Section title={testWords(testTarget, title).heading}>
            <ConnectionTestPanel target={testTarget} title={title} unsaved={draft.changes > 0} />
          </Section>
        )}
      </div>
      <SaveBar draft={draft} />
    </div>
  );
};
