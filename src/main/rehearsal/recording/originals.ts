/** Shorter names are only recognised where they stand alone: every text has them somewhere. */
const searchedFrom = 3;

const words = /[\p{L}\p{N}_]+/gu;

/** Every name and id that must not leave this machine, and where a text has one. */
export class Originals {
  /** By their first three characters, the longest first. */
  readonly #long = new Map<string, string[]>();
  readonly #short = new Set<string>();
  readonly #all = new Set<string>();

  add(name: string): void {
    const known = name.trim().toLowerCase();
    if (known === '' || this.#all.has(known)) return;
    this.#all.add(known);
    if (known.length < searchedFrom) {
      this.#short.add(known);
      return;
    }
    const start = known.slice(0, searchedFrom);
    const sharing = [...(this.#long.get(start) ?? []), known];
    this.#long.set(
      start,
      sharing.toSorted((left, right) => right.length - left.length),
    );
  }

  /** Whether any of them occurs in a text, in whatever case. */
  occursIn(text: string): boolean {
    const lower = text.toLowerCase();
    for (let at = 0; at < lower.length; at += 1) if (this.#startingAt(lower, at) !== null) return true;
    return this.#short.size > 0 && (lower.match(words) ?? []).some((word) => this.#short.has(word));
  }

  /** The text with each of them replaced; null when their places cannot be told for sure. */
  replaceIn(text: string, replace: (original: string) => string): string | null {
    const lower = text.toLowerCase();
    // A letter that changes its length with its case would shift all places behind it.
    if (lower.length !== text.length) return this.occursIn(text) ? null : text;
    let result = '';
    for (let at = 0; at < text.length;) {
      const found = this.#startingAt(lower, at);
      result += found === null ? text.charAt(at) : replace(found);
      at += found?.length ?? 1;
    }
    return result.replace(words, (word) => (this.#short.has(word.toLowerCase()) ? replace(word) : word));
  }

  #startingAt(lower: string, at: number): string | null {
    const candidates = this.#long.get(lower.slice(at, at + searchedFrom));
    return candidates?.find((candidate) => lower.startsWith(candidate, at)) ?? null;
  }
}
