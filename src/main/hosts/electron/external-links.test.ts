import { describe, expect, it } from 'vitest';
import { checkExternalLink, linkedHosts } from './external-links.ts';

describe('checkExternalLink', () => {
  it('allows https links to known sites', () => {
    expect(checkExternalLink('https://obsproject.com/kb/websocket', linkedHosts)).toEqual({
      ok: true,
      value: 'https://obsproject.com/kb/websocket',
    });
  });

  it.each([
    'http://obsproject.com/',
    'https://evil.test/',
    'https://obsproject.com.evil.test/',
    'https://evil.test/https://obsproject.com/',
    'https://obsproject.com@evil.test/',
    'https://user@obsproject.com/',
    'https://obsproject.com:8443/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'ms-settings:privacy',
    '\\\\evil.test\\share',
    'smb://evil.test/share',
    '',
  ])('refuses %j', (address) => {
    expect(checkExternalLink(address, linkedHosts)).toMatchObject({
      ok: false,
      error: { code: 'electron.link-refused' },
    });
  });
});
