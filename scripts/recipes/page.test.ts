import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProjectCopy } from './project-copy.ts';
import { recipes, reportChanges } from './recipes.ts';

const page = `import { IconChartBar } from '@tabler/icons-react';
import { definePage } from '../../registry/page.ts';
import { useSystem } from '../../stores/stores-context.tsx';

export const pollsPage = definePage({
  id: 'polls',
  title: 'Polls',
  icon: IconChartBar,
  keys: ['g', 'p'],
  shortcuts: [{ keys: ['N'], what: 'Start a poll' }],
  badge: { useCount: () => useSystem((state) => state.components.size), words: () => 'components can vote' },
  load: async () => (await import('./polls-page.tsx')).PollsPage,
});
`;

const view = `import { useSystem } from '../../stores/stores-context.tsx';
import { ForeignText } from '../../ui/foreign-text.tsx';

export const PollsPage = () => {
  const run = useSystem((state) => state.run);
  return (
    <p>
      Polls of Cuelight <ForeignText>{run?.version ?? ''}</ForeignText>
    </p>
  );
};
`;

/** Renders the whole window and opens the page in every possible way. */
const windowTest = `
// @vitest-environment jsdom
import { act, cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { renderWithStores } from '../testing/render-with-stores.tsx';
import { Frame } from './frame.tsx';
import { pageTable } from './pages.ts';

afterEach(cleanup);

it('is opened by its address', async () => {
  const { unmount } = renderWithStores(<Frame table={pageTable} />, { hash: '#/polls' });
  expect(await screen.findByText(/^Polls of Cuelight/)).toBeTruthy();
  expect(screen.getByRole('main', { name: 'Polls' })).toBeTruthy();
  unmount();
});

it('is in the rail with its badge, in the palette, in the list of shortcuts and has keys', async () => {
  const { stores, unmount } = renderWithStores(<Frame table={pageTable} />);
  await screen.findAllByText('Everything is healthy');
  const rail = screen.getByRole('navigation', { name: 'Pages' });
  expect(within(rail).getByRole('link', { name: /^Polls/ }).textContent).toContain('components can vote');

  await userEvent.keyboard('gp');
  expect(stores.navigation.getState().route.page).toBe('polls');

  await userEvent.keyboard('?');
  const list = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
  expect(within(list).getByRole('heading', { name: 'Polls' }).parentElement?.textContent).toContain('Start a poll');
  await userEvent.keyboard('{Escape}');

  act(() => stores.navigation.getState().goTo('stage'));
  await userEvent.keyboard('{Control>}k{/Control}');
  await userEvent.type(await screen.findByRole('textbox', { name: /^Search or run/ }), 'Polls{Enter}');
  expect(stores.navigation.getState().route.page).toBe('polls');
  unmount();
});
`;

const route = 'src/renderer/model/route.ts';
const table = 'src/renderer/app/pages.ts';
const windowFile = 'src/renderer/app/polls.test.tsx';

describe('another page', () => {
  let copy: ProjectCopy;
  beforeAll(() => {
    copy = new ProjectCopy();
    copy.add('src/renderer/features/polls/page.ts', page);
    copy.add('src/renderer/features/polls/polls-page.tsx', view);
    copy.edit(route, ["'rehearsal', 'settings'] as const", "'rehearsal', 'polls', 'settings'] as const"]);
    copy.edit(
      table,
      [
        'import { rehearsalPage }',
        "import { pollsPage } from '../features/polls/page.ts';\nimport { rehearsalPage }",
      ],
      ['  rehearsal: rehearsalPage,\n', '  rehearsal: rehearsalPage,\n  polls: pollsPage,\n'],
    );
    copy.addScratch(windowFile, windowTest.trimStart());
  });
  afterAll(() => copy[Symbol.dispose]());

  it('passes the compiler in the whole window', async () => {
    expect(
      await copy.checkTypes(windowFile, 'src/renderer/app/main.tsx', 'src/renderer/app/stream-safe.test.tsx'),
    ).toBe('');
  }, 400_000);

  it('is in the sidebar, the palette and the list of shortcuts, and opens by keys and by URL', async () => {
    // Also runs the tests of all pages, and the check for text without isolation.
    const printed = await copy.runTests(
      windowFile,
      'src/renderer/app/pages.test.tsx',
      'src/renderer/model/route.test.ts',
      'scripts/audit/foreign-text.test.ts',
    );
    expect(printed).toContain('is opened by its address');
    expect(printed).toContain(
      'is in the rail with its badge, in the palette, in the list of shortcuts and has keys',
    );
  }, 400_000);

  it('edits only the ids of the route and the table of pages', () => {
    const changes = copy.changes();
    reportChanges('page', changes);
    expect(changes).toEqual({
      added: ['src/renderer/features/polls/page.ts', 'src/renderer/features/polls/polls-page.tsx'],
      edited: [table, route],
      renewed: [],
    });
    expect(changes.edited.length).toBeLessThanOrEqual(recipes.page.limit);
  });
});
