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

/** Which components begin anew, by their titles. */
const useTitles = (ids: readonly string[]): readonly string[] => {
  const components = useSystem((state) => state.components);
  return ids.map((id) => components.get(id)?.title ?? id);
};

const SaveBar = ({ draft }: { draft: SectionDraft }) => {
  const { changes, preview, saving } = draft;
  const restarts = useTitles(preview.status === 'allowed' ? preview.impact.restarts : []);
  if (changes === 0) return null;
  const words = {
    asking: 'Checking what saving would do',
    allowed:
      restarts.length > 0
        ? `Saving restarts ${restarts.map(isolate).join(', ')}.`
        : 'Saving restarts nothing.',
    refused:
      preview.status === 'refused'
        ? (preview.refusal.general ?? 'It cannot be saved yet: see the marked fields.')
        : '',
  } as const;
  return (
    <section className={classes.saveBar} aria-label="Unsaved changes">
      <p className={classes.saveWords}>
        <strong>{countOf(changes, 'unsaved change')}</strong>
        <output data-status={preview.status}>
          <ForeignText>{words[preview.status]}</ForeignText>
        </output>
      </p>
      <Button disabled={saving} onClick={draft.discard}>
        Discard
      </Button>
      <Button
        variant="filled"
        loading={saving}
        disabled={preview.status !== 'allowed'}
        onClick={() => void draft.save()}
      >
        {restarts.length > 0 ? 'Save and restart' : 'Save'}
      </Button>
    </section>
  );
};

/** One section: its fields, its secrets, its test, and what is not saved yet. */
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
          <Section title="Secrets">
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
