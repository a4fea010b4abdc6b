import { expect, it } from 'vitest';
import { isProcedure } from '@orpc/server';
import { createSeededRandom } from '#shared/kernel/index.ts';
import { HandlerWatch, listProcedures } from './procedures.ts';
import { openRig } from './rig.ts';
import { runFuzz } from './run.ts';
import { fittingValue, mutations, toJson } from './values.ts';

it('sends generated messages over every channel, and nothing crashes or gets past a schema', async () => {
  const findings: string[] = [];
  const report = await runFuzz({
    messages: 3_000,
    seed: 20_261_201,
    onFinding: (finding) => findings.push(finding),
  });
  expect(findings).toEqual([]);
  expect(report).toMatchObject({
    messages: 3_000,
    crashes: 0,
    unhandledRejections: 0,
    pollutedPrototypes: 0,
    handlers: { callsWithUnvalidatedInput: 0 },
    ok: true,
  });
  for (const channel of Object.values(report.channels)) {
    expect(channel.messages).toBe(1_000);
    expect(channel.accepted).toBeGreaterThan(100);
    expect(channel.refused).toBeGreaterThan(100);
  }
  // The messages get far enough to mean something: most handlers are reached.
  expect(report.handlers.reached).toBeGreaterThan(report.handlers.procedures * 0.8);
  expect(report.handlers.callsWithValidInput).toBeGreaterThan(500);
});

it('notices a handler that is reached with an input that its schema did not return', async () => {
  const rig = await openRig();
  const watch = new HandlerWatch();
  watch.watch(rig.gateway);
  const procedure: unknown = Reflect.get(rig.gateway.router.components, 'get');
  if (!isProcedure(procedure)) throw new TypeError('components.get is no procedure');
  const call = (input: unknown) =>
    Promise.resolve()
      .then(() => Reflect.apply(procedure['~orpc'].handler, undefined, [{ input }]))
      .catch(() => undefined);
  await call({ id: 'discord' });
  expect(watch.unvalidated).toEqual(['components.get']);
  const parsed = procedure['~orpc'].inputSchema?.['~standard'].validate({ id: 'discord' });
  if (!parsed || parsed instanceof Promise || parsed.issues) throw new TypeError('The input was refused');
  await call(parsed.value);
  expect(watch.unvalidated).toEqual(['components.get']);
  expect(watch.validated).toBe(1);
  await rig.close();
});

it('generates the same messages from the same seed, with every mutation', async () => {
  const rig = await openRig();
  const procedures = listProcedures(rig.gateway).filter(({ input }) => input !== null);
  await rig.close();
  const generate = (seed: number): string[] => {
    const random = createSeededRandom(seed);
    return procedures.flatMap(({ input }) =>
      Object.values(mutations).map((mutate) => toJson(mutate(fittingValue(input ?? {}, random), random))),
    );
  };
  expect(procedures.length).toBeGreaterThan(50);
  expect(generate(1)).toEqual(generate(1));
  expect(generate(1)).not.toEqual(generate(2));
});
