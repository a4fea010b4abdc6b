import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { componentRestart } from '#shared/catalogue/operations/components.ts';
import { backupRestore } from '#shared/catalogue/operations/data.ts';
import { dockRevoke } from '#shared/catalogue/operations/docks.ts';
import { operations } from '#shared/catalogue/operations/index.ts';
import { obsSwitchScene } from '#shared/catalogue/operations/obs.ts';
import { recordingDelete, rehearsalClearFaults } from '#shared/catalogue/operations/rehearsal.ts';
import { connectionTest, settingsPatch } from '#shared/catalogue/operations/settings.ts';
import { asOwner } from './testing/as-owner.ts';
import { Programs } from './testing/programs.ts';

describe('the operations of the whole program', () => {
  let programs: Programs;
  beforeEach(() => {
    programs = new Programs();
  });
  afterEach(() => programs[Symbol.asyncDispose]());

  it('are those of the catalogue, each implemented once', async () => {
    const { gatewayPorts } = await programs.build();
    const implemented = gatewayPorts.operations.list();
    expect(implemented.map(({ operation }) => operation.id).toSorted()).toEqual(
      operations.map(({ id }) => id).toSorted(),
    );
    for (const each of operations)
      expect(implemented.find(({ operation }) => operation.id === each.id)?.operation).toBe(each);
  });

  it('record nothing of a text that was typed in place of an id', async () => {
    const program = await programs.build();
    const records: string[] = [];
    program.gatewayPorts.system.events.on('operation.*', (event) => void records.push(JSON.stringify(event)));
    const id = 'x7k2m9q4w8e3';
    await asOwner(program, componentRestart, { id });
    await asOwner(program, obsSwitchScene, { id, scene: id });
    await asOwner(program, settingsPatch, { path: id, values: { [id]: id } });
    await asOwner(program, connectionTest, { target: id });
    await asOwner(program, dockRevoke, { id });
    await asOwner(program, backupRestore, { id, settings: true, journal: false });
    await asOwner(program, recordingDelete, { id });
    await asOwner(program, rehearsalClearFaults, { id });
    expect(records.filter((each) => each.includes('operation.failed'))).toHaveLength(8);
    expect(records.filter((each) => each.includes(id))).toEqual([]);
  });
});
