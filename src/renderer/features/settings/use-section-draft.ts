import { useDebouncedValue } from '@mantine/hooks';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { settingsPatch } from '#shared/catalogue/operations/settings.ts';
import { isolate } from '#shared/kernel/index.ts';
import type { SettingsImpact, SettingsSection } from '#shared/model/index.ts';
import { runOperation } from '../../client/run-operation.ts';
import { changedValues, countChanges, sameValue, type FormValues } from '../../model/form-schema.ts';
import { useClient, useDrafts, useStores } from '../../stores/stores-context.tsx';
import { refusalOf, type Refusal } from './settings-issues.ts';

const TYPING_MS = 300;

const texts = {
  saved: (title: string) => `${isolate(title)} settings saved.`,
  restarting: (titles: readonly string[]) => ` Restarting ${titles.map(isolate).join(', ')}…`,
  reconnecting: (titles: readonly string[]) => ` Reconnecting to ${titles.map(isolate).join(', ')}…`,
} as const;

/** The host's answer to what saving would do. Asked again after each change. */
type Preview =
  | { readonly status: 'asking' }
  | { readonly status: 'allowed'; readonly impact: SettingsImpact }
  | { readonly status: 'refused'; readonly refusal: Refusal };

export interface SectionDraft {
  readonly values: FormValues;
  readonly changes: number;
  readonly preview: Preview;
  readonly saving: boolean;
  readonly change: (name: string, value: unknown) => void;
  readonly discard: () => void;
  readonly save: () => Promise<void>;
}

const ASKING: Preview = { status: 'asking' };

/** Edits a section. Unsaved changes are kept when the page closes. */
export const useSectionDraft = (section: SettingsSection): SectionDraft => {
  const client = useClient();
  const { drafts, notices, settings, system } = useStores();
  const { path } = section;
  const draft = useDrafts((state) => state.settings[path]);
  const values = draft ?? section.values;
  const changed = useMemo(() => changedValues(section.values, values), [section.values, values]);
  const changes = countChanges(changed);
  const [asked] = useDebouncedValue(changed, TYPING_MS);
  const [answer, setAnswer] = useState<{ readonly to: FormValues; readonly preview: Preview } | null>(null);
  const [saving, setSaving] = useState(false);

  useEffect(() => {
    if (countChanges(asked) === 0) return undefined;
    const asking = new AbortController();
    const ask = async (): Promise<void> => {
      let preview: Preview;
      try {
        const impact = await client.settings.preview(
          { path, values: { ...asked } },
          { signal: asking.signal },
        );
        preview = { status: 'allowed', impact };
      } catch (thrown) {
        preview = { status: 'refused', refusal: refusalOf(path, thrown) };
      }
      if (!asking.signal.aborted) setAnswer({ to: asked, preview });
    };
    void ask();
    return () => asking.abort();
  }, [client, path, asked]);

  const change = useCallback(
    (name: string, value: unknown) => {
      const next = { ...(drafts.getState().settings[path] ?? section.values), [name]: value };
      drafts.getState().writeSettings(path, sameValue(next, section.values) ? null : next);
    },
    [drafts, path, section.values],
  );
  const discard = useCallback(() => drafts.getState().writeSettings(path, null), [drafts, path]);
  const save = async (): Promise<void> => {
    setSaving(true);
    try {
      const { result: saved } = await runOperation(client, settingsPatch, { path, values: { ...changed } });
      drafts.getState().writeSettings(path, null);
      settings.getState().replaceSection(saved.section);
      const { components } = system.getState();
      const { restarts } = saved.impact;
      const titles = restarts.map((id) => components.get(id)?.title ?? id);
      const allBridges = restarts.every((id) => components.get(id)?.kind === 'bridge');
      const effect = allBridges ? texts.reconnecting(titles) : texts.restarting(titles);
      notices.getState().show('good', `${texts.saved(section.title)}${titles.length === 0 ? '' : effect}`);
      // The answer has the new section, but not the problem of the file.
      if (settings.getState().problem !== null) await settings.getState().load();
    } catch (thrown) {
      setAnswer({ to: changed, preview: { status: 'refused', refusal: refusalOf(path, thrown) } });
    } finally {
      setSaving(false);
    }
  };
  const preview = answer && sameValue(answer.to, changed) ? answer.preview : ASKING;
  return { values, changes, preview, saving, change, discard, save };
};
