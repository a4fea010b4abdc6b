import { Fault, err, ok, type Result } from '#shared/kernel/index.ts';

/** Sites the program itself links to. A page of ours never opens anything else. */
export const linkedHosts: ReadonlySet<string> = new Set([
  'dev.twitch.tv',
  'discord.com',
  'obsproject.com',
  'www.twitch.tv',
]);

/** The address as it may be opened, or why not. Only https, only hosts of the list, no credentials, no other port. */
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
