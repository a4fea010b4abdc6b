/**
 * Reads secrets by name when they are needed. Bridges never store a secret longer than a connection attempt.
 */
export interface SecretReader {
  /** Returns the secret, or null when there is none. */
  read(name: string): Promise<string | null>;
}
