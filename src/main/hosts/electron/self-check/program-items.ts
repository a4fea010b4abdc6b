/** The items about the program itself: 7, 16, 18 and 19. */
import {
  failed,
  notApplicable,
  policyProblems,
  proved,
  unknown,
  type SecurityVerdict,
} from '../../shared/index.ts';
import { CRASHED_PAGE_PATH } from '../page-handler.ts';
import { APP_SCHEME } from '../page-origin.ts';
import { fuseFile, readFuses, wantedFuses } from './fuses.ts';
import type { SelfCheckParts } from './parts.ts';
import { supportedElectron, supportOf } from './supported-electron.ts';

const developmentPage = notApplicable('The window shows the page of npm run dev.');

/** Item 7. Each document is requested, and the policy that it is served with is read. */
export const checkPolicy = async ({
  fetch,
  origin,
  isDevelopmentPage,
}: Pick<SelfCheckParts, 'fetch' | 'origin' | 'isDevelopmentPage'>): Promise<SecurityVerdict> => {
  if (isDevelopmentPage) return developmentPage;
  const paths = ['/', CRASHED_PAGE_PATH];
  const nonces = new Set<string>();
  for (const path of paths) {
    const address = new URL(path, origin.url).href;
    for (let time = 0; time < 2; time += 1) {
      const { headers } = await fetch(address);
      const policy = headers.get('content-security-policy');
      const [problem] = policyProblems(policy);
      if (problem !== undefined) return failed(`The policy of ${path} is too weak: ${problem}.`);
      nonces.add(/'nonce-([^']+)'/.exec(policy ?? '')?.[1] ?? '');
    }
  }
  if (nonces.size < paths.length * 2)
    return failed('Documents are served with the same nonce more than once.');
  return proved('Each document was requested twice, and was served with a strict policy and a new nonce.');
};

/** Item 16. The version that runs is one of those that get security fixes, as far as this build knows. */
export const checkVersion = ({
  electronVersion,
  clock,
}: Pick<SelfCheckParts, 'electronVersion' | 'clock'>): SecurityVerdict => {
  if (electronVersion === null) return unknown('The runtime does not name its Electron version.');
  const { majors, checkedOn } = supportedElectron;
  const support = supportOf(electronVersion, clock.now());
  if (support === 'supported')
    return proved(`Electron ${electronVersion} got security fixes on ${checkedOn}.`);
  if (support === 'outdated')
    return failed(
      `Electron ${electronVersion} gets no security fixes: the oldest supported version is ${Math.min(...majors)}. Update Cuelight.`,
    );
  return unknown(
    `This version of Cuelight knows the support of Electron ${majors.join(', ')} as of ${checkedOn}, not of Electron ${electronVersion} today.`,
  );
};

/** Requests that the protocol must refuse. */
const strayRequests: readonly { readonly path: string; readonly method?: string }[] = [
  { path: '/..%2fpackage.json' },
  { path: '/..%2f..%2fpackage.json' },
  { path: '/%2e%2e/%2e%2e/package.json' },
  { path: '/..%5cpackage.json' },
  { path: '/assets/..%2f..%2f..%2fpackage.json' },
  { path: '/%00' },
  { path: '/', method: 'POST' },
];

/** Item 18. Pages come from the own protocol, which serves nothing but the window's files. */
export const checkProtocol = async ({
  fetch,
  isProtocolHandled,
  isDevelopmentPage,
  origin,
}: Pick<
  SelfCheckParts,
  'fetch' | 'isProtocolHandled' | 'isDevelopmentPage' | 'origin'
>): Promise<SecurityVerdict> => {
  if (!isProtocolHandled(APP_SCHEME)) return failed(`The protocol ${APP_SCHEME}: has no handler.`);
  if (isDevelopmentPage) return developmentPage;
  if (!origin.url.startsWith(`${APP_SCHEME}:`)) return failed(`Pages come from ${origin.url}.`);
  for (const { path, method } of strayRequests) {
    const { status } = await fetch(`${origin.url.replace(/\/$/, '')}${path}`, method);
    if (status < 400) return failed(`The protocol answered a request for ${method ?? 'GET'} ${path}.`);
  }
  const { status } = await fetch(`${APP_SCHEME}://self-check.invalid/`);
  if (status < 400) return failed('The protocol serves pages under another host.');
  return proved(
    `Pages come from ${origin.url}, and ${strayRequests.length + 1} requests for anything else were refused.`,
  );
};

/** Item 19. The fuses are read from the program's own binary. */
export const checkFuses = async ({
  isPackaged,
  execPath,
  platform,
}: Pick<SelfCheckParts, 'isPackaged' | 'execPath' | 'platform'>): Promise<SecurityVerdict> => {
  if (!isPackaged)
    return notApplicable('Fuses are set when Cuelight is packaged. This program is not packaged.');
  const fuses = await readFuses(fuseFile(execPath, platform));
  if (fuses === null) return unknown('The program’s binary contains no fuses.');
  const wanted = [...wantedFuses(platform)];
  const wrong = wanted.filter(([name, state]) => fuses.get(name) !== state);
  if (wrong.length === 0)
    return proved(`${wanted.length} fuses were read from the binary, and each is as it should be.`);
  return failed(
    `These fuses are wrong: ${wrong.map(([name, state]) => `${name} is not ${state ? 'on' : 'off'}`).join(', ')}.`,
  );
};
