import { expect, it } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { securityItems } from '#shared/model/index.ts';
import {
  failed,
  notApplicable,
  proved,
  SecurityService,
  unknown,
  type SecurityVerdict,
} from './security-service.ts';

const all = (verdict: SecurityVerdict) => securityItems.map(({ number }) => [number, verdict] as const);

const setUp = () => {
  const clock = createFakeClock();
  const service = new SecurityService(clock);
  const verdicts = new Map<number, SecurityVerdict>(all(proved('It was tried.')));
  const drafts: unknown[] = [];
  service.onChecked(({ draft }) => {
    if (draft) drafts.push({ topic: draft.topic.name, level: draft.level, data: draft.data });
  });
  service.serve(() => Promise.resolve(verdicts));
  return { service, verdicts, drafts };
};

it('cannot check before the host offers its check', async () => {
  const service = new SecurityService(createFakeClock());
  expect(await service.check()).toMatchObject({ ok: false, error: { code: 'security.not-ready' } });
  expect(service.condition).toBeNull();
  expect(service.report).toEqual({ checkedAt: null, items: [] });
});

it('reports problems first, and items without a result as unknown', async () => {
  const { service, verdicts } = setUp();
  verdicts.set(17, failed('A message of a foreign page was answered.'));
  verdicts.set(19, notApplicable('This program is not packaged.'));
  verdicts.delete(4);
  const checked = await service.check();
  const items = checked.ok ? checked.value.items : [];
  expect(items.map(({ number }) => number).slice(0, 3)).toEqual([17, 4, 1]);
  expect(items.at(-1)?.number).toBe(19);
  expect(items).toHaveLength(20);
});

it('degrades the process while a guard is missing, and emits only changes', async () => {
  const { service, verdicts, drafts } = setUp();
  await service.check();
  expect(service.condition).toMatchObject({ type: 'Guarded', status: 'true' });
  expect(drafts).toEqual([]);
  verdicts.set(13, failed('A page may go to https://self-check.invalid/.'));
  await service.check();
  await service.check();
  expect(service.condition).toMatchObject({
    status: 'false',
    severity: 'degraded',
    action: { kind: 'open-settings', target: 'security' },
  });
  expect(service.condition?.message).toContain('pages cannot navigate elsewhere');
  verdicts.set(13, proved('It was refused.'));
  await service.check();
  expect(drafts).toEqual([
    { topic: 'security.check-failed', level: 'error', data: { items: [13] } },
    { topic: 'security.check-passed', level: 'info', data: {} },
  ]);
});

it('keeps a failed item until a check proves it again', async () => {
  const { service, verdicts, drafts } = setUp();
  verdicts.set(13, failed('A page may go to https://self-check.invalid/.'));
  await service.check();
  verdicts.set(13, unknown('No window is open.'));
  await service.check();
  expect(service.report.items[0]).toMatchObject({
    number: 13,
    outcome: 'failed',
    evidence: 'A page may go to https://self-check.invalid/.',
  });
  expect(service.condition).toMatchObject({ status: 'false' });
  expect(drafts).toHaveLength(1);
  verdicts.set(13, proved('It was refused.'));
  await service.check();
  expect(service.condition).toMatchObject({ status: 'true' });
  expect(drafts).toHaveLength(2);
});

it('warns of an outdated Electron without degrading the process', async () => {
  const { service, verdicts, drafts } = setUp();
  verdicts.set(16, failed('Electron 33.2.1 gets no security fixes. Update Cuelight.'));
  await service.check();
  expect(service.condition).toMatchObject({ status: 'true' });
  expect(drafts).toEqual([{ topic: 'security.check-failed', level: 'warning', data: { items: [16] } }]);
});

it('shares a check that is already running', async () => {
  const service = new SecurityService(createFakeClock());
  let runs = 0;
  const gate = Promise.withResolvers<void>();
  service.serve(async () => {
    runs += 1;
    await gate.promise;
    return new Map();
  });
  const both = Promise.all([service.check(), service.check()]);
  gate.resolve();
  await both;
  expect(runs).toBe(1);
  await service.check();
  expect(runs).toBe(2);
});
