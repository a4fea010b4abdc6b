import type { Logger } from '#core/logger.ts';
import { Fault, err, ok, type Result } from '#shared/kernel/index.ts';

/** Sites that the program links to. The page cannot open any other site. */
export const linkedHosts: ReadonlySet<string> = new Set([
  'dev.twitch.tv',
  'discord.com',
  'obsproject.com',
  'www.twitch.tv',
]);

/** Checks an address for opening. Allows only https, listed hosts, no credentials and the default port. */
export const checkExternalLink = (address: string, hosts: ReadonlySet<string>): Result<string, Fault> => {
  const refuse = (reason: string): Result<string, Fault> =>
    err(
      new Fault('electron.link-refused', `A link was not opened: ${reason}.`, {
        kind: 'configuration',
        details: { address: address.slice(0, 200) },
      }),
    );
  if (!URL.canParse(address)) return refuse('it is no address');
  const url = new URL(address);
  if (url.protocol !== 'https:') return refuse('only https links are opened');
  if (url.username !== '' || url.password !== '') return refuse('it carries a user name or password');
  if (url.port !== '') return refuse('it names a port');
  if (!hosts.has(url.hostname)) return refuse(`"${url.hostname}" is not a site that Cuelight links to`);
  return ok(url.href);
};

/**
 * Creates the function that opens links of the page in the system's browser. Every address is checked first.
 * Returns true when the address was opened.
 */
export const createLinkOpener =
  (open: (address: string) => Promise<void>, logger: Pick<Logger, 'error'>): ((address: string) => boolean) =>
  (address) => {
    const link = checkExternalLink(address, linkedHosts);
    if (!link.ok) return false;
    open(link.value).catch((error: unknown) => logger.error('A link could not be opened', error));
    return true;
  };
