import { startDeadline } from '#shared/kernel/index.ts';
import { unknown, type SecurityVerdict, type SecurityVerdicts } from '../../shared/index.ts';
import {
  checkLinks,
  checkNavigation,
  checkPermissions,
  checkSenders,
  checkWebviews,
  checkWindows,
} from './guard-items.ts';
import {
  checkContent,
  checkExposure,
  checkNode,
  checkPreferences,
  checkSandbox,
  checkWebviewTag,
  ownPages,
  type ProbedPage,
} from './page-items.ts';
import { probePage, readPreferences } from './page-probe.ts';
import type { SelfCheckParts } from './parts.ts';
import { checkFuses, checkPolicy, checkProtocol, checkVersion } from './program-items.ts';

const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** Milliseconds for a page to answer, so that a page that hangs cannot silence the log of the guards. */
const answerLimitMs = 10_000;

/** Reads everything of a page that it or Electron tells. */
const probe = async (
  contents: ProbedPage['contents'],
  { clock, logger }: SelfCheckParts,
): Promise<ProbedPage> => {
  const late = Promise.withResolvers<never>();
  using _limit = startDeadline(clock, () => late.reject(new Error('no answer in time')), answerLimitMs);
  const report = await Promise.race([probePage(contents), late.promise]).catch((error: unknown) => {
    logger.warning('A page did not answer the security check', { reason: reasonOf(error) });
    return null;
  });
  let preferences: ProbedPage['preferences'] = null;
  try {
    preferences = readPreferences(contents);
  } catch (error) {
    logger.warning('The preferences of a page could not be read', { reason: reasonOf(error) });
  }
  return { contents, preferences, report };
};

/**
 * Checks the running program against Electron's security checklist, on the real objects: pages are asked,
 * guards are tried, and headers, preferences and fuses are read. What cannot be determined is unknown.
 */
export const checkElectron = async (parts: SelfCheckParts): Promise<SecurityVerdicts> => {
  const { guards, quiet } = parts;
  const refusedBefore = guards.refusedWindows;
  const pages: ProbedPage[] = [];
  {
    using _quiet = quiet.hold();
    for (const contents of ownPages(parts)) pages.push(await probe(contents, parts));
  }
  const verdicts = new Map<number, SecurityVerdict>();
  const checkItem = async (
    number: number,
    check: () => SecurityVerdict | Promise<SecurityVerdict>,
  ): Promise<void> => {
    try {
      verdicts.set(number, await check());
    } catch (thrown) {
      verdicts.set(number, unknown(`The check could not be run: ${reasonOf(thrown)}.`));
    }
  };
  await checkItem(1, () => checkContent(parts));
  await checkItem(2, () => checkNode(pages));
  for (const [number, verdict] of checkPreferences(parts, pages)) verdicts.set(number, verdict);
  await checkItem(4, () => checkSandbox(parts, pages));
  await checkItem(5, () => checkPermissions(parts, pages));
  await checkItem(7, () => checkPolicy(parts));
  await checkItem(11, () => checkWebviewTag(pages));
  await checkItem(12, () => checkWebviews(parts, pages));
  await checkItem(13, () => checkNavigation(parts, pages));
  await checkItem(14, () => checkWindows(refusedBefore, guards.refusedWindows, pages));
  await checkItem(15, () => checkLinks(parts));
  await checkItem(16, () => checkVersion(parts));
  await checkItem(17, () => checkSenders(parts));
  await checkItem(18, () => checkProtocol(parts));
  await checkItem(19, () => checkFuses(parts));
  await checkItem(20, () => checkExposure(pages));
  return verdicts;
};
