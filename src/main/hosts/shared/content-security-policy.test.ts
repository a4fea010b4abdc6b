import { describe, expect, it } from 'vitest';
import { applyNonce, buildContentSecurityPolicy } from './content-security-policy.ts';

const nonce = 'c29tZS1yYW5kb20tYnl0ZXM=';

const directives = (policy: string): Map<string, string> =>
  new Map(
    policy.split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ');
      return [name, values.join(' ')];
    }),
  );

describe('buildContentSecurityPolicy', () => {
  it('allows scripts only from files of the program', () => {
    const policy = buildContentSecurityPolicy({ nonce });
    expect(directives(policy).get('default-src')).toBe("'none'");
    expect(directives(policy).get('script-src')).toBe("'self'");
    expect(policy).not.toContain('unsafe-');
  });

  it('allows style elements with the nonce of this response', () => {
    expect(directives(buildContentSecurityPolicy({ nonce })).get('style-src')).toBe(
      `'self' 'nonce-${nonce}'`,
    );
  });

  it('requires Trusted Types, and allows the one policy of the page', () => {
    const usual = directives(buildContentSecurityPolicy({ nonce }));
    expect(usual.get('require-trusted-types-for')).toBe("'script'");
    expect(usual.get('trusted-types')).toBe('default');
    const none = directives(buildContentSecurityPolicy({ nonce, trustedTypesPolicies: [] }));
    expect(none.get('trusted-types')).toBe("'none'");
  });

  it('adds connect sources to the own origin', () => {
    const policy = buildContentSecurityPolicy({ nonce, connectSources: ['ws://127.0.0.1:4270'] });
    expect(directives(policy).get('connect-src')).toBe("'self' ws://127.0.0.1:4270");
  });

  it.each([
    { nonce: "x'; script-src *", connectSources: [] },
    { nonce: 'short', connectSources: [] },
    { nonce, connectSources: ['*'] },
    { nonce, connectSources: ['ws://127.0.0.1:1; script-src *'] },
  ])('refuses values that would break out of their directive: $nonce $connectSources', (options) => {
    expect(() => buildContentSecurityPolicy(options)).toThrow(TypeError);
  });
});

describe('applyNonce', () => {
  it('fills every placeholder', () => {
    expect(applyNonce('<meta content="__CSP_NONCE__"><style nonce="__CSP_NONCE__">', nonce)).toBe(
      `<meta content="${nonce}"><style nonce="${nonce}">`,
    );
  });
});
