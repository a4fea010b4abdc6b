// @vitest-environment jsdom
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { SettingsSection } from '#shared/model/index.ts';
import { backupCreate } from '#shared/catalogue/operations/data.ts';
import type { FakeHost } from '../../../client/testing/fake-host.ts';
import { renderWithStores } from '../../../testing/render-with-stores.tsx';
import { SettingsPage } from '../settings-page.tsx';
import { settingField, settingTitle, settingValue } from './setting-words.ts';

afterEach(cleanup);

const open = async (section: string, prepare?: (host: FakeHost) => void) => {
  const rendered = renderWithStores(<SettingsPage />, {
    hash: `#/settings?section=${section}`,
    ...(prepare ? { prepare } : {}),
  });
  await waitFor(() => expect(rendered.stores.connection.getState().phase).toBe('connected'));
  await act(() => rendered.stores.settings.getState().load());
  return { ...rendered, user: userEvent.setup() };
};

describe('backups', () => {
  it('shows age, size and state of each, and does not restore a damaged one', async () => {
    const { unmount } = await open('backups');
    const table = await screen.findByRole('table', { name: 'Backups' });
    const [, good, bad] = within(table).getAllByRole('row');
    expect(good?.textContent).toContain('checked3 h agodaily4.1 MB48,312 events');
    expect(bad?.textContent).toContain('damaged1 d agodaily812 Bsettings only');
    expect(within(good ?? table).getByRole('button')).toHaveProperty('disabled', false);
    expect(within(bad ?? table).getByRole('button')).toHaveProperty('disabled', true);
    expect(screen.getByText(/at most 14 backups, for 60 days, 2,000 MB in total/)).toBeTruthy();
    unmount();
  });

  it('makes a backup now', async () => {
    const { user, stores, unmount } = await open('backups');
    await user.click(await screen.findByRole('button', { name: 'Make a backup now' }));
    expect(await screen.findByText('manual')).toBeTruthy();
    expect(stores.notices.getState().notices.map(({ text }) => text)).toEqual([
      'A backup of 4.1 MB was made and checked.',
    ]);
    unmount();
  });

  it('shows a backup that was made elsewhere, such as the daily one', async () => {
    const { host, stores, unmount } = await open('backups');
    await screen.findByRole('table', { name: 'Backups' });
    await act(() => stores.operations.getState().request(backupCreate, {}, 'always'));
    expect(screen.queryByText('manual')).toBeNull();
    act(() => void host.recordEvent('backup.made', 'backups', 'info', 'A backup was made.'));
    expect(await screen.findByText('manual')).toBeTruthy();
    unmount();
  });

  it('shows what a restore changes, restores the selection, and shows the outcome', async () => {
    const { user, host, unmount } = await open('backups');
    await user.click(await screen.findByRole('button', { name: /^Restore 2026-11-22/ }));
    const dialog = await screen.findByRole('dialog');
    const change = await within(dialog).findByRole('row', { name: /OBS › Address/ });
    expect(change.textContent).toContain('127.0.0.1:4460127.0.0.1:4455');
    expect(within(dialog).getByText(/Restarts OBS/)).toBeTruthy();
    await user.click(within(dialog).getByRole('radio', { name: 'Keep current settings' }));
    expect(await within(dialog).findByText(/has 48,312 events/)).toBeTruthy();
    await user.click(within(dialog).getByRole('checkbox', { name: /Journal/ }));
    expect(within(dialog).getByText('Nothing selected.')).toBeTruthy();
    expect(within(dialog).getByRole('button', { name: 'Restore' })).toHaveProperty('disabled', true);
    await user.click(within(dialog).getByRole('checkbox', { name: /Journal/ }));
    await user.click(within(dialog).getByRole('button', { name: 'Restore' }));
    expect(await within(dialog).findByText('7 records restored to the journal.')).toBeTruthy();
    expect(within(dialog).getByText('backup-undo')).toBeTruthy();
    expect(host.data.restored).toEqual([{ id: '2026-11-22T17-00-00-daily', settings: false, journal: true }]);
    unmount();
  });

  it('says that there are no backups', async () => {
    const { unmount } = await open('backups', (host) => void host.data.backups.splice(0));
    expect(await screen.findByText('No backups yet')).toBeTruthy();
    expect(screen.getByText(/There is no usable backup yet/)).toBeTruthy();
    unmount();
  });
});

