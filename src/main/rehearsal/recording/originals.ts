/** Shorter names are only matched as whole words, because every text contains their letters somewhere. */
const searchedFrom = 3;

const words = /[\p{L}\p{N}_]+/gu;

/** All names and ids that must not leave this machine, with a search for them in texts. */
export class Originals {
  /** Names by their first three characters, longest first. */
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

  /** Returns true when a text contains any original, in any case. */
  occursIn(text: string): boolean {
    const lower = text.toLowerCase();
    for (let at = 0; at < lower.length; at += 1) if (this.#startingAt(lower, at) !== null) return true;
    return this.#short.size > 0 && (lower.match(words) ?? []).some((word) => this.#short.has(word));
  }

  /** Returns the text with each original replaced; null when their positions are uncertain. */
  replaceIn(text: string, replace: (original: string) => string): string | null {
    const lower = text.toLowerCase();
    // A letter whose length depends on its case would shift all later positions.
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
