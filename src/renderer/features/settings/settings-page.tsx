import { Button, VisuallyHidden } from '@mantine/core';
import { useCallback, useEffect } from 'react';
import { settingsPlaces } from '../../model/settings-places.ts';
import { useDrafts, useRoute, useSettings, useStores } from '../../stores/stores-context.tsx';
import { EmptyState, ErrorState, ForeignText, LoadingState } from '../../ui/index.ts';
import { useSettingsEvents } from './data/use-topic-events.ts';
import { SectionForm } from './section-form.tsx';
import classes from './settings-page.module.css';
import { settingsTool } from './settings-tools.ts';
import { useLinkedSection } from './use-linked-section.ts';

const texts = {
  unsavedKept: 'Your unsaved settings are kept until you come back.',
  sections: 'Settings sections',
  unsaved: 'Not saved yet',
  unsavedAloud: ', not saved yet',
  loading: 'Loading settings…',
  failed: "Couldn't load settings",
  noReason: 'No reason was given.',
  none: 'No settings',
  noneHelp: 'No component has settings.',
  reload: 'Reload file',
  savedIn: 'Saved in',
} as const;

/** Protects unsaved changes: leaving the page keeps them, closing the window asks first. */
const useUnsavedGuard = (): void => {
  const { drafts, notices } = useStores();
  useEffect(() => {
    const onBeforeUnload = (event: BeforeUnloadEvent): void => {
      if (Object.keys(drafts.getState().settings).length > 0) event.preventDefault();
    };
    window.addEventListener('beforeunload', onBeforeUnload);
    return () => {
      window.removeEventListener('beforeunload', onBeforeUnload);
      if (Object.keys(drafts.getState().settings).length > 0)
        notices.getState().show('neutral', texts.unsavedKept);
    };
  }, [drafts, notices]);
};

const SectionNav = ({ open }: { open: string }) => {
  const { navigation } = useStores();
  const sections = useSettings((state) => state.sections);
  const unsaved = useDrafts((state) => state.settings);
  return (
    <nav className={classes.nav} aria-label={texts.sections}>
      {settingsPlaces(sections).map(({ id, title }) => (
        <button
          key={id}
          type="button"
          className={classes.navItem}
          aria-current={id === open ? 'page' : undefined}
          onClick={() => navigation.getState().setParams({ section: id })}
        >
          <span>{title}</span>
          {unsaved[id] && (
            <span className={classes.mark} title={texts.unsaved}>
              <VisuallyHidden>{texts.unsavedAloud}</VisuallyHidden>
            </span>
          )}
        </button>
      ))}
    </nav>
  );
};

/** The settings: sections with forms, and the tools. */
export const SettingsPage = () => {
  const { settings } = useStores();
  const status = useSettings((state) => state.status);
  const failure = useSettings((state) => state.failure);
  const file = useSettings((state) => state.file);
  const problem = useSettings((state) => state.problem);
  const sections = useSettings((state) => state.sections);
  const link = useRoute().params['section'] ?? '';
  const tool = settingsTool(link);
  const section = useLinkedSection(sections, tool ? '' : link);
  useUnsavedGuard();

  // The file may have been edited. It is read again when the page opens and when the window gets the focus.
  useEffect(() => {
    const load = (): void => void settings.getState().load();
    load();
    window.addEventListener('focus', load);
    return () => window.removeEventListener('focus', load);
  }, [settings]);

  useSettingsEvents(useCallback(() => void settings.getState().load(), [settings]));

  if (status === 'failed') {
    return (
      <ErrorState
        title={texts.failed}
        message={failure ?? texts.noReason}
        onRetry={() => void settings.getState().load()}
      />
    );
  }
  if (status !== 'ready') return <LoadingState what={texts.loading} />;
  if (!section) return <EmptyState title={texts.none}>{texts.noneHelp}</EmptyState>;
  return (
    <div className={classes.page}>
      <VisuallyHidden component="h1">Settings</VisuallyHidden>
      {problem !== null && (
        <div className={classes.problem} role="alert">
          <span>
            <ForeignText>{problem}</ForeignText>
          </span>
          <Button onClick={() => void settings.getState().load()}>{texts.reload}</Button>
        </div>
      )}
      <div className={classes.body}>
        <div className={classes.side}>
          <SectionNav open={tool?.id ?? section.path} />
          {file !== null && (
            <p className={classes.file}>
              {texts.savedIn}
              <br />
              <code>
                <ForeignText>{file}</ForeignText>
              </code>
            </p>
          )}
        </div>
        <div className={classes.content}>
          {tool ? <tool.Tool key={tool.id} /> : <SectionForm key={section.path} section={section} />}
        </div>
      </div>
    </div>
  );
};
