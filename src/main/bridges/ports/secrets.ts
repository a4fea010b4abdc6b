/** Reads a secret by name at the moment it is needed. Bridges never keep one longer than a connection attempt. */
export interface SecretReader {
  /** The secret, or null when there is none. */
  read(name: string): Promise<string | null>;
}
