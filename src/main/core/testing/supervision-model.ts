/**
 * A small model of supervision. It keeps no counters: it records what happened to each part, and derives
 * every answer from that history.
 */
import { failureKinds } from '#shared/kernel/fault.ts';
import type { FailureKind } from '#shared/kernel/index.ts';
import type { Need, SupervisionPolicy } from '../index.ts';

export const policy: SupervisionPolicy = {
  backoff: { baseMs: 500, capMs: 8_000 },
  stableAfterMs: 10_000,
  defects: { limit: 3, windowMs: 20_000, forgiveAfterMs: 30_000 },
};

export type PartId = 'beacon' | 'source' | 'relay' | 'screen' | 'stats';

/**
 * In an order in which they can start, and do: the last one waits until all others have an outcome, so that
 * no two starts of one orchestrator race. All except the beacon belong to one orchestrator.
 */
export const parts: readonly { readonly id: PartId; readonly needs: readonly Need[] }[] = [
  { id: 'beacon', needs: [] },
  { id: 'source', needs: [] },
  { id: 'relay', needs: [{ id: 'source', required: true }] },
  { id: 'screen', needs: [{ id: 'relay', required: true }] },
  { id: 'stats', needs: ['source', 'relay', 'screen'].map((id) => ({ id, required: false })) },
];

export interface Failure {
  readonly kind: FailureKind;
  /** The delay that the remote side asked for. */
  readonly retryAfterMs: number | undefined;
  /** The component that a failure of kind `dependency` reports missing. */
  readonly lacks: 'beacon' | 'nowhere' | 'itself' | undefined;
}

type Memory =
  | { readonly what: 'failed'; readonly failure: Failure; readonly at: number }
  | { readonly what: 'ready' | 'told to stop'; readonly at: number }
  | { readonly what: 'backoff-reset' };

type Hold =
  | { readonly for: 'retry'; readonly at: number; readonly attempt: number; readonly order: number }
  | { readonly for: 'settings' | 'sign-in' | 'operator' }
  | { readonly for: 'dependency'; readonly on: 'beacon' };

export class ModelPart {
  readonly id: PartId;
  readonly requires: readonly PartId[];
  readonly nextStarts: Failure[] = [];
  story: Memory[] = [];
  up = false;
  blocked: Hold | null = null;
  lives = 0;

  constructor(id: PartId, requires: readonly PartId[]) {
    this.id = id;
    this.requires = requires;
  }

  /** Returns the events since readiness last lasted this long, or the backoff was last reset. */
  since(readyForMs: number, now: number): readonly Memory[] {
    let from = 0;
    let readyAt: number | null = null;
    this.story.forEach((memory, index) => {
      if (memory.what === 'backoff-reset') from = index + 1;
      else if (memory.what === 'ready') readyAt = memory.at;
      else if (readyAt !== null) {
        if (memory.at - readyAt >= readyForMs) from = index;
        readyAt = null;
      }
    });
    return readyAt !== null && now - readyAt >= readyForMs ? [] : this.story.slice(from);
  }

  failuresIn(memories: readonly Memory[], kinds: readonly FailureKind[]) {
    return memories.flatMap((memory) =>
      memory.what === 'failed' && kinds.includes(memory.failure.kind) ? [memory] : [],
    );
  }

  attempts(): number {
    const ready = this.story.findLastIndex(({ what }) => what === 'ready');
    const own = failureKinds.filter((kind) => kind !== 'dependency');
    return this.failuresIn(this.story.slice(ready + 1), own).length;
  }

  evidence(now: number) {
    return this.failuresIn(this.since(policy.defects.forgiveAfterMs, now), ['defect']);
  }

  recentDefects(now: number): number {
    return this.evidence(now).filter(({ at }) => at > now - policy.defects.windowMs).length;
  }

  get lastFailure() {
    return this.failuresIn(this.story, failureKinds).at(-1);
  }

  /** True when its last life ended in failure and no new one has started. */
  failed = false;
}

export class Model {
  readonly parts = new Map<PartId, ModelPart>();
  readonly #chance: number;
  now = 0;
  #armed = 0;

  constructor(chance: number) {
    this.#chance = chance;
    for (const { id, needs } of parts) {
      const required = needs.filter((need) => need.required).map((need) => need.id);
      this.parts.set(
        id,
        new ModelPart(
          id,
          parts.map((part) => part.id).filter((other) => required.includes(other)),
        ),
      );
    }
  }

  part(id: PartId): ModelPart {
    const part = this.parts.get(id);
    if (!part) throw new Error(`no part ${id}`);
    return part;
  }