describe('earlier settings', () => {
  it('compares a version with the current one and restores it', async () => {
    const { user, host, unmount } = await open('history');
    expect(await screen.findByText('current')).toBeTruthy();
    expect(screen.getByText(/read from the file at startup/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: /^Compare the version/ }));
    expect(await screen.findByRole('row', { name: /OBS › Address/ })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Restore this version' }));
    await waitFor(() => expect(host.data.restored).toEqual([{ id: '000000000000001' }]));
    unmount();
  });

  it('shows what an import changes, and refuses a file that is too large', async () => {
    const { user, host, unmount } = await open('history');
    const input = await screen.findByTestId('Import settings');
    await user.upload(input, new File(['x'.repeat(60_001)], 'large.json', { type: 'application/json' }));
    expect(await screen.findByText(/large.json is too large/)).toBeTruthy();
    await user.upload(input, new File(['{"version":1}'], 'mine.json', { type: 'application/json' }));
    const dialog = await screen.findByRole('dialog', { name: 'Import mine.json' });
    expect(await within(dialog).findByRole('row', { name: /OBS › Address/ })).toBeTruthy();
    await user.click(within(dialog).getByRole('button', { name: 'Import' }));
    await waitFor(() => expect(host.data.restored).toEqual([{ content: '{"version":1}' }]));
    unmount();
  });
});

describe('viewers', () => {
  it('finds a viewer, says what is not deleted, and deletes their data', async () => {
    const { user, unmount } = await open('viewers');
    const field = await screen.findByRole('textbox', { name: 'Viewer name or ID' });
    await user.type(field, 'Mothwing{Enter}');
    const row = await screen.findByRole('row', { name: /mothwing/ });
    expect(row.textContent).toContain('mothwingTwitch 42122');
    await user.click(within(row).getByRole('button', { name: 'Delete mothwing' }));
    const dialog = await screen.findByRole('dialog', { name: 'Delete mothwing' });
    expect(within(dialog).getByText(/older backups/)).toBeTruthy();
    expect(within(dialog).getByText(/can't be undone/)).toBeTruthy();
    await user.click(within(dialog).getByRole('button', { name: 'Delete everywhere' }));
    expect(await screen.findByText('No data for “Mothwing”')).toBeTruthy();
    unmount();
  });
});

describe('setting texts', () => {
  it('names a setting as its form does, and puts its value in words', async () => {
    const { stores, unmount } = await open('history');
    const { sections } = stores.settings.getState();
    expect(settingTitle(sections, 'chat-presence.obs.address')).toBe('OBS › Address');
    expect(settingTitle(sections, 'nobody.knows')).toBe('nobody.knows');
    const values = [undefined, null, true, false, '', 7, ['a'], 'text'];
    expect(values.map((value) => settingValue(value))).toEqual([
      'Default',
      'None',
      'On',
      'Off',
      'Empty',
      '7',
      '["a"]',
      'text',
    ]);
    expect(settingField(sections, 'nobody.knows')).toBeUndefined();
    unmount();
  });

  it('puts a choice and a number into the words of their form', () => {
    const properties = {
      mode: { type: 'string', enum: ['stream-starts'], choices: { 'stream-starts': 'OBS starts streaming' } },
      waitSeconds: { type: 'integer', unit: 's' },
    };
    const section: SettingsSection = {
      path: 'house',
      title: 'House',
      description: '',
      schema: { properties },
      values: {},
      layers: {},
      secrets: [],
      testTarget: null,
    };
    const words = (name: string, value: unknown): string =>
      settingValue(value, settingField([section], `house.${name}`));
    expect([words('mode', 'stream-starts'), words('mode', 'other'), words('waitSeconds', 120)]).toEqual([
      'OBS starts streaming',
      'other',
      '120 s',
    ]);
  });
});
