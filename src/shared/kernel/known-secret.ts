import { hideAfterGroup, hideAllTokens, redacted } from './secret-formats.ts';

const shortestDistinctive = 8;
/** Longer than any name or ordinary word; a login has at most 25 characters. */
const longerThanWords = 26;

/** A run of characters of one kind; a capital belongs to the small letters after it. */
const stretches = /\p{Lu}?\p{Ll}+|\p{Lu}+|\p{Lo}+|\p{N}+|[^\p{L}\p{N}]+/gu;
/** Characters that join words to names, such as `chat.message` or `obs:main`. */
const joints = /[\s_.:/,-]+/u;
const manyConsonants = /[bcdfghjklmnpqrstvwxz]{6}/i;

/** Counts the positions inside a piece where letters, digits and signs alternate. */
const turnsIn = (piece: string): number => Math.max(0, (piece.match(stretches)?.length ?? 0) - 1);

/**
 * Returns true for a secret that nobody writes by chance: a generated one, or a phrase of several words.
 * Anything else can be an ordinary word, a name or a number, which is harmless in a sentence.
 */
export const isDistinctive = (secret: string): boolean => {
  if (secret.length < shortestDistinctive || secret.includes(redacted)) return false;
  if (hideAllTokens(secret) !== secret) return true;
  const pieces = secret.split(joints).filter((piece) => piece !== '');
  const turns = pieces.reduce((sum, piece) => sum + turnsIn(piece), 0);
  if (turns >= (secret.length >= 12 ? 3 : 4)) return true;
  if (/\s/u.test(secret)) return pieces.length >= 4 && secret.length >= 20;
  return pieces.some(
    (piece) =>
      /^\p{L}+$/u.test(piece) &&
      (piece.length >= longerThanWords || (piece.length >= 12 && manyConsonants.test(piece))),
  );
};

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);

const base64Of = (bytes: Uint8Array): string => btoa(String.fromCodePoint(...bytes));

/**
 * Returns the base64 of data that contains the secret, as far as it is the same for each of the three byte
 * offsets.
 */
const base64Forms = (secret: string): readonly string[] =>
  [0, 1, 2].flatMap((offset) => {
    const bytes = new TextEncoder().encode(' '.repeat(offset) + secret);
    const whole = bytes.slice(0, bytes.length - (bytes.length % 3));
    const form = base64Of(whole).slice(offset === 0 ? 0 : 4);
    const forUrls = form.replaceAll('+', '-').replaceAll('/', '_');
    return form === forUrls ? [form] : [form, forUrls];
  });

/** Returns the forms of a secret in texts: plain, in a JSON string, in a URL, in base64. */
const formsOf = (secret: string): readonly string[] => {
  const inAddress = encodeURIComponent(secret.toWellFormed());
  const forms = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    inAddress,
    inAddress.replaceAll('%20', '+'),
    inAddress.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
  ];
  return [...new Set(forms)]
    .filter((form) => form.length >= shortestDistinctive)
    .toSorted((a, b) => b.length - a.length);
};

const edge = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character);

/** Returns the secret path segments of a URL, such as the token of a webhook, which give access to it. */
const stepsOf = (secret: string): readonly string[] =>
  secret.includes('://')
    ? secret.split(/[/?#&=:@]+/).filter((step) => step.length >= 16 && isDistinctive(step))
    : [];

/** Matches a phrase only as whole words. */
const phrasePattern = (phrase: string): RegExp => {
  const before = edge(phrase.at(0)) ? String.raw`(?<![\p{L}\p{N}])` : '';
  const after = edge(phrase.at(-1)) ? String.raw`(?![\p{L}\p{N}])` : '';
  return new RegExp(`()${before}${escaped(phrase)}${after}`, 'gu');
};

const credentialName =
  '(?:pass(?:word|wd|phrase)|pwd|(?:client_)?secret|(?:(?:access|refresh|auth|id)_)?token|credentials?|(?:api|access|stream)[ _-]?key|authorization)';
const schemes = String.raw`(?:(?:Bearer|Basic|Bot|OAuth)\s+)?`;
/** A quotation mark, plain or escaped in a JSON string. */
const mark = String.raw`\\?["'` + '`“”]';

/** Returns the forms of a plain word in texts. */
const plainFormsOf = (secret: string): readonly string[] => [
  ...new Set([secret, encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1)]),
];

/** Returns patterns of the positions where even a plain word can only be a credential. */
const positionsOf = (form: string): readonly RegExp[] => {
  const name = String.raw`(?<![\p{L}\p{N}])${credentialName}(?:${mark})?\s?`;
  const value = String.raw`(?!\[redacted\])${escaped(form)}(?![\p{L}\p{N}])`;
  return [
    String.raw`(${name}=\s?(?:${mark})?)${value}`,
    String.raw`(${name}:\s?${mark})${value}(?=\s*(?:${mark}))`,
    // With more words behind it, the value is part of a sentence.
    String.raw`(${name}:\s?${schemes})${value}(?=\s*(?:$|[,;)\]}&|<>\n]|[.!?](?:\s|$)))`,
    String.raw`((?<![\p{L}\p{N}])pass(?:word|wd|phrase)\s${mark})${value}(?=${mark})`,
    String.raw`(\boauth:)${value}`,
  ].map((source) => new RegExp(source, 'giu'));
};

/** A function that hides one secret in a text. */
export type HideSecret = (text: string) => string;

/** Hides a plain word only where a credential is expected. */
const hideAtPositions = (secret: string): HideSecret => {
  const forms = plainFormsOf(secret).map((form) => ({ form, positions: positionsOf(form) }));
  return (text) =>
    forms.reduce(
      (output, { form, positions }) =>
        output.includes(form)
          ? positions.reduce((shown, position) => shown.replace(position, hideAfterGroup), output)
          : output,
      text,
    );
};

/** Hides a distinctive secret everywhere, also inside the base64 of a user with a password. */
const hideEverywhere = (secret: string): HideSecret => {
  const around = '[A-Za-z0-9+/_-]*';
  const patterns = [
    ...[secret, ...stepsOf(secret)].flatMap(formsOf).map((form) => ({
      form,
      pattern: /\s/u.test(form) ? phrasePattern(form) : new RegExp(`()${escaped(form)}`, 'gu'),
    })),
    ...base64Forms(secret).map((form) => ({
      form,
      pattern: new RegExp(`()${around}${escaped(form)}${around}={0,2}`, 'g'),
    })),
  ];
  return (text) =>
    patterns.reduce(
      (output, { form, pattern }) =>
        output.includes(form) ? output.replace(pattern, hideAfterGroup) : output,
      text,
    );
};

/**
 * Creates the function that hides a secret: a distinctive one everywhere, a plain word only where a
 * credential is expected. `generated` marks a secret issued by a platform, which is always treated as
 * distinctive.
 */
export const hiderOf = (secret: string, generated: boolean): HideSecret => {
  if (secret === '' || secret === redacted) return (text) => text;
  const distinctive = (generated && secret.length >= shortestDistinctive) || isDistinctive(secret);
  return distinctive ? hideEverywhere(secret) : hideAtPositions(secret);
};