  missingNeed(part: ModelPart): ModelPart | undefined {
    return part.requires.map((id) => this.part(id)).find(({ up }) => !up);
  }

  /** Returns the part that causes this part's trouble; undefined when it is the part's own. */
  causeOf(part: ModelPart): ModelPart | undefined {
    if (part.up) return undefined;
    const lacks = part.blocked?.for === 'dependency' ? this.part(part.blocked.on) : undefined;
    const next = this.missingNeed(part) ?? lacks;
    return next && (this.causeOf(next) ?? next);
  }

  /**
   * Returns the parts that may be named as the cause of a part's own trouble: optional needs that are down,
   * and their causes.
   */
  lostNeeds(part: ModelPart): readonly ModelPart[] {
    const needs = parts.find(({ id }) => id === part.id)?.needs ?? [];
    const down = needs.filter(({ required }) => !required).map(({ id }) => this.need(id));
    return down.flatMap((need) => (need && !need.up ? [need, this.causeOf(need) ?? need] : []));
  }

  need(id: string): ModelPart | undefined {
    return [...this.parts.values()].find((part) => part.id === id);
  }

  fail(part: ModelPart, failure: Failure): void {
    const beaconUp = this.part('beacon').up;
    part.story.push({ what: 'failed', failure, at: this.now });
    part.up = false;
    part.failed = true;
    part.blocked = this.#decide(part, failure, beaconUp);
    this.reconcile();
  }

  /** Starts a part and all its requirements by hand. */
  start(id: PartId): void {
    const part = this.part(id);
    for (const each of [part, ...part.requires.flatMap((need) => [need, ...this.part(need).requires])]) {
      const member = typeof each === 'string' ? this.part(each) : each;
      if (!member.up) member.story.push({ what: 'backoff-reset' });
      member.blocked = null;
    }
    this.reconcile();
  }

  settingsChanged(id: PartId): void {
    const part = this.part(id);
    if (!part.blocked || part.blocked.for === 'retry' || part.blocked.for === 'dependency') return;
    if (part.blocked.for === 'operator') part.story.push({ what: 'backoff-reset' });
    part.blocked = null;
    this.reconcile();
  }

  advance(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const due = [...this.parts.values()]
        .flatMap((part) =>
          part.blocked?.for === 'retry' && part.blocked.at <= until ? [{ part, hold: part.blocked }] : [],
        )
        .toSorted((left, right) => left.hold.at - right.hold.at || left.hold.order - right.hold.order)[0];
      if (!due) break;
      this.now = Math.max(this.now, due.hold.at);
      due.part.blocked = null;
      this.reconcile();
    }
    this.now = until;
  }

  reconcile(): void {
    for (const part of this.parts.values()) if (this.missingNeed(part)) this.#tellToStop(part);
    for (const part of this.parts.values())
      if (part.blocked?.for === 'dependency' && this.part(part.blocked.on).up) part.blocked = null;
    const next = [...this.parts.values()].find(
      (part) => !part.up && !part.blocked && !this.missingNeed(part),
    );
    if (!next) return;
    next.lives++;
    next.failed = false;
    const failure = next.nextStarts.shift();
    if (failure) {
      this.fail(next, failure);
      return;
    }
    next.up = true;
    next.story.push({ what: 'ready', at: this.now });
    this.reconcile();
  }

  #tellToStop(part: ModelPart): void {
    if (!part.up) return;
    part.up = false;
    part.story.push({ what: 'told to stop', at: this.now });
  }

  #decide(part: ModelPart, { kind, retryAfterMs = 0, lacks }: Failure, beaconUp: boolean): Hold {
    const { backoff, defects } = policy;
    const retryIn = (ms: number, attempt: number): Hold => ({
      for: 'retry',
      at: this.now + Math.max(retryAfterMs, Math.round(ms)),
      attempt,
      order: this.#armed++,
    });
    if (kind === 'configuration') return { for: 'settings' };
    if (kind === 'authentication') return { for: 'sign-in' };
    if (kind === 'dependency') {
      if (lacks === 'beacon' && part.id !== 'beacon' && !beaconUp) return { for: 'dependency', on: 'beacon' };
      return retryIn((0.5 + this.#chance / 2) * backoff.capMs, part.attempts() + 1);
    }
    if (kind === 'defect' && part.recentDefects(this.now) >= defects.limit) return { for: 'operator' };
    const waited = part.failuresIn(part.since(policy.stableAfterMs, this.now), [
      'transient',
      'defect',
    ]).length;
    const ceiling = Math.min(backoff.capMs, backoff.baseMs * 2 ** (waited - 1));
    return retryIn(this.#chance * ceiling, part.attempts() + 1);
  }
}
