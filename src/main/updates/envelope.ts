import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { err, ok, type Fault, type Result } from '#shared/kernel/index.ts';
import { refusal, unreachable } from './faults.ts';

/** The type that is signed with the payload, so that a signature fits no other kind of document. */
const payloadType = 'application/vnd.cuelight.update+json';

/** Dead Simple Signing Envelope: one file with a payload and its signatures, which can't get separated. */
const envelopeSchema = z.object({
  payloadType: z.string(),
  /** The signed bytes, in base64. */
  payload: z.base64(),
  signatures: z.array(z.object({ keyid: z.string(), sig: z.base64() })).max(8),
});

/** A trusted public key. */
export interface UpdateKey {
  /** The beginning of the key's SHA-256. It selects a key and proves nothing. */
  readonly id: string;
  readonly key: KeyObject;
}

/** Length of an Ed25519 public key. */
const keyBytes = 32;

const fromRaw = (raw: Buffer): UpdateKey => ({
  id: createHash('sha256').update(raw).digest('hex').slice(0, 16),
  key: createPublicKey({
    format: 'jwk',
    key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') },
  }),
});

/** Reads public keys, each 32 bytes in base64, separated by commas. Null when one of them is no key. */
export const readUpdateKeys = (text: string): readonly UpdateKey[] | null => {
  const raw = text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => (/^[A-Za-z0-9+/]{43}=$/.test(each) ? Buffer.from(each, 'base64') : Buffer.alloc(0)));
  return raw.length > 0 && raw.every(({ length }) => length === keyBytes) ? raw.map(fromRaw) : null;
};

/** Returns a public key as the build expects it. */
export const publicKeyText = (key: KeyObject): string =>
  Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64');

/** Returns the bytes that are signed: the type and the payload, each with its length. */
const signedBytes = (type: string, payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `), payload]);

/** Signs a payload. Returns the text of the envelope. */
export const sealEnvelope = (payload: string, privateKey: KeyObject): string => {
  const bytes = Buffer.from(payload);
  const { id } = fromRaw(Buffer.from(publicKeyText(createPublicKey(privateKey)), 'base64'));
  const signature = sign(null, signedBytes(payloadType, bytes), privateKey).toString('base64');
  return `${JSON.stringify(
    { payloadType, payload: bytes.toString('base64'), signatures: [{ keyid: id, sig: signature }] },
    null,
    2,
  )}\n`;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * Verifies an envelope and returns its payload. Nothing of the payload is parsed before its signature is
 * verified.
 */
export const openEnvelope = (text: string, keys: readonly UpdateKey[]): Result<string, Fault> => {
  const envelope = envelopeSchema.safeParse(parseJson(text));
  if (!envelope.success)
    return err(
      unreachable(
        'update.not-a-feed',
        'The address of the updates answered with something that is no feed. A network that asks for a sign-in does this. Open a web page, sign in, and check again.',
      ),
    );
  const { payloadType: type, payload, signatures } = envelope.data;
  if (signatures.length === 0)
    return err(
      refusal(
        'update.signature-missing',
        'The feed of updates has no signature, so Cuelight ignores it. Download updates from the release page only.',
      ),
    );
  const candidates = signatures.flatMap(({ keyid, sig }) => {
    const known = keys.find(({ id }) => id === keyid);
    return known ? [{ key: known.key, signature: Buffer.from(sig, 'base64') }] : [];
  });
  if (candidates.length === 0)
    return err(
      refusal(
        'update.wrong-key',
        'The feed of updates is signed with a key that this version does not know, so Cuelight ignores it. Download the newest version from the release page.',
      ),
    );
  const bytes = Buffer.from(payload, 'base64');
  const isSigned = candidates.some(({ key, signature }) =>
    verify(null, signedBytes(type, bytes), key, signature),
  );
  if (!isSigned || type !== payloadType)
    return err(
      refusal(
        'update.feed-tampered',
        'The feed of updates does not match its signature: it was changed after it was signed. Cuelight ignores it.',
      ),
    );
  return ok(bytes.toString('utf8'));
};
