import { Suspense, useState } from 'react';
import { useShortcuts } from '../a11y/use-shortcuts.ts';
import type { PageDefinition } from '../registry/page.ts';
import { useConnection, usePreferences, useRoute, useStores, useSystem } from '../stores/stores-context.tsx';
import { PastView } from '../stores/past-view.tsx';
import { LoadingState } from '../ui/index.ts';
import { ConnectionBand, NoConnection } from './connection.tsx';
import classes from './frame.module.css';
import { DiagnosticsBand } from './diagnostics-band.tsx';
import { InspectorPane } from './inspector-pane.tsx';
import { ModeDialog } from './mode-dialog.tsx';
import { NotInFile, useAbsence } from './not-in-file.tsx';
import { Notices } from './notices.tsx';
import { OperationDialog } from './operation-dialog.tsx';
import { PaletteHost } from './palette-host.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { pagesOf, pageTable, type PageTable } from './pages.ts';
import { WithPastBand } from './past-band.tsx';
import { PlanDialog } from './plan-dialog.tsx';
import { Rail } from './rail.tsx';
import { RehearsalBand } from './rehearsal-band.tsx';
import { SettingsTrialBand } from './settings-trial-band.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { HiddenFromStream } from './stream-safe.tsx';
import { VerdictBar } from './verdict-bar.tsx';

/** The page, or the reason why it is not shown. */
const PageInPlace = ({ page }: { page: PageDefinition }) => {
  const streamSafe = usePreferences((state) => state.streamSafe);
  const absence = useAbsence(page);
  const { showsPast = false, hiddenFromStream, Page } = page;
  if (streamSafe && hiddenFromStream !== undefined) return <HiddenFromStream title={hiddenFromStream} />;
  if (absence !== null) return <NotInFile title={absence} />;
  return (
    <PastView shows={showsPast}>
      <WithPastBand>
        <Page />
      </WithPastBand>
    </PastView>
  );
};

/** The window: rail, verdict bar, the open page, and the inspector. */
export const Frame = ({ table = pageTable }: { table?: PageTable }) => {
  const { navigation } = useStores();
  const route = useRoute();
  const connection = useConnection();
  const loaded = useSystem((state) => state.loaded);
  const [helpOpen, setHelpOpen] = useState(false);
  const [paletteRequests, setPaletteRequests] = useState(0);
  const openPalette = (): void => setPaletteRequests((count) => count + 1);

  const pages = pagesOf(table);
  useShortcuts({
    ...Object.fromEntries(
      pages.map((page) => [page.keys.join(' '), () => navigation.getState().goTo(page.id)]),
    ),
    '?': () => setHelpOpen(true),
    'mod+k': openPalette,
    escape: () => navigation.getState().select(null),
  });

  const page = table[route.page];
  const neverConnected = !loaded && connection.phase !== 'connected';
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#main" onClick={skipToMain}>
        Skip to the page
      </a>
      <Rail pages={pages} />
      <div className={classes.column}>
        <VerdictBar onOpenPalette={openPalette} onOpenHelp={() => setHelpOpen(true)} />
        <DiagnosticsBand />
        <RehearsalBand />
        <SettingsTrialBand />
        {loaded && <ConnectionBand />}
        <main
          id="main"
          tabIndex={-1}
          className={classes.page}
          data-stale={(loaded && connection.phase !== 'connected') || undefined}
          aria-label={page.title}
        >
          {neverConnected ? (
            <NoConnection />
          ) : (
            <PageBoundary key={route.page}>
              <Suspense fallback={<LoadingState what={`Opening ${page.title}`} />}>
                <PageInPlace page={page} />
              </Suspense>
            </PageBoundary>
          )}
        </main>
      </div>
      {route.selection && loaded && <InspectorPane selection={route.selection} />}
      <PlanDialog />
      <OperationDialog />
      <ModeDialog />
      <ShortcutsDialog pages={pages} opened={helpOpen} onClose={() => setHelpOpen(false)} />
      <PaletteHost pages={pages} requests={paletteRequests} />
      <Notices />
    </div>
  );
};

// The router owns the hash, so the skip link moves the focus itself.
const skipToMain = (event: React.MouseEvent): void => {
  event.preventDefault();
  document.getElementById('main')?.focus();
};
