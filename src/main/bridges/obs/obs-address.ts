import { err, ok, type Fault, type Result } from '#shared/kernel/index.ts';
import { badAddress, type ObsSubject } from './obs-faults.ts';

/** Parses an address into the URL to connect to and the part that may be shown. */
export const parseObsAddress = (
  text: string,
  about: { readonly title: string; readonly settingsPath: string },
): { readonly subject: ObsSubject; readonly address: Result<string, Fault> } => {
  const refuse = (shown: string, reason: string) => {
    const subject: ObsSubject = { ...about, address: shown };
    return { subject, address: err(badAddress(subject, reason)) };
  };
  const url = URL.parse(text.trim());
  if (!url) return refuse(text.replace(/\/\/[^/@]*@/, '//').slice(0, 200), 'it isn’t a URL');
  const shown = `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}`;
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:')
    return refuse(shown, 'it doesn’t start with ws:// or wss://');
  if (url.username !== '' || url.password !== '') {
    return refuse(shown, 'the password belongs in its own field, not in the address');
  }
  if (url.hash !== '') return refuse(shown, 'it contains “#”');
  return { subject: { ...about, address: shown }, address: ok(url.href) };
};
