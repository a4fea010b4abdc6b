/** The subset of Trusted Types in use; TypeScript's DOM library does not declare it. */
interface TrustedTypePolicyFactory {
  createPolicy(
    name: string,
    rules: { createHTML(text: string): string; createScriptURL(url: string): string },
  ): unknown;
}

/** Accepts Mantine's style sheets and rejects every text that could contain markup. */
export const allowStyleTextOnly = (text: string): string => {
  if (/[<&]/.test(text)) throw new TypeError('This page never turns text into markup.');
  return text;
};

/** Accepts worker scripts from the page's own origin only. */
export const allowOwnScriptsOnly = (url: string, base: string): string => {
  if (new URL(url, base).origin !== new URL(base).origin)
    throw new TypeError('Scripts come from this origin only.');
  return url;
};

/** Installs the default policy, which keeps the page working where the host requires Trusted Types. */
export const installTrustedTypes = (page: Window): void => {
  const { trustedTypes } = page as Window & { trustedTypes?: TrustedTypePolicyFactory };
  trustedTypes?.createPolicy('default', {
    createHTML: allowStyleTextOnly,
    createScriptURL: (url) => allowOwnScriptsOnly(url, page.location.href),
  });
};
