import type { CustomScheme, Protocol } from 'electron';
import type { Offers, Violations } from './strictness.ts';

type Handler = Parameters<Protocol['handle']>[1];

/**
 * Stands in a web address for each of our own: Chromium knows no scheme of ours, and gives https the same
 * rights.
 */
const HOST_SUFFIX = '.stand-in.test';

/** `app://cuelight/x` as an address that Chromium can load. Other addresses stay as they are. */
export const toWeb = (address: string, schemes: Iterable<string>): string => {
  for (const scheme of schemes) {
    const match = new RegExp(`^${scheme}://([^/?#]+)(.*)$`).exec(address);
    if (match) return `https://${match[1]}.${scheme}${HOST_SUFFIX}${match[2] === '' ? '/' : match[2]}`;
  }
  return address;
};

/** The other way round. */
export const fromWeb = (address: string): string => {
  if (address.startsWith('blob:')) return `blob:${fromWeb(address.slice('blob:'.length))}`;
  const match = /^https:\/\/([^/?#:]+)\.([a-z]+)\.stand-in\.test(.*)$/.exec(address);
  return match ? `${match[2]}://${match[1]}${match[3]}` : address;
};

/** Electron's `protocol`: schemes before ready, handlers after. */
export class StandInProtocol implements Offers<
  Protocol,
  'registerSchemesAsPrivileged' | 'handle' | 'isProtocolHandled'
> {
  readonly #isReady: () => boolean;
  readonly #violations: Violations;
  readonly #schemes = new Map<string, CustomScheme>();
  readonly #handlers = new Map<string, Handler>();
  #registered = false;

  constructor(isReady: () => boolean, violations: Violations) {
    this.#isReady = isReady;
    this.#violations = violations;
  }

  get schemes(): Iterable<string> {
    return this.#schemes.keys();
  }

  registerSchemesAsPrivileged(customSchemes: CustomScheme[]): void {
    if (this.#isReady()) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    }
    if (this.#registered) throw new Error('protocol.registerSchemesAsPrivileged can be called only once');
    this.#registered = true;
    for (const scheme of customSchemes) this.#schemes.set(scheme.scheme, scheme);
  }

  handle(scheme: string, handler: Handler): void {
    if (!this.#isReady()) throw new Error('protocol.handle can only be called after app is ready');
    if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    const privileges = this.#schemes.get(scheme)?.privileges;
    if (privileges?.standard !== true || privileges.secure !== true) {
      throw new Error(
        `The scheme "${scheme}" has no origin of its own: register it as standard and secure before ready`,
      );
    }
    this.#handlers.set(scheme, handler);
  }

  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme);
  }

  /** Returns the program's answer for an address of its own scheme; null for any other address. */
  async answer(address: string, method: string): Promise<Response | null> {
    const handler = this.#handlers.get(new URL(address).protocol.slice(0, -1));
    if (!handler) return null;
    const response = await handler(new Request(address, { method }));
    const isDocument = response.headers.get('content-type')?.startsWith('text/html') === true;
    if (isDocument && !response.headers.has('content-security-policy')) {
      this.#violations.add('protocol', `${address} was served without a content security policy`);
    }
    return response;
  }
}
